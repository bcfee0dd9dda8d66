"""A new publication takes the place of the old one whole, or not at all; killed at any moment, it leaves one of the two."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapportage.gate import Reason
from rapportage.publication import NotPublishedError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What stands in the folder of all outputs: the publication, what keeps a second run waiting, and the folders of runs.
PUBLISHED, LOCK, RUN = "publish", "publish.lock", "publishing-"
#: In the folder of a run: the publication that was there before, while it is replaced.
OLD = "old"
#: From linux/fcntl.h and linux/fs.h.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Run(NamedTuple):
    """A run of the command."""

    folder: Path
    """Its own folder, empty at first, and gone in the end."""
    lock: int
    """An open file: as long as this process, or one that it started and gave this to, has it open, no other run begins."""


@contextmanager
def run(build: Path) -> Iterator[Run]:
    """A run, in a new folder in *build*, the folder of all outputs. What killed runs have left there is removed first.

    Raises `NotPublishedError` while another goes on.
    """
    build.mkdir(parents=True, exist_ok=True)
    with (build / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reason = Reason("another publication is going on, or what it started is; wait until it has ended")
            raise NotPublishedError([reason]) from None
        _clear(build)
        folder = Path(tempfile.mkdtemp(prefix=RUN, dir=build))
        try:
            yield Run(folder, lock.fileno())
        finally:
            _clear(build)


def _clear(build: Path) -> None:
    """Remove the folders of runs that have ended. If one ended between two names, the old publication comes back."""
    for left in sorted(build.glob(f"{RUN}*")):
        if left.is_symlink() or not left.is_dir():  # no run has made this
            left.unlink()
            continue
        if (left / OLD).exists() and not (build / PUBLISHED).exists():
            (left / OLD).rename(build / PUBLISHED)
        shutil.rmtree(left, ignore_errors=True)


def replace(build: Path, made: Path) -> None:
    """Put the folder *made*, which stands in that of a run, in the place of the publication in *build*."""
    target = build / PUBLISHED
    if not os.path.lexists(target):
        made.rename(target)
        return
    if _exchange(made, target):
        return  # the old one is removed with the folder of the run
    old = made.parent / OLD
    target.rename(old)
    try:
        made.rename(target)
    except OSError:
        old.rename(target)
        raise


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names, at one moment; whether this system, and its file system, can do so (Linux can)."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_AT_FDCWD, bytes(one), _AT_FDCWD, bytes(other), _RENAME_EXCHANGE) == 0
