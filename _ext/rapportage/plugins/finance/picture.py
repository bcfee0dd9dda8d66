"""What a chart of amounts shows: its bars, colours, notes and words, in the page's language."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rapportage import numbers
from rapportage.catalog import message
from rapportage.plugins.finance import rounding
from rapportage.plugins.finance.axes import RECORDS
from rapportage.plugins.finance.drawing import Bar, Drawing
from rapportage.plugins.finance.pivot import unlike
from rapportage.plugins.finance.words import together

if TYPE_CHECKING:
    from rapportage.plugins.finance.sheet import Sheet

FORMS = {"bar": message("Bar chart"), "stacked": message("Stacked bar chart"), "pie": message("Pie chart")}

#: What a chart holds at the most, to be read on a phone and to fit on a printed page: bars, parts of one whole, columns.
MOST_BARS = 30
MOST_PARTS = 12
MOST_COLUMNS = 8
_LESS = "choose fewer amounts or another :by:, or leave it to the table"

#: The colours where the data have none: those of a page without a theme.
_PLAIN = {"text": "#000000", "background": "#ffffff", "link": "#0b5cad"}


class Picture:
    """What a chart of a sheet shows."""

    def __init__(self, sheet: Sheet, form: str) -> None:
        self.sheet = sheet
        self.form = form
        self._pivot = sheet.found.pivot

    def why_not(self) -> str:
        """Why these amounts make no chart of this form, in words; empty if they do."""
        if len(self.sheet.asked.by) > 1:
            return "a chart is by one axis; give :by: one"
        if self.form == "pie" and len(self._pivot.columns) != 1:
            return "a pie shows one column; choose with :years:, or name other :columns:"
        apart = self.sheet.asked.columns if self.sheet.asked.columns in {"stage", "kind"} else ""
        if pair := unlike(self._pivot.amounts(), apart_from=apart):
            told = f"{together(self.sheet.place, *pair)}; choose with :series:, :stage: or :years:"
            return f"amounts that count different things stand in one chart: {told}"
        if message := self._why_too_much():
            return message
        if self.form == "bar":
            return ""
        if any(cell.total < 0 for cell in self._pivot.cells.values()):
            return "an amount below zero is no part of a whole; draw bars: :type: bar"
        if not any(cell.total for cell in self._pivot.cells.values()):
            return "all amounts are 0, so there is nothing to divide"
        return ""

    def _why_too_much(self) -> str:
        """Why nobody could read the chart, or why it would not fit on a printed page; empty if it would."""
        rows, columns = len(self._pivot.rows), len(self._pivot.columns)
        if self.form == "bar":
            return f"{rows * columns} bars do not fit on a page; {_LESS}" if rows * columns > MOST_BARS else ""
        if rows > MOST_PARTS:
            return f"{rows} parts cannot be told apart; {_LESS}"
        return f"{columns} columns are too many to read; {_LESS}" if columns > MOST_COLUMNS else ""

    @cached_property
    def drawing(self) -> Drawing:
        bars = tuple(
            Bar(
                self._label(row),
                self._colour(row),
                tuple(self._value(row, column) for column in self._pivot.columns),
                tuple(self._words(row, column) for column in self._pivot.columns),
            )
            for row in self._pivot.rows
        )
        columns = tuple(map(self.sheet.column_head, self._pivot.columns))
        totals = (self.sheet.columns[column].total for column in self._pivot.columns) if self.form == "stacked" else ()
        form: Any = self.form
        return Drawing(form, bars, columns, tuple(self.sheet.figure(total or Decimal(0)) for total in totals))

    @property
    def alt(self) -> str:
        """What the chart shows, in words, with every figure."""
        parts = [self.sheet.view.word(FORMS[self.form]), self.counted_in]
        for at, column in enumerate(self.drawing.columns):
            figures = "; ".join(f"{bar.label}: {bar.words[at]}" for bar in self.drawing.bars)
            parts.append(f"{column}: {figures}")
        return ". ".join(parts) + "."

    @property
    def counted_in(self) -> str:
        """The unit of the figures."""
        unit = self.sheet.unit
        if unit is None:
            return self.sheet.view.word("In EUR")
        return self.sheet.view.word("x EUR {unit}", unit=numbers.number(unit, self.sheet.view.language))

    @property
    def notes(self) -> list[str]:
        """The notes of all that is shown or looked for, each once."""
        cells = [self._pivot.cell(row, column) for row in self._pivot.rows for column in self._pivot.columns]
        stated = [self.sheet.notes_of_stated(column) for column in self._pivot.columns]
        return list(dict.fromkeys(note for cell in (*cells, *stated) for note in cell.notes))

    @cached_property
    def palette(self) -> dict[str, str]:
        """The colours of the chart, as on paper. Web pages have their own for the same names."""
        theme = self.sheet.view.find("theme", "theme")
        found = {each: getattr(theme, each).light if theme else plain for each, plain in _PLAIN.items()}
        axis = self.sheet.asked.by[0]
        for row in self._pivot.rows:
            if self._colour(row) not in found:
                found[self._colour(row)] = self.sheet.view.find(axis, row, "colour").colour.light  # type: ignore[union-attr]
        return found

    def _colour(self, row: str) -> str:
        """The name of the colour of a row: that of its record, if that has one."""
        axis = self.sheet.asked.by[0]
        kind = self.sheet.view.domain.kinds.get(axis) if axis in RECORDS else None
        has_one = kind is not None and "colour" in kind.record.__struct_fields__
        return f"{axis}-{row}" if has_one and self.sheet.view.find(axis, row, "colour") else "link"

    def _label(self, row: str) -> str:
        return self.sheet.name(self.sheet.asked.by[0], row)

    def _value(self, row: str, column: str) -> Decimal | None:
        """The exact amount: what is drawn is not rounded."""
        cell = self._pivot.cell(row, column)
        return cell.total if cell.parts else None

    def _words(self, row: str, column: str) -> str:
        value = self.sheet.columns[column].cells.get(row)
        words = "–" if value is None else self.sheet.figure(value)
        if self.form != "pie":
            return words
        return f"{words} ({numbers.percentage(self._shares[row], self.sheet.view.language)})"

    @cached_property
    def _shares(self) -> dict[str, Decimal]:
        (column,) = self._pivot.columns
        values = [self._pivot.cell(row, column).total for row in self._pivot.rows]
        return dict(zip(self._pivot.rows, rounding.shares(values), strict=True))
