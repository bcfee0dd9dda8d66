"""Icons: one path each, kept as data, drawn in the colour of the text around it.

An icon never stands alone: a name or a number is beside it, so that a reader who cannot see it misses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from docutils import nodes
from docutils.nodes import SkipNode
from msgspec import Meta

from rapportage import latex
from rapportage.schema import pattern_in_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

_PATH = pattern_in_words(r"^[MLHVCSQTAZmlhvcsqtaz0-9 ,.\-\n]+$", 'is not the path of an icon (the "d" of an SVG path)')

#: The path of an icon in a square of 24 by 24. Its letters and digits can be nothing but a drawing.
IconPath: TypeAlias = Annotated[str, Meta(pattern=_PATH, max_length=4000, description="Pad van een SVG-icoon, 24 bij 24")]


class icon(nodes.Inline, nodes.Element):  # noqa: N801 -- named as docutils names nodes
    """A drawing beside a name; its attribute ``path`` is an `IconPath`."""


def visit_html(self: HTML5Translator, node: icon) -> None:
    classes = " ".join(["rp-icon", *node["classes"]])
    drawing = f'<path d="{self.attval(node["path"])}"/>'
    self.body.append(f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawing}</svg>')
    raise SkipNode


def visit_latex(self: LaTeXTranslator, node: icon) -> None:
    self.body.append(latex.icon(node["path"]))
    raise SkipNode


def skip(self: nodes.NodeVisitor, node: icon) -> None:
    """Where there are only words, the name beside the icon says it."""
    raise SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(
        icon,
        html=(visit_html, None),
        latex=(visit_latex, None),
        text=(skip, None),
        man=(skip, None),
        texinfo=(skip, None),
    )
