"""The decision memo (*nota*): who it is from and for, whom it passed, what is asked and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import msgspec
from docutils import nodes
from msgspec import Meta

from rapportage.catalog import message
from rapportage.plugins.documents.heads import Entry, HeadDirective, definitions
from rapportage.schema import Finding, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.frontmatter import Matter

#: What a memo asks of its reader, in the interface's words.
KINDS_OF_MEMO = {
    "decision": message("FOR DECISION"),
    "information": message("FOR INFORMATION"),
}
#: The sections of a memo, by what it asks, in the language that pages are written in.
SECTIONS = {
    "decision": ("Aanleiding", "Geadviseerd besluit", "Kernpunten", "Toelichting"),
    "information": ("Aanleiding", "Kernpunten", "Toelichting"),
}
#: The routing of a memo, in order: its fields and their labels.
ROUTING = {
    "to": message("To"),
    "sender": message("From"),
    "via": message("Via"),
    "copies": message("Copy to"),
    "agreed": message("Coordinated with"),
}
#: How far somebody on the way of a memo is, in the interface's words.
STATES = {"agreed": message("agreed"), "seen": message("seen"), "pending": message("pending")}


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody whom a memo passes."""

    party: Annotated[Text, Meta(description="Wie: een functie, directie of afdeling")]
    initials: Annotated[Annotated[str, Meta(min_length=1, max_length=10)] | None, Meta(description="Paraaf, zoals M")] = None
    state: Annotated[
        Literal["agreed", "seen", "pending"] | None, Meta(description="Stand: akkoord, gezien of nog niet bekend")
    ] = None


class Memo(Record, frozen=True, kw_only=True, rename={"sender": "from", "copies": "copy-to", "agreed": "coordinated-with"}):
    """What stands in the head of a memo."""

    kind: Annotated[Literal["decision", "information"], Meta(description="Soort: ter beslissing of ter informatie")]
    title: Annotated[Text, Meta(description="Onderwerp van de nota")]
    to: Annotated[tuple[Line, ...], Meta(description="Aan wie")]
    sender: Annotated[tuple[Line, ...], Meta(description="Van wie")]
    via: Annotated[tuple[Line, ...], Meta(description="Via wie")] = ()
    copies: Annotated[tuple[Line, ...], Meta(description="Wie een kopie krijgt")] = ()
    agreed: Annotated[tuple[Line, ...], Meta(description="Met wie is afgestemd")] = ()
    date: Annotated[Text, Meta(description="Datum")]
    reference: Annotated[Text, Meta(description="Onze referentie")]
    author: Annotated[Text | None, Meta(description="Wie de nota heeft opgesteld")] = None
    deadline: Annotated[Text | None, Meta(description="Plandatum of deadline")] = None

    def check(self) -> Iterator[Finding]:
        for key, lines in (("to", self.to), ("from", self.sender)):
            if not lines:
                yield Finding((key,), "this list is empty; a memo is from somebody, and for somebody")


class MemoHead(HeadDirective[Memo]):
    """The head of a memo, from ``memo:`` in the front matter."""

    front_matter: ClassVar[type[Record]] = Memo

    def sections(self, record: Memo) -> tuple[str, ...]:
        return SECTIONS[record.kind]

    def head(self, matter: Matter[Memo]) -> Iterator[nodes.Node]:
        asked = self.view.word(KINDS_OF_MEMO[matter.record.kind])
        yield from definitions(self._routing(matter), "rp-routing")
        yield nodes.paragraph("", asked, classes=["rp-kind"], translatable=False)
        yield from definitions(self._references(matter), "rp-references")
        yield matter.paragraph(("title",), matter.record.title, classes=["rp-subject"])

    def _routing(self, matter: Matter[Memo]) -> Iterator[Entry]:
        """Whom the memo passes: a party on each line, with its initials or its state."""
        for field, label in ROUTING.items():
            lines: tuple[Line, ...] = getattr(matter.record, field)
            if found := [self._line(matter, field, at, line) for at, line in enumerate(lines)]:
                yield Entry(self.view.word(label), found)

    def _line(self, matter: Matter[Memo], field: str, at: int, line: Line) -> nodes.container:
        view = self.view
        marks = [view.word("initials {initials}", initials=line.initials)] if line.initials else []
        marks += [view.word(STATES[line.state])] if line.state else []
        made = nodes.container("", matter.paragraph((field, at, "party"), line.party), classes=["rp-line"])
        if marks:
            made += nodes.paragraph("", ", ".join(marks), classes=["rp-mark"], translatable=False)
        return made

    def _references(self, matter: Matter[Memo]) -> Iterator[Entry]:
        yield from self.entry(matter, "date", message("Date"), short=True)
        yield from self.entry(matter, "reference", message("Our reference"), short=True)
        yield from self.entry(matter, "author", message("Drafted by"))
        yield from self.entry(matter, "deadline", message("Plan date or deadline"))
