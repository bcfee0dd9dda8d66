"""The framework on the page: the head of an area's page, the areas as blocks, and the framework as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from rapportage import example
from rapportage.catalog import message
from rapportage.directives import RecordDirective, choices, words, years
from rapportage.domain import Appearance
from rapportage.icons import icon
from rapportage.listings import ListingDirective
from rapportage.overview import counts
from rapportage.plugins.results.status import Status, status
from rapportage.tables import Column, Row, empty, table, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rapportage.plugins.results.records import Area, Indicator
    from rapportage.schema import Value
    from rapportage.view import View

COLUMNS = ("baseline", "target", "actual", "status", "explanation")


class AreaHome(RecordDirective):
    """The head of a result area's own page: its number, and what it aims at. Makes the page its home."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        view = self.view
        area: Area | None = view.get("area", self.arguments[0])
        if area is None:
            return []
        place = self.anchor("area", area.id, unique=True)
        appearance = Appearance("area", area.id, place, is_home=True, line=self.lineno)
        view.domain.note_appearance(self.env.docname, appearance)
        number = nodes.paragraph("", str(area.number), classes=["rp-number"], translatable=False)
        aim = view.paragraphs(area.aim)
        if area.example:
            example.marked(view, aim[-1])
        home = nodes.container("", number, *aim, classes=["rp-home", f"rp-area-{area.id}"], ids=[place])
        return [home]


class AreaList(ListingDirective):
    """The result areas as blocks, each with the number of its outcomes, of targets met and of what is reported."""

    option_spec: ClassVar[dict[str, Any]] = {}

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        cards = [_area_card(view, area) for area in view.select("area")]
        return [nodes.container("", *cards, classes=["rp-cards", "rp-area-list"])]


