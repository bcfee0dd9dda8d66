"""The packages that an edition is locked to, and those that are installed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The list, from the folder of ``conf.py``, as ``make lock`` writes it: one version of each package, for every machine.
LOCK = "requirements/report.txt"

_pins = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE).findall


def other_than_locked(lock: Path) -> Iterator[tuple[str, str, str]]:
    """Each package of which another version is installed than in the list *lock*: its name, and the two versions.

    One that is not installed is one that this machine does not need, or the build fails without it.
    """
    if lock.is_file():
        for name, locked in _pins(lock.read_text("utf-8", errors="replace")):
            if (found := installed(name)) not in {"", locked}:
                yield name, locked, found


def installed(package: str) -> str:
    """The version of *package* that is installed; empty if none is."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
