"""Amounts set out by two axes, added up exactly. Knows no Sphinx.

Only like is added to like: amounts of one kind and one series, and of a budget one stage. What cannot be added is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rapportage.plugins.finance.records import Amount


class Likeness(NamedTuple):
    """What amounts must have in common to be added."""

    kind: str
    series: str | None
    stage: str | None


class Cell(NamedTuple):
    """The amounts of one row and column."""

    amounts: tuple[Amount, ...] = ()
    notes: tuple[str, ...] = ()
    """The notes of the amounts, and of those that a reader would look for here though they count elsewhere."""

    @property
    def total(self) -> Decimal:
        """Their sum (EUR), exact."""
        return sum((amount.value for amount in self.amounts), Decimal(0))


class Pivot(NamedTuple):
    """Rows and columns by key, in the order in which they are shown, and the cells that are not empty."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, row: str, column: str) -> Cell:
        return self.cells.get((row, column), Cell())

    def column(self, column: str) -> Cell:
        """All amounts of a column."""
        return Cell(tuple(amount for row in self.rows for amount in self.cell(row, column).amounts))

    def row(self, row: str) -> Cell:
        """All amounts of a row."""
        return Cell(tuple(amount for column in self.columns for amount in self.cell(row, column).amounts))

    def amounts(self) -> list[Amount]:
        """All amounts that are shown, each once."""
        return [amount for row in self.rows for amount in self.row(row).amounts]


class Place(NamedTuple):
    """Where an amount is put: its row, its column, and the column in which a reader would look for it."""

    amount: Amount
    row: str
    column: str
    expected_in: str


def pivot(places: Iterable[Place], *, rows: Sequence[str] = (), columns: Sequence[str] = ()) -> Pivot:
    """Set amounts out. *rows* and *columns* give the order of keys; keys that are not among them come after, as met."""
    row_keys: dict[str, None] = {}
    column_keys: dict[str, None] = {}
    amounts: dict[tuple[str, str], list[Amount]] = {}
    notes: dict[tuple[str, str], dict[str, None]] = {}
    placed = list(places)
    for place in placed:
        row_keys[place.row] = None
        column_keys[place.column] = None
        amounts.setdefault((place.row, place.column), []).append(place.amount)
    shown = [key for key in columns if key in column_keys] + [key for key in column_keys if key not in columns]
    for place in placed:
        for column in {place.column: None, place.expected_in: None}:
            notes.setdefault((place.row, column), {}).update(dict.fromkeys(place.amount.notes))
    cells = {
        key: Cell(tuple(amounts.get(key, ())), tuple(notes.get(key, ())))
        for key in {**amounts, **notes}
        if key[1] in column_keys
    }
    ordered = [key for key in rows if key in row_keys] + [key for key in row_keys if key not in rows]
    return Pivot(tuple(ordered), tuple(shown), cells)


def unlike(amounts: Iterable[Amount]) -> list[Likeness]:
    """The different likenesses among *amounts*: more than one cannot be added."""
    return list(dict.fromkeys(Likeness(amount.kind, amount.series, amount.stage) for amount in amounts))
