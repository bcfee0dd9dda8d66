"""What git says of a project: the commit it stands at, and whether there is anything that is not in it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Work(NamedTuple):
    """A work tree."""

    commit: str
    """The full name of its commit; empty where git keeps no history."""
    clean: bool
    """Whether all that stands in it is in that commit, but for what git ignores."""


def work(folder: Path) -> Work:
    """The work tree that *folder* is in."""
    # Without locks: builds run side by side, and beside whoever works in the folder.
    command = ["git", "--no-optional-locks", "-C", str(folder), "status", "--porcelain=v2", "--branch"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- the words are ours
    except FileNotFoundError:  # git is not on this machine
        return Work("", clean=False)
    head = "# branch.oid "
    commit = next((line.removeprefix(head) for line in told.stdout.splitlines() if line.startswith(head)), "(initial)")
    if commit == "(initial)":
        return Work("", clean=False)
    return Work(commit, clean=all(line.startswith("#") for line in told.stdout.splitlines()))
