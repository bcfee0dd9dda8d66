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


DECISION = """\
jansen-in-de-bron:
  page: docs/nota/index.md
  number: 1
  ground: 5-1-2-e
  file: data/sources.yaml
  reason: Dezelfde persoon tekent daar in functie.
  role: Jurist
  date: 2026-02
"""


@pytest.fixture
def telling(project: Path) -> Path:
    """The project, of which the data tell a name that a page leaves out."""
    (project / "data" / "sources.yaml").write_text("dmm:\n  type: directorate\n  name: Kantoor van Jan Zqxjansen\n")
    (project / "uit" / "x.html").write_text("<p>Kantoor van Jan Zqxjansen</p>")
    return project


def test_what_stands_openly_elsewhere_is_told_with_both_places(telling: Path) -> None:
    result = run(telling, "scan", str(telling / "uit"))
    assert (
        "told elsewhere: all of it stands openly in data/sources.yaml:3: what is redacted (5.1.2.e) at docs/nota/index.md:3"
        in result.output
    )
    assert result.exit_code == 1
    gate = run(telling, "gate", "--all").output
    assert "no  What is redacted or internal stands openly nowhere else, or somebody decided that it may" in gate
    assert "stands openly in data/sources.yaml:3" in gate
    assert "zqx" not in (result.output + gate).lower()


def test_a_decision_settles_it_for_that_place_and_no_other(telling: Path) -> None:
    (telling / "data" / "redaction").mkdir()
    (telling / "data" / "redaction" / "disclosures.yaml").write_text(DECISION)
    result = run(telling, "scan", str(telling / "uit"))
    assert result.exit_code == 0, result.output
    assert "told elsewhere" not in result.output
    assert "yes What is redacted or internal stands openly nowhere else" in run(telling, "gate").output
    (telling / "docs" / "b.md").write_text("# Kop\n\nZqxjansen\n")
    assert "a word of it stands openly in docs/b.md:3" in run(telling, "scan", str(telling / "uit")).output


@pytest.mark.parametrize(
    ("old", "new"), [("number: 1", "number: 2"), ("5-1-2-e", "5-2"), ("data/sources.yaml", "data/edition.yaml")]
)
def test_a_decision_that_fits_nothing_is_told(telling: Path, old: str, new: str) -> None:
    (telling / "data" / "redaction").mkdir()
    (telling / "data" / "redaction" / "disclosures.yaml").write_text(DECISION.replace(old, new))
    gate = run(telling, "gate", "--all").output
    assert 'data/redaction/disclosures.yaml:1:1: disclosure "jansen-in-de-bron" fits nothing any more' in gate
    assert "stands openly in data/sources.yaml:3" in gate


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  reason: Dezelfde persoon tekent daar in functie.\n", "", "reason"),
        ("  number: 1\n", "", "a redaction has a ground and a number; what is internal has neither"),
        ("data/sources.yaml", "../x.yaml", '"../x.yaml" is no file of this project'),
        ("5-1-2-e", "5-1-2-z", 'unknown ground "5-1-2-z"'),
        ("role: Jurist", "naam: Jurist", "naam"),
    ],
)
def test_a_decision_is_checked(telling: Path, old: str, new: str, told: str) -> None:
    (telling / "data" / "redaction").mkdir()
    (telling / "data" / "redaction" / "disclosures.yaml").write_text(DECISION.replace(old, new))
    output = run(telling, "check").output
    assert "data/redaction/disclosures.yaml:" in output
    assert told in output


def test_a_slip_that_no_parser_knows_is_found_in_an_output(project: Path) -> None:
    (project / "docs" / "slip.md").write_text("# Kop\n\nVan {redact}‘5.1.2.e Klaas Zqxklaas’.\n")
    (project / "uit" / "x.html").write_text("<p>Van {redact}‘5.1.2.e Klaas Zqxklaas’.</p>")
    result = run(project, "scan", str(project / "uit"))
    assert result.exit_code == 1
    assert "x.html: what is redacted (5.1.2.e) at docs/slip.md:3" in result.output
