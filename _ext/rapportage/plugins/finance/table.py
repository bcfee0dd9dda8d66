"""Amounts as a table: by priority, programme, framework, series, channel or one by one; per year, period or stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from rapportage import example, numbers
from rapportage.catalog import message
from rapportage.directives import RecordDirective, choice, choices, words, years
from rapportage.notes import cite
from rapportage.plugins.finance.pivot import Cell, Pivot, Place, pivot, unlike
from rapportage.tables import Column, Row, empty, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rapportage.plugins.finance.pivot import Likeness
    from rapportage.plugins.finance.records import Amount
    from rapportage.view import View

#: Axes whose values are ids of records, and axes whose values are words of the interface.
RECORDS = ("priority", "programme", "framework", "series")
WORDS = {
    "kind": {
        "budget": message("Budget"),
        "ceiling": message("Ceiling"),
        "reservation": message("Reservation"),
        "commitment": message("Commitment"),
        "disbursement": message("Disbursement"),
    },
    "stage": {
        "draft": message("Draft budget"),
        "adopted": message("Adopted budget"),
        "supplementary": message("After first supplementary budget"),
        "outturn": message("Outturn"),
    },
    "channel": {"posts": message("Missions"), "central": message("Central"), "multilateral": message("Multilateral")},
}
#: What stands above the rows.
HEADS = {
    "priority": message("Priority"),
    "programme": message("Programme"),
    "framework": message("Policy framework"),
    "series": message("Series"),
    "kind": message("Kind"),
    "stage": message("Stage"),
    "channel": message("Channel"),
    "year": message("Year"),
    "amount": message("Amount"),
}
AXES = (*RECORDS, *WORDS, "year", "amount")


class FinanceTable(RecordDirective):
    """Amounts by an axis, with computed totals and the notes that belong to them."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "by": choice(*AXES),
        "columns": choice(*AXES),
        "years": years,
        **dict.fromkeys(RECORDS, words),
        **{axis: choices(*values) for axis, values in WORDS.items()},
        "no-total": directives.flag,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        view = self.view
        amounts = self._select(view)
        if not amounts:
            return []
        made = _Table(view, self.options.get("by", "amount"), self.options.get("columns", "year"))
        shown = made.pivot(amounts)
        if unlikely := made.cell_that_cannot_be_added(shown):
            self.warn(
                "value",
                f"{unlikely}; choose with :series:, :kind: or :stage:, or set them out with :columns:",
            )
            return []
        places = {key: self.describe(*made.described(shown, key)) for key in shown.rows}
        total = "no-total" not in self.options and made.can_be_totalled(shown)
        caption = self.caption(message("Amounts"))
        classes = self.options.get("class", ())
        return [
            *made.build(shown, places, caption, classes, self.table_id(), total=total),
            *self._sources(view, shown),
        ]

    def _select(self, view: View) -> list[Amount]:
        filters = {kind: self.ids(kind, kind) for kind in RECORDS} | {axis: self.options.get(axis, ()) for axis in WORDS}
        if any(self.options.get(kind) and not found for kind, found in filters.items()):
            return []  # nothing that was asked for exists, as the writer was told
        years_shown = set(map(str, self.options.get("years", ())))
        found: list[Amount] = view.select("amount", **filters, counted_in=years_shown and sorted(years_shown))
        if not found:
            self.warn("value", "there is no amount with these options, so the table would be empty")
        return found

    def _sources(self, view: View, shown: Pivot) -> list[nodes.Node]:
        """A line under the table with the sources of its amounts."""
        keys = list(dict.fromkeys(key for amount in shown.amounts() for key in amount.cite))
        if not keys or "cite" not in self.env.domains:
            return []
        role = self.env.get_domain("cite").role("p")
        if role is None:
            return []
        content = ",".join(keys)
        cited, messages = role("cite:p", content, content, self.lineno, self.state.inliner)
        label = nodes.inline("", view.word("Source: ") if len(keys) == 1 else view.word("Sources: "))
        return [nodes.paragraph("", "", label, *cited, classes=["rp-source"], translatable=False), *messages]


