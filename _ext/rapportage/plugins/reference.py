"""The handbook shows what is there: examples with their source, the options of directives, the fields of records.

Everything is taken from the code and the data when a page is read, so a handbook cannot say what is no longer true.
Nothing else needs this plugin; a project without a handbook leaves it out of ``conf.py``.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import inspect as types
from sphinx.transforms import SphinxTransform

from rapportage.catalog import SOURCE_LANGUAGE, message
from rapportage.directives import RecordDirective, words, years
from rapportage.problems import nearest
from rapportage.schema import Moment, Money, Number, PartialDate, Record, Text, Value
from rapportage.tables import Column, Row, table, take_row_ids, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.domain import RecordsDomain
    from rapportage.kinds import Kind
    from rapportage.view import View

#: What an option means, in every directive that has it or in one of them. The empty option is the argument.
MEANINGS = {
    "area": message("only what belongs to these result areas"),
    "by": message("what stands in the rows"),
    "channel": message("only amounts that are paid through these channels"),
    "class": message("names for a style sheet"),
    "country": message("only what happened in these countries, by ISO 3166 code, such as UG"),
    "example": message("example data: says nothing about reality"),
    "contribution-list state": message("only contributions at these stages"),
    "figure": message("a figure that stands out: an indicator and a year"),
    "framework": message("only what belongs to these policy frameworks"),
    "kind": message("only amounts of these kinds"),
    "no-total": message("leaves out the row with the total"),
    "outcome": message("only what belongs to these outcomes"),
    "priority": message("only what belongs to these priorities"),
    "programme": message("only what belongs to these programmes"),
    "series": message("only amounts of these series"),
    "source": message("only what these posts, directorates or partners told"),
    "stage": message("only amounts of a budget at these stages"),
    "title": message("the title (required)"),
    "years": message("only these years"),
    "area-home": message("the result area that has its home on this page"),
    "finance-chart by": message("what each bar or slice is"),
    "finance-chart columns": message("what stands in the columns"),
    "finance-chart name": message("the name of the chart, an id: for links and decisions (required)"),
    "finance-chart show-distorted": message("a note that explains why the chart is shown though payments shifted"),
    "finance-chart table": message("the name of the table that has the figures (required)"),
    "finance-chart type": message("the form: horizontal bars, bars of stacked parts, or a pie"),
    "finance-table by": message("what stands in the rows: one axis, or two for rows in groups with subtotals"),
    "finance-table columns": message("what stands in the columns"),
    "finance-table difference": message("the column, such as 2024 or adopted, that is subtracted from the others"),
    "finance-table name": message("a name that numref and ref find the table by"),
    "finance-table percentage": message("the column, such as 2024 or adopted, that the others are a percentage more than"),
    "finance-table shares": message("with what share of the total each row is; the shares add up to 100"),
    "oda": message("only what is official development assistance, or only what is not"),
    "unit": message("rounded to thousands or millions, so that the parts add up to the total"),
    "highlight": message("an id that you choose yourself; links find the result by it"),
    "highlight area": message("the result area that it belongs to"),
    "highlight country": message("the countries where it happened, by ISO 3166 code, such as UG"),
    "highlight priority": message("the priorities that it belongs to; the first gives it its colour"),
    "highlight source": message("who told it: a post, a directorate or a partner"),
    "priority-home": message("the priority that has its home on this page"),
    "priority-reported": message("the priority"),
    "redact": message("the ground of the Woo, such as 5.1.2.e"),
    "results-framework columns": message("which columns there are, besides the indicator"),
}
TYPES = {
    Text: message("text"),
    Number: message("number"),
    Money: message("amount in EUR"),
    Value: message("number or text"),
    PartialDate: message("date: 2024, 2024-12 or 2024-12-31"),
    Moment: message("moment with its zone: 2026-04-24T12:00+02:00"),
}


class Shown(RecordDirective):
    """A piece of MyST as it is typed, and beside it what becomes of it."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"wide": directives.flag}

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        view = self.view
        typed = "\n".join(self.content)
        source = _literal_block(view, typed, "markdown")
        self.set_source_info(source)
        result = self.parse_content_to_nodes()
        both = nodes.container(
            "",
            nodes.container("", _label(view.word("You type")), source, classes=["rp-shown-source"]),
            nodes.container("", _label(view.word("The page shows")), *result, classes=["rp-shown-result"]),
            classes=["rp-shown", *(["rp-shown-wide"] if "wide" in self.options else [])],
        )
        return [both]


class LeadNowhere(SphinxTransform):
    """Takes from examples what a link, a count or a list could find: they are no part of the report."""

    # After highlights are noted (100).
    default_priority = 110

    def apply(self, **kwargs: Any) -> None:
        domain = cast("RecordsDomain", self.env.get_domain("rapportage"))
        page = domain.pages.get(self.env.docname)
        if page is None or not page.appearances:
            return
        places = {each.anchor for each in page.appearances}
        for result in self.document.findall(_is_result):
            for node in result.findall(nodes.Element):
                if found := places.intersection(node["ids"]) | take_row_ids(node, places):
                    node["ids"] = [each for each in node["ids"] if each not in found]
                    page.appearances = [each for each in page.appearances if each.anchor not in found]


