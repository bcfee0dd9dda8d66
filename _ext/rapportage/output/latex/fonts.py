"""The fonts of the PDF, and which characters each of them has.

XeTeX, unlike a browser, does not look in other fonts for a character that a font does not have. So it is settled here, from
the fonts themselves, which one sets what. Knows no Sphinx.
"""

from __future__ import annotations

import subprocess
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: Where the text of a paragraph, that of code, mathematical signs and other signs come from (``rapportage.sty`` loads them).
TEXT, CODE, MATH, SIGNS = "NotoSans", "NotoSansMono", "NotoSansMath", "NotoSansSymbols2"
#: Which characters are signs to ``rapportage.sty`` (``\\rp@signs``): the first, the last, and their font.
SIGN_RANGES = ((0x2190, 0x22FF, MATH), (0x25A0, 0x27BF, SIGNS))
#: What the text font and that for code have in all their versions; for most texts no font needs to be read.
ALWAYS = frozenset([*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA1, 0x180)), *"\t\n\xa0–—‘’“”„•…€"])
#: What Sphinx's writer sets in another way.
_SET_BY_SPHINX = frozenset("✓✔✕✖⎽ℯⅈ\ufeff")
#: What is white space to TeX, or ours to set: a soft hyphen, a place for a break.
_SPACES = frozenset("\t\n\r \xad\u200b")


class Font(NamedTuple):
    """A font for what the text font does not have."""

    key: str
    """``\\rpfont<key>{...}`` sets text in it; letters only."""
    name: str
    options: str = ""
    """For fontspec; without any, HarfBuzz looks at the text."""
    kind: str = ""
    """``R``: its script runs from right to left; ``S``: in its script signs stand otherwise than they are spelled."""
    locale: str = ""
    """For a script without spaces: the language whose rules say where a line may end."""
    bold: bool = True


#: In this order the first one that has a character sets it. All are in fonts-noto-core (Debian, Ubuntu).
FALLBACKS = (
    Font("symbols", "NotoSansSymbols"),
    Font("signs", SIGNS, bold=False),
    Font("math", MATH, bold=False),
    Font("text", TEXT),  # for code
    Font("code", CODE),  # for text
    Font("arab", "NotoSansArabic", "Script=Arabic", "R"),
    Font("hebr", "NotoSansHebrew", "Script=Hebrew", "R"),
    Font("armn", "NotoSansArmenian", "Script=Armenian"),
    Font("geor", "NotoSansGeorgian", "Script=Georgian"),
    Font("ethi", "NotoSansEthiopic", "Script=Ethiopic"),
    Font("deva", "NotoSansDevanagari", "Script=Devanagari", "S"),
    Font("beng", "NotoSansBengali", "Script=Bengali", "S"),
    Font("guru", "NotoSansGurmukhi", "Script=Gurmukhi", "S"),
    Font("gujr", "NotoSansGujarati", "Script=Gujarati", "S"),
    Font("orya", "NotoSansOriya", "Script=Oriya", "S"),
    Font("taml", "NotoSansTamil", "Script=Tamil", "S"),
    Font("telu", "NotoSansTelugu", "Script=Telugu", "S"),
    Font("knda", "NotoSansKannada", "Script=Kannada", "S"),
    Font("mlym", "NotoSansMalayalam", "Script=Malayalam", "S"),
    Font("sinh", "NotoSansSinhala", "Script=Sinhala", "S"),
    Font("thai", "NotoSansThai", "Script=Thai", "S", locale="th"),
    Font("laoo", "NotoSansLao", "Script=Lao", "S", locale="lo"),
    Font("mymr", "NotoSansMyanmar", "Script=Myanmar", "S", locale="my"),
    Font("khmr", "NotoSansKhmer", "Script=Khmer", "S", locale="km"),
)
BY_KEY = {font.key: font for font in FALLBACKS}


@cache
def _files() -> dict[str, Path]:
    """Where TeX finds the fonts; none without TeX."""
    names = {f"{name}-Regular.ttf" for name in (TEXT, CODE, MATH, SIGNS, *(font.name for font in FALLBACKS))}
    try:
        found = subprocess.run(["kpsewhich", *sorted(names)], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603, S607
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return {Path(line).name.removesuffix("-Regular.ttf"): Path(line) for line in found.stdout.splitlines() if line}


@cache
def characters(name: str) -> frozenset[str]:
    """The characters that a font has; none if the font is not there."""
    from fontTools.ttLib import TTFont, TTLibError  # only where LaTeX is written

    if name not in _files():
        return frozenset()
    try:
        with TTFont(_files()[name], lazy=True) as font:
            return frozenset(chr(code) for code in font.getBestCmap() if code >= 0x20)
    except (OSError, TTLibError):
        return frozenset()


def known() -> bool:
    """Whether the text font was found: without it nothing can be said about characters, and TeX will stop at once."""
    return bool(characters(TEXT))


@cache
def plain(code: bool) -> frozenset[str]:
    """The characters that need no other font: those of the text font, or of that for code, and the signs."""
    ranges = {chr(point): name for first, last, name in SIGN_RANGES for point in range(first, last + 1)}
    signs = {each for each, name in ranges.items() if each in characters(name)}
    invisible = {each for each in characters(TEXT) if unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp"}}
    own = characters(CODE) or characters(TEXT) if code else characters(TEXT)
    return (own - invisible - ranges.keys()) | signs | _SET_BY_SPHINX | _SPACES | {"\u2060"}


def has(key: str, character: str) -> bool:
    """Whether a fallback font has a character."""
    return character in characters(BY_KEY[key].name)


@cache
def fallback(character: str) -> str | None:
    """The key of the font for a character that is not `plain`; None if no font has it."""
    if unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}:
        return None
    return next((font.key for font in FALLBACKS if has(font.key, character)), None)
