"""A project as its ``conf.py`` describes it: its plugins, and where its data are."""

from __future__ import annotations

import importlib
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rapportage import bibliography
from rapportage.store import Store

if TYPE_CHECKING:
    from rapportage.kinds import Kind


@dataclass(frozen=True)
class Project:
    """What the commands want of a project."""

    folder: Path
    """The folder of ``conf.py``."""
    data: Path
    kinds: tuple[Kind, ...]
    settings: dict[str, Any]
    """The names that ``conf.py`` defines."""

    def store(self) -> Store:
        """All records, loaded and checked."""
        keys = bibliography.keys(self.folder / name for name in self.settings.get("bibtex_bibfiles", ()))
        return Store(self.data, self.kinds, elsewhere={"citation": keys})


def load(folder: Path) -> Project:
    """The project in *folder*. Raises a click error where there is no ``conf.py``, or it names what is not there."""
    conf = folder / "conf.py"
    if not conf.is_file():
        raise click.ClickException(f"there is no conf.py in {folder}; go to its folder, or name that with -c")
    path = list(sys.path)
    try:
        settings = runpy.run_path(str(conf))
        kinds = tuple(kind for name in settings.get("extensions", ()) for kind in _kinds(name))
    finally:
        sys.path[:] = path
    return Project(folder, folder / settings.get("rapportage_data", "data"), kinds, settings)


def _kinds(extension: str) -> tuple[Kind, ...]:
    """The kinds of records of an extension; Sphinx finds them in the same way (see `rapportage.rebuild.prepare`)."""
    try:
        module = importlib.import_module(extension)
    except ImportError as error:
        raise click.ClickException(f'conf.py names the extension "{extension}": {error}') from error
    return tuple(getattr(module, "KINDS", ()))
