"""The human-rights priorities: their names, looks and homes, and where in the report each is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, cast

from docutils import nodes
from msgspec import Meta

from rapportage import example
from rapportage.catalog import message
from rapportage.directives import RecordDirective
from rapportage.domain import Appearance
from rapportage.icons import IconPath, icon
from rapportage.kinds import Kind
from rapportage.listings import ListingDirective
from rapportage.logs import warn
from rapportage.overview import Count, counts
from rapportage.schema import Record, Text
from rapportage.tables import Column, Row, table
from rapportage.theme import Colour, faint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.domain import RecordsDomain
    from rapportage.plugins.look import Colours
    from rapportage.schema import Finding
    from rapportage.store import Store
    from rapportage.view import View


class Priority(Record, frozen=True, kw_only=True):
    """A human-rights priority."""

    name: Annotated[Text, Meta(description="Officiële naam")]
    short: Annotated[Text, Meta(description="Korte naam, voor tabellen en kaarten")]
    colour: Annotated[Colour, Meta(description="Kleur op licht en op donker")]
    icon: Annotated[IconPath, Meta(description="Pictogram: pad van een SVG van 24 bij 24")]
    text: Annotated[Text, Meta(description="Wat Nederland wil bereiken")]


def _colour_can_be_read(priority: Priority, store: Store) -> Iterator[Finding]:
    if look := store.get("theme", "theme"):
        yield from faint(priority.colour, cast("Colours", look).background, "colour")


KINDS = (Kind("priority", "priorities", Priority, rules=(_colour_can_be_read,)),)


class PriorityHome(RecordDirective):
    """The head of a priority's own page: its icon, short name and text. Makes the page its home."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        view = self.view
        priority: Priority | None = view.get("priority", self.arguments[0])
        if priority is None:
            return []
        place = self.anchor("priority", priority.id, unique=True)
        appearance = Appearance("priority", priority.id, place, is_home=True, line=self.lineno)
        view.domain.note_appearance(self.env.docname, appearance)
        label = nodes.paragraph("", "", *_named(view, priority), classes=["rp-name"], translatable=False)
        text = view.paragraphs(priority.text)
        if priority.example:
            example.marked(view, text[-1])
        looks = ["rp-home", f"rp-priority-{priority.id}"]
        return [nodes.container("", label, *text, classes=looks, ids=[place])]


class PriorityReported(ListingDirective):
    """Where else in the report a priority is reported, by result area."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def check(self) -> None:
        self.view.get("priority", self.arguments[0], "id")

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        priority = options["id"]
        areas = nodes.bullet_list("", classes=["rp-reported"])
        for area in view.select("area"):
            found = list(counts(view, area=area.id, priority=priority))
            title = view.word("{number}. {name}", number=area.number, name=view.name("area", area.id))
            head = nodes.paragraph("", "", nodes.strong("", "", view.link("area", area.id, title)))
            if any(count.example for count in found):
                example.marked(view, head)
            details = [_links(view, count) for count in found] or [nodes.paragraph("", view.word("not reported"))]
            areas += nodes.list_item("", head, *details)
        return [areas]


class PriorityList(ListingDirective):
    """The priorities as cards, with where each is reported."""

    option_spec: ClassVar[dict[str, Any]] = {}

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        cards = [_card(view, priority) for priority in view.select("priority")]
        return [nodes.container("", *cards, classes=["rp-cards", "rp-priority-list"])]


class PriorityMatrix(ListingDirective):
    """Priorities by result areas: what is reported where. An empty cell says that nothing is."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {}
    default_caption = message("What is reported where")

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        areas = view.select("area")
        numbered = "{number}. {name}"
        heads = [view.word(numbered, number=area.number, name=view.name("area", area.id)) for area in areas]
        columns = [Column(view.word("Priority"), 20), *(Column(head, 15) for head in heads)]
        rows = []
        is_example = False
        for priority in view.select("priority"):
            counted = [list(counts(view, area=area.id, priority=priority.id)) for area in areas]
            is_example |= any(count.example for found in counted for count in found)
            rows.append(Row([_named(view, priority), *(_matrix_cell(view, found) for found in counted)]))
        for title in caption[:1] if is_example else ():
            example.marked(view, cast("nodes.title", title))
        return table(columns, rows, caption=caption, classes=["rp-matrix"])


