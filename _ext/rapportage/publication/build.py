"""Everything of an edition is built, as its own Makefile says, where nothing but the edition and its tools has a say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rapportage.gate import Reason
from rapportage.publication import NotPublishedError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The goal that makes all outputs and the templates for translators; it sets nothing up.
GOAL = "outputs"
#: Where the programs are that this one was installed with, from the folder of the edition: a way without spaces, which
#: the Makefile could not bear.
_TOOLS = "../bin"


def build(edition: Path, *, date: int, lock: int) -> None:
    """Make all outputs of *edition*, a folder in which nothing has been built; more is put beside it.

    *date* is that of the edition, in seconds since 1970. What runs holds *lock* open. Raises `NotPublishedError` if it
    fails: what the programs said then stands on the screen.
    """
    if not (edition / "Makefile").is_file():
        raise NotPublishedError(
            [Reason("there is no such file in this commit, so nobody knows how it is built", "Makefile")]
        )
    command = ["make", "--no-print-directory", "-f", "Makefile", f"bin={_TOOLS}", "AUDIENCE=public", GOAL]
    if run(command, edition, date, lock):
        raise NotPublishedError([Reason("the edition could not be built: what is wrong stands above")])


def may_be_published(edition: Path, *, date: int, lock: int) -> bool:
    """Whether the gate lets *edition* pass, which was built in its folder; prints its checklist.

    It is asked where it was built, so that it is the edition's own, and knows nothing that the build did not know.
    """
    return run([f"{_TOOLS}/rapportage", "gate"], edition, date, lock) == 0


def run(command: list[str], edition: Path, date: int, lock: int) -> int:
    """Run a program in the folder of *edition*, and in an environment that nobody has set; returns how it ended."""
    tools = edition.parent / "bin"
    if not tools.is_symlink():
        tools.symlink_to(Path(sys.executable).parent)
    variables = environment(edition, edition.parent / "home", date, os.environ)
    try:
        done = subprocess.run(  # noqa: S603 -- the words are ours
            command, cwd=edition, env=variables, stdin=subprocess.DEVNULL, check=False, pass_fds=(lock,)
        )
    except FileNotFoundError:
        raise NotPublishedError([Reason("this program is not on this machine", command[0])]) from None
    return done.returncode


def environment(edition: Path, home: Path, date: int, given: Mapping[str, str]) -> dict[str, str]:
    """The variables of a build of *edition* on *date*; *home* is a new folder for what programs keep of their own.

    Of those that are *given* only the way to the programs counts, and the kind of terminal.
    Settings of make, Python, Sphinx, TeX, git, fonts and languages are those of a machine on which nobody has set any.
    """
    home.mkdir(parents=True, exist_ok=True)
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    path = [each for each in given.get("PATH", os.defpath).split(os.pathsep) if Path(each).is_absolute()]
    kept = {name: given[name] for name in ("TERM", "NO_COLOR") if name in given}
    return kept | {
        "PATH": os.pathsep.join(path),
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": str(date),
        # The engine that the edition brings with it comes before the one that is installed.
        "PYTHONPATH": str(edition / "_ext"),
        "PYTHONNOUSERSITE": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
