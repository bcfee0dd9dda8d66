"""Amounts as a chart, or the reason why the edition leaves it out."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms import SphinxTransform

from rapportage import example
from rapportage.catalog import message
from rapportage.directives import choice
from rapportage.domain import Appearance
from rapportage.kinds import PageKind
from rapportage.plugins.finance import chart_node
from rapportage.plugins.finance.directive import FinanceDirective
from rapportage.plugins.finance.distortion import covered_years, distortions
from rapportage.plugins.finance.marks import marks
from rapportage.plugins.finance.picture import FORMS, Picture
from rapportage.plugins.finance.selection import select
from rapportage.plugins.finance.sheet import Sheet
from rapportage.schema import is_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from rapportage.plugins.finance.distortion import Distortion
    from rapportage.plugins.finance.omissions import Omission
    from rapportage.plugins.finance.selection import Asked, Selection

PAGE_KINDS = (PageKind("chart"),)


def name(argument: str | None) -> str:
    """An option that gives a chart its name, an id."""
    word = (argument or "").strip()
    if not is_id(word):
        raise ValueError(f'"{word}" is not a name; a name has small letters, digits and single hyphens')
    return word


class FinanceChart(FinanceDirective):
    """Amounts by one axis, drawn. Its figures are those of a table, to which it links."""

    option_spec: ClassVar[dict[str, Any]] = {
        **FinanceDirective.option_spec,
        "type": choice(*FORMS),
        "name": name,
        "table": directives.unchanged_required,
        "show-distorted": directives.unchanged_required,
    }
    what = "chart"
    default_by = "priority"

    def run(self) -> list[nodes.Node]:
        asked = self.asked()
        if asked is None or self._lacks_names() or self._lacks_its_excuse():
            return []
        if omission := self._omission(asked):
            return [self._left_out(omission)]
        found = self.selected(asked)
        if found is None:
            return []
        picture = Picture(Sheet(self.view, asked, found, self.options.get("unit"), total=True), self.form)
        if reason := picture.why_not() or self._why_distorted(asked, found):
            self.warn("value", reason)
            return []
        return self._figure(picture)

    @property
    def form(self) -> str:
        return str(self.options.get("type", "bar"))

    def _lacks_names(self) -> bool:
        """Whether it has no name, or none of its table; the writer is told."""
        for option, why in (
            ("name", "decisions and links know a chart by its name"),
            ("table", "a chart links to the table with its figures; give the :name: of that"),
        ):
            if option not in self.options:
                self.warn("option", f"the option :{option}: is missing: {why}")
                return True
        return False

    def _lacks_its_excuse(self) -> bool:
        """Whether it names no note that exists; the writer is told."""
        return "show-distorted" in self.options and not self._excuse

    @cached_property
    def _excuse(self) -> list[str]:
        """The note with which a distorted chart is shown all the same."""
        return self.view.known_ids("note", self.options.get("show-distorted", "").split())

    # ---- what keeps it from being drawn -------------------------------------------------------------------------------

    def _omission(self, asked: Asked) -> Omission | None:
        """The decision that leaves this chart out, if there is one."""
        found = select(self.view, asked)
        kinds: set[str] = {amount.kind for amount in found.pivot.amounts()} or {*asked.where["kind"]}
        years = covered_years(asked, found)
        axes = {*asked.by, asked.columns}
        decisions: list[Omission] = self.view.select("omission")
        return next((each for each in decisions if each.covers(self.options["name"], axes, kinds, years)), None)

    def _why_distorted(self, asked: Asked, found: Selection) -> str:
        """Why the chart would mislead, or need not be excused for that; empty if neither is so."""
        share = Decimal(str(self.config.rapportage_distortion))
        distorted = next(distortions(asked, found, share), None)
        if "show-distorted" not in self.options:
            return self._told(asked, found, distorted, share) if distorted else ""
        return "" if distorted else "no payment that shifted distorts this chart: leave :show-distorted: out"

    def _told(self, asked: Asked, found: Selection, distorted: Distortion, share: Decimal) -> str:
        sheet = Sheet(self.view, asked, found, None, total=True)
        where = f"{sheet.name(asked.by[0], distorted.row)}, {sheet.name(asked.columns, distorted.column)}"
        told = ", ".join(f'"{each.id}" ({self.view.domain.store.place("amount", each.id)})' for each in distorted.amounts)
        return (
            f"this chart would mislead: EUR {distorted.shifted} that belongs to another year, {told}, is more than {share}% "
            f"of EUR {distorted.total} ({where}); leave the chart out with a decision in finance/omissions.yaml, "
            "or give the note that explains it: :show-distorted: note"
        )

    # ---- what stands on the page --------------------------------------------------------------------------------------

    @property
    def _anchor(self) -> str:
        return self.anchor("chart", self.options["name"], unique=True)

    def _left_out(self, omission: Omission) -> nodes.Node:
        """The reason in place of the chart, and nothing else."""
        box = nodes.container("", *self.view.paragraphs(omission.reason), classes=["rp-omitted"], ids=[self._anchor])
        box["chart"] = self.options["name"]
        self.set_source_info(box)
        return box

    def _figure(self, picture: Picture) -> list[nodes.Node]:
        drawn = chart_node.chart(
            "", drawing=picture.drawing, palette=picture.palette, name=self.options["name"], alt=picture.alt
        )
        title, *messages = self.caption(message("Amounts"))
        caption = nodes.caption("", "", *title.children, translatable=bool(self.arguments))
        caption.rawsource = self.arguments[0] if self.arguments else ""
        self.set_source_info(caption)
        example.mark_caption([caption], picture.sheet.found.pivot.amounts())
        figure = nodes.figure("", drawn, caption, self._legend(picture), classes=["rp-chart"], ids=[self._anchor])
        figure["chart"] = self.options["name"]
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure, *messages]

    def _legend(self, picture: Picture) -> nodes.legend:
        """What the figures count, where they stand in a table, and the notes that belong to them."""
        role = self.env.get_domain("std").role("numref" if self.config.numfig else "ref")
        table: Sequence[nodes.Node] = ()
        if role is not None:
            target = self.options["table"]
            table, _ = role("std:numref", target, target, self.lineno, self.state.inliner)
        words = nodes.Text(f"{picture.counted_in}. {self.view.word('The figures stand in')} ")
        notes = marks(dict.fromkeys([*picture.notes, *self._excuse]))
        legend = nodes.paragraph("", "", words, *table, nodes.Text("."), *notes, classes=["rp-source"], translatable=False)
        return nodes.legend("", legend)


class NoteCharts(SphinxTransform):
    """Notes the charts of a page, with their captions in the page's language."""

    # After Locale (20), which puts the translated caption in place; before what is taken out of examples (110).
    default_priority = 100

    def apply(self, **kwargs: Any) -> None:
        domain: Any = self.env.get_domain("rapportage")
        for box in self.document.findall(lambda node: isinstance(node, nodes.figure | nodes.container) and "chart" in node):
            assert isinstance(box, nodes.Element)  # noqa: S101 -- for the type checker
            caption = next((child for child in box.children if isinstance(child, nodes.caption)), None)
            title = caption.astext() if caption else domain.view().word("chart that is left out")
            appearance = Appearance("chart", box["chart"], box["ids"][0], title=title, is_home=True, line=box.line or 0)
            domain.note_appearance(self.env.docname, appearance)


def setup(app: Sphinx) -> None:
    app.add_config_value(
        "rapportage_distortion", 10, "env", (int, float), "The percentage of a bar or slice that may have shifted"
    )
    app.add_directive_to_domain("rapportage", "finance-chart", FinanceChart)
    app.add_transform(NoteCharts)
    chart_node.setup(app)
