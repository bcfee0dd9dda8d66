"""The inventory of redactions that a decision under the Woo asks for: on which page, on which ground, how often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from rapportage.catalog import message
from rapportage.listings import ListingDirective
from rapportage.plugins.redaction.reading import redactions
from rapportage.plugins.redaction.showing import ground_code
from rapportage.tables import Column, Row, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Node

    from rapportage.view import View


class RedactionList(ListingDirective):
    """All redactions of the report, counted. It says nothing about them that their pages do not say."""

    optional_arguments = 1
    final_argument_whitespace = True
    default_caption = message("Redactions by page and ground")
    option_spec: ClassVar[dict[str, Any]] = {}

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[Node]) -> list[Node]:
        found = list(counts(view))
        if not found:
            return [nodes.paragraph("", view.word("Nothing has been redacted."), translatable=False)]
        rows = [
            Row([[view.link_to_page(docname)], text(ground_code(ground)), text(_name(view, ground)), text(str(number))])
            for docname, ground, number in found
        ]
        total = sum(number for _, _, number in found)
        rows.append(Row([text(view.word("Total")), text(""), text(""), text(str(total))], classes=("rp-total",)))
        columns = [
            Column(view.word("Page"), 35),
            Column(view.word("Ground"), 13),
            Column(view.word("In words"), 40),
            Column(view.word("Number"), 12, figures=True),
        ]
        return table(columns, rows, caption=caption)


def counts(view: View) -> Iterator[tuple[str, str, int]]:
    """The redactions that a reader of the public edition meets: page and ground, in reading order, and how many."""
    env = view.domain.env
    for docname in view.domain.reading_order():
        if env.metadata[docname].get("audience") != "internal":
            found = Counter(each.ground for each in redactions(env).pages.get(docname, {}).values() if each.counts)
            for ground in [*view.in_order("ground", found), *([""] if found[""] else [])]:
                yield docname, ground, found[ground]


def _name(view: View, ground: str) -> str:
    record = view.find("ground", ground) if ground else None
    return view.plain(record.name) if record else ""
