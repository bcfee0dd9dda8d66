"""What Sphinx has to know of the documents before it reads a page: which PDFs there are, and which pages are left out.

The few records that matter are read on their own when the configuration is complete, as those of the look are.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rapportage import inline, latex, pages, translating
from rapportage.audience import is_internal, leave_out, shows_internal
from rapportage.catalog import SOURCE_LANGUAGE, Catalogue, data_catalogues
from rapportage.internal import internal_pages
from rapportage.logs import warn
from rapportage.plugins.documents.records import LAYOUTS, Document
from rapportage.rebuild import kinds_of
from rapportage.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from rapportage.schema import Text


def declare(app: Sphinx, config: Config) -> None:
    """Set what follows from the documents; a project without any keeps Sphinx's own settings."""
    records = _records(app, config)
    declared = [cast("Document", each) for each in records.records("document")]
    if not declared:
        return
    internal = {_page(path) for path, _ in internal_pages(Path(app.srcdir))}
    # A document whose first page is internal is internal as well, whatever its record says.
    public = [each for each in declared if each.audience == "public" and each.root not in internal]
    ours = declared if is_internal(config) else public
    left_out = [each for each in declared if each not in public]
    app.connect("builder-inited", lambda app: _leave_out(app, left_out, internal), priority=600)
    config["rapportage_untranslated"] = [
        pattern for each in ours if not _has_translation(each, config.language) for pattern in each.patterns()
    ]
    config["latex_documents"] = [*_pdfs(app, config, records, ours)]


def _records(app: Sphinx, config: Config) -> Store:
    kinds = [kind for kind in kinds_of(app) if kind.name in {"document", "edition"}]
    return Store(Path(app.confdir, config.rapportage_data), kinds, partial=True)


def _page(path: str) -> str:
    return path.removesuffix(".md")


def _leave_out(app: Sphinx, documents: list[Document], internal: Collection[str]) -> None:
    """Leave out the pages of internal documents where pages are read for the public.

    Each page has to say itself what it is: whoever opens it sees that, and so does ``rapportage scan``.
    """
    for document in documents:
        for page in sorted(pages.names(Path(app.srcdir)) - {*internal}):
            if document.holds(page):
                told = f'the document "{document.id}" is internal; write "audience: internal" at the head of this page'
                warn("option", told, f"{Path(app.srcdir, page)}.md:1")
    if not shows_internal(app.env):
        leave_out(app, [f"{pattern}.md" for document in documents for pattern in document.patterns()])


def _has_translation(document: Document, language: str) -> bool:
    """Whether a document exists in *language*; in the source language, whether it exists in any other."""
    others = [each for each in document.languages if each != SOURCE_LANGUAGE]
    return bool(others) if language == SOURCE_LANGUAGE else language in others


def _pdfs(app: Sphinx, config: Config, records: Store, documents: list[Document]) -> Iterator[tuple[Any, ...]]:
    """A line of ``latex_documents`` for each document in this language."""
    translate = Catalogue(config.language, data_catalogues(translating.folders(app), config.language))
    edition: Any = records.get("edition", "edition")
    there = pages.names(Path(app.srcdir))

    def plain(text: Text | None) -> str:
        return latex.escape(inline.plain(translate(text))) if text else ""

    for document in documents:
        if config.language in document.languages and document.root in there:
            title = plain(document.title or (edition and edition.title)) or document.id
            publisher = plain(edition and edition.publisher)
            name = f"{document.id}-{config.language}.tex"
            yield document.root, name, title, publisher, LAYOUTS[document.layout].theme, False
