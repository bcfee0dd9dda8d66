"""An output holds what is shown now: what an earlier build made there, and no present page uses, is removed.

Sphinx writes what is new and leaves the rest: pages that are gone or have become internal, their pictures and downloads,
the read form of their text. Here a build remembers which files of an output are its own. What somebody else has put
there is never removed. A build that was broken off is made good by the next one, which writes all pages.

With a builder of somebody else's nothing is removed: nobody knows which of its files belong to a page.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.latex import LaTeXBuilder
from sphinx.builders.manpage import ManualPageBuilder
from sphinx.builders.texinfo import TexinfoBuilder
from sphinx.builders.text import TextBuilder
from sphinx.builders.xml import XMLBuilder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: Builders that make all of their files in every build.
_MAKE_ALL = (ManualPageBuilder, TexinfoBuilder)
#: Where HTML builders put what pages use, below the output.
_IMAGES, _DOWNLOADS, _SOURCES, _STATIC = "_images", "_downloads", "_sources", "_static"
#: The pictures that TeX reads.
_PICTURES = (".pdf", ".png", ".jpg", ".jpeg")
#: What TeX makes of a text, beside it.
_OF_TEX = (
    *(".pdf", ".aux", ".log", ".toc", ".out", ".fls", ".fdb_latexmk", ".xdv", ".dvi", ".lof", ".lot"),
    *(".idx", ".ind", ".ilg", ".out.txt", ".synctex.gz"),
)


class _State(NamedTuple):
    """How a file was: whoever writes it changes that."""

    inode: int
    size: int
    changed: int


class Leftovers:
    """The files of the build that is going on."""

    def __init__(self) -> None:
        self.before: dict[str, _State] = {}
        self.ours: set[str] = set()
        self.is_broken_off = False
        self.has_lost_pages = False

    def begin(self, app: Sphinx) -> None:
        """Find out which files are ours, before anything is written."""
        self.before = dict(_files(app))
        record, progress = _record(app), _progress(app)
        self.ours = set(_read(record)) & self.before.keys()
        self.has_lost_pages = False
        self.is_broken_off = progress.exists()
        if self.is_broken_off:
            self.ours = self.before.keys() - set(_read(progress))
        others = sorted(self.before.keys() - self.ours)
        progress.parent.mkdir(parents=True, exist_ok=True)
        progress.write_text(json.dumps(others), "utf-8")
        record.unlink(missing_ok=True)

    def note_lost(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Note that pages are gone; the pages that list them are read again, which Sphinx leaves to their writers."""
        self.has_lost_pages = bool(removed)
        return [docname for docname, listed in env.toctree_includes.items() if removed & {*listed}]

    def to_write(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """All pages after a build that was broken off; one, so that what was read is kept, if pages are gone."""
        if self.is_broken_off:
            return sorted(env.all_docs)
        return [app.config.root_doc] if self.has_lost_pages else []

    def remove_before(self, app: Sphinx, builder: Builder) -> None:
        """Remove what this build would make anew, if it were still wanted."""
        if isinstance(builder, StandaloneHTMLBuilder):
            kept = _kept_by_html(builder)
            self._remove(app, (name for name in self._untouched(app) if not kept.holds(name)))
        elif isinstance(builder, LaTeXBuilder):
            # Whether a picture that an extension has drawn is still used is known when the texts have been written.
            self._remove(app, self._untouched(app) - self._pictures(app))
        elif isinstance(builder, _MAKE_ALL):
            self._remove(app, self._untouched(app))
        elif isinstance(builder, TextBuilder | XMLBuilder):
            pages = {f"{docname}{builder.out_suffix}" for docname in builder.env.all_docs}
            self._remove(app, self._untouched(app) - pages)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Remove what has turned out not to be wanted, and remember what is ours."""
        if exception is not None:
            return
        builder = app.builder
        untouched = self._untouched(app)
        if isinstance(builder, MessageCatalogBuilder):
            self._remove(app, untouched - {f"{each}.pot" for each in builder.catalogs})
        elif isinstance(builder, StandaloneHTMLBuilder):
            pictures = {name for name in untouched if name.startswith(f"{_IMAGES}/")}
            self._remove(app, _not_mentioned(builder, pictures - _images(builder)))
            if ".buildinfo.bak" not in self.before or ".buildinfo.bak" in self.ours:
                Path(app.outdir, ".buildinfo.bak").unlink(missing_ok=True)
        elif isinstance(builder, LaTeXBuilder):
            self._remove(app, _not_in(Path(app.outdir).glob("*.tex"), untouched & self._pictures(app)))
            _remove_of_tex(app, self.before)
        _remove_doctrees(app)
        now = dict(_files(app))
        ours = {name for name, state in now.items() if name in self.ours or self.before.get(name) != state}
        _record(app).write_text(json.dumps(sorted(ours), indent=0), "utf-8")
        _progress(app).unlink(missing_ok=True)

    def _untouched(self, app: Sphinx) -> set[str]:
        """Our files as an earlier build left them."""
        return {name for name, state in _files(app) if name in self.ours and self.before[name] == state}

    def _pictures(self, app: Sphinx) -> set[str]:
        """The pictures beside LaTeX, but for what TeX has made of it."""
        texts = {name.removesuffix(".tex") for name in self.before if name.endswith(".tex")}
        return {name for name in self.before if name.endswith(_PICTURES) and Path(name).stem not in texts}

    def _remove(self, app: Sphinx, names: Iterable[str]) -> None:
        for name in names:
            path = Path(app.outdir, name)
            path.unlink(missing_ok=True)
            _remove_empty(path.parent, Path(app.outdir))


class _Kept(NamedTuple):
    """What an HTML builder does not make anew, and what is not ours to judge."""

    names: Collection[str]
    unless_below: tuple[str, ...]

    def holds(self, name: str) -> bool:
        folder = name.partition("/")[0] if "/" in name else ""
        # What another extension keeps in a folder of its own.
        is_elsewhere = folder.startswith(("_", ".")) and folder not in self.unless_below
        # Whether a picture is used is known when the pages have been written.
        return is_elsewhere or folder == _IMAGES or name in self.names


def _kept_by_html(builder: StandaloneHTMLBuilder) -> _Kept:
    out = Path(builder.outdir)
    names = {builder.searchindex_filename, "objects.inv", ".buildinfo"}
    for docname in builder.env.all_docs:
        names.add(_name(out, builder.get_output_path(docname)))
        if builder.config.html_copy_source and builder.copysource:
            suffix = Path(builder.env.doc2path(docname)).suffix
            link = builder.config.html_sourcelink_suffix
            names.add(f"{_SOURCES}/{docname}{suffix}{'' if suffix == link else link}")
    names.update(f"{_DOWNLOADS}/{place}" for _, place in builder.env.dlfiles.values())
    return _Kept(names, (_IMAGES, _DOWNLOADS, _SOURCES, _STATIC))


def _images(builder: StandaloneHTMLBuilder) -> set[str]:
    return {f"{_IMAGES}/{name}" for _, name in builder.env.images.values()}


def _not_mentioned(builder: StandaloneHTMLBuilder, pictures: set[str]) -> set[str]:
    """Those of *pictures* that no page shows: an extension may have drawn some while it wrote a page."""
    return _not_in((Path(builder.get_output_path(docname)) for docname in builder.env.all_docs), pictures)


def _not_in(written: Iterable[Path], names: set[str]) -> set[str]:
    """Those of *names* that no text which was written mentions."""
    left = {name: Path(name).name.encode() for name in names}
    for path in written if left else ():
        text = path.read_bytes() if path.is_file() else b""
        left = {name: mark for name, mark in left.items() if mark not in text}
    return set(left)


def _remove_of_tex(app: Sphinx, before: Iterable[str]) -> None:
    """Remove what TeX has made of texts that are gone."""
    for name in before:
        path = Path(app.outdir, name)
        if path.suffix == ".tex" and not path.exists():
            for suffix in _OF_TEX:
                path.with_suffix(suffix).unlink(missing_ok=True)


def _remove_doctrees(app: Sphinx) -> None:
    """Remove the read form of pages that are gone; a folder below may hold another build's."""
    folder = Path(app.doctreedir)
    for parent, folders, names in os.walk(folder):
        place = Path(parent)
        folders[:] = [each for each in folders if not (place / each / "environment.pickle").exists()]
        for name in names:
            docname = _name(folder, place / name).removesuffix(".doctree")
            if name.endswith(".doctree") and docname not in app.env.all_docs:
                (place / name).unlink()
                _remove_empty(place, folder)


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder in which nothing is left, and those above it, up to *root*."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _files(app: Sphinx) -> Iterator[tuple[str, _State]]:
    """The files of the output, without what was read, which may be kept there too, and without our own records."""
    out, doctrees = Path(app.outdir), Path(app.doctreedir)
    for parent, folders, names in os.walk(out):
        place = Path(parent)
        folders[:] = [each for each in folders if place / each != doctrees]
        if place == doctrees:
            continue
        for name in names:
            path = place / name
            if not name.startswith(".made-"):
                found = path.lstat()
                yield _name(out, path), _State(found.st_ino, found.st_size, found.st_mtime_ns)


def _name(folder: Path, path: os.PathLike[str]) -> str:
    return Path(path).relative_to(folder).as_posix()


def _record(app: Sphinx) -> Path:
    """Where an output keeps which files are ours. (In the output: it may outlive what was read.)"""
    return Path(app.outdir, f".made-{app.builder.name}.json")


def _progress(app: Sphinx) -> Path:
    """Where a build that is going on keeps which files of the output are not ours."""
    output = blake2b(f"{app.builder.name} {app.outdir}".encode(), digest_size=8).hexdigest()
    return Path(app.doctreedir, f"making-{output}.json")


def _read(path: Path) -> list[str]:
    try:
        return [*map(str, json.loads(path.read_text("utf-8")))]
    except (OSError, ValueError):
        return []


def setup(app: Sphinx) -> None:
    leftovers = Leftovers()
    # When it is clear that there will be a build.
    app.connect("builder-inited", leftovers.begin, priority=900)
    app.connect("env-get-outdated", leftovers.note_lost)
    app.connect("env-get-updated", leftovers.to_write)
    app.connect("write-started", leftovers.remove_before)
    # When all others have written, and before the stamp tells what there is (900).
    app.connect("build-finished", leftovers.end, priority=850)
