"""Makes inputs, reads them, and finds the smallest that still goes wrong in the same way."""

from __future__ import annotations

import re
import time
import traceback
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .targets import Target

#: A reader that takes longer over one file (seconds of CPU time) has a bound too few.
SLOW = 10.0
#: So many attempts are made to shorten an input.
ATTEMPTS = 2_000


class Finding(NamedTuple):
    """Something that went wrong."""

    what: str
    """The exception with its place in the code, or the message that is not as it should be."""
    content: bytes
    """The smallest input found for which it does."""


def findings(target: Target, number: int, seed: int) -> Iterator[Finding]:
    """What goes wrong with *number* inputs; each thing once."""
    known = set()
    for at in range(number):
        content = target.make(Random(f"{seed} {at}"))
        for what in _wrong(target, content):
            if (kind := _kind(what)) not in known:
                known.add(kind)
                yield Finding(what, _smallest(target, content, kind))


def _wrong(target: Target, content: bytes) -> list[str]:
    begun = time.process_time()
    try:
        found = list(target.read(content))
    except Exception as error:  # noqa: BLE001 -- to find what nobody expects
        *_, last = traceback.extract_tb(error.__traceback__)
        ours = [each for each in traceback.extract_tb(error.__traceback__) if "/rapportage/" in each.filename]
        where = f", from {ours[-1].filename.rpartition('/rapportage/')[2]}:{ours[-1].lineno}" if ours else ""
        found = [f"{type(error).__name__}: {error} at {last.filename.rpartition('/')[2]}:{last.lineno}{where}"]
    if (took := time.process_time() - begun) > SLOW:
        found.append(f"slow: {took:.0f} s")
    return found


def _kind(what: str) -> str:
    """What makes two findings the same: where it goes wrong, not what the input says."""
    if " at " in what and ".py:" in what:
        return what.rpartition(" at ")[2]
    words = re.sub(r"\{[^}]*\}|\"[^\"]*\"|[^\s\w]|[0-9]", "", what)
    return " ".join(words.split()[:12])


def _smallest(target: Target, content: bytes, kind: str) -> bytes:
    size = max(1, len(content) // 2)
    attempts = 0
    while attempts < ATTEMPTS:
        for start in range(0, len(content), size):
            attempts += 1
            shorter = content[:start] + content[start + size :]
            if any(_kind(what) == kind for what in _wrong(target, shorter)):
                content = shorter
                break
        else:
            if size == 1:
                break
            size //= 2
    return content
