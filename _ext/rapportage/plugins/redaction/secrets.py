"""What may stand in no public output: the redacted texts and the internal parts of all pages. Knows no Sphinx."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapportage.fences import is_placeholder
from rapportage.internal import declared, without_internal_parts
from rapportage.plugins.redaction.source import take_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

#: A shorter text stands in any output, whatever was left out; so does a single word that stands openly in the sources.
SHORTEST = 4
#: A piece of a text, such as a surname, has at least so many letters.
PIECE = 4
#: A line of a longer text with so many letters is looked for by itself too.
LINE = 16
#: So many letters of an internal part are no coincidence.
INTERNAL = 24

_words = re.compile(r"[^\W_]+").findall
_accents = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_markup = re.compile(r"\{[^}\n]*\}`+[^`]*`+|\]\([^)]*\)|^\s*(?::[\w-]+:|[:`~]{3,}.*|%.*)", re.MULTILINE)
_blank_lines = re.compile(r"\n\s*\n")
#: Where texts are that everyone may see, beside the pages.
_OPEN = ("*.yaml", "*.po", "*.bib")


class Secret(NamedTuple):
    """Something to look for, and where it was left out. Its text is never printed."""

    text: str
    file: str
    line: int
    ground: str = ""
    """The code of the ground; empty for an internal part."""
    is_piece: bool = False
    """Whether it is a word of what was left out, such as a surname."""

    def __str__(self) -> str:
        what = f"redacted ({self.ground})" if self.ground else "internal"
        return f"{'a word of ' if self.is_piece else ''}what is {what} at {self.file}:{self.line}"


class Secrets(NamedTuple):
    """What to look for, and what cannot be looked for because it stands in any output."""

    wanted: list[Secret]
    vague: list[Secret]


def normal(text: str) -> str:
    """The words of a text in small letters without accents, with one space between them."""
    folded = text.casefold()
    return " ".join(_words(folded if folded.isascii() else _accents.sub("", unicodedata.normalize("NFKD", folded))))


def secrets(folder: Path, pages: Path, grounds: Collection[str], public: Iterable[Path] = ()) -> Secrets:
    """The secrets of the *pages* of the project in *folder*; *public* are folders with other texts that are public.

    *grounds* are the ids of the grounds for redaction.
    """
    found: list[Secret] = []
    open_texts: list[str] = []
    for path in _sources(pages):
        source = path.read_text("utf-8", errors="replace")
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        taken = take_out(source, grounds, markdown=path.suffix != ".rst")
        for each in taken.redactions:
            code = each.ground.replace("-", ".") or "?"
            found += [Secret(part, name, each.line, code) for part in _parts(each.text)]
        is_internal = path.suffix == ".md" and declared(source).internal
        left = "" if is_internal else without_internal_parts(taken.source)
        found += _internal(name, taken.source, left)
        open_texts.append(normal(left))
    for place in public:
        open_texts += [normal(path.read_text("utf-8", errors="replace")) for glob in _OPEN for path in place.rglob(glob)]
    return _sorted_out(found, open_texts)


def _sources(pages: Path) -> Iterator[Path]:
    """The files that pages are made of, or include."""
    for path in sorted(pages.rglob("*")):
        parts = path.relative_to(pages).parts
        if path.is_file() and not any(part.startswith((".", "_build")) for part in parts) and b"\0" not in path.read_bytes():
            yield path


def _parts(text: str) -> Iterator[str]:
    """What of a redacted text can be found as it stands: its paragraphs and longer lines, without roles and fences."""
    for paragraph in _blank_lines.split(text):
        lines = paragraph.splitlines()
        longer = (line for line in lines if len(lines) > 1 and len(_letters(line)) >= LINE)
        for whole in dict.fromkeys((" ".join(lines), *longer)):
            yield from (part.strip() for part in _markup.split(whole) if normal(part) and not is_placeholder(part))


def _letters(text: str) -> str:
    return normal(text).replace(" ", "")


def _internal(name: str, source: str, left: str) -> Iterator[Secret]:
    """The longer lines of internal parts: those that are not left in the public edition."""
    if source == left:
        return
    public = left.splitlines()
    for number, line in enumerate(source.splitlines()):
        if number >= len(public) or public[number] != line:
            for part in _markup.split(line):
                if len(_letters(part)) >= INTERNAL:
                    yield Secret(part, name, number + 1)


def _sorted_out(found: list[Secret], open_texts: list[str]) -> Secrets:
    open_words = {word for text in open_texts for word in text.split(" ")}
    letters = "\n".join(text.replace(" ", "") for text in open_texts)
    wanted: dict[Secret, None] = {}
    vague: dict[Secret, None] = {}
    for each in found:
        words = normal(each.text)
        joined = _letters(each.text)
        if not each.ground:
            # An internal line that is public elsewhere is no secret.
            if joined not in letters:
                wanted[each] = None
        elif len(joined) < SHORTEST or words in open_words:
            vague[each._replace(text="")] = None
        else:
            wanted[each] = None
            wanted.update({piece: None for piece in _pieces_of(each) if normal(piece.text) not in open_words})
    return Secrets([*wanted], [*vague])


def _pieces_of(secret: Secret) -> Iterator[Secret]:
    """The words of a text that look like names."""
    words = _words(secret.text)
    if len(words) > 1:
        for word in words:
            if len(word) >= PIECE and word[0].isupper():
                yield secret._replace(text=word, is_piece=True)
