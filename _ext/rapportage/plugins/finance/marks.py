"""The note marks behind a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage import inline, numbers
from rapportage.notes import cite, remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils import nodes

    from rapportage.plugins.finance.records import Amount
    from rapportage.view import View


def marks(notes: Iterable[str], remarks: Sequence[str] = ()) -> list[nodes.Node]:
    """Marks for notes of the data, by id, and for remarks of the program."""
    made = [*(cite("note", note) for note in notes), *map(remark, remarks)]
    for mark in made[1:]:
        mark["beside"] = True
    return [*made]


def exactly(view: View, amount: Amount) -> list[str]:
    """The remark that belongs to a rounded figure: the exact amount, unless one of its notes gives that already."""
    if any(_gives(view, note, amount) for note in amount.all_notes):
        return []
    return [view.word("Rounded; the exact amount is {amount}.", amount=numbers.money(amount.value, view.language))]


def _gives(view: View, note_id: str, amount: Amount) -> bool:
    note = view.find("note", note_id)
    calls = inline.role_calls(view.say(note.text)) if note else ()
    return any(call.name == "amount" and call.content.split() == [amount.id] for call in calls)
