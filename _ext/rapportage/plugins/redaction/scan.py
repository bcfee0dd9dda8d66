"""Looks for what was left out in every file of an output folder: in text, metadata, archives, inventories and names.

Capitals, accents, spaces, hyphens and line breaks make no difference, nor do the ways in which HTML, LaTeX, JSON and
addresses write a sign. Knows no Sphinx; a gate before publication can call `scan` as the command does.
"""

from __future__ import annotations

import html
import re
from hashlib import blake2b
from pathlib import Path
from quopri import decodestring as decode_mail
from typing import TYPE_CHECKING, NamedTuple

from rapportage.plugins.redaction.artefacts import pieces
from rapportage.plugins.redaction.bounds import UnreadableError
from rapportage.plugins.redaction.encoded import seven_bits
from rapportage.plugins.redaction.secrets import Secret
from rapportage.plugins.redaction.words import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: A text of so many letters is found within other words as well: wherever spaces have been lost.
LONG = 8

#: The programs of a theme or of LaTeX, in which any word may stand: single words are not looked for there.
_SOFTWARE = {".css", ".js", ".map", ".sty", ".cls", ".ist", ".xdy", ".bat", ".ttf", ".otf", ".woff", ".woff2", ".eot"}
#: So long a text is kept in mind.
_SHORT = 1000

#: So often one way of writing signs may stand in another.
_TIMES = 3

#: What is no program, though it looks so.
_SEARCH_INDEX = "searchindex.js"

_invisible = re.compile(
    "[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}\ufeff]"
)
_line_hyphen = re.compile(r"(?<=\w)[-‐‑]\s*\n\s*(?=\w)")
#: As JSON, Python, JavaScript and C write signs; more bytes on end are one sign or several.
_escape = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|((?:x[0-9a-fA-F]{2})(?:\\x[0-9a-fA-F]{2})*)|([nrtfv]))"
)
_octal = re.compile(r"(?:\\[0-3][0-7]{2})+")
#: As TeX, RTF and CSS write signs, and mail (quoted-printable).
_tex_bytes = re.compile(r"(?:\^\^[0-9a-f]{2})+")
_tex_number = re.compile(r"\\(?:char|symbol)\s*(?:\"([0-9A-F]{2,6})|\{?([0-9]{2,7}))\}?")
_rtf = re.compile(r"(?:\\'[0-9a-f]{2})+", re.IGNORECASE)
_percent = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_css = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_mail = re.compile(r"=\r?\n|=[89A-F][0-9A-F]")
#: What UTF-8 looks like to whoever takes it for Latin-1.
_taken_for_latin = re.compile("[\u00c2-\u00c5][\u0080-\u00bf\u2013-\u203a\u20ac\u0152-\u0192\u02c6\u02dc\u2122]")
_tex_letters = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "aa": "å",
    "AA": "Å",
    "i": "i",
    "j": "j",
}
_tex_letter = re.compile(r"\\(ss|ae|AE|aa|AA|[oOlLij])(?![A-Za-z])\s?(?:\{\})?")
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
    why: str = ""
    """Why it cannot be read."""

    def __str__(self) -> str:
        place = f"{self.file} ({self.where})" if self.where else self.file
        return f"{place}: {self.secret or f'cannot be read, so nobody knows what is in it: {self.why}'}"


def scan(folder: Path, secrets: Iterable[Secret]) -> list[Hit]:
    """All places in the files of *folder* where one of *secrets* stands, in the order of files."""
    needles = [_Needle(each) for each in secrets]
    whole = [each for each in needles if not each.secret.is_piece]
    known: dict[tuple[bytes, bool], list[tuple[str, Secret | None, str]]] = {}
    hits: list[Hit] = []
    for path in sorted(folder.rglob("*")):
        name = _open_name(path.relative_to(folder).as_posix(), needles)
        hits += [Hit(name, "name", found) for found in _found(path.name, needles)]
        if path.is_file():
            # Languages and builders share many files.
            content, is_software = path.read_bytes(), _is_software(path)
            key = blake2b(content + path.suffix.encode()).digest(), is_software
            if key not in known:
                known[key] = _look_through(content, path.name, whole if is_software else needles)
            hits += [Hit(name, *found) for found in known[key] if found[1] or not _is_half_made(path)]
        elif not path.is_dir():
            hits.append(Hit(name, "", None, "it is no ordinary file"))
    return hits


