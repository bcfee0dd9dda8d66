"""YAML files in which every value keeps its place.

PyYAML's parser gives events; this module makes plain Python data of them, with a tree of marks of the same shape, so that
a message can point at the line and column of any value. It reads YAML as 1.2 does and a newcomer expects: only ``true``
and ``false`` are booleans, ``no`` is a country, ``010`` is text, ``1.10`` keeps its digits. What is refused (duplicate
keys, tags, more than one document, endless aliases) is refused with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml

from rapportage import textfile
from rapportage.problems import Place, Problem, told_in_short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The way from the root of a file to a value in it: mapping keys, and a list's items counted from 0.
Keys: TypeAlias = tuple[str | int, ...]

#: The bounds: the size of a file, how deep values may be nested, how many values aliases may unfold to, and how many
#: characters a key (an id is one) and any other text may have.
MAX_BYTES = textfile.MAX_BYTES
MAX_DEPTH = 32
MAX_VALUES = 2_000_000
MAX_KEY = 100
MAX_TEXT = 100_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A whole number that no machine word holds is a decimal number too: nothing counts so far.
_integer = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})").fullmatch
_decimal = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,100})?").fullmatch
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


class Mark(NamedTuple):
    """Where a value begins, and the marks of what is in it; line and column count from 0."""

    line: int
    column: int
    children: dict[str | int, tuple[Mark, Mark]] | list[Mark] | None = None
    """Of a mapping: the marks of each key and its value. Of a list: of each item."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """One file as it was read: its data, or the problems that kept it from being read."""

    name: str
    data: Any
    mark: Mark
    problems: tuple[Problem, ...] = ()

    def place(self, keys: Keys = (), *, of_key: bool = False) -> Place:
        """The place of the value that *keys* lead to, or of its key; of what is nearest above it if it is not there."""
        mark = self.mark
        for depth, key in enumerate(keys):
            children = mark.children
            if isinstance(children, dict) and key in children:
                key_mark, mark = children[key]
                if of_key and depth == len(keys) - 1:
                    mark = key_mark
            elif isinstance(children, list) and isinstance(key, int) and key < len(children):
                mark = children[key]
            else:
                break
        return Place(self.name, mark.line + 1, mark.column + 1)


def read(path: Path, name: str) -> YamlFile:
    """Read the file at *path*; *name* is what messages call it. Never raises for what stands there."""
    return _composed(textfile.read(path, name, limit=MAX_BYTES))


def parse(content: bytes, name: str) -> YamlFile:
    """Like `read`, of *content* that was read already."""
    return _composed(textfile.decode(content, name, limit=MAX_BYTES))


def _composed(file: textfile.TextFile) -> YamlFile:
    if file.problems:
        return YamlFile(file.name, None, Mark(0, 0), file.problems)
    composer = _Composer(file.name)
    try:
        data, mark = composer.document(yaml.parse(file.text, Loader=_Loader))
    except _Refusal as refusal:
        data, mark = None, Mark(0, 0)
        composer.problems.append(Problem(refusal.place, str(refusal)))
    except yaml.YAMLError as error:
        data, mark = None, Mark(0, 0)
        composer.problems.append(Problem(_place_of(error, file), _in_plain_words(error)))
    return YamlFile(file.name, data, mark, tuple(told_in_short(composer.problems)))


class _Refusal(Exception):  # noqa: N818 -- it ends the reading of one file, and never leaves this module
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place


class _Composer:
    """Makes data and marks of one document's events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._anchors: dict[str, tuple[Any, Mark, int]] = {}
        self._values = 0

    def document(self, events: Iterator[Any]) -> tuple[Any, Mark]:
        next(events)  # the stream's start
        event = next(events)
        if isinstance(event, yaml.StreamEndEvent):
            return None, Mark(0, 0)
        composed = self._value(next(events), events, 0)
        next(events)  # the document's end
        event = next(events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refusal(event, 'a second document starts here; a data file holds one (remove the "---")')
        return composed

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> tuple[Any, Mark]:
        self._count(1, event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag is not None:
            raise self._refusal(event, f"the tag {event.tag} is not allowed; put a text that starts with ! between quotes")
        before = self._values
        start = event.start_mark
        data: Any
        if isinstance(event, yaml.ScalarEvent):
            data = _scalar(event.value) if event.implicit[0] else event.value
            mark = Mark(start.line, start.column)
            if len(event.value) > MAX_TEXT:
                raise self._refusal(event, f"this text is longer than {MAX_TEXT} characters")
            if event.style == '"' and (unseen := textfile.unseen(event.value)):  # written as an escape, such as \0
                self._problem(mark, textfile.told(unseen))
        elif depth >= MAX_DEPTH:
            raise self._refusal(event, f"values are nested deeper than {MAX_DEPTH} levels")
        elif isinstance(event, yaml.MappingStartEvent):
            data, pairs = self._mapping(events, depth)
            mark = Mark(start.line, start.column, pairs)
        else:
            data, items = self._sequence(events, depth)
            mark = Mark(start.line, start.column, items)
        if event.anchor is not None:
            self._anchors[event.anchor] = data, mark, self._values - before + 1
        return data, mark

    def _mapping(self, events: Iterator[Any], depth: int) -> tuple[dict[Any, Any], dict[Any, tuple[Mark, Mark]]]:
        data: dict[Any, Any] = {}
        marks: dict[Any, tuple[Mark, Mark]] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, key_mark = self._value(event, events, depth + 1)
            value, mark = self._value(next(events), events, depth + 1)
            if isinstance(key, bool) or not isinstance(key, str | int):
                self._problem(key_mark, "a key is a word or a whole number; put anything else between quotes")
            elif isinstance(key, str) and textfile.unseen(key):
                continue  # that was told
            elif isinstance(key, str) and len(key) > MAX_KEY:
                self._problem(key_mark, f"a key has {MAX_KEY} characters at most, and this one {len(key)}")
            elif key in data:
                first = marks[key][0].line + 1
                self._problem(key_mark, f'"{key}" stands here a second time; the first is on line {first}')
            else:
                data[key] = value
                marks[key] = key_mark, mark
        return data, marks

    def _sequence(self, events: Iterator[Any], depth: int) -> tuple[list[Any], list[Mark]]:
        data: list[Any] = []
        marks: list[Mark] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            value, mark = self._value(event, events, depth + 1)
            data.append(value)
            marks.append(mark)
        return data, marks

    def _alias(self, event: Any) -> tuple[Any, Mark]:
        if event.anchor not in self._anchors:
            hint = "; put a text that starts with * between quotes"
            raise self._refusal(event, f"*{event.anchor} refers to nothing above it{hint}")
        data, mark, values = self._anchors[event.anchor]
        self._count(values, event)
        return data, mark

    def _count(self, values: int, event: Any) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            raise self._refusal(event, f"the file unfolds to more than {MAX_VALUES} values")

    def _problem(self, mark: Mark, message: str) -> None:
        self.problems.append(Problem(Place(self.name, mark.line + 1, mark.column + 1), message))

    def _refusal(self, event: Any, message: str) -> _Refusal:
        return _Refusal(Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1), message)


def _scalar(text: str) -> Any:
    """What a plain scalar means, after the core schema of YAML 1.2 without its octal, hexadecimal and float notations."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-0123456789":
        if _integer(text):
            return int(text)
        if _decimal(text):
            return Decimal(text)
    return text


def _place_of(error: yaml.YAMLError, file: textfile.TextFile) -> Place:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Place(file.name, 1, 1)
    lines = file.text.rstrip("\n").split("\n")
    if mark.line >= len(lines):  # what is missing is missed behind the last line
        return Place(file.name, len(lines), len(lines[-1]) + 1)
    return Place(file.name, mark.line + 1, mark.column + 1)


def _in_plain_words(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    context = getattr(error, "context", None)
    begun = getattr(error, "context_mark", None)
    since = f" that begins on line {begun.line + 1}" if context in _LONG and begun else ""
    hint = _HINTS.get(problem, "")
    return f"this is not valid YAML: {problem}" + (f" ({context}{since})" if context else "") + hint


#: What may have begun far above the place where it turns out to be wrong.
_LONG = {"while scanning a quoted scalar", "while parsing a flow sequence", "while parsing a flow mapping"}


_HINTS = {
    "mapping values are not allowed in this context": (
        '; look at the indentation of this line and the one above, or put a text that holds ": " between quotes'
    ),
    "found character that cannot start any token": (
        "; indent with spaces, and put a text that starts with @, %, ` or a {role} between quotes"
    ),
    "did not find expected alphabetic or numeric character": "; put a text that starts with * or & between quotes",
    "did not find expected key": (
        "; look at the indentation and at quotes just above, and put a text that starts with [ or { between quotes"
    ),
    "did not find expected <document start>": "; look at the indentation: keys that belong together begin in one column",
    "could not find expected ':'": "; a key is missing its colon, or a text its quotes",
}
