"""What belongs to an edition on the disk: only files in its folder, and none that is hidden or that a build made.

Knows no Sphinx.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The folder of all outputs of a project, see `rapportage.outputs`.
BUILD = "_build"
#: What an operating system takes for a path at most (PATH_MAX of Linux).
_MAX_PATH = 4096


@dataclass(frozen=True)
class Folder:
    """The folders of an edition (of ``conf.py``, and of its pages), and those of its builds, which are none of it."""

    roots: tuple[Path, ...]
    builds: tuple[Path, ...] = ()

    @classmethod
    def of(cls, roots: Iterable[str | Path], builds: Iterable[str | Path] = ()) -> Folder:
        """With all links followed."""
        return cls(tuple(map(_real, roots)), tuple(map(_real, builds)))

    def fault(self, path: str | Path) -> str:
        """Why a page may not use the file at *path*, in plain words; empty if it may, or if there is no such file."""
        if "\0" in str(path) or len(str(path)) > _MAX_PATH:
            return "is no name of a file"
        real = _real(path)
        root = next((root for root in self.roots if real.is_relative_to(root)), None)
        if root is None:
            return "lies outside the folder of the edition"
        parts = [*real.relative_to(root).parts]
        # By its own name as well: a link that is hidden leads to what was meant to be hidden.
        parts += next((Path(path).relative_to(each).parts for each in self.roots if Path(path).is_relative_to(each)), ())
        if any(part.startswith(".") and part not in {".", ".."} for part in parts):
            return "is hidden"
        if BUILD in parts or any(real.is_relative_to(each) for each in self.builds):
            return "was made by a build"
        try:
            mode = real.stat().st_mode
        except OSError:
            return ""  # whoever opens it tells of that
        return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "is no ordinary file"


def wrong_links(top: Path, folder: Folder) -> Iterator[tuple[Path, str]]:
    """The links, devices and pipes below a folder that may not be followed, each with the reason.

    Nothing is opened, and no link is followed, so that this ends also where links run in a circle.
    """
    for parent, directories, files in os.walk(top):
        inside = [name for name in directories if not name.startswith(".") and name != BUILD]
        # A build may write among the pages: what it has made is not looked at.
        inside = [name for name in inside if _real(Path(parent, name)) not in folder.builds]
        for name in sorted([*inside, *files]):
            path = Path(parent, name)
            if path.is_symlink() and not path.exists():
                yield path, "is a link that leads nowhere, or in a circle"
            elif path.is_symlink() and path.is_dir():
                # What it leads to would be there twice; and above it, there would be no end.
                yield path, "is a link to a folder; put the files there themselves"
            elif not name.startswith(".") and (found := folder.fault(path)):
                yield path, found
        directories[:] = [name for name in inside if not Path(parent, name).is_symlink()]


def _real(path: str | Path) -> Path:
    return Path(os.path.realpath(path))