class ResultsFramework(RecordDirective):
    """Indicators with their baseline, targets, actuals and status; a deviation is explained in the row below."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "area": words,
        "outcome": words,
        "priority": words,
        "years": years,
        "columns": choices(*COLUMNS),
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        view = self.view
        filters = {kind: self.ids(kind, kind) for kind in ("area", "outcome", "priority")}
        if any(self.options.get(kind) and not found for kind, found in filters.items()):
            return []  # nothing that was asked for exists, as the writer was told
        indicators: list[Indicator] = view.select("indicator", **filters)
        if not indicators:
            self.warn("value", "there is no indicator with these options, so the table would be empty")
            return []
        # In the order of the framework, whichever files the indicators are kept in.
        outcomes = view.in_order("outcome", dict.fromkeys(indicator.outcome for indicator in indicators))
        indicators.sort(key=lambda indicator: outcomes.index(indicator.outcome) if indicator.outcome in outcomes else -1)
        made = _Framework(view, self._years(view), self.options.get("columns", COLUMNS))
        return made.build(
            indicators,
            self.describe,
            self.caption(message("Results Framework")),
            self.options.get("class", ()),
            self.table_id(),
        )

    def _years(self, view: View) -> list[int]:
        if "years" in self.options:
            return list(self.options["years"])
        edition = view.find("edition", "edition", "years") if "edition" in view.domain.kinds else None
        return list(edition.years) if edition else []


class _Framework:
    """One table: which years it shows, in which columns."""

    def __init__(self, view: View, shown_years: Sequence[int], columns: Sequence[str]) -> None:
        self.view = view
        self.years = shown_years
        self.shown = columns
        self.last = max(shown_years, default=0)
        # One of each: a table makes copies.
        self.marks = {each: status_mark(view, each) for each in Status}

    def build(
        self,
        indicators: Sequence[Indicator],
        describe: Callable[..., str],
        caption: Sequence[nodes.Node],
        classes: Sequence[str],
        table_id: str,
    ) -> list[nodes.Node]:
        columns = list(self._columns())
        rows: list[Row] = []
        outcome = ""
        several = len({indicator.outcome for indicator in indicators}) > 1
        for indicator in indicators:
            described = [("indicator", indicator.id)]
            if indicator.outcome != outcome:
                outcome = indicator.outcome
                if several:
                    rows.append(self._outcome_row(outcome, describe(("outcome", outcome))))
                else:
                    described.append(("outcome", outcome))
            rows.append(Row([self._head(indicator), *self._cells(indicator)], id=describe(*described)))
            rows += self._explanations(indicator)
        example.mark_caption(caption, indicators)
        return table(columns, rows, caption=caption, classes=["rp-results", *classes], table_id=table_id)

    def _columns(self) -> Iterator[Column]:
        word = self.view.word
        yield Column(word("Indicator"), 34)
        if "baseline" in self.shown:
            yield Column(word("Baseline"), 11, figures=True)
        if "actual" in self.shown:
            for year in self.years:
                yield Column(str(year), 11, figures=True)
        if "target" in self.shown and self.last:
            yield Column(word("Target {year}", year=self.last), 11, figures=True)
        if "status" in self.shown and self.last:
            yield Column(word("Status {year}", year=self.last), 13)

    def _cells(self, indicator: Indicator) -> Iterator[list[nodes.Node]]:
        if "baseline" in self.shown:
            yield self._baseline(indicator)
        if "actual" in self.shown:
            for year in self.years:
                yield self._value(indicator, indicator.actuals.get(year))
        if "target" in self.shown and self.last:
            yield self._value(indicator, indicator.targets.get(self.last))
        if "status" in self.shown and self.last:
            yield self.marks[status(indicator, self.last)]

    def _head(self, indicator: Indicator) -> list[nodes.Node]:
        """The indicator's name, with its unit."""
        unit = "" if indicator.unit.nl == "%" else f" ({self.view.plain(indicator.unit)}{self._counting(indicator)})"
        return [*self.view.inline(indicator.name), nodes.Text(unit)]

    def _counting(self, indicator: Indicator) -> str:
        return f", {self.view.word('cumulative')}" if indicator.counting == "cumulative" else ""

    def _baseline(self, indicator: Indicator) -> list[nodes.Node]:
        if indicator.baseline is None:
            return empty()
        value = self.view.number(indicator.baseline.value, indicator.unit.nl)
        return [nodes.Text(f"{value} ({indicator.baseline.year})")]

    def _value(self, indicator: Indicator, value: Value | None) -> list[nodes.Node]:
        return text(self.view.number(value, indicator.unit.nl)) if value else empty()

    def _outcome_row(self, outcome: str, place: str) -> Row:
        record = self.view.find("outcome", outcome)
        return Row([self.view.inline(record.name) if record else text(outcome)], ("rp-group",), place)

    def _explanations(self, indicator: Indicator) -> Iterator[Row]:
        if "explanation" in self.shown:
            for year in sorted(indicator.explanations.keys() & set(self.years)):
                head = text(self.view.word("Explanation {year}", year=year))
                yield Row([head, self.view.inline(indicator.explanations[year])], ("rp-explanation",))


def status_mark(view: View, mark: Status) -> list[nodes.Node]:
    """A status as a word with a shape before it."""
    word = nodes.Text(" " + view.word(mark.words))
    return [nodes.inline("", "", icon("", path=mark.icon), word, classes=["rp-status", f"rp-status-{mark.value}"])]


def _area_card(view: View, area: Area) -> nodes.Node:
    met = judged = 0
    edition = view.find("edition", "edition") if "edition" in view.domain.kinds else None
    indicators = view.select("indicator", area=area.id)
    for indicator in indicators:
        mark = status(indicator, edition.year) if edition else Status.NO_DATA
        judged += mark is not Status.NO_DATA
        met += mark is Status.MET
    outcomes = view.select("outcome", area=area.id)
    counted = [count for count in counts(view, area=area.id) if count.kind in view.domain.page_kinds]
    facts = [
        view.word("1 outcome") if len(outcomes) == 1 else view.word("{number} outcomes", number=len(outcomes)),
        view.word("{met} of {judged} targets met", met=met, judged=judged),
        *(count.words for count in counted),
    ]
    is_example = any(each.example for each in (area, *indicators, *outcomes, *counted))
    number = nodes.paragraph("", str(area.number), classes=["rp-number"])
    name = nodes.paragraph("", "", view.link("area", area.id), classes=["rp-card-title"])
    items = nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", fact)) for fact in facts))
    told = [nodes.paragraph("", "", example.mark(view))] if is_example else []
    return nodes.container("", number, name, items, *told, classes=["rp-card", f"rp-area-{area.id}"])
