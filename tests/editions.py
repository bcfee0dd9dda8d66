"""The whole edition, as it is shipped, in a folder of its own: built when that is first asked for."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bs4 import BeautifulSoup
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.console import strip_escape_sequences
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from bs4 import Tag

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nl", "en")


@dataclass
class Edition:
    """A copy of the project, built when a builder is first asked for."""

    folder: Path
    read: list[str] = field(default_factory=list)
    """The documents that the last build has read."""
    _built: dict[tuple[str, str], Path] = field(default_factory=dict)
    _pages: dict[str, dict[str, Tag]] = field(default_factory=dict)

    PARTS: ClassVar = ("data", "docs", "locale", "_static", "_templates")

    @classmethod
    def copied(cls, folder: Path) -> Edition:
        folder.mkdir()
        for part in cls.PARTS:
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.mo"))
        shutil.copy(ROOT / "conf.py", folder)
        (folder / "_ext").symlink_to(ROOT / "_ext")
        # The handbook shows a plugin that stands among the tests.
        (folder / "tests" / "plugins").mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "plugins" / "visits.py", folder / "tests" / "plugins")
        return cls(folder)

    def built(self, builder: str, language: str = "nl") -> Path:
        """The folder with the result; builds if that has not been done."""
        if (builder, language) not in self._built:
            self._built[builder, language] = self.build(builder, language)
        return self._built[builder, language]

    def build(self, builder: str, language: str = "nl") -> Path:
        """Build, with -W; returns the folder with the result."""
        out = self.folder / "_build" / language / builder
        doctrees = self.folder / "_build" / ("gettext" if builder == "gettext" else language) / "doctrees"
        status, warning = StringIO(), StringIO()
        with patch_docutils(self.folder), docutils_namespace():
            app = Sphinx(
                self.folder / "docs",
                self.folder,
                out,
                doctrees,
                builder,
                confoverrides={"language": language},
                status=status,
                warning=warning,
                warningiserror=True,
            )
            self.read = []
            self._pages.pop(language, None)
            app.connect("env-before-read-docs", lambda app, env, docnames: self.read.extend(docnames), priority=900)
            app.build()
        # Sphinx keeps these for the whole process: the next build would have the edition's words for its own.
        locale.translators.clear()
        assert strip_escape_sequences(warning.getvalue()).replace(f"{self.folder}/", "") == ""
        assert app.statuscode == 0, status.getvalue()
        return out

    def pages(self, language: str) -> dict[str, Tag]:
        """The pages of the website, parsed, by file name. Not to be changed: parsing takes longer than building."""
        out = self.built("html", language)
        if language not in self._pages:
            self._pages[language] = {path.relative_to(out).as_posix(): parsed(path) for path in sorted(out.rglob("*.html"))}
        return self._pages[language]


def parsed(path: Path) -> Tag:
    return BeautifulSoup(path.read_bytes(), "html5lib")
