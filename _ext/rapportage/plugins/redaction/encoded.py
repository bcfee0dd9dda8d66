"""Texts that stand in other texts in another notation: base64, hexadecimal digits, UTF-16, UTF-7. Knows no Sphinx."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode
from binascii import Error as NotUuError
from binascii import a2b_uu
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Fewer letters of base64 than this hold no name.
SHORTEST = 12

_data_address = re.compile(
    rb"data:[\w/+.;=,\s-]*;\s*base64,\s*((?:[A-Za-z0-9+/_-]|%2[BF]|\s|\\[nr/]){4,}(?:=|%3D){0,2})", re.IGNORECASE
)
#: In lines, as mail has it, also with the ends of lines as JSON writes them.
_base64 = re.compile(rb"[A-Za-z0-9+/]{%d,}(?:(?:\r?\n|\\r\\n|\\n)[A-Za-z0-9+/]{4,})*={0,2}" % SHORTEST)
_base64_of_addresses = re.compile(rb"[A-Za-z0-9_-]{%d,}" % SHORTEST)
_line_ends = re.compile(rb"\s|\\r|\\n")
_digits = re.compile(rb"(?:[0-9a-fA-F]{2}[ :]?){8,}")
_uu = re.compile(rb"^begin(?:-base64)? [0-7]{3} [^\n]*\n(.*?)^(?:end|====)", re.DOTALL | re.MULTILINE)
_utf7 = re.compile(r"\+[A-Za-z0-9+/]{2,}-?")
_mixed = re.compile(rb"[a-z][A-Z0-9]|[0-9][A-Za-z]|[A-Z]{2}[a-z]|[+/]")

#: The beginnings of files that may well stand in a text as base64.
MAGIC = (
    *(
        b"\x89PNG",
        b"%PDF-",
        b"PK\3\4",
        b"\x1f\x8b\x08\0",
        b"BZh91AY&SY",
        b"\xfd7zXZ\0",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xe1",
    ),
    *(b"GIF89a", b"GIF87a", b"wOFF", b"wOF2", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0"),
)
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def addressed(content: bytes) -> Iterator[bytes]:
    """The files that addresses (``data:``) hold."""
    if b";base64," in content or b"base64," in content.lower():
        for found in _data_address.finditer(content):
            text = re.sub(rb"(?i)%2b", b"+", re.sub(rb"(?i)%2f", b"/", re.sub(rb"(?i)%3d", b"=", found[1])))
            if decoded := _decoded(_line_ends.sub(b"", text.replace(b"\\/", b"/"))):
                yield decoded


def hidden(content: bytes) -> Iterator[bytes]:
    """What looks like base64 or digits, and is a text or a file: most words only look like it."""
    plain = content.replace(b"\\/", b"/") if b"\\/" in content else content
    for found in _base64.finditer(plain):
        run = found[0]
        if _mixed.search(run):
            yield from _guessed(_line_ends.sub(b"", run))
    for found in _base64_of_addresses.finditer(plain):
        run = found[0]
        if (b"-" in run or b"_" in run) and _mixed.search(run):
            yield from _guessed(run.replace(b"-", b"+").replace(b"_", b"/"))
    for found in _digits.finditer(content):
        octets = bytes.fromhex(re.sub(rb"[ :]", b"", found[0]).decode())
        if _is_text(octets):
            yield octets
    if b"begin" in content:
        for found in _uu.finditer(content):
            yield _uudecoded(found[1])


def _guessed(run: bytes) -> Iterator[bytes]:
    # Letters that happen to stand before it move the others.
    for start in range(4):
        decoded = _decoded(run[start:])
        if decoded.startswith((*MAGIC, *_ZLIB)) or _is_text(decoded):
            yield decoded
            return


def _decoded(run: bytes) -> bytes:
    run = run.rstrip(b"=")
    run = run[: len(run) - (len(run) % 4 == 1)].replace(b"-", b"+").replace(b"_", b"/")
    try:
        return b64decode(run + b"=" * (-len(run) % 4))
    except ValueError:
        return b""


def _uudecoded(lines: bytes) -> bytes:
    made = []
    for line in lines.splitlines():
        try:
            made.append(a2b_uu(line))
        except NotUuError:
            made.append(_decoded(line))
    return b"".join(made)


def _is_text(octets: bytes) -> bool:
    if len(octets) < 6:
        return False
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = wide_text(octets) or ""
    return bool(text) and not any(
        unicodedata.category(each) in {"Cc", "Cn", "Co", "Cs"} and each not in "\t\n\r" for each in text[:200]
    )


def wide_text(content: bytes) -> str | None:
    """Bytes as UTF-16 or UTF-32, with their mark or without; None if that is not how they are written."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    half, fourth = len(content) // 2, len(content) // 4
    if fourth and content[3::4].count(0) >= 0.95 * fourth and content[2::4].count(0) >= 0.95 * fourth:
        return content.decode("utf-32-le", "replace")
    if fourth and content[0::4].count(0) >= 0.95 * fourth and content[1::4].count(0) >= 0.95 * fourth:
        return content.decode("utf-32-be", "replace")
    if half > 2 and content[1::2].count(0) >= 0.8 * half and content[0::2].count(0) < 0.05 * half:
        return content.decode("utf-16-le", "replace")
    if half > 2 and content[0::2].count(0) >= 0.8 * half and content[1::2].count(0) < 0.05 * half:
        return content.decode("utf-16-be", "replace")
    return None


def seven_bits(text: str) -> str:
    """A text as whoever takes it for UTF-7 reads it."""
    return _utf7.sub(lambda found: found[0].encode().decode("utf-7", "replace"), text)
