"""Amounts as a table: by one axis or two, per year, period, stage or another axis, with what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from rapportage import example
from rapportage.catalog import message
from rapportage.plugins.finance.columns import Amounts, Differences, Percentages, Shares
from rapportage.plugins.finance.directive import FinanceDirective
from rapportage.plugins.finance.sheet import Sheet
from rapportage.tables import Column, table

if TYPE_CHECKING:
    from rapportage.plugins.finance.columns import Shown


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
        shown = [*found.pivot.amounts(), *(each.total for each in found.stated)]
        return [*made, *self.sources(key for amount in shown for key in amount.cite)]

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
