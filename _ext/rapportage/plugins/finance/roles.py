"""An amount in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from rapportage import numbers
from rapportage.plugins.finance import calls
from rapportage.plugins.finance.marks import exactly, marks
from rapportage.plugins.finance.rounding import UNITS, rounded
from rapportage.roles import RecordRole, as_typed

if TYPE_CHECKING:
    from decimal import Decimal

    from docutils.nodes import Node

    from rapportage.plugins.finance.records import Amount
    from rapportage.view import View


class AmountRole(RecordRole):
    """An amount, with the notes that go with it: ``{amount}`id` `` exactly, ``{amount}`id million` `` rounded.

    ``{amount}`id paid` ``, ``for`` and ``years`` give its dates, so that no text has to repeat them.
    """

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        record_id, *words = target.split() or [""]
        amount: Amount | None = view.get("amount", record_id)
        if amount is None:
            return as_typed(target)
        if title is not None:
            # Words of the writer's own would be able to say another figure than the record does.
            view.warn("option", "an amount has no words of its own; write {amount}`id` or {amount}`id million`")
        if message := calls.fault(amount, words):
            view.refuse(message)
            return as_typed(target)
        match words:
            case []:
                return [nodes.Text(numbers.money(amount.value, view.language)), *marks(amount.all_notes)]
            case ["paid" | "for" | "years" as what]:
                return [nodes.Text(_time(view, amount, what))]
        (unit,) = words
        return [nodes.Text(_in_units(view, amount.value, unit)), *marks(amount.all_notes, exactly(view, amount))]


def _in_units(view: View, value: Decimal, unit: str) -> str:
    """The amount in EUR, rounded to whole thousands or millions: half of one and more goes up."""
    number = numbers.number(rounded(value, UNITS[unit]), view.language)
    if unit == "million":
        words = view.word("EUR {number} million", number=number)
    else:
        words = view.word("EUR {number} thousand", number=number)
    return words.replace(" ", numbers.NO_BREAK)


def _time(view: View, amount: Amount, what: str) -> str:
    """When an amount was paid, the years that it was meant for, or those in which it counts; empty if it does not say."""
    if what == "paid":
        return numbers.date(amount.paid, view.language) if amount.paid else ""
    if what == "for":
        meant = amount.meant_for
        return "" if meant is None else str(meant) if isinstance(meant, int) else numbers.period(meant)
    return amount.counted_in
