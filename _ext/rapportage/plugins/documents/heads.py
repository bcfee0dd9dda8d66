"""The head of a document, of its front matter: plain definition lists, for the site, a screen reader and every builder.

In print the head becomes a ministry's paper, with a column of references (see `rapportage.plugins.documents.paper`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from rapportage import frontmatter, numbers
from rapportage.frontmatter import FrontMatterDirective
from rapportage.notes import note_reference
from rapportage.plugins.documents.records import LAYOUTS, Document
from rapportage.schema import PartialDate, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx

    from rapportage.domain import RecordsDomain
    from rapportage.frontmatter import Matter
    from rapportage.schema import Text

R = TypeVar("R", bound=Record)

#: The class of a head, and of what it closes the page with.
HEAD = "rp-head"
CLOSE = "rp-close"


class Entry(NamedTuple):
    """A line of a head: what it is called, and what stands there."""

    label: str
    value: Sequence[nodes.Element]
    is_short: bool = False
    """Whether it is repeated on every page in print."""


class HeadDirective(FrontMatterDirective[R], Generic[R]):
    """The base of directives that make the head of a document: a subclass says what is in it."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        matter = self.read_front_matter()
        if matter is None:
            return []
        name = self.name.removeprefix("rapportage:")
        head = nodes.container("", *self.head(matter), classes=[HEAD, f"rp-{name}"])
        head["sections"] = self.sections(matter.record)
        self.set_source_info(head)
        if any(head.findall(_is_note)):
            self.warn("option", "a footnote is not possible in the head of a document; put it in the text")
        return [head, *self.close(matter)]

    def head(self, matter: Matter[R]) -> Iterable[nodes.Node]:
        """What stands above the text."""
        raise NotImplementedError

    def close(self, matter: Matter[R]) -> Iterable[nodes.Node]:
        """What stands below the text; it is put there when the page is complete."""
        return ()

    def sections(self, record: R) -> tuple[str, ...]:
        """The titles of the sections that the page must have, in order and in the source language."""
        return ()

    # ---- what heads are made of ------------------------------------------------------------------------------------

    def entry(self, matter: Matter[R], field: str, label: str, *, short: bool = False) -> list[Entry]:
        """The entry of a field that is a text or a list of texts; none if it is left out."""
        value: Text | tuple[Text, ...] | None = getattr(matter.record, field)
        if isinstance(value, tuple):
            found = [matter.paragraph((field, at), each) for at, each in enumerate(value)]
        else:
            found = [self._text(matter, field, value)] if value else []
        return [Entry(self.view.word(label), found, short)] if found else []

    def _text(self, matter: Matter[R], field: str, value: Text) -> nodes.paragraph:
        """A text of the front matter; one that is a date, such as 2026-04-09, is written as a date is."""
        try:
            date = PartialDate.read(value.nl)
        except ValueError:
            return matter.paragraph((field,), value)
        return nodes.paragraph("", numbers.date(date, self.view.language), translatable=False)


def definitions(entries: Iterable[Entry], kind: str) -> list[nodes.Node]:
    """Entries as a definition list; none if there are none."""
    items = [
        nodes.definition_list_item(
            "",
            nodes.term("", entry.label, translatable=False),
            nodes.definition("", *entry.value),
            short=entry.is_short,
        )
        for entry in entries
    ]
    return [nodes.definition_list("", *items, classes=[kind])] if items else []


def _is_note(node: nodes.Node) -> bool:
    return isinstance(node, nodes.footnote_reference | note_reference)


def heads_in(document: nodes.document) -> list[nodes.container]:
    """All heads on a page."""
    return [node for node in document.findall(nodes.container) if HEAD in node["classes"]]


class FinishPages(SphinxTransform):
    """Puts what closes a document at its end; tells of the first page of a document that lacks its head."""

    # Before texts are translated (20), and before footnotes are put behind everything (623).
    default_priority = 12

    def apply(self, **kwargs: Any) -> None:
        for close in list(self.document.findall(_is_close)):
            if isinstance(close.parent, nodes.section):
                section = close.parent
                section.remove(close)
                section += close
        domain = cast("RecordsDomain", self.env.get_domain("rapportage"))
        view = domain.view(self.env.docname, (str(self.env.doc2path(self.env.docname)), 1))
        for document in cast("list[Document]", view.select("document", root=self.env.docname)):
            wanted = LAYOUTS[document.layout].head
            if wanted and wanted not in frontmatter.readers(self.env):
                message = f'the document "{document.id}" is a {document.layout}; put :::{{{wanted}}} below the title'
                view.warn("option", message)


def _is_close(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and CLOSE in node["classes"]


def setup(app: Sphinx) -> None:
    app.add_transform(FinishPages)
