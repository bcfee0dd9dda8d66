"""The one reader of what people write: pages, data, bibliographies, catalogues and tables all come in through it.

Editors save files in many ways: with a mark at the beginning (BOM), with the line ends of Windows or of an old Mac, in
another encoding. Here that is settled once, so that a line has one number everywhere, the one that the writer's editor
shows. What could be read in two ways, or cannot be seen by whoever looks at the file, is refused with its place.

Knows no Sphinx and no YAML.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rapportage.problems import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

#: No file that a person writes is larger.
MAX_BYTES = 16 * 1024 * 1024
#: So many invisible characters of a file are told; a file of another kind is full of them.
TOLD = 20

_line_end = re.compile("\r\n?")
#: What nobody sees, or what makes a text read otherwise than it is written: control characters, the line ends that only a
#: parser sees, marks of direction (https://www.unicode.org/reports/tr9/), tags, characters of a private font, and the sign
#: that stands where a character was lost.
_unseen = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff"
    "\ufff9-\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
#: How other encodings mark themselves, longest first.
_MARKS = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class TextFile(NamedTuple):
    """A file as it was read."""

    name: str
    """What messages call it."""
    text: str
    """What stands in it, with ``\\n`` at the end of every line; empty where there are problems: in doubt nothing is used."""
    problems: tuple[Problem, ...] = ()


def read(path: Path, name: str, *, limit: int = MAX_BYTES) -> TextFile:
    """Read the file at *path*, of *limit* bytes at most. Never raises for what stands there, nor if nothing does."""
    try:
        return decode(content(path, limit), name, limit=limit)
    except OSError as error:
        return _refused(name, 1, f"this file cannot be read: {error.strerror or error}")


def content(path: Path, limit: int = MAX_BYTES) -> bytes:
    """What `decode` wants of the file at *path*: all of it, or enough to see that it is too large.

    Raises `OSError`, also for what is no file: a device or a pipe would never end.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, "it is no ordinary file")
    with path.open("rb") as file:
        return file.read(limit + 1)


def decode(content: bytes, name: str, *, limit: int = MAX_BYTES) -> TextFile:
    """Like `read`, of *content* that was read already."""
    if len(content) > limit:
        return _refused(name, 1, f"the file is larger than {_size(limit)}; split it into several files")
    if found := next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), None):
        return _refused(name, 1, f"the file is {found}, not UTF-8; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _line_end.sub("\n", content[: error.start].decode("utf-8-sig"))
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return TextFile(name, "", (Problem(place, "the file is not UTF-8 from here on; save it as UTF-8"),))
    text = _line_end.sub("\n", text) if "\r" in text else text
    problems = tuple(_problems(text, name)) if unseen(text) else ()
    return TextFile(name, "" if problems else text, problems)


def unseen(text: str) -> str:
    """The first character of a text that nobody sees, or that hides how it is written; empty if it has none."""
    found = _unseen.search(text)
    return found[0] if found else ""


def told(character: str) -> str:
    """What to say of a character that is `unseen`."""
    code = f"U+{ord(character):04X}"
    if character == "\ufffd":
        return f"a character was lost here ({code}); type it anew"
    if unicodedata.category(character) == "Co":
        return f"a character of a private font stands here ({code}); replace it, as other fonts do not have it"
    return f"an invisible character ({code}) stands here; remove it"


def _problems(text: str, name: str) -> list[Problem]:
    found: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        for each in _unseen.finditer(line):
            found.append(Problem(Place(name, number, each.start() + 1), told(each[0])))
            if len(found) == TOLD:
                return found
    return found


def _refused(name: str, line: int, message: str) -> TextFile:
    return TextFile(name, "", (Problem(Place(name, line, 1), message),))


def _size(limit: int) -> str:
    return f"{limit // 2**20} MB" if limit >= 2**20 else f"{limit // 2**10} kB"
