"""The edition: its title, year and state. They stand in ``data/edition.yaml`` and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from docutils import nodes
from msgspec import Meta

from rapportage import numbers, yamlfile
from rapportage.catalog import message
from rapportage.datafiles import data_files, name_of
from rapportage.gate import Check, Reason
from rapportage.kinds import Kind
from rapportage.problems import Place, Problem, nearest
from rapportage.roles import RecordRole, as_typed
from rapportage.schema import Moment, PartialDate, Record, Text, Year, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.cli.project import Project
    from rapportage.view import View


class Edition(Record, frozen=True, kw_only=True):
    """One year's report."""

    title: Annotated[Text, Meta(description="Titel van de rapportage")]
    subtitle: Annotated[Text | None, Meta(description="Ondertitel")] = None
    year: Annotated[Year, Meta(description="Verslagjaar")]
    years: Annotated[tuple[Year, ...], Meta(description="Jaren die de tabellen tonen, als niets anders is gezegd")]
    state: Annotated[Literal["concept", "published"], Meta(description="Stand: concept of gepubliceerd")]
    planned: Annotated[PartialDate, Meta(description="Datum waarop de rapportage naar de Tweede Kamer gaat")]
    reference: Annotated[
        Annotated[str, Meta(min_length=1, max_length=40)] | None, Meta(description="Kenmerk van de nota")
    ] = None
    submitted: Annotated[PartialDate | None, Meta(description="Datum van de nota, waarin om akkoord wordt gevraagd")] = None
    embargo: Annotated[
        Moment | None, Meta(description="Moment waarvoor niets openbaar wordt, met tijdzone: 2026-04-24T12:00+02:00")
    ] = None
    publisher: Annotated[Text, Meta(description="Wie de rapportage uitgeeft")]
    dossier: Annotated[str, Meta(description='Kamerstukdossier, zoals "32 735"', min_length=1, max_length=20)]
    paper: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Nummer in het dossier, zodra dat er is")] = None
    redaction: Annotated[
        Literal["words", "code", "both"], Meta(description="Hoe de openbare uitgave een grond om te lakken noemt")
    ] = "words"
    summary: Annotated[Text | None, Meta(description="De rapportage in één of twee zinnen")] = None

    def is_under_embargo(self, at: datetime) -> bool:
        """Whether nothing of the edition may be public yet, *at* a moment that knows its zone."""
        return self.embargo is not None and at < self.embargo.at


def field_fault(edition: Edition, words: Sequence[str]) -> str:
    """What is wrong with the field that ``{edition}`title` `` names; empty if the edition says something there."""
    field = " ".join(words)
    given = [name for name in Edition.__struct_fields__ if getattr(edition, name) is not None]
    return "" if field in given else f'the edition has no "{field}"{nearest(field, given, listed=16)}'


KINDS = (Kind("edition", "edition", Edition, single=True, required=True, title="title", calls={"edition": field_fault}),)


#: The states of an edition, in the interface's words.
STATES = {"concept": message("draft"), "published": message("published")}


class EditionRole(RecordRole):
    """A field of the edition: ``{edition}`title` ``."""

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        edition = view.get("edition", "edition")
        if edition is None:
            return as_typed(target)
        if message := field_fault(edition, target.split()):
            view.refuse(message)
            return as_typed(target)
        return _shown(view, getattr(edition, target))


def read(data: Path) -> Edition | list[Problem]:
    """The edition of a data folder, or why it cannot be read: something is wrong with it, or there is none.

    For what must be known before the records are loaded, and in builds that never load them.
    """
    named = [(path, path.relative_to(data)) for path in data_files(data)]
    paths = [path for path, name in named if "edition" in (name.with_suffix("").as_posix(), name.parent.as_posix())]
    if not paths:
        return [Problem(Place(f"{data.name}/edition.yaml", 1, 1), "this file is missing")]
    if len(paths) > 1:
        told = f"the edition is also in {name_of(data, paths[0])}; it is given once"
        return [Problem(Place(name_of(data, path), 1, 1), told) for path in paths[1:]]
    if paths[0].suffix != ".yaml":
        return [Problem(Place(name_of(data, paths[0]), 1, 1), "this file is not read; call it edition.yaml")]
    file = yamlfile.read(paths[0], name_of(data, paths[0]))
    if file.problems:
        return [*file.problems]
    made = read_record(Edition, "edition", file.data)
    if isinstance(made, Edition):
        return made
    findings = [] if isinstance(made, Record) else made.findings
    return [Problem(file.place(each.keys, of_key=each.of_key), each.message) for each in findings]


def not_published(project: Project) -> Iterator[Reason]:
    """Why readers would take the edition for a draft: every page says its state."""
    edition = project.store().get("edition", "edition")
    if not isinstance(edition, Edition):
        yield unknown(project, "what its state is")
    elif edition.state != "published":
        place = project.store().place("edition", "edition", ("state",))
        yield Reason(f'the state is "{edition.state}", and every page says so; make it "published"', str(place))


def unknown(project: Project, what: str) -> Reason:
    """Why an edition that cannot be read may not be published: nobody knows *what* it says."""
    return Reason(f"the edition cannot be read, so nobody knows {what}", f"{project.data.name}/edition.yaml")


GATE = (Check("The edition says that it is published", not_published),)


def _shown(view: View, value: object) -> list[Node]:
    match value:
        case Text():
            return view.inline(value)
        case PartialDate():
            return [nodes.Text(numbers.date(value, view.language))]
        case Moment():
            return [nodes.Text(numbers.moment(value, view.language))]
        case tuple():
            return [nodes.Text(", ".join(map(str, value)))]
        case "concept" | "published":
            return [nodes.Text(view.word(STATES[value]))]
    return [nodes.Text(str(value))]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the role ``edition``."""
    app.add_role_to_domain("rapportage", "edition", EditionRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
