"""What building a large report costs, held against plain Sphinx and MyST with the same tables written out by hand.

Both projects are made, and checked to show the same. They are built in turn: in full, with nothing changed, and after one
figure was edited (in YAML; in the table by hand). The CPU time and memory of these builds are printed as medians and as
ratios, and written to ``benchmarks/latest.md``. Nothing is asserted about time: seconds differ between machines, ratios
much less.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import corpus
from shown import Shown, differences, shown

EXTENSIONS = [
    "rapportage",
    *(f"rapportage.plugins.{name}" for name in ("edition", "countries", "priorities", "results", "highlights", "finance")),
]
#: Everything but the extensions is the same on both sides, and as in the report's own conf.py.
CONF = """\
project = "Rapportage"
language = "nl"
extensions = {extensions}
primary_domain = "{primary_domain}"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_footnote_transition = False
myst_disable_syntax = ["html_block", "html_inline"]
numfig = True
numfig_secnum_depth = 0
html_theme = "{theme}"
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
"""
CASES = {"full": "everything", "nothing": "nothing changed", "edited": "one record changed"}
HEAD = """\
| report | build | plain, CPU s | ours, CPU s | ratio | plain, MiB | ours, MiB | ratio | pages read |
|---|---|--:|--:|--:|--:|--:|--:|--:|
"""


class Cost(NamedTuple):
    """What one build took, and what it did."""

    cpu: float
    """Seconds of CPU time, of the program and of the system for it."""
    memory: float
    """The most memory it had at one time (MiB)."""
    read: float
    """How many pages it read."""


@dataclass
class Project:
    """One of the two projects on disk, with what its builds took."""

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

    def typical(self, case: str) -> Cost:
        """The medians of what these builds took."""
        return Cost(*map(median, zip(*self.costs[case], strict=True)))

    def shown(self) -> dict[str, Shown]:
        """What each page shows."""
        return {path.stem: shown(path) for path in sorted((self.folder / "build" / "html").glob("*.html"))}

    def _edit(self) -> None:
        """Give the figure another last digit."""
        name, figure = self.edited
        path = self.folder / name
        old, new = (f"{figure[:-1]}{1 + (self._edits + step) % 9}" for step in (0, 1))
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        self._edits += 1


def _sphinx_build(folder: Path) -> Cost:
    """Build the project in a process of its own; leave if that fails, or warns."""
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
        raise SystemExit(f"the build of {folder.name} failed:\n{told[-4000:]}")
    added, changed = map(int, re.findall(r"(\d+) added, (\d+) changed", told)[-1])
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, added + changed)


def measure(records: int, pages: int, options: argparse.Namespace) -> str:
    """Measure a report of this size; returns its rows of the table."""
    drawn = corpus.draw(records, pages)
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        ours = make(Path(scratch, "ours"), corpus.ours(drawn), EXTENSIONS, options)
        plain = make(Path(scratch, "plain"), corpus.by_hand(drawn), [], options)
        for turn in range(options.rounds):
            _tell(f"{records} records on {pages} pages, round {turn + 1} of {options.rounds}")
            _in_turn("full", ours, plain)
            _check(ours, plain)
            for _ in range(options.repeat):
                _in_turn("nothing", ours, plain)
                _in_turn("edited", ours, plain)
            _check(ours, plain)
    return "".join(_row(f"{records} records, {pages} pages", case, ours, plain) for case in CASES)


def make(folder: Path, files: corpus.Files, extensions: list[str], options: argparse.Namespace) -> Project:
    """Write a project."""
    settings = CONF.format(
        extensions=["myst_parser", *extensions],
        primary_domain="rapportage" if extensions else "py",
        theme=options.theme,
    )
    corpus.write(folder, {"conf.py": settings + "\n".join(options.set), **files})
    return Project(folder, corpus.edited_in(files))


def _in_turn(case: str, *projects: Project) -> None:
    for project in projects:
        project.build(case)


def _check(ours: Project, plain: Project) -> None:
    """Leave unless both projects show the same tables, links and footnotes."""
    if found := list(differences(ours.shown(), plain.shown())):
        raise SystemExit("the two projects do not show the same:\n" + "\n".join(found[:20]))


def _row(title: str, case: str, ours: Project, plain: Project) -> str:
    our, their = ours.typical(case), plain.typical(case)
    cells = [
        title,
        CASES[case],
        f"{their.cpu:.2f}",
        f"{our.cpu:.2f}",
        f"{our.cpu / their.cpu:.2f}",
        f"{their.memory:.0f}",
        f"{our.memory:.0f}",
        f"{our.memory / their.memory:.2f}",
        f"{our.read:.0f}" if our.read == their.read else f"{their.read:.0f}, {our.read:.0f}",
    ]
    return f"| {' | '.join(cells)} |\n"


def _circumstances(options: argparse.Namespace) -> str:
    """How it was measured, in general words."""
    counts = f"Medians of {options.rounds} full builds and {options.rounds * options.repeat} of each other kind, in turn"
    system = f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    tools = ", ".join(f"{name} {version(name)}" for name in ("Sphinx", "myst-parser"))
    return f"{counts}. {'; '.join([system, tools, f'theme {options.theme}', *options.set])}."


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _size(argument: str) -> tuple[int, int]:
    records, _, pages = argument.partition("/")
    return int(records), int(pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=_size, metavar="RECORDS/PAGES", default=[(1_000, 100), (10_000, 100)])
    parser.add_argument("--rounds", type=int, default=3, help="how many full builds of each (default: 3)")
    parser.add_argument("--repeat", type=int, default=3, help="how many small builds after each of these (default: 3)")
    parser.add_argument("--theme", default="furo", help="the HTML theme, as it is shipped (default: furo)")
    parser.add_argument("--set", action="append", default=[], metavar="LINE", help="a line for both conf.py: numfig=False")
    parser.add_argument("--folder", type=Path, help="where to put the projects while they are built")
    options = parser.parse_args()
    table = HEAD + "".join(measure(records, pages, options) for records, pages in options.sizes)
    print(f"\n{table}\n{_circumstances(options)}")
    if options.sizes == parser.get_default("sizes") and not options.set:
        Path(__file__).with_name("latest.md").write_text(f"{table}\n{_circumstances(options)}\n", "utf-8")


if __name__ == "__main__":
    main()
