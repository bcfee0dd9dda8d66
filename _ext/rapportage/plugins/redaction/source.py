"""Takes redacted texts out of the source of a page, before anything is parsed. Knows no Sphinx.

`` {redact}`5.1.2.e Jan` `` becomes `` {redact}`5.1.2.e 1` ``: the ground, and the number of the redaction on the page. Both
editions are made of that source, so that they have the same texts to translate; the internal one keeps the texts aside.

Where something is not clear, more is taken out rather than less: in code, alt texts and addresses too, behind a name that
is almost right, and up to the end of the page if nothing says where the text ends. A source keeps its lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rapportage.fences import FENCE, block_at, emptied, is_like, is_placeholder
from rapportage.plugins.redaction.grounds import id_of
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

#: What stands in the place of a ground that is none: what was typed there may be part of the text.
UNKNOWN = "?"

#: How deep redactions may stand in each other; of what is deeper the internal edition shows nothing.
MAX_DEPTH = 8

_openings = re.compile(
    FENCE + r"[ \t]*\{(?P<name>[^}\n]*)\}[ \t]*(?P<argument>[^\n]*)$"
    r"|\{(?P<role>[^{}`\n]{1,40})\}[ \t]*(?P<ticks>`+)"
    # Behind the name of whatever role, or none: nobody begins a text with such a code for another reason.
    r"|(?<!`)(?P<bare>`+)(?!`)(?=\s*5\.1\.[12]\.[a-i]\s)",
    re.IGNORECASE | re.MULTILINE,
)
_restructured = re.compile(
    r":(?:[\w+-]+:)*redact(?:ed)?:[ \t]*`|^[ \t]*\.\.[ \t]+(?:[\w+-]+:)*redact(?:ed)?::", re.IGNORECASE | re.MULTILINE
)
_paragraph_end = re.compile(r"\n[ \t>]*(?:\n|\Z)|\Z")
_names = re.compile(r"\{\s*([^{}`\n]{1,40})\s*\}").findall
_ticks = re.compile("`+").findall
_line_start = re.compile(r"\n[ \t>]*")
_placed = re.compile(r"(?P<ground>\?|[0-9a-z.]+) (?P<number>(?:[0-9a-f]{6}-)?[0-9]+)(?:\s+(?P=number))*").fullmatch


class Redaction(NamedTuple):
    """A text that was taken out."""

    number: str
    """Which one it is on its page; of an included file, behind a mark of that file."""
    ground: str
    """The id of its ground; empty if that is not known."""
    text: str
    line: int
    nested: bool = False
    """Whether it stands in another one, so that no reader of the public edition meets it."""


class Fault(NamedTuple):
    """What is wrong with a redaction, in words that give nothing of it away."""

    line: int
    message: str


@dataclass
class Taken:
    """A source without what was redacted in it, and that."""

    source: str = ""
    redactions: list[Redaction] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Placed(NamedTuple):
    """What a redaction says when its text has been taken out."""

    ground: str
    number: str
    placeholder: str = ""


def take_out(source: str, grounds: Collection[str], *, mark: str = "", markdown: bool = True) -> Taken:
    """Take out what is redacted in *source*, on one of *grounds* (ids).

    *mark* stands before the numbers: that of an included file. A page that is no *markdown* cannot have redactions.
    """
    if found := _restructured.search(source) or (None if markdown else _first(source)):
        told = "redact works in Markdown (MyST) only; this page is left out as long as it stands here"
        return Taken("\n" * source.count("\n"), [], [Fault(_line(source, found.start()), told)])
    taker = _Taker(grounds, mark)
    taker.taken.source = taker.take(source)
    return taker.taken


def holds_redactions(source: str, grounds: Collection[str]) -> bool:
    """Whether something in *source* would have to be taken out."""
    return bool(take_out(source, grounds).redactions or _restructured.search(source))


def stands_in(source: str, number: str) -> bool:
    """Whether the redaction with this number is in a source from which the texts have been taken out."""
    return bool(re.search(rf"(?:\?|[0-9a-z]) {number}(?![0-9])", source))


def texts_left(taken: Taken) -> bool:
    """Whether something was taken out that was a text, and not the number of one that had been taken out before."""
    return any(not placed(f"{UNKNOWN} {each.text}") for each in taken.redactions) or bool(taken.faults)


def placed(content: str) -> Placed | None:
    """What stands in a redaction whose text has been taken out; None if it was not."""
    if found := _placed(content.strip()):
        return Placed("" if found["ground"] == UNKNOWN else id_of(found["ground"]), found["number"])
    ground, _, text = content.strip().partition(" ")
    if is_placeholder(text):
        return Placed(id_of(ground), "", text.strip())
    return None


def mark_of(path: str) -> str:
    """What stands before the numbers of an included file: the same for the same path, and no secret."""
    from hashlib import blake2b

    return f"{blake2b(path.encode(), digest_size=3).hexdigest()}-"


def _first(source: str) -> re.Match[str] | None:
    return next((found for found in _openings.finditer(source) if _is_redaction(found)), None)


def _is_redaction(found: re.Match[str]) -> bool:
    name = found["name"] if found["name"] is not None else found["role"]
    return bool(found["bare"]) or is_like(name, "redact")


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1


def _unquoted(lines: str, quotes: int) -> str:
    """Lines without the marks of the quotes in which they stand."""
    return re.sub(rf"^(?:[ \t]*>){{{quotes}}} ?", "", lines, flags=re.MULTILINE) if quotes else lines


class _Taker:
    def __init__(self, grounds: Collection[str], mark: str) -> None:
        self.codes = {ground: ground.replace("-", ".") for ground in grounds}
        self.mark = mark
        self.taken = Taken()

    def take(self, source: str, line: int = 1, depth: int = 0) -> str:
        """The source without its redacted texts; *line* is that on which it begins, *depth* how many it stands in."""
        kept: list[str] = []
        at = 0
        while found := _openings.search(source, at):
            if _is_redaction(found):
                where = line + source.count("\n", 0, found.start())
                take = self._directive if found["name"] is not None else self._role
                kept.append(source[at : found.start()])
                left, at = take(source, found, where, depth)
                kept.append(left)
            else:
                # A role may stand on the line that begins a directive, and another role's text may be one to take out.
                end = found.start("argument") if found["name"] is not None else found.start("ticks")
                kept.append(source[at:end])
                at = end
        return "".join([*kept, source[at:]])

    def _role(self, source: str, found: re.Match[str], line: int, depth: int) -> tuple[str, int]:
        ticks = found["ticks"] or found["bare"]
        closing = re.compile(rf"(?<!`){ticks}(?!`)").search(source, found.end())
        paragraph_end = _paragraph_end.search(source, found.end()).start()  # type: ignore[union-attr]
        end, after = closing.span() if closing else (len(source), len(source))
        if end > paragraph_end:
            self._fault(line, f"nothing says where the text of this redaction ends: {ticks} is missing")
        elif max(map(len, _ticks(source, found.end(), end)), default=0) > len(ticks):
            self._fault(line, "a redacted text with ` in it stands between more of them on either side")
            end = after = max(paragraph_end, after)
        content = source[found.end() : end]
        if any(is_like(name, "redact") for name in _names(content)):
            self._fault(line, f"another redaction begins in this one: {ticks} is missing before it")
        ground, text = self._split(_line_start.sub("\n", content))
        if is_placeholder(text):
            return source[found.start() : after], after
        number = self._note(ground, text, line, depth > 0)
        # The lines of the text stay, so that all that follows is where it was.
        lines = "".join(f"{start}{number}" for start in _line_start.findall(content))
        return f"{source[found.start() : found.end()]}{self._code(ground)} {number}{lines}{ticks}", after

    def _directive(self, source: str, found: re.Match[str], line: int, depth: int) -> tuple[str, int]:
        block = block_at(source, found)
        argument, body = source[slice(*block.argument)], source[slice(*block.body)]
        if block.mixed:
            self._fault(
                line, f"a redaction with another directive in it needs a longer fence: {found['fence']}{found['fence'][0]}"
            )
        if not block.closed:
            self._fault(line, f"this redaction has no end: a line with {found['fence']} is missing below it")
        ground, rest = self._split(argument)
        if not rest.strip() and is_placeholder(body):
            return source[found.start() : block.body[1]], block.body[1]
        number = self._reserve()
        inner = ""
        if depth < MAX_DEPTH:
            inner = self.take(_unquoted(body, found["lead"].count(">")), line + 1, depth + 1)
        self._note(ground, "\n".join(filter(None, [rest, inner])).strip("\n"), line, depth > 0, number)
        between = source[block.argument[1] : block.body[0]]
        opening = source[found.start() : block.argument[0]].rstrip()
        return f"{opening} {self._code(ground)} {number}{between}{emptied(body)}", block.body[1]

    def _split(self, content: str) -> tuple[str, str]:
        """The ground (an id, or empty) and the text. Without a ground everything is text."""
        first, *rest = content.split(maxsplit=1) or [""]
        ground = id_of(first)
        return (ground, rest[0].rstrip() if rest else "") if ground in self.codes else ("", content.strip())

    def _code(self, ground: str) -> str:
        return self.codes[ground] if ground else UNKNOWN

    def _reserve(self) -> str:
        self.taken.redactions.append(Redaction("", "", "", 0))
        return f"{self.mark}{len(self.taken.redactions)}"

    def _note(self, ground: str, text: str, line: int, nested: bool, number: str = "") -> str:
        number = number or self._reserve()
        at = int(number.removeprefix(self.mark)) - 1
        self.taken.redactions[at] = Redaction(number, ground, text, line, nested)
        if not ground:
            first = (text.split(maxsplit=1) or [""])[0]
            hint = nearest(first, self.codes.values(), listed=0) or "; it begins with one, such as 5.1.2.e"
            self._fault(line, f"this redaction begins with no ground of the Woo{hint}")
        elif not text.strip():
            self._fault(line, "this redaction has no text")
        return number

    def _fault(self, line: int, message: str) -> None:
        self.taken.faults.append(Fault(line, message))
