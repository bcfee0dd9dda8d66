"""What files hold, in so few words that it can be kept and compared: their size and their SHA-256."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rapportage.git import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What Python keeps of modules that it has read.
_CACHE = "__pycache__"


class Digest(msgspec.Struct, frozen=True):
    """What a file holds."""

    size: int
    """In bytes."""
    sha256: str


def of_file(path: Path) -> Digest:
    """What the file at *path* holds. Raises `OSError`."""
    content = path.read_bytes()
    return Digest(len(content), hashlib.sha256(content).hexdigest())


def of_folder(folder: Path) -> dict[str, Digest]:
    """What the files in *folder* hold, by name from there, sorted; without what is hidden, and what is no ordinary file."""
    return {shown(name): of_file(folder / name) for name, is_file in walk(folder) if is_file}


def walk(folder: Path) -> Iterator[tuple[str, bool]]:
    """All that stands in *folder*, at any depth and sorted by name, but for folders and for what is hidden.

    With each, whether it is an ordinary file: neither a link, which leads elsewhere, nor a device.
    """
    found: dict[str, bool] = {}
    for parent, folders, names in os.walk(folder, onerror=_raise):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in links]
        for name in [*names, *links]:
            path = Path(parent, name)
            if not name.startswith("."):
                found[path.relative_to(folder).as_posix()] = stat.S_ISREG(path.lstat().st_mode)
    yield from sorted(found.items())


def _raise(error: OSError) -> None:
    raise error


def of_engine(package: Path | None = None) -> str:
    """One digest of all that the package in the folder *package* consists of; without one, of the package that runs now."""
    return _together(
        {
            name: digest
            for name, digest in of_folder(package or Path(__file__).parent.parent).items()
            if _CACHE not in name.split("/") and not name.endswith((".mo", ".pyc"))
        }
    )


def _together(files: Mapping[str, Digest]) -> str:
    lines = (f"{digest.sha256}  {name}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
