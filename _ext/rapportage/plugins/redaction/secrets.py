"""What may stand in no public output: the redacted texts and the internal parts of all pages. Knows no Sphinx."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapportage.fences import is_placeholder
from rapportage.internal import declared, without_internal_parts
from rapportage.plugins.redaction.encoded import wide_text
from rapportage.plugins.redaction.exposure import Exposure, Open, OpenTexts
from rapportage.plugins.redaction.source import placed, take_out
from rapportage.plugins.redaction.unparsed import decoded, suspects
from rapportage.plugins.redaction.words import normal

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
_markup = re.compile(r"\{[^}\n]*\}`+[^`]*`+|\]\([^)]*\)|^\s*(?::[\w-]+:|[:`~]{3,}.*|%.*)", re.MULTILINE)
_blank_lines = re.compile(r"\n\s*\n")
#: Where texts are that everyone may see, beside the pages.
_OPEN = (".yaml", ".po", ".bib", ".csv", ".json")


class Secret(NamedTuple):
    """Something to look for, and where it was left out. Its text is never printed."""

    text: str
    file: str
    line: int
    ground: str = ""
    """The code of the ground; empty for an internal part."""
    is_piece: bool = False
    """Whether it is a word of what was left out, such as a surname."""
    number: str = ""
    """Which redaction of its page it is; empty for an internal part, and where only the looks of a source say so."""

    def __str__(self) -> str:
        what = f"redacted ({self.ground})" if self.ground else "internal"
        return f"{'a word of ' if self.is_piece else ''}what is {what} at {self.file}:{self.line}"


class Secrets(NamedTuple):
    """What to look for, and what cannot be looked for because it stands in any output."""

    wanted: list[Secret]
    vague: list[Secret]
    exposures: list[Exposure]
    """Where what is left out stands openly in the sources."""


def secrets(folder: Path, pages: Path, grounds: Collection[str], public: Iterable[Path] = ()) -> Secrets:
    """The secrets of the *pages* of the project in *folder*; *public* are folders with other texts that are public.

    *grounds* are the ids of the grounds for redaction.
    """
    found: list[Secret] = []
    texts: list[Open] = []
    doubtful: list[Secret] = []
    for path in _sources(pages):
        source = decoded(path.read_bytes())
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        taken = take_out(source, grounds, markdown=path.suffix != ".rst")
        of_page: list[Secret] = []
        for each in taken.redactions:
            code = each.ground.replace("-", ".") or "?"
            of_page += [Secret(part, name, each.line, code, number=each.number) for part in _parts(each.text)]
        is_internal = path.suffix == ".md" and declared(source).internal
        left = "" if is_internal else without_internal_parts(taken.source)
        of_page += _internal(name, taken.source, left)
        doubtful += _suspected(name, source, of_page)
        found += of_page
        texts.append(Open(name, left))
    texts += _open_texts(folder, [pages, *public])
    return _sorted_out(found, [*_not_open_elsewhere(doubtful, texts)], texts)


def _sources(pages: Path) -> Iterator[Path]:
    """The files that pages are made of, or include."""
    for path in _files(pages):
        content = path.read_bytes()
        # A page with such a byte in it stops the build; its texts are looked for all the same.
        if b"\0" not in content or path.suffix in {".md", ".rst", ".txt", ".inc"} or wide_text(content) is not None:
            yield path


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "_build")) for part in parts):
            yield path


def _open_texts(folder: Path, places: Iterable[Path]) -> Iterator[Open]:
    """The names of all files; and what stands in data, translations and bibliographies."""
    pages = True
    for place in places:
        for path in _files(place):
            name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
            yield Open(name, path.relative_to(place).as_posix(), is_name=True)
            if not pages and path.suffix in _OPEN and "schema" not in path.relative_to(place).parts:
                yield Open(name, decoded(path.read_bytes()))
        pages = False


def _suspected(name: str, source: str, known: list[Secret]) -> Iterator[Secret]:
    """What looks as if it should be left out, without what is known to be."""
    letters = "\n".join(_letters(each.text) for each in known)
    for each in suspects(source):
        parts = _parts(each.text) if each.ground else _markup.split(each.text)
        for part in parts:
            long_enough = len(_letters(part)) >= (SHORTEST if each.ground else INTERNAL)
            if long_enough and _letters(part) not in letters and not placed(f"{each.ground} {part}"):
                yield Secret(part.strip(), name, each.line, each.ground)


def _not_open_elsewhere(doubtful: list[Secret], texts: list[Open]) -> Iterator[Secret]:
    """Those that stand in no other file: there somebody meant them to be read."""
    if doubtful:
        letters = {each: _letters(each.text) for each in texts}
        for secret in doubtful:
            joined = _letters(secret.text)
            if not any(joined in all_letters for each, all_letters in letters.items() if each.file != secret.file):
                yield secret


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


def _sorted_out(found: list[Secret], doubtful: list[Secret], texts: list[Open]) -> Secrets:
    open_texts = [normal(each.text) for each in texts if not each.is_name]
    open_words = {word for text in open_texts for word in text.split(" ")}
    letters = "\n".join(text.replace(" ", "") for text in open_texts)
    wanted: dict[Secret, None] = {}
    vague: dict[Secret, None] = {}
    for each in found:
        words = normal(each.text)
        joined = _letters(each.text)
        if not each.ground:
            # An internal line that is public elsewhere stands in every output; it is told where.
            if joined not in letters:
                wanted[each] = None
        elif len(joined) < SHORTEST or words in open_words:
            vague[each._replace(text="", number="")] = None
        else:
            wanted[each] = None
            wanted.update({piece: None for piece in _pieces_of(each) if normal(piece.text) not in open_words})
    # What is in doubt is open where it stands, and nowhere else.
    wanted.update(dict.fromkeys(doubtful))
    openly = OpenTexts(texts) if found else None
    exposures = [exposure for each in dict.fromkeys(found) if openly for exposure in openly.exposures(each)]
    return Secrets([*wanted], [*vague], exposures)


def _pieces_of(secret: Secret) -> Iterator[Secret]:
    """The words of a text that look like names."""
    words = _words(secret.text)
    if len(words) > 1:
        for word in words:
            if len(word) >= PIECE and word[0].isupper():
                yield secret._replace(text=word, is_piece=True)
