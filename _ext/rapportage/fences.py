"""Directives in the source of a page, before anything is parsed: where each begins, and what lies between its fences.

Whoever takes something out of a source uses this, so it goes by what MyST does where that is clear, and takes more where
it is not. Knows no Sphinx.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The beginning of a line with a fence: quotes and markers of lists, the fence, and what stands behind it.
FENCE = r"^(?P<lead>(?:[ \t>]|(?:[-*+]|[0-9]{1,9}[.)])[ \t])*)(?P<fence>:{3,}|`{3,}|~{3,})"
_opening = re.compile(FENCE + r"[ \t]*\{(?P<name>[^}\n]*)\}[ \t]*(?P<argument>[^\n]*)$", re.MULTILINE).search
_prefix = re.compile(r"[ \t>]*")

#: What stands in the place of a text that may not be read by everyone, where a handbook shows how to write it.
PLACEHOLDERS = frozenset({"…", "de tekst", "een naam", "the text", "a name"})

#: A line may stand so many columns further to the right before it is code.
_CODE = 4


class Block(NamedTuple):
    """A directive; the places count characters from the beginning of the source."""

    name: str
    argument: tuple[int, int]
    """What stands behind the name, without the space before it."""
    body: tuple[int, int]
    """The lines between the fences, with the end of the last."""
    closed: bool
    """Whether it ends with a fence, not with the source or with the quote in which it stands."""
    mixed: bool = False
    """Whether another directive in it has a fence as long: to MyST the end of that one is the end of both."""


def is_like(name: str, wanted: str) -> bool:
    """Whether a name in braces is *wanted*, with or without a domain, or must have been meant to be."""
    return bool(get_close_matches(name.strip().lower().rpartition(":")[2], [wanted], cutoff=0.75))


def directives(source: str, wanted: Callable[[str], bool]) -> Iterator[Block]:
    """The directives whose name is *wanted*, in code as well, as code is shown. What stands in one is not looked through."""
    at = 0
    while found := _opening(source, at):
        at = found.end()
        if wanted(found["name"]):
            block = block_at(source, found)
            yield block
            at = max(at, block.body[1])


def is_placeholder(text: str) -> bool:
    """Whether a text is an example of one, in a handbook, and no secret."""
    return " ".join(text.split()).rstrip(".").lower() in PLACEHOLDERS


def block_at(source: str, opening: re.Match[str]) -> Block:
    """The block that a line with a fence opens.

    Of directives with fences of one length, one in the other, the outermost ends where its writer meant it to end.
    """
    fence, lead = opening["fence"], opening["lead"]
    begin = re.compile(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*\{{").match
    close = re.compile(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*").fullmatch
    quotes, column = lead.count(">"), _column(lead)
    start = at = min(opening.end() + 1, len(source))
    depth, mixed = 0, False
    while at < len(source):
        end = source.find("\n", at) + 1 or len(source)
        line = source[at:end].rstrip("\n")
        prefix = _prefix.match(line)[0]  # type: ignore[index]
        if prefix.count(">") < quotes:
            break
        if begin(line[len(prefix) :]):
            depth, mixed = depth + 1, True
        elif close(line[len(prefix) :]) and _column(prefix) < column + _CODE:
            if depth == 0:
                return Block(opening["name"] or "", opening.span("argument"), (start, at), True, mixed)
            depth -= 1
        at = end
    return Block(opening["name"] or "", opening.span("argument"), (start, at), False, mixed)


def emptied(lines: str) -> str:
    """As many lines, with nothing in them but the marks of the quote in which they stand."""
    kept = (_prefix.match(line)[0].rstrip() for line in lines.split("\n"))  # type: ignore[index]
    return "\n".join(prefix if ">" in prefix else "" for prefix in kept)


def _column(prefix: str) -> int:
    return len(prefix.expandtabs(_CODE))
