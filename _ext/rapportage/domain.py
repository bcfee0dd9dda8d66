"""The domain: what each page shows of the records, where a record is at home, and how a reference finds it.

Its data are one `Page` per document, made of plain tuples, strings and bytes. Everything else is derived from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from rapportage import catalog
from rapportage.catalog import SOURCE_LANGUAGE, Catalogue
from rapportage.logs import warn
from rapportage.problems import nearest
from rapportage.roles import LinkRole
from rapportage.untranslated import is_untranslated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set
    from pathlib import Path

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from rapportage.kinds import Kind, PageKind, Query
    from rapportage.logs import WarnedOf
    from rapportage.schema import Text
    from rapportage.store import Store
    from rapportage.view import View


#: What the data say on a page that exists in the source language only.
_UNTRANSLATED = Catalogue(SOURCE_LANGUAGE)


class Appearance(NamedTuple):
    """A place on a page where a thing is described: a record, or something that is written on the page itself."""

    kind: str
    id: str
    anchor: str
    title: str = ""
    """What a link shows; empty where the record knows its own name."""
    is_home: bool = False
    """Whether the page says that this is the one place to link to; otherwise the first in reading order is."""
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What a list of such things can choose by, such as ``(('country', ('UG',)),)``."""
    line: int = 0
    """Where it stands in the document, for messages."""

    def has(self, facet: str, values: Iterable[str]) -> bool:
        """Whether it has one of *values* on *facet*; anything has if there is no value to have."""
        wanted = set(values)
        return not wanted or not wanted.isdisjoint(dict(self.facets).get(facet, ()))


class Home(NamedTuple):
    """Where a link to a thing leads."""

    docname: str
    anchor: str
    title: str


class Use(NamedTuple):
    """Something of a record that a page read: one field, or all of it where the field is empty."""

    kind: str
    id: str
    field: str = ""


@dataclass
class Page:
    """What one document has to do with the records."""

    uses: dict[Use, bytes] = field(default_factory=dict)
    """What it read of records, each with the digest of what it saw (empty: there was no such record)."""
    queries: dict[Query, bytes] = field(default_factory=dict)
    """The questions it asked, each with the digest of the answer."""
    axes: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    """What it saw of records on axes that are no fields, by kind, id and axis: other records can have a say in that."""
    appearances: list[Appearance] = field(default_factory=list)
    links: dict[tuple[str, str], None] = field(default_factory=dict)
    """What it links to, by kind and id, in order."""
    lists_pages: bool = False
    """Whether it shows something of other pages, so that it may have to be written again when they change."""
    until: str = ""
    """The last day on which what it shows is so, such as ``2026-04-24``; empty if time changes nothing."""
    files: dict[str, bytes] = field(default_factory=dict)
    """The files that it looked at, as patterns from the folder of ``conf.py``, each with what they held, as a digest."""
    is_example: bool = False
    """Whether its front matter says that it is an example."""
    in_doubt: bool = False
    """Whether something on it is not understood (see `rapportage.doubts`)."""


