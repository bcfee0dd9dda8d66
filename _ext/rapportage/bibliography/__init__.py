"""The bibliography: the BibTeX files that ``conf.py`` names, read as strictly as the data. Knows no Sphinx.

What is read here is what the sources on the pages are made of (see `rapportage.citations`), and what records may cite.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapportage import textfile
from rapportage.problems import TOLD, Place, Problem, in_short, short, told_in_short

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rapportage.bibliography.entries import Entry

#: So many entries one file has at most.
MAX_ENTRIES = 20_000


class Bibliography(NamedTuple):
    """All sources, or what is wrong with them."""

    paths: tuple[Path, ...] = ()
    entries: tuple[Entry, ...] = ()
    """Those in which nothing is wrong, with what they take over from others."""
    keys: frozenset[str] = frozenset()
    """Those of all entries, also of those in which something is wrong: to cite them is not a second mistake."""
    problems: tuple[Problem, ...] = ()
    whole: bool = True
    """Whether all keys are known: not, if a file or an entry cannot be read."""


def read(folder: Path, names: Iterable[str]) -> Bibliography:
    """Read the files with these *names*, which lead there from *folder*. Never raises for what stands in them."""
    names = tuple(map(str, names))
    paths = tuple(folder / name for name in names)
    return _read(tuple(textfile.read(path, name) for path, name in zip(paths, names, strict=True)))._replace(paths=paths)


@lru_cache(maxsize=2)
def _read(files: tuple[textfile.TextFile, ...]) -> Bibliography:
    if not any(file.text.strip() or file.problems for file in files):
        return Bibliography()
    # pybtex is imported where there is something to read.
    from rapportage.bibliography import entries, rules

    known: dict[str, Entry] = {}
    problems: dict[str, list[Problem]] = {}
    whole = True
    for file in files:
        found = entries.read(file.text, file.name)
        told = problems[file.name] = [*file.problems, *found.problems]
        whole = whole and found.whole and not file.problems
        if len(found.entries) > MAX_ENTRIES:
            told.append(Problem(Place(file.name, 1, 1), f"a file has {MAX_ENTRIES} entries at most; split it"))
            whole = False
        for entry in found.entries[:MAX_ENTRIES]:
            if first := known.get(entry.key.lower()):
                told.append(Problem(entry.place, _twice(entry, first)))
            else:
                known[entry.key.lower()] = entry
    sound = []
    unseen: dict[str, Problem] = {}
    for entry in known.values():
        if len(problems[entry.place.file]) > TOLD:
            told_of = Problem(entry.place, "from here on nobody has looked at this file; mend what is told above first")
            unseen.setdefault(entry.place.file, told_of)
            continue
        if entry.is_broken:
            continue
        made, faults = rules.looked_at(entry, known)
        problems[entry.place.file] += faults
        if not faults:
            sound.append(made)
    return Bibliography(
        entries=tuple(sound),
        keys=frozenset(entry.key for entry in known.values()),
        problems=(*(each for told in problems.values() for each in told_in_short(_in_order(told))), *unseen.values()),
        whole=whole,
    )


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(map(in_short, problems))


def _twice(entry: Entry, first: Entry) -> str:
    where = f"on line {first.place.line}" + (f" of {first.place.file}" if first.place.file != entry.place.file else "")
    capitals = "" if entry.key == first.key else " (capitals make no other key)"
    return f'the key "{short(entry.key)}" stands here a second time; the first is {where}{capitals}'
