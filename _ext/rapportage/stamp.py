"""What an output says of the build that made it: a small file in its folder.

Commands that run without Sphinx read there what only a build knows: which commit it was, whether anything was wrong, which
things stand on its pages, and what each file holds that it made. A build that breaks off leaves no stamp, and two builds of
one source leave the same.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from rapportage import git
from rapportage.publication import digests
from rapportage.publication.digests import Digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from rapportage.domain import RecordsDomain

#: What it is called, in the folder of an output. Beside a file it is called after that.
NAME = ".stamp.json"
#: What is no part of an output: the words of the theme's templates are English, and not ours to translate.
NOT_OURS = {"gettext": "sphinx.pot"}


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is written on a page, such as a highlight. What it says is not told: a stamp may go anywhere."""

    file: str
    """The page, from the folder of ``conf.py``."""
    line: int
    facets: dict[str, tuple[str, ...]]
    """What a list of such things can choose by (see `rapportage.domain.Appearance`)."""

    def has(self, facet: str, value: str) -> bool:
        return value in self.facets.get(facet, ())


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """One build, as its output remembers it."""

    builder: str
    language: str
    audience: str
    """Only what is ``public`` is for the public; a rehearsal is not."""
    commit: str
    """Empty if git keeps no history of the project."""
    clean: bool
    """Whether everything was in that commit, when the build began and when it ended."""
    fresh: bool
    """Whether the folder was empty when the build began, so that nothing in it is older."""
    engine: str
    """The digest of the package that built it."""
    warnings: int
    """How many there were; a page that one was about is read again in every build (see `rapportage.rebuild`)."""
    example_pages: tuple[str, ...]
    """The pages that say in their front matter that they are examples."""
    things: dict[str, dict[str, Thing]]
    """What is written on the pages, by kind and id."""
    files: dict[str, Digest]
    """All that the build made, by name; beside a file, that file alone (see `seal`)."""


def beside(file: Path) -> Path:
    """Where the stamp of a single file stands, such as a PDF that was made of an output."""
    return file.with_name(f".{file.name}{NAME}")


def read(path: Path) -> Stamp | None:
    """The stamp at *path*; None if there is none that this version can read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Stamp)
    except (OSError, msgspec.DecodeError):
        return None


def seal(folder: Path, language: str) -> None:
    """Note in the stamps beside the PDFs of *language* in *folder* what these hold: they were made of what a build made."""
    for path in sorted(folder.glob(f"*-{language}.pdf")):
        if found := read(beside(path)):
            _write(beside(path), msgspec.structs.replace(found, files={path.name: digests.of_file(path)}))


def _write(path: Path, stamp: Stamp) -> None:
    text = json.dumps(msgspec.to_builtins(stamp), ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", "utf-8")


class _Build:
    """The build that is going on."""

    def __init__(self) -> None:
        self.work = git.Work("")
        self.fresh = False

    def begin(self, app: Sphinx) -> None:
        (app.outdir / NAME).unlink(missing_ok=True)
        self.work = git.work(app.confdir)
        # The doctrees may be kept in it, hidden.
        self.fresh = all(path.name.startswith(".") for path in app.outdir.iterdir())

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        if exception is not None:
            return
        now = git.work(app.confdir)
        stamp = Stamp(
            builder=app.builder.name,
            language=app.config.language,
            audience="rehearsal" if getattr(app.config, "rapportage_rehearsal", False) else app.config.rapportage_audience,
            commit=now.commit,
            clean=now.clean and now == self.work,
            fresh=self.fresh,
            engine=digests.of_engine(),
            warnings=app._warncount,
            example_pages=tuple(sorted(_file(app, name) for name, page in _domain(app).pages.items() if page.is_example)),
            things=_things(app),
            files=self._made(app),
        )
        _write(app.outdir / NAME, stamp)

    def _made(self, app: Sphinx) -> dict[str, Digest]:
        found = digests.of_folder(app.outdir)
        found.pop(NOT_OURS.get(app.builder.name, ""), None)
        return found


def _things(app: Sphinx) -> dict[str, dict[str, Thing]]:
    domain = _domain(app)
    return {
        kind: {
            each.id: Thing(file=_file(app, docname), line=each.line, facets=dict(each.facets))
            for docname, each in domain.appearances(kind)
        }
        for kind in domain.page_kinds
    }


def _file(app: Sphinx, docname: str) -> str:
    """The file of a page, from the folder of ``conf.py``."""
    return Path(os.path.relpath(app.env.doc2path(docname), app.confdir)).as_posix()


def _domain(app: Sphinx) -> RecordsDomain:
    return cast("RecordsDomain", app.env.get_domain("rapportage"))


def setup(app: Sphinx) -> None:
    build = _Build()
    app.connect("builder-inited", build.begin)
    # When all others have said what is wrong.
    app.connect("build-finished", build.end, priority=900)
