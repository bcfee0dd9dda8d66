"""The documents of an edition: the report, the decision memo and the letter to Parliament that travel with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.plugins.documents.records import KINDS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["KINDS", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Declare the documents to Sphinx, and add the directives that make their heads."""
    from rapportage.plugins.documents import declare, heads, letter, memo, paper, sections

    # After the look (500), which says what all PDFs have in common.
    app.connect("config-inited", declare.declare, priority=600)
    for name, directive in (("memo", memo.MemoHead), ("letter", letter.LetterHead)):
        app.add_directive_to_domain("rapportage", name, directive)
    for part in (heads, sections, paper):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
