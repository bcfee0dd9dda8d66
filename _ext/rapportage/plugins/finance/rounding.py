"""Figures that are rounded and still add up. Knows no Sphinx.

The rule: a total is rounded half up. Its parts are rounded down, and what the total then has left over goes, one unit each,
to the parts that lost most (the method of the largest remainder; of equal ones to the first). So a part may differ by one
unit from what it would be alone, and whoever adds up the parts finds the total.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

#: What a figure can be counted in, as EUR.
UNITS = {"thousand": Decimal(1_000), "million": Decimal(1_000_000)}

CENT = Decimal("0.01")


def rounded(value: Decimal, unit: Decimal) -> Decimal:
    """*value* as a whole number of *unit*: half a unit and more goes up, away from zero."""
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP)


def rounded_parts(values: Sequence[Decimal], unit: Decimal, total: Decimal | None = None) -> list[Decimal]:
    """*values* as whole numbers of *unit* whose sum is that of the values, rounded; or is *total*, a rounding of it."""
    whole = rounded(sum(values, Decimal(0)), unit) if total is None else total
    return _apportioned([value / unit for value in values], whole)


def shares(values: Sequence[Decimal]) -> list[Decimal]:
    """What part of their sum each of *values* is, in whole percent that add up to 100.

    All are 0 where the sum is. Raises ValueError for a value below zero: it is no part of anything.
    """
    if any(value < 0 for value in values):
        raise ValueError("an amount below zero has no share")
    total = sum(values, Decimal(0))
    if not total:
        return [Decimal(0)] * len(values)
    return _apportioned([value * 100 / total for value in values], Decimal(100))


def split(value: Decimal, by: Sequence[Decimal]) -> list[Decimal]:
    """*value* (EUR) split by shares that sum to 1, in whole cents that sum to the value."""
    return [cents * CENT for cents in _apportioned([value / CENT * share for share in by], value / CENT)]


def _apportioned(exact: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """Whole numbers near *exact* that sum to *total*, which is within half a unit a part of their sum."""
    floors = [value.to_integral_value(ROUND_FLOOR) for value in exact]
    left = int(total - sum(floors, Decimal(0)))
    # Those that lost most come first; sorting keeps the order of equal ones.
    by_loss = sorted(range(len(exact)), key=lambda at: floors[at] - exact[at])
    gains = set(by_loss[:left])
    return [floor + (at in gains) for at, floor in enumerate(floors)]