class _Table:
    """One table: what its rows and its columns are."""

    def __init__(self, view: View, by: str, columns: str) -> None:
        self.view = view
        self.by = by
        self.across = columns

    def pivot(self, amounts: Iterable[Amount]) -> Pivot:
        places = [
            Place(amount, self._key(self.by, amount), self._key(self.across, amount), self._expected_in(amount))
            for amount in amounts
        ]
        rows = self._order(self.by, dict.fromkeys(place.row for place in places))
        columns = self._order(self.across, dict.fromkeys(place.column for place in places))
        return pivot(places, rows=rows, columns=columns)

    def cell_that_cannot_be_added(self, shown: Pivot) -> str:
        """What keeps a cell from having a sum, in words; empty if every cell has one."""
        for (row, column), cell in shown.cells.items():
            likenesses = unlike(cell.amounts)
            if len(likenesses) > 1:
                first, second = likenesses[0], likenesses[1]
                where = f"{self._name(self.by, row)}, {self._name(self.across, column)}"
                return f"amounts that cannot be added stand in one cell ({where}): {_told(first)} and {_told(second)}"
        return ""

    def can_be_totalled(self, shown: Pivot) -> bool:
        """Whether the rows of every column add up to something that means something."""
        alike = all(len(unlike(shown.column(column).amounts)) <= 1 for column in shown.columns)
        return alike and len(shown.rows) > 1 and self.by not in {"year", "series", "stage", "kind"}

    def build(
        self,
        shown: Pivot,
        places: Mapping[str, str],
        caption: Sequence[nodes.Node],
        classes: Sequence[str],
        table_id: str,
        *,
        total: bool,
    ) -> list[nodes.Node]:
        weight = max(10, 60 // max(1, len(shown.columns)))
        columns = [Column(self._head(), 40)]
        columns += [Column(self._name(self.across, key), min(weight, 20), figures=True) for key in shown.columns]
        rows = [
            Row(
                [
                    [nodes.Text(self._name(self.by, key))],
                    *(self._cell(shown.cell(key, at)) for at in shown.columns),
                ],
                id=places[key],
            )
            for key in shown.rows
        ]
        if total:
            sums = [[nodes.Text(self._figure(shown.column(column)))] for column in shown.columns]
            rows.append(Row([[nodes.Text(self.view.word("Total"))], *sums], ("rp-total",)))
        example.mark_caption(caption, shown.amounts())
        return table(columns, rows, caption=caption, classes=["rp-finance", *classes], table_id=table_id)

    def described(self, shown: Pivot, key: str) -> list[tuple[str, str]]:
        """What a row describes: its amounts, and the record that it is about."""
        about = [(self.by, key)] if self.by in {"programme", "framework", "series"} and key else []
        return [*(("amount", amount.id) for amount in shown.row(key).amounts), *about]

    def _head(self) -> str:
        return self.view.word("{what} (EUR)", what=self.view.word(HEADS[self.by]))

    def _cell(self, cell: Cell) -> list[nodes.Node]:
        made: list[nodes.Node] = [nodes.Text(self._figure(cell))] if cell.amounts else empty()
        for at, note in enumerate(cell.notes):
            # Two marks side by side would be one number.
            made += [nodes.Text(numbers.NO_BREAK)] if at else []
            made.append(cite("note", note))
        return made

    def _figure(self, cell: Cell) -> str:
        return numbers.euros(cell.total, self.view.language) if cell.amounts else "–"

    def _key(self, axis: str, amount: Amount) -> str:
        if axis == "amount":
            return amount.id
        if axis == "year":
            return amount.counted_in
        if axis == "priority" and amount.priority is None and amount.theme is not None:
            return f"theme {amount.id}"
        values = self.view.axis(amount, "amount", axis)
        return values[0] if values else ""

    def _expected_in(self, amount: Amount) -> str:
        """The column in which a reader would look for an amount: that of the year it was meant for."""
        if self.across == "year" and amount.meant_for is not None:
            return str(amount.meant_for)
        return self._key(self.across, amount)

    def _name(self, axis: str, key: str) -> str:
        view = self.view
        if axis in WORDS and key in WORDS[axis]:
            return view.word(WORDS[axis][key])
        if axis == "priority" and key.startswith("theme "):
            amount = view.find("amount", key.removeprefix("theme "))
            return view.plain(amount.theme) if amount else key
        if axis in {*RECORDS, "amount"} and key:
            return view.name(axis, key)
        return key or view.word("Not assigned")

    def _order(self, axis: str, keys: Iterable[str]) -> list[str]:
        if axis in WORDS:
            return list(WORDS[axis])
        if axis in RECORDS:
            return self.view.in_order(axis, keys)
        if axis == "year":
            return sorted({*keys} - {""}, key=lambda each: (len(each), each))
        return []


def _told(likeness: Likeness) -> str:
    return ", ".join(filter(None, (likeness.kind, likeness.series and f"series {likeness.series}", likeness.stage)))
