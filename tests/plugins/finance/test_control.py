"""The controller's page: every amount, where it is used, and the checks that ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rapportage.plugins.finance.control import CHECKS
from rapportage.plugins.finance.rules import KINDS

if TYPE_CHECKING:
    from reports import Build, Report

PAGE = """\
---
audience: internal
---

# Controle

:::{finance-control}
:::
"""


@pytest.fixture
def controlled(annex: Report) -> Report:
    annex["controle.md"] = PAGE
    annex.add("index.md", "\n:::{internal}\n```{toctree}\ncontrole\n```\n:::\n")
    return annex


def build(report: Report, *, may_warn: bool = False) -> Build:
    return report.build(folder="internal", rapportage_audience="internal", may_warn=may_warn)


def rows(built: Build, table: int) -> dict[str, list[str]]:
    found = built.page("controle").select("table")[table].select("tbody tr")
    cells = [[" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])] for row in found]
    return {head: rest for head, *rest in cells}


def test_every_amount_with_its_kind_time_notes_sources_and_pages(controlled: Report) -> None:
    built = build(controlled)
    amounts = rows(built, 1)
    assert amounts["Voorschot voor 2025 voorschot"] == [
        "Uitgave",
        "9.395.942",
        "betaald december 2024, voor 2025",
        "kasbasis",
        "nota",
        "Tabellen",
    ]
    assert amounts["Vastgesteld artikel-vastgesteld"][:1] == ["Begroting, vastgestelde begroting"]
    assert amounts["Plafond religie plafond-religie"][2] == "2026–2030"
    assert set(built.domain.store.ids("amount")) <= {head.split()[-1] for head in amounts}


def test_the_checks_that_ran(controlled: Report) -> None:
    checks = rows(build(controlled), 0)
    assert len(checks) == len(CHECKS)
    assert checks["elk bedrag heeft een bron, of is gemerkt als voorbeeld"] == ["14", "0"]
    assert checks["een uitgave die voor een ander jaar was bedoeld, heeft een noot"] == ["1", "0"]


def test_what_is_wrong_is_counted(controlled: Report) -> None:
    controlled.edit("data/finance/amounts.yaml", "  notes: [kasbasis]\n", "")
    controlled.edit("data/finance/amounts.yaml", "value: 20747000", "value: 20747001")
    checks = rows(build(controlled, may_warn=True), 0)
    assert checks["een uitgave die voor een ander jaar was bedoeld, heeft een noot"] == ["1", "1"]
    assert checks["de delen komen uit op het totaal van de bron, of een noot zegt waarom niet"] == ["1", "1"]


def test_no_rule_is_left_out() -> None:
    """Whatever `rapportage check` holds an amount against is on the page."""
    (rules,) = [kind.rules for kind in KINDS if kind.name == "amount"]
    assert set(rules) <= {check.findings for check in CHECKS}


def test_it_is_written_again_when_another_page_uses_an_amount(controlled: Report) -> None:
    build(controlled)
    controlled.add("bronnen.md", "\nHet voorschot: {amount}`voorschot`.\n")
    built = build(controlled)
    assert built.read == ["bronnen"]
    assert "controle" in built.written
    assert rows(built, 1)["Voorschot voor 2025 voorschot"][-1] == "Tabellen, Bronnen"


def test_the_public_has_no_such_page(controlled: Report) -> None:
    assert not (controlled.build().out / "controle.html").exists()
