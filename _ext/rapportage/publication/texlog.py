"""What went wrong in a run of TeX, from its log, in the words and with the places of those who wrote the text.

TeX names lines of the ``.tex`` file, which nobody wrote. Our LaTeX writer leaves marks in that file, remarks that say
which line of which file the text below comes from; the nearest one above is the place that is told.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How a mark in the ``.tex`` file begins; behind it stands a place, such as ``docs/index.md:12``.
MARK = "%@ "
#: So many points may a line stick out beside its column; more can be seen.
STICKS_OUT = 20.0
#: So many faults of a kind are told.
TOLD = 10

_page = re.compile(r"\[(\d+)(?=[\]\s<{]|$)", re.MULTILINE)
_error = re.compile(r"^(?:(?P<file>[^\s:][^:\n]*):(?P<line>\d+): |! )(?P<message>.+)$", re.MULTILINE)
_overfull = re.compile(
    r"^Overfull \\hbox \((?P<width>[\d.]+)pt too wide\).*?(?: at lines? (?P<line>\d+)(?:--\d+)?)?$\n?(?P<text>.*)$",
    re.MULTILINE,
)
_missing = re.compile(
    r"^Missing character: There is no (?P<character>.+?)(?: \(U\+\w+\))? in font (?P<font>.*?)!", re.MULTILINE
)
_font = re.compile(r"\\\S+|\[\]|\|")


class Marks:
    """Where the lines of a ``.tex`` file come from."""

    def __init__(self, text: str) -> None:
        self._lines: list[int] = []
        self._places: list[str] = []
        for number, line in enumerate(text.split("\n"), 1):
            if line.startswith(MARK):
                self._lines.append(number)
                self._places.append(line.removeprefix(MARK).strip())

    def near(self, line: int) -> str:
        """The place of the text at a line, or of the last text before it; empty above the first."""
        at = bisect.bisect_right(self._lines, line)
        return self._places[at - 1] if at else ""


class Pages(NamedTuple):
    """At which places of a log the pages of the document were finished."""

    ends: tuple[int, ...]

    @classmethod
    def of(cls, log: str) -> Pages:
        ends: list[int] = []
        last = 0
        for found in _page.finditer(log):
            # Text in brackets looks the same; a page has the number after that of the one before, or begins to count anew.
            if int(found[1]) in {last + 1, 0, 1}:
                ends.append(found.start())
                last = int(found[1])
        return cls(tuple(ends))

    def at(self, place: int) -> int:
        """The page on which TeX was at a place of its log, counted from the first."""
        return bisect.bisect_left(self.ends, place) + 1


def faults(log: str, marks: Marks, name: str) -> list[str]:
    """What is wrong with a PDF that was made: characters that no font has, and lines beside their column."""
    pages = Pages.of(log)
    return [*_unique(_characters(log, pages)), *_unique(_lines(log, marks, pages, name))]


def error(log: str, marks: Marks, name: str) -> str:
    """What made TeX stop, in one line; empty if the log does not say so."""
    found = _error.search(log)
    if found is None:
        return ""
    message = found["message"].strip().removeprefix("LaTeX Error: ").rstrip(".")
    if message.startswith("Undefined control sequence"):
        # The line below ends at what is not known.
        context = re.match(r"\n(?:<[^>]*> |l\.\d+ )?(.*)", log[found.end() :])
        message += " " + (re.findall(r"\\[A-Za-z@]+|\\.", context[1]) or [""])[-1] if context else ""
    page = Pages.of(log).at(found.start())
    own = found["file"] is not None and found["file"].removeprefix("./") == f"{name}.tex"
    line = found["line"] if own else (re.findall(r"^l\.(\d+)", log[found.end() :], re.MULTILINE) or [""])[0]
    place = marks.near(int(line)) if line else ""
    return f"{place or f'page {page}'}: {message.rstrip()}"


def _characters(log: str, pages: Pages) -> Iterator[str]:
    for found in _missing.finditer(log):
        yield f'page {pages.at(found.start())}: no font has "{found["character"]}"'


def _lines(log: str, marks: Marks, pages: Pages, name: str) -> Iterator[str]:
    for found in _overfull.finditer(log):
        if float(found["width"]) < STICKS_OUT:
            continue
        place = marks.near(int(found["line"])) if found["line"] else ""
        text = " ".join(_font.sub(" ", found["text"]).split())
        page, width = pages.at(found.start()), float(found["width"])
        yield (
            f"{place or name}: on page {page} or the next, {width:.0f} points of a line stand outside its column: "
            f"{text[:60] or '(no text)'}"
        )


def _unique(messages: Iterator[str]) -> list[str]:
    """The messages, each once; of many the first ones, and how many more there are."""
    all_of_them = list(dict.fromkeys(messages))
    more = len(all_of_them) - TOLD
    return all_of_them if more <= 0 else [*all_of_them[:TOLD], f"and {more} more of the same kind"]
