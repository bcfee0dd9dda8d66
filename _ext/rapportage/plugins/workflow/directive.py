"""The steps with their decisions, on an internal page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from rapportage import example, numbers
from rapportage.audience import is_internal
from rapportage.catalog import message
from rapportage.cli import project
from rapportage.directives import RecordDirective
from rapportage.plugins.workflow.changes import WHAT
from rapportage.plugins.workflow.content import Sources
from rapportage.plugins.workflow.standing import standings
from rapportage.tables import Column, Row, empty, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.workflow.changes import Told
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
        store = view.domain.store
        steps = view.select("step")
        view.select("approval")
        # As the commands read it, so that both say the same.
        conf = project.load(view.domain.folder)
        sources = Sources(store, conf.folder, conf.pages, conf.settings)
        found = [*standings(sources)]
        view.look_at(sources.seen() if steps else [])
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
    """Why a step is not approved, or what has changed since it was, as a list below the table."""
    told = [_said(view, fault.told) for fault in standing.faults]
    for change in standing.changes:
        said = _said(view, change.told)
        told.append(f"{view.word(WHAT[change.of])}: {said}" if change.is_of_part else said)
    if standing.order and not told:
        told.append(_said(view, standing.order))
    if told:
        changed = standing.changes and not standing.faults
        head = message("Changed since “{name}” was approved") if changed else message("Why “{name}” is not approved")
        yield nodes.paragraph("", view.word(head, name=view.plain(standing.step.name)), translatable=False)
        yield nodes.bullet_list("", *(nodes.list_item("", _as_told(each)) for each in told))


def _said(view: View, told: Told) -> str:
    return view.word(told.words, **told.values)


def _as_told(words: str) -> nodes.paragraph:
    """A change, with the quotes that a file or a record has."""
    return nodes.paragraph("", words, translatable=False, support_smartquotes=False)
