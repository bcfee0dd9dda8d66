"""The columns of a table of amounts: the amounts themselves, shares, differences and changes."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes

from rapportage import numbers
from rapportage.plugins.finance import figures, rounding
from rapportage.plugins.finance.marks import marks
from rapportage.plugins.finance.pivot import Cell
from rapportage.plugins.finance.selection import keys
from rapportage.tables import empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapportage.plugins.finance.sheet import Sheet


class Shown:
    """A column of figures, from head to total."""

    weight = 12

    def __init__(self, sheet: Sheet, key: str) -> None:
        self.sheet = sheet
        self.key = key

    @property
    def head(self) -> str:
        raise NotImplementedError

    def cell(self, row: str) -> list[nodes.Node]:
        raise NotImplementedError

    def subtotal(self, group: str) -> list[nodes.Node]:
        return empty()

    def total(self) -> list[nodes.Node]:
        return empty()

    def stated(self) -> list[nodes.Node]:
        return empty()

    def over(self) -> list[nodes.Node]:
        return empty()

    def _of_group(self, group: str, key: str) -> Cell:
        pivot = self.sheet.found.pivot
        cells = [pivot.cell(row, key) for row in pivot.rows if keys(row)[0] == group]
        return Cell(tuple(p for cell in cells for p in cell.parts), tuple(p for cell in cells for p in cell.sought))


class Amounts(Shown):
    """The amounts of one column."""

    @property
    def weight(self) -> int:  # type: ignore[override]
        return min(20, max(10, 60 // max(1, len(self.sheet.found.pivot.columns))))

    @property
    def head(self) -> str:
        return self.sheet.column_head(self.key)

    def cell(self, row: str) -> list[nodes.Node]:
        sheet, found = self.sheet, self.sheet.found
        of_column = sheet.columns[self.key]
        made = sheet.cell(found.pivot.cell(row, self.key), of_column.cells.get(row), adjusted=row in of_column.adjusted)
        return [*made, *self._period(found.pivot.cell(row, self.key))]

    def _period(self, cell: Cell) -> list[nodes.Node]:
        """The period of an amount, where neither an axis nor the head of the column says it."""
        axes = (*self.sheet.asked.by, self.sheet.asked.columns)
        periods = {amount.counted_in for amount in cell.amounts if amount.period}
        if not periods or "year" in axes or self.sheet.period_of(self.key):
            return []
        return [nodes.inline("", f" ({periods.pop()})", classes=["rp-period"])]

    def subtotal(self, group: str) -> list[nodes.Node]:
        return self.sheet.cell(self._of_group(group, self.key), self.sheet.columns[self.key].subtotals.get(group))

    def total(self) -> list[nodes.Node]:
        cell = self.sheet.found.pivot.column(self.key)
        about = self.sheet.notes_of_stated(self.key)
        return self.sheet.cell(Cell(cell.parts, (*cell.sought, *about.sought)), self.sheet.columns[self.key].total)

    def stated(self) -> list[nodes.Node]:
        total = self.sheet.found.pivot.column(self.key).total + self.sheet.stated.get(self.key, Decimal(0))
        return [nodes.Text(self.sheet.figure(self._in_unit(total)))]

    def over(self) -> list[nodes.Node]:
        if self.key not in self.sheet.stated:
            return empty()
        computed = self.sheet.found.pivot.column(self.key).total
        total = computed + self.sheet.stated[self.key]
        value = self._in_unit(total) - self._in_unit(computed)
        notes = [each.total.difference for each in self.sheet.found.stated if each.at[1] == self.key]
        return [nodes.Text(signed(self.sheet.figure(value), value)), *marks(filter(None, notes))]

    def _in_unit(self, value: Decimal) -> Decimal:
        return value if self.sheet.unit is None else rounding.rounded(value, self.sheet.unit)


class Shares(Shown):
    """What part of the total of a column each row is, in whole percent that add up to 100."""

    @property
    def head(self) -> str:
        return self.sheet.view.word("{what}, share", what=self.sheet.column_head(self.key))

    @cached_property
    def _shares(self) -> dict[str, Decimal]:
        pivot = self.sheet.found.pivot
        return dict(zip(pivot.rows, rounding.shares([pivot.cell(row, self.key).total for row in pivot.rows]), strict=True))

    def cell(self, row: str) -> list[nodes.Node]:
        return self._percentage(self._shares[row])

    def subtotal(self, group: str) -> list[nodes.Node]:
        return self._percentage(sum((each for row, each in self._shares.items() if keys(row)[0] == group), Decimal(0)))

    def total(self) -> list[nodes.Node]:
        return self._percentage(sum(self._shares.values(), Decimal(0)))

    def _percentage(self, value: Decimal) -> list[nodes.Node]:
        return [nodes.Text(numbers.percentage(value, self.sheet.view.language))]


class _Compared(Shown):
    """A column held against another one."""

    def __init__(self, sheet: Sheet, key: str, base: str) -> None:
        super().__init__(sheet, key)
        self.base = base

    @property
    def _compared(self) -> dict[str, str]:
        axis = self.sheet.asked.columns
        return {"what": self.sheet.name(axis, self.key), "base": self.sheet.name(axis, self.base)}

    def cell(self, row: str) -> list[nodes.Node]:
        return self._shown([row], self.sheet.found.pivot.cell(row, self.key), self.sheet.found.pivot.cell(row, self.base))

    def subtotal(self, group: str) -> list[nodes.Node]:
        rows = [row for row in self.sheet.found.pivot.rows if keys(row)[0] == group]
        return self._shown(rows, self._of_group(group, self.key), self._of_group(group, self.base), group)

    def total(self) -> list[nodes.Node]:
        pivot = self.sheet.found.pivot
        return self._shown(pivot.rows, pivot.column(self.key), pivot.column(self.base), None)

    def _shown(self, rows: Sequence[str], here: Cell, there: Cell, group: str | None = "") -> list[nodes.Node]:
        notes = Cell((*here.parts, *there.parts), (*here.sought, *there.sought)).notes
        words = self._words(rows, here.total, there.total, group) if self._are_known(here, there) else ""
        return [*([nodes.Text(words)] if words else empty()), *marks(notes)]

    def _are_known(self, here: Cell, there: Cell) -> bool:
        """Whether both hold an amount. In a year in which nothing was paid, an amount of 0 was: that is known too."""
        if self.sheet.counts_nothing_as_zero():
            return bool(here.parts or there.parts)
        return bool(here.parts and there.parts)

    def _words(self, rows: Sequence[str], here: Decimal, there: Decimal, group: str | None) -> str:
        raise NotImplementedError


class Differences(_Compared):
    """How much more a column is than another; of rounded figures, so that a reader who subtracts finds the same."""

    @property
    def head(self) -> str:
        if len(self.sheet.found.pivot.columns) == 2:
            return self.sheet.view.word("Difference")
        return self.sheet.view.word("Difference {what} – {base}", **self._compared)

    def _words(self, rows: Sequence[str], here: Decimal, there: Decimal, group: str | None) -> str:
        value = self._rounded(self.key, rows, group) - self._rounded(self.base, rows, group)
        return signed(self.sheet.figure(value), value)

    def _rounded(self, key: str, rows: Sequence[str], group: str | None) -> Decimal:
        of_column = self.sheet.columns[key]
        if group is None:
            return of_column.total or Decimal(0)
        if group:
            return of_column.subtotals.get(group, Decimal(0))
        return sum((of_column.cells.get(row, Decimal(0)) for row in rows), Decimal(0))


class Percentages(_Compared):
    """How much more a column is than another, in percent of the exact amounts."""

    @property
    def head(self) -> str:
        if len(self.sheet.found.pivot.columns) == 2:
            return self.sheet.view.word("Change")
        return self.sheet.view.word("Change {what} – {base}", **self._compared)

    def _words(self, rows: Sequence[str], here: Decimal, there: Decimal, group: str | None) -> str:
        value = figures.percentage(here, there)
        return "" if value is None else signed(numbers.percentage(value, self.sheet.view.language), value)


def signed(words: str, value: Decimal) -> str:
    """A figure with its sign: what is more has a plus, what is less a minus as it is set in print."""
    return f"+{words}" if value > 0 else words.replace("-", "\N{MINUS SIGN}")
