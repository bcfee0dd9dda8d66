"""The search index is made of the present pages alone.

Sphinx begins with the index of the build before, and takes out which pages have a word, but not the words: those of a page
that is gone, or of a text that was redacted, would stay in the file that every reader gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def complete_index(app: Sphinx) -> None:
    """Let the builder complete its index before it writes it."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        dump = builder.dump_search_index

        def complete_and_dump() -> None:
            if builder.indexer is not None:
                _complete(builder, builder.indexer)
            dump()

        builder.dump_search_index = complete_and_dump  # type: ignore[method-assign]


def _complete(builder: StandaloneHTMLBuilder, index: Any) -> None:
    index.prune(builder.env.all_docs)
    for words in (index._mapping, index._title_mapping):
        for word in [word for word, docnames in words.items() if not docnames]:
            del words[word]
    # Sphinx does not read these back: without this only the pages that were written now would have any.
    entries = builder.env.domains.index_domain.entries
    for docname in index._titles.keys() - index._index_entries.keys():
        page = new_document("")
        page += addnodes.index(entries=entries.get(docname, []))
        titles = index._all_titles[docname]
        index.feed(docname, index._filenames[docname], index._titles[docname], page)
        index._all_titles[docname] = titles
    for docname in index._index_entries.keys() - index._titles.keys():
        del index._index_entries[docname]


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", complete_index)
