"""The entries of a BibTeX file, each with the places of its fields, and all that is no entry.

pybtex's scanner reads them, one at a time: an entry begins on a line of its own, so that a brace that is not closed spoils
one entry and not all that come after it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, NamedTuple

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from rapportage.problems import Place, Problem, nearest, short

#: The bounds of one entry: its characters, and its fields; pybtex takes long for larger ones.
MAX_ENTRY = 50_000
MAX_FIELDS = 100

_entry_starts = re.compile(r"^[ \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE).finditer
_nothing = re.compile(r"(?:\s+|%[^\n]*)*").match
_NO_FIELDS = {"string", "preamble", "comment"}


class Field(NamedTuple):
    """What an entry says of itself in one respect; persons are a field, too."""

    name: str
    """In small letters."""
    value: str
    """With its TeX, on one line."""
    place: Place


class Entry(NamedTuple):
    """An entry as it was read."""

    type: str
    """In small letters."""
    key: str
    place: Place
    fields: dict[str, Field]
    is_broken: bool = False
    """Whether it could not be read to its end; that was told."""


class Read(NamedTuple):
    """What stands in one file."""

    entries: list[Entry]
    problems: list[Problem]
    whole: bool
    """Whether every entry is known, at least by its key."""


def read(text: str, name: str) -> Read:
    """All entries of a *text* with ``\\n`` at the end of its lines; *name* is what messages call the file."""
    reader = _Reader(name)
    starts = [match.start() for match in _entry_starts(text)]
    line = 1
    for begin, end in pairwise([*([] if starts[:1] == [0] else [0]), *starts, len(text)]):
        part = text[begin:end]
        reader.read(part, line)
        line += part.count("\n")
    return Read(reader.entries, reader.problems, reader.whole)


class _Scanner(LowLevelParser):  # type: ignore[misc]
    """pybtex's own, which notes where fields stand."""

    def __init__(self, text: str, macros: Any, reader: _Reader, first: int) -> None:
        super().__init__(text, macros=macros)
        self.lineno = first
        self._reader = reader
        self.places: list[Place] = []
        #: Where the last field or value began, and whether a value has not ended yet.
        self.begun = Place(reader.name, first, 1)
        self.is_in_value = False

    def here(self) -> Place:
        """Where it is now."""
        return Place(self._reader.name, self.lineno, self.pos - self.text.rfind("\n", 0, self.pos))

    def parse_field(self) -> None:
        if len(self.places) >= MAX_FIELDS:
            raise PybtexSyntaxError(f"an entry has {MAX_FIELDS} fields at most", self)
        self.eat_whitespace()
        place = self.begun = self.here()
        super().parse_field()
        if self.current_field_name and self.current_value:
            self.places.append(place)

    def parse_value_part(self) -> str:
        self.eat_whitespace()
        self.begun, self.is_in_value = self.here(), True
        value = str(super().parse_value_part())
        self.is_in_value = False
        return value

    def substitute_macro(self, name: str) -> str:
        if name in self.macros:
            return str(self.macros[name])
        hint = nearest(name, self.macros.keys(), listed=0) or "; a text stands between braces: {…}"
        self._reader.tell(self.begun, f'"{short(name)}" stands for nothing here{hint}')
        return name


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.whole = True
        self._macros = CaseInsensitiveDict(month_names)

    def tell(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))

    def read(self, part: str, line: int) -> None:
        """Read a part of the file, which begins on *line* and has one entry as a rule."""
        if len(part) > MAX_ENTRY and part.lstrip().startswith("@"):
            self.whole = False
            self.tell(Place(self.name, line, 1), f"this entry is longer than {MAX_ENTRY} characters")
            return
        at = 0
        while True:
            before, at = at, _end(part, at)
            line += part.count("\n", before, at)
            if at == len(part):
                return
            scanner = _Scanner(part, self._macros, self, line)
            scanner.pos = at
            if part[at] != "@":
                self.whole = False
                told = "this stands outside of any entry; an entry begins with @ on a line of its own, a remark with %"
                self.tell(scanner.here(), told)
                return
            if not self._entry(scanner):
                return
            line, at = scanner.lineno, scanner.pos

    def _entry(self, scanner: _Scanner) -> bool:
        """Read what begins at an @; returns whether more can be read behind it."""
        place = scanner.here()
        scanner.command_start = scanner.pos
        scanner.pos += 1
        try:
            command, (key, *rest) = tuple(scanner.parse_command())
        except SkipEntry:
            return self._skip(scanner, place)
        except PybtexSyntaxError as error:
            self._tell_error(scanner, error, place)
            if key := scanner.current_entry_key:
                self.entries.append(Entry("", key, place, {}, is_broken=True))
            else:
                self.whole = False
            return False
        if command.lower() == "preamble":
            self.tell(place, "a preamble is for TeX, and nobody reads it here; remove it")
        elif command.lower() not in _NO_FIELDS:
            self.entries.append(Entry(command.lower(), key, place, self._fields(rest[0], scanner.places)))
        return True

    def _fields(self, given: list[tuple[str, list[str]]], places: list[Place]) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for (name, parts), place in zip(given, places, strict=True):
            field = Field(name.lower(), " ".join("".join(parts).split()), place)
            if first := fields.get(field.name):
                told = f'"{short(field.name)}" stands here a second time; the first is on line {first.place.line}'
                self.tell(place, told)
            else:
                fields[field.name] = field
        return fields

    def _skip(self, scanner: _Scanner, place: Place) -> bool:
        """Go to the end of a remark between braces."""
        try:
            for _ in scanner.parse_string(scanner.RBRACE):
                pass
        except PybtexSyntaxError:
            self.tell(place, "this remark is not closed; a brace is missing")
            return False
        return True

    def _tell_error(self, scanner: _Scanner, error: PybtexSyntaxError, place: Place) -> None:
        words = error.args[0]
        if scanner.is_in_value and words in _OF_VALUES:
            self.tell(scanner.begun, _OF_VALUES[words])
        elif isinstance(error, PrematureEOF) or scanner.eof():
            since = f" from line {scanner.begun.line} on" if scanner.begun.line != place.line else ""
            self.tell(place, f"this entry is not closed; a brace or a comma is missing{since}")
        else:
            found = scanner.text[scanner.pos]
            self.tell(scanner.here(), _FOUND.get(found) or _WORDS.get(words, words))


_OF_VALUES = {
    "premature end of file": "what begins here is not closed; a brace or a quotation mark is missing",
    "unbalanced braces": "in what begins here is a brace too many, or the quotation mark at its end is missing",
}
#: What stands in the place of something else.
_FOUND = {
    "%": "a remark cannot stand within an entry; put it above",
    "=": "this entry has no key; it begins with one, such as @misc{my-key,",
}
_WORDS = {
    "'}' expected": "a comma, or the brace that closes the entry, is missing before this",
    "')' expected": "a comma, or the parenthesis that closes the entry, is missing before this",
    "'=' expected": 'between a field and what it says stands an "="; a remark cannot stand within an entry',
    "field value expected": "what a field says stands between braces: {…}",
    "entry key expected": "an entry begins with its key, such as @misc{my-key,",
    "a valid name expected": "after an @ comes what the entry is, such as @misc{my-key,",
    "'(' or '{' expected": "after what the entry is comes its key, such as @misc{my-key,",
    "too many nested braces": "braces are nested too deep here",
}


def _end(text: str, at: int) -> int:
    found = _nothing(text, at)
    return found.end() if found else at
