"""The figures of a table: cells, subtotals and totals, exact or rounded so that they add up; differences and shares.

Knows no Sphinx. All figures are in EUR, or in the unit that they are rounded to.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rapportage.plugins.finance import rounding
from rapportage.plugins.finance.pivot import Part, unlike
from rapportage.plugins.finance.selection import keys

if TYPE_CHECKING:
    from rapportage.plugins.finance.pivot import Pivot
    from rapportage.plugins.finance.records import Amount


class Figures(NamedTuple):
    """The figures of one column."""

    cells: Mapping[str, Decimal]
    """By row; none where no amount counts."""
    subtotals: Mapping[str, Decimal]
    """By the first key of the rows, where these have two."""
    total: Decimal | None
    """None where the rows cannot be added."""
    adjusted: frozenset[str] = frozenset()
    """The rows whose figure is not what it would be alone, so that all add up."""


def column(pivot: Pivot, key: str, unit: Decimal | None = None) -> Figures:
    """The figures of a column: exact, or rounded to *unit*."""
    exact = {row: cell.total for row in pivot.rows if (cell := pivot.cell(row, key)).parts}
    groups: dict[str, list[str]] = {}
    for row in exact:
        groups.setdefault(keys(row)[0], []).append(row)
    grouped = any(len(keys(row)) > 1 for row in exact)
    if unlike(pivot.column(key).amounts):
        sums = {} if not grouped else {
            group: sum((exact[row] for row in rows), Decimal(0))
            for group, rows in groups.items()
            if not unlike(amount for row in rows for amount in pivot.cell(row, key).amounts)
        }  # fmt: skip
        return _rounded_apart(exact, sums, groups, unit)
    total = sum(exact.values(), Decimal(0))
    sums = {group: sum((exact[row] for row in rows), Decimal(0)) for group, rows in groups.items()} if grouped else {}
    if unit is None:
        return Figures(exact, sums, total)
    whole = rounding.rounded(total, unit)
    if not grouped:
        return _adjusted(
            exact, dict(zip(exact, rounding.rounded_parts([*exact.values()], unit, whole), strict=True)), {}, whole, unit
        )
    subtotals = dict(zip(sums, rounding.rounded_parts([*sums.values()], unit, whole), strict=True))
    return _adjusted(exact, _within(exact, groups, subtotals, unit), subtotals, whole, unit)


def whole(amount: Amount) -> Part:
    """All of an amount as a part."""
    return Part(amount, amount.value)


def percentage(value: Decimal, base: Decimal) -> Decimal | None:
    """By how many percent *value* differs from *base*, to one decimal; None where the base is 0."""
    return ((value - base) * 100 / abs(base)).quantize(Decimal("0.1")) if base else None


def _rounded_apart(
    exact: Mapping[str, Decimal], sums: Mapping[str, Decimal], groups: Mapping[str, list[str]], unit: Decimal | None
) -> Figures:
    """Figures that have no total together; where they have subtotals, they add up to these."""
    if unit is None:
        return Figures(exact, sums, None)
    subtotals = {group: rounding.rounded(value, unit) for group, value in sums.items()}
    cells = {row: rounding.rounded(value, unit) for row, value in exact.items()}
    cells |= _within(exact, {group: groups[group] for group in sums}, subtotals, unit)
    return _adjusted(exact, cells, subtotals, None, unit)


def _within(
    exact: Mapping[str, Decimal], groups: Mapping[str, list[str]], subtotals: Mapping[str, Decimal], unit: Decimal
) -> dict[str, Decimal]:
    """The cells of each group, rounded so that they add up to its subtotal."""
    return {
        row: value
        for group, rows in groups.items()
        for row, value in zip(
            rows, rounding.rounded_parts([exact[row] for row in rows], unit, subtotals[group]), strict=True
        )
    }


def _adjusted(
    exact: Mapping[str, Decimal],
    cells: Mapping[str, Decimal],
    subtotals: Mapping[str, Decimal],
    total: Decimal | None,
    unit: Decimal,
) -> Figures:
    ordered = {row: cells[row] for row in exact}
    adjusted = frozenset(row for row, value in exact.items() if rounding.rounded(value, unit) != ordered[row])
    return Figures(ordered, subtotals, total, adjusted)
