"""Tables: a caption, heads of columns and rows, figures on the right, and what stands in the cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from rapportage.tables import Column, Row, empty, table, text, unfold

if TYPE_CHECKING:
    from bs4 import Tag
    from reports import Build, Report


def rows_of(made: Tag) -> list[list[str]]:
    return [[" ".join(cell.get_text().split()) for cell in row.find_all(["td", "th"])] for row in made.find_all("tr")]


def table_of(build: Build, page: str, caption: str) -> Tag:
    """The table on a page whose caption has these words."""
    return next(each for each in build.page(page).find_all("table") if caption in each.caption.get_text())


@pytest.fixture(scope="module")
def shown(rootdir, tmp_path_factory) -> Build:  # type: ignore[no-untyped-def]
    """The small report as HTML, for tests that only look."""
    from reports import Report

    return Report.copied(rootdir / "test-report", tmp_path_factory.mktemp("tables") / "report").build()


def test_the_results_framework(shown: Build) -> None:
    made = table_of(shown, "pers", "Indicatoren bij")
    assert rows_of(made) == [
        ["Indicator", "Nulwaarde", "2024", "2025", "Streefwaarde 2025", "Status 2025"],
        ["Journalisten werken veilig"],
        ["Opgeleide journalisten (journalisten, cumulatief)", "100 (2023)", "1.600", "2.610", "2.500", "Behaald"],
        ["Bedreigde journalisten zonder hulp", "40% (2023)", "N.v.t.", "28,5%", "20%", "Deels behaald"],
        ["Toelichting 2025", "Er was meer vraag naar hulp dan Vrijheid van meningsuiting aankon."],
        ["Iedereen kan stemmen"],
        ["Waarnemers bij verkiezingen (waarnemers)", "–", "–", "120", "300", "Niet behaald"],
        ["Toelichting 2025", "De verkiezingen zijn uitgesteld."],
    ]


def test_the_framework_has_its_own_order(report: Report) -> None:
    """That of the outcomes, each once, whichever file an indicator stands in."""
    later = report["data/results/indicators/democratie.yaml"].replace("waarnemers:", "later:").replace("stem", "veilig")
    report["data/results/indicators/zzz.yaml"] = later
    made = table_of(report.build(), "pers", "Indicatoren bij")
    groups = [row.get_text().strip() for row in made.select("tr.rp-group")]
    assert groups == ["Journalisten werken veilig", "Iedereen kan stemmen"]
    report.edit("data/results/outcomes.yaml", report["data/results/outcomes.yaml"], OUTCOMES_REVERSED)
    build = report.build()
    assert build.read == ["mensen", "pers"]
    groups = [row.get_text().strip() for row in table_of(build, "pers", "Indicatoren bij").select("tr.rp-group")]
    assert groups == ["Iedereen kan stemmen", "Journalisten werken veilig"]


OUTCOMES_REVERSED = """\
stem: {area: democratie, name: Iedereen kan stemmen}
samenleven: {area: mensen, name: Mensen leven *vreedzaam* samen}
veilig: {area: mensen, name: Journalisten werken veilig}
"""


def test_the_columns_that_are_asked_for(shown: Build) -> None:
    made = table_of(shown, "democratie", "Resultatenkader")
    assert rows_of(made) == [
        ["Indicator", "2024", "2025", "Status 2025"],
        ["Waarnemers bij verkiezingen (waarnemers)", "–", "120", "Niet behaald"],
    ]


def test_a_table_of_amounts(shown: Build) -> None:
    made = table_of(shown, "geld", "Uitgaven per prioriteit")
    assert rows_of(made) == [
        ["Prioriteit (EUR)", "2024", "2025"],
        ["Vrijheid van meningsuiting", "1.250.000,50", "2.000.000"],
        ["Vrijheid van religie", "9.395.942[1]", "–[1]"],
        ["Totaal", "10.645.942,50[1]", "2.000.000[1]"],
    ]
    assert made.find_all("tr")[-1]["class"][0] == "rp-total"
    assert [source.get_text() for source in shown.page("geld").select("p.rp-source")] == [
        "Bronnen: [1, 2]",
        "Bronnen: [1, 2]",
        "Bron: [1]",
    ]


def test_heads_have_a_scope_and_figures_are_marked(shown: Build) -> None:
    made = table_of(shown, "pers", "Indicatoren bij")
    head, *body = made.find_all("tr")
    assert [cell.get("scope") for cell in head.find_all("th")] == ["col"] * 6
    assert ["rp-number" in cell["class"] for cell in head.find_all("th")] == [False, True, True, True, True, False]
    for row in body:
        first, *others = row.find_all(["th", "td"])
        assert (first.name, first["scope"]) == ("th", "row")
        assert all(cell.name == "td" for cell in others)
        if row.get("id") and "rp-group" not in row.get("class", []):
            marked = ["rp-number" in cell.get("class", []) for cell in others]
            assert marked == [True, True, True, True, False]
    group = made.select_one("tr.rp-group th")
    assert group is not None
    assert group["colspan"] == "6"
    explanation = made.select_one("tr.rp-explanation td")
    assert explanation is not None
    assert explanation["colspan"] == "5"
    assert "rp-number" not in explanation.get("class", [])


def test_every_table_has_a_caption_and_a_number_of_its_own(shown: Build) -> None:
    """Numbered through in reading order, also the tables that are made when all pages have been read."""
    numbers = []
    for docname in shown.domain.reading_order():
        for made in shown.page(docname).find_all("table"):
            assert made.caption.get_text().strip()
            numbers += [int(found) for found in re.findall(r"Tabel (\d+)", made.caption.get_text())]
    assert numbers == [*range(1, 10)]


def test_the_numbers_in_latex_are_the_same(report: Report) -> None:
    """LaTeX counts captions, so no table may have a number without a caption, or a caption without a number."""
    report.add("overzicht.md", "\n:::{priority-matrix}\n:::\n\n:::{highlight-list}\n:country: NL\n:::\n")
    tex = report.build("latex").file("proefrapport.tex")
    captions = re.findall(r"\\caption\{(.*?)\\strut\}", tex)
    build = report.build()
    expected = [
        re.sub(r"Tabel \d+ |\[\d+\]|¶", "", made.caption.get_text()).strip()
        for docname in build.domain.reading_order()
        for made in build.page(docname).find_all("table")
    ]
    assert len(captions) == len(expected) == 11
    numbers = [
        int(number)
        for docname in build.domain.reading_order()
        for made in build.page(docname).find_all("table")
        for number in re.findall(r"Tabel (\d+)", made.caption.get_text())
    ]
    assert numbers == [*range(1, 12)]
    assert captions[0] == expected[0] == "Wat er per prioriteit staat voorbeeldgegevens"


def test_the_status_is_a_word_with_a_shape(shown: Build) -> None:
    marks = table_of(shown, "pers", "Indicatoren bij").select(".rp-status")
    assert [mark.get_text().strip() for mark in marks] == ["Behaald", "Deels behaald", "Niet behaald"]
    shapes = [mark.svg.path["d"] for mark in marks if mark.svg and mark.svg.path]
    assert len({*shapes}) == 3
    assert all(mark.svg and mark.svg["aria-hidden"] == "true" for mark in marks)


def test_the_matrix(shown: Build) -> None:
    """A cell that is not empty is linked; an empty one says so in words."""
    made = table_of(shown, "overzicht", "Wat er per prioriteit staat")
    assert rows_of(made) == [
        ["Prioriteit", "1. Mensenrechten", "2. Democratie"],
        ["Meningsuiting", "2 indicatoren, 1 uitgelicht resultaat", "1 indicator"],
        ["Religie", "1 indicator, 1 uitgelicht resultaat", "– niet gerapporteerd"],
        ["Ruimte", "1 indicator, 1 uitgelicht resultaat", "– niet gerapporteerd"],
    ]
    for cell in made.select("tbody td"):
        assert cell.select("a") or cell.select(".rp-empty")
    assert [link["href"] for link in made.select("tbody tr:first-child td a")] == [
        "pers.html#indicator-opleidingen-pers",
        "pers.html#highlight-redactie",
        "pers.html#indicator-waarnemers-pers",
    ]


def test_the_lists_of_highlights(shown: Build) -> None:
    assert rows_of(table_of(shown, "overzicht", "Alle verhalen")) == [
        ["Land", "Uitgelicht resultaat", "Prioriteit"],
        ["Oeganda, Mali", "Een redactie die blijft", "Meningsuiting; Ruimte"],
        ["Mali", "Een gesprek voorbeeldgegevens", "Religie"],
    ]
    assert len(rows_of(table_of(shown, "overzicht", "Verhalen uit Mali"))) == 3


def test_a_list_of_nothing_is_a_table_that_says_so(report: Report) -> None:
    report.add("plat.md", "\n:::{highlight-list} Geen{finance-note}`kasbasis`\n:country: NL\n:::\n")
    page = report.build().page("plat")
    assert rows_of(page.table)[1:] == [["Hier zijn nog geen uitgelichte resultaten."]]
    assert page.select_one(".footnote") is not None


def test_the_lists_of_areas_and_priorities(shown: Build) -> None:
    page = shown.page("overzicht")
    cards = [" ".join(card.get_text(" ").split()) for card in page.select(".rp-area-list .rp-card")]
    assert cards == [
        "1 Mensenrechten 2 uitkomsten 2 van 3 streefwaarden behaald 2 uitgelichte resultaten voorbeeldgegevens",
        "2 Democratie 1 uitkomst 0 van 1 streefwaarden behaald",
    ]
    cards = [" ".join(card.get_text(" ").split()) for card in page.select(".rp-priority-list .rp-card")]
    assert cards[1] == (
        "Religie Resultaatgebied 1 : 1 indicator, 1 uitgelicht resultaat Resultaatgebied 2 : niet gerapporteerd "
        "voorbeeldgegevens"
    )


def test_where_a_priority_is_reported(shown: Build) -> None:
    items = shown.page("pers").select(".rp-reported > li")
    assert [[" ".join(line.get_text().split()) for line in item.find_all("p")] for item in items] == [
        [
            "1. Mensenrechten",
            "2 indicatoren: Opgeleide journalisten; Bedreigde journalisten zonder hulp",
            "1 uitgelicht resultaat: Een redactie die blijft",
        ],
        ["2. Democratie", "1 indicator: Waarnemers bij verkiezingen"],
    ]


def test_a_highlight(shown: Build) -> None:
    box = shown.page("pers").select_one("#highlight-redactie")
    assert box is not None
    lines = [" ".join(each.get_text().split()) for each in box.find_all(["p", "h2", "h3"], recursive=False)]
    assert lines == [
        "Oeganda, Mali · Post in Oost-Afrika",
        "Een redactie die blijft",
        "Meningsuiting Ruimte",
        "De redactie bleef open, met steun van JISRA.[1]",
        "2.610 journalisten · Opgeleide journalisten (2025)",
    ]
    assert box.h2 is not None
    assert box.h2.em is not None
    assert "rp-priority-pers" in box["class"]


def test_example_data_are_marked(shown: Build) -> None:
    """The page says so under its title, and the highlight itself."""
    page = shown.page("geloof")
    notice = page.select_one("h1 + .rp-example")
    assert notice is not None
    assert notice.get_text().strip().startswith("Deze pagina bevat voorbeeldgegevens")
    assert page.select_one("#highlight-gesprek .rp-example-mark") is not None
    for docname in ("pers", "geld", "plat"):
        assert shown.page(docname).select(".rp-example, .rp-example-mark") == []


def test_what_counts_example_data_is_marked(report: Report) -> None:
    """Cards, the matrix and where a priority is reported, and no other; also when a record becomes an example later."""

    def marked() -> list[str]:
        build = report.build()
        marks = [mark for name in ("overzicht", "geloof", "pers") for mark in build.page(name).select(".rp-example-mark")]
        outer = [mark.find_parent(["caption", "li"]) or mark.find_parent(class_="rp-card") for mark in marks]
        return [re.sub(r"\s*Tabel \d+\s*", "", found.get_text(" ", strip=True))[:14] for found in outer if found]

    highlight = ["Wat er per pri", "Religie Result", "1 Mensenrechte"]
    assert marked() == highlight
    report.edit("geloof.md", ":example:\n", "")
    assert marked() == []
    report.edit("data/results/indicators/democratie.yaml", "  outcome: stem\n", "  outcome: stem\n  example: true\n")
    indicator = ["Wat er per pri", "Meningsuiting ", "2 Democratie 1"]
    assert marked() == [*indicator, "Indicatoren bi", "2. Democratie "]
    report.edit("data/results/indicators/democratie.yaml", "  example: true\n", "")
    report.edit("data/results/areas.yaml", "democratie:\n", "democratie:\n  example: true\n")
    assert marked() == ["2 Democratie 1"]


def test_the_marks_in_print(report: Report) -> None:
    report.edit("conf.py", '    "rapportage.html",\n', '    "rapportage.html",\n    "rapportage.latex",\n')
    tex = report.build("latex").file("proefrapport.tex")
    assert r"\sphinxcaption{Wat er per prioriteit staat \DUrole{rp-example-mark}{voorbeeldgegevens}}" in tex
    cards = tex.split(r"\begin{rpcard}")[1:]
    marked = [r"\DUrole{rp-example-mark}" in card.partition(r"\end{rpcard}")[0] for card in cards]
    assert marked == [False, True, False, True, False]


MANY = 300


def test_a_table_of_hundreds_of_rows(report: Report) -> None:
    report["data/results/indicators/veel.yaml"] = "".join(
        f"veel-{at}: {{outcome: stem, name: Indicator {at}, unit: stuks, direction: up, targets: {{2025: 1000}}, "
        f"actuals: {{2025: {1000 + at}}}, source: Telling}}\n"
        for at in range(MANY)
    )
    build = report.build()
    made = table_of(build, "democratie", "Resultatenkader")
    assert [row[2] for row in rows_of(made)[2:]] == [f"1.{at:03}" for at in range(MANY)]
    tex = report.build("latex").file("proefrapport.tex")
    # The head is repeated on every page, and a table can be cut between pages.
    start = tex.index(r"\caption{Resultatenkader")
    assert tex.rindex(r"\begin{longtable}", 0, start) > tex.rindex(r"\end{longtable}", 0, start)
    assert r"\endhead" in tex[start : start + 5000]
    assert "1.299" in tex


# ---- the builder of tables itself -----------------------------------------------------------------------------------


def test_a_short_row_runs_on() -> None:
    columns = [Column("A"), Column("B", figures=True), Column("C", figures=True)]
    _, made = table(columns, [Row([text("een"), text("twee")]), Row([text("een")])])
    unfold(made)
    head, first, second = made.findall(nodes.row)
    assert len(head.children) == 3
    assert [entry.get("morecols", 0) for entry in first.findall(nodes.entry)] == [0, 1]
    assert [entry.get("morecols", 0) for entry in second.findall(nodes.entry)] == [2]
    assert first[1]["classes"] == []  # type: ignore[index] -- what runs on is no figure


def test_plain_nodes_only() -> None:
    """What every builder and theme can show, and a table without rows or caption as well."""
    spec, made = table([Column("A"), Column("B")], [])
    unfold(made)
    assert isinstance(made, nodes.table)
    assert not made["ids"]
    assert [*made.findall(nodes.tbody)]
    assert "X{10}{20}" in spec["spec"]  # type: ignore[index]


def test_an_empty_cell_is_visible() -> None:
    assert [node.astext() for node in empty()] == ["–"]
