"""What is wrong in a data file, where, and how to say it.

Knows no YAML and no Sphinx: every layer above reports its problems in these words.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def nearest(word: str, choices: Iterable[object], *, listed: int = 8) -> str:
    """The end of a message that helps: `; did you mean "x"?`, or the choices if they are few.

    Empty when nothing is near and the choices are too many to read.
    """
    known = [str(choice) for choice in choices]
    if close := get_close_matches(word, known, n=1, cutoff=0.6):
        return f'; did you mean "{close[0]}"?'
    if 0 < len(known) <= listed:
        return f"; choose from {', '.join(known)}"
    return ""
