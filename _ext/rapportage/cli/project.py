"""A project as its ``conf.py`` describes it: its plugins, and where its data are."""

from __future__ import annotations

import importlib
import runpy
import sys
import traceback
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rapportage import bibliography, pages
from rapportage.catalog import SOURCE_LANGUAGE
from rapportage.language.catalogues import of_language
from rapportage.publication import unfinished
from rapportage.store import Store

if TYPE_CHECKING:
    from types import ModuleType

    from rapportage.gate import Check, Overview
    from rapportage.kinds import Kind, RoleCheck
    from rapportage.language.catalogues import Checked
    from rapportage.problems import Problem


#: Where the pages are, from the folder of ``conf.py``; without such a folder they stand beside it. (Sphinx is told on its
#: command line, so ``conf.py`` does not say.)
PAGES = "docs"


@dataclass(frozen=True)
class Project:
    """What the commands want of a project."""

    folder: Path
    """The folder of ``conf.py``."""
    data: Path
    pages: Path
    """The folder of the pages."""
    kinds: tuple[Kind, ...]
    roles: dict[str, RoleCheck]
    commands: tuple[click.Command, ...]
    """What plugins add to the command ``rapportage``: they list it in a module attribute ``COMMANDS``."""
    checks: tuple[Check, ...]
    """What plugins want to be so before publication: their module attributes ``GATE``."""
    overviews: tuple[Overview, ...]
    """What plugins tell of how far the edition is: their module attributes ``STATUS``."""
    settings: dict[str, Any]
    """The names that ``conf.py`` defines."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the edition has, the source language among them."""
        return tuple(self.settings.get("rapportage_languages", ())) or (SOURCE_LANGUAGE,)

    def store(self) -> Store:
        """All records, loaded and checked."""
        return self._store

    def catalogues(self, language: str) -> list[Checked]:
        """The catalogues of translations into a language, read and checked."""
        if language not in self._catalogues:
            folders = [self.folder / each for each in self.settings.get("locale_dirs", ("locales",))]
            self._catalogues[language] = of_language(folders, language, self.folder)
        return self._catalogues[language]

    def problems(self) -> list[Problem]:
        """All that is wrong in what people keep besides the pages: the records and the catalogues, file by file."""
        found = [
            each for language in self.languages for catalogue in self.catalogues(language) for each in catalogue.problems
        ]
        return [*self.store().problems, *found]

    @cached_property
    def _catalogues(self) -> dict[str, list[Checked]]:
        return {}

    @cached_property
    def _store(self) -> Store:
        elsewhere = {
            "page": pages.names(self.pages),
            "language": pages.languages(self.settings.get("rapportage_languages", ())),
        }
        sources = bibliography.read(self.folder, self.settings.get("bibtex_bibfiles") or ())
        return Store(self.data, self.kinds, elsewhere=elsewhere, sources=sources, roles=self.roles)


def load(folder: Path) -> Project:
    """The project in *folder*. Raises a click error where there is no ``conf.py``, or it names what is not there."""
    conf = folder / "conf.py"
    if not conf.is_file():
        raise click.ClickException(f"there is no conf.py in {folder}; go to its folder, or name that with -c")
    path = list(sys.path)
    try:
        settings = _settings(conf)
        modules = [_module(name) for name in settings.get("extensions", ())]
    finally:
        sys.path[:] = path
    # Sphinx finds what plugins declare in the same way (see `rapportage.rebuild.prepare`).
    kinds = (*unfinished.KINDS, *(kind for module in modules for kind in getattr(module, "KINDS", ())))
    roles = {name: check for module in modules for name, check in getattr(module, "ROLES", {}).items()}
    commands, checks, overviews = (
        tuple(each for module in modules for each in getattr(module, name, ())) for name in ("COMMANDS", "GATE", "STATUS")
    )
    return Project(
        folder,
        data=folder / settings.get("rapportage_data", "data"),
        pages=folder / PAGES if (folder / PAGES).is_dir() else folder,
        kinds=kinds,
        roles=roles,
        commands=commands,
        checks=checks,
        overviews=overviews,
        settings=settings,
    )


def _settings(conf: Path) -> dict[str, Any]:
    try:
        return runpy.run_path(str(conf))
    except Exception as error:  # conf.py is a program, and stops for any reason
        within = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename == str(conf)]
        line = error.lineno if isinstance(error, SyntaxError) else (within or [1])[-1]
        raise click.ClickException(f"{conf.name}:{line or 1}: {type(error).__name__}: {error}") from error


def _module(extension: str) -> ModuleType:
    try:
        return importlib.import_module(extension)
    except ImportError as error:
        raise click.ClickException(f'conf.py names the extension "{extension}": {error}') from error
