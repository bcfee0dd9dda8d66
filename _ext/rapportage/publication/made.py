"""Whether an output is what a build made of the last commit, file by file, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage import git, stamp
from rapportage.gate import Reason
from rapportage.publication import digests

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rapportage.outputs import Output
    from rapportage.stamp import Stamp

#: The engine of a project that brings its own, from the folder of ``conf.py``.
ENGINE = "_ext/rapportage"
#: How a PDF begins, and what stands near its end (ISO 32000-2, 7.5.2 and 7.5.5).
_PDF, _PDF_END, _NEAR = b"%PDF-", b"%%EOF", 1024


def faults(folder: Path, output: Output) -> Iterator[Reason]:
    """Every reason why an *output* of the project in *folder* is not what a build made of its last commit."""
    yield from origin(folder, output, git.work(folder).commit)
    yield from altered(folder, output)


def origin(folder: Path, output: Output, commit: str) -> Iterator[Reason]:
    """Why an *output* may not be made of *commit* in this way, as its build says."""
    found = stamp.read(output.stamp)
    where = place(folder, output.path)
    if found is None or not output.path.exists():
        yield Reason("this has not been made", where)
        return
    if (found.builder, found.language) != (output.builder, output.language):
        yield Reason(
            f"this was made by the builder {found.builder} in {found.language}, not {output.builder} in {output.language}",
            where,
        )
    if found.audience != "public":
        yield Reason("this is not for the public", where)
    if found.commit != commit:
        yield Reason(f"this was made of commit {found.commit[:9] or 'none'}, not of {commit[:9]}", where)
    elif not found.clean:
        yield Reason("this was made while there were changes that are in no commit", where)
    if not found.fresh:
        yield Reason("this was built over an older output, of which something may be left", where)
    if (own := folder / ENGINE).is_dir() and found.engine != digests.of_engine(own):
        yield Reason(f"this was not built by the engine in {ENGINE}, but by another", where)


def altered(folder: Path, output: Output) -> Iterator[Reason]:
    """Every file of an *output* that is not what its build made. One that has not been made has none."""
    found = stamp.read(output.stamp)
    if found is None or not output.path.exists():
        return
    where = place(folder, output.path)
    if link := _link(folder, output.path):
        yield Reason("this leads elsewhere: it is a link, which no build makes", place(folder, link))
        return
    if output.path.is_dir():
        yield from _altered_files(found, output, where)
        return
    recorded = found.files.get(output.path.name)
    if recorded is None:
        yield Reason("the build did not note what this holds; make it again", where)
    elif fault := _fault(output.path, recorded, digests.of_file(output.path)):
        yield Reason(fault, where)


def _altered_files(found: Stamp, output: Output, where: str) -> Iterator[Reason]:
    now = digests.of_folder(output.path)
    now.pop(stamp.NOT_OURS.get(output.builder, ""), None)
    others = {git.shown(name) for name, is_file in digests.walk(output.path) if not is_file}
    for name in sorted({*now, *found.files, *others}):
        if name in others:
            fault = "this is a link or no ordinary file, which no build makes"
        elif name not in found.files:
            fault = "no build made this"
        elif name not in now:
            fault = "the build made this, and it is gone"
        else:
            fault = _fault(output.path / name, found.files[name], now[name])
        if fault:
            yield Reason(fault, f"{where}/{name}")


def _fault(path: Path, recorded: digests.Digest, now: digests.Digest) -> str:
    if now != recorded:
        return "this was changed after it was built" if now.size else "this was emptied after it was built"
    if path.suffix == ".pdf" and not _is_pdf(path.read_bytes()):
        return "this is no PDF" if now.size else "this is empty"
    return ""


def _is_pdf(content: bytes) -> bool:
    return content.startswith(_PDF) and _PDF_END in content[-_NEAR:]


def _link(folder: Path, path: Path) -> Path | None:
    """What is a link on the way to *path*, from the folder of all outputs on; that folder itself may stand elsewhere."""
    steps = [path, *path.parents]
    return next((each for each in steps[: steps.index(folder) - 1] if each.is_symlink()), None)


def place(folder: Path, path: Path) -> str:
    """How a reason names *path*."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
