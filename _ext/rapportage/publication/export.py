"""The tree of a commit as git has it, in a folder of its own, in which there is nothing else.

What is in no commit, or is hidden from git, is not there because nothing puts it there. The folder becomes a repository of
its own that stands at that commit: what is asked of git in it is answered from the same contents, without the settings,
hooks, attributes and flags of the repository that they come from.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from rapportage.gate import Reason
from rapportage.git import LINK, PROGRAM, SUBMODULE, NoHistoryError, Repository, shown
from rapportage.publication import NotPublishedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rapportage.git import Entry

#: What every project has, at the top of its repository.
CONF = "conf.py"
#: How a file begins that only says where its content is (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
_POINTER = b"version https://git-lfs.github.com/spec/v1"
#: Folders that builds and set-up make, at the top; what stands there in a commit would pass for made by them.
_MADE = {"_build", ".venv"}
#: What is made of other files, which a reader of the commit reads instead.
_COMPILED = {".mo": "a compiled catalogue", ".pyc": "compiled Python", ".pyo": "compiled Python"}


def write(source: Repository, commit: str, folder: Path) -> None:
    """Write the tree of *commit* in *folder*, which must be empty or not be there.

    Raises `NotPublishedError` with every reason why that is not possible, or would not be what the commit says.
    """
    try:
        entries = source.tree(commit)
        if reasons := [*_refused(entries)]:
            raise NotPublishedError(reasons)
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise NotPublishedError([Reason("this folder is not empty", str(folder))])
        reasons = [*_write(source, entries, folder)]
        if not reasons:
            _make_repository(source, commit, folder)
    except NoHistoryError as error:
        raise NotPublishedError([Reason(str(error))]) from error
    if reasons:
        raise NotPublishedError(reasons)


def _refused(entries: list[Entry]) -> Iterator[Reason]:
    """What cannot be exported, before anything is written."""
    if CONF not in {entry.name for entry in entries}:
        yield Reason(f"there is no {CONF} at the top of this commit, so it holds no edition")
    for entry in entries:
        if fault := _fault(entry):
            yield Reason(fault, shown(entry.name))
    for one, other in _clashes(entries):
        yield Reason(f"on some systems this is the same file as {shown(other)}; rename one of them", shown(one))


def _fault(entry: Entry) -> str:
    steps = entry.name.split("/")
    if shown(entry.name) != entry.name:
        return "this name cannot be written everywhere; rename it"
    if any(step in {"", ".", ".."} or step.casefold() == ".git" for step in steps):
        return "this name leads out of the edition, or into git's own folder"
    if entry.mode == SUBMODULE:
        return "this is a submodule, of which the commit holds nothing; put its files into the edition"
    if steps[0].casefold() in _MADE:
        return f"{steps[0]} holds what builds make; take this out of the commit with `git rm --cached`"
    if kind := next((kind for end, kind in _COMPILED.items() if entry.name.casefold().endswith(end)), ""):
        return f"this is {kind}, which builds make; take it out of the commit with `git rm --cached`"
    return ""


def _clashes(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Names of files and folders that differ by capitals, or by how an accent is written, and by nothing else."""
    known: dict[str, str] = {}
    steps = [entry.name.split("/") for entry in entries]
    every = dict.fromkeys("/".join(each[:length]) for each in steps for length in range(1, len(each) + 1))
    for path in every:
        other = known.setdefault(unicodedata.normalize("NFC", path.casefold()), path)
        if other != path and Path(other).parent == Path(path).parent:
            yield path, other


def _write(source: Repository, entries: list[Entry], folder: Path) -> Iterator[Reason]:
    links = []
    for entry, content in source.contents(entries):
        path = folder / entry.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode == LINK:
            links.append((entry, path, content))
            continue
        if content.startswith(_POINTER):
            yield Reason("this only says where Git LFS keeps the file; put the file itself into the commit", entry.name)
        path.write_bytes(content)
        if entry.mode == PROGRAM:
            path.chmod(path.stat().st_mode | 0o111)
    # Last, so that nothing is written through them.
    for _, path, content in links:
        path.symlink_to(content.decode("utf-8", "surrogateescape"))
    for entry, path, _ in links:
        if not _stays_in(folder, path):
            yield Reason("this link does not lead to a file of the edition; put the file itself here", entry.name)


def _stays_in(folder: Path, link: Path) -> bool:
    """Whether a link leads to a file of the edition. One that leads to a folder could lead round in a circle."""
    if link.readlink().is_absolute():
        return False
    try:
        found = link.resolve(strict=True)
    except (OSError, RuntimeError):  # nowhere; to itself
        return False
    return found.is_file() and found.is_relative_to(folder.resolve())


def _make_repository(source: Repository, commit: str, folder: Path) -> None:
    """A repository with the contents of *source*, which stands at *commit*. Git itself writes none of the files."""
    made = Repository(folder)
    form = "sha1" if len(commit) == 40 else "sha256"
    made.run("init", "--quiet", "--template=", f"--object-format={form}")
    (folder / ".git" / "objects" / "info" / "alternates").write_text(f"{source.objects()}\n", "utf-8", "surrogateescape")
    made.run("update-ref", "--no-deref", "HEAD", commit)
    made.run("read-tree", "HEAD")
