"""Charts that are left out on purpose: which, for which year, why, and on whose decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from docutils import nodes
from msgspec import Meta

from rapportage import example, numbers
from rapportage.catalog import message
from rapportage.directives import RecordDirective
from rapportage.kinds import Kind
from rapportage.logs import warn
from rapportage.plugins.finance.axes import HEADS, WORDS, AxisName
from rapportage.plugins.finance.records import AmountKind
from rapportage.problems import nearest
from rapportage.schema import ID, Citation, Finding, PartialDate, Record, Text, Year
from rapportage.tables import Column, Row, table, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain
    from rapportage.view import View


class Omission(Record, frozen=True, kw_only=True):
    """A decision to leave out a chart, or all charts by one axis, of a year."""

    chart: Annotated[
        Annotated[str, Meta(pattern=ID)] | None, Meta(description="Het diagram, bij de naam die het op zijn pagina heeft")
    ] = None
    by: Annotated[
        AxisName | None, Meta(description="In plaats van een naam: alle diagrammen met deze as, zoals priority")
    ] = None
    kind: Annotated[AmountKind | None, Meta(description="Met by: alleen diagrammen van deze soort bedragen")] = None
    year: Annotated[Year, Meta(description="Het jaar waarvan het diagram wegblijft")]
    reason: Annotated[Text, Meta(description="Waarom; dit staat op de plaats van het diagram")]
    decided_by: Annotated[Text, Meta(description="Op wiens besluit: een functie of een onderdeel, geen naam")]
    date: Annotated[PartialDate, Meta(description="Datum van het besluit")]
    cite: Annotated[tuple[Citation, ...], Meta(description="Bronnen")] = ()

    def check(self) -> Iterator[Finding]:
        if (self.chart is None) == (self.by is None):
            yield Finding((), 'say what is left out: one "chart" by its name, or all charts "by" an axis', of_key=True)
        if self.kind is not None and self.by is None:
            yield Finding(("kind",), 'only a decision on all charts "by" an axis can be about one kind', of_key=True)

    def covers(self, chart: str, axes: Collection[str], kinds: Collection[str], years: Collection[str]) -> bool:
        """Whether it leaves out the chart of this name, axes, kinds and years."""
        if str(self.year) not in years:
            return False
        return self.chart == chart if self.by is None else self.by in axes and (self.kind is None or self.kind in kinds)


KINDS = (Kind("omission", "finance/omissions", Omission, title=""),)


class OmissionList(RecordDirective):
    """The decisions to leave out charts."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        view = self.view
        columns = [
            Column(view.word("What is left out"), 24),
            Column(view.word("Year"), 8),
            Column(view.word("Why"), 44),
            Column(view.word("Decided by"), 24),
            Column(view.word("Date"), 12),
        ]
        omissions: list[Omission] = view.select("omission")
        rows = [_row(view, each) for each in omissions]
        none = Row([text(view.word("No chart is left out."))], ("rp-empty",))
        caption = self.caption(message("Charts that are left out"))
        example.mark_caption(caption, omissions)
        made = table(columns, rows or [none], caption=caption, table_id=self.table_id())
        return [*made, *self.sources(key for each in omissions for key in each.cite)]


def _row(view: View, omission: Omission) -> Row:
    date = numbers.date(omission.date, view.language).replace(" ", numbers.NO_BREAK)
    return Row(
        [
            _what(view, omission),
            text(str(omission.year)),
            view.inline(omission.reason),
            view.inline(omission.decided_by),
            text(date),
        ]
    )


def _what(view: View, omission: Omission) -> list[nodes.Node]:
    if omission.by is None:
        chart = omission.chart or ""
        link = view.link("chart", chart, view.word("the chart “{name}”", name=chart))
        if isinstance(link, nodes.Element):
            link["told"] = True  # by `check_charts`, where the decision stands
        return [link]
    axis = view.word(HEADS[omission.by]).lower()
    if omission.kind is None:
        return [nodes.Text(view.word("all charts by {axis}", axis=axis))]
    kind = view.word(WORDS["kind"][omission.kind]).lower()
    return [nodes.Text(view.word("all charts by {axis} ({kind})", axis=axis, kind=kind))]


def check_charts(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell of a decision about a chart that is on no page."""
    domain: RecordsDomain = env.get_domain("rapportage")  # type: ignore[assignment]
    charts = [each_id for kind, each_id in domain.homes if kind == "chart"]
    for omission in domain.store.records("omission") if domain.has_changed else ():
        chart = getattr(omission, "chart", None)
        if chart is not None and chart not in charts:
            place = domain.store.place("omission", omission.id, ("chart",))
            warn("unknown", f'no page has a chart "{chart}"{nearest(chart, charts)}', str(place))