class DirectiveOptions(RecordDirective):
    """What can be said to a directive: its argument, options and body, and the front matter of its page."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        view = self.view
        name = self.arguments[0].strip("`")
        directive = view.domain.directives.get(name)
        if directive is None:
            self.warn("unknown", f'unknown directive "{name}"{nearest(name, view.domain.directives, listed=20)}')
            return []
        self.env.note_dependency(inspect.getfile(directive))
        rows = list(self._rows(view, name, directive))
        if not rows:
            return [nodes.paragraph("", view.word("This directive takes no options."), translatable=False)]
        columns = [
            Column(view.word("Option"), 20),
            Column(view.word("What you fill in"), 35),
            Column(view.word("Meaning"), 45),
        ]
        caption = nodes.title("", view.word("What {directive} takes", directive=name), translatable=False)
        return table(columns, rows, caption=[caption], classes=["rp-reference"], table_id=self.table_id())

    def _rows(self, view: View, name: str, directive: type[Directive]) -> Iterator[Row]:
        behind = text(view.word("behind the name"))
        if directive.required_arguments:
            yield Row([behind, text(view.word("an id (required)")), text(self._meaning(name))])
        elif directive.optional_arguments:
            yield Row([behind, text(view.word("text")), text(view.word("the caption"))])
        for option, convert in (directive.option_spec or {}).items():
            filled_in = _filled_in(view, option, convert)
            yield Row([[nodes.literal("", f":{option}:")], filled_in, text(self._meaning(name, option))])
        if matter := getattr(directive, "front_matter", None):
            yield from _fields(view, matter, f"{name}.")
        if directive.has_content:
            yield Row([text(view.word("below it")), text(view.word("Markdown (required)")), text(view.word("the text"))])

    def _meaning(self, *names: str) -> str:
        """What an option of a directive means: there, or else everywhere; the writer is told of one without a meaning."""
        meaning = MEANINGS.get(" ".join(names)) or MEANINGS.get(names[-1])
        if meaning is None:
            self.warn("option", f'nothing says what "{" ".join(names)}" means; add it to MEANINGS in {__name__}')
        return self.view.word(meaning or names[-1])


class RecordFields(RecordDirective):
    """The fields of a kind of record, as its class has them, and the file in which its records are kept."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        view = self.view
        kind = view.domain.kinds.get(self.arguments[0])
        if kind is None:
            self.warn(
                "unknown", f'unknown kind "{self.arguments[0]}"{nearest(self.arguments[0], view.domain.kinds, listed=16)}'
            )
            return []
        self.env.note_dependency(inspect.getfile(kind.record))
        columns = [
            Column(view.word("Field"), 22),
            Column(view.word("What you fill in"), 33),
            Column(view.word("Meaning"), 45),
        ]
        caption = nodes.title("", self._caption(view, kind), translatable=False)
        rows = list(_fields(view, kind.record))
        return table(columns, rows, caption=[caption], classes=["rp-reference"], table_id=self.table_id())

    def _caption(self, view: View, kind: Kind) -> str:
        path = f"{self.config.rapportage_data}/{kind.path}"
        if kind.single:
            return view.word("The fields of {file}, which is one record", file=f"{path}.yaml")
        return view.word("The fields of a record in {file} or in a file of {folder}", file=f"{path}.yaml", folder=f"{path}/")


class RecordSource(RecordDirective):
    """A record as it stands in its file."""

    required_arguments = 2
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        view = self.view
        kind, record_id = self.arguments
        if kind not in view.domain.kinds:
            self.warn("unknown", f'unknown kind "{kind}"{nearest(kind, view.domain.kinds, listed=16)}')
            return []
        if view.get(kind, record_id) is None:
            return []
        store = view.domain.store
        place = store.place(kind, record_id)
        source = _record_at((store.folder.parent / place.file).read_text("utf-8").splitlines(), place.line)
        block = _literal_block(view, source, "yaml")
        self.set_source_info(block)
        return [block]


def _literal_block(view: View, source: str, language: str) -> nodes.literal_block:
    """Source as it is typed, with the language that its words are in."""
    block = nodes.literal_block(source, source, language=language)
    if view.language != SOURCE_LANGUAGE:
        block["classes"].append(f"language-{SOURCE_LANGUAGE}")  # docutils makes the attribute lang of it
    return block


def _record_at(lines: Sequence[str], line: int) -> str:
    """The record that begins on a line (from 1): up to the next line that is not indented."""
    end = next((at for at in range(line, len(lines)) if lines[at][:1].strip()), len(lines))
    return "\n".join(lines[line - 1 : end]).rstrip()


