"""Pages that try what a page may not, one case a file in ``hostile_pages``, and what is looked for in the outputs.

A case ends with comments (``%`` in Markdown, ``..`` in reStructuredText): the messages of the build, ``line: message``.
``SECRET`` stands in a file outside of the edition; ``PLANTED`` in what a page would bring in.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = sorted(
    path for path in (Path(__file__).resolve().parent / "hostile_pages").iterdir() if path.suffix in {".md", ".rst"}
)
#: What may stand in no output: the text of a file of elsewhere, and what a page planted.
MARKERS = (b"SECRET", b"PLANTED")

_expected = re.compile(r"^(?:%|\.\. %) (\d+: .*)$", re.MULTILINE).findall


def expected(text: str) -> list[str]:
    """The messages that a case expects."""
    return sorted(_expected(text))


def typed(text: str) -> str:
    """The page of a case, without what it expects."""
    return re.sub(r"^(?:%|\.\. %) \d+: .*\n", "", text, flags=re.MULTILINE)


def leaks(folder: Path) -> Iterator[str]:
    """The files in a folder that hold what may stand in none."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(marker in path.read_bytes() for marker in MARKERS):
            yield path.relative_to(folder).as_posix()