def _look_through(content: bytes, name: str, needles: list[_Needle]) -> list[tuple[str, Secret | None, str]]:
    """What stands in a file, and where in it; None, and why, for a file that cannot be read."""
    found: dict[tuple[str, Secret | None, str], None] = {}
    harmless: set[str] = set()
    try:
        for piece in pieces(content, name=name):
            # A file may say the same in many places.
            if piece.text not in harmless and (secrets := [*_found(piece.text, needles)]):
                where = _open_name(piece.where, needles)
                found.update({(where, secret, ""): None for secret in secrets})
            elif len(piece.text) < _SHORT:
                harmless.add(piece.text)
    except UnreadableError as error:
        found["", None, str(error)] = None
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
    unescaped = _invisible.sub("", _unescaped(text))
    if has_tags or "<" in unescaped:
        written = _code.sub(" ", unescaped)
        yield _tag.sub("", written), False
        yield _tag_name.sub(" ", written), False
    elif unescaped != text:
        yield unescaped, False
    if has_code:
        yield unescaped, True
    if "\\" in text or "^^" in text:
        tex = _tex_bytes.sub(lambda found: _decoded(bytes.fromhex(found[0].replace("^^", ""))), text)
        tex = _tex_letter.sub(lambda found: _tex_letters[found[1]], _tex_number.sub(_sign_of_tex, tex))
        yield _line_hyphen.sub("", _command.sub("", tex)), False
    if "\\" in text:
        if _octal.search(text):
            yield _octal.sub(_unicode, text), False
        if _rtf.search(text):
            yield _rtf.sub(lambda found: _decoded(bytes.fromhex(found[0].replace("\\'", ""))), text), False
        if _css.search(text):
            yield _css.sub(lambda found: _character(int(found[1], 16)), text), False
    if "=" in text and _mail.search(text):
        yield decode_mail(text.encode("utf-8", "replace")).decode("utf-8", "replace"), False
        yield decode_mail(text.encode("utf-8", "replace")).decode("latin-1"), False
    if "+" in text and (read := seven_bits(text)) != text:
        yield read, False
    if _taken_for_latin.search(text):
        yield text.encode("cp1252", "replace").decode("utf-8", "replace"), False


def _unescaped(text: str) -> str:
    """A text without the escapes of JSON, HTML and addresses, also where one stands in another."""
    for _ in range(_TIMES):
        read = _escape.sub(_sign, text) if "\\" in text else text
        read = html.unescape(read) if "&" in read else read
        read = _percent.sub(lambda found: _decoded(bytes.fromhex(found[0].replace("%", ""))), read) if "%" in read else read
        if read == text:
            break
        text = read
    return text


def _sign(found: re.Match[str]) -> str:
    if octets := found[4]:
        return _decoded(bytes.fromhex(octets.replace("\\x", "").replace("x", "")))
    code = found[1] or found[2] or found[3]
    return _character(int(code, 16)) if code else " "


def _sign_of_tex(found: re.Match[str]) -> str:
    return _character(int(found[1], 16) if found[1] else int(found[2]))


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else " "


def _decoded(octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _unicode(found: re.Match[str]) -> str:
    """What a PDF's bookmarks look like before they are in the PDF; and what C makes of letters beyond ASCII."""
    octets = bytes(int(each, 8) for each in found[0].split("\\")[1:])
    if octets.startswith(b"\xfe\xff") or b"\0" in octets:
        return octets.removeprefix(b"\xfe\xff").decode("utf-16-be", "replace").replace("\0", "")
    return _decoded(octets)


def _is_half_made(path: Path) -> bool:
    """Whether it is what XeTeX makes on the way to a PDF that lies beside it, which says the same and can be read."""
    return path.suffix == ".xdv" and path.with_suffix(".pdf").is_file()


def _is_software(path: Path) -> bool:
    return path.suffix in _SOFTWARE and path.name != _SEARCH_INDEX


def _open_name(name: str, needles: list[_Needle]) -> str:
    """A name to print; a part of it in which a secret stands is not printed."""
    return "/".join("…" if any(_found(part, needles)) else part for part in name.split("/"))
