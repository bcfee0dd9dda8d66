"""What one page sees of the records. Whatever it sees is noted, so that the page is read again when that changes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from rapportage import catalog, inline, numbers
from rapportage.domain import Use
from rapportage.doubts import doubt
from rapportage.kinds import query
from rapportage.logs import warn
from rapportage.problems import nearest
from rapportage.schema import Text
from rapportage.store import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from rapportage.catalog import Catalogue
    from rapportage.domain import Page, RecordsDomain
    from rapportage.inline import Paragraph
    from rapportage.kinds import Query
    from rapportage.logs import Subtype
    from rapportage.schema import Record, Value


class View:
    """The records as *docname* sees them, in the page's language.

    Without a *docname* nothing is noted: for what is shown when all pages have been read (see `rapportage.listings`).
    *source_info* is the file and line of whoever asks, *translate* what the data say in the page's language.
    """

    def __init__(
        self,
        domain: RecordsDomain,
        docname: str | None,
        source_info: tuple[str | None, int | None],
        translate: Catalogue,
    ) -> None:
        self.domain = domain
        self.docname = docname
        self.language = translate.language
        self._translate = translate
        self._source, self._line = source_info
        self._page: Page | None = domain.page(docname) if docname is not None else None
        self._words = catalog.words(self.language)
        self._texts: list[Text] = []
        """The texts of the data that are being shown, each within the one before."""

    def warn(self, subtype: Subtype, message: str) -> None:
        """Tell whoever wrote what is being shown, on the page or in the data, what is wrong with it."""
        place = self._place()
        # The text of a page is parsed up to three times when it is translated; that of a record is shown on many pages.
        if (place, message) not in self.domain.told:
            self.domain.told.add((place, message))
            warn(subtype, message, place, self.docname)

    def doubt(self, message: str) -> None:
        """Tell that what is being shown may show what was meant to be hidden; the build stops."""
        doubt(self.domain.env, message, self._place() or "", self.docname or "", subtype="redaction")

    def refuse(self, message: str) -> None:
        """Tell what is wrong with the words of a role, unless it has been told when the data were checked."""
        if not self._is_told:
            self.warn("value", message)

    def _place(self) -> str | None:
        if self._texts and (place := self.domain.place_of(self._texts[-1], self._translate)):
            return place
        return f"{self._source}:{self._line or ''}" if self._source else None

    # ---- records ----------------------------------------------------------------------------------------------------

    def find(self, kind: str, record_id: str, field: str = "") -> Any | None:
        """The record, or None if there is none. With *field* the page counts as showing no other field of it."""
        use = Use(kind, record_id, field)
        if self._page is not None and use not in self._page.uses:
            self._page.uses[use] = self.domain.store.digest(kind, record_id, self._translate, field)
        return self.domain.store.get(kind, record_id)

    def get(self, kind: str, record_id: str, field: str = "") -> Any | None:
        """As `find`; if there is no such record, the writer is told, with the nearest id that exists."""
        record = self.find(kind, record_id, field)
        if record is None and not self.domain.store.is_broken(kind, record_id) and not self._is_told:
            self.warn("unknown", self.domain.store.unknown(kind, record_id))
        return record

    def select(self, kind: str, /, **where: str | Iterable[str] | None) -> list[Any]:
        """The records of *kind* that have, on each axis, one of the values; in the order in which they are kept."""
        return [self.find(kind, each) for each in self._ask(query(kind, **where))]

    def in_order(self, kind: str, ids: Iterable[str]) -> list[str]:
        """Those of *ids* that exist, in the order in which they are kept."""
        wanted = tuple(ids)
        return list(self._ask(query(kind, id=wanted))) if wanted else []

    def axis(self, record: Record, kind: str, axis: str) -> tuple[str, ...]:
        """The values of *record* on an axis of its kind."""
        values = self.domain.store.axis(kind, axis, record)
        if self._page is not None and axis in self.domain.kinds[kind].axes:
            self._page.axes[kind, record.id, axis] = values
        return values

    def known_ids(self, kind: str, ids: Iterable[str]) -> list[str]:
        """Those of *ids* that exist; the writer is told of the others. Nothing else of these records counts as shown."""
        return [each for each in ids if self.get(kind, each, "id") is not None]

    def holds_until(self, day: date) -> None:
        """Note that what the page shows is so until *day*, that day included."""
        if self._page is not None:
            self._page.until = min(self._page.until or str(day), str(day))

    def look_at(self, patterns: Iterable[str]) -> None:
        """Note that the page shows something of files: *patterns* from the folder of ``conf.py``."""
        if self._page is not None:
            self._page.files |= {pattern: contents(self.domain.folder, pattern) for pattern in patterns}

    def _ask(self, question: Query) -> tuple[str, ...]:
        ids = self.domain.store.select(question)
        if self._page is not None and question not in self._page.queries:
            self._page.queries[question] = answer_digest(ids)
        return ids

    # ---- words --------------------------------------------------------------------------------------------------------

    def word(self, message: str, **values: object) -> str:
        """A word or sentence of the interface, English in the code, in the page's language, with *values* filled in."""
        return (self._words.get(message) or message).format(**values)

    def say(self, text: Text) -> str:
        """The text in the page's language, with its markup."""
        return self._translate(text)

    def plain(self, text: Text) -> str:
        """The text in the page's language, without its markup."""
        return "".join(node.astext() for node in self.inline(text))

    def name(self, kind: str, record_id: str) -> str:
        """The name of a record, without markup; its id if there is no such record, or it has no name."""
        field = self.domain.kinds[kind].title
        if field not in self.domain.kinds[kind].record.__struct_fields__:
            field = "id"
        title = getattr(self.find(kind, record_id, field), field, record_id)
        return self.plain(title) if isinstance(title, Text) else str(title)

    def number(self, value: Value, unit: str = "") -> str:
        """A value in the page's language; a percentage has its sign, other units stand in a head or beside it."""
        if value.number is None:
            return self.plain(value.text) if value.text else ""
        write = numbers.percentage if unit == "%" else numbers.number
        return write(value.number, self.language)

    # ---- nodes ------------------------------------------------------------------------------------------------------

    def inline(self, text: Text) -> list[nodes.Node]:
        """The text in the page's language as inline nodes; paragraphs run on."""
        found: list[nodes.Node] = []
        for paragraph in self._parsed(text):
            found += [nodes.Text(" "), *paragraph] if found else paragraph
        return found

    def paragraphs(self, text: Text) -> list[nodes.paragraph]:
        """The text in the page's language as paragraphs."""
        return [nodes.paragraph("", "", *paragraph, translatable=False) for paragraph in self._parsed(text)]

    def link(self, kind: str, record_id: str, title: str | None = None) -> nodes.Node:
        """A link to the home of a thing, with its name in the page's language or *title*."""
        words = record_id if title is None else title
        if kind in self.domain.kinds:
            if title is None:
                words = self.name(kind, record_id)
            else:
                self.find(kind, record_id, "id")  # that it exists is all that counts
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
            told=self._is_told,
        )
        reference.source, reference.line = self._source, self._line
        if self._texts and kind in self.domain.kinds and self.domain.store.get(kind, record_id) is None:
            reference["place"] = self._place()
        return reference

    def link_to_page(self, docname: str) -> nodes.Node:
        """A link to a page, with its title. In a listing: what a page is called is known when all have been read."""
        return addnodes.pending_xref(
            "",
            nodes.inline("", self.domain.env.titles[docname].astext()),
            refdomain="std",
            reftype="doc",
            reftarget=f"/{docname}",
            refexplicit=True,
            refwarn=False,  # a PDF has not all pages
            refdoc=self.docname or docname,
        )

    def _parsed(self, text: Text) -> list[list[nodes.Node]]:
        """The paragraphs of a text of the data, each as inline nodes."""
        paragraphs = inline.parse(self.say(text))
        if len(paragraphs) == 1 and len(paragraphs[0]) == 1 and isinstance(paragraphs[0][0], str):
            return [[nodes.Text(paragraphs[0][0])]]
        if text in self._texts:
            self.warn("value", "this text has a role that shows the text itself")
            return [[nodes.Text("…")]]
        self._texts.append(text)
        try:
            return [self._nodes(paragraph) for paragraph in paragraphs]
        finally:
            self._texts.pop()

    @property
    def _is_told(self) -> bool:
        """Whether a reference to what does not exist has been told already: all data were checked, but no translations."""
        return bool(self._texts) and self.say(self._texts[-1]) in {self._texts[-1].nl, self._texts[-1].en}

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
            if not self._is_told:
                self.warn("option", f'unknown role "{name}" in a text{nearest(name, self.domain.roles)}')
            return [nodes.Text(content)]
        title, target = inline.title_and_target(content)
        return role.show(self, title, target)  # type: ignore[union-attr,no-any-return]


def answer_digest(ids: Iterable[str]) -> bytes:
    """The answer to a query, in 16 bytes."""
    return blake2b("\n".join(ids).encode(), digest_size=16).digest()


def contents(folder: Path, pattern: str) -> bytes:
    """What the files below *folder* that fit *pattern* hold, in 16 bytes; a touch changes nothing."""
    return fingerprint(sorted(folder.glob(pattern)))
