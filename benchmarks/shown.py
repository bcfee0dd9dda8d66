"""What a built page shows: its tables with their captions, cells, links and footnotes. For comparing two pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell of a table."""

    text: str
    links: int
    """How many links it holds, to things and to footnotes."""


@dataclass
class Table:
    caption: str = ""
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


@dataclass
class Shown:
    """What is compared of a page."""

    tables: list[Table] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    links: int = 0
    """How many links to other places there are."""


def shown(path: Path) -> Shown:
    """What the page at *path* shows."""
    reader = _Reader()
    reader.feed(path.read_text("utf-8"))
    return reader.page


def differences(ours: Mapping[str, Shown], theirs: Mapping[str, Shown]) -> Iterator[str]:
    """Where two sets of pages, by name, do not show the same."""
    for name in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(name, Shown()), theirs.get(name, Shown())
        if one.footnotes != other.footnotes:
            yield f"{name}: footnotes {one.footnotes} and {other.footnotes}"
        if one.links != other.links:
            yield f"{name}: {one.links} and {other.links} links"
        if len(one.tables) != len(other.tables):
            yield f"{name}: {len(one.tables)} and {len(other.tables)} tables"
        for table, same in zip(one.tables, other.tables, strict=False):
            if table.caption != same.caption:
                yield f"{name}: captions {table.caption!r} and {same.caption!r}"
            if len(table.rows) != len(same.rows):
                yield f"{name}: {table.caption!r} has {len(table.rows)} and {len(same.rows)} rows"
            for row, as_row in zip(table.rows, same.rows, strict=False):
                if row != as_row:
                    yield f"{name}: rows {row} and {as_row}"


class _Reader(HTMLParser):
    """Collects what stands in the article; what a theme puts around it is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Shown()
        self._words: list[str] = []
        self._links = 0
        self._row: list[Cell] = []
        self._aside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag == "table":
            self.page.tables.append(Table())
        elif tag == "tr":
            self._row = []
        elif tag == "a" and {"reference", "footnote-reference"} & set(classes):
            self._links += 1
            self.page.links += "reference" in classes and "internal" in classes
        if tag in {"caption", "td", "th"} or (tag == "aside" and "footnote" in classes):
            self._words, self._links = [], 0
        self._aside = "footnote" if tag == "aside" and "footnote" in classes else self._aside

    def handle_endtag(self, tag: str) -> None:
        text = " ".join("".join(self._words).split())
        if tag == "caption":
            self.page.tables[-1].caption = text
        elif tag in {"td", "th"}:
            self._row.append(Cell(text, self._links))
        elif tag == "tr":
            # In Markdown a cell cannot run on to the end of its row, so that empty cells follow it.
            while self._row and not self._row[-1].text:
                self._row.pop()
            self.page.tables[-1].rows.append(tuple(self._row))
        elif tag == "aside" and self._aside:
            self.page.footnotes.append(text)
            self._aside = None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
