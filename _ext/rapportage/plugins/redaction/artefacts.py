"""Everything that can be read in a file of an output, whatever kind of file it is: no page is the only place for a leak.

Knows no Sphinx, and runs nothing that it reads. What a picture shows is not read, only what is written beside it.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickletools
import re
import struct
import tarfile
import zipfile
import zlib
from base64 import b64decode
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: How deep archives may lie in each other.
MAX_DEPTH = 6

_inventory = re.compile(rb"# Sphinx inventory version 2\n(?:#[^\n]*\n){3}")
_hexadecimal = re.compile(rb"<(FEFF(?:[0-9A-F]{4})+)>", re.IGNORECASE)
_embedded = re.compile(rb"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/\s]{16,}={0,2})")


class Piece(NamedTuple):
    """A text in a file: where in it, as far as the file has parts, and what stands there."""

    where: str
    text: str


class UnreadableError(Exception):
    """A file, or a part of it, that cannot be read, so that nobody can say what is in it."""


def pieces(content: bytes, where: str = "", depth: int = 0) -> Iterator[Piece]:
    """All texts in the *content* of a file. Raises `UnreadableError`."""
    if depth > MAX_DEPTH:
        raise UnreadableError(f"{where}: archives lie too deep in each other")
    yield from (Piece(where, text) for text in _as_text(content))
    for matches, read in _FORMATS:
        if matches(content):
            try:
                for part, inner in read(content):
                    place = ": ".join(filter(None, [where, part]))
                    yield from [Piece(place, inner)] if isinstance(inner, str) else pieces(inner, place, depth + 1)
            except UnreadableError:
                raise
            except Exception as error:  # what is broken raises anything
                raise UnreadableError(f"{where or 'file'}: {type(error).__name__}") from error
            break
    for number, found in enumerate(_embedded.findall(content), 1):
        yield from pieces(b64decode(found + b"=" * (-len(found) % 4)), f"{where} embedded {number}".strip(), depth + 1)


def _as_text(content: bytes) -> Iterator[str]:
    """The bytes as text: names of fonts, comments of pictures and the like stand in the midst of other things."""
    text = content.decode("utf-8", "replace")
    yield text
    if "\ufffd" in text:
        yield content.decode("latin-1")
    if b"\0" in content:
        yield content.replace(b"\0", b"").decode("latin-1")  # what is left of UTF-16


def _read_inventory(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    yield "", zlib.decompress(content[_inventory.match(content).end() :]).decode("utf-8", "replace")  # type: ignore[union-attr]


def _read_zip(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield "comment", archive.comment.decode("utf-8", "replace")
        for member in archive.infolist():
            yield "names", member.filename
            yield member.filename, member.comment
            if not member.is_dir():
                yield member.filename, archive.read(member)


def _read_tar(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            yield "names", f"{member.name} {member.uname} {member.gname}"
            if file := archive.extractfile(member):
                yield member.name, file.read()


def _read_png(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    at = 8
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if kind == b"zTXt":
            yield "metadata", zlib.decompress(data.split(b"\0", 1)[1][1:])
        elif kind == b"iTXt" and data.split(b"\0", 1)[1][:1] == b"\1":
            yield "metadata", zlib.decompress(data.split(b"\0", 1)[1][2:].split(b"\0", 2)[2])
        at += 12 + length


def _read_pickle(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    # As bytes, the length of a text could pass for its first letter.
    yield "", "\n".join(str(argument) for _, argument, _ in pickletools.genops(content) if isinstance(argument, str))


def _read_pdf(content: bytes) -> Iterator[tuple[str, bytes | str]]:
    # Imported here because most outputs have none.
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise UnreadableError("the PDF is encrypted")
    for number, page in enumerate(reader.pages, 1):
        yield f"page {number}", page.extract_text()
    # Metadata, bookmarks, attachments, notes, forms and descriptions of pictures are all strings and streams of some object.
    for number in range(1, int(str(reader.trailer["/Size"]))):
        for part in _of_object(reader.get_object(IndirectObject(number, 0, reader))):
            yield f"object {number}", part
    yield from (("trailer", part) for part in _of_object(reader.trailer))


def _of_object(value: Any) -> Iterator[bytes | str]:
    """The strings of a PDF object, and its content if it is a stream with a text."""
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject

    match value:
        case TextStringObject():
            yield str(value)
        case ByteStringObject():
            yield bytes(value)
        case ArrayObject():
            for each in value:
                yield from _of_object(each)
        case DictionaryObject():
            for key, each in value.items():
                yield str(key)
                yield from _of_object(each)
            if isinstance(value, StreamObject) and value.get("/Subtype") != "/Image" and "/Length1" not in value:
                data = value.get_data()
                yield data
                # What stands for the text of a drawing.
                for found in _hexadecimal.findall(data):
                    yield bytes.fromhex(found.decode()).decode("utf-16", "replace")


_FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Iterator[tuple[str, bytes | str]]]], ...] = (
    (lambda content: b"%PDF-" in content[:1024], _read_pdf),
    (lambda content: bool(_inventory.match(content)), _read_inventory),
    (lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"), _read_png),
    (lambda content: content.startswith(b"\x1f\x8b"), lambda content: iter([("", gzip.decompress(content))])),
    (lambda content: content.startswith(b"BZh"), lambda content: iter([("", bz2.decompress(content))])),
    (lambda content: content.startswith(b"\xfd7zXZ\0"), lambda content: iter([("", lzma.decompress(content))])),
    (lambda content: content.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(content)), _read_zip),
    (lambda content: content[257:262] == b"ustar", _read_tar),
    (lambda content: content[:1] == b"\x80" and content[1:2] <= b"\5" and content.endswith(b"."), _read_pickle),
)
