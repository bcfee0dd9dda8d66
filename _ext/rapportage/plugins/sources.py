"""The bibliography: an entry whose language is not the page's says so, for screen readers and hyphenation.

``langid`` of an entry in the BibTeX file (after biblatex: ``dutch``, ``english``) names its language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class MarkLanguages(SphinxPostTransform):
    """Gives each entry of a bibliography in another language than the page's that language."""

    # After sphinxcontrib-bibtex (5) has put the entries on the page.
    default_priority = 20

    def run(self, **kwargs: Any) -> None:
        if "cite" not in self.env.domains:
            return
        domain: Any = self.env.get_domain("cite")
        for citation in self.document.findall(nodes.citation):
            language = self._language(domain, citation)
            if language and language != self.config.language:
                citation["classes"].append(f"language-{language}")

    def _language(self, domain: Any, citation: nodes.citation) -> str:
        keys = {each.citation_id: each.key for each in domain.citations}
        key = next((keys[each] for each in citation["ids"] if each in keys), "")
        entry = domain.bibdata.data.entries.get(key)
        from rapportage.bibliography.rules import LANGUAGES

        return LANGUAGES.get(entry.fields.get("langid", ""), "") if entry else ""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Mark the languages of the bibliography."""
    app.add_post_transform(MarkLanguages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
