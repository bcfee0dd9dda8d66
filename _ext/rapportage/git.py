"""What git holds of a project, and whether its folder holds the same.

Git is asked for what it keeps and for nothing else: its settings, variables, flags (``assume-unchanged``,
``skip-worktree``), hooks, filters, attributes and replacements can make a work tree look as if it were a commit, and
none of them has a say here. Files are compared by their content.
"""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: How git says what an entry of a tree is.
LINK, SUBMODULE, PROGRAM = "120000", "160000", "100755"
#: Where the sources of an edition stand. What is in no commit is named there even if ``.gitignore`` says to look away.
SOURCES = ("conf.py", "data", "docs", "locale", "_ext", "_static", "_templates")
#: What builds and set-up make among the sources themselves.
_MADE = ("*.mo", "*.pyc", "/_ext/*.egg-info/")
#: What they make in the folder of the project.
_OURS = ("/_build", "/.venv")

#: No file.
_NO_INDEX = str(Path(__file__).with_suffix(".index"))

# Names are those of gitcfg(7) and git(1). The settings of the repository itself are read, but for these.
_UNSET = ("core.fsmonitor=false", "core.untrackedCache=false", f"core.excludesFile={os.devnull}", "core.quotePath=false")
_VARIABLES = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C.UTF-8",
}


class NoHistoryError(Exception):
    """Git does not have what it was asked for; the message says so in words."""


class Entry(NamedTuple):
    """A file, a link or a submodule in a commit."""

    mode: str
    id: str
    """The name of its content: what git calls a blob, or the commit of a submodule."""
    name: str
    """From the top of the repository, with slashes."""


class Work(NamedTuple):
    """A folder, compared with the commit that it stands at."""

    commit: str
    """The full name of that commit; empty where git keeps no history of the folder."""
    changes: tuple[tuple[str, str], ...] = ()
    """The files that are not as the commit has them, each with what is the matter, sorted by name."""
    trouble: str = ""
    """Why there is no commit."""

    @property
    def clean(self) -> bool:
        return bool(self.commit) and not self.changes


