"""What was asked of whom: the list on an internal page, what is late, what is missing, and highlights that no page has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from published import Edition
from reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The seconds from 1970 to noon on the day that a contribution is due, and the day after.
DUE, AFTER = "1774958400", "1775044800"


@pytest.fixture
def report(rootdir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Report]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DUE)
    yield Report.copied(rootdir / "test-edition", tmp_path / "edition")
    Report.close()


def rows(report: Report, language: str = "nl") -> tuple[list[str], list[list[str]]]:
    """What was read, and the rows of the list."""
    build = report.build(language=language, folder=f"internal-{language}", rapportage_audience="internal")
    table = build.page("intern").find("table", class_="rp-contributions")
    assert table is not None
    return build.read, [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]


def status(report: Report) -> list[str]:
    return Edition(report.folder).run("status", ok=True).output.partition("\n\n")[0].splitlines()[1:]


# ---- the list ------------------------------------------------------------------------------------------------------------


def test_what_was_asked_and_what_became_of_it(report: Report) -> None:
    assert rows(report)[1] == [
        [
            "Post in Oost-Afrika",
            "Een verhaal over de pers (verplicht)",
            "31 januari 2026",
            "verwerkt",
            "Een redactie die blijft",
        ],
        ["Post in Oost-Afrika", "Cijfers over verkiezingen", "maart 2026", "gevraagd", "–"],
    ]
    assert rows(report, "en")[1][0][1:4] == ["Een verhaal over de pers (required)", "31 January 2026", "processed"]


def test_a_highlight_is_linked(report: Report) -> None:
    build = report.build(folder="internal", rapportage_audience="internal")
    link = build.page("intern").find("table", class_="rp-contributions").tbody.find("a")  # type: ignore[union-attr]
    assert link["href"] == "mensen.html#highlight-redactie"  # type: ignore[index]


@pytest.mark.parametrize(
    ("option", "value", "found"),
    [
        ("area", "democratie", ["Cijfers over verkiezingen"]),
        ("priority", "pers", ["Een verhaal over de pers (verplicht)"]),
        ("state", "asked received", ["Cijfers over verkiezingen"]),
        ("state", "withdrawn", ["Hier zijn geen bijdragen gevraagd."]),
        ("source", "post", ["Een verhaal over de pers (verplicht)", "Cijfers over verkiezingen"]),
    ],
)
def test_options_choose(report: Report, option: str, value: str, found: list[str]) -> None:
    report.edit("intern.md", ":::{contribution-list}\n", f":::{{contribution-list}} Sommige\n:{option}: {value}\n")
    assert [row[min(1, len(row) - 1)] for row in rows(report)[1]] == found


def test_an_id_that_does_not_exist_is_told(report: Report) -> None:
    report.edit("intern.md", ":::{contribution-list}\n", ":::{contribution-list}\n:area: democratie mens\n")
    build = report.build(may_warn=True, folder="internal", rapportage_audience="internal")
    assert [each.partition("WARNING: ")[2] for each in build.warnings] == [
        'unknown area "mens"; did you mean "mensen"? [rapportage.unknown]'
    ]


def test_example_data_say_so(report: Report) -> None:
    report.edit("data/contributions.yaml", "cijfers:\n", "cijfers:\n  example: true\n")
    build = report.build(folder="internal", rapportage_audience="internal")
    caption = build.page("intern").find("table", class_="rp-contributions").caption  # type: ignore[union-attr]
    assert "voorbeeldgegevens" in caption.get_text()  # type: ignore[union-attr]


def test_only_an_internal_page_has_them(report: Report) -> None:
    report["open.md"] = "---\norphan: true\n---\n# Open\n\n:::{contribution-list}\n:::\n"
    build = report.build(may_warn=True)
    told = "only internal pages list contributions; see audience: internal"
    assert build.warnings == [f"open.md:6: WARNING: {told} [rapportage.option]"]
    assert "Cijfers over" not in build.file("open.html")


# ---- the day -------------------------------------------------------------------------------------------------------------


def test_the_page_is_read_again_when_something_is_late(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(report)[1][1][3] == "gevraagd"
    assert rows(report)[0] == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    assert rows(report) == (["intern"], [*rows(report)[1][:1], [*rows(report)[1][1][:3], "gevraagd, te laat", "–"]])
    assert rows(report)[0] == []


def test_a_record_that_changes_is_seen(report: Report) -> None:
    rows(report)
    report.edit("data/contributions.yaml", "state: asked", "state: received")
    assert rows(report)[1][1][3] == "ontvangen"


def test_in_parallel(report: Report) -> None:
    for _ in range(2):
        build = report.build(folder="internal", rapportage_audience="internal", jobs=2)
        assert "Cijfers over verkiezingen" in build.page("intern").get_text()
    assert build.read == []


# ---- what is missing -----------------------------------------------------------------------------------------------------


def test_status_says_what_is_missing(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(report) == [
        "  2 in all: 1 asked, 1 processed",
        "  Missing, by area and priority",
        "    Democratie",
        "      No priority: Post in Oost-Afrika, asked, due 2026-03",
        "  Which highlights there are is known when the website has been made (make html)",
    ]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    Edition(report.folder).build("html")
    assert status(report) == [
        "  2 in all: 1 asked, 1 processed; 1 late",
        "  Missing, by area and priority",
        "    Democratie",
        "      No priority: Post in Oost-Afrika, asked, due 2026-03, late",
        "  Highlights, as the website was last made (no commit with changes)",
        "    Mensenrechten: 1",
        "    Democratie: none",
        "    Vrijheid van meningsuiting: 1",
    ]


def test_without_contributions(report: Report) -> None:
    report["data/contributions.yaml"] = "{}\n"
    assert status(report)[0] == "  none were asked"


def test_a_highlight_that_no_page_has_is_a_warning_of_the_build_and_nothing_for_check(report: Report) -> None:
    report.edit("data/contributions.yaml", "[redactie]", "[redactie, redaktie]")
    assert Edition(report.folder).run("check").exit_code == 0
    build = report.build(may_warn=True)
    told = 'no page has the highlight "redaktie"; did you mean "redactie"?'
    assert build.warnings == [f"data/contributions.yaml:9:26: WARNING: {told} [rapportage.unknown]"]


def test_status_with_problems_in_the_data(report: Report) -> None:
    report.edit("data/contributions.yaml", "state: asked", "state: gevraagd")
    output = Edition(report.folder).run("status", ok=True).output
    assert output.startswith("There is one problem in the data or the translations; `rapportage check` says what.")
    assert "1 in all: 1 processed" in output
