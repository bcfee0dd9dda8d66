"""What is packed in other files: compressed texts, archives, stored objects, databases. Knows no Sphinx."""

from __future__ import annotations

import bz2
import io
import lzma
import pickletools
import re
import struct
import tarfile
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from rapportage.plugins.redaction.bounds import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rapportage.plugins.redaction.bounds import Bounds

#: Where in the file, as far as it has parts, and what stands there.
Parts: TypeAlias = "Iterator[tuple[str, bytes | str]]"

inventory = re.compile(rb"# Sphinx inventory version 2\n(?:#[^\n]*\n){3}")

_SQLITE_PAGES = 100_000
_LZMA_ALONE = 0x5D


def read_inventory(content: bytes, bounds: Bounds) -> Parts:
    """What Sphinx tells other projects of a site."""
    begun = inventory.match(content)
    inner, rest = bounds.unpack(zlib.decompressobj, content[begun.end() if begun else 0 :])
    yield "", inner
    yield from _behind(rest)


def read_gzip(content: bytes, bounds: Bounds) -> Parts:
    """All members of a gzip file; the name and the remark of each stand in it openly."""
    yield from _one_after_another(content, bounds, lambda: zlib.decompressobj(wbits=31), b"\x1f\x8b")


def read_bz2(content: bytes, bounds: Bounds) -> Parts:
    yield from _one_after_another(content, bounds, bz2.BZ2Decompressor, b"BZh")


def read_xz(content: bytes, bounds: Bounds) -> Parts:
    new = partial(lzma.LZMADecompressor, format=lzma.FORMAT_XZ, memlimit=2**28)
    yield from _one_after_another(content, bounds, new, b"\xfd7zXZ\0")


def is_lzma(content: bytes) -> bool:
    """Whether it may be the older format of LZMA, which has no mark: properties, a size of a dictionary, a length."""
    if len(content) < 14 or content[0] != _LZMA_ALONE:
        return False
    dictionary, length = struct.unpack("<IQ", content[1:13])
    return bool(dictionary >= 2**12 and (length == 2**64 - 1 or length < 2**40))


def read_lzma(content: bytes, bounds: Bounds) -> Parts:
    inner, rest = bounds.unpack(partial(lzma.LZMADecompressor, format=lzma.FORMAT_ALONE, memlimit=2**28), content)
    yield "", inner
    yield from _behind(rest)


def deflated(content: bytes, bounds: Bounds, *, may_lack_head: bool = True) -> tuple[bytes, bytes] | None:
    """What a stream of zlib, or of deflate without its head, unfolds to, and what is behind it; None if it is none."""
    heads = (15,) if content[:1] in {b"\x08", b"\x18", b"\x28", b"\x38", b"\x48", b"\x58", b"\x68", b"\x78"} else ()
    for wbits in (*heads, *([-15] if may_lack_head else [])):
        try:
            inner, rest = bounds.unpack(lambda: zlib.decompressobj(wbits=wbits), content)  # noqa: B023
        except zlib.error:
            continue
        except UnreadableError:
            if bounds.bytes < 0 or wbits > 0:
                raise
            continue
        # Nearly any bytes begin like a deflated text of a few letters.
        if wbits > 0 or (inner and len(rest) < len(content) // 2):
            return inner, rest
    return None


def is_zip(content: bytes) -> bool:
    """Whether there is an archive in it, also behind something else: a program, a picture."""
    return content.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08")) or b"PK\5\6" in content


def read_zip(content: bytes, bounds: Bounds) -> Parts:
    """The members of an archive, and what stands before and between them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield "comment", archive.comment
        for member in archive.infolist():
            bounds.part()
            yield "names", member.filename
            yield member.filename, member.comment
            if member.extra and member.compress_type == zipfile.ZIP_STORED:
                yield member.filename, member.extra.decode("utf-8", "replace")
            if member.flag_bits & 1:
                raise UnreadableError("a member of the archive is encrypted")
            if not member.is_dir():
                with archive.open(member) as file:
                    inner = file.read(bounds.bytes + 1)
                bounds.take(len(inner))
                yield member.filename, inner
        # Members that the list at the end does not name: what a careless hand has deleted.
        listed = {member.header_offset for member in archive.infolist()}
    for found in re.finditer(rb"PK\x03\x04", content):
        at = found.start()
        if at not in listed and (hidden := _hidden_member(content, at, bounds)) is not None:
            yield hidden


def _hidden_member(content: bytes, at: int, bounds: Bounds) -> tuple[str, bytes] | None:
    """The member whose head begins there; None if it is no head but part of some content."""
    if len(content) < at + 30:
        return None
    method, size, name_length, extra = struct.unpack("<8xH8xI4xHH", content[at : at + 30])
    start = at + 30 + name_length + extra
    name = content[at + 30 : at + 30 + name_length].decode("utf-8", "replace")
    if method == zipfile.ZIP_DEFLATED:
        try:
            return name, bounds.unpack(lambda: zlib.decompressobj(wbits=-15), content[start:])[0]
        except (zlib.error, UnreadableError):
            return None
    return (name, content[start : start + size]) if method == zipfile.ZIP_STORED else None


def read_tar(content: bytes, bounds: Bounds) -> Parts:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            bounds.part()
            yield (
                "names",
                "\n".join([member.name, member.linkname, member.uname, member.gname, *member.pax_headers.values()]),
            )
            if file := archive.extractfile(member):
                bounds.take(member.size)
                yield member.name, file.read(member.size)
        if archive.offset < len(content.rstrip(b"\0")):
            yield "behind it", content[archive.offset :].strip(b"\0")


def read_pickle(content: bytes, bounds: Bounds) -> Parts:
    """The texts in stored Python objects. As bytes, the length of a text could pass for its first letter."""
    texts: list[str] = []
    at = io.BytesIO(content)
    for operation, argument, _ in pickletools.genops(at):
        if isinstance(argument, str):
            texts.append(argument)
        elif isinstance(argument, bytes | bytearray) and operation.name != "FRAME":
            yield "", bytes(argument)
    yield "", "\n".join(texts)
    yield from _behind(content[at.tell() :])


def read_catalogue(content: bytes, bounds: Bounds) -> Parts:
    """The texts of a compiled catalogue (.mo)."""
    order = "<" if content[:4] == b"\xde\x12\x04\x95" else ">"
    number, sources, translations = struct.unpack(f"{order}3I", content[8:20])
    bounds.take(number)
    for table in (sources, translations):
        for at in range(number):
            length, offset = struct.unpack(f"{order}2I", content[table + 8 * at : table + 8 * at + 8])
            yield "", content[offset : offset + length].decode("utf-8", "replace").replace("\0", "\n")


def read_sqlite(content: bytes, bounds: Bounds) -> Parts:
    """All values of a database, and what was deleted from it, as far as it still stands there."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(content)
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            quoted = table.replace('"', '""')
            for row in connection.execute(f'select * from "{quoted}"'):  # noqa: S608 -- a file that is only looked at
                for value in row:
                    if isinstance(value, str | bytes):
                        bounds.take(len(value))
                        yield table, value
    finally:
        connection.close()


def _one_after_another(content: bytes, bounds: Bounds, new: object, mark: bytes) -> Parts:
    while content.startswith(mark):
        bounds.part()
        inner, content = bounds.unpack(new, content)  # type: ignore[arg-type]
        yield "", inner
    yield from _behind(content)


def _behind(rest: bytes) -> Iterable[tuple[str, bytes | str]]:
    return [("behind it", rest)] if rest.strip(b"\0") else []
