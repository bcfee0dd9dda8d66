"""The controller's page: every amount with all that is known of it, and the checks that ran."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes

from rapportage import example, numbers
from rapportage.catalog import message
from rapportage.listings import ListingDirective
from rapportage.plugins.finance import rules
from rapportage.plugins.finance.axes import WORDS
from rapportage.plugins.finance.records import Amount
from rapportage.tables import Column, Row, empty, table, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rapportage.schema import Finding
    from rapportage.store import Store
    from rapportage.view import View


class Check(NamedTuple):
    """Something that must hold of amounts."""

    words: str
    """What must hold, in the interface's words."""
    is_about: Callable[[Amount], Any]
    findings: Callable[[Amount, Store], Iterable[Finding]]


def _by_itself(check: Callable[[Amount], Iterable[Finding]]) -> Callable[[Amount, Store], Iterable[Finding]]:
    return lambda amount, _: check(amount)


def _is_payment(amount: Amount) -> bool:
    return amount.kind == "disbursement"


CHECKS = (
    Check(
        message("every amount has a source, or is marked as example data"), lambda _: True, _by_itself(Amount.check_source)
    ),
    Check(message("every payment says when it was made"), _is_payment, _by_itself(Amount.check_payment)),
    Check(
        message("a payment that was meant for another year has a note"),
        lambda amount: amount.has_shifted,
        _by_itself(Amount.check_shift),
    ),
    Check(
        message("what is no payment counts in one year or one period"),
        lambda amount: not _is_payment(amount),
        _by_itself(Amount.check_time),
    ),
    Check(
        message("an amount is of the framework of its programme"), lambda amount: amount.programme, rules.framework_agrees
    ),
    Check(message("shares over priorities add up to 1"), lambda amount: amount.priorities, _by_itself(Amount.check_shares)),
    Check(message("a total and its parts count the same"), lambda amount: amount.parts, rules.parts_are_like_their_total),
    Check(
        message("parts add up to the total that the source states, or a note says why not"),
        lambda amount: amount.parts,
        rules.parts_add_up,
    ),
    Check(message("no amount counts in two totals"), lambda _: True, rules.has_one_total),
)


class FinanceControl(ListingDirective):
    """Every amount, by series: what it is, when it counts, its notes and sources, and the pages that use it."""

    option_spec: ClassVar[dict[str, Any]] = {}

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        amounts: list[Amount] = view.select("amount")
        return [*_checks(view, amounts), *_amounts(view, amounts)]


def _checks(view: View, amounts: Sequence[Amount]) -> list[nodes.Node]:
    columns = [
        Column(view.word("What must hold"), 70),
        Column(view.word("Looked at"), 15, figures=True),
        Column(view.word("Wrong"), 15, figures=True),
    ]
    rows = []
    for check in CHECKS:
        looked_at = [amount for amount in amounts if check.is_about(amount)]
        wrong = [amount for amount in looked_at if any(check.findings(amount, view.domain.store))]
        rows.append(Row([text(view.word(check.words)), text(str(len(looked_at))), text(str(len(wrong)))]))
    return table(columns, rows, caption=[nodes.title("", view.word("The checks that ran"), translatable=False)])


def _amounts(view: View, amounts: Sequence[Amount]) -> list[nodes.Node]:
    columns = [
        Column(view.word("Amount"), 26),
        Column(view.word("Kind"), 12),
        Column("EUR", 12, figures=True),
        Column(view.word("When"), 12),
        Column(view.word("Notes"), 12),
        Column(view.word("Source"), 12),
        Column(view.word("Used on"), 16),
    ]
    used = _pages_by_amount(view)
    rows: list[Row] = []
    ranks = {series: at for at, series in enumerate(view.domain.store.ids("series"))}
    in_series = sorted(amounts, key=lambda amount: ranks.get(amount.series, len(ranks)))
    for series, members in groupby(in_series, key=lambda amount: amount.series):
        rows.append(Row([text(view.name("series", series))], ("rp-group",)))
        rows += [_row(view, amount, used.get(amount.id, ())) for amount in members]
    caption = nodes.title("", view.word("All amounts"), translatable=False)
    return table(columns, rows, caption=[caption], classes=["rp-finance", "rp-control"])


def _row(view: View, amount: Amount, pages: Iterable[str]) -> Row:
    name: list[nodes.Node] = [*view.inline(amount.name), nodes.Text(" "), nodes.literal("", amount.id)]
    if amount.example:
        name += [nodes.Text(" "), example.mark(view)]
    what = [view.word(WORDS["kind"][amount.kind])]
    if amount.stage is not None:
        what.append(view.word(WORDS["stage"][amount.stage]).lower())
    return Row(
        [
            name,
            text(", ".join(what)),
            text(numbers.euros(amount.value, view.language)),
            text(_when(view, amount)) if _when(view, amount) else empty(),
            _listed(nodes.literal("", note) for note in amount.all_notes),
            _listed(nodes.literal("", key) for key in amount.cite),
            _listed(view.link_to_page(docname) for docname in pages),
        ]
    )


def _when(view: View, amount: Amount) -> str:
    """When it counts, and what it was meant for where that is another year."""
    if amount.paid is None:
        return amount.counted_in
    paid = view.word("paid {date}", date=numbers.date(amount.paid, view.language))
    if amount.meant_for is None:
        return paid
    meant = str(amount.meant_for) if isinstance(amount.meant_for, int) else numbers.period(amount.meant_for)
    return view.word("{paid}, for {years}", paid=paid, years=meant)


def _pages_by_amount(view: View) -> dict[str, list[str]]:
    """The pages that show something of each amount, in reading order."""
    found: dict[str, list[str]] = {}
    for docname in view.domain.reading_order():
        if page := view.domain.pages.get(docname):
            for amount in dict.fromkeys(use.id for use in page.uses if use.kind == "amount"):
                found.setdefault(amount, []).append(docname)
    return found


def _listed(found: Iterable[nodes.Node]) -> list[nodes.Node]:
    listed: list[nodes.Node] = []
    for each in found:
        listed += [nodes.Text(", "), each] if listed else [each]
    return listed or empty()
