"""How large a page may be, and how deep what stands in it: more than any person writes, and less than takes minutes to read.

Found in one pass over the text, whatever its markup means: parsers of markup take a time that grows with the square of what
they read, or end in an error that is nobody's, where brackets, quotes or lists are opened without end.

Knows no Sphinx.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from rapportage.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of a page, in bytes and in lines.
MAX_BYTES = 512 * 1024
MAX_LINES = 10_000
#: Of a line; editors break or hide longer ones.
MAX_LINE = 20_000
#: Of a word; more has no place on a line of paper, and stops TeX (which a word of 3 000 letters does).
MAX_WORD = 250
#: Of an address, as in `rapportage.source.addresses`.
MAX_ADDRESS = 2000
#: Of a label, ``(label)=``.
MAX_LABEL = 200
#: How deep quotes, lists and directives may stand in each other, and marks of one paragraph.
MAX_QUOTES = 8
MAX_INDENTS = 16
MAX_LISTS = 10
MAX_DIRECTIVES = 12
MAX_MARKS = 40
#: How many marks that may be the begin of something (`[`, `*`, `_`, `` ` ``, `<`, `{`) a paragraph or a table may have;
#: and a page.
MAX_OPENED = 2000
MAX_OPENED_ON_PAGE = 20_000
#: Of a table, and of all tables of a page: Markdown fills up every row that is shorter than the first.
MAX_COLUMNS = 60
MAX_ROWS = 2000
MAX_CELLS = 10_000
#: So many problems of a page are told.
TOLD = 20

_word = re.compile(rf"\S{{{MAX_WORD + 1},}}").finditer
_is_rule = re.compile(r"[-=+|:*_~#^.`>\s]*").fullmatch
_address = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE).search
_label = re.compile(r"\s*\((.*)\)=\s*").fullmatch
_begin = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*").match
_item = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]").match
_list_mark = re.compile(r"[-*+](?=[ \t])|\d[.)](?=[ \t])").findall
_fence = re.compile(r"[ \t>]*(?P<fence>`{3,}|:{3,}|~{3,})(?P<head>.*)").fullmatch
_mark = re.compile(r"\\.|[][*_`<{]+")
_cells = re.compile(r"(?<!\\)\|").findall


class _Fence(NamedTuple):
    sign: str
    length: int
    is_directive: bool


def problems(text: str, name: str) -> Iterator[Problem]:
    """Where *text*, of the file that messages call *name*, is more than a page may be; the first `TOLD`, if any."""
    if (size := len(text.encode("utf-8", "replace"))) > MAX_BYTES:
        yield _problem(name, 1, 1, f"the page has {size // 1024} kB; it may have {MAX_BYTES // 1024}, so make several of it")
        return
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        yield _problem(name, 1, 1, f"the page has {len(lines)} lines; it may have {MAX_LINES}, so make several of it")
        return
    yield from islice(_in_lines(lines, name), TOLD)


def _in_lines(lines: list[str], name: str) -> Iterator[Problem]:
    nesting, paragraph = _Nesting(), _Paragraph()
    for number, line in enumerate(lines, 1):
        for column, told in (*_in_line(line), *nesting.add(line), *paragraph.add(line)):
            yield _problem(name, number, column, told)


def _in_line(line: str) -> Iterator[tuple[int, str]]:
    if len(line) > MAX_LINE:
        yield MAX_LINE, f"this line has {len(line)} characters; it may have {MAX_LINE}"
        return
    for found in _word(line):
        if _is_rule(found[0]):
            continue
        most = MAX_ADDRESS if _address(found[0]) else MAX_WORD
        if len(found[0]) > most:
            kind = "address" if most == MAX_ADDRESS else "word"
            yield found.start() + 1, f"this {kind} has {len(found[0])} characters; it may have {most}"
    if (label := _label(line)) and len(label[1]) > MAX_LABEL:
        yield 1, f"this label has {len(label[1])} characters; it may have {MAX_LABEL}"


class _Nesting:
    """What quotes, lists and directives are open at a line."""

    def __init__(self) -> None:
        self.indents: list[int] = []
        self.lists: list[int] = []
        self.fences: list[_Fence] = []

    def add(self, line: str) -> Iterator[tuple[int, str]]:
        if not line.strip():
            return
        yield from self._fences(line)
        if self.fences and not self.fences[-1].is_directive:
            return  # code may be indented as it likes
        begin = "" if _is_rule(line) and ">" not in line else _begin(line)[0]  # type: ignore[index]
        if (quotes := begin.count(">")) > MAX_QUOTES:
            yield 1, f"quotes stand {quotes} deep in each other here; they may {MAX_QUOTES}"
        indent = len(line) - len(line.lstrip(" \t"))
        while self.indents and self.indents[-1] > indent:
            self.indents.pop()
        if not self.indents or self.indents[-1] < indent:
            self.indents.append(indent)
            if len(self.indents) == MAX_INDENTS + 1:
                yield indent + 1, f"this is indented {MAX_INDENTS + 1} times; it may be {MAX_INDENTS}"
        if _item(begin or " "):
            while self.lists and self.lists[-1] >= indent:
                self.lists.pop()
            self.lists.append(indent)
            deep = len(self.lists) - 1 + len(_list_mark(begin))
            if deep > MAX_LISTS and (len(self.lists) == MAX_LISTS + 1 or len(_list_mark(begin)) > MAX_LISTS):
                yield indent + 1, f"lists stand {deep} deep in each other here; they may {MAX_LISTS}"
        elif indent == 0:
            self.lists.clear()

    def _fences(self, line: str) -> Iterator[tuple[int, str]]:
        if not (found := _fence(line)):
            return
        sign, length, head = found["fence"][0], len(found["fence"]), found["head"].strip()
        inner = self.fences[-1] if self.fences else None
        if not head:
            at = next((at for at in range(len(self.fences) - 1, -1, -1) if self.fences[at].sign == sign), None)
            if at is not None and self.fences[at].length <= length:
                del self.fences[at:]
            elif inner is None or inner.is_directive:
                self.fences.append(_Fence(sign, length, is_directive=False))
        elif inner is None or inner.is_directive:
            self.fences.append(_Fence(sign, length, is_directive=head.startswith("{") or sign == ":"))
            if len(self.fences) == MAX_DIRECTIVES + 1:
                yield 1, f"directives stand {MAX_DIRECTIVES + 1} deep in each other here; they may {MAX_DIRECTIVES}"


class _Paragraph:
    """What is opened in a paragraph or a table."""

    def __init__(self) -> None:
        self.cells = self.marks = 0
        self._clear()

    def _clear(self) -> None:
        self.opened = self.rows = self.columns = self.depth = 0
        self.told = False

    def add(self, line: str) -> Iterator[tuple[int, str]]:
        if not line.strip(" \t>"):
            self._clear()
            return
        if (columns := len(_cells(line))) > MAX_COLUMNS + 1:
            yield 1, f"this row has {columns - 1} cells; it may have {MAX_COLUMNS}"
        self.columns = max(self.columns, columns)
        self.rows += self.columns > 0
        self.cells, before = self.cells + self.columns, self.cells
        if before <= MAX_CELLS < self.cells:
            yield 1, f"the tables of this page have more than {MAX_CELLS} cells; make several pages of it"
        if self.rows == MAX_ROWS + 1:
            yield 1, f"this table has more than {MAX_ROWS} rows; make several of it"
        for found in _mark.finditer(line):
            if found[0][0] == "\\" or self.told:
                continue
            self._count(line, found)
            if self.depth > MAX_MARKS:
                self.told = True
                yield (
                    found.start() + 1,
                    f"more than {MAX_MARKS} brackets or marks are open here; close them",
                )
            elif self.opened > MAX_OPENED:
                self.told = True
                yield found.start() + 1, f"this paragraph has more than {MAX_OPENED} brackets and marks; make several of it"

        if self.marks > MAX_OPENED_ON_PAGE:
            self.marks = -(10**9)
            yield 1, f"this page has more than {MAX_OPENED_ON_PAGE} brackets and marks; make several of it"

    def _count(self, line: str, found: re.Match[str]) -> None:
        before = line[found.start() - 1] if found.start() else " "
        after = line[found.end()] if found.end() < len(line) else " "
        for sign in found[0]:
            self.opened += sign != "]"
            self.marks += sign != "]"
            if sign == "[":
                self.depth += 1
            elif sign == "]":
                self.depth = max(0, self.depth - 1)
            elif sign in "*_":
                closes = not before.isspace() and (self.depth > 0 or after.isspace())
                self.depth = max(0, self.depth - 1) if closes else self.depth + (not after.isspace())


def _problem(name: str, line: int, column: int, message: str) -> Problem:
    return Problem(Place(name, line, column), message)
