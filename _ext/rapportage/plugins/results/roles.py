"""A value of an indicator in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from rapportage.problems import nearest
from rapportage.roles import RecordRole, as_typed

if TYPE_CHECKING:
    from docutils.nodes import Node

    from rapportage.plugins.results.records import Indicator
    from rapportage.view import View

_USAGE = "write {value}`indicator 2025`, {value}`indicator 2025 target` or {value}`indicator baseline`"


class ValueRole(RecordRole):
    """What was reached in a year, aimed at, or the case before: ``{value}`id 2025` `` (see ``_USAGE``)."""

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        record_id, *words = target.split()
        indicator: Indicator | None = view.get("indicator", record_id)
        if indicator is None:
            return as_typed(target)
        match words:
            case ["baseline"]:
                value = indicator.baseline.value if indicator.baseline else None
            case [year] | [year, "actual"] if year.isdigit():
                value = indicator.actuals.get(int(year))
            case [year, "target"] if year.isdigit():
                value = indicator.targets.get(int(year))
            case _:
                hint = nearest(words[-1], ("baseline", "target", "actual"), listed=0) if words else ""
                view.warn("option", f'"{target}" does not say which value{hint or "; " + _USAGE}')
                return as_typed(target)
        if value is None:
            years = ", ".join(map(str, sorted(indicator.actuals.keys() | indicator.targets.keys())))
            view.warn("value", f'indicator "{record_id}" has no {" ".join(words)}; it has values for {years}')
            return as_typed(target)
        # Words of the writer's own would be able to say another figure than the record does.
        if title is not None:
            view.warn("option", "a value has no words of its own; write {value}`id 2025` without < >")
        return [nodes.Text(view.number(value, indicator.unit.nl))]
