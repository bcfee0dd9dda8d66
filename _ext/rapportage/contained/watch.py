"""While a directive or a role of somebody else runs, it opens no file that is none of the edition's, and nothing on the net.

Every directive opens files in its own way; Python tells of all of them (https://peps.python.org/pep-0578/). This holds what
people write in, not what is installed: an extension is trusted, what a page makes it do is not.
"""

from __future__ import annotations

import importlib.metadata
import os
import site
import sys
import sysconfig
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.source.folder import Folder


class RefusedFileError(OSError):
    """Something that may not be opened for a page; its message says why."""


@dataclass
class Watched:
    """What is watched while a directive or a role runs."""

    folder: Folder | None
    """Which files it may open; any if there is none."""
    refused: list[str] = field(default_factory=list)
    """What it tried and may not, in plain words."""


#: The innermost is the one that counts: a page's directive may hold one that an extension of ours answers for.
_watched: list[Watched] = []
#: Events of Python's audit that reach out of the machine, or start a program.
_OUTSIDE = ("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system", "os.exec")
_CODE = (".py", ".pyc", ".so", ".pyd", ".dylib")
#: Where programs keep what they need themselves: Python, its packages, and what the system knows of files and of time.
_INSTALLED = tuple(
    {
        os.path.realpath(each)
        for each in (
            *sysconfig.get_paths().values(),
            *site.getsitepackages(),
            site.getusersitepackages(),
            *(str(Path(each.__file__).parent) for each in (importlib.metadata, os) if each.__file__),
            "/usr/share/zoneinfo",
            "/usr/share/mime",
            "/etc/mime.types",
            "/dev/urandom",
        )
        if each
    }
    - {"/"}
)


@contextmanager
def watching(folder: Folder | None) -> Iterator[Watched]:
    """Let only files of *folder* be opened, and what is installed; without one anything may be."""
    watched = Watched(folder)
    _watched.append(watched)
    try:
        yield watched
    finally:
        _watched.pop()


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watched or _watched[-1].folder is None:
        return
    if event == "open":
        _judge(_watched[-1], arguments[0])
    elif event in _OUTSIDE:
        _refuse(_watched[-1], "what a page shows is read from files of the edition, not from elsewhere")


def _judge(watched: Watched, opened: Any) -> None:
    if watched.folder is None or not isinstance(opened, str | bytes | os.PathLike):
        return  # a file that is open already
    path = os.fsdecode(opened)
    if (fault := watched.folder.fault(path)) and not _is_installed(path):
        _refuse(watched, f"{Path(path).name} {fault}")


def _is_installed(path: str) -> bool:
    if path in sys.path:
        return True  # a whole library in one file, which Python looks into for a module
    real = os.path.realpath(path)
    code = (os.path.realpath(each) for each in sys.path if each) if real.endswith(_CODE) else ()
    return any(real == each or real.startswith(f"{each}{os.sep}") for each in (*_INSTALLED, *code))


def _refuse(watched: Watched, message: str) -> None:
    watched.refused.append(message)
    raise RefusedFileError(message)


sys.addaudithook(_audit)
