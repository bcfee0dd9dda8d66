"""Translators write no redacted text: a translation names the redaction by its number, as the source does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rapportage.doubts import RefusedError
from rapportage.plugins.redaction.reading import grounds
from rapportage.plugins.redaction.source import take_out, texts_left

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx


def check(app: Sphinx) -> None:
    """Raise `RefusedError` if a translation has a redacted text: it would be parsed as it is."""
    folders = [Path(app.confdir, each, app.config.language, "LC_MESSAGES") for each in app.config.locale_dirs]
    files = sorted(path for folder in folders for path in folder.rglob("*.po"))
    suspect = [path for path in files if _may_have_one(path)]
    found = [f"{path}:{line}" for path in suspect for line in _lines(path, grounds(app.env))]
    if found:
        told = "write the number of a redaction in a translation, as in the source, and not its text"
        raise RefusedError("\n".join(f"{place}: {told}" for place in found))


def _may_have_one(path: Path) -> bool:
    text = path.read_text("utf-8", errors="replace").lower()
    return "redact" in text or "5.1." in text


def _lines(path: Path, known: Collection[str]) -> Iterator[int]:
    """The lines of entries whose translation has a redacted text."""
    import polib

    for entry in polib.pofile(str(path)):
        if texts_left(take_out(entry.msgstr, known)):
            yield entry.linenum or 1
