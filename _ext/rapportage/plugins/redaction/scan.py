"""Looks for what was left out in every file of an output folder: in text, metadata, archives, inventories and names.

Capitals, accents, spaces, hyphens and line breaks make no difference, nor do the ways in which HTML, LaTeX, JSON and
addresses write a sign. Knows no Sphinx; a gate before publication can call `scan` as the command does.
"""

from __future__ import annotations

import html
import re
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from rapportage.plugins.redaction.artefacts import UnreadableError, pieces
from rapportage.plugins.redaction.secrets import Secret, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: A text of so many letters is found within other words as well: wherever spaces have been lost.
LONG = 8

#: The programs of a theme or of LaTeX, in which any word may stand: single words are not looked for there.
_SOFTWARE = {".css", ".js", ".map", ".sty", ".cls", ".ist", ".xdy", ".bat", ".ttf", ".otf", ".woff", ".woff2", ".eot"}
#: What is no program, though it looks so.
_SEARCH_INDEX = "searchindex.js"

_invisible = re.compile(
    "[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\ufeff]"
)
_line_hyphen = re.compile(r"(?<=\w)[-‐‑]\s*\n\s*(?=\w)")
_escape = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtfv]))")
_octal = re.compile(r"(?:\\[0-3][0-7]{2})+")
_command = re.compile(r"\\(?:[A-Za-z@]+\s?(?:\{\})?|[-/,'`\"^~=.]\{?|[{}])|[{}]")
_code = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_tag_name = re.compile(r"</?[A-Za-z][\w:-]*")
_tag = re.compile(r"<[^<>]*>")


class Hit(NamedTuple):
    """A place where something stands that was left out, or that cannot be looked through."""

    file: str
    """From the output folder."""
    where: str
    """In the file: a page, a member, its metadata; empty where it has no parts."""
    secret: Secret | None
    """None for what cannot be read."""

    def __str__(self) -> str:
        place = f"{self.file} ({self.where})" if self.where else self.file
        return f"{place}: {self.secret or 'cannot be read, so nobody knows what is in it'}"


def scan(folder: Path, secrets: Iterable[Secret]) -> list[Hit]:
    """All places in the files of *folder* where one of *secrets* stands, in the order of files."""
    needles = [_Needle(each) for each in secrets]
    whole = [each for each in needles if not each.secret.is_piece]
    known: dict[tuple[bytes, bool], list[tuple[str, Secret | None]]] = {}
    hits: list[Hit] = []
    for path in sorted(folder.rglob("*")):
        name = _open_name(path.relative_to(folder).as_posix(), needles)
        hits += [Hit(name, "name", found) for found in _found(path.name, needles)]
        if path.is_file():
            # Languages and builders share many files.
            content, is_software = path.read_bytes(), _is_software(path)
            key = blake2b(content).digest(), is_software
            if key not in known:
                known[key] = _look_through(content, whole if is_software else needles)
            hits += [Hit(name, where, found) for where, found in known[key]]
    return hits


def _look_through(content: bytes, needles: list[_Needle]) -> list[tuple[str, Secret | None]]:
    """What stands in a file, and where in it; None for a file that cannot be read."""
    found: dict[tuple[str, Secret | None], None] = {}
    try:
        for piece in pieces(content):
            where = _open_name(piece.where, needles)
            found.update({(where, secret): None for secret in _found(piece.text, needles)})
    except UnreadableError:
        found["", None] = None
    return [*found]


class _Needle:
    """A secret, ready to be looked for."""

    def __init__(self, secret: Secret) -> None:
        self.secret = secret
        self.words = normal(secret.text)
        self.letters = self.words.replace(" ", "")

    def stands_in(self, words: str, letters: str) -> bool:
        if len(self.letters) >= LONG and not self.secret.is_piece:
            return self.letters in letters
        # Quick where it is not there, which is nearly always.
        return self.words in words and (f" {self.words} " in words or f" {self.words}s " in words)


def _found(text: str, needles: list[_Needle]) -> Iterator[Secret]:
    if not needles:
        return
    found: set[Secret] = set()
    for reading, is_code in dict.fromkeys(_readings(text)):
        words = f" {normal(reading)} "
        letters = words.replace(" ", "")
        for needle in needles:
            if needle.secret not in found and not (is_code and needle.secret.is_piece) and needle.stands_in(words, letters):
                found.add(needle.secret)
                yield needle.secret


def _readings(text: str) -> Iterator[tuple[str, bool]]:
    """What a text says to whoever knows how it is written; not knowing that, all ways are tried.

    With each, whether it is code, in which a single word may have another reason to stand.
    """
    text = _invisible.sub("", text)
    has_tags, has_code = "<" in text, "<script" in text or "<style" in text
    # The names of HTML's tags are nobody's names.
    words = _tag_name.sub(" ", _code.sub(" ", text)) if has_tags else text
    yield words, False
    if _line_hyphen.search(words):
        yield _line_hyphen.sub("", words), False
    unescaped = _escape.sub(_sign, text) if "\\" in text else text
    unescaped = html.unescape(unescaped) if "&" in unescaped else unescaped
    unescaped = _invisible.sub("", unquote(unescaped) if "%" in unescaped else unescaped)
    if has_tags or "<" in unescaped:
        written = _code.sub(" ", unescaped)
        yield _tag.sub("", written), False
        yield _tag_name.sub(" ", written), False
    elif unescaped != text:
        yield unescaped, False
    if has_code:
        yield unescaped, True
    if "\\" in text:
        yield _line_hyphen.sub("", _command.sub("", text)), False
        yield _octal.sub(_unicode, text), False


def _sign(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else " "


def _unicode(found: re.Match[str]) -> str:
    """What a PDF's bookmarks look like before they are in the PDF."""
    octets = bytes(int(each, 8) for each in found[0].split("\\")[1:])
    return octets.removeprefix(b"\xfe\xff").decode("utf-16-be", "replace").replace("\0", "")


def _is_software(path: Path) -> bool:
    return path.suffix in _SOFTWARE and path.name != _SEARCH_INDEX


def _open_name(name: str, needles: list[_Needle]) -> str:
    """A name to print; a part of it in which a secret stands is not printed."""
    return "/".join("…" if any(_found(part, needles)) else part for part in name.split("/"))
