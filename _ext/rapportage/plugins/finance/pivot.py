"""Amounts set out by two axes, added up exactly. Knows no Sphinx.

Only like is added to like: amounts of one kind and one series, of a budget one stage, and for the same period where they are
not of a year. What cannot be added is said, with the two amounts that are to blame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rapportage import numbers

if TYPE_CHECKING:
    from rapportage.plugins.finance.records import Amount


class Likeness(NamedTuple):
    """What amounts must have in common to be added."""

    kind: str
    series: str
    stage: str | None
    period: str
    """The years together that it is for; empty for an amount of one year, or of no known one."""


class Part(NamedTuple):
    """An amount, or what counts of it for one priority (EUR)."""

    amount: Amount
    value: Decimal


class Cell(NamedTuple):
    """What stands in one row and column."""

    parts: tuple[Part, ...] = ()
    sought: tuple[Part, ...] = ()
    """What a reader would look for here though it counts elsewhere: it was meant for this year and paid in another."""

    @property
    def amounts(self) -> tuple[Amount, ...]:
        return tuple(part.amount for part in self.parts)

    @property
    def total(self) -> Decimal:
        """The sum of its parts (EUR), exact."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes of all that touches the cell, each once."""
        return tuple(dict.fromkeys(note for part in (*self.parts, *self.sought) for note in part.amount.all_notes))


class Pivot(NamedTuple):
    """Rows and columns by key, in the order in which they are shown, and the cells that are not empty."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, row: str, column: str) -> Cell:
        return self.cells.get((row, column), Cell())

    def column(self, column: str) -> Cell:
        """All of a column."""
        return _together(self.cell(row, column) for row in self.rows)

    def row(self, row: str) -> Cell:
        """All of a row."""
        return _together(self.cell(row, column) for column in self.columns)

    def amounts(self) -> list[Amount]:
        """All amounts that are shown, each once."""
        return list({part.amount.id: part.amount for row in self.rows for part in self.row(row).parts}.values())


#: A row and a column, by key.
Position: TypeAlias = tuple[str, str]


class Place(NamedTuple):
    """Where a part counts, and where else a reader would look for it."""

    part: Part
    at: Position | None
    """None for what counts outside of what is shown, and is only looked for here."""
    sought_at: tuple[Position, ...] = ()


def pivot(places: Iterable[Place]) -> Pivot:
    """Set amounts out, rows and columns as met."""
    parts: dict[Position, list[Part]] = {}
    sought: dict[Position, list[Part]] = {}
    for place in places:
        if place.at is not None:
            parts.setdefault(place.at, []).append(place.part)
        for position in dict.fromkeys(place.sought_at):
            if position != place.at:
                sought.setdefault(position, []).append(place.part)
    cells = {key: Cell(tuple(parts.get(key, ())), tuple(sought.get(key, ()))) for key in {**parts, **sought}}
    return Pivot(
        tuple(dict.fromkeys(row for row, _ in cells)),
        tuple(dict.fromkeys(column for _, column in cells)),
        cells,
    )


def likeness(amount: Amount) -> Likeness:
    """What *amount* must have in common with another to be added to it."""
    return Likeness(
        amount.kind, amount.series, amount.stage, numbers.period(amount.period) if amount.period is not None else ""
    )


def unlike(amounts: Iterable[Amount], *, apart_from: str = "") -> tuple[Amount, Amount] | None:
    """The first two of *amounts* that cannot be added, or but for one property be compared; None if all can."""
    return _first_two(amounts, lambda amount: likeness(amount)._replace(**{apart_from: ""} if apart_from else {}))


def of_two_kinds(amounts: Iterable[Amount]) -> tuple[Amount, Amount] | None:
    """The first two of *amounts* that are of different kinds, such as a budget and a ceiling; None if there are none."""
    return _first_two(amounts, lambda amount: amount.kind)


def _first_two(amounts: Iterable[Amount], what: Callable[[Amount], object]) -> tuple[Amount, Amount] | None:
    found: dict[object, Amount] = {}
    for amount in amounts:
        found.setdefault(what(amount), amount)
        if len(found) == 2:
            first, second = found.values()
            return first, second
    return None


def _together(cells: Iterable[Cell]) -> Cell:
    all_cells = list(cells)
    return Cell(
        tuple(part for cell in all_cells for part in cell.parts),
        tuple(part for cell in all_cells for part in cell.sought),
    )
