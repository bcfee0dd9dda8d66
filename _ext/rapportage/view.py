"""What one page sees of the records. Whatever it sees is noted, so that the page is read again when that changes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from rapportage import catalog, inline, numbers
from rapportage.domain import Use
from rapportage.kinds import query
from rapportage.logs import warn
from rapportage.problems import nearest
from rapportage.schema import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rapportage.domain import Page, RecordsDomain
    from rapportage.inline import Paragraph
    from rapportage.schema import Record, Value


class View:
    """The records as *docname* sees them, in the page's language.

    Without a *docname* nothing is noted: for what is shown when all pages have been read (see `rapportage.listings`).
    *location* is where the person who wrote the page is told what is wrong.
    """

    def __init__(self, domain: RecordsDomain, docname: str | None = None, location: Any = None) -> None:
        self.domain = domain
        self.docname = docname
        self.location = location
        self.language: str = domain.translate.language
        self._page: Page | None = domain.page(docname) if docname is not None else None
        self._words = catalog.words(self.language)

    # ---- records ----------------------------------------------------------------------------------------------------

    def find(self, kind: str, record_id: str, field: str = "") -> Any | None:
        """The record, or None if there is none. With *field* the page counts as showing no other field of it."""
        use = Use(kind, record_id, field)
        if self._page is not None and use not in self._page.uses:
            self._page.uses[use] = self.domain.store.digest(kind, record_id, self.domain.translate, field)
        return self.domain.store.get(kind, record_id)

    def get(self, kind: str, record_id: str) -> Any | None:
        """The record; if there is none, the writer is told, with the nearest id that exists."""
        record = self.find(kind, record_id)
        if record is None and not self.domain.store.is_broken(kind, record_id):
            warn("unknown", self.domain.store.unknown(kind, record_id), self.location)
        return record

    def select(self, kind: str, /, **where: str | Iterable[str] | None) -> list[Any]:
        """The records of *kind* that have, on each axis, one of the values; in the order in which they are kept."""
        question = query(kind, **where)
        ids = self.domain.store.select(question)
        if self._page is not None and question not in self._page.queries:
            self._page.queries[question] = answer_digest(ids)
        return [self.find(kind, each) for each in ids]

    def axis(self, record: Record, kind: str, axis: str) -> tuple[str, ...]:
        """The values of *record* on an axis of its kind."""
        return self.domain.store.axis(kind, axis, record)

    def known_ids(self, kind: str, ids: Iterable[str]) -> list[str]:
        """Those of *ids* that exist; the writer is told of the others."""
        return [each for each in ids if self.get(kind, each) is not None]

    # ---- words --------------------------------------------------------------------------------------------------------

    def word(self, message: str, **values: object) -> str:
        """A word or sentence of the interface, English in the code, in the page's language, with *values* filled in."""
        return (self._words.get(message) or message).format(**values)

    def say(self, text: Text) -> str:
        """The text in the page's language, with its markup."""
        return self.domain.translate(text)

    def plain(self, text: Text) -> str:
        """The text in the page's language, without its markup."""
        return nodes.inline("", "", *self.inline(text)).astext()

    def name(self, kind: str, record_id: str) -> str:
        """The name of a record, without markup; its id if there is no such record."""
        field = self.domain.kinds[kind].title
        title = getattr(self.find(kind, record_id, field), field, None)
        return self.plain(title) if isinstance(title, Text) else record_id

    def number(self, value: Value, unit: str = "") -> str:
        """A value in the page's language; a percentage has its sign, other units stand in a head or beside it."""
        if value.number is None:
            return self.plain(value.text) if value.text else ""
        write = numbers.percentage if unit == "%" else numbers.number
        return write(value.number, self.language)

    # ---- nodes ------------------------------------------------------------------------------------------------------

    def inline(self, text: Text) -> list[nodes.Node]:
        """The text in the page's language as inline nodes; paragraphs run on."""
        paragraphs = inline.parse(self.say(text))
        if len(paragraphs) == 1 and len(paragraphs[0]) == 1 and isinstance(paragraphs[0][0], str):
            return [nodes.Text(paragraphs[0][0])]
        found: list[nodes.Node] = []
        for paragraph in paragraphs:
            found += [nodes.Text(" "), *self._nodes(paragraph)] if found else self._nodes(paragraph)
        return found

    def paragraphs(self, text: Text) -> list[nodes.paragraph]:
        """The text in the page's language as paragraphs."""
        return [
            nodes.paragraph("", "", *self._nodes(paragraph), translatable=False)
            for paragraph in inline.parse(self.say(text))
        ]

    def link(self, kind: str, record_id: str, title: str | None = None) -> nodes.Node:
        """A link to the home of a thing, with its name in the page's language or *title*."""
        words = title if title is not None else self.name(kind, record_id) if kind in self.domain.kinds else record_id
        if self._page is not None:
            self._page.links[kind, record_id] = None
        reference = addnodes.pending_xref(
            "",
            nodes.inline("", words, classes=["rp-ref", f"rp-ref-{kind}"]),
            refdomain="rapportage",
            reftype=kind,
            reftarget=record_id,
            refexplicit=title is not None,
            refwarn=True,
            refdoc=self.docname or "",
        )
        if isinstance(self.location, tuple) and len(self.location) == 2:
            reference.source, reference.line = self.location
        return reference

    def _nodes(self, pieces: Paragraph) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for piece in pieces:
            match piece:
                case str():
                    found.append(nodes.Text(piece))
                case inline.Emphasis(inner):
                    found.append(nodes.emphasis("", "", *self._nodes(inner)))
                case inline.Strong(inner):
                    found.append(nodes.strong("", "", *self._nodes(inner)))
                case inline.Link(uri, inner):
                    found.append(nodes.reference("", "", *self._nodes(inner), refuri=uri, internal=False))
                case inline.RoleCall(name, content):
                    found += self._call(name, content)
        return found

    def _call(self, name: str, content: str) -> list[nodes.Node]:
        role = self.domain.roles.get(name)
        if not hasattr(role, "show"):
            # The store tells of this with the line of the text; here it must only not be lost.
            warn("option", f'unknown role "{name}" in a text{nearest(name, self.domain.roles)}', self.location)
            return [nodes.Text(content)]
        title, target = inline.title_and_target(content)
        return role.show(self, title, target)  # type: ignore[union-attr,no-any-return]


def answer_digest(ids: Iterable[str]) -> bytes:
    """The answer to a query, in 16 bytes."""
    return blake2b("\n".join(ids).encode(), digest_size=16).digest()
