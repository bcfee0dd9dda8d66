"""How much a build of a large report costs, held against plain Sphinx and MyST with the same tables written by hand.

``python benchmarks/build.py`` makes both projects, checks that they show the same, builds them in turn and prints the CPU
time and memory of a full build, of a build in which nothing changed and of one after a single figure was edited, as
medians and as ratios. Nothing is asserted about time: machines differ, ratios much less. The table goes to
``benchmarks/latest.md``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

import corpus
from shown import Shown, differences, shown

HERE = Path(__file__).resolve().parent
EXTENSIONS = [
    "rapportage",
    *(f"rapportage.plugins.{name}" for name in ("edition", "countries", "priorities", "results", "highlights", "finance")),
]
#: Everything but the extensions is the same on both sides, and as in the report's own conf.py.
CONF = """\
project = "Rapportage"
language = "nl"
extensions = {extensions}
primary_domain = {primary_domain}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_footnote_transition = False
myst_disable_syntax = ["html_block", "html_inline"]
numfig = True
numfig_secnum_depth = 0
html_theme = {theme!r}
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
"""
CASES = {"full": "everything", "nothing": "nothing changed", "edited": "one record changed"}


class Cost(NamedTuple):
    """What one build took, and what it did."""

    cpu: float
    """Seconds of CPU time, of the program and of the system for it."""
    memory: float
    """The most memory it had at one time (MiB)."""
    read: int
    """How many pages it read."""


@dataclass
class Project:
    """One of the two projects on disk, with what its builds took."""

    name: str
    folder: Path
    edited: tuple[str, str]
    """The file to edit, and the figure in it."""
    costs: dict[str, list[Cost]] = field(default_factory=lambda: {case: [] for case in CASES})
    _edits: int = 0

    def build(self, case: str) -> None:
        """Build, and note what it took."""
        if case == "full":
            shutil.rmtree(self.folder / "build", ignore_errors=True)
        elif case == "edited":
            self._edit()
        self.costs[case].append(_sphinx_build(self.folder))

    def _edit(self) -> None:
        """Another last digit, so that each edit is one."""
        name, figure = self.edited
        path = self.folder / name
        old, new = (f"{figure[:-1]}{1 + (self._edits + step) % 9}" for step in (0, 1))
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        self._edits += 1

    def shown(self) -> dict[str, Shown]:
        """What each page shows."""
        return {path.stem: shown(path) for path in sorted((self.folder / "build" / "html").glob("*.html"))}


def _sphinx_build(folder: Path) -> Cost:
    """Build the project in a process of its own. Raises if it fails, or warns."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-b",
        "html",
        "-W",
        "-N",
        "-d",
        "build/doctrees",
        "-c",
        ".",
        "docs",
        "build/html",
    ]
    with tempfile.TemporaryFile("w+") as output:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read()
    if process.returncode:
        raise SystemExit(f"a build in {folder.name} failed:\n{told[-4000:]}")
    added, changed = map(int, re.findall(r"(\d+) added, (\d+) changed", told)[-1])
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, added + changed)


def measure(records: int, pages: int, options: argparse.Namespace) -> list[str]:
    """Measure a report of this size; returns the lines of its table."""
    drawn = corpus.draw(records, pages)
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        ours = _project("rapportage", Path(scratch), corpus.ours(drawn), EXTENSIONS, options.theme)
        plain = _project("plain", Path(scratch), corpus.by_hand(drawn), [], options.theme)
        for turn in range(options.rounds):
            _tell(f"{records} records on {pages} pages, round {turn + 1} of {options.rounds}: everything")
            _in_turn("full", ours, plain)
            _check(ours, plain)
            for again in range(options.repeat):
                _tell(f"  nothing and one record changed, {again + 1} of {options.repeat}")
                _in_turn("nothing", ours, plain)
                _in_turn("edited", ours, plain)
            _check(ours, plain)
    title = f"{records:,} records on {pages} pages".replace(",", " ")
    return [_row(title if case == "full" else "", case, ours, plain) for case in CASES]


def _project(name: str, scratch: Path, files: corpus.Files, extensions: list[str], theme: str) -> Project:
    settings = CONF.format(
        extensions=["myst_parser", *extensions], primary_domain="'rapportage'" if extensions else "'py'", theme=theme
    )
    folder = scratch / name
    corpus.write(folder, {"conf.py": settings, **files})
    return Project(name, folder, corpus.edited_in(files))


def _in_turn(case: str, *projects: Project) -> None:
    for project in projects:
        project.build(case)


def _check(ours: Project, plain: Project) -> None:
    """Stop unless both projects show the same tables, links and footnotes."""
    if found := list(differences(ours.shown(), plain.shown())):
        raise SystemExit("the two projects do not show the same:\n" + "\n".join(found[:20]))


def _row(title: str, case: str, ours: Project, plain: Project) -> str:
    ours_cpu, plain_cpu = (median(cost.cpu for cost in project.costs[case]) for project in (ours, plain))
    ours_memory, plain_memory = (median(cost.memory for cost in project.costs[case]) for project in (ours, plain))
    ours_read, plain_read = (max(cost.read for cost in project.costs[case]) for project in (ours, plain))
    cells = [
        title,
        CASES[case],
        f"{plain_cpu:.2f}",
        f"{ours_cpu:.2f}",
        f"**{ours_cpu / plain_cpu:.2f}**",
        f"{plain_memory:.0f}",
        f"{ours_memory:.0f}",
        f"{ours_memory / plain_memory:.2f}",
        f"{plain_read}",
        f"{ours_read}",
    ]
    return f"| {' | '.join(cells)} |"


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _size(argument: str) -> tuple[int, int]:
    records, _, pages = argument.partition("/")
    return int(records), int(pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=_size, metavar="RECORDS/PAGES", default=[(1_000, 100), (10_000, 100)])
    parser.add_argument("--rounds", type=int, default=3, help="how many full builds of each (default: 3)")
    parser.add_argument("--repeat", type=int, default=3, help="how many small builds after each full one (default: 3)")
    parser.add_argument("--theme", default="furo", help="the HTML theme, as it is shipped (default: furo)")
    parser.add_argument("--folder", type=Path, help="where to put the projects (default: a temporary folder)")
    options = parser.parse_args()
    lines = [
        "| report | build | plain, s | ours, s | ratio | plain, MiB | ours, MiB | ratio | plain, pages read | ours, pages read |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for records, pages in options.sizes:
        lines += measure(records, pages, options)
    table = "\n".join(lines)
    print(table)
    (HERE / "latest.md").write_text(table + "\n", "utf-8")


if __name__ == "__main__":
    main()
