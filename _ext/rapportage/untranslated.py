"""Pages that exist in the source language only: they are in every language's site, in their own language, and say so.

Such a page is not half translated: what it shows of the data, and the words of the interface on it, are in the source
language as its text is. It is marked with that language, so that a screen reader pronounces it right, and translators do
not get to see it.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain

from rapportage import catalog
from rapportage.catalog import SOURCE_LANGUAGE, message

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: What a page in this language says in others.
ONLY = {"nl": message("This page exists in Dutch only.")}


def is_untranslated(config: Config, docname: str) -> bool:
    """Whether a page exists in the source language only."""
    return any(fnmatchcase(docname, pattern) for pattern in config.rapportage_untranslated)


class LeaveUntranslated(SphinxTransform):
    """Keeps the text of such a page from being translated, and from the catalogues of translators."""

    # Before Locale (20) looks for texts to translate.
    default_priority = 8

    def apply(self, **kwargs: Any) -> None:
        if is_untranslated(self.config, self.env.docname):
            for text in self.document.findall(nodes.TextElement):
                # Sphinx takes an inline node with this attribute for one of its own, and takes it away.
                if not isinstance(text, nodes.Inline):
                    text["translatable"] = False


class SaySo(SphinxTransform):
    """Marks such a page with its language where that is not the language of the site, and puts a notice under its title."""

    # After the notice of example data (700), which stands below this one.
    default_priority = 710

    def apply(self, **kwargs: Any) -> None:
        language = self.config.language
        if language == SOURCE_LANGUAGE or not is_untranslated(self.config, self.env.docname):
            return
        words = ONLY[SOURCE_LANGUAGE]
        said = nodes.paragraph("", catalog.words(language).get(words, words), translatable=False)
        # docutils turns these classes into the attribute lang.
        notice = nodes.container("", said, classes=["rp-untranslated", f"language-{language}"])
        for section in self.document.findall(nodes.section):
            if section.parent is self.document:
                section["classes"].append(f"language-{SOURCE_LANGUAGE}")
        title = next(iter(self.document.findall(nodes.title)), None)
        if title is not None and isinstance(title.parent, nodes.section):
            title.parent.insert(title.parent.index(title) + 1, notice)
        else:
            self.document.insert(0, notice)


def leave_out_templates(app: Sphinx, exception: Exception | None) -> None:
    """Let translators get no template without anything in it."""
    if exception is None and app.builder.name == "gettext":
        for docname in app.env.found_docs:
            template = Path(app.outdir, f"{docname_to_domain(docname, app.config.gettext_compact)}.pot")
            if is_untranslated(app.config, docname) and template.is_file() and not _has_messages(template):
                template.unlink()


def _has_messages(template: Path) -> bool:
    return template.read_text("utf-8").count("\nmsgid ") > 1  # the first is the head


def setup(app: Sphinx) -> None:
    app.add_config_value(
        "rapportage_untranslated", (), "env", (list, tuple), "Patterns of pages that exist in the source language only"
    )
    app.add_transform(LeaveUntranslated)
    app.add_transform(SaySo)
    app.connect("build-finished", leave_out_templates)