class Repository:
    """The repository whose top is *folder*: one that *folder* only lies in is another's, and does not count."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def head(self) -> str:
        """The full name of the commit that the folder stands at."""
        if not (self.folder / ".git").exists():
            raise NoHistoryError("its folder is not the top of a git repository")
        return self._line("rev-parse", "--verify", "--quiet", "HEAD^{commit}", otherwise="there is no commit yet")

    def tree(self, commit: str) -> list[Entry]:
        """All that is in *commit*."""
        told = self.run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
        entries = []
        for line in filter(None, told):
            about, _, name = line.partition(b"\t")
            mode, _, identity = about.decode().split()
            entries.append(Entry(mode, identity, os.fsdecode(name)))
        return entries

    def date(self, commit: str) -> int:
        """When *commit* was made, in seconds since 1970."""
        return int(self._line("show", "--no-patch", "--no-show-signature", "--format=%ct", commit))

    def objects(self) -> str:
        """The folder in which git keeps contents."""
        return self._line("rev-parse", "--path-format=absolute", "--git-path", "objects")

    def contents(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """What stands in each of *entries*, one after another, each held against its name."""
        command = self._command("cat-file", "--batch")
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=_environment()) as process:  # noqa: S603
            assert process.stdin is not None  # noqa: S101 -- for mypy: they are pipes
            assert process.stdout is not None  # noqa: S101
            for entry in entries:
                process.stdin.write(f"{entry.id}\n".encode())
                process.stdin.flush()
                head = process.stdout.readline().split()
                if len(head) != 3 or head[1] != b"blob":
                    raise NoHistoryError(f"git does not have what stands in {shown(entry.name)}; `git fsck` says more")
                content = process.stdout.read(int(head[2]))
                process.stdout.read(1)
                if blob(content, entry.id) != entry.id:
                    raise NoHistoryError(f"git's copy of {shown(entry.name)} is damaged; `git fsck` says more")
                yield entry, content

    def others(self, commit_tree: list[Entry]) -> list[str]:
        """The files in the folder that are not in the commit, but for what the commit's own ``.gitignore`` leaves out."""
        ignore = [entry for entry in commit_tree if entry.name == ".gitignore" and entry.mode not in {LINK, SUBMODULE}]
        text = "".join(content.decode("utf-8", "replace") for _, content in self.contents(ignore))
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        found = {*self._files([*_OURS, *_MADE, *lines]), *self._files([*_OURS, *_MADE], *SOURCES)}
        return sorted(found - {entry.name for entry in commit_tree})

    def _files(self, excluded: Iterable[str], *paths: str) -> list[str]:
        """All files in the folder, but for those that are *excluded*; a repository within it counts as one."""
        words = ["ls-files", "--others", "-z", *(f"--exclude={each}" for each in excluded), "--", *paths]
        # Compared with nothing: git's own index can be told to look away.
        told = self.run(*words, GIT_INDEX_FILE=_NO_INDEX)
        return [os.fsdecode(name) for name in told.split(b"\0") if name]

    def run(self, *words: str, **variables: str) -> bytes:
        """What git answers. Raises `NoHistoryError` with its own words if it cannot."""
        command = self._command(*words)
        try:
            told = subprocess.run(command, capture_output=True, check=False, env=_environment() | variables)  # noqa: S603
        except FileNotFoundError:
            raise NoHistoryError("git is not on this machine") from None
        if told.returncode:
            said = told.stderr.decode("utf-8", "replace").strip().splitlines()
            raise NoHistoryError(f"git says: {said[0] if said else 'no'}")
        return told.stdout

    def _line(self, *words: str, otherwise: str = "") -> str:
        try:
            return os.fsdecode(self.run(*words)).strip()
        except NoHistoryError as error:
            raise NoHistoryError(otherwise if otherwise and str(error) == "git says: no" else str(error)) from None

    def _command(self, *words: str) -> list[str]:
        # Said in so many words, git looks for no repository in the folders above, and asks for no owner.
        where = [f"--git-dir={self.folder / '.git'}", f"--work-tree={self.folder}", "-C", str(self.folder)]
        return ["git", *where, *(word for each in _UNSET for word in ("-c", each)), *words]


def work(folder: Path) -> Work:
    """The *folder* of a project, compared with its last commit. Without git, or a commit, that has no name."""
    repository = Repository(folder)
    try:
        commit = repository.head()
        tree = repository.tree(commit)
        changes = dict.fromkeys(repository.others(tree), "this is in no commit")
    except NoHistoryError as error:
        return Work("", trouble=str(error))
    for entry in tree:
        if fault := _fault(folder, entry):
            changes[entry.name] = fault
    return Work(commit, tuple((shown(name), changes[name]) for name in sorted(changes)))


def _fault(folder: Path, entry: Entry) -> str:
    """Why a file is not as the commit has it; empty if it is."""
    path = folder / entry.name
    if entry.mode == SUBMODULE:
        return "this is a submodule, of which the commit holds nothing"
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            content = os.fsencode(path.readlink())
            same_kind = entry.mode == LINK
        else:
            # Where a system has no links, git writes what they lead to in a file.
            same_kind = stat.S_ISREG(mode)
            content = path.read_bytes() if same_kind else b""
    except (FileNotFoundError, NotADirectoryError):
        return "this is in the last commit, and is gone"
    except OSError as error:
        return f"this cannot be read: {error.strerror or error}"
    # Git may have been told to write the line ends of Windows in the work tree; they say nothing else.
    if same_kind and entry.id in {blob(content, entry.id), blob(content.replace(b"\r\n", b"\n"), entry.id)}:
        return ""
    return "this was changed after the last commit"


def blob(content: bytes, like: str) -> str:
    """The name that git gives to *content*, of the kind that *like* is (https://git-scm.com/docs/hash-function-transition)."""
    whole = b"blob %d\0%b" % (len(content), content)
    return (hashlib.sha1(whole, usedforsecurity=False) if len(like) == 40 else hashlib.sha256(whole)).hexdigest()


def shown(name: str) -> str:
    """A file's name, fit to be printed."""
    text = name.encode("utf-8", "backslashreplace").decode()
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), **_VARIABLES}
