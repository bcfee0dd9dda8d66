"""The source of a page, looked at without Sphinx: its parts, and what in it is no code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_fence = re.compile(r"^[ \t]*(?P<fence>`{3,}|:{3,}|~{3,})(?P<head>.*)$").match
_heading = re.compile(r"^#{1,6}[ \t]+(?P<words>.*?)[ \t#]*$").match
#: Code in a paragraph; what stands behind {…} is the text of a role.
_code = re.compile(r"(?<![}`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)


def without_code(text: str) -> str:
    """A page with spaces in place of code, so that everything else keeps its place."""
    lines = text.splitlines()
    for at in _code_lines(lines, 0, len(lines)):
        lines[at] = " " * len(lines[at])
    return _code.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), "\n".join(lines))


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a page: each heading with what stands below it, up to the next; what stands above all has no heading."""
    heading, below = "", list[str]()
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        end = _end_of_block(lines, at) if _fence(lines[at]) else at + 1
        if found := _heading(lines[at]):
            yield heading, "\n".join(below).strip()
            heading, below = found["words"], []
        below += lines[at:end]
        at = end
    yield heading, "\n".join(below).strip()


def _code_lines(lines: Sequence[str], at: int, end: int) -> Iterator[int]:
    """The numbers of the lines that are code, from one line up to another; the fence that closes a directive counts too."""
    while at < end:
        opened = _fence(lines[at])
        block = range(at, min(end, _end_of_block(lines, at))) if opened else range(at, at + 1)
        if opened and opened["head"].lstrip().startswith("{"):
            yield from _code_lines(lines, at + 1, block.stop)
        elif opened:
            yield from block
        at = block.stop


def _end_of_block(lines: Sequence[str], at: int) -> int:
    """The number of the line after the block whose fence stands on a line; a block that is not closed runs to the end."""
    opened = _fence(lines[at])
    fence = opened["fence"] if opened else ""
    closes = re.compile(rf"^[ \t]*{fence[:1]}{{{len(fence)},}}[ \t]*$").match
    return next((line + 1 for line in range(at + 1, len(lines)) if closes(lines[line])), len(lines))
