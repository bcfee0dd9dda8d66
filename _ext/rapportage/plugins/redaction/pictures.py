"""What is written beside a picture: its metadata, its remarks, and what lies behind its end. Knows no Sphinx.

What a picture shows is not read: nobody can tell by a program whether a photograph shows a name.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import TYPE_CHECKING

from rapportage.plugins.redaction.bounds import UnreadableError

if TYPE_CHECKING:
    from rapportage.plugins.redaction.bounds import Bounds
    from rapportage.plugins.redaction.containers import Parts

PNG = b"\x89PNG\r\n\x1a\n"

#: Texts of EXIF in which a program of Windows writes UTF-16, and that begin with the name of their encoding.
_utf16 = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\t\n\r]\0){4,}|(?:\0[\x20-\x7e\xa0-\xff\t\n\r]){4,}")
_START_OF_SCAN, _END = 0xDA, 0xD9


def read_png(content: bytes, bounds: Bounds) -> Parts:
    at = len(PNG)
    while at + 8 <= len(content):
        bounds.part()
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if len(data) < length:
            raise UnreadableError("its end is missing")
        at += 12 + length
        if kind == b"zTXt":
            yield "metadata", _unpacked(data.split(b"\0", 1)[1][1:], bounds)
        elif kind == b"iTXt":
            packed, rest = data.split(b"\0", 1)[1][:1], data.split(b"\0", 1)[1][2:]
            text = rest.split(b"\0", 2)[2]
            yield "metadata", _unpacked(text, bounds) if packed == b"\1" else text.decode("utf-8", "replace")
        elif kind == b"iCCP":
            yield "metadata", _text_of(_unpacked(data.split(b"\0", 1)[1][1:], bounds))
        elif kind not in {b"IDAT", b"PLTE", b"IHDR", b"tRNS", b"fdAT", b"hIST"}:
            yield "metadata", _text_of(data)
        if kind == b"IEND":
            break
    yield from _behind(content[at:])


def read_jpeg(content: bytes, bounds: Bounds) -> Parts:
    at = 2
    while at + 4 <= len(content):
        bounds.part()
        if content[at] != 0xFF:
            raise UnreadableError("its parts do not follow each other")
        kind = content[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind == _END:
            break
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if 0xE0 <= kind <= 0xFE:
            yield "metadata", _text_of(content[at + 4 : at + 2 + length])
        at += 2 + length
        if kind == _START_OF_SCAN:
            # The picture itself: FF is followed by 00 or by the number of a restart in it.
            ends = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(content, at)
            at = ends.start() if ends else len(content)
    yield from _behind(content[at + 2 :])


def read_gif(content: bytes, bounds: Bounds) -> Parts:
    stream = io.BytesIO(content)
    stream.seek(10)
    flags = stream.read(3)[0]
    stream.seek(3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0, io.SEEK_CUR)
    while (kind := stream.read(1)) not in {b";", b""}:
        bounds.part()
        is_picture = kind == b","
        if is_picture:
            flags = stream.read(9)[8]
            stream.seek((3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0) + 1, io.SEEK_CUR)
        elif kind == b"!":
            stream.read(1)
        else:
            raise UnreadableError("its parts do not follow each other")
        blocks = []
        while size := stream.read(1)[0]:
            blocks.append(stream.read(size))
        if not is_picture:
            yield "metadata", _text_of(b"".join(blocks))
    yield from _behind(content[stream.tell() :])


def read_riff(content: bytes, bounds: Bounds) -> Parts:
    """WebP: pictures, and chunks with metadata."""
    (size,) = struct.unpack("<I", content[4:8])
    if content[8:12] != b"WEBP" or len(content) < 8 + size:
        raise UnreadableError("nobody here knows this format, or its end is missing")
    at = 12
    while at + 8 <= 8 + size:
        bounds.part()
        kind, (length,) = content[at : at + 4], struct.unpack("<I", content[at + 4 : at + 8])
        if kind not in {b"VP8 ", b"VP8L", b"ALPH", b"ANMF"}:
            yield "metadata", _text_of(content[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    yield from _behind(content[8 + size + size % 2 :])


def read_icon(content: bytes, bounds: Bounds) -> Parts:
    """The pictures of an icon; one in the format of bitmaps has no metadata."""
    (number,) = struct.unpack("<H", content[4:6])
    end = 6 + 16 * number
    for at in range(number):
        bounds.part()
        size, start = struct.unpack("<II", content[6 + 16 * at + 8 : 6 + 16 * at + 16])
        end = max(end, start + size)
        inner = content[start : start + size]
        if len(inner) < size:
            raise UnreadableError("its end is missing")
        if inner.startswith(PNG):
            yield f"picture {at + 1}", inner
    yield from _behind(content[end:])


def read_plain(content: bytes, bounds: Bounds) -> Parts:
    """Bitmaps and TIFF, of which all texts stand openly somewhere."""
    yield "metadata", _text_of(content)


def _unpacked(data: bytes, bounds: Bounds) -> bytes:
    return bounds.unpack(zlib.decompressobj, data)[0]


def _text_of(data: bytes) -> str:
    """What can be read in metadata: UTF-8 or Latin-1, and runs of UTF-16 among other things."""
    wide = [found[0].replace(b"\0", b"").decode("latin-1") for found in _utf16.finditer(data)]
    openly = data.decode("utf-8", "replace")
    return "\n".join([openly, *([data.decode("latin-1")] if "\ufffd" in openly else []), *wide])


def _behind(rest: bytes) -> Parts:
    if rest.strip(b"\0\r\n"):
        yield "behind it", rest
