"""A plugin that is no part of the package: one file, listed in ``conf.py``, works as ours do, in a build and in a check.

The file is the one that the handbook shows; that what it shows is right is tested with the handbook.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from rapportage.cli import main

if TYPE_CHECKING:
    from reports import Report

VISITS = """\
nairobi: {name: Een vrije pers bij verkiezingen, date: 2025-11, country: KE, area: democratie}
bamako: {name: 'Over {programme}`jisra`', date: 2025-03-14, country: ML, area: mensen}
"""
PAGE = """\
# Bezoeken

Op {visit-date}`bamako` was het bezoek {visit}`nairobi` nog niet geweest.

:::{visit-table} Alle bezoeken
:::

:::{visit-table} Bezoeken aan democratie
:area: democratie
:::
"""


@pytest.fixture
def visits(report: Report) -> Report:
    shutil.copy(Path(__file__).parent / "plugins" / "visits.py", report.folder)
    report["conf.py"] = f"import sys\n\nsys.path.insert(0, {str(report.folder)!r})\n{report['conf.py']}"
    report.edit("conf.py", '    "rapportage.plugins.finance",\n', '    "rapportage.plugins.finance",\n    "visits",\n')
    report["data/visits.yaml"] = VISITS
    report["bezoeken.md"] = PAGE
    report.edit("index.md", "bronnen\n", "bronnen\nbezoeken\n")
    return report


def test_records_role_and_table(visits: Report) -> None:
    build = visits.build()
    page = build.page("bezoeken")
    text = " ".join(page.get_text().split())
    assert "Op 14 maart 2025 was het bezoek Een vrije pers bij verkiezingen nog niet geweest." in text
    first, second = page.find_all("table")
    assert [cell.get_text() for cell in first.select("tbody tr")[1].find_all(["th", "td"])] == [
        "Over JISRA",
        "Mali",
        "14 maart 2025",
    ]
    assert len(second.select("tbody tr")) == 1
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))
    assert page.find("a", string="Een vrije pers bij verkiezingen")["href"] == "#visit-nairobi-bezoeken"
    assert ("nairobi", "Een vrije pers bij verkiezingen") in {each[:2] for each in build.domain.get_objects()}
    english = " ".join(visits.build(language="en").page("bezoeken").get_text().split())
    assert "14 March 2025" in english


def test_rebuilds(visits: Report) -> None:
    visits.build(jobs=2)
    assert visits.build(jobs=2).read == []
    visits.edit("data/visits.yaml", "2025-11", "2025-10")
    assert visits.build(jobs=2).read == ["bezoeken"]
    visits.add("data/visits.yaml", "kampala: {name: Ruimte, date: 2025, country: UG, area: mensen}\n")
    assert visits.build().read == ["bezoeken"]
    visits.edit("data/finance/programmes.yaml", "name: JISRA", "name: Jisra")
    assert "bezoeken" in visits.build().read


def test_check(visits: Report) -> None:
    """The command and the build tell the same, in the same words."""
    visits.edit("data/visits.yaml", "country: KE, area: democratie", "country: Kenia, area: democrati")
    visits.edit("data/visits.yaml", "2025-03-14", "14-03-2025")
    visits.edit("data/visits.yaml", "{programme}`jisra`", "{programme}`jisr`")
    told = [
        'data/visits.yaml:1:74: unknown country "Kenia"; write its code, KE',
        'data/visits.yaml:1:87: unknown area "democrati"; did you mean "democratie"?',
        'data/visits.yaml:2:16: unknown programme "jisr"; did you mean "jisra"?',
        'data/visits.yaml:2:48: expected a date such as 2024, 2024-12 or 2024-12-31, found "14-03-2025"',
    ]
    result = CliRunner().invoke(main, ["-c", str(visits.folder), "check"])
    assert result.exit_code == 1
    assert [line.strip() for line in result.output.splitlines() if line.startswith("  ")] == told
    build = visits.build(may_warn=True)
    assert build.failed
    warnings = [each for each in build.warnings if each.endswith("[rapportage.data]")]
    assert [each.replace(" WARNING:", "").removesuffix(" [rapportage.data]") for each in warnings] == told


def test_schema(visits: Report) -> None:
    result = CliRunner().invoke(main, ["-c", str(visits.folder), "schema"])
    assert result.exit_code == 0, result.output
    assert '"Land, als ISO-code zoals UG"' in visits["data/schema/visit.json"]
