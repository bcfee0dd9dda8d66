"""When a page is read again, and when it is written again.

*Read again*: when something that it saw of the records has changed, and for no other reason; a data file that was only
touched, or changed where no page looks, costs nothing. A page with a mistake is read in every build until it is mended:
Sphinx tells of it once, and the build after that would publish it. *Written again*: when what a page shows of other pages
has changed.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from rapportage import citations, clock, datafiles, pages, translating
from rapportage.catalog import Catalogue, data_catalogues, template
from rapportage.domain import Page
from rapportage.language.catalogues import DATA
from rapportage.listings import listing, shown
from rapportage.logs import WarnedOf, warn
from rapportage.publication import unfinished
from rapportage.store import Store, fingerprint
from rapportage.tables import unfold
from rapportage.view import answer_digest, contents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain
    from rapportage.kinds import Kind

logger = logging.getLogger(__name__)


def kinds_of(app: Sphinx) -> list[Kind]:
    """The kinds of records of the core and all extensions; ``rapportage check`` finds them so too (see `rapportage.cli`)."""
    return [*unfinished.KINDS, *_declared(app, "KINDS")]


def prepare(app: Sphinx) -> None:
    """Tell the domain which kinds there are, and where their records come from; they are loaded when they are wanted."""
    domain = _domain(app.env)
    domain.warned_of = WarnedOf(app)
    kinds = kinds_of(app)
    page_kinds = _declared(app, "PAGE_KINDS")
    domain.describe({kind.name: kind for kind in kinds}, {kind.name: kind for kind in page_kinds})
    domain.translate = Catalogue(app.config.language, data_catalogues(translating.folders(app), app.config.language))
    bibliographies = [Path(app.confdir, name) for name in getattr(app.config, "bibtex_bibfiles", None) or ()]
    domain.folder = Path(app.confdir)
    folder = Path(app.confdir, app.config.rapportage_data)
    domain.sources = lambda: [*datafiles.data_files(folder), *domain.translate.paths, *bibliographies]
    domain.unread = lambda: [str(path) for path, _ in datafiles.listing(folder, bibliographies, kinds).unread]
    domain.load = lambda: Store(
        folder,
        kinds,
        elsewhere={
            "page": pages.names(Path(app.srcdir)),
            "language": pages.languages(getattr(app.config, "rapportage_languages", ())),
        },
        sources=citations.read(app),
        roles=dict(_declared(app, "ROLES")),
        memory=Path(app.doctreedir, "records.pickle"),
    )


def outdated(
    app: Sphinx,
    env: BuildEnvironment,
    added: Collection[str],
    changed: Collection[str],
    removed: Collection[str],
) -> Sequence[str]:
    """The pages to read again: because of the records, the day, files that they looked at, or what is still wrong."""
    domain = _domain(env)
    elsewhere = [
        *_remembered(app, "warned-of"),
        *(name for name, page in domain.pages.items() if _is_overtaken(domain, page)),
    ]
    now = fingerprint(domain.sources(), [*sorted(pages.names(Path(app.srcdir))), *domain.unread()])
    if now == domain.data["seen"]:
        return elsewhere
    for problem in domain.store.problems:
        warn("data", problem.message, str(problem.place))
    # With problems nothing counts as seen: the next build says them again.
    domain.data["seen"] = b"" if domain.store.problems else now
    return [*elsewhere, *(docname for docname, page in domain.pages.items() if _is_outdated(domain, docname, page))]


def load_before_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Load the records once, here: the workers of a parallel build then share them."""
    if docnames:
        _ = _domain(env).store


def to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """The pages to write again, with the doctree that they have."""
    domain = _domain(env)
    if domain.has_changed:
        domain.note_names()
        domain.data["shows"] = _shows(domain)
    if type(app.builder).write_documents is not Builder.write_documents:
        return []  # this builder puts all pages together, whenever it is called
    before = _remembered(app, "written")
    return [docname for docname, digest in domain.data["shows"].items() if before.get(docname) != digest]


