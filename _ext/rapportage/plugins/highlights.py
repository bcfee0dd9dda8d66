"""Highlighted results: told on a page as a short story, with area, priority, country and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Meta
from sphinx.transforms import SphinxTransform

from rapportage import example, numbers
from rapportage.catalog import message
from rapportage.directives import RecordDirective, words
from rapportage.domain import Appearance
from rapportage.kinds import Kind, PageKind
from rapportage.listings import ListingDirective
from rapportage.plugins import countries
from rapportage.plugins.priorities import chip
from rapportage.schema import Record, Text, is_id
from rapportage.tables import Column, Row, empty, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.plugins.results.records import Indicator
    from rapportage.view import View


class Source(Record, frozen=True, kw_only=True):
    """Who told it: a post, a directorate or a partner."""

    name: Annotated[Text, Meta(description="Naam of omschrijving")]
    type: Annotated[Literal["post", "directorate", "partner"], Meta(description="Soort: post, directie of partner")]


KINDS = (Kind("source", "sources", Source),)
PAGE_KINDS = (PageKind("highlight", (message("{number} highlight"), message("{number} highlights"))),)

#: What highlights can be selected by, and the kinds of the ids that are given (a country is no record).
FACETS = {"area": "area", "priority": "priority", "country": None, "source": "source"}


class Highlight(RecordDirective):
    """A highlighted result; its body is Markdown, its options say where it belongs."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "title": directives.unchanged_required,
        "area": words,
        "priority": words,
        "country": words,
        "source": words,
        "figure": words,
        "example": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        highlight_id = self.arguments[0]
        if not is_id(highlight_id):
            self.warn("option", f'"{highlight_id}" is not an id; an id has small letters, digits and single hyphens')
            return []
        if "title" not in self.options:
            self.warn("option", f'highlight "{highlight_id}" has no title; add :title: below its first line')
            return []
        facets = self._facets()
        if len(self.options.get("area", ())) != 1 and self.view.domain.store.ids("area"):
            self.warn("option", f'highlight "{highlight_id}" belongs to one result area; write :area: and its id')
        box = nodes.container(
            "",
            *self._above(facets),
            self._title(),
            *(
                [nodes.paragraph("", "", *self._chips(facets["priority"]), classes=["rp-chips"])]
                if facets["priority"]
                else []
            ),
            *self.parse_content_to_nodes(),
            *self._figure(),
            classes=["rp-highlight", *(f"rp-priority-{each}" for each in facets["priority"][:1])],
            ids=[self.anchor("highlight", highlight_id, unique=True)],
            highlight=highlight_id,
            facets=facets,
        )
        self.set_source_info(box)
        return [box]

    def _facets(self) -> dict[str, tuple[str, ...]]:
        """Where it belongs, without what does not exist; the writer is told of that."""
        facets = {facet: tuple(self.ids(facet, kind)) for facet, kind in FACETS.items() if kind}
        codes = self.options.get("country", ())
        for code in codes:
            if code not in numbers.countries():
                self.warn("unknown", countries.unknown(code))
        facets["country"] = tuple(code for code in codes if code in numbers.countries())
        facets["example"] = ("yes",) if "example" in self.options else ()
        return facets

    def _above(self, facets: dict[str, tuple[str, ...]]) -> Iterator[nodes.Node]:
        """The line above the title: countries and sources."""
        view = self.view
        parts = [", ".join(numbers.country(code, view.language) for code in facets["country"])]
        parts.append(", ".join(view.name("source", each) for each in facets["source"]))
        line = nodes.paragraph("", " · ".join(filter(None, parts)), classes=["rp-meta"])
        if facets["example"]:
            example.marked(view, line)
        if line.children:
            yield line

    def _title(self) -> nodes.rubric:
        """The title, a text of the page: it is translated with the page."""
        inline, _ = self.parse_words(self.options["title"])
        title = nodes.rubric(self.options["title"], "", *inline)
        title.source, title.line = self.get_source_info()
        return title

    def _chips(self, priorities: Sequence[str]) -> list[nodes.Node]:
        chips: list[nodes.Node] = []
        for each in priorities:
            chips += [nodes.Text(" "), chip(self.view, each)] if chips else [chip(self.view, each)]
        return chips

    def _figure(self) -> Iterator[nodes.Node]:
        """A figure that stands out: the value of an indicator in a year."""
        if "figure" not in self.options:
            return
        record_id, *year = self.options["figure"]
        view = self.view
        indicator: Indicator | None = view.get("indicator", record_id)
        if indicator is None:
            return
        value = indicator.actuals.get(int(year[0])) if len(year) == 1 and year[0].isdigit() else None
        if value is None:
            self.warn(
                "value",
                f'":figure: {" ".join(self.options["figure"])}" is no value; write :figure: {record_id} 2025',
            )
            return
        unit = "" if indicator.unit.nl == "%" or value.number is None else f" {view.plain(indicator.unit)}"
        number = nodes.strong("", view.number(value, indicator.unit.nl) + unit)
        words_after = [nodes.Text(" · "), *view.inline(indicator.name), nodes.Text(f" ({year[0]})")]
        yield nodes.paragraph("", "", number, *words_after, classes=["rp-figure"])


