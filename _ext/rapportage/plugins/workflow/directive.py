"""The steps with their decisions, on an internal page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from rapportage import example, numbers
from rapportage.audience import is_internal
from rapportage.catalog import message
from rapportage.directives import RecordDirective
from rapportage.plugins.workflow.content import with_included
from rapportage.plugins.workflow.standing import standings
from rapportage.tables import Column, Row, empty, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.workflow.standing import Standing
    from rapportage.view import View


class ApprovalList(RecordDirective):
    """Who decides on what, what was decided, and what has changed since. Only internal pages have one."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        if not is_internal(self.config):
            self.warn("option", "only internal pages list approvals; see audience: internal")
            return []
        view = self.view
        store, folder = view.domain.store, view.domain.folder
        steps = view.select("step")
        view.select("approval")
        view.look_at(pattern for step in steps for each in with_included(step, store) for pattern in each.files)
        view.look_at([f"{store.folder.relative_to(folder).as_posix()}/**/*"] if steps else [])
        found = [*standings(store, folder)]
        columns = [
            Column(view.word("Step"), 28),
            Column(view.word("Who decides"), 20),
            Column(view.word("State"), 16),
            Column(view.word("Decision"), 36),
        ]
        none = Row([text(view.word("No steps are declared."))], ("rp-empty",))
        rows = [Row(_cells(view, each)) for each in found]
        caption = self.caption(message("Approvals"))
        example.mark_caption(caption, steps)
        made = table(columns, rows or [none], caption=caption, classes=["rp-approvals"], table_id=self.table_id())
        return [*made, *(each for standing in found for each in _changes(view, standing))]


def _cells(view: View, standing: Standing) -> list[list[nodes.Node]]:
    decision = empty()
    if standing.decisions:
        latest = standing.decisions[-1]
        decision = text(f"{latest.reference}, {numbers.date(latest.date, view.language)}")
    state: nodes.Node = nodes.strong("", view.word(standing.state))
    return [view.inline(standing.step.name), view.inline(standing.step.role), [state], decision]


def _changes(view: View, standing: Standing) -> Iterator[nodes.Node]:
    """What has changed since a step was approved, as a list below the table."""
    told = [view.word(each.words, **each.values) for each in standing.changes]
    told += [standing.fault] if standing.fault else []
    if told:
        head = view.word("Changed since “{name}” was approved", name=view.plain(standing.step.name))
        yield nodes.paragraph("", head, translatable=False)
        yield nodes.bullet_list("", *(nodes.list_item("", _as_told(each)) for each in told))


def _as_told(words: str) -> nodes.paragraph:
    """A change, with the quotes that a file or a record has."""
    return nodes.paragraph("", words, translatable=False, support_smartquotes=False)
