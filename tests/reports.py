"""A report in a folder of its own: edit it, build it, and see what was read, written and warned of."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

from rapportage.doubts import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import Tag
    from docutils import nodes

    from rapportage.domain import RecordsDomain


@dataclass
class Build:
    """One build, done."""

    app: SphinxTestApp
    read: list[str] = field(default_factory=list)
    """The documents that were read, by name in order."""
    written: list[str] = field(default_factory=list)
    """The documents that were written, by name in order."""
    stopped: str = ""
    """Why it was refused to go on, if it was."""

    @property
    def out(self) -> Path:
        return Path(self.app.outdir)

    @property
    def failed(self) -> bool:
        return bool(self.stopped) or self.app.statuscode != 0

    @property
    def status(self) -> str:
        return strip_escape_sequences(self.app.status.getvalue())

    @property
    def warnings(self) -> list[str]:
        """The warnings, each with its place in a file below the report's folder."""
        text = strip_escape_sequences(self.app.warning.getvalue())
        return [line.replace(f"{self.app.srcdir}/", "") for line in text.splitlines()]

    @property
    def domain(self) -> RecordsDomain:
        return self.app.env.get_domain("rapportage")  # type: ignore[return-value]

    def doctree(self, docname: str) -> nodes.document:
        """A document as it was read."""
        return self.app.env.get_doctree(docname)

    def file(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")

    def page(self, name: str) -> Tag:
        """The main part of a page, parsed."""
        path = next(path for path in (self.out / f"{name}.html", self.out / name / "index.html") if path.is_file())
        main = BeautifulSoup(path.read_bytes(), "html5lib").find(attrs={"role": "main"})
        assert main is not None
        return main

    def pages(self) -> dict[str, str]:
        """The main parts of all pages, and what other projects see: what must not depend on how it was built."""
        found = {each.relative_to(self.out).as_posix(): _main(each) for each in sorted(self.out.rglob("*.html"))}
        return {name: main for name, main in found.items() if main}


def _main(path: Path) -> str:
    """The main part of a page as the theme "basic" has it, not parsed: that takes longer than the build."""
    return path.read_text("utf-8").partition('role="main">')[2].partition('<div class="clearer">')[0]


class _Application(SphinxTestApp):
    """Cleans up after itself also where it is refused to begin."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        try:
            super().__init__(*arguments, **options)
        except RefusedError:
            self.cleanup()
            raise


class Report:
    """A folder with ``conf.py``, pages and data."""

    #: Sphinx keeps roles and nodes in global places: one application at a time.
    _app: ClassVar[SphinxTestApp | None] = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def copied(cls, source: Path, folder: Path) -> Self:
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("_build", "__pycache__", "*.mo"))
        return cls(folder)

    def fresh_copy(self) -> Report:
        """The same report in another folder, where nothing has been built yet."""
        number = sum(1 for _ in self.folder.parent.glob(f"{self.folder.name}-copy*"))
        return self.copied(self.folder, self.folder.with_name(f"{self.folder.name}-copy{number}"))

    # ---- editing ----------------------------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def __setitem__(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def __delitem__(self, name: str) -> None:
        (self.folder / name).unlink()

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which stands in the file once, by *new*."""
        text = self[name]
        assert text.count(old) == 1, f"{name} has {text.count(old)} times {old!r}"
        self[name] = text.replace(old, new)

    def add(self, name: str, text: str) -> None:
        """Add *text* at the end of a file."""
        self[name] += text

    # ---- building ---------------------------------------------------------------------------------------------------

    def build(
        self,
        builder: str = "html",
        *,
        language: str = "nl",
        may_warn: bool = False,
        jobs: int = 0,
        files: Iterable[str] = (),
        folder: str = "",
        **config: Any,
    ) -> Build:
        """Build with one doctree folder per language. Without *may_warn* a warning, or a build that fails, is an error."""
        self.close()
        app = Report._app = _Application(
            builder,
            srcdir=self.folder,
            builddir=self.folder / "_build" / (folder or language),
            confoverrides={"language": language, **config},
            parallel=jobs,
        )
        build = Build(app)
        app.connect("env-before-read-docs", lambda app, env, docnames: build.read.extend(docnames), priority=900)
        app.connect("doctree-resolved", lambda app, doctree, docname: build.written.append(docname))
        try:
            app.build(filenames=[self.folder / name for name in files])
        except RefusedError as refused:
            if not may_warn:
                raise
            build.stopped = str(refused)
        build.written.sort()
        if not may_warn:
            assert not build.warnings
            assert not build.failed, build.status
        return build

    @classmethod
    def close(cls) -> None:
        """Take away what the last build has left in global places."""
        if Report._app is not None:
            Report._app.cleanup()
            Report._app = None
