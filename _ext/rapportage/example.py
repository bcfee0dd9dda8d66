"""Example data say so, in every output.

A page that shows any has a notice under its title; what shows or counts them has a mark of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx

    from rapportage.domain import Appearance, RecordsDomain
    from rapportage.view import View


_MARKED = "example"


def mark(view: View) -> nodes.Node:
    """A short mark for a caption or a heading: what follows is example data."""
    return nodes.inline("", view.word("example data"), classes=["rp-example-mark"])


def marked(view: View, node: nodes.Element) -> nodes.Element:
    """The same node, with a mark behind what stands in it."""
    node += [nodes.Text(" "), mark(view)]
    return node


def is_example(appearance: Appearance) -> bool:
    """Whether what is written on a page is an example."""
    return appearance.has("example", ("yes",))


def mark_caption(caption: Sequence[nodes.Node], records: Iterable[Any]) -> None:
    """Let the caption of a table or a figure that shows *records* say so if one of them is example data.

    The mark is added when the caption has been translated: a translation replaces all that stands in a text.
    """
    for title in caption[:1]:
        if isinstance(title, nodes.title | nodes.caption) and any(record.example for record in records):
            title[_MARKED] = True


class MarkExampleData(SphinxTransform):
    """Puts a notice under the title of a page that shows example data, and a mark behind captions of what does."""

    # After Locale (20): the notice is in the page's language already.
    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        domain = cast("RecordsDomain", self.env.get_domain("rapportage"))
        for caption in self.document.findall(nodes.TextElement):
            if caption.get(_MARKED):
                marked(domain.view(shown_on=self.env.docname), caption)
        if self._shows_example_data(domain):
            view = domain.view(shown_on=self.env.docname)
            message = view.word(
                "This page contains example data: figures, programmes and highlights that are marked as such "
                "serve to show the report and state nothing about reality."
            )
            notice = nodes.container("", nodes.paragraph("", message), classes=["rp-example"])
            title = next(iter(self.document.findall(nodes.title)), None)
            if title is not None and isinstance(title.parent, nodes.section):
                title.parent.insert(title.parent.index(title) + 1, notice)
            else:
                self.document.insert(0, notice)

    def _shows_example_data(self, domain: RecordsDomain) -> bool:
        page = domain.pages.get(self.env.docname)
        if page is None:
            return False
        used = (domain.store.get(use.kind, use.id) for use in page.uses if not use.field)
        return (
            page.is_example
            or any(record.example for record in used if record)
            or any(is_example(each) for each in page.appearances)
        )


def setup(app: Sphinx) -> None:
    app.add_transform(MarkExampleData)
