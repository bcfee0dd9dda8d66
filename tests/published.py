"""A small edition that may be published: approved, translated, committed and built. Tests break one thing at a time."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polib
from click.testing import CliRunner
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from rapportage import stamp
from rapportage.cli import main

if TYPE_CHECKING:
    from click.testing import Result

STEPS = ("inhoud", "bijlage", "publicatie")
LANGUAGES = ("nl", "en")
PDFS = ("rapportage-nl.pdf", "rapportage-en.pdf", "bijlage-nl.pdf")


def english(text: str) -> str:
    """A translation that holds all that a translation has to: each word, read backwards, but none of code or of a role."""
    kept = r"\{[^}]*\}`[^`]*`|`[^`]*`|\[\^[^\]]*\]|\]\([^)]*\)"
    return re.sub(rf"({kept})|[^\W\d_]+", lambda found: found[1] or found[0][::-1], text)


@dataclass
class Edition:
    """A project in a folder of its own, with its history."""

    folder: Path

    @classmethod
    def copied(cls, source: Path, folder: Path) -> Edition:
        shutil.copytree(source, folder)
        return cls(folder)

    @classmethod
    def ready(cls, root: Path, folder: Path) -> Edition:
        """One that passes the gate, from the report in *root*."""
        made = cls.copied(root, folder)
        made.git("init", "-q")
        made["Makefile"] = "outputs:\n\t@exit 1\n"  # tests that build do so in other ways
        made.translate()
        for step in STEPS:
            made.run("approve", step, "--reference", f"BZ-{step}", "--date", "2026-04-09", ok=True)
        made.commit()
        made.build_all()
        return made

    # ---- editing ----------------------------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def __setitem__(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which stands in the file once, by *new*."""
        text = self[name]
        assert text.count(old) == 1, f"{name} has {text.count(old)} times {old!r}"
        self[name] = text.replace(old, new)

    def translate(self) -> None:
        """Give every text a translation."""
        self.build("gettext")
        templates = self.folder / "_build" / "gettext"
        for path in sorted(templates.rglob("*.pot")):
            if path.name != "sphinx.pot":
                po = polib.pofile(str(path))
                for entry in po:
                    entry.msgstr = english(entry.msgid)
                self[f"locale/en/LC_MESSAGES/{path.relative_to(templates).with_suffix('.po')}"] = str(po)

    def git(self, *words: str) -> str:
        command = ["git", "-c", "user.name=Redactie", "-c", "user.email=redactie@example.org", *words]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "Zo is het nu")

    # ---- building and commands ----------------------------------------------------------------------------------------

    def build(self, builder: str, language: str = "nl", *, out: str = "", **config: Any) -> str:
        """Build into the folder that the Makefile uses; returns what was warned of."""
        folder = self.folder / "_build" / (out or ("gettext" if builder == "gettext" else f"{builder}/{language}"))
        doctrees = self.folder / "_build/doctrees" / ("gettext" if builder == "gettext" else language)
        warning = StringIO()
        with patch_docutils(self.folder), docutils_namespace():
            app = Sphinx(
                self.folder,
                self.folder,
                folder,
                doctrees,
                builder,
                confoverrides={"language": language, **config},
                status=None,
                warning=warning,
            )
            app.build()
        locale.translators.clear()  # Sphinx keeps what it has translated for the next build of this process
        return warning.getvalue()

    def build_all(self) -> None:
        """Everything from the start, as the Makefile does, with a PDF that stands for the real one."""
        shutil.rmtree(self.folder / "_build", ignore_errors=True)
        for language in LANGUAGES:
            self.build("html", language)
            self.build("latex", language)
        for pdf in (self.folder / "_build/pdf" / name for name in PDFS):
            pdf.parent.mkdir(exist_ok=True)
            made = PdfWriter()
            page = made.add_blank_page(100, 100)
            drawing = DecodedStreamObject()
            drawing.set_data(b"0 0 m 99 99 l S")
            page[NameObject("/Contents")] = made._add_object(drawing)
            made.write(pdf)
            shutil.copy(self.folder / "_build/latex" / pdf.stem[-2:] / stamp.NAME, stamp.beside(pdf))
        for language in LANGUAGES:
            stamp.seal(self.folder / "_build/pdf", language)
        self.build("gettext")

    def run(self, *arguments: str, ok: bool | None = None) -> Result:
        """A command; with *ok* it must succeed, or must not."""
        result = CliRunner().invoke(main, ["-c", str(self.folder), *arguments])
        assert ok is None or (result.exit_code == 0) == ok, result.output
        return result

    def checklist(self) -> dict[str, list[str]]:
        """The checks that fail, each with its reasons."""
        found: dict[str, list[str]] = {}
        reasons: list[str] = []
        for line in self.run("gate", "--all").output.splitlines():
            if line.startswith("no  "):
                reasons = found[line[4:]] = []
            elif line.startswith("      "):
                reasons.append(line.strip())
        return found
