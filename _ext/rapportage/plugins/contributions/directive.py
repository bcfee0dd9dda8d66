"""What was asked of whom, on an internal page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes

from rapportage import clock, example, numbers
from rapportage.audience import is_internal
from rapportage.catalog import message
from rapportage.directives import choices, words
from rapportage.listings import ListingDirective
from rapportage.plugins.contributions.records import STATES
from rapportage.tables import Column, Row, empty, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapportage.plugins.contributions.records import Contribution
    from rapportage.view import View

#: The kinds of which ids choose what stands in a list.
CHOSEN_BY = ("area", "priority", "source")


class ContributionList(ListingDirective):
    """What was asked of whom, and what became of it, as a table. Only internal pages have one."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {**dict.fromkeys(CHOSEN_BY, words), "state": choices(*STATES)}
    default_caption = message("Contributions")

    def run(self) -> list[nodes.Node]:
        if not is_internal(self.config):
            self.warn("option", "only internal pages list contributions; see audience: internal")
            return []
        return super().run()

    def check(self) -> None:
        for kind in CHOSEN_BY:
            self.ids(kind, kind)
        for each in _chosen(self.view, self.options):
            if each.state == "asked" and not each.is_late(clock.today()):
                self.view.holds_until(each.due.last_day)

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        found = _chosen(view, options)
        columns = [
            Column(view.word("Asked of"), 22),
            Column(view.word("What was asked"), 34),
            Column(view.word("Due"), 16),
            Column(view.word("State"), 12),
            Column(view.word("Highlights"), 26),
        ]
        none = Row([text(view.word("No contributions were asked here."))], ("rp-empty",))
        if any(each.example for each in found) and caption:
            example.marked(view, cast("nodes.title", caption[0]))
        rows = [Row(_cells(view, each)) for each in found]
        return table(columns, rows or [none], caption=caption, classes=["rp-contributions"])


def _chosen(view: View, options: dict[str, Any]) -> list[Contribution]:
    return view.select("contribution", **{axis: options.get(axis) for axis in (*CHOSEN_BY, "state")})


def _cells(view: View, contribution: Contribution) -> list[list[nodes.Node]]:
    asked = view.inline(contribution.asked)
    if contribution.required:
        asked += [nodes.Text(" "), nodes.strong("", view.word("(required)"))]
    state = text(view.word(STATES[contribution.state]))
    if contribution.is_late(clock.today()):
        state += [nodes.Text(", "), nodes.strong("", view.word("late"))]
    highlights: list[nodes.Node] = []
    for each in contribution.highlights:
        highlights += [nodes.Text("; "), view.link("highlight", each)] if highlights else [view.link("highlight", each)]
    return [
        text(view.name("source", contribution.source)),
        asked,
        text(numbers.date(contribution.due, view.language)),
        state,
        highlights or empty(),
    ]
