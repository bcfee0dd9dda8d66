"""LaTeX to PDF: all documents of one language, each made whole or not at all.

Sphinx writes a folder of LaTeX. TeX does not work there: each document gets a new folder in ``.tex`` inside it, in which
stands what the last run that succeeded has left, so that TeX need not begin anew. That folder takes the place of the last
one only when the PDF is made and without fault. A run that was killed leaves a folder that nobody uses, and the next run
removes it; what has been changed or cut off since it was left, also by a power failure, is not used.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapportage import stamp
from rapportage.publication import tex, texlog

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where TeX works, inside the folder of LaTeX. Hidden: it is no part of what Sphinx wrote.
WORK = ".tex"
#: What a folder holds that a run has left, with the digest of each file and the date that the PDF got.
_LEFT = "left.json"
#: What of that only fits the same date; without these TeX runs again.
_DATED = (".fdb_latexmk", ".fls", ".xdv", ".pdf")


class Made(NamedTuple):
    """What became of one document."""

    pdf: Path | None
    """Where the PDF stands, in the folder of the run; None if it could not be made without fault."""
    problems: tuple[str, ...] = ()
    """What is wrong, each in one line."""


def make(sources: Path, language: str, results: Path, *, limit: float = tex.LIMIT) -> list[str]:
    """Make ``<document>-<language>.pdf`` in *results* of every ``<document>-<language>.tex`` in *sources*.

    Other PDFs of that language are removed from *results*, so that one of a document that is gone, or whose TeX has
    failed, does not pass for new. What the build says of itself goes with each PDF (`rapportage.stamp`). All documents are
    tried; returned is all that is wrong, each in one line.
    """
    sources, results = sources.resolve(), results.resolve()
    results.mkdir(parents=True, exist_ok=True)
    for path in results.glob(f".*-{language}.pdf{stamp.NAME}"):
        path.unlink()
    texts = sorted(sources.glob(f"*-{language}.tex"))
    problems = [] if texts else [f"{sources}: there is no document in this language (*-{language}.tex)"]
    _forget(sources, {path.stem for path in texts})
    made: set[str] = set()
    for text in texts:
        with _alone(sources / WORK, text.stem):
            done = _make(text.stem, sources, limit)
            problems += (f"{text.stem}.pdf: {problem}" for problem in done.problems)
            if done.pdf is not None:
                made.add(done.pdf.name)
                _put(done.pdf, results / done.pdf.name)
                if (sources / stamp.NAME).is_file():
                    _put(sources / stamp.NAME, stamp.beside(results / done.pdf.name))
    for path in results.glob(f"*-{language}.pdf"):
        if path.name not in made:
            path.unlink()
    return problems


@contextmanager
def _alone(work: Path, name: str) -> Iterator[None]:
    """Wait until no other run makes this document. The lock goes with the process that has it, however that ends."""
    work.mkdir(exist_ok=True)
    with (work / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for dead in work.glob(f"{name}.run-*"):
            shutil.rmtree(dead, ignore_errors=True)
        yield


def _make(name: str, sources: Path, limit: float) -> Made:
    """Make one document, from what the last run has left; if that fails, from nothing, so that only the text counts."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "1767225600")
    kept = sources / WORK / name
    for source in (kept, None):
        folder = Path(tempfile.mkdtemp(prefix=f"{name}.run-", dir=sources / WORK))
        try:
            begun = source is not None and _carry(source, folder, epoch)
            if source is not None and not begun:
                continue  # nothing to begin with
            # The style of an index too: makeindex, unlike TeX, looks for files nowhere else.
            for file in (f"{name}.tex", "python.ist"):
                if (sources / file).is_file():
                    shutil.copyfile(sources / file, folder / file)
            outcome = tex.run(name, folder, sources, epoch=epoch, limit=limit)
            problems = _problems(name, folder, outcome, limit)
            if problems and begun and outcome != "late":
                continue
            for ending in (".log", ".out.txt"):
                if (folder / f"{name}{ending}").is_file():
                    _put(folder / f"{name}{ending}", sources / f"{name}{ending}")
            if problems:
                return Made(None, (*problems, f"(what TeX said: {_shown(sources / f'{name}.log')})"))
            _leave(folder, epoch)
            shutil.rmtree(kept, ignore_errors=True)
            folder.rename(kept)
            return Made(kept / f"{name}.pdf")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    raise AssertionError("the second round ends in a result")


def _problems(name: str, folder: Path, outcome: tex.Outcome, limit: float) -> list[str]:
    """What is wrong after a run of TeX."""
    if outcome == "missing":
        return ["latexmk is not there; `make latexpdf` installs it"]
    log = folder / f"{name}.log"
    said = log.read_text("utf-8", errors="replace") if log.is_file() else ""
    marks = texlog.Marks((folder / f"{name}.tex").read_text("utf-8", errors="replace"))
    if outcome == "made":
        return texlog.faults(said, marks, name)
    # At least: the end of the log is lost when a program is killed or crashes.
    done = len(texlog.Pages.of(said).ends)
    after = f" after page {done}" if done else ""
    if outcome == "late":
        return [f"TeX was not done after {limit:.0f} seconds and was stopped{after}; does something in it go on for ever?"]
    stopped = texlog.error(said, marks, name)
    return [
        f"TeX stopped. {stopped}"
        if stopped
        else f"TeX stopped{after} and did not say why. {_last_line(folder / f'{name}.out.txt')}"
    ]


def _last_line(said: Path) -> str:
    """The last that latexmk said."""
    lines = said.read_text("utf-8", errors="replace").split("\n") if said.is_file() else []
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")


def _carry(source: Path, folder: Path, epoch: str) -> bool:
    """Copy what a run has left into a new folder, if all of it is there and unchanged; tells whether it was."""
    try:
        left = json.loads((source / _LEFT).read_bytes())
        for file, digest in left["files"].items():
            content = (source / file).read_bytes()
            if hashlib.sha256(content).hexdigest() != digest:
                return False
            if left["epoch"] == epoch or not file.endswith(_DATED):
                (folder / file).write_bytes(content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def _leave(folder: Path, epoch: str) -> None:
    """Say what is in a folder."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()}
    (folder / _LEFT).write_text(json.dumps({"epoch": epoch, "files": files}), "utf-8")


def _forget(sources: Path, names: set[str]) -> None:
    """Remove what runs have left of documents that are gone, in this folder and below it."""
    for path in (sources / WORK).glob("*"):
        if path.is_dir() and path.name not in names and path.name.partition(".run-")[0] not in names:
            shutil.rmtree(path, ignore_errors=True)
    for ending in (".log", ".out.txt"):
        for path in sources.glob(f"*{ending}"):
            if path.name.removesuffix(ending) not in names:
                path.unlink()


def _put(file: Path, place: Path) -> None:
    """Copy a file, whole: whoever looks finds the old one or the new one. One that is the same already stays."""
    content = file.read_bytes()
    if place.is_file() and place.read_bytes() == content:
        return
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(content)
    part.replace(place)


def _shown(path: Path) -> str:
    """A path as a person types it, from where she is."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
