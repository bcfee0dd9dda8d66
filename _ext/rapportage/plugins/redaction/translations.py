"""Translators write no redacted text: a translation names the redaction by its number, as the source does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rapportage import translating
from rapportage.doubts import RefusedError
from rapportage.language import catalogues
from rapportage.plugins.redaction.reading import grounds
from rapportage.plugins.redaction.source import take_out, texts_left

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx

    from rapportage.language.catalogues import Checked


def check(app: Sphinx) -> None:
    """Raise `RefusedError` if a translation has a redacted text: it would be parsed as it is."""
    found = catalogues.of_language(translating.folders(app), app.config.language, Path(app.confdir))
    places = [f"{each.name}:{line}" for each in found for line in _lines(each, grounds(app.env))]
    if places:
        told = "write the number of a redaction in a translation, as in the source, and not its text"
        raise RefusedError("\n".join(f"{place}: {told}" for place in places))


def _lines(catalogue: Checked, known: Collection[str]) -> Iterator[int]:
    """The lines of entries whose translation has a redacted text."""
    for entry in catalogue.entries:
        for text in entry.forms or (entry.msgstr,):
            if _may_have_one(text) and texts_left(take_out(text, known)):
                yield entry.line


def _may_have_one(text: str) -> bool:
    return "`" in text or "{" in text or ":::" in text