def _is_result(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "rp-shown-result" in node["classes"]


def _label(words_: str) -> nodes.paragraph:
    return nodes.paragraph("", words_, classes=["rp-shown-label"], translatable=False)


def _filled_in(view: View, option: str, convert: Callable[[str], Any]) -> list[nodes.Node]:
    """What an option takes, in words."""
    if convert is words:
        if option in view.domain.kinds:
            return text(view.word("one or more ids, with spaces between them"))
        return text(view.word("words, with spaces between them"))
    if convert is years:
        return text(view.word("years: 2023 2025, or 2023-2025"))
    if convert is directives.flag:
        return text(view.word("nothing"))
    allowed, several = _choices(convert)
    if allowed:
        return [*text(view.word("one or more of: ") if several else view.word("one of: ")), *_literals(allowed)]
    return text(view.word("text"))


def _choices(convert: Callable[[str], Any]) -> tuple[Sequence[str], bool]:
    """The words that an option is chosen from, and whether it may be several: both are in the closure of its converter."""
    kept = inspect.getclosurevars(convert).nonlocals if inspect.isfunction(convert) else {}
    several = "one" in kept
    if several:
        kept = inspect.getclosurevars(kept["one"]).nonlocals
    return kept.get("allowed", ()), several


def _literals(values: Sequence[object]) -> Iterator[nodes.Node]:
    for at, value in enumerate(values):
        if at:
            yield nodes.Text(", ")
        yield nodes.literal("", str(value))


def _fields(view: View, cls: type, within: str = "", told: set[type] | None = None) -> Iterator[Row]:
    """The rows of a record's fields; those of what is within a field stand below it, the first time that it comes."""
    told = set() if told is None else told
    found = [
        each
        for each in cast("types.StructType", types.type_info(cls)).fields
        if not (each.name == "id" and issubclass(cls, Record))
    ]
    # What all kinds have stands last.
    for field in sorted(found, key=lambda each: each.name == "example"):
        value: list[nodes.Node] = list(_written(view, field.type))
        if field.required:
            value += text(f" ({view.word('required')})")
        elif isinstance(field.default, str):
            value += [*text(f" ({view.word('otherwise')} "), *_literals([field.default]), *text(")")]
        name = nodes.literal("", within + field.encode_name)
        yield Row([[name], value, text(view.word(description(field.type)))])
        for part in parts(field.type):
            if part.cls not in told:
                told.add(part.cls)
                yield from _fields(view, part.cls, f"{within}{field.encode_name}.", told)


def description(info: types.Type) -> str:
    """What the class says of a field; Dutch, as in an editor."""
    if isinstance(info, types.Metadata):
        return str((info.extra_json_schema or {}).get("description", ""))
    return ""


def _bare(info: types.Type) -> types.Type:
    """A type without what is only said about it, and without the None of a field that may be left out."""
    match info:
        case types.Metadata(type=inner, extra=extra) if not (extra or {}).get("refers_to"):
            return _bare(inner)
        case types.UnionType(types=alternatives):
            return _bare(next(each for each in alternatives if not isinstance(each, types.NoneType)))
    return info


def parts(info: types.Type) -> Iterator[types.StructType]:
    """What stands within a field, or in a list there, and is worth a row of its own: only what says what it is."""
    bare = _bare(info)
    if isinstance(bare, types.VarTupleType):
        bare = _bare(bare.item_type)
    if isinstance(bare, types.StructType) and any(description(each.type) for each in bare.fields):
        yield bare


def _written(view: View, info: types.Type) -> Iterator[nodes.Node]:
    """What stands behind the field in YAML, in words."""
    match _bare(info):
        case types.Metadata(extra=extra):
            kind = (extra or {})["refers_to"]
            if kind == "citation":
                yield from text(view.word("a key of references.bib"))
            else:
                yield from text(view.word("an id of the kind {kind}", kind=kind))
        case types.CustomType(cls=cls):
            yield from text(view.word(TYPES.get(cls) or message("word")))
        case types.LiteralType(values=values):
            yield from text(view.word("one of: "))
            yield from _literals(values)
        case types.BoolType():
            yield from _literals(["true", "false"])
        case types.IntType(ge=1900):
            yield from text(view.word("year"))
        case types.IntType():
            yield from text(view.word("whole number"))
        case types.VarTupleType(item_type=item):
            yield from text(view.word("a list: "))
            yield from _written(view, item)
        case types.DictType(value_type=item):
            yield from text(view.word("per year: "))
            yield from _written(view, item)
        case types.StructType(fields=fields):
            yield nodes.literal("", "{" + ", ".join(f"{each.encode_name}: …" for each in fields) + "}")
        case _:
            yield from text(view.word("word"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives of a handbook. They are no part of a report, so they are not in its domain."""
    app.add_directive("shown", Shown)
    app.add_directive("directive-options", DirectiveOptions)
    app.add_directive("record-fields", RecordFields)
    app.add_directive("record-source", RecordSource)
    app.add_transform(LeadNowhere)
    app.add_css_file("reference.css", priority=720)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
