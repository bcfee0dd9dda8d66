"""Translations that do not stand in a page: the texts of the data, and the words of the interface.

Both are gettext catalogues. The data's is ``data.po`` in a locale folder of the project, its entries pointing at lines of
YAML; the interface's is ``rapportage.po`` beside this module, with English words in the code. They are read as they are
(no ``.mo``), and strictly (`rapportage.language.catalogues`): a catalogue changes a page only through the digest of what
the page shows.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rapportage import textfile
from rapportage.language import catalogues
from rapportage.language.catalogues import DATA
from rapportage.language.pofile import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rapportage.problems import Place
    from rapportage.schema import Text

#: The language that the data and the pages are written in.
SOURCE_LANGUAGE = "nl"

_WORDS = Path(__file__).with_name("locale")


class Catalogue:
    """The texts of the data in one language, from the catalogues at *paths* (the first that has a text wins)."""

    def __init__(self, language: str, paths: Iterable[Path] = ()) -> None:
        self.language = language
        self.paths = tuple(paths)
        self._messages: dict[str, str] = {}
        if language != SOURCE_LANGUAGE:
            for path in reversed(self.paths):
                self._messages |= self._read(path).texts()

    def __call__(self, text: Text) -> str:
        """The text in this language; in the source language as long as it has no translation."""
        if self.language == SOURCE_LANGUAGE:
            return text.nl
        if text.en is not None and self.language == "en":
            return text.en
        return self._messages.get(text.nl, text.nl)

    def place(self, text: Text) -> str | None:
        """Where the translation of a text stands, as file and line."""
        found = (f"{path}:{each.line}" for path in self.paths for each in self._read(path).entries if each.msgid == text.nl)
        return next(found, None)

    def has(self, text: Text) -> bool:
        """Whether the text is there in this language."""
        return self.language == SOURCE_LANGUAGE or text.en is not None or text.nl in self._messages

    def _read(self, path: Path) -> catalogues.Checked:
        return catalogues.checked(path, str(path), DATA, self.language)


def message(words: str) -> str:
    """Marks words of the interface that are shown elsewhere, so that they are found for translation; changes nothing."""
    return words


def data_catalogues(locale_dirs: Iterable[Path], language: str) -> list[Path]:
    """Where the texts of the data in *language* are looked for."""
    return [folder / language / "LC_MESSAGES" / f"{DATA}.po" for folder in locale_dirs]


@cache
def words(language: str) -> dict[str, str]:
    """The interface's words in *language*; empty for English, in which the code has them."""
    path = _WORDS / language / "LC_MESSAGES" / "rapportage.po"
    entries = parse(textfile.read(path, path.name), language=language).entries if path.is_file() else ()
    return {each.msgid: each.msgstr for each in entries if each.msgstr and not each.fuzzy}


def template(texts: Iterable[tuple[Place, Text]], project: str) -> bytes:
    """The catalogue of all *texts* that want a translation, to translate from: the content of ``data.pot``."""
    # Not with Babel, which says when a catalogue was made, so that no two are the same, and takes a percentage or a role
    # for a placeholder of Python's, which a translation may not leave out.
    import polib

    found: dict[str, polib.POEntry] = {}
    for place, text in texts:
        if text.en is None:
            entry = found.setdefault(text.nl, polib.POEntry(msgid=text.nl))
            entry.occurrences.append((place.file, str(place.line)))
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {
        "Project-Id-Version": project,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    catalog.extend(found.values())
    return f"{catalog}\n".encode()
