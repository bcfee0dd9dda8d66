"""What a document is: the report itself, and the memo and the letter that travel with it.

A document is declared in ``data/documents.yaml`` and needs no code. From there follow its PDFs, and its place among what
is offered to a reader.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, cast

from msgspec import Meta

from rapportage.kinds import Kind
from rapportage.pages import Language, PageName
from rapportage.schema import Finding, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rapportage.store import Store


class Layout(NamedTuple):
    """What a document looks like in print, and which directive its first page has."""

    theme: str
    """The theme of Sphinx's LaTeX builder; ``_static/rapportage.sty`` gives each its look."""
    head: str = ""
    """The directive that makes the head of the document, if it has one."""


LAYOUTS = {
    "report": Layout("manual"),
    "memo": Layout("howto", head="memo"),
    "letter": Layout("howto", head="letter"),
}


class Document(Record, frozen=True, kw_only=True):
    """Something with a PDF of its own."""

    title: Annotated[Text | None, Meta(description="Naam van het document; zonder naam de titel van de uitgave")] = None
    root: Annotated[PageName, Meta(description="Eerste pagina, zoals nota/index; de map van een index hoort erbij")]
    layout: Annotated[Literal["report", "memo", "letter"], Meta(description="Opmaak: rapport, nota of brief")]
    languages: Annotated[tuple[Language, ...], Meta(description="Talen waarin het document bestaat: nl, en")]
    audience: Annotated[
        Literal["public", "internal"], Meta(description="public: voor iedereen; internal: alleen in een interne uitgave")
    ] = "public"

    def check(self) -> Iterator[Finding]:
        if not self.languages:
            yield Finding(("languages",), "this list is empty; a document exists in one language at least")

    def patterns(self) -> tuple[str, ...]:
        """Patterns of the names of its pages: the first, and all in its folder if that is called ``index``."""
        folder, _, name = self.root.rpartition("/")
        return (f"{folder}/**",) if name == "index" and folder else (self.root,)

    def holds(self, page: str) -> bool:
        """Whether a page belongs to it."""
        return any(fnmatchcase(page, pattern) for pattern in self.patterns())


def one_document_a_page(document: Document, store: Store) -> Iterable[Finding]:
    """A page begins one document."""
    first = next(each for each in store.records("document") if cast("Document", each).root == document.root)
    if first.id != document.id:
        yield Finding(("root",), f'the document "{first.id}" begins with this page already')


KINDS = (Kind("document", "documents", Document, title="", rules=(one_document_a_page,)),)
