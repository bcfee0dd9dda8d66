"""Text for TeX: each character in a font that has it, in the right direction, and with places where a line may end.

Knows no Sphinx.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rapportage.output.latex import fonts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A place where a line may end, without a hyphen. It becomes ``\\rpbreak{}``.
BREAK = "\u200b"
#: TeX hyphenates no more letters of a word than this.
HYPHENATED = 63
#: From this length on a word with digits or signs in it, such as an address, may be broken at its signs.
LONG = 25

#: So many characters of a text are told.
TOLD = 5

#: Joiners and selectors, which belong to the character before them.
_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f]")
_word = re.compile(rf"[^\s{BREAK}]{{{LONG},}}")
#: Letters that stand by themselves: in Arabic, or in the scripts of India, a break between two would change them.
_letter = "0-9A-Za-z\u00aa-\u036f\u0370-\u058f\u1e00-\u1fff"
_run = re.compile(rf"[{_letter}]+")
_sign = re.compile(r"(?<=[/\\._?&=:@#~+,;|)\]])(?=[^\s/\\._?&=:@#~+,;|)\]])")
#: What may stand between two words from right to left, and goes with them.
_BETWEEN = frozenset(" \xa0-.,:")
#: Stands for the end of a piece of text when the text of a paragraph is looked at as a whole.
PIECE = "\x00"


class Run(NamedTuple):
    """A piece of text in one font: ``""`` is that of the text around it, None that there is none."""

    key: str | None
    text: str


class Set(NamedTuple):
    """Text as it is given to TeX."""

    latex: str
    missing: str
    """The characters that no font has, each once. In the PDF stands □ for them."""


def put(text: str, escape: Callable[[str], str], *, code: bool = False) -> Set:
    """Set *text*, of which *escape* makes LaTeX; *code* says that the font around it is that for code."""
    if fonts.ALWAYS.issuperset(text) or fonts.plain(code).issuperset(text) or not fonts.known():
        return Set(escape(text).replace(BREAK, r"\rpbreak{}"), "")
    latex: list[str] = []
    missing = ""
    for run in _joined(runs(text, code=code)):
        if run.key is None:
            missing += run.text
            latex.append("□" * len(run.text))
        else:
            piece = escape(run.text)
            latex.append(rf"\rpfont{run.key}{{{piece}}}" if run.key else piece)
    return Set("".join(latex).replace(BREAK, r"\rpbreak{}"), "".join(dict.fromkeys(missing)))


def runs(text: str, *, code: bool = False) -> Iterator[Run]:
    """The pieces of a text, each in one font."""
    plain = fonts.plain(code)
    key: str | None = ""
    piece = ""
    for character in _SELECTORS.sub("", text):
        follows = (
            character in _JOINERS or unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Mc"}
        )
        if piece and follows and _goes_with(character, key, plain):
            piece += character
            continue
        if character in _JOINERS:
            continue  # joins nothing
        new = "" if character in plain else fonts.fallback(character)
        if piece and new != key:
            yield Run(key, piece)
            piece = ""
        key = new
        piece += character
    if piece:
        yield Run(key, piece)


def _goes_with(character: str, key: str | None, plain: frozenset[str]) -> bool:
    if key is None:
        return False
    return fonts.has(key, character) if key else character in plain or character in _JOINERS


def _joined(pieces: Iterator[Run]) -> list[Run]:
    """Words from right to left with what stands between them: a line turns them round as a whole."""
    done: list[Run] = []
    for run in pieces:
        if len(done) > 1 and _leftwards(run) and done[-2].key == run.key and done[-1].key == "":
            between = done[-1].text
            if _BETWEEN.issuperset(between):
                done[-2:] = [Run(run.key, done[-2].text + between + run.text)]
                continue
        done.append(run)
    return done


def _leftwards(run: Run) -> bool:
    return bool(run.key) and fonts.BY_KEY[str(run.key)].kind == "R"


def complaint(missing: str, text: str) -> str:
    """What to say of characters of *text* that no font has."""
    shown = ", ".join(f'"{each}" (U+{ord(each):04X}, {_name(each)})' for each in missing[:TOLD])
    more = f" and {len(missing) - TOLD} other characters" if len(missing) > TOLD else ""
    return f'the fonts of the PDF have no {shown}{more}, in "{excerpt(text, missing[0])}"; {_instead(missing)}'


def excerpt(text: str, character: str) -> str:
    """The words around a character."""
    at = text.find(character)
    begin = max(0, at - 20)
    words = " ".join("".join(each if each.isprintable() else " " for each in text[begin : at + 40]).split())
    return ("…" if begin else "") + words + ("…" if at + 40 < len(text) else "")


def _name(character: str) -> str:
    return unicodedata.name(character, "without a name").lower()


def _instead(missing: str) -> str:
    """What to do: the same in simpler characters, if there is such a thing."""
    simple = unicodedata.normalize("NFKC", missing)
    if simple != missing and len(missing) == 1 and fonts.plain(code=False).issuperset(simple):
        return f'write "{simple}"'
    return "write it in Latin letters, or leave it out"


# ------------------------------------------------------------------ direction


def is_unordered(text: str) -> bool:
    """Whether words from right to left stand so among figures, signs or other words that `put` would order them wrongly.

    The order of a line is that of the Unicode bidirectional algorithm (https://www.unicode.org/reports/tr9/). Of it `put`
    knows one case: words from right to left, one after another, in a text from left to right.

    :param text: that of a whole paragraph, with `PIECE` between its parts.
    """
    open_ = False  # whether the last letter was one from right to left
    after = ""  # what stands behind it
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL", "AN"}:
            if open_ and not _BETWEEN.issuperset(after):
                return True
            open_, after = True, ""
        elif kind == "L":
            open_ = False
        elif kind == "EN" and open_:
            return True
        elif kind != "NSM" and open_:
            after += character
    return False


# ------------------------------------------------------------------ long words


def breakable(text: str) -> str:
    """Give words that TeX cannot hyphenate places where a line may end, between letters or behind signs."""
    return _word.sub(_broken, text)


def _broken(word: re.Match[str]) -> str:
    return _sign.sub(BREAK, _run.sub(_letters, word[0]))


def _letters(run: re.Match[str]) -> str:
    """Letters in a row: figures among them mean that it is no word, and more than TeX hyphenates that it breaks anywhere."""
    text = run[0]
    if len(text) <= HYPHENATED and not (len(text) >= LONG and any(each.isdigit() for each in text)):
        return text
    return "".join(each if at == 0 or unicodedata.combining(each) else BREAK + each for at, each in enumerate(text))
