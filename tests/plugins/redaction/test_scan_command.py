"""``rapportage scan`` and ``rapportage redactions``; and ``rapportage check`` on redactions in the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from datafolder import ROOT, good_data

from rapportage.cli import main

if TYPE_CHECKING:
    from click.testing import Result

PAGE = """\
# Nota

Van {redact}`5.1.2.e Jan Zqxjansen` en {redact}`5.1.2.e Piet Zqxpiet`, {redact}`5.2 nee`.

:::{internal}
Dit deel is {redact}`5.2 Zqxintern` voor wie eraan werkt, en voor niemand anders.
:::
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    good_data(tmp_path, {"grounds.yaml": (ROOT / "data" / "grounds.yaml").read_bytes()})
    plugins = ("edition", "redaction", "look", "countries", "priorities", "results", "highlights", "finance")
    extensions = [f"rapportage.plugins.{name}" for name in plugins]
    (tmp_path / "conf.py").write_text(f"extensions = {extensions}\nbibtex_bibfiles = ['data/references.bib']\n")
    (tmp_path / "docs" / "nota").mkdir(parents=True)
    (tmp_path / "docs" / "nota" / "index.md").write_text(PAGE)
    (tmp_path / "docs" / "intern.md").write_text("---\naudience: internal\n---\n{redact}`5.2 Zqxpagina`\n")
    (tmp_path / "uit").mkdir()
    (tmp_path / "uit" / "x.html").write_text("<p>Niets.</p>")
    return tmp_path


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-c", str(project), *arguments])


def test_a_clean_output(project: Path) -> None:
    result = run(project, "scan", str(project / "uit"))
    assert result.exit_code == 0, result.output
    assert "not looked for, too common a text: what is redacted (5.2) at docs/nota/index.md:3" in result.output
    assert "Nothing is given away" in result.output


def test_a_leak_is_printed_without_its_text(project: Path) -> None:
    (project / "uit" / "x.html").write_text("<p>Jan Zqxjansen</p>")
    (project / "uit" / "y.html").write_text("<p>Zqxpiet</p>")
    (project / "uit" / "z.html").write_text("Dit deel is iets voor wie eraan werkt, en voor niemand anders.")
    result = run(project, "scan", str(project / "uit"))
    assert result.exit_code == 1
    assert "x.html: what is redacted (5.1.2.e) at docs/nota/index.md:3\n" in result.output
    assert "y.html: a word of what is redacted (5.1.2.e) at docs/nota/index.md:3\n" in result.output
    assert "z.html: what is internal at docs/nota/index.md:6\n" in result.output
    assert "zqx" not in result.output.lower()


def test_the_pages_may_be_elsewhere(project: Path) -> None:
    (project / "docs").rename(project / "teksten")
    (project / "uit" / "x.html").write_text("<p>Jan Zqxjansen</p>")
    assert run(project, "scan", "--pages", str(project / "teksten"), str(project / "uit")).exit_code == 1


def test_redactions_are_counted_as_the_public_meets_them(project: Path) -> None:
    result = run(project, "redactions")
    rows = [line.split() for line in result.output.splitlines()]
    assert rows == [
        ["Page", "Ground", "Number"],
        ["nota/index.md", "5.1.2.e", "2"],
        ["nota/index.md", "5.2", "1"],
        ["Total", "3"],
    ]


def test_data_have_no_redactions(project: Path) -> None:
    (project / "data" / "sources.yaml").write_text('dmm:\n  type: directorate\n  name: "{redact}`5.1.2.e Zqx Jansen`"\n')
    result = run(project, "check")
    assert result.exit_code == 1
    assert "data/sources.yaml:3:9: redact works on pages; the data are public, so leave the text out here" in result.output
    assert "zqx" not in result.output.lower()
