"""Warnings: each has a type, a subtype of a closed list, and a place in the writer's own file."""

from __future__ import annotations

from logging import WARNING, Handler, LogRecord, getLogger
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from docutils import nodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What a warning can be about; ``suppress_warnings = ['rapportage.unknown']`` silences one kind.
Subtype: TypeAlias = Literal[
    "data",
    "unknown",
    "duplicate",
    "option",
    "home",
    "value",
    "redaction",
    "structure",
    "doubt",
    "catalogue",
    "glyph",
    "contained",
]

SUBTYPES: dict[str, str] = {
    "data": "something is wrong in a data file",
    "catalogue": "something is wrong in a catalogue of translations",
    "unknown": "an id that no record has",
    "duplicate": "one thing is described as at home in two places, or a name is taken",
    "option": "an option or argument of a directive or role that cannot be used",
    "home": "a record that needs a page of its own has none",
    "redaction": "a redaction that cannot be made as it stands",
    "value": "a value that was asked for is not there",
    "glyph": "the PDF cannot set a text: no font has a character, or its direction is not clear",
    "structure": "a part of a page is missing or in the wrong place",
    "doubt": "something that is not understood, and may have been meant to be hidden",
    "contained": "what a page may not do: raw HTML or LaTeX, a file of elsewhere, an address that could run something",
}

_logger = logging.getLogger("rapportage")


def warn(subtype: Subtype, message: str, location: Any, page: str | None = None) -> None:
    """Warn the person who wrote what stands at *location*: a node, a (document, line), or ``file:line:column``.

    *page* is the document that shows it, where the location itself does not say so.
    """
    _logger.warning("%s", message, type="rapportage", subtype=subtype, location=location, extra={"page": page})


class WarnedOf(Handler):
    """Hears every warning of a build, and keeps the names of the documents that it is about."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(WARNING)
        self.pages: set[str] = set()
        self.refused = 0
        """How often a page did what it may not; that cannot be silenced."""
        self._app = app
        getLogger(logging.NAMESPACE).addHandler(self)

    def stop(self) -> None:
        """Hear no more."""
        getLogger(logging.NAMESPACE).removeHandler(self)

    def emit(self, record: LogRecord) -> None:
        kind, subtype = getattr(record, "type", ""), getattr(record, "subtype", "")
        self.refused += (kind, subtype) == ("rapportage", "contained")
        if not logging.is_suppressed_warning(kind, subtype, self._app.config.suppress_warnings):
            page = getattr(record, "page", None) or self._page_at(getattr(record, "location", None))
            if page in self._app.env.found_docs:
                self.pages.add(page)
            elif kind == "rapportage" and subtype not in {"data", "catalogue"}:  # what is told in every build anyway
                self.pages.add(self._app.config.root_doc)

    def _page_at(self, location: Any) -> str | None:
        if isinstance(location, tuple):
            return str(location[0])
        if isinstance(location, nodes.Node):
            location = logging.get_node_location(location)
        file = str(location or "").partition(":")[0]
        return file if file in self._app.env.found_docs else self._app.env.path2doc(file)
