"""The inventory counts what a reader of the public edition meets, and says nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from reports import Build, Report

PAGE = """\
# Gelakt

{redact}`5.1.2.e a` {redact}`5.2 b` {redact}`5.1.2.e c`

:::{redact} 5.2
d {redact}`5.1.2.i e`
:::

:::{internal}
{redact}`5.1.2.i f`
:::
"""
INTERNAL = "---\naudience: internal\norphan: true\n---\n# Intern\n\n{redact}`5.2 g`\n"
PERSONAL, VIEWS = "Eerbiediging van de persoonlijke levenssfeer", "Persoonlijke beleidsopvattingen"


@pytest.fixture
def inventory(report: Report) -> Report:
    report["gelakt.md"] = PAGE
    report["intern.md"] = INTERNAL
    report["lijst.md"] = "# Lijst\n\n:::{redaction-list}\n:::\n"
    report.add("index.md", "\n:::{toctree}\ngelakt\nlijst\n:::\n")
    return report


def rows(build: Build) -> list[list[str]]:
    table = build.page("lijst").find("table")
    assert table is not None
    return [[" ".join(cell.get_text().split()) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")][1:]


EXPECTED = [
    ["Gelakt", "5.1.2.e", PERSONAL, "2"],
    ["Gelakt", "5.2", VIEWS, "2"],
    ["Totaal", "", "", "4"],
]


def test_it_is_the_same_in_both_editions(inventory: Report) -> None:
    build = inventory.build()
    assert rows(build) == EXPECTED
    assert build.page("lijst").select_one("td a[href], th a[href]")["href"] == "gelakt.html"  # type: ignore[index]
    assert rows(inventory.build(folder="internal", rapportage_audience="internal")) == EXPECTED


def test_it_is_written_again_when_a_page_changes_and_not_otherwise(inventory: Report) -> None:
    inventory.build()
    again = inventory.build()
    assert (again.read, again.written) == ([], [])
    inventory.edit("gelakt.md", " {redact}`5.2 b`", "")
    build = inventory.build()
    assert build.read == ["gelakt"]
    assert "lijst" in build.written
    assert rows(build)[1] == ["Gelakt", "5.2", VIEWS, "1"]


def test_in_parallel_and_in_english(inventory: Report) -> None:
    build = inventory.build(language="en", jobs=2)
    assert rows(build)[0] == ["Gelakt", "5.1.2.e", "Respect for personal privacy", "2"]
    assert inventory.build(language="en", jobs=2).read == []


def test_nothing_redacted(inventory: Report) -> None:
    inventory["gelakt.md"] = "# Gelakt\n"
    build = inventory.build()
    assert "Er is niets gelakt." in build.page("lijst").get_text()


@pytest.mark.parametrize("builder", ["latex", "singlehtml", "gettext", "text"])
def test_every_builder_can_show_it(inventory: Report, builder: str) -> None:
    inventory.build(builder)
