"""Decisions on exactly what a step covers: what is recorded, what is refused, what is told when it has changed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from datafolder import ROOT
from published import Edition
from reports import Report

from rapportage.cli import project
from rapportage.plugins.workflow import content, manifest
from rapportage.plugins.workflow.manifest import Manifest
from rapportage.plugins.workflow.telling import sources_of
from rapportage.publication.surroundings import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "Jansonius"
GROUNDS = ("5-1-2-e", "5-1-2-a", "5-2")


@pytest.fixture
def edition(rootdir: Path, tmp_path: Path) -> Edition:
    """An edition of which nothing is approved."""
    made = Edition.copied(rootdir / "test-edition", tmp_path / "edition")
    made["locale/en/LC_MESSAGES/data.po"] = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return made


def approve(edition: Edition, step: str = "inhoud", **options: str) -> str:
    words = [word for name, value in {"reference": "BZ2626980", **options}.items() for word in (f"--{name}", value)]
    return edition.run("approve", step, *words, ok=True).output


def refused(edition: Edition, step: str = "inhoud", **options: str) -> str:
    words = [word for name, value in {"reference": "BZ2626980", **options}.items() for word in (f"--{name}", value)]
    before = {path: path.read_bytes() for path in edition.folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    output = edition.run("approve", step, *words, ok=False).output
    after = {path: path.read_bytes() for path in edition.folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert after == before
    return output


def status(edition: Edition) -> list[str]:
    return edition.run("status", ok=True).output.partition("Approvals\n")[2].splitlines()


# ---- recording -----------------------------------------------------------------------------------------------------------


def test_a_decision_is_written_as_the_other_data_are(edition: Edition) -> None:
    edition["data/approvals.yaml"] = "# yaml-language-server: $schema=schema/approval.json\n#\n# Wat er is besloten.\n"
    told = approve(edition, reference="BZ 26: 'zo' \"en\"  zo", date="2026-04-09")
    assert told == 'Approved: "inhoud", as inhoud-1. Commit data/approvals.yaml and data/approvals/inhoud-1.json.\n'
    assert re.fullmatch(
        "# yaml-language-server: .schema=schema/approval.json\n#\n# Wat er is besloten.\n\n"
        'inhoud-1:\n  step: inhoud\n  role: "de minister"\n  date: 2026-04-09\n'
        r"""  reference: "BZ 26: 'zo' \\"en\\" zo"\n  digest: "[0-9a-f]{64}"\n""",
        edition["data/approvals.yaml"],
    )
    assert edition.run("check").exit_code == 0


def test_without_a_date_it_is_today(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775606400")
    approve(edition)
    assert "  date: 2026-04-08\n" in edition["data/approvals.yaml"]


def test_what_is_there_stays_and_the_latest_counts(edition: Edition) -> None:
    approve(edition, date="2026-04-01")
    first = edition["data/approvals.yaml"] + "# Een opmerking.\n"
    edition["data/approvals.yaml"] = first
    edition.edit("mensen.md", "Wat komt, komt.", "Wat komt, dat komt.")
    assert status(edition)[:2] == [
        "  1. Inhoud (inhoud), by de minister: changed since (BZ2626980, 2026-04-01)",
        "       mensen.md, “Vooruitblik” was changed",
    ]
    approve(edition, reference="BZ2626981", date="2026-04-02")
    assert edition["data/approvals.yaml"].startswith(first)
    assert status(edition)[0] == ("  1. Inhoud (inhoud), by de minister: approved (BZ2626981, 2026-04-02, decision 2)")
    assert (edition.folder / "data/approvals/inhoud-1.json").is_file()


def test_the_content_alone_decides_on_the_digest(edition: Edition) -> None:
    approve(edition)
    (edition.folder / "mensen.md").touch()
    edition.edit("data/finance/series.yaml", "name: Fonds", "name: Het fonds")  # a kind that the step does not cover
    edition.edit("data/priorities.yaml", "pers:", "# opmerking\npers:")
    edition.edit("bijlage.md", "# Bijlage", "# De bijlage")
    assert "approved" in status(edition)[0]


def test_a_manifest_is_no_data(edition: Edition) -> None:
    approve(edition)
    assert edition.run("check").output.startswith("Nothing is wrong")


def test_catalogues_count_by_what_they_say(edition: Edition) -> None:
    edition.edit("data/workflow.yaml", "bijlage.md, ", '"locale/**/*.po", bijlage.md, ')
    po = "locale/en/LC_MESSAGES/data.po"
    approve(edition)
    approve(edition, "bijlage")
    edition[po] += '"POT-Creation-Date: 2026-01-01\\n"\n\n'
    assert "approved" in status(edition)[1]
    edition[po] += '#: data/x.yaml:1\nmsgid "Een"\nmsgstr "One"\n'
    assert status(edition)[2] == f"       {po} was changed"


# ---- refusing ------------------------------------------------------------------------------------------------------------


def test_an_unknown_step_is_refused_with_the_nearest(edition: Edition) -> None:
    assert refused(edition, "inhout") == 'Error: there is no step "inhout"; did you mean "inhoud"?\n'


def test_steps_go_in_order(edition: Edition) -> None:
    told = 'Error: step "inhoud" comes before "bijlage", and is not approved yet; `rapportage status` says more\n'
    assert refused(edition, "bijlage") == told
    approve(edition)
    edition.edit("mensen.md", "Wat komt, komt.", "Wat komt, dat komt.")
    assert "and has changed since it was approved" in refused(edition, "bijlage")
    edition.edit("mensen.md", "Wat komt, dat komt.", "Wat komt, komt.")
    approve(edition, "bijlage")


def test_with_problems_in_the_data_nothing_is_approved(edition: Edition) -> None:
    edition.edit("data/sources.yaml", "type: post", "type: pots")
    assert refused(edition) == "Error: something is wrong in the data; `rapportage check` says what\n"


def test_a_pattern_that_fits_no_file_is_told(edition: Edition) -> None:
    edition.edit("data/workflow.yaml", '["*.md"]', '["*.md", "nota/*.md"]')
    assert refused(edition) == 'Error: step "inhoud": no file fits nota/*.md\n'
    assert status(edition)[:2] == [
        "  1. Inhoud (inhoud), by de minister: not yet",
        '       step "inhoud": no file fits nota/*.md',
    ]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("9 april", 'expected a date such as 2024, 2024-12 or 2024-12-31, found "9 april"'),
        ("2026-04", "2026-04 is not a day; write it as 2026-04-08"),
        ("2026-04-09", "2026-04-09 has not been yet"),
    ],
)
def test_a_decision_has_a_day_that_has_been(edition: Edition, monkeypatch: pytest.MonkeyPatch, date: str, told: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775606400")
    assert told in refused(edition, date=date)


@pytest.mark.parametrize("text", ["{}\n", "inhoud-0: {step: inhoud}\n...\n"])
def test_a_file_that_nothing_can_be_added_to_is_told(edition: Edition, text: str) -> None:
    edition["data/approvals.yaml"] = text
    if text == "{}\n":
        assert "nothing can be added at the end of" in refused(edition)
    else:
        refused(edition)


def test_a_reference_is_wanted(edition: Edition) -> None:
    assert "Missing option '--reference'" in edition.run("approve", "inhoud", ok=False).output
    assert "it is empty" in refused(edition, reference="  ")


# ---- nothing leaks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        "Vraag het {redact}`5.1.2.e Jansonius`.",
        "Vraag het {redact}``5.1.2.e Jan`sonius``.",
        "Vraag het {redact}`5.1.2.e Van\nJansonius`.",
        ":::{redact} 5.1.2.e\nJansonius\n:::",
        "::::{redact} 5.1.2.e\n:::{note}\nJansonius\n:::\n::::",
        "```{internal}\nJansonius\n```",
        "::::{note}\nOpen.\n\n:::{internal}\nJansonius\n:::\n::::",
        ":::{internal}\nzonder einde: Jansonius\n",
        "1. Een lijst\n\n   :::{internal}\n   Jansonius\n   :::",
    ],
)
def test_what_is_not_public_is_left_out(hidden: str) -> None:
    text = content.public(f"# Kop\n\nEerst.\n\n{hidden}\n\n## Daarna\n", GROUNDS)
    assert "sonius" not in text
    assert "Eerst." in text
    assert "## Daarna" in text or "zonder einde" in hidden


def test_the_ground_of_a_redaction_stays() -> None:
    assert content.public("Zie {redact}`5.1.2.e Jansonius` en {redact}`5.2 dit`.", GROUNDS) == (
        "Zie {redact}`5.1.2.e` en {redact}`5.2`."
    )


@pytest.fixture
def manifests(edition: Edition) -> str:
    """What is kept of an edition with redactions and internal parts."""
    edition.edit("mensen.md", "# Mensenrechten\n", f"# Mensenrechten {{redact}}`5.1.2.e {NAME}`\n")
    edition["mensen.md"] += f"\n:::{{internal}}\n# {NAME}\n:::\n\nEn {{redact}}`5.1.2.e {NAME}`.\n"
    edition["geheim.md"] = f"---\naudience: internal\n---\n# {NAME}\n"
    approve(edition)
    return edition["data/approvals/inhoud-1.json"]


def test_what_is_not_public_is_in_no_manifest(edition: Edition, manifests: str) -> None:
    assert NAME not in manifests
    assert "geheim" not in manifests
    headings = [heading for heading, _ in json.loads(manifests)["files"]["mensen.md"]["parts"]]
    assert headings[0] == "Mensenrechten {redact}`5.1.2.e`"


def test_no_digest_gives_it_away(edition: Edition, manifests: str) -> None:
    """Another name gives the same manifest: whoever knows the rest of the page cannot try names against it."""
    for name in ("mensen.md", "geheim.md"):
        edition[name] = edition[name].replace(NAME, "De Vries")
    assert "approved" in status(edition)[0]
    edition.edit("mensen.md", "En {redact}`5.1.2.e De Vries`.", "En De Vries.")
    assert status(edition)[1] == "       mensen.md, “Vooruitblik” was changed"


def test_another_ground_is_a_change(edition: Edition, manifests: str) -> None:
    edition.edit("mensen.md", "En {redact}`5.1.2.e", "En {redact}`5.1.2.a")
    assert status(edition)[1] == "       mensen.md, “Vooruitblik” was changed"


@pytest.mark.parametrize("name", ["deel.txt", "deel.md", "deel.csv", "deel.rst"])
def test_what_is_hidden_in_a_file_that_a_page_takes_in_is_in_no_manifest(edition: Edition, name: str) -> None:
    """Also where the file cannot be published as it is."""
    edition["conf.py"] = edition["conf.py"].replace('["_build"]', '["_build", "_delen"]')
    edition[f"_delen/{name}"] = f"Zie {{redact}}`5.1.2.e {NAME}`.\n\n:::{{internal}}\n{NAME}\n:::\n\nEn verder.\n"
    edition["mensen.md"] += f"\n:::{{include}} _delen/{name}\n:::\n"
    approve(edition)
    assert NAME not in edition["data/approvals/inhoud-1.json"]
    edition[f"_delen/{name}"] = edition[f"_delen/{name}"].replace(NAME, "De Vries")
    assert "approved" in status(edition)[0]
    edition[f"_delen/{name}"] += "Meer.\n"
    assert f"_delen/{name}" in status(edition)[1]


def test_an_internal_page_that_a_public_one_includes_is_in_no_manifest(edition: Edition) -> None:
    edition["geheim.md"] = f"---\naudience: internal\n---\n{NAME}\n"
    edition["mensen.md"] += "\n:::{include} geheim.md\n:::\n"
    approve(edition)
    assert "geheim" not in edition["data/approvals/inhoud-1.json"]
    edition["geheim.md"] = edition["geheim.md"].replace(NAME, "De Vries")
    assert "approved" in status(edition)[0]


# ---- changes of records --------------------------------------------------------------------------------------------------


def test_a_field_that_comes_goes_or_is_long(edition: Edition) -> None:
    edition.edit("data/edition.yaml", 'dossier: "32 735"', f'dossier: "32 735"\nsubtitle: Onder\nsummary: {"Lang. " * 50}')
    for step in ("inhoud", "bijlage", "publicatie"):
        approve(edition, step)
    assert "Lang. Lang." not in edition["data/approvals/publicatie-1.json"]
    edition.edit("data/edition.yaml", "subtitle: Onder\nsummary: Lang.", "paper: 410\nsummary: Lange.")
    assert status(edition)[2:] == [
        "  3. Publicatie (publicatie), by de minister: changed since (BZ2626980, {})".format(
            re.findall(r"date: (\S+)", edition["data/approvals.yaml"])[-1]
        ),
        '       edition "edition": subtitle was taken away: Onder',
        '       edition "edition": paper is new: 410',
        '       edition "edition": summary was changed',
        "  a change of the data is to be approved again in: publicatie",
    ]


def test_the_digest_of_a_manifest_is_that_of_what_it_says(tmp_path: Path) -> None:
    x, y = ("x", {"f": "1"}), ("y", {"f": "1"})
    one, other = (Manifest(step="a", files={}, records={"a": dict(each)}, parts={}) for each in ((x, y), (y, x)))
    (tmp_path / "x.json").write_bytes(manifest.encode(one))
    assert manifest.digest(one) == manifest.digest(manifest.read(tmp_path / "x.json"))
    assert manifest.digest(one) != manifest.digest(other)


def test_the_steps_of_the_shipped_edition_cover_all_that_is_published() -> None:
    """Whoever adds a kind of record, or a document, says in which step it is decided on."""
    found = project.load(ROOT)
    sources = sources_of(found)
    assert [*sources.uncovered()] == []
    covered = sources.content(sources.steps[-1])
    assert {*covered.records} == {*found.store().kinds} - {"approval", "contribution", "step"}
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}
    shown = {name for name in pages if not name.startswith("docs/intern/")}
    assert {name for name in covered.files if name.endswith(".md")} >= shown
    assert {*covered.parts} == {"edition", "workflow", *PARTS}


# ---- on a page -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def report(edition: Edition) -> Iterator[Report]:
    yield Report(edition.folder)
    Report.close()


def built(report: Report, language: str = "nl") -> tuple[list[str], list[list[str]], list[str]]:
    """What was read, the rows of the table, and what is told below it."""
    build = report.build(language=language, folder=f"internal-{language}", rapportage_audience="internal")
    page = build.page("intern")
    table = page.find("table", class_="rp-approvals")
    assert table is not None
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    return build.read, rows, [item.get_text().strip() for item in page.select("ul li") if "toctree" not in str(item)]


def test_the_page_follows_what_changes(edition: Edition, report: Report) -> None:
    _, rows, told = built(report)
    assert rows[0] == ["Inhoud", "de minister", "nog niet", "–"]
    assert told == []
    approve(edition, date="2026-04-09")
    read, rows, _ = built(report)
    assert read == ["intern"]
    assert rows[0] == ["Inhoud", "de minister", "akkoord gegeven", "BZ2626980, 9 april 2026"]
    assert built(report)[0] == []
    edition.edit("mensen.md", "Wat komt, komt.", "Wat komt, dat komt.")
    edition.edit("data/results/areas.yaml", "aim: Inwoners hebben een stem.", "aim: Inwoners hebben stem.")
    read, rows, told = built(report)
    assert {"intern", "mensen"} <= {*read}
    assert rows[0][2] == "sindsdien veranderd"
    assert told == [
        "mensen.md, “Vooruitblik” is veranderd",
        'area "democratie": aim Inwoners hebben een stem. → Inwoners hebben stem.',
    ]
    (edition.folder / "mensen.md").touch()
    (edition.folder / "data/priorities.yaml").touch()
    assert "intern" not in built(report)[0]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", 'wat besluit "inhoud-1" goedkeurde, is niet bekend: data/approvals/inhoud-1.json ontbreekt'),
        ("en", 'what decision "inhoud-1" approved is not known: data/approvals/inhoud-1.json is missing'),
    ],
)
def test_a_decision_that_does_not_count_is_told(edition: Edition, report: Report, language: str, told: str) -> None:
    for step in ("inhoud", "bijlage", "publicatie"):
        approve(edition, step, date="2026-04-09")
    (edition.folder / "data/approvals/inhoud-1.json").unlink()
    _, rows, items = built(report, language)
    states = {"nl": ["niet geldig", "opnieuw nodig"], "en": ["not valid", "to be approved again"]}[language]
    assert [row[2] for row in rows] == [states[0], states[1], states[1]]
    assert items[0].startswith(told)
    assert len(items) == 3


def test_a_part_of_the_edition_that_changes_is_told(edition: Edition, report: Report) -> None:
    for step in ("inhoud", "bijlage", "publicatie"):
        approve(edition, step, date="2026-04-09")
    edition["requirements/report.txt"] = "sphinx==9.0.4\n"
    approve(edition, "publicatie", date="2026-04-09")
    edition["requirements/report.txt"] = "sphinx==9.1.0\n"
    assert built(report)[2] == ["pakketten: requirements/report.txt is veranderd", "pakketten: sphinx 9.0.4 → 9.1.0"]


def test_a_style_that_changes_is_seen(edition: Edition, report: Report) -> None:
    built(report)
    edition["_style/meer.css"] = "p {}"
    assert built(report)[0] == ["intern"]


def test_the_page_in_english(report: Report) -> None:
    _, rows, _ = built(report, "en")
    assert rows[1][2:] == ["not yet", "–"]


def test_only_an_internal_page_has_them(report: Report) -> None:
    report["open.md"] = "---\norphan: true\n---\n# Open\n\n:::{approval-list}\n:::\n"
    build = report.build(may_warn=True)
    assert build.warnings == [
        "open.md:6: WARNING: only internal pages list approvals; see audience: internal [rapportage.option]"
    ]
    assert "Inhoud" not in build.file("open.html")
