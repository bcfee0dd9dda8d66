"""A selection of amounts as it is shown: its words in the page's language, its figures, and its rows."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes

from rapportage import numbers
from rapportage.plugins.finance import figures, rounding
from rapportage.plugins.finance.axes import HEADS
from rapportage.plugins.finance.marks import marks
from rapportage.plugins.finance.pivot import Cell, unlike
from rapportage.plugins.finance.selection import keys
from rapportage.plugins.finance.words import name
from rapportage.problems import nearest
from rapportage.tables import Row, empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapportage.plugins.finance.columns import Shown
    from rapportage.plugins.finance.figures import Figures
    from rapportage.plugins.finance.selection import Asked, Selection
    from rapportage.problems import Place
    from rapportage.view import View

#: Axes of which the values are no parts of a whole.
_NO_WHOLE = {"year", "series", "stage", "kind"}


class Sheet:
    """A selection as it is shown: its words, and its figures in EUR or in the unit that is asked."""

    def __init__(self, view: View, asked: Asked, found: Selection, unit: str | None, *, total: bool) -> None:
        self.view = view
        self.asked = asked
        self.unit = rounding.UNITS[unit] if unit else None
        self.found = found
        self._wants_total = total

    # ---- figures ------------------------------------------------------------------------------------------------------

    @cached_property
    def columns(self) -> dict[str, Figures]:
        return {key: figures.column(self.found.pivot, key, self.unit) for key in self.found.pivot.columns}

    @cached_property
    def is_totalled(self) -> bool:
        """Whether the rows of every column add up to something that means something."""
        many = len(self.found.pivot.rows) > 1 and self.asked.by[0] not in _NO_WHOLE
        return self._wants_total and many and all(each.total is not None for each in self.columns.values())

    @cached_property
    def stated(self) -> dict[str, Decimal]:
        """By column, how much more the totals that the data state are than the sums of their parts (EUR)."""
        found: dict[str, Decimal] = {}
        for each in self.found.stated:
            pivot = self.found.pivot
            parts = {part.amount.id: part.amount.value for row in pivot.rows for part in pivot.row(row).parts}
            over = each.total.value - sum((parts.get(part, Decimal(0)) for part in each.total.parts), Decimal(0))
            if each.total.difference is not None:
                found[each.at[1]] = found.get(each.at[1], Decimal(0)) + over
        return found

    def why_no_shares(self, key: str) -> str:
        if self.columns[key].total is None:
            return "shares are those of a total, and these amounts have none"
        if any(self.found.pivot.cell(row, key).total < 0 for row in self.found.pivot.rows):
            return "an amount below zero has no share"
        return ""

    def why_not_compared(self, base: str) -> str:
        """Why the columns cannot be compared with *base*, in words; empty if they can."""
        pivot = self.found.pivot
        if base not in pivot.columns:
            return f'there is no column "{base}" to compare with{nearest(base, pivot.columns)}'
        if self.asked.columns not in {"year", "stage"}:
            return "a year is compared with a year, and a stage with a stage; :columns: has something else"
        apart = "stage" if self.asked.columns == "stage" else ""
        for row in pivot.rows:
            if pair := unlike(pivot.row(row).amounts, apart_from=apart):
                return " and ".join(f'"{each.id}"' for each in pair) + " count different things and cannot be compared"
        return ""

    def counts_nothing_as_zero(self) -> bool:
        return all(amount.kind == "disbursement" for amount in self.found.pivot.amounts())

    def place(self, amount_id: str) -> Place:
        """Where an amount stands, for messages."""
        return self.view.domain.store.place("amount", amount_id)

    # ---- words --------------------------------------------------------------------------------------------------------

    def head(self) -> str:
        what = " / ".join(self.view.word(HEADS[axis]) for axis in self.asked.by)
        if self.unit is None:
            return self.view.word("{what} (EUR)", what=what)
        return self.view.word("{what} (x EUR {unit})", what=what, unit=numbers.number(self.unit, self.view.language))

    def name(self, axis: str, key: str) -> str:
        return name(self.view, axis, key, self.found)

    def column_head(self, key: str) -> str:
        """The name of a column, with the period of its amounts where that says when they count."""
        period = self.period_of(key)
        return f"{self.name(self.asked.columns, key)}{f' ({period})' if period else ''}"

    def period_of(self, key: str) -> str:
        """The period that all amounts of a column have, where no axis says it."""
        if "year" in (*self.asked.by, self.asked.columns):
            return ""
        periods = {amount.counted_in if amount.period else "" for amount in self.found.pivot.column(key).amounts}
        return periods.pop() if len(periods) == 1 else ""

    def figure(self, value: Decimal) -> str:
        write = numbers.euros if self.unit is None else numbers.number
        return write(value, self.view.language).replace("-", "\N{MINUS SIGN}")

    def cell(self, cell: Cell, value: Decimal | None, *, adjusted: bool = False) -> list[nodes.Node]:
        words = self.figure(value) if value is not None else ""
        made: list[nodes.Node] = [nodes.Text(words)] if words else empty()
        return [*made, *marks(cell.notes, [self._adjusted] if adjusted else [])]

    @property
    def _adjusted(self) -> str:
        return self.view.word("Rounded so that the parts add up to the rounded total.")

    # ---- rows ---------------------------------------------------------------------------------------------------------

    def described(self, row: str) -> list[tuple[str, str]]:
        """What a row describes: its amounts, and the record that it is about."""
        about = [
            (axis, key)
            for axis, key in zip(self.asked.by, keys(row), strict=True)
            if axis in {"programme", "framework", "series"} and key
        ]
        return [*(("amount", amount.id) for amount in self.found.pivot.row(row).amounts), *about]

    def rows(self, columns: Sequence[Shown], places: dict[str, str]) -> list[Row]:
        made: list[Row] = []
        grouped = len(self.asked.by) > 1
        for group, members in groupby(self.found.pivot.rows, key=lambda row: keys(row)[0]):
            name = self.name(self.asked.by[0], group)
            made += [Row([[nodes.Text(name)]], ("rp-group",))] if grouped else []
            of_group = [*members]
            for key in of_group:
                label = nodes.Text(self.name(self.asked.by[-1], keys(key)[-1]))
                made.append(Row([[label], *(each.cell(key) for each in columns)], id=places[key]))
            if grouped and len(of_group) > 1:
                label = nodes.Text(self.view.word("Subtotal {what}", what=name))
                made.append(Row([[label], *(each.subtotal(group) for each in columns)], ("rp-subtotal",)))
        if self.is_totalled:
            made.append(Row([[nodes.Text(self.view.word("Total"))], *(each.total() for each in columns)], ("rp-total",)))
            made += self._stated_rows(columns)
        return made

    def _stated_rows(self, columns: Sequence[Shown]) -> list[Row]:
        """What the sources state as totals, and the difference from what the parts add up to, where there is one."""
        if not any(self.stated.values()):
            return []
        source = [each.stated() for each in columns]
        over = [each.over() for each in columns]
        return [
            Row([[nodes.Text(self.view.word("According to the source"))], *source], ("rp-stated",)),
            Row([[nodes.Text(self.view.word("Difference"))], *over], ("rp-stated",)),
        ]

    def notes_of_stated(self, key: str) -> Cell:
        """The totals that the data state of a column, for their notes."""
        return Cell((), tuple(figures.whole(each.total) for each in self.found.stated if each.at[1] == key))
