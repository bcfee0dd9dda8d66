"""How much of a file is unpacked before nobody can say what is in it. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: How deep archives, and texts in other notations, may lie in each other.
MAX_DEPTH = 8
#: So many bytes one file unfolds to at most, whatever lies in it.
MAX_BYTES = 256 * 2**20
#: So many parts.
MAX_PARTS = 20_000

_STEP = 2**20


class UnreadableError(Exception):
    """A file, or a part of it, that cannot be read, so that nobody can say what is in it.

    Its message says why, and gives nothing of the content.
    """


class Bounds:
    """What is left for one file."""

    def __init__(self, limit: int = MAX_BYTES, parts: int = MAX_PARTS) -> None:
        self.bytes = limit
        self.parts = parts

    def take(self, number: int) -> None:
        """Note that so many bytes have been unpacked. Raises `UnreadableError` where there are too many."""
        self.bytes -= number
        if self.bytes < 0:
            raise UnreadableError("it unfolds to more than anybody would publish")

    def part(self) -> None:
        """Note that a part begins. Raises `UnreadableError` where there are too many."""
        self.parts -= 1
        if self.parts < 0:
            raise UnreadableError("it has more parts than anybody would publish")

    def unpack(self, new: Callable[[], Any], content: bytes) -> tuple[bytes, bytes]:
        """What a decompressor makes of the beginning of *content*, and what follows that.

        *new* makes one, of those of `zlib`, `bz2` and `lzma`. Raises what it raises, and `UnreadableError` where the end is
        missing.
        """
        unpacker = new()
        made: list[bytes] = []
        feed = content
        while not unpacker.eof:
            part = unpacker.decompress(feed, _STEP)
            feed = getattr(unpacker, "unconsumed_tail", b"")
            self.take(len(part))
            made.append(part)
            if not part and not feed and not unpacker.eof:
                raise UnreadableError("its end is missing")
        return b"".join(made), unpacker.unused_data
