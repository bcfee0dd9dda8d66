"""The letter to Parliament (*Kamerbrief*): who it is from and for, what it is about, who signs it and what comes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from docutils import nodes
from msgspec import Meta

from rapportage.catalog import message
from rapportage.plugins.documents.heads import CLOSE, HeadDirective, definitions
from rapportage.schema import Finding, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.frontmatter import Matter
    from rapportage.plugins.documents.heads import Entry


class Letter(Record, frozen=True, kw_only=True, rename={"sender": "from"}):
    """What stands in the head of a letter, and below its text."""

    sender: Annotated[Text, Meta(description="Afzender")]
    to: Annotated[tuple[Text, ...], Meta(description="Geadresseerde, regel voor regel")]
    date: Annotated[Text, Meta(description="Datum")]
    reference: Annotated[Text | None, Meta(description="Onze referentie")] = None
    subject: Annotated[Text, Meta(description="Waar de brief over gaat")]
    dossier: Annotated[Text | None, Meta(description="Kamerdossier")] = None
    signature: Annotated[Text, Meta(description="Wie tekent: een functie, geen naam")]
    enclosures: Annotated[tuple[Text, ...], Meta(description="Bijlagen")] = ()

    def check(self) -> Iterator[Finding]:
        if not self.to:
            yield Finding(("to",), "this list is empty; a letter is for somebody")


class LetterHead(HeadDirective[Letter]):
    """The head of a letter, from ``letter:`` in the front matter; the signature comes at the end of the page."""

    front_matter: ClassVar[type[Record]] = Letter

    def head(self, matter: Matter[Letter]) -> Iterator[nodes.Node]:
        yield from definitions(self._addressee(matter), "rp-routing")
        yield from definitions(self._references(matter), "rp-references")

    def close(self, matter: Matter[Letter]) -> Iterator[nodes.Node]:
        signature = matter.paragraph(("signature",), matter.record.signature, classes=["rp-signature"])
        yield nodes.container("", signature, classes=[CLOSE])

    def _addressee(self, matter: Matter[Letter]) -> Iterator[Entry]:
        yield from self.entry(matter, "sender", message("From"))
        yield from self.entry(matter, "to", message("To"))
        yield from self.entry(matter, "subject", message("Subject"))

    def _references(self, matter: Matter[Letter]) -> Iterator[Entry]:
        yield from self.entry(matter, "date", message("Date"), short=True)
        yield from self.entry(matter, "reference", message("Our reference"), short=True)
        yield from self.entry(matter, "dossier", message("Parliamentary dossier"))
        yield from self.entry(matter, "enclosures", message("Enclosures"))
