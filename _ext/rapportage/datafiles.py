"""What lies in the folder of the data: the files that hold records, and what nobody would read. Knows no Sphinx.

A file with the wrong ending or in the wrong place looks, to whoever put it there, as if it counted. So all that is in the
folder is either read or told. Links, devices and pipes are not followed: what is read is what lies in the folder.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapportage import textfile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rapportage.kinds import Kind

#: The folder below the data that holds generated schemas, no records.
SCHEMAS = "schema"
#: What is told of a file that was not even meant to be read, or is called so that nobody can tell.
NO_RECORDS = "this file is not read; records stand in files that end in .yaml"
#: What may lie beside the data for whoever looks into the folder.
_BESIDE = {"README", "README.md", "README.txt"}


class Listing(NamedTuple):
    """The files of a data folder, in a fixed order."""

    records: list[Path]
    """Those that hold records, or were meant to: all YAML."""
    unread: list[tuple[Path, str]]
    """Those that nobody reads, each with what to tell of it."""


def listing(folder: Path, sources: Collection[Path] = (), kinds: Iterable[Kind] = ()) -> Listing:
    """What lies in *folder*; *sources* are the bibliographies, *kinds* say what is kept beside their records."""
    found = Listing([], [])
    elsewhere = {path.resolve() for path in sources}
    beside = [f"{kind.path}/{pattern}" for kind in kinds for pattern in kind.beside]
    for path in sorted(_walk(folder)):
        if any(path.relative_to(folder).match(pattern) for pattern in beside):
            continue  # what is wrong with these their plugin says
        if told := _fault(folder, path, elsewhere):
            found.unread.append((path, told))
        elif path.suffix.lower() in {".yaml", ".yml"}:
            found.records.append(path)
    return found


def data_files(folder: Path) -> list[Path]:
    """The YAML files of a data folder, in a fixed order; schemas are none."""
    return listing(folder).records


def name_of(folder: Path, path: Path) -> str:
    """What messages call a file of the data: from the folder above it on, and never more than a terminal can show."""
    name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    return name.encode("unicode_escape").decode() if textfile.unseen(name) or "\n" in name else name


def _walk(folder: Path) -> Iterator[Path]:
    """All that lies in *folder* and is no folder itself, but for what editors and file systems keep there."""
    for parent, folders, files in os.walk(folder):
        kept = [name for name in folders if not _is_kept_aside(name)]
        links = [name for name in kept if Path(parent, name).is_symlink()]
        folders[:] = [name for name in kept if name not in links]
        yield from (Path(parent, name) for name in (*links, *files) if not _is_kept_aside(name))


def _is_kept_aside(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith("~")


def _fault(folder: Path, path: Path, elsewhere: Collection[Path]) -> str:
    """Why nobody reads a file; empty if it is read, or need not be."""
    name = path.relative_to(folder)
    if textfile.unseen(str(name)) or "\n" in str(name):
        return "the name of this file has a character that nobody sees; give it another name"
    try:
        status = path.lstat()
    except OSError as error:
        return f"this file cannot be read: {error.strerror or error}"
    if stat.S_ISLNK(status.st_mode):
        return "this is a link, and links are not followed; put the file itself here"
    if not stat.S_ISREG(status.st_mode):
        return "this is no ordinary file, and is not read"
    if name.parts[0] == SCHEMAS:
        return "" if path.suffix == ".json" else f"this file is not read; {folder.name}/{SCHEMAS} has generated schemas only"
    if path.suffix.lower() in {".yaml", ".yml"} or name.name in _BESIDE or path.resolve() in elsewhere:
        return ""
    if path.suffix.lower() == ".bib":
        return "this file is not read; conf.py names the bibliographies in bibtex_bibfiles"
    return NO_RECORDS