def note_written(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Note that a page is being written by this build."""
    _domain(app.env).being_written.add(docname)


def remember_written(app: Sphinx, exception: Exception | None) -> None:
    """Remember what was written, for the next build; not of a build that was broken off."""
    domain = _domain(app.env)
    if exception is None and domain.being_written:
        shows = domain.data["shows"]
        before = {docname: digest for docname, digest in _remembered(app, "written").items() if docname in shows}
        now = {docname: digest for docname, digest in shows.items() if docname in domain.being_written}
        _remember(app, "written", before | now)


def remember_warned_of(app: Sphinx, exception: Exception | None) -> None:
    """Remember which pages this build warned of, for the next build: it reads them again."""
    warned_of = _domain(app.env).warned_of
    warned_of.stop()
    before = _remembered(app, "warned-of") if exception is not None else {}
    _remember(app, "warned-of", before | dict.fromkeys(sorted(warned_of.pages), ""))


def fail_on_problems(app: Sphinx, exception: Exception | None) -> None:
    """A build with problems in its data fails, also without ``-W``: a page may show something wrong."""
    # Whether there are any is known where the records were read: without that they are as good as last time.
    domain = _domain(app.env)
    if exception is None and not domain.data["seen"] and (number := len(domain.store.problems)):
        problems = "one problem" if number == 1 else f"{number} problems"
        logger.info("%s in the data, named above: this build has failed.", problems.capitalize())
        app.statuscode = app.statuscode or 1


def write_template(app: Sphinx, exception: Exception | None) -> None:
    """With the pages' catalogue templates the gettext builder writes that of the data, if nothing is wrong in them."""
    domain = _domain(app.env)
    if exception is None and app.builder.name == "gettext" and _wants_catalogue(domain) and not domain.store.problems:
        content = template(domain.store.texts(), app.config.project)
        Path(app.outdir, f"{DATA}.pot").write_bytes(content)


def check_catalogues(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell of a page whose texts would stand in the data's catalogue: one of the two would be lost."""
    for docname in sorted(env.found_docs):
        if docname_to_domain(docname, env.config.gettext_compact) == DATA and _wants_catalogue(_domain(env)):
            told = f"this page would share its catalogue, {DATA}.po, with the texts of the data; give the page another name"
            warn("duplicate", told, docname)


def _wants_catalogue(domain: RecordsDomain) -> bool:
    return any(text.en is None for _, text in domain.store.texts())


def _is_overtaken(domain: RecordsDomain, page: Page) -> bool:
    """Whether the day has passed on which a page was right, or a file is different that it looked at."""
    return bool(page.until and page.until < str(clock.today())) or any(
        contents(domain.folder, pattern) != seen for pattern, seen in page.files.items()
    )


def _is_outdated(domain: RecordsDomain, docname: str, page: Page) -> bool:
    store = domain.store
    translate = domain.catalogue(docname)
    try:
        return (
            any(store.digest(use.kind, use.id, translate, use.field) != seen for use, seen in page.uses.items())
            or any(answer_digest(store.select(query)) != seen for query, seen in page.queries.items())
            or any(
                store.axis(kind, axis, record) != seen
                for (kind, record_id, axis), seen in page.axes.items()
                if (record := store.get(kind, record_id))
            )
        )
    except (AttributeError, LookupError):
        return True  # a plugin has gone or has changed, and does not know this any more


def _shows(domain: RecordsDomain) -> dict[str, str]:
    """What each page shows of the records, of other pages and of the bibliography, and its numbers, as a digest."""
    sources = _sources(domain.env)
    navigation = [*_navigation(domain.env)]
    return {
        docname: _digest_of_shown(domain, docname, [*navigation, *sources.get(docname, [])])
        for docname in sorted(domain.env.all_docs)
    }


def _digest_of_shown(domain: RecordsDomain, docname: str, texts: Iterable[str]) -> str:
    digest = blake2b(digest_size=16)
    numbers = domain.env.toc_fignumbers.get(docname), domain.env.toc_secnumbers.get(docname)
    digest.update(repr(numbers).encode())
    page = domain.pages.get(docname, Page())
    for seen in (*page.uses.values(), *page.queries.values()):
        digest.update(seen)
    digest.update(repr(list(page.axes.values())).encode())
    for key in page.links:
        digest.update(repr(domain.homes.get(key)).encode())
    if page.lists_pages:
        for node in domain.env.get_doctree(docname).findall(listing):
            made = nodes.container("", *shown(domain, node))
            unfold(made)
            digest.update(made.pformat().encode())
            for link in made.findall(addnodes.pending_xref):
                digest.update(repr(domain.homes.get((link["reftype"], link["reftarget"]))).encode())
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()


def _navigation(env: BuildEnvironment) -> Iterator[str]:
    """What every page shows of the others: their titles, in their order. (A theme may put them in a side bar.)"""
    for docname in sorted(env.all_docs):
        yield f"{docname} {env.titles[docname]}"
        for toctree in env.tocs[docname].findall(addnodes.toctree):
            yield repr((toctree["entries"], toctree.get("caption"), toctree.get("hidden"), toctree.get("maxdepth")))


def _sources(env: BuildEnvironment) -> dict[str, list[str]]:
    """What each page shows of the bibliography.

    sphinxcontrib-bibtex numbers the sources anew in every build, but lets no page be written again for that.
    """
    if "cite" not in env.domains:
        return {}
    cite: Any = env.get_domain("cite")
    found: dict[str, list[str]] = {}
    shown_of: dict[str, str] = {}
    for each in cite.citations:
        place, entry = each.bibliography_key, each.formatted_entry
        shown_of[each.key] = f"{place.docname}#{each.citation_id} {entry.label} {entry.text}"
        found.setdefault(place.docname, []).append(shown_of[each.key])
    for reference in cite.citation_refs:
        found.setdefault(reference.docname, []).extend(shown_of.get(each.key, "") for each in reference.targets)
    return found


def _remembered(app: Sphinx, name: str) -> dict[str, str]:
    """What an earlier build noted of documents when this builder wrote there: several builders may share what was read."""
    path = _memory(app, name)
    try:
        return dict(json.loads(path.read_text())) if path.is_file() else {}
    except ValueError:
        return {}


def _remember(app: Sphinx, name: str, noted: dict[str, str]) -> None:
    if noted != _remembered(app, name):
        _memory(app, name).write_text(json.dumps(noted, indent=0))


def _memory(app: Sphinx, name: str) -> Path:
    output = blake2b(f"{app.builder.name} {app.outdir}".encode(), digest_size=8).hexdigest()
    return Path(app.doctreedir, f"{name}-{output}.json")


def _declared(app: Sphinx, name: str) -> list[Any]:
    """What the modules of all extensions list in an attribute; of a mapping, its items."""
    found = (getattr(extension.module, name, ()) for extension in app.extensions.values())
    return [each for listed in found for each in (listed.items() if isinstance(listed, dict) else listed)]


def _domain(env: BuildEnvironment) -> RecordsDomain:
    return cast("RecordsDomain", env.get_domain("rapportage"))
