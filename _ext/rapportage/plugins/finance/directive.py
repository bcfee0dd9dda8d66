"""What the directives that show amounts have in common: the options that choose and set out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rapportage.directives import RecordDirective, choice, choices, words, years
from rapportage.plugins.finance.axes import AXES, RECORDS, WORDS
from rapportage.plugins.finance.rounding import UNITS
from rapportage.plugins.finance.selection import Asked, select
from rapportage.plugins.finance.words import mixed

if TYPE_CHECKING:
    from rapportage.plugins.finance.selection import Selection


class FinanceDirective(RecordDirective):
    """The base of directives that show amounts."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "by": choices(*AXES),
        "columns": choice(*AXES),
        "years": years,
        **dict.fromkeys(RECORDS, words),
        **{axis: choices(*values) for axis, values in WORDS.items()},
        "country": words,
        "unit": choice(*UNITS),
    }
    #: What it makes, for messages.
    what: ClassVar[str] = "table"
    #: What the rows and columns are set out by where the writer does not say.
    default_by: ClassVar[str] = "amount"
    default_columns: ClassVar[str] = "year"

    def asked(self) -> Asked | None:
        """What the options ask for; None if they name only what does not exist, as the writer was told."""
        by = tuple(self.options.get("by", (self.default_by,)))
        columns = self.options.get("columns", self.default_columns)
        if len(by) > 2 or len({*by, columns}) < len(by) + 1:
            self.warn("option", "rows have one axis or two, and columns one that is not among them")
            return None
        filters = {kind: self.ids(kind, kind) for kind in RECORDS}
        if any(self.options.get(kind) and not found for kind, found in filters.items()):
            return None
        filters |= {axis: self.options.get(axis, []) for axis in (*WORDS, "country")}
        return Asked(by, columns, tuple(map(str, self.options.get("years", ()))), filters)

    def selected(self, asked: Asked) -> Selection | None:
        """The amounts that are asked for; None, and a warning, if there are none or they cannot stand together."""
        view = self.view
        found = select(view, asked)
        if not found.pivot.amounts():
            self.warn("value", f"there is no amount with these options, so the {self.what} would be empty")
            return None
        if reason := mixed(view, asked, found, lambda each: view.domain.store.place("amount", each)):
            self.warn("value", f"{reason}; choose with :series:, :kind: or :stage:, or set them out with :columns:")
            return None
        return found