class NoteHighlights(SphinxTransform):
    """Notes the highlights of a page, with their titles in the page's language."""

    # After Locale (20), which puts the translated title in place.
    default_priority = 100

    def apply(self, **kwargs: Any) -> None:
        domain = self.env.get_domain("rapportage")
        for box in self.document.findall(nodes.container):
            if "highlight" not in box:
                continue
            title = next(iter(box.findall(nodes.rubric)))
            title["heading-level"] = 1 + _depth(box)
            facets = tuple((name, values) for name, values in box["facets"].items() if values)
            appearance = Appearance(
                "highlight",
                box["highlight"],
                box["ids"][0],
                title=title.astext(),
                is_home=True,
                facets=facets,
                line=box.line or 0,
            )
            domain.note_appearance(self.env.docname, appearance)  # type: ignore[attr-defined]


class HighlightList(ListingDirective):
    """The highlights of the whole report, or those of some areas, priorities, countries or sources, as a table."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(FACETS, words)
    default_caption = message("Highlights")

    def check(self) -> None:
        for facet, kind in FACETS.items():
            if kind:
                self.ids(facet, kind)
        for code in self.options.get("country", ()):
            if code not in numbers.countries():
                self.warn("unknown", countries.unknown(code))

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        found = [
            each
            for _, each in view.domain.appearances("highlight")
            if all(each.has(facet, options.get(facet, ())) for facet in FACETS)
        ]
        columns = [
            Column(view.word("Country"), 20),
            Column(view.word("Highlight"), 45),
            Column(view.word("Priority"), 35),
        ]
        rows = [
            Row(
                [
                    _countries(view, each),
                    _named(view, each),
                    _priorities(view, each),
                ]
            )
            for each in found
        ]
        # A table also if there are none: its caption can hold a note, and its number has been given.
        none = Row([text(view.word("There are no highlights here yet."))], ("rp-empty",))
        return table(columns, rows or [none], caption=caption, classes=["rp-highlights"])


def _depth(node: nodes.Element) -> int:
    """In how many sections a node stands."""
    depth = 0
    parent: nodes.Element | None = node.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return depth


def _countries(view: View, appearance: Appearance) -> list[nodes.Node]:
    codes = dict(appearance.facets).get("country", ())
    return [nodes.Text(", ".join(numbers.country(code, view.language) for code in codes))] if codes else empty()


def _named(view: View, appearance: Appearance) -> list[nodes.Node]:
    link = view.link("highlight", appearance.id, appearance.title)
    return [link, nodes.Text(" "), example.mark(view)] if example.is_example(appearance) else [link]


def _priorities(view: View, appearance: Appearance) -> list[nodes.Node]:
    shown: list[nodes.Node] = []
    for each in dict(appearance.facets).get("priority", ()):
        shown += [nodes.Text("; "), chip(view, each)] if shown else [chip(view, each)]
    return shown or empty()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives ``highlight`` and ``highlight-list``; the role ``highlight`` links to one."""
    app.add_directive_to_domain("rapportage", "highlight", Highlight)
    app.add_directive_to_domain("rapportage", "highlight-list", HighlightList)
    app.add_transform(NoteHighlights)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
