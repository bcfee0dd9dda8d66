"""Finds phrases in a text: whole words, in capitals or not, with accents or without, over the ends of lines."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What may stand between the words of a phrase: spaces, the end of a line with what begins the next one, hyphens, emphasis.
_BETWEEN = r"[\s\-\u2010-\u2015_*>%#|]+"
_WORD = r"[^\W_]"
#: An abbreviation behind a number is none that says that something is missing: 3 p.m.
_abbreviation = re.compile(r"(?:[a-z]\.){2,}|[A-Z]{2}").fullmatch
_after_number = re.compile(r"\d\s*\Z").search


class Found(NamedTuple):
    """Where a phrase stands in a text."""

    start: int
    end: int


class Phrases:
    """*phrases* to look for, and some that count only in *exact* capitals."""

    def __init__(self, phrases: Iterable[str], exact: Iterable[str] = ()) -> None:
        self._any = _pattern(_folded(each)[0] for each in phrases)
        self._exact = _pattern(_folded(each, capitals=True)[0] for each in exact)

    def find(self, text: str) -> list[Found]:
        """All places, in the order of the text."""
        return sorted({*_find(self._any, text, capitals=False), *_find(self._exact, text, capitals=True)})


def passages(passage: str, text: str) -> list[Found]:
    """Where a passage stands in a text, however it is broken into lines."""
    words = (re.escape(word) for word in _folded(passage)[0].split())
    return [*_find(re.compile(r"\s+".join(words)), text, capitals=False)]


def _find(pattern: re.Pattern[str] | None, text: str, *, capitals: bool) -> Iterator[Found]:
    if pattern is not None:
        folded, places = _folded(text, capitals=capitals)
        for each in pattern.finditer(folded):
            if not (_abbreviation(each[0]) and _after_number(folded, max(0, each.start() - 4), each.start())):
                start, end = each.span()
                yield Found(places[start], places[end - 1] + 1) if places else Found(start, end)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    # The longest first: of two that begin alike the first one is found.
    found = [_one(phrase) for phrase in sorted({*phrases}, key=len, reverse=True) if phrase.strip()]
    return re.compile("|".join(found)) if found else None


def _one(phrase: str) -> str:
    words = phrase.split()
    before = rf"(?<!{_WORD})" if words[0][0].isalnum() else ""
    after = rf"(?!{_WORD})" if words[-1][-1].isalnum() else ""
    return before + _BETWEEN.join(map(re.escape, words)) + after


def _folded(text: str, *, capitals: bool = False) -> tuple[str, list[int]]:
    """A text without accents, invisible signs and capitals, and the place of each of its characters; none if all stand."""
    if text.isascii():
        return (text if capitals else text.lower()), []
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if letter.isascii():
            kept = letter
        else:
            # Full-width letters, ligatures and the like are the letters that they show.
            parts = unicodedata.normalize("NFKD", letter)
            kept = "".join(each for each in parts if not unicodedata.combining(each) and unicodedata.category(each) != "Cf")
        kept = kept if capitals else kept.casefold()
        letters.append(kept)
        places += [at] * len(kept)
    return "".join(letters), places
