"""All that stands in a PDF: on its pages, around them, and in what it was before somebody edited it. Knows no Sphinx."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any

from rapportage.plugins.redaction.bounds import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.redaction.bounds import Bounds
    from rapportage.plugins.redaction.containers import Parts

_hexadecimal = re.compile(rb"<\s*((?:[0-9A-F]{2}\s*){2,})>", re.IGNORECASE)
_end = re.compile(rb"%%EOF[\r\n]*")
_stream = re.compile(rb"stream\r?\n")
_controls = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f-\x9f]").search
#: So many earlier states of a file are looked at page by page.
_STATES = 20
#: So many objects may lie in each other.
_DEPTH = 100


def read_pdf(content: bytes, bounds: Bounds) -> Parts:
    """Pages, objects, earlier states and what nothing refers to. Raises `UnreadableError`, also for one without a text."""
    known: set[int] = set()
    yield from _as_it_is(content, bounds, known)
    ends = [found.end() for found in _end.finditer(content)]
    # What is edited is added at the end; what was there stays.
    for number, end in enumerate(ends[:-1][-_STATES:], 1):
        try:
            before = [*_as_it_is(content[:end], bounds, known)]
        except UnreadableError:
            raise
        except Exception:  # noqa: BLE001, S112 -- the first half of a file that is made for the web is none by itself
            continue
        yield from ((f"state {number}, {where}", part) for where, part in before)
    yield from _streams(content, bounds, known)
    if ends and content[ends[-1] :].strip():
        yield "behind it", content[ends[-1] :]


def _as_it_is(content: bytes, bounds: Bounds, known: set[int]) -> Parts:
    """What a PDF shows and says; notes in *known* which streams it has, as hashes."""
    # Imported here because most outputs have none.
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise UnreadableError("the PDF is encrypted")
    shows_something = False
    for number, page in enumerate(reader.pages, 1):
        bounds.part()
        text = page.extract_text()
        shows_something = shows_something or bool(text.strip()) or _draws(page)
        yield f"page {number}", text
        _check_fonts(page)
    # Metadata, bookmarks, attachments, notes, forms and descriptions of pictures are all strings and streams of some object.
    last = int(str(reader.trailer["/Size"]))
    for number in range(1, last + 1):
        texts: list[str] = []
        made = reader.trailer if number == last else reader.get_object(IndirectObject(number, 0, reader))
        for kind, part in _of_object(made, bounds):
            if isinstance(part, str):
                texts.append(part)
            elif hash(part) not in known:
                known.add(hash(part))
                yield f"object {number}{kind}", part
                if texts_in_digits := "\n".join(_hexadecimal_texts(part)):
                    texts.append(texts_in_digits)
        yield f"object {number}", "\n".join(texts)
    if not shows_something:
        raise UnreadableError("no page of this PDF has a text or a drawing")


def _draws(page: Any) -> bool:
    """Whether a page without a text has something drawn on it, that is no picture of a text."""
    contents = page.get_contents()
    pictures = (page.get("/Resources") or {}).get("/XObject")
    return contents is not None and bool(contents.get_data().strip()) and not pictures


def _check_fonts(page: Any) -> None:
    fonts: Any = (page.get("/Resources") or {}).get("/Font")
    for font in fonts.get_object().values() if fonts else ():
        made = font.get_object()
        if made.get("/Subtype") == "/Type0" and "/ToUnicode" not in made:
            raise UnreadableError("a font of this PDF does not say which letters its signs are")


def _of_object(value: Any, bounds: Bounds, depth: int = 0) -> Iterator[tuple[str, bytes | str]]:
    """The strings of a PDF object, and its content if it is a stream with a text; with each, whether it is a file."""
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, StreamObject, TextStringObject

    if depth > _DEPTH:
        raise UnreadableError("its objects lie too deep in each other")
    match value:
        case TextStringObject() | NameObject():
            yield "", str(value)
        case ByteStringObject():
            yield "", bytes(value)
        case ArrayObject():
            for each in value:
                yield from _of_object(each, bounds, depth + 1)
        case DictionaryObject():
            for key, each in value.items():
                yield "", str(key)
                yield from _of_object(each, bounds, depth + 1)
            if isinstance(value, StreamObject) and not _is_pixels(value):
                data = value.get_data()
                bounds.take(len(data))
                yield ", attachment" if value.get("/Type") == "/EmbeddedFile" else "", data


def _is_pixels(stream: Any) -> bool:
    """Whether a stream is a picture without a file format of its own: nothing is written in that."""
    filters = str(stream.get("/Filter", ""))
    return stream.get("/Subtype") == "/Image" and "/DCTDecode" not in filters and "/JPXDecode" not in filters


def _hexadecimal_texts(data: bytes) -> Iterator[str]:
    """Strings in digits that are letters, such as what stands for the text of a drawing; most are numbers of signs."""
    for found in _hexadecimal.finditer(data):
        digits = re.sub(rb"\s", b"", found[1]).decode()
        octets = bytes.fromhex(digits)
        if octets.startswith((b"\xfe\xff", b"\xff\xfe")):
            yield octets.decode("utf-16", "replace")
        elif not _controls(octets):
            yield octets.decode("latin-1")


def _streams(content: bytes, bounds: Bounds, known: set[int]) -> Parts:
    """What stands in packed streams, whether anything refers to them or not: strings of objects that were deleted."""
    for number, found in enumerate(_stream.finditer(content), 1):
        if content[found.end() : found.end() + 1] in {b"\x08", b"\x28", b"\x38", b"\x48", b"\x58", b"\x68", b"\x78"}:
            unpacker = zlib.decompressobj()
            try:
                inner = unpacker.decompress(content[found.end() :][: 2**26], min(2**26, bounds.bytes + 1))
            except zlib.error:
                continue
            bounds.take(len(inner))
            if hash(inner) not in known and (b"(" in inner or b"<" in inner):
                known.add(hash(inner))
                yield f"stream {number}", "\n".join([_shown(inner), *_hexadecimal_texts(inner)])


def _shown(stream: bytes) -> str:
    """The strings of a content stream; the numbers between them only move the letters."""
    texts = re.findall(rb"\[((?:[^\[\]\\]|\\.)*)\]\s*TJ|\(((?:[^()\\]|\\.)*)\)", stream, re.DOTALL)
    lines = [b"".join(re.findall(rb"\(((?:[^()\\]|\\.)*)\)", many, re.DOTALL)) if many else one for many, one in texts]
    return b"\n".join(lines).decode("latin-1")
