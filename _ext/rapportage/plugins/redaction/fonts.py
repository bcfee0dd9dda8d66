"""The names in a font: of itself, of its makers, of its signs. Knows no Sphinx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rapportage.plugins.redaction.bounds import UnreadableError

if TYPE_CHECKING:
    from rapportage.plugins.redaction.bounds import Bounds
    from rapportage.plugins.redaction.containers import Parts

MARKS = (b"\0\1\0\0\0", b"OTTO\0", b"true\0", b"ttcf\0", b"wOFF", b"wOF2")


def read_font(content: bytes, bounds: Bounds) -> Parts:
    """The names, and the tables with metadata of the maker's own. Raises `UnreadableError` for what it cannot unpack."""
    # Imported here because most outputs have none.
    from fontTools.ttLib import TTCollection, TTFont

    try:
        fonts = [*TTCollection(io.BytesIO(content))] if content.startswith(b"ttcf") else [TTFont(io.BytesIO(content))]
    except ImportError as error:
        raise UnreadableError("this font is packed with brotli") from error
    for font in fonts:
        for entry in font["name"].names if "name" in font else ():
            bounds.part()
            yield "name", entry.toUnicode("replace")
        yield "glyphs", "\n".join(font.getGlyphOrder())
        if "CFF " in font:
            top = font["CFF "].cff.topDictIndex[0]
            yield "name", "\n".join(str(value) for value in top.rawDict.values() if isinstance(value, str))
        for tag in font.reader.keys() if font.reader else ():
            if tag in {"meta", "DSIG", "SVG ", "FFTM", "PfEd", "LTSH", "Debg"} or not _is_known(tag):
                data = font.reader[tag]
                bounds.take(len(data))
                yield f"table {tag.strip()}", data.decode("utf-8", "replace")


def _is_known(tag: str) -> bool:
    from fontTools.ttLib import getTableClass
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    return getTableClass(tag) is not DefaultTable
