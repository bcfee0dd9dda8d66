"""Amounts as a table: by one axis or two, per year, period, stage or another axis, with what follows from them."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from rapportage import example, numbers
from rapportage.catalog import message
from rapportage.plugins.finance import figures, rounding
from rapportage.plugins.finance.axes import HEADS
from rapportage.plugins.finance.directive import FinanceDirective
from rapportage.plugins.finance.marks import marks
from rapportage.plugins.finance.pivot import Cell, unlike
from rapportage.plugins.finance.selection import keys
from rapportage.plugins.finance.words import name
from rapportage.problems import nearest
from rapportage.tables import Column, Row, empty, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapportage.plugins.finance.figures import Figures
    from rapportage.plugins.finance.selection import Asked, Selection
    from rapportage.view import View

#: Axes of which the values are no parts of a whole.
_NO_WHOLE = {"year", "series", "stage", "kind"}


def column_key(argument: str | None) -> str:
    """An option that names a column by its key, such as 2024 or adopted."""
    word = (argument or "").strip()
    if not word:
        raise ValueError("names a column, such as 2024 or adopted")
    return word


class FinanceTable(FinanceDirective):
    """Amounts by an axis or two, with computed totals and the notes that belong to them."""

    option_spec: ClassVar[dict[str, Any]] = {
        **FinanceDirective.option_spec,
        "difference": column_key,
        "percentage": column_key,
        "shares": directives.flag,
        "no-total": directives.flag,
        "name": directives.unchanged,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        asked = self.asked()
        found = self.selected(asked) if asked else None
        if asked is None or found is None:
            return []
        sheet = Sheet(self.view, asked, found, self.options.get("unit"), total="no-total" not in self.options)
        columns = self._columns(sheet)
        if columns is None:
            return []
        caption = self.caption(message("Amounts"))
        example.mark_caption(caption, found.pivot.amounts())
        places = {key: self.describe(*sheet.described(key)) for key in found.pivot.rows}
        made = table(
            [Column(sheet.head(), 40), *(Column(each.head, each.weight, figures=True) for each in columns)],
            sheet.rows(columns, places),
            caption=caption,
            classes=["rp-finance", *self.options.get("class", ())],
            table_id=self.table_id(),
        )
        if "name" in self.options:
            self.add_name(made[-1])
        return [*made, *self._sources(sheet.view, found)]

    def _columns(self, sheet: Sheet) -> list[Shown] | None:
        """The columns of figures; None, and a warning, if something is asked that these amounts do not allow."""
        shown: list[Shown] = []
        for key in sheet.found.pivot.columns:
            shown.append(Amounts(sheet, key))
            if "shares" in self.options:
                if reason := sheet.why_no_shares(key):
                    self.warn("value", reason)
                    return None
                shown.append(Shares(sheet, key))
        for option, kind in (("difference", Differences), ("percentage", Percentages)):
            base = self.options.get(option)
            if base is None:
                continue
            if reason := sheet.why_not_compared(base):
                self.warn("value", reason)
                return None
            shown += [kind(sheet, key, base) for key in sheet.found.pivot.columns if key != base]
        return shown

    def _sources(self, view: View, found: Selection) -> list[nodes.Node]:
        """A line under the table with the sources of its amounts, and of the totals that the data state of them."""
        amounts = [*found.pivot.amounts(), *(each.total for each in found.stated)]
        sources = list(dict.fromkeys(key for amount in amounts for key in amount.cite))
        if not sources or "cite" not in self.env.domains:
            return []
        role = self.env.get_domain("cite").role("p")
        if role is None:
            return []
        content = ",".join(sources)
        cited, messages = role("cite:p", content, content, self.lineno, self.state.inliner)
        label = nodes.inline("", view.word("Source: ") if len(sources) == 1 else view.word("Sources: "))
        return [nodes.paragraph("", "", label, *cited, classes=["rp-source"], translatable=False), *messages]


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
        if self.unit is None:
            return numbers.euros(value, self.view.language)
        return numbers.number(value, self.view.language)

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
