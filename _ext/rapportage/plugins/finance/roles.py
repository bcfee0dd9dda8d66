"""An amount in running text."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from docutils import nodes

from rapportage import numbers
from rapportage.problems import nearest
from rapportage.roles import RecordRole, as_typed

if TYPE_CHECKING:
    from docutils.nodes import Node

    from rapportage.plugins.finance.records import Amount
    from rapportage.view import View


class AmountRole(RecordRole):
    """An amount: ``{amount}`id` `` exactly, ``{amount}`id million` `` rounded to whole millions."""

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        record_id, *words = target.split() or [""]
        amount: Amount | None = view.get("amount", record_id)
        if amount is None:
            return as_typed(target)
        if title is not None:
            # Words of the writer's own would be able to say another figure than the record does.
            view.warn("option", "an amount has no words of its own; write {amount}`id` or {amount}`id million`")
        match words:
            case []:
                return [nodes.Text(numbers.money(amount.value, view.language))]
            case ["million"]:
                return [nodes.Text(in_millions(view, amount.value))]
        view.warn("option", f'"{target}" is not an amount{nearest(words[0], ["million"], listed=1)}')
        return as_typed(target)


def in_millions(view: View, value: Decimal) -> str:
    """The amount in EUR, rounded to whole millions: half a million and more goes up."""
    millions = (value / 1_000_000).quantize(Decimal(1), ROUND_HALF_UP)
    number = numbers.number(millions, view.language)
    return view.word("EUR {number} million", number=number).replace(" ", numbers.NO_BREAK)
