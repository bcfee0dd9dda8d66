"""Reads a gettext catalogue (``.po``) strictly: whatever is not exactly that is told at its line, and never raised.

The format is that of https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html, of which a page or a text of the
data has one part: a text and its translation. Sphinx never looks for a context (``msgctxt``) or a plural in them, so what
has one would never be shown.

A catalogue that cannot be read has no entries: half of one could show half a sentence. Knows no Sphinx and no Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from rapportage.problems import Place, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.textfile import TextFile

#: So many faults of one catalogue are told; a file of another kind is full of them.
TOLD = 50

_keyword = re.compile(r"(?P<word>[A-Za-z_]+(?:\[[^\]\s]*\])?)[ \t]*(?P<rest>.*)").fullmatch
_form = re.compile(r"msgstr\[(0|[1-9][0-9]?)\]").fullmatch
_string = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"').match
_escape = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_WORDS = ("msgid", "msgstr", "msgctxt", "msgid_plural")
_charset = re.compile(r"^content-type:.*;\s*charset=(\S+)\s*$", re.IGNORECASE | re.MULTILINE).search
_language = re.compile(r"^language:[ \t]*(\S+)[ \t]*$", re.IGNORECASE | re.MULTILINE).search
_plurals = re.compile(r"^plural-forms:.*nplurals[ \t]*=[ \t]*([0-9]+)", re.IGNORECASE | re.MULTILINE).search


class Entry(NamedTuple):
    """A text with its translation."""

    msgid: str
    msgstr: str
    """Empty if there is none, and for a text with a plural."""
    line: int
    """That of ``msgid``."""
    translated_at: int
    """The line of ``msgstr``."""
    fuzzy: bool = False
    obsolete: bool = False
    """Whether it was set aside, behind ``#~``."""
    remarks: tuple[tuple[int, str], ...] = ()
    """What translators remarked on it: lines and words."""
    plural: str = ""
    forms: tuple[str, ...] = ()
    """Of a text with a plural, its translations."""


class PoFile(NamedTuple):
    """A catalogue as it was read."""

    name: str
    """What messages call it."""
    entries: tuple[Entry, ...] = ()
    """Without its head; none if it cannot be read."""
    problems: tuple[Problem, ...] = ()
    is_readable: bool = True


def parse(file: TextFile, *, language: str = "", plurals: bool = False) -> PoFile:
    """The catalogue in a file that was read. It is one of *language*; only some have texts with *plurals*."""
    if file.problems:
        return PoFile(file.name, (), file.problems, is_readable=False)
    reader = _Reader(file.name)
    reader.read(file.text)
    if reader.problems:
        return PoFile(file.name, (), tuple(sorted(reader.problems)[:TOLD]), is_readable=False)
    head, entries = _head(reader.found)
    of_head = [*_of_head(head, file.name, language)]
    problems = [*of_head, *_of_entries(entries, head, file.name, plurals=plurals)]
    usable = [each.entry() for each in entries if each.context is None and (plurals or each.plural is None)]
    return PoFile(file.name, () if of_head else tuple(usable), tuple(sorted(problems)[:TOLD]), is_readable=not of_head)


@dataclass
class _Part:
    """One keyword of an entry with its string."""

    line: int
    text: str = ""


