"""A value of an indicator in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from rapportage.plugins.results import values
from rapportage.roles import RecordRole, as_typed

if TYPE_CHECKING:
    from docutils.nodes import Node

    from rapportage.plugins.results.records import Indicator
    from rapportage.view import View


class ValueRole(RecordRole):
    """What was reached in a year, aimed at, or the case before: ``{value}`id 2025` `` (see `values`)."""

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        record_id, *words = target.split() or [""]
        indicator: Indicator | None = view.get("indicator", record_id)
        if indicator is None:
            return as_typed(target)
        if message := values.fault(indicator, words):
            view.refuse(message)
            return as_typed(target)
        # Words of the writer's own would be able to say another figure than the record does.
        if title is not None:
            view.warn("option", "a value has no words of its own; write {value}`id 2025` without < >")
        value = values.asked(indicator, words)
        return [nodes.Text(view.number(value, indicator.unit.nl))] if value else []
