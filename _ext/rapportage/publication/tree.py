"""The files of a project as a build finds them: which are pages, which fit a pattern, which a page takes in.

Whatever decides on what is approved is looked for here, so the rules are simple and rather find too much than too little.
Knows no Sphinx.
"""

from __future__ import annotations

import html
import os
import re
import unicodedata
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rapportage import textfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

#: What tools make beside the sources; no fresh copy of a commit has it.
_MADE = frozenset(
    {".git", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", "_build", "_readthedocs", "node_modules"}
)
#: What machines leave between the sources. Whoever names such a file on a page takes it in nevertheless.
_LEFT_BEHIND = re.compile(r"\.(?:mo|pyc|swp|DS_Store)$|~$|(?:^|/)(?:Thumbs\.db|\.#[^/]*|4913)$").search
#: A binary file that is published is no larger; a text that people write is bounded by `rapportage.textfile`.
MAX_BYTES = 512 * 1024 * 1024
#: A line that may do more with a page or a data file than link to it.
_takes_in = re.compile(r"include|:file|:diff|:prepend|download|csv-table|image|figure|!\[", re.IGNORECASE).search


class UnreadableError(Exception):
    """A file that cannot be read; its message is one line with the place."""


class Tree:
    """The files of the project in *folder*, with its pages in the folder *pages* and the *settings* of its ``conf.py``.

    A file is called by its way from *folder*, with slashes. What is read is remembered: a tree is of one moment.
    """

    def __init__(self, folder: Path, pages: Path, data: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self.pages_folder = pages
        self.data_folder = data
        self.settings = settings
        self._bytes: dict[str, bytes] = {}
        self._mentions: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}

    # ---- finding ------------------------------------------------------------------------------------------------------

    @cached_property
    def files(self) -> tuple[str, ...]:
        """All files, sorted; links to folders are followed, as Sphinx does."""
        return tuple(sorted(_walk(self.folder, self.folder)))

    @cached_property
    def pages(self) -> frozenset[str]:
        """The files that Sphinx makes pages of, whatever they say of their audience."""
        excluded = [_regex(each, prefix=True) for each in _strings(self.settings.get("exclude_patterns"))]
        start = self.name(self.pages_folder)
        below = (each for each in self.files if not start or each.startswith(f"{start}/"))
        found = (each for each in below if each.endswith(self._suffixes))
        skip = len(start) + 1 if start else 0
        return frozenset(each for each in found if not any(pattern.match(each[skip:]) for pattern in excluded))

    @cached_property
    def records(self) -> frozenset[str]:
        """The files of the data: of these the records count, and not how they are written; of schemas nothing does."""
        name = self.name(self.data_folder)
        decisions = (f"{name}/schema/", f"{name}/approvals/")
        found = (each for each in self.files if each.startswith(f"{name}/"))
        return frozenset(each for each in found if each.endswith((".yaml", ".yml")) or each.startswith(decisions))

    @cached_property
    def _suffixes(self) -> tuple[str, ...]:
        given = self.settings.get("source_suffix", ())
        return tuple({".md", ".rst", *_strings([given] if isinstance(given, str) else given)})

    def fitting(self, pattern: str) -> frozenset[str]:
        """The files that fit a pattern such as ``docs/**/*.md``."""
        fits = _regex(pattern).fullmatch
        return frozenset(each for each in self.files if fits(each))

    def below(self, *folders: Path) -> frozenset[str]:
        """The files in *folders*, or those files themselves; what machines leave behind is none of them."""
        found: set[str] = set()
        for folder in folders:
            name = self.name(folder)
            found |= {each for each in self.files if not name or each == name or each.startswith(f"{name}/")}
        return frozenset(each for each in found if not _LEFT_BEHIND(each))

    def name(self, path: Path) -> str:
        """What a file or folder is called; empty for the folder of the project itself, or for one outside of it."""
        relative = os.path.relpath(os.path.normpath(path), self.folder)
        return "" if relative == "." else relative.replace(os.sep, "/")

    # ---- reading ------------------------------------------------------------------------------------------------------

    def content(self, name: str) -> bytes:
        """What a file holds. Raises `UnreadableError`."""
        if name not in self._bytes:
            try:
                found = textfile.content(self.folder / name, MAX_BYTES)
            except OSError as error:
                raise UnreadableError(f"{name}: this file cannot be read: {error.strerror or error}") from error
            if len(found) > MAX_BYTES:
                raise UnreadableError(f"{name}: this file is larger than {MAX_BYTES // 2**20} MB")
            self._bytes[name] = found
        return self._bytes[name]

    def text(self, name: str) -> str | None:
        """What a text file says, as `rapportage.textfile` reads it; None of a file that is no text."""
        read = textfile.decode(self.content(name), name)
        return None if read.problems else read.text

    def page(self, name: str) -> str:
        """What a page says. Raises `UnreadableError` for one that is no text, or holds what nobody can see."""
        read = textfile.decode(self.content(name), name)
        if read.problems:
            raise UnreadableError(str(read.problems[0]))
        return read.text

    def digest(self, name: str) -> str:
        """What a file holds, as a digest; that of a text has nothing of its line ends and of a mark at its beginning."""
        return digest(text) if (text := self.text(name)) is not None else digest(self.content(name))

    # ---- what a text takes in -----------------------------------------------------------------------------------------

    def taken_in(self, text: str, candidates: Iterable[str], *, careful: bool = False) -> Iterator[str]:
        """Those of the *candidates* that *text* mentions by the name of the file, wherever that stands.

        A mention in any notation counts: in an option, an address, a list, with escapes, split over lines. To be *careful*
        is for files that are covered in another way as well, or stand far from the pages: the folder is mentioned too, on a
        line that is no mere link or word.
        """
        said = self._said("\n".join(filter(_takes_in, text.splitlines())) if careful else text)
        for name in candidates:
            folder = name.rpartition("/")[0].rpartition("/")[2] if careful else ""
            if any((f"{_folded(folder)}/{each}" if folder else each) in said for each in self._called(name)):
                yield name

    def _said(self, text: str) -> str:
        if text not in self._mentions:
            decoded = html.unescape(unquote(text))
            bare = decoded.replace("\\", "")
            joined = "".join(bare.split())
            self._mentions[text] = "\n".join(_folded(_straight(each)) for each in (text, decoded, bare, joined))
        return self._mentions[text]

    def _called(self, name: str) -> set[str]:
        """How a text may call a file: also with any ending (``picture.*``), and without the language in its name."""
        if name not in self._names:
            base = name.rpartition("/")[2]
            stem, dot, _ = base.rpartition(".")
            called = {base, "".join(base.split()), f"{stem}.*" if dot and stem else base}
            for language in self.settings.get("rapportage_languages", ()):
                called.add(re.sub(rf"[._-]{re.escape(language)}(?=\.[^.]+$)", "", base))
            self._names[name] = {_folded(each) for each in called}
        return self._names[name]


def digest(content: str | bytes) -> str:
    """A digest as it stands in a manifest: it cannot be taken for words."""
    return f"blake2b:{blake2b(content.encode() if isinstance(content, str) else content, digest_size=32).hexdigest()}"


def _walk(folder: Path, at: Path) -> Iterator[str]:
    try:
        paths = sorted(at.iterdir())
    except OSError as error:
        name = os.path.relpath(at, folder).replace(os.sep, "/")
        raise UnreadableError(f"{name}: this folder cannot be read: {error.strerror or error}") from error
    for path in paths:
        if path.is_dir():
            if (at == folder and path.name in _MADE) or path.name == "__pycache__":
                continue
            # A link to a folder that it stands in has no end.
            if path.is_symlink() and at.resolve().is_relative_to(path.resolve()):
                continue
            yield from _walk(folder, path)
        elif path.is_file():
            yield os.path.relpath(path, folder).replace(os.sep, "/")


def _regex(pattern: str, *, prefix: bool = False) -> re.Pattern[str]:
    """A pattern of files as a regular expression; as a *prefix* it fits all that stands in a folder that it fits, too."""
    made = ""
    for part in re.findall(
        r"\*\*/|\*\*|\*|\?|\[!?+\]?+[^\]]*\]|.", pattern if prefix else pattern.removesuffix("/"), re.DOTALL
    ):
        if part == "**/":
            made += ".*/" if prefix else "(?:[^/]+/)*"  # Sphinx wants a folder there, in exclude_patterns
        elif part == "**":
            made += ".*"
        elif part == "*":
            made += "[^/]*"
        elif part == "?":
            made += "[^/]"
        elif len(part) > 1:
            inner = part[1:-1].replace("\\", r"\\")
            made += f"[^/{inner[1:]}]" if inner.startswith("!") else f"[{inner.replace('^', chr(92) + '^')}]"
        else:
            made += re.escape(part)
    try:
        return re.compile(f"{made}(?:/|$)" if prefix else made, re.DOTALL)
    except re.error:  # [z-a]
        return re.compile(re.escape(pattern))


def _straight(text: str) -> str:
    """A text whose paths go nowhere and back: ``a/./b``, ``a//b`` and ``a/x/../b`` are ``a/b``."""
    text = re.sub(r"/(?:\./|/)+", "/", text)
    before = ""
    while before != text:
        before, text = text, re.sub(r"(?<![^/\s`\"'(<])(?!\.\.?/)[^/\s]+/\.\./", "", text)
    return text


def _strings(value: Any) -> Iterator[str]:
    return (each for each in value or () if isinstance(each, str))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
