"""Everything that can be read in a file of an output, whatever kind of file it is: no page is the only place for a leak.

The formats that are understood are listed here. What is no text and is not among them cannot be read, and whoever asks
is told so. Knows no Sphinx, and runs nothing that it reads. What a picture shows is not read, only what is written
beside it; nor is what somebody has written so that it shall not be read (ciphers, words turned round).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rapportage.plugins.redaction import containers, encoded, fonts, pictures
from rapportage.plugins.redaction.bounds import MAX_DEPTH, Bounds, UnreadableError
from rapportage.plugins.redaction.pdf import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rapportage.plugins.redaction.containers import Parts

    Reader: TypeAlias = "tuple[Callable[[bytes], bool], Callable[[bytes, Bounds], Parts]]"


class Piece(NamedTuple):
    """A text in a file: where in it, as far as the file has parts, and what stands there."""

    where: str
    text: str


#: Files that hold something, and that nothing here can open: the name for whoever is told.
_CLOSED = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "packed with Zstandard",
    b"\x04\x22\x4d\x18": "packed with LZ4",
    b"\x89LZO": "packed with LZO",
    b"LZIP": "packed with lzip",
    b"\x1f\x9d": "packed with compress",
    b"MSCF": "a cabinet of Windows",
    b"\xd0\xcf\x11\xe0": "a document of an older Office",
    b"-----BEGIN PGP MESSAGE": "encrypted",
    b"Salted__": "encrypted",
    b"age-encryption.org": "encrypted",
    b"OggS": "sound",
    b"ID3": "sound",
    b"fLaC": "sound",
    b"\xf7\x07\x01\x83\x92\xc0": "what XeTeX makes on the way to a PDF",
    b"wOF2": "a font that is packed with brotli",
}


def pieces(content: bytes, where: str = "", name: str = "") -> Iterator[Piece]:
    """All texts in the *content* of a file called *name*. Raises `UnreadableError`, after what can be read."""
    if name.lower().endswith(".pdf") and b"%PDF-" not in content[:1024]:
        raise UnreadableError("it is called a PDF and is none")
    yield from _pieces(content, where, 0, Bounds(), sure=True)


def _pieces(content: bytes, where: str, depth: int, bounds: Bounds, *, sure: bool) -> Iterator[Piece]:
    """The same of a part; *sure* is whether it is a file, and not something that may be one."""
    if depth > MAX_DEPTH:
        raise UnreadableError("files lie too deep in each other")
    bounds.part()
    text = _text(content)
    texts = _as_text(content) if text is None else [text]
    yield from (Piece(where, each) for each in texts)
    closed = next((told for mark, told in _CLOSED.items() if content.startswith(mark)), "")
    if closed and sure:
        raise UnreadableError(f"it is {closed}")
    readers = [read for matches, read in _FORMATS if matches(content)][:2]
    for at, read in enumerate(readers):
        yield from _parts(read, content, where, depth, bounds, sure=sure and at == 0)
    if text is not None:
        for number, inner in enumerate(encoded.addressed(content), 1):
            yield from _pieces(inner, f"{where} embedded {number}".strip(), depth + 1, bounds, sure=sure)
        for inner in encoded.hidden(content if content.isascii() else text.encode("utf-8", "replace")):
            is_file = sure and inner.startswith(encoded.MAGIC)
            yield from _pieces(inner, f"{where} in another notation".strip(), depth + 1, bounds, sure=is_file)
    elif not readers:
        yield from _unknown(content, where, depth, bounds, sure=sure)


def _parts(
    read: Callable[[bytes, Bounds], Parts], content: bytes, where: str, depth: int, bounds: Bounds, *, sure: bool
) -> Iterator[Piece]:
    try:
        for part, inner in read(content, bounds):
            place = ": ".join(filter(None, [where, part]))
            if isinstance(inner, str):
                yield Piece(place, inner)
            elif inner:
                # What is behind a file may be anything, and so may be a stream of a PDF.
                may_be_any = part.startswith(("object", "stream", "state", "table")) or read is containers.read_pickle
                may_be_any = may_be_any and not part.endswith("attachment")
                yield from _pieces(inner, place, depth + 1, bounds, sure=sure and not may_be_any)
    except UnreadableError:
        if sure or bounds.bytes < 0 or bounds.parts < 0:
            raise
    except Exception as error:  # what is broken raises anything
        if sure:
            raise UnreadableError("it is broken, or its end is missing") from error


def _unknown(content: bytes, where: str, depth: int, bounds: Bounds, *, sure: bool) -> Iterator[Piece]:
    """What is no text and of no known format: a packed text without a head, or nobody knows what."""
    if (unpacked := containers.deflated(content, bounds, may_lack_head=sure)) is not None:
        for part in unpacked:
            if part:
                yield from _pieces(part, where, depth + 1, bounds, sure=sure)
    elif sure:
        raise UnreadableError("nobody here knows this format")


def _text(content: bytes) -> str | None:
    """The content of a text file, in whatever encoding; None if it is none."""
    wide = encoded.wide_text(content[:4096])
    if wide is not None and not _has_controls(wide[:1000]):
        return encoded.wide_text(content) or ""
    if b"\0" in content:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
        # A text of one byte a letter has few of them beyond ASCII, and next to no controls.
        if sum(each > 0x7F for each in content[:4096]) > 0.4 * min(len(content), 4096):
            return None
    return None if _has_controls(text) else text


def _has_controls(text: str) -> bool:
    return any(each < " " and each not in "\t\n\r\f\v\x1b\b" for each in (text if len(text) < 2000 else {*text}))


def _as_text(content: bytes) -> Iterator[str]:
    """The bytes as text: names of fonts, comments of pictures and the like stand in the midst of other things."""
    text = content.decode("utf-8", "replace")
    yield text
    if "\ufffd" in text:
        yield content.decode("latin-1")
    if b"\0" in content:
        yield content.replace(b"\0", b"").decode("latin-1")  # what is left of UTF-16


def _is_pickle(content: bytes) -> bool:
    return content[:1] == b"\x80" and content[1:2] <= b"\5" and b"." in content[-2:]


_FORMATS: tuple[Reader, ...] = (
    (lambda content: b"%PDF-" in content[:1024], read_pdf),
    (lambda content: bool(containers.inventory.match(content)), containers.read_inventory),
    (lambda content: content.startswith(pictures.PNG), pictures.read_png),
    (lambda content: content.startswith(b"\xff\xd8\xff"), pictures.read_jpeg),
    (lambda content: content.startswith((b"GIF87a", b"GIF89a")), pictures.read_gif),
    (lambda content: content.startswith(b"RIFF"), pictures.read_riff),
    (lambda content: content.startswith((b"\0\0\1\0", b"\0\0\2\0")), pictures.read_icon),
    (lambda content: content.startswith((b"II*\0", b"MM\0*")), pictures.read_plain),
    (lambda content: content.startswith(b"BM") and content[6:10] == b"\0\0\0\0", pictures.read_plain),
    (lambda content: content.startswith(fonts.MARKS), fonts.read_font),
    (lambda content: content.startswith(b"\x1f\x8b"), containers.read_gzip),
    (lambda content: content.startswith(b"BZh") and content[4:10] == b"1AY&SY", containers.read_bz2),
    (lambda content: content.startswith(b"\xfd7zXZ\0"), containers.read_xz),
    (lambda content: content[257:262] == b"ustar", containers.read_tar),
    (lambda content: content.startswith((b"\xde\x12\x04\x95", b"\x95\x04\x12\xde")), containers.read_catalogue),
    (lambda content: content.startswith(b"SQLite format 3\0"), containers.read_sqlite),
    (_is_pickle, containers.read_pickle),
    (containers.is_lzma, containers.read_lzma),
    # Behind the others: it may stand behind a picture.
    (containers.is_zip, containers.read_zip),
)
