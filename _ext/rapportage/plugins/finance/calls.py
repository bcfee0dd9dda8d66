"""What the words behind an amount's id ask for, in the role ``amount``. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.plugins.finance.rounding import UNITS
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapportage.plugins.finance.records import Amount

#: What can be asked of the time of an amount, each with what tells whether it is known.
TIMES = {
    "paid": lambda amount: amount.paid is not None,
    "for": lambda amount: amount.meant_for is not None,
    "years": lambda amount: bool(amount.counted_in),
}


def fault(amount: Amount, words: Sequence[str]) -> str:
    """What is wrong with the words behind the id in ``{amount}`id million` ``; empty if they can be answered."""
    match words:
        case []:
            return ""
        case [unit] if unit in UNITS:
            return ""
        case [what] if what in TIMES:
            return "" if TIMES[what](amount) else f'amount "{amount.id}" does not say "{what}"'
    known = (*UNITS, *TIMES)
    return f'"{" ".join([amount.id, *words])}" is not an amount{nearest(words[0], known, listed=len(known))}'
