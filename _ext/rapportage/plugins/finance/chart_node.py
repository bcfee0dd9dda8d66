"""A chart on a page, as every builder shows it: drawn inside the page, as a picture of its own in a PDF, or in words."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import SkipNode

from rapportage.output.latex.writing import TextWriter
from rapportage.plugins.finance import drawing

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.manpage import ManualPageTranslator
    from sphinx.writers.texinfo import TexinfoTranslator
    from sphinx.writers.text import TextTranslator


class chart(nodes.General, nodes.Element):  # noqa: N801 -- named as docutils names nodes
    """A chart, as plain data.

    ``drawing`` is a `rapportage.plugins.finance.drawing.Drawing`, ``palette`` has ``#RRGGBB`` for each of its colours,
    ``name`` is that of the chart, and ``alt`` says in words what it shows.
    """


def visit_html(self: HTML5Translator, node: chart) -> None:
    self.body.append(drawing.svg(node["drawing"], node["palette"], name=f"chart-{node['name']}", label=node["alt"]))
    raise SkipNode


def visit_latex(self: LaTeXTranslator, node: chart) -> None:
    if isinstance(self, TextWriter):
        self.check(*drawing.texts(node["drawing"]))
    digest = blake2b(repr((node["drawing"], node["palette"])).encode(), digest_size=8).hexdigest()
    file = Path(self.builder.outdir, f"chart-{node['name']}-{digest}.pdf")
    if not file.is_file():
        file.write_bytes(drawing.pdf(node["drawing"], node["palette"]))
    self.body.append(rf"\sphinxincludegraphics{{{file.name}}}")
    raise SkipNode


def visit_text(self: TextTranslator, node: chart) -> None:
    self.new_state()
    self.add_text(node["alt"])
    self.end_state()
    raise SkipNode


def visit_words(self: ManualPageTranslator | TexinfoTranslator, node: chart) -> None:
    paragraph = nodes.paragraph("", node["alt"])
    paragraph.parent = node.parent
    paragraph.walkabout(self)
    raise SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(
        chart,
        html=(visit_html, None),
        latex=(visit_latex, None),
        text=(visit_text, None),
        man=(visit_words, None),
        texinfo=(visit_words, None),
    )
