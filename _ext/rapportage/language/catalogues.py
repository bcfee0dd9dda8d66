"""The catalogues of an edition: where they are, what is wrong in them, and what of them may be shown.

They stand in ``<folder>/<language>/LC_MESSAGES/``: one for each page, by its name, ``data.po`` for the data, and
``sphinx.po`` for words of Sphinx and the theme. Builds and commands read them here. No ``.mo`` has a say.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapportage import textfile
from rapportage.language import markup, translated
from rapportage.language.pofile import Entry, PoFile, parse
from rapportage.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: What the catalogue of the data is called, and that of the words of Sphinx and the theme.
DATA = "data"
THEME = "sphinx"


class Checked(NamedTuple):
    """A catalogue with all that is wrong in it."""

    name: str
    """What messages call it: its path from the folder of the project."""
    domain: str
    """What gettext calls it: the name of its page, for example."""
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    faulty: frozenset[str]
    """The texts whose translations may not be shown."""
    is_readable: bool

    def texts(self) -> dict[str, str]:
        """What may be shown: each text with its translation."""
        return {
            each.msgid: each.msgstr
            for each in self.entries
            if not each.fuzzy
            and not each.obsolete
            and each.msgid not in self.faulty
            and not translated.is_blank(each.msgid, each.msgstr)
        }

    def plurals(self) -> dict[tuple[str, int], str]:
        """What may be shown of texts with a plural: each text and the number of a form, with that form."""
        return {
            (each.msgid, number): form
            for each in self.entries
            if each.forms and not each.fuzzy and not each.obsolete and each.msgid not in self.faulty
            for number, form in enumerate(each.forms)
        }


def of_language(folders: Iterable[Path], language: str, root: Path) -> list[Checked]:
    """The catalogues of a language in locale *folders*, by name; where two folders have one, the first counts.

    Messages name files by their path from *root*.
    """
    return [checked(path, name, domain, language) for path, name, domain in files(folders, language, root)]


def files(folders: Iterable[Path], language: str, root: Path) -> list[tuple[Path, str, str]]:
    """Their files, each with what messages call it and its domain."""
    found: dict[str, tuple[Path, str, str]] = {}
    for folder in folders:
        inside = folder / language / "LC_MESSAGES"
        for path in sorted(inside.rglob("*.po")):
            where = path.relative_to(inside)
            domain = where.with_suffix("").as_posix()
            if not any(part.startswith(".") for part in where.parts):
                found.setdefault(domain, (path, called(path, root), domain))
    return [found[domain] for domain in sorted(found)]


def called(path: Path, root: Path) -> str:
    """What messages call a file."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def checked(path: Path, name: str, domain: str, language: str) -> Checked:
    """The catalogue in a file. Never raises for what stands there."""
    try:
        found = _checked(textfile.content(path), domain, language)
    except OSError:
        found = Checked("", domain, (), textfile.read(path, "").problems, frozenset(), is_readable=False)
    return found._replace(
        name=name, problems=tuple(each._replace(place=each.place._replace(file=name)) for each in found.problems)
    )


# By what stands there and not by its time: a file that was put back is an older one.
@lru_cache(maxsize=256)
def _checked(content: bytes, domain: str, language: str) -> Checked:
    file = parse(textfile.decode(content, ""), language=language, plurals=domain == THEME)
    found = [*_faults(file, domain)]
    problems = sorted({*file.problems, *(problem for _, problem in found)})
    faulty = {msgid for msgid, _ in found} | _twice(file)
    return Checked("", domain, file.entries, tuple(problems), frozenset(faulty), file.is_readable)


def _faults(file: PoFile, domain: str) -> Iterator[tuple[str, Problem]]:
    """What is wrong with translations, each with the text that they are of."""
    for entry in file.entries:
        if not entry.obsolete and not entry.fuzzy:
            for source, form in _pairs(entry):
                if form != source and not translated.is_blank(source, form):
                    for fault in _compared(domain, source, form):
                        yield entry.msgid, Problem(Place(file.name, entry.translated_at, 1), fault)


def _pairs(entry: Entry) -> Iterator[tuple[str, str]]:
    """A text and its translation; of one with a plural, for each form."""
    if not entry.forms:
        yield entry.msgid, entry.msgstr
    for number, form in enumerate(entry.forms):
        yield entry.plural if number else entry.msgid, form


def _compared(domain: str, source: str, translation: str) -> Iterator[str]:
    match domain:
        case "sphinx":
            return markup.faults_of_interface(source, translation)
        case "data":
            return markup.faults_of_data(source, translation)
        case _:
            return markup.faults_of_page(source, translation)


def _twice(file: PoFile) -> set[str]:
    counted = Counter(each.msgid for each in file.entries if not each.obsolete)
    return {text for text, number in counted.items() if number > 1}
