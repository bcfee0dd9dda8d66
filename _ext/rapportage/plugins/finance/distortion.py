"""Whether payments that shifted from one year to another distort a picture of amounts. Knows no Sphinx.

A table can set an advance in its place and give it a note; a bar or a slice cannot. So a chart in which the shifted money
is more than a stated share of what it shows somewhere is not drawn unless somebody decides so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.finance.pivot import Cell, Part
    from rapportage.plugins.finance.records import Amount
    from rapportage.plugins.finance.selection import Asked, Selection


class Distortion(NamedTuple):
    """A bar or slice that says something else than a reader takes it for."""

    row: str
    column: str
    shifted: Decimal
    """What was paid in another year than it was meant for (EUR)."""
    total: Decimal
    """What the bar or slice shows (EUR)."""
    amounts: tuple[Amount, ...]
    """What shifted."""


def distortions(asked: Asked, found: Selection, share: Decimal) -> Iterator[Distortion]:
    """Where more than *share* percent of what is shown was paid in another year than it was meant for.

    Money counts as shifted where it was paid though it was meant for another year, and where a reader looks for it though
    it was paid in another. It did not shift within what is shown as one, such as two years in one bar.
    """
    for (row, column), cell in found.pivot.cells.items():
        shifted = [*_paid_for_other_years(asked, found, cell), *cell.sought]
        value = sum((abs(part.value) for part in shifted), Decimal(0))
        if value * 100 > share * abs(cell.total):
            yield Distortion(row, column, value, cell.total, tuple(part.amount for part in shifted))


def covered_years(asked: Asked, found: Selection) -> set[str]:
    """The years of which something is shown, or would be if there were anything."""
    return set(asked.years) or {amount.counted_in for amount in found.pivot.amounts()}


def _paid_for_other_years(asked: Asked, found: Selection, cell: Cell) -> Iterator[Part]:
    years_apart = "year" in (*asked.by, asked.columns)
    shown = covered_years(asked, found)
    for part in cell.parts:
        sought = set(part.amount.sought_in)
        if sought and (years_apart or not sought <= shown):
            yield part
