"""Translations that do not stand in a page: the texts of the data, and the words of the interface.

Both are gettext catalogues. The data's is ``data.po`` in a locale folder of the project, its entries pointing at lines of
YAML; the interface's is ``rapportage.po`` beside this module, with English words in the code. They are read as they are
(no ``.mo``): a catalogue changes a page only through the digest of what the page shows.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages.catalog import Message

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
                self._messages |= _messages(path)

    def __call__(self, text: Text) -> str:
        """The text in this language; in the source language as long as it has no translation."""
        if self.language == SOURCE_LANGUAGE:
            return text.nl
        if text.en is not None and self.language == "en":
            return text.en
        return self._messages.get(text.nl, text.nl)

    def place(self, text: Text) -> str | None:
        """Where the translation of a text stands, as file and line."""
        found = (f"{path}:{each.lineno}" for path in self.paths for each in _entries(path) if each.id == text.nl)
        return next(found, None)

    def has(self, text: Text) -> bool:
        """Whether the text is there in this language."""
        return self.language == SOURCE_LANGUAGE or text.en is not None or text.nl in self._messages


def message(words: str) -> str:
    """Marks words of the interface that are shown elsewhere, so that they are found for translation; changes nothing."""
    return words


def data_catalogues(locale_dirs: Iterable[Path], language: str) -> list[Path]:
    """Where the texts of the data in *language* are looked for."""
    return [folder / language / "LC_MESSAGES" / "data.po" for folder in locale_dirs]


@cache
def words(language: str) -> dict[str, str]:
    """The interface's words in *language*; empty for English, in which the code has them."""
    return _messages(_WORDS / language / "LC_MESSAGES" / "rapportage.po")


def template(texts: Iterable[tuple[Place, Text]], project: str) -> bytes:
    """The catalogue of all *texts* that want a translation, to translate from: the content of ``data.pot``."""
    from io import BytesIO

    from babel.messages import Catalog
    from babel.messages.pofile import write_po

    catalog = Catalog(project=project, charset="utf-8")
    for place, text in texts:
        if text.en is None:
            # A percentage is no placeholder, though it may look like one of Python's.
            catalog.add(text.nl, locations=[(place.file, place.line)]).flags.discard("python-format")
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, omit_header=False, ignore_obsolete=True)
    return buffer.getvalue()


def _messages(path: Path) -> dict[str, str]:
    """What the catalogue at *path* translates."""
    return {str(each.id): str(each.string) for each in _entries(path)}


def _entries(path: Path) -> list[Message]:
    """The translated texts of the catalogue at *path*; none if it is not there. Fuzzy entries are no translations."""
    if not path.is_file():
        return []
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalog = read_po(file)
    return [each for each in catalog if each.id and each.string and not each.fuzzy]
