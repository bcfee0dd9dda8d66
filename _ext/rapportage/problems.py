"""What is wrong in a data file, where, and how to say it.

Knows no YAML and no Sphinx: every layer above reports its problems in these words.
"""

from __future__ import annotations

from bisect import bisect
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: So many problems of one file are told; nobody reads more before mending these.
TOLD = 200
#: A longer word is near to nothing, and messages show only its beginning.
LONGEST = 100
#: Of more words than these only those are compared that stand near in the alphabet, by their beginning or their end.
MANY = 400
#: No message is longer; the rest would be somebody's text.
_MESSAGE = 1000


class Place(NamedTuple):
    """Where a value stands: a file as a person names it, a line and a column, both from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that a person must mend, at the place where they wrote it."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def told_in_short(problems: Sequence[Problem], told: int = TOLD) -> list[Problem]:
    """The first *told* of the problems of one file, in their order, and where the others begin."""
    if len(problems) <= told:
        return list(problems)
    return [*problems[:told], and_more(problems[told].place, len(problems) - told)]


def and_more(place: Place, number: int) -> Problem:
    """What is told in place of *number* problems, of which the first stands at *place*."""
    what = "is one more problem" if number == 1 else f"are {number} more problems"
    return Problem(place, f"from here on there {what} in this file; mend those above first")


def short(word: object, length: int = 60) -> str:
    """A word as messages show it: on one line, and no longer than a person reads."""
    words = " ".join(str(word)[: 4 * length].split())
    return words if len(words) <= length else f"{words[: length - 3]}…"


def nearest(word: str, choices: Iterable[object], *, listed: int = 8) -> str:
    """The end of a message that helps: `; did you mean "x"?`, or the choices if they are few.

    Empty when nothing is near and the choices are too many to read.
    """
    known = [str(choice) for choice in choices]
    if len(word) > LONGEST:
        return ""
    if close := get_close_matches(word, known, n=1, cutoff=0.6):
        return f'; did you mean "{close[0]}"?'
    if 0 < len(known) <= listed:
        return f"; choose from {', '.join(known)}"
    return ""


class Choices:
    """Words of which the nearest is found in a moment, though they are many."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        many = self._words if len(self._words) > MANY else ()
        self._forwards = sorted(many)
        self._backwards = sorted(word[::-1] for word in many)

    def near(self, word: str) -> Sequence[str]:
        """All words if they are few; otherwise some, the nearest to *word* among them as a rule."""
        if not self._forwards:
            return self._words
        forwards, backwards = _around(word, self._forwards), _around(word[::-1], self._backwards)
        return [*dict.fromkeys([*forwards, *(each[::-1] for each in backwards)])]


def _around(word: str, words: Sequence[str]) -> Sequence[str]:
    at = bisect(words, word)
    return words[max(0, at - MANY // 8) : at + MANY // 8]


def in_short(problem: Problem) -> Problem:
    """The problem as it can be printed: on one line, and no longer than a person reads."""
    message = problem.message
    if len(message) <= _MESSAGE and message.isprintable():
        return problem
    shown = "".join(each if each.isprintable() else " " if each.isspace() else "�" for each in message[:_MESSAGE])
    return Problem(problem.place, shown + ("…" if len(message) > _MESSAGE else ""))
