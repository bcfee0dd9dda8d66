"""Text in a directive's body is a text of its page, also for translators.

A table within a directive (``:::{table}``) is parsed on its own, and its cells then do not know which file they come from.
What has no source is neither extracted for translation nor translated. Text of the data has no source on purpose: it is in
the page's language already, and has no source text of the page either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class NameSources(SphinxTransform):
    """Gives a text that was written on a page, but does not know where, the place of what it stands in."""

    # Before Locale (20) looks for texts to translate; after PreserveTranslatableMessages (10) it would be too late for
    # messages that nodes keep, but those know their place by themselves.
    default_priority = 9

    def apply(self, **kwargs: Any) -> None:
        for text in self.document.findall(nodes.TextElement):
            if text.rawsource and text.source is None and not isinstance(text, nodes.Inline):
                above = text.parent
                while above is not None and above.source is None:
                    above = above.parent
                text.source = above.source if above is not None else self.document["source"]
                text.line = above.line if above is not None else 0


def setup(app: Sphinx) -> None:
    app.add_transform(NameSources)
