"""A project to run commands in: its ``conf.py`` names our plugins, its data are the good ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from datafolder import PAGES, good_data
from published import Edition

from rapportage.cli import main

if TYPE_CHECKING:
    from click.testing import Result

PLUGINS = (
    "edition",
    "redaction",
    "look",
    "documents",
    "countries",
    "priorities",
    "results",
    "highlights",
    "finance",
    "contributions",
    "workflow",
)


@dataclass
class Project:
    """A folder, and the command in it."""

    folder: Path

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["-c", str(self.folder), *arguments])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    good_data(tmp_path)
    made = Project(tmp_path)
    extensions = [f"rapportage.plugins.{name}" for name in PLUGINS]
    made.write("conf.py", f"extensions = {extensions}\nbibtex_bibfiles = ['data/references.bib']\n")
    for page in PAGES:
        made.write(f"docs/{page}.md", "# Pagina\n")
    return made


@pytest.fixture
def edition(_ready: Edition, tmp_path: Path) -> Edition:
    """An edition that passes the gate, to break."""
    return Edition.copied(_ready.folder, tmp_path / "edition")
