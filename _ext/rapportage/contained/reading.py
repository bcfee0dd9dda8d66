"""Before a page is parsed: links that may not be followed, texts that are too large, settings that a page may not have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from myst_parser.config.main import TopmatterReadError, read_topmatter
from sphinx.errors import SphinxError
from sphinx.util import logging

from rapportage.contained.files import folder_of
from rapportage.contained.markup import TEXT, Contained
from rapportage.contained.told import refuse
from rapportage.source import bounds
from rapportage.source.folder import wrong_links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

#: What MyST takes from a page's front matter for itself: settings of its syntax, tags in the head, templates.
SETTINGS = ("myst", "html_meta", "substitutions")


class RefusedLinksError(SphinxError):
    """Files that may not be followed stand among those of the edition."""

    category = "Refused"


def refuse_links(app: Sphinx, config: Config) -> None:
    """Stop before anything is read that leads out of the edition. Raises `RefusedLinksError`."""
    folder = folder_of(app)
    here = Path(app.confdir)
    others = [*config.html_static_path, *config.html_extra_path, *config.rapportage_locale_dirs]
    found = dict[Path, str]()
    for top in dict.fromkeys([Path(app.srcdir), *(here / each for each in others)]):
        # What conf.py names elsewhere was chosen by whoever wrote that.
        if top.is_dir() and not folder.fault(top):
            found.update(wrong_links(top, folder))
    if found:
        named = (f"  {path.relative_to(here) if path.is_relative_to(here) else path} {told}" for path, told in found.items())
        raise RefusedLinksError("among the files of the edition are some that may not be followed:\n" + "\n".join(named))


def contain(app: Sphinx, docname: str, source: list[str]) -> None:
    """Let the page that is now read use only what is allowed, until Sphinx has read it."""
    # Here rather than once for all pages: Sphinx begins each with a lookup of its own.
    Contained(app).enable()
    app.env.current_document[TEXT] = source[0]


def read_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """Refuse a page that is too large to be read, or that has settings of its own."""
    path = str(app.env.doc2path(docname))
    told = [*_too_large(app, source[0], path)]
    if not told and path.endswith(".md"):
        told = [*_settings(app, source[0], path)]
    if told:
        source[0] = "\n" * source[0].count("\n")


def read_included(app: Sphinx, path: Path, docname: str, source: list[str]) -> None:
    """The same for a file that a page includes."""
    file = Path(app.srcdir, path)
    if fault := folder_of(app).fault(file):
        refuse(app.env, f"{path.name} {fault}", str(app.env.doc2path(app.env.current_document.docname)), None)
        source[0] = ""
    elif [*_too_large(app, source[0], str(file))]:
        source[0] = "\n" * source[0].count("\n")


def _too_large(app: Sphinx, text: str, name: str) -> Iterator[bool]:
    for problem in bounds.problems(text, name):
        refuse(app.env, problem.message, name, problem.place.line)
        yield True


def _settings(app: Sphinx, text: str, name: str) -> Iterator[bool]:
    """Whether the front matter has settings, as MyST itself reads it; what it does not understand it does not use."""
    try:
        matter: Any = read_topmatter(text) or {}
    except TopmatterReadError:
        return
    lines = text.split("\n")
    for key in SETTINGS:
        if key in matter:
            line = next((at for at, line in enumerate(lines, 1) if key in line), 1)
            told = f'"{key}" may not stand in the front matter of a page: it changes how all of it is read'
            refuse(app.env, told, name, line)
            yield True
