"""When a target counts as met: the one rule, stated here and in the report's introduction.

With numbers on both sides, the share of the way from the baseline to the target that was covered in a year decides:

- the target or better: *met*;
- at least half of the way: *partly met*;
- less, or a value that is worse than the baseline: *not met*.

Without a baseline, or with one that equals the target, the way begins at zero. For an indicator that should fall and has
no such baseline the share is target / actual. Where target or actual is no number there is *no data* to judge by.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from rapportage.catalog import message

if TYPE_CHECKING:
    from rapportage.plugins.results.records import Indicator

#: The share of the way that makes a target partly met.
PARTLY = Decimal("0.5")


class Status(Enum):
    """How an indicator did in a year. The value is the CSS class; the words are the interface's."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NO_DATA = "no-data"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def icon(self) -> str:
        """A shape that says the same without colour: filled, half, open, dash. A path of 24 by 24."""
        return _ICONS[self]

    @property
    def is_deviation(self) -> bool:
        """Whether the report owes an explanation."""
        return self in {Status.PARTLY, Status.NOT_MET}


_WORDS = {
    Status.MET: message("Met"),
    Status.PARTLY: message("Partly met"),
    Status.NOT_MET: message("Not met"),
    Status.NO_DATA: message("No data"),
}
_RING = "M12 2A10 10 0 0 1 12 22A10 10 0 0 1 12 2ZM12 5A7 7 0 0 0 12 19A7 7 0 0 0 12 5Z"
_ICONS = {
    Status.MET: "M12 2A10 10 0 0 1 12 22A10 10 0 0 1 12 2Z",
    Status.PARTLY: _RING + "M12 5A7 7 0 0 0 12 19Z",
    Status.NOT_MET: _RING,
    Status.NO_DATA: "M4 10.5H20V13.5H4Z",
}


def status(indicator: Indicator, year: int) -> Status:
    """How *indicator* did in *year*."""
    target = indicator.number("targets", year)
    actual = indicator.number("actuals", year)
    if target is None or actual is None:
        return Status.NO_DATA
    upward = indicator.direction == "up"
    if actual >= target if upward else actual <= target:
        return Status.MET
    return Status.PARTLY if _covered(indicator, target, actual) >= PARTLY else Status.NOT_MET


def _covered(indicator: Indicator, target: Decimal, actual: Decimal) -> Decimal:
    """The share of the way to a target that was not reached."""
    baseline = indicator.baseline.value.number if indicator.baseline else None
    if baseline is not None and baseline != target:
        covered = (actual - baseline) / (target - baseline)
        # Beyond a target that was not reached: the target is worse than the baseline, and the value worse than both.
        return covered if covered < 1 else Decimal(0)
    if indicator.direction == "down":
        return target / actual if actual else Decimal(0)
    return actual / target if target else Decimal(0)