def chip(view: View, priority_id: str) -> nodes.Node:
    """A priority as a small label: its icon and its short name, linked to its home."""
    priority: Priority | None = view.find("priority", priority_id)
    if priority is None:
        return nodes.inline("", priority_id)
    return nodes.inline("", "", *_named(view, priority), classes=["rp-chip", f"rp-priority-{priority_id}"])


def _named(view: View, priority: Priority) -> list[nodes.Node]:
    """The icon and the short name, linked to the priority's home."""
    link = view.link("priority", priority.id, view.plain(priority.short))
    drawing = nodes.inline("", "", icon("", path=priority.icon), classes=[f"rp-priority-{priority.id}"])
    return [drawing, nodes.Text(" "), link]


def _card(view: View, priority: Priority) -> nodes.Node:
    facts = []
    is_example = priority.example
    for area in view.select("area"):
        counted = list(counts(view, area=area.id, priority=priority.id))
        is_example |= any(count.example for count in counted)
        found = ", ".join(count.words for count in counted)
        link = view.link("area", area.id, view.word("Result area {number}", number=area.number))
        facts.append(
            nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f": {found or view.word('not reported')}")))
        )
    name = nodes.paragraph("", "", *_named(view, priority), classes=["rp-card-title"])
    return nodes.container(
        "",
        name,
        nodes.bullet_list("", *facts),
        *([nodes.paragraph("", "", example.mark(view))] if is_example else []),
        classes=["rp-card", f"rp-priority-{priority.id}"],
    )


def _matrix_cell(view: View, counted: Sequence[Count]) -> list[nodes.Node]:
    cell: list[nodes.Node] = []
    for count in counted:
        if cell:
            cell.append(nodes.Text(", "))
        cell.append(_first_of(view, count))
    if not cell:
        dash = nodes.inline("", "– ", classes=["rp-dash"])
        return [nodes.inline("", "", dash, nodes.Text(view.word("not reported")), classes=["rp-empty"])]
    return cell


def _first_of(view: View, count: Count) -> nodes.Node:
    """A count, linked to the first of what it counts that a page shows."""
    shown = next((each for each in count.ids if (count.kind, each) in view.domain.homes), None)
    return view.link(count.kind, shown, count.words) if shown else nodes.inline("", count.words)


def _links(view: View, count: Count) -> nodes.Node:
    links: list[nodes.Node] = []
    for each in count.ids:
        links += [nodes.Text("; " if links else ": "), view.link(count.kind, each)]
    return nodes.paragraph("", "", nodes.Text(count.words), *links)


def check_homes(app: Sphinx, env: BuildEnvironment) -> Iterable[str] | None:
    """Every priority has one page that is its home; links to it lead there."""
    domain: RecordsDomain = env.get_domain("rapportage")  # type: ignore[assignment]
    if domain.has_changed:
        for priority in domain.store.ids("priority"):
            if ("priority", priority) not in domain.homes:
                message = f'priority "{priority}" has no home; put :::{{priority-home}} {priority} on its page'
                warn("home", message, str(domain.store.place("priority", priority)))
    return None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives ``priority-home``, ``priority-reported``, ``priority-list`` and ``priority-matrix``."""
    app.add_directive_to_domain("rapportage", "priority-home", PriorityHome)
    app.add_directive_to_domain("rapportage", "priority-reported", PriorityReported)
    app.add_directive_to_domain("rapportage", "priority-list", PriorityList)
    app.add_directive_to_domain("rapportage", "priority-matrix", PriorityMatrix)
    app.connect("env-check-consistency", check_homes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