@dataclass
class _Found:
    """An entry that is being read."""

    line: int
    obsolete: bool = False
    fuzzy: bool = False
    remarks: list[tuple[int, str]] = field(default_factory=list)
    context: _Part | None = None
    msgid: _Part = field(default_factory=lambda: _Part(0))
    """On line 0 as long as there is none."""
    plural: _Part | None = None
    forms: dict[int, _Part] = field(default_factory=dict)
    """The translations, by the number of the form; -1 where there is no plural."""

    def entry(self) -> Entry:
        several = tuple(part.text for number, part in sorted(self.forms.items()) if number >= 0)
        one = self.forms.get(-1)
        return Entry(
            self.msgid.text,
            one.text if one else "",
            self.msgid.line,
            min(part.line for part in self.forms.values()),
            self.fuzzy,
            self.obsolete,
            tuple(self.remarks),
            self.plural.text if self.plural else "",
            several,
        )


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[_Found] = []
        self.problems: list[Problem] = []
        self._entry = _Found(0)
        self._part: _Part | None = None

    def read(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            self._line(number, line.strip(), len(line) - len(line.lstrip()))
        self._end()

    def _line(self, number: int, line: str, before: int) -> None:
        obsolete = line.startswith("#~") and not line.startswith("#~|")
        if obsolete:
            before += len(line) - len(line[2:].lstrip())
            line = line[2:].lstrip()
        if not line:
            return
        if line.startswith("#"):
            self._remark(number, line)
        elif line.startswith('"'):
            if self._part is None or obsolete != self._entry.obsolete:
                self._tell(number, before + 1, "no text begins here: msgid or msgstr is missing before it")
            self._add(number, line, before)
        elif (match := _keyword(line)) and (
            match["word"] in _WORDS or _form(match["word"]) or match["rest"].startswith('"')
        ):
            self._begin(number, match["word"], obsolete=obsolete)
            self._add(number, match["rest"], before + match.start("rest"))
        else:
            told = (
                'this is neither a text, which stands between "…" behind msgid or msgstr, nor a remark, which begins with #'
            )
            self._tell(number, before + 1, told)

    def _remark(self, number: int, line: str) -> None:
        if self._entry.forms:
            self._end()
        elif self._entry.msgid.line or self._entry.context:
            self._tell(number, 1, "a remark stands before an entry, not within it")
        self._part = None
        if line.startswith("#,"):
            self._entry.fuzzy |= "fuzzy" in (flag.strip() for flag in line[2:].split(","))
        elif not line.startswith(("#.", "#:", "#|", "#~|")):
            self._entry.remarks.append((number, line[1:].strip()))

    def _begin(self, number: int, word: str, *, obsolete: bool) -> None:
        """A keyword: what follows is its string."""
        if word not in _WORDS and not word.startswith("msgstr["):
            self._tell(number, 1, f'"{word}" is no keyword of a catalogue{nearest(word, _WORDS)}')
            # What it was meant for, so that nothing else seems to be wrong.
            word = (get_close_matches(word, _WORDS, n=1) or [word])[0]
        form = _form(word)
        entry = self._entry
        if (word == "msgctxt" and entry.line) or (word == "msgid" and entry.msgid.line):
            self._end()
            entry = self._entry
        if (entry.context or entry.msgid.line) and entry.obsolete != obsolete:
            self._tell(
                number, 1, f"the entry of line {entry.line} is half set aside: put #~ before all of its lines, or none"
            )
        part = _Part(number)
        if not entry.line:
            entry.line, entry.obsolete = number, obsolete
        if word == "msgctxt" and not entry.context and not entry.msgid.line:
            entry.context = part
        elif word == "msgid" and not entry.msgid.line:
            entry.msgid = part
        elif word == "msgid_plural" and entry.msgid.line and not entry.plural and not entry.forms:
            entry.plural = part
        elif word == "msgstr" and entry.msgid.line and not entry.plural and not entry.forms:
            entry.forms[-1] = part
        elif form and entry.plural and int(form[1]) == len(entry.forms):
            entry.forms[int(form[1])] = part
        else:
            self._tell(number, 1, f"{word} does not belong here; an entry is msgid with its text, then msgstr with its text")
        self._part = part

    def _add(self, number: int, rest: str, before: int) -> None:
        """A string, or a part of one."""
        match = _string(rest)
        if not rest.startswith('"'):
            self._tell(number, before + 1, 'a text stands between double quotes: "…"')
        elif not match:
            self._tell(number, before + 1, 'this text does not end: " is missing at the end of the line')
        elif match.end() < len(rest):
            at = before + match.end() + 1
            self._tell(number, at, 'something stands behind the text; a double quote in a text is written \\"')
        else:
            for escape in _escape.finditer(match["text"]):
                if escape[1] not in _ESCAPES:
                    told = f'"{escape[0]}" means nothing here; a backslash is written \\\\'
                    self._tell(number, before + 2 + escape.start(), told)
            if self._part:
                self._part.text += _escape.sub(lambda each: _ESCAPES.get(each[1], ""), match["text"])

    def _end(self) -> None:
        entry = self._entry
        if entry.msgid.line and not entry.forms:
            self._tell(entry.msgid.line, 1, "this text has no msgstr")
        elif entry.context and not entry.msgid.line:
            self._tell(entry.context.line, 1, "this context has no msgid")
        elif entry.msgid.line:
            self.found.append(entry)
        self._entry, self._part = _Found(0), None

    def _tell(self, line: int, column: int, message: str) -> None:
        # The rest of a line with a fault in it follows from that.
        if not self.problems or self.problems[-1].place.line != line:
            self.problems.append(Problem(Place(self.name, line, column), message))


# ---- what is wrong with what can be read ---------------------------------------------------------------------------------


def _head(found: list[_Found]) -> tuple[_Found | None, list[_Found]]:
    if found and _is_head(found[0]):
        return found[0], found[1:]
    return None, found


def _is_head(found: _Found) -> bool:
    return bool(not found.msgid.text and not found.obsolete and found.context is None)


def _of_head(head: _Found | None, name: str, language: str) -> Iterator[Problem]:
    if head is None or -1 not in head.forms:
        told = (
            'this catalogue does not begin with its head, msgid "" and msgstr "Content-Type: text/plain; charset=UTF-8\\n"'
        )
        yield Problem(Place(name, 1, 1), told)
        return
    text, place = head.forms[-1].text, Place(name, head.forms[-1].line, 1)
    charset = _charset(text)
    if charset is None:
        yield Problem(place, 'the head does not say "Content-Type: text/plain; charset=UTF-8\\n"')
    elif charset[1].lower() not in {"utf-8", "utf8"}:
        yield Problem(place, f"the head says that the file is {charset[1]}; save it as UTF-8, and say so")
    said = _language(text)
    if said and language and re.split("[_@-]", said[1])[0].lower() != language:
        yield Problem(place, f'the head says that this is "{said[1]}", and it stands among the catalogues of "{language}"')


def _of_entries(entries: list[_Found], head: _Found | None, name: str, *, plurals: bool) -> Iterator[Problem]:
    counted = _plurals(head.forms[-1].text) if head and -1 in head.forms else None
    first: dict[str, int] = {}
    for each in entries:
        place = Place(name, each.msgid.line, 1)
        if not each.msgid.text:
            yield Problem(place, "this msgid is empty; only the head of a catalogue, its first entry, has none")
            continue
        if each.obsolete:
            continue
        if each.context is not None:
            told = "a text with msgctxt is never shown: no page or record asks for one; leave the context out"
            yield Problem(Place(name, each.context.line, 1), told)
            continue
        if each.plural is not None and not plurals:
            yield Problem(
                Place(name, each.plural.line, 1), "a text with a plural is never shown: no page or record asks for one"
            )
            continue
        if each.plural is not None and counted and len(each.forms) != int(counted[1]):
            told = f"this text has {len(each.forms)} of {counted[1]} plural forms, which the head names in Plural-Forms"
            yield Problem(place, told)
        before = first.setdefault(each.msgid.text, each.msgid.line)
        if before != each.msgid.line:
            yield Problem(place, f"this text stands here a second time, after line {before}; keep one of the two")
