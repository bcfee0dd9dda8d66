"""Where what is left out stands openly elsewhere: whole or in part, a name alone, a number in another notation.

Whoever reads the report can put it together again from there. It says where, and never what. Knows no Sphinx.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rapportage.plugins.redaction.figures import figures
from rapportage.plugins.redaction.words import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rapportage.plugins.redaction.figures import Figure
    from rapportage.plugins.redaction.secrets import Secret

WHOLE = "all of it"
#: The shortest name that is looked for by itself.
NAME = 3
#: So many words on end of a passage, with so many letters, are no coincidence.
WINDOW = 6
LETTERS = 24

_word = re.compile(r"[^\W_]+").finditer
#: A word of a sentence: no part of an address or of a name of a file.
_ordinary = re.compile(r"(?<![^\s(\"'‘“„])[^\W\d_]+(?=[,.;:!?)\"'’”]*(?:\s|$))").findall
#: Behind it, a capital says nothing.
_starts = re.compile(r"(?:^|[.!?:\n#|>*\"“‘„(\[]|[-–—])\s*[\"'“‘„(*_\[]*$").search


class Exposure(NamedTuple):
    """A place where something stands openly that is left out elsewhere."""

    secret: Secret
    how: str
    """In which form, as a phrase: ``a word of it``."""
    file: str
    """From the folder of the project."""
    line: int
    """0 for the name of the file."""
    more: int = 0
    """How many more places there are in that file."""

    @property
    def is_whole(self) -> bool:
        """Whether all that is left out stands there."""
        return self.how == WHOLE

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else f"the name of {self.file}"
        more = f" (and {self.more} more there)" if self.more else ""
        return f"{self.how} stands openly in {where}{more}: {self.secret}"


class Open(NamedTuple):
    """A text that everybody may see."""

    file: str
    text: str
    is_name: bool = False
    """Whether it is the name of the file."""


class _Place(NamedTuple):
    text: int
    at: int
    """Which word of that text."""


class OpenTexts:
    """All that everybody may see, ready to be asked."""

    def __init__(self, texts: Iterable[Open]) -> None:
        self._texts = list(texts)
        self._words: list[list[str]] = []
        self._starts: list[list[int]] = []
        self._index: dict[str, list[_Place]] = {}
        self._ordinary: set[str] = set()
        for number, each in enumerate(self._texts):
            words: list[str] = []
            starts: list[int] = []
            for found in _word(each.text):
                word = normal(found[0])
                self._index.setdefault(word, []).append(_Place(number, len(words)))
                words.append(word)
                starts.append(found.start())
            if not each.is_name:
                self._ordinary.update(normal(found) for found in _ordinary(each.text) if found.islower())
            self._words.append(words)
            self._starts.append(starts)

    def exposures(self, secret: Secret) -> list[Exposure]:
        """Where a text that is left out stands openly, each file once for each form; the plainest form first."""
        found: list[Exposure] = []
        seen: set[str] = set()
        for how, places in self._forms(secret):
            by_file: dict[tuple[str, bool], list[int]] = {}
            for text, line in sorted(set(places)):
                by_file.setdefault((self._texts[text].file, self._texts[text].is_name), []).append(line)
            for (file, is_name), lines in by_file.items():
                if file not in seen:
                    found.append(Exposure(secret, how, file, 0 if is_name else lines[0], len(lines) - 1))
            seen.update(file for file, _ in by_file)
        return found

    def _forms(self, secret: Secret) -> Iterator[tuple[str, Iterable[tuple[int, int]]]]:
        words = normal(secret.text).split()
        if self._is_telling(secret.text, words):
            yield WHOLE, (self._line(each) for each in self._sequence(words))
        numbers = [*figures(secret.text)]
        if secret.ground and numbers:
            yield "a number of it, as it is or in another notation", self._numbers(numbers)
        if secret.ground and len(words) > WINDOW + 1:
            yield "a part of it", (self._line(each) for each in self._windows(words))
        if secret.ground and len(words) > 1:
            names = [*self._names(secret.text)]
            yield "a word of it", (self._line(each) for name in names for each in self._name(name))
            yield "its initials and name", (self._line(each) for each in self._handles(names))

    def _is_telling(self, text: str, words: Sequence[str]) -> bool:
        """Whether a text says something wherever it stands: an ordinary word alone does not."""
        return len(words) > 1 or (
            len(text) >= NAME and any(each.isupper() for each in text) and words[0] not in self._ordinary
        )

    def _sequence(self, words: Sequence[str]) -> Iterator[_Place]:
        # Where the rarest of them stands, the others can stand around it.
        rarest = min(range(len(words)), key=lambda at: len(self._index.get(words[at], ())))
        for text, at in self._index.get(words[rarest], ()):
            start = at - rarest
            if start >= 0 and self._words[text][start : start + len(words)] == [*words]:
                yield _Place(text, start)

    def _windows(self, words: Sequence[str]) -> Iterator[_Place]:
        for start in range(len(words) - WINDOW + 1):
            window = words[start : start + WINDOW]
            if sum(map(len, window)) >= LETTERS:
                yield from self._sequence(window)

    def _names(self, text: str) -> Iterator[str]:
        """The words of a text that look like names."""
        for found in _word(text):
            word = normal(found[0])
            if len(found[0]) >= NAME and found[0][0].isupper() and not (found.start() == 0 and word in self._ordinary):
                yield word

    def _name(self, name: str) -> Iterator[_Place]:
        for place in self._index.get(name, ()):
            if name not in self._ordinary or self._is_name(place):
                yield place

    def _is_name(self, place: _Place) -> bool:
        """Whether an ordinary word is meant as a name: a capital that begins no sentence."""
        text, start = self._texts[place.text].text, self._starts[place.text][place.at]
        return text[start].isupper() and not _starts(text[max(0, start - 20) : start])

    def _handles(self, names: Sequence[str]) -> Iterator[_Place]:
        """Such as stand in an address: initials and name in one word."""
        if len(names) > 1:
            first, last = names[0], names[-1]
            initials = "".join(name[0] for name in names[:-1])
            for handle in {first[0] + last, initials + last, first + last, last + first, last + first[0], last + initials}:
                yield from self._index.get(handle, ())

    def _numbers(self, wanted: Sequence[Figure]) -> Iterator[tuple[int, int]]:
        for number, found in self._figures:
            if any(each.is_same(found) for each in wanted):
                yield number, self._line_of(number, found.at)

    @cached_property
    def _figures(self) -> list[tuple[int, Figure]]:
        return [(number, found) for number, each in enumerate(self._texts) for found in figures(each.text)]

    @cached_property
    def _line_ends(self) -> list[list[int]]:
        return [[found.start() for found in re.finditer("\n", each.text)] for each in self._texts]

    def _line(self, place: _Place) -> tuple[int, int]:
        return place.text, self._line_of(place.text, self._starts[place.text][place.at])

    def _line_of(self, text: int, at: int) -> int:
        return bisect_right(self._line_ends[text], at - 1) + 1
