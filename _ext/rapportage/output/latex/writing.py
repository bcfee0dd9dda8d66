"""How the LaTeX writer sets text: checked against the fonts, at the place where somebody wrote it."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.builders.latex.nodes import footnotetext
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.latex import LaTeXTranslator

from rapportage import logs, textfile
from rapportage.output.latex import fonts, origin
from rapportage.output.latex import text as typeset
from rapportage.publication.texlog import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element

    _Translator = LaTeXTranslator
else:
    _Translator = object

_used = re.compile(r"\\rpfont([a-z]+)\{")


class GiveBodies(SphinxPostTransform):
    """Gives a table that is only a head an empty body: Sphinx looks there for a place for the notes of the head."""

    default_priority = 500  # before the footnotes of LaTeX (600)
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        for group in self.document.findall(nodes.tgroup):
            if not any(isinstance(child, nodes.tbody) for child in group.children):
                group.append(nodes.tbody())


class TextWriter(_Translator):
    """Sets each character in a font that has it, and warns of what no font has; a mixin, in front of Sphinx's translator.

    It also leaves marks in the LaTeX, from which `rapportage.publication.texlog` knows what TeX complains about.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        #: What is being written: the place that is told.
        self._node: nodes.Node = self.document
        self._told: set[tuple[object, str]] = set()
        self._ordered: set[nodes.Node] = set()

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Remember the node before it is visited."""
        self._node = node
        super().dispatch_visit(node)

    # -- text

    def escape(self, s: str) -> str:
        """Return text for TeX. All that is written, by Sphinx or by a plugin, goes through here."""
        s = "".join(each for each in s if not textfile.unseen(each)) if self._unseen(s) else s
        done = typeset.put(s, super().escape, code=self._is_code(self._node))
        self._tell(done.missing, s)
        return done.latex

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 (docutils)
        """Set a text, with places where long words may be broken."""
        self._order(node)
        self.body.append(self.encode(typeset.breakable(node.astext())))

    def visit_literal_block(self, node: Element) -> None:
        """Set code: Sphinx's highlighter escapes it by itself."""
        start = len(self.body)
        try:
            super().visit_literal_block(node)
        except nodes.SkipNode:
            self._code(node, start)
            raise

    def visit_literal(self, node: Element) -> None:
        """Set code within a line, which is highlighted if it has a language."""
        start = len(self.body)
        try:
            super().visit_literal(node)
        except nodes.SkipNode:
            self._code(node, start)
            raise

    def _code(self, node: Element, start: int) -> None:
        """Look at what the highlighter wrote: its own commands are ASCII, which the font for code has."""
        self._order(node)
        text = node.astext()
        self._unseen(text)
        for at in range(start, len(self.body)):
            done = typeset.put(
                self.body[at], lambda piece: "".join(each for each in piece if not textfile.unseen(each)), code=True
            )
            self.body[at] = done.latex
            self._tell(done.missing, text)

    def _is_code(self, node: nodes.Node) -> bool:
        return any(isinstance(above, nodes.literal | nodes.literal_block | nodes.doctest_block) for above in _line(node))

    # -- what cannot be set

    def check(self, *texts: str) -> None:
        """Warn of what the text font does not have, nor that of signs: for texts in a picture, which has no other fonts."""
        for text in texts:
            if fonts.known() and not fonts.plain(code=False).issuperset(text):
                missing = "".join(dict.fromkeys(each for each in text if each not in fonts.plain(code=False)))
                self._warn(f"in a chart {typeset.complaint(missing, text)}", missing[0])

    def _tell(self, missing: str, text: str) -> None:
        missing = "".join(each for each in missing if not textfile.unseen(each))  # told already
        if missing:
            self._warn(typeset.complaint(missing, text), missing[0])

    def _unseen(self, text: str) -> bool:
        """Warn of characters that nobody sees; tells whether there are any."""
        found = "".join(dict.fromkeys(each for each in text if textfile.unseen(each))) if textfile.unseen(text) else ""
        for each in found[: typeset.TOLD]:
            self._warn(f'{textfile.told(each)}, in "{typeset.excerpt(text, each)}"', each)
        return bool(found)

    def _order(self, node: nodes.Node) -> None:
        """Warn, once for each paragraph, if words from right to left cannot be put in order."""
        if not any(unicodedata.bidirectional(each) in {"R", "AL", "AN"} for each in node.astext()):
            return
        *_, block = _line(node)
        if block in self._ordered:
            return
        self._ordered.add(block)
        if typeset.is_unordered(typeset.PIECE.join(_pieces(block))):
            self._warn(
                "the PDF cannot put words from right to left in order where a figure, a sign or emphasis stands between or "
                f'behind them, in "{typeset.excerpt(" ".join(_pieces(block)), "")}"; put words from left to right there'
            )

    def _warn(self, message: str, character: str = "") -> None:
        """Warn at what is being written; a text that is written twice, such as that of a heading, is told once."""
        location = origin.place(self._node, character, self.builder) if character else self._node
        where = location if isinstance(location, str) else get_source_line(self._node)
        if (where, message) not in self._told:
            self._told.add((where, message))
            logs.warn("glyph", message, location)

    # -- marks, and what the preamble needs

    def visit_paragraph(self, node: Element) -> None:
        """Leave a mark before it."""
        super().visit_paragraph(node)
        source, line = get_source_line(node)
        if source and self.body[-1] == "\\sphinxAtStartPar\n":
            name = Path(os.path.relpath(source, self.builder.confdir)).as_posix() if Path(source).is_absolute() else source
            self.body.insert(-1, f"{MARK}{' '.join(name.split())}:{line or 1}\n")

    def astext(self) -> str:
        """Return the document, with the fonts that it uses."""
        text = "".join([*self.body, *(value for value in self.elements.values() if isinstance(value, str))])
        keys = set(_used.findall(text))
        self.elements["preamble"] += "".join(
            rf"\rpfallback{{{font.key}}}{{{font.name}}}{{{font.options}}}{{{'Bold' if font.bold else 'Regular'}}}"
            rf"{{{font.kind}}}{{{font.locale}}}" + "\n"
            for font in fonts.FALLBACKS
            if font.key in keys
        )
        return super().astext()


def _line(node: nodes.Node) -> Iterator[nodes.Node]:
    """A node and what it stands in, up to the paragraph or heading."""
    yield node
    while isinstance(node, nodes.Text | nodes.Inline) and node.parent is not None:
        node = node.parent
        yield node


def _pieces(node: nodes.Node) -> Iterator[str]:
    """The texts of a paragraph; a note stands elsewhere."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child)
        elif isinstance(child, nodes.Inline) and not isinstance(child, nodes.footnote_reference | footnotetext):
            yield from _pieces(child)