class RecordsDomain(Domain):
    """Records of an edition, and what pages say about them."""

    name = "rapportage"
    label = "Rapportage"
    data_version = 5
    #: ``pages``: see `Page`. ``seen``: the fingerprint of the data that were last looked through. ``names`` and ``shows``
    #: follow from these: what described records are called, and the digest of what each page shows.
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}, "seen": b"", "names": {}, "shows": {}}

    #: Set when the builder is ready (see `rapportage.rebuild`).
    warned_of: WarnedOf
    folder: Path
    load: Callable[[], Store]
    sources: Callable[[], list[Path]]
    unread: Callable[[], list[str]]
    translate: Catalogue
    audience: str
    """For whom pages are read: ``public`` or ``internal`` (see `rapportage.audience`)."""
    kinds: Mapping[str, Kind]
    page_kinds: Mapping[str, PageKind]

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.in_doubt = False
        """Whether something is in doubt that is on no page (see `rapportage.doubts`)."""
        self.to_read: list[str] = []
        """The documents that this build reads."""
        self.doubts: set[str] = set()
        """The places that are in doubt, as file and line."""
        self.has_changed = False
        """Whether anything that pages show may have changed since this build began."""
        self.being_written: set[str] = set()
        """The documents that this build writes."""
        self.told: set[tuple[str | None, str]] = set()
        """The place and the message of each warning about what is shown, which is told once."""
        self.places: dict[tuple[str, str], str] = {}
        """Where pages are put together: the id that each has there, by document and id (see `rapportage.singlehtml`)."""
        self._homes: dict[tuple[str, str], Home] | None = None

    @cached_property
    def store(self) -> Store:
        """The records, loaded when they are first wanted: a build in which nothing changed never does."""
        self.has_changed = True
        return self.load()

    def describe(self, kinds: Mapping[str, Kind], page_kinds: Mapping[str, PageKind]) -> None:
        """Let *kinds* of records, and of things on pages, be referred to: each has a role, and is in ``objects.inv``."""
        self.kinds = kinds
        self.page_kinds = page_kinds
        words = catalog.words(self.env.config.language)
        for kind in (*kinds, *page_kinds):
            self.add_object_type(kind, ObjType(words.get(kind) or kind, kind))
            # A plugin that has more to show than a name has its own role of that name.
            if kind in page_kinds or kinds[kind].title:
                self.roles.setdefault(kind, LinkRole(kind))

    # ---- what pages note while they are read ------------------------------------------------------------------------

    @property
    def pages(self) -> dict[str, Page]:
        """What is known of each document, by name."""
        return self.data.setdefault("pages", {})  # type: ignore[no-any-return]

    def page(self, docname: str) -> Page:
        """What is known of *docname*, to add to."""
        return self.pages.setdefault(docname, Page())

    def note_appearance(self, docname: str, appearance: Appearance) -> None:
        """Note that *docname* describes a thing."""
        self.page(docname).appearances.append(appearance)
        self._homes = None

    def clear_doc(self, docname: str) -> None:
        self.pages.pop(docname, None)
        self.has_changed = True
        self._homes = None

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for docname in docnames:
            if page := otherdata["pages"].get(docname):
                self.pages[docname] = page
        self._homes = None

    # ---- what follows from them --------------------------------------------------------------------------------------

    def reading_order(self) -> list[str]:
        """All documents in the order in which a reader meets them: that of the tables of contents, then the rest by name."""
        order: dict[str, None] = {}
        waiting = [self.env.config.root_doc]
        while waiting:
            docname = waiting.pop()
            if docname not in order:
                order[docname] = None
                waiting += reversed(self.env.toctree_includes.get(docname, ()))
        return [*order, *sorted(self.env.all_docs.keys() - order.keys())]

    def appearances(self, kind: str) -> Iterator[tuple[str, Appearance]]:
        """Everything of *kind* that pages describe, with the document, in reading order."""
        for docname in self.reading_order():
            if page := self.pages.get(docname):
                for appearance in page.appearances:
                    if appearance.kind == kind:
                        yield docname, appearance

    @property
    def homes(self) -> dict[tuple[str, str], Home]:
        """Where each described thing is at home, by kind and id."""
        if self._homes is None:
            first: dict[tuple[str, str], tuple[bool, Home]] = {}
            for docname in self.reading_order():
                page = self.pages.get(docname)
                for each in page.appearances if page else ():
                    known = first.get((each.kind, each.id))
                    if known is None or (each.is_home and not known[0]):
                        first[each.kind, each.id] = each.is_home, Home(docname, each.anchor, each.title)
            self._homes = {key: home for key, (_, home) in first.items()}
        return self._homes

    def backlinks(self, kind: str, record_id: str) -> list[str]:
        """The documents that show something of a record, in reading order."""
        return [
            docname
            for docname in self.reading_order()
            if (page := self.pages.get(docname))
            and ((kind, record_id) in page.links or any(use[:2] == (kind, record_id) for use in page.uses))
        ]

    def note_names(self) -> None:
        """Note what described records are called. Sphinx asks that in every build, and must not have to load them then."""
        view = self.view()
        self.data["names"] = {key: view.name(*key) for key, home in self.homes.items() if not home.title}

    def name_of(self, kind: str, record_id: str) -> str:
        """What a described thing is called, as plain text in the page's language."""
        return self.homes[kind, record_id].title or str(self.data["names"].get((kind, record_id), record_id))

    # ---- Sphinx asks ---------------------------------------------------------------------------------------------------

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for (kind, record_id), home in sorted(self.homes.items()):
            yield record_id, self.name_of(kind, record_id), kind, home.docname, home.anchor, 1

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002 -- Sphinx names it so
        # What search shows below a name. Readers know no domains: "priority", not "Rapportage priority".
        return str(type.lname)

    def check_consistency(self) -> None:
        """Tell of what is at home in two places. Only here: a worker of a parallel build knows no pages but its own."""
        homes: dict[tuple[str, str], str] = {}
        for docname in self.reading_order() if self.has_changed else ():
            for each in self.pages.get(docname, Page()).appearances:
                key = each.kind, each.id
                if each.is_home and key in homes:
                    warn("duplicate", f'{each.kind} "{each.id}" is already at home in {homes[key]}', (docname, each.line))
                elif each.is_home:
                    homes[key] = docname

    def view(
        self,
        docname: str | None = None,
        source_info: tuple[str | None, int | None] = (None, None),
        *,
        shown_on: str | None = None,
    ) -> View:
        """The records as *docname* sees them (see `rapportage.view`); without one, for what is *shown_on* a page."""
        from rapportage.view import View

        return View(self, docname, source_info, self.catalogue(docname or shown_on))

    def catalogue(self, docname: str | None) -> Catalogue:
        """What the data say in the language of a page: that of the build, if the page exists in that language."""
        if docname is not None and is_untranslated(self.env.config, docname):
            return _UNTRANSLATED
        return self.translate

    def place_of(self, text: Text, translate: Catalogue) -> str | None:
        """Where a text of the data stands, to tell of a mistake in it: the record, or the translation that is shown."""
        if translate(text) not in {text.nl, text.en}:
            return translate.place(text)
        return next((str(place) for place, each in self.store.texts() if each == text), None)

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> Any:
        home = self.homes.get((typ, target))
        if home is None:
            # A record without a place of its own is named, not linked: that is no fault of the page.
            return contnode if typ in self.kinds and self.store.get(typ, target) else None
        if home.title and not node["refexplicit"]:
            contnode = nodes.inline("", home.title, classes=contnode["classes"])
        try:
            return make_refnode(builder, fromdocname, home.docname, home.anchor, contnode)
        except NoUri:  # the page is not in this output, which is a PDF of a part
            return contnode

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, Any]]:
        found = []
        for kind in self.object_types:
            if (kind, target) in self.homes:
                named = contnode if node["refexplicit"] else nodes.inline("", self.name_of(kind, target))
                reference = self.resolve_xref(env, fromdocname, builder, kind, target, node, named)
                if reference is not None:
                    found.append((f"rapportage:{kind}", reference))
        return found

    def message_for_unknown(self, kind: str, target: str) -> str | None:
        """What to say of a reference that nothing answers; None where it was said already."""
        if kind in self.kinds:
            return None if self.store.is_broken(kind, target) else self.store.unknown(kind, target)
        known = [each_id for each_kind, each_id in self.homes if each_kind == kind]
        return f'unknown {kind} "{target}"{nearest(target, known)}'


def warn_of_unknown(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say of a reference to one of our things that nothing answered, in our words; returns whether it was ours."""
    if not isinstance(domain, RecordsDomain):
        return None
    if not node.get("told") and (message := domain.message_for_unknown(node["reftype"], node["reftarget"])):
        place = node.get("place")
        if place is None or (place, message) not in domain.told:
            domain.told.add((place, message))
            warn("unknown", message, place or node, node.get("refdoc"))
    return True
