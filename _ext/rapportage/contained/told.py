"""How a writer is told what a page may not do: at once, at its line; nothing of it is shown, and the build fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util import logging

from rapportage.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain

logger = logging.getLogger(__name__)

_REFUSED = "rapportage refused"
#: How Sphinx names the source of a text that it takes from a catalogue: after the page and the line of the original.
_translated = re.compile(r"(?P<page>.+):(?P<line>\d+):<translated>").fullmatch


def refuse(env: BuildEnvironment, message: str, source: str | None, line: int | None) -> None:
    """Tell the writer of *source* at *line* what may not be; the same thing is told once."""
    page = env.current_document.docname if env.current_document.docname in env.found_docs else None
    if found := _translated(source or ""):
        source, line, message = found["page"], int(found["line"]), f"in the translation of this text: {message}"
    place = f"{source or (env.doc2path(page) if page else '')}:{line or 1}"
    told = cast("RecordsDomain", env.get_domain("rapportage")).told
    env.current_document[_REFUSED] = True
    if (place, message) not in told:
        told.add((place, message))
        doubt(env, message, place, page or "", subtype="contained")


def refuse_node(env: BuildEnvironment, message: str, node: nodes.Element, wanted: str = "") -> None:
    """The same at a node; *wanted* is what the writer typed, where that may stand some lines below the first of its text."""
    around = [*_around(node)]
    within = next((each for each in around if each.line and each.source), None)
    if within is None:
        refuse(env, message, node.document["source"] if node.document else None, None)
        return
    text = next((each for each in around if wanted and each.line and wanted in each.rawsource), None)
    below = text.rawsource.partition(wanted)[0].count("\n") if text else 0
    refuse(env, message, within.source, (text or within).line + below)  # type: ignore[operator]


def forget_typed(env: BuildEnvironment, doctree: nodes.document) -> None:
    """Let translators get nothing as it was typed of a page on which something was refused."""
    if env.current_document.get(_REFUSED):
        for text in doctree.findall(nodes.TextElement):
            text.rawsource = ""


def _around(node: nodes.Element | None) -> Iterator[nodes.Element]:
    while node is not None:
        yield node
        node = node.parent


def fail(app: Sphinx, exception: Exception | None) -> None:
    """A build of pages that do what they may not fails, also without ``-W``."""
    refused = cast("RecordsDomain", app.env.get_domain("rapportage")).warned_of.refused
    if exception is None and refused:
        logger.info("Pages have in them what they may not, named above: this build has failed.")
        app.statuscode = app.statuscode or 1
