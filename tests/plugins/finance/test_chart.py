"""Charts on a page: drawn, refused because they would mislead, or left out by a decision."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from rapportage.plugins.finance.chart_node import chart

if TYPE_CHECKING:
    from reports import Build, Report

OF_2025 = ":by: priority\n:years: 2025\n:kind: disbursement\n:table: tabel-uitgaven"
DECISION = """\
uit-2025:
  by: priority
  kind: disbursement
  year: 2025
  reason: Het voorschot voor {amount}`voorschot for` is al in {amount}`voorschot paid` betaald.
  decided_by: De directie
  date: 2026-04-09
  cite: [nota]
"""


def set_chart(annex: Report, options: str, name: str = "proef") -> None:
    annex["diagram.md"] = f"# Diagrammen\n\n:::{{finance-chart}} Uitgaven\n:name: {name}\n{options}\n:::\n"


def warnings_of(annex: Report, options: str, name: str = "proef") -> list[str]:
    set_chart(annex, options, name)
    build = annex.build(may_warn=True)
    assert build.page("diagram").find("svg") is None
    return build.warnings


def drawn(build: Build) -> chart:
    (found,) = build.doctree("diagram").findall(chart)
    return found


# ---- drawn ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["bar", "stacked", "pie"])
def test_a_chart_has_a_caption_a_number_its_figures_in_words_and_a_link_to_its_table(annex: Report, form: str) -> None:
    set_chart(annex, f":type: {form}\n:by: priority\n:years: 2023\n:kind: disbursement\n:table: tabel-uitgaven")
    page = annex.build().page("diagram")
    figure = page.find("figure")
    assert figure is not None
    picture = figure.find("svg")
    assert picture is not None
    assert "Vrijheid van religie: 1.000.000" in str(picture["aria-label"])
    assert "Rechten van vrouwen: 3.000.000" in str(picture["aria-label"])
    caption = figure.select_one("figcaption")
    assert caption is not None
    assert "Fig. 1" in caption.get_text()
    assert "Uitgaven" in caption.get_text()
    link = figure.select_one("a.reference[href^='tabel.html#']")
    assert link is not None
    assert link.get_text() == "Tabel 1"


def test_the_shares_of_a_pie_add_up_to_100(annex: Report) -> None:
    set_chart(annex, ":type: pie\n:by: priority\n:years: 2023\n:kind: disbursement\n:table: tabel-uitgaven")
    assert [bar.words for bar in drawn(annex.build())["drawing"].bars] == [("1.000.000 (25%)",), ("3.000.000 (75%)",)]


def test_rounded_figures_with_their_unit(annex: Report) -> None:
    set_chart(annex, ":type: stacked\n:years: 2023\n:kind: disbursement\n:unit: thousand\n:table: tabel-uitgaven")
    node = drawn(annex.build())
    assert node["alt"].startswith("Gestapeld staafdiagram. x EUR 1.000. 2023: ")
    assert node["drawing"].totals == ("4.000",)


def test_english(annex: Report) -> None:
    assert drawn(annex.build(language="en"))["alt"] == (
        "Pie chart. In EUR. 2023: Freedom of religion: 1,000,000 (25%); Rights of women: 3,000,000 (75%)."
    )


def test_every_builder_shows_it(annex: Report) -> None:
    for builder in ("singlehtml", "text", "man", "texinfo", "gettext"):
        annex.build(builder, folder=builder)
    assert "Cirkeldiagram. In euro. 2023:" in annex.build("text", folder="text").file("diagram.txt")


def test_a_pdf_gets_a_picture_that_is_drawn_once(annex: Report) -> None:
    out = annex.build("latex").out
    (picture,) = out.glob("chart-uitgaven-2023-*.pdf")
    before = picture.read_bytes()
    text = subprocess.run(["pdftotext", picture, "-"], capture_output=True, text=True, check=True).stdout
    assert "Rechten van vrouwen" in text
    (tex,) = out.glob("*.tex")
    assert rf"\sphinxincludegraphics{{{picture.name}}}" in tex.read_text("utf-8")
    picture.write_bytes(b"kept")
    annex.build("latex")
    assert picture.read_bytes() == b"kept"
    picture.unlink()
    annex.build("latex")
    assert picture.read_bytes() == before


def test_matplotlib_is_loaded_only_when_something_is_drawn(annex: Report) -> None:
    code = (
        "import sys; from sphinx.cmd.build import main; "
        "assert main(['-q', '-b', 'html', '.', 'out', '-D', 'project=x']) == 0; print('matplotlib' in sys.modules)"
    )
    annex["diagram.md"] = "# Geen diagram\n"

    def loaded() -> str:
        run = subprocess.run([sys.executable, "-c", code], cwd=annex.folder, capture_output=True, text=True, check=True)
        return run.stdout.strip()

    assert loaded() == "False"
    set_chart(annex, ":years: 2023\n:kind: disbursement\n:table: tabel-uitgaven")
    assert loaded() == "True"
    assert loaded() == "False"


def test_rows_without_a_colour_of_their_own(annex: Report) -> None:
    set_chart(annex, ":by: channel\n:years: 2023\n:kind: disbursement\n:table: tabel-uitgaven")
    node = drawn(annex.build())
    assert {bar.colour for bar in node["drawing"].bars} == {"link"}
    assert node["palette"]["link"] == "#0b5cad"


# ---- it carries what its figures carry ----------------------------------------------------------------------------------


def test_the_notes_of_its_amounts_stand_below_it(annex: Report) -> None:
    set_chart(annex, ":by: priority\n:columns: kind\n:kind: ceiling\n:table: tabel-uitgaven")
    page = annex.build().page("diagram")
    assert page.select(".legend .footnote-reference")
    assert "exact EUR\N{NO-BREAK SPACE}34.895.000" in page.select("aside.footnote")[0].get_text()


def test_example_data_are_marked(annex: Report) -> None:
    annex.edit(
        "data/finance/amounts.yaml",
        "paid: 2023, priority: religie, channel: posts,",
        "paid: 2023, priority: religie, example: true,",
    )
    page = annex.build().page("diagram")
    assert page.select("figcaption .rp-example-mark")


# ---- refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (":years: 2023\n:kind: disbursement", "the option :table: is missing"),
        (":by: priority channel\n:years: 2023\n:kind: disbursement\n:table: tabel-uitgaven", "a chart is by one axis"),
        (":type: pie\n:years: 2022 2023\n:kind: disbursement\n:table: tabel-uitgaven", "a pie shows one column"),
        (
            ":by: stage\n:kind: budget\n:series: fonds artikel\n:table: tabel-uitgaven",
            "amounts that count different things stand in one chart",
        ),
        (":columns: kind\n:kind: ceiling disbursement\n:priority: religie\n:table: tabel-uitgaven", "different things"),
        (":years: 2019\n:kind: disbursement\n:table: tabel-uitgaven", "so the chart would be empty"),
        (f"{OF_2025}\n:show-distorted: kasbassis", 'unknown note "kasbassis"; did you mean "kasbasis"?'),
        (
            ":years: 2023\n:kind: disbursement\n:table: tabel-uitgaven\n:show-distorted: kasbasis",
            "no payment that shifted distorts this chart: leave :show-distorted: out",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_chart(annex: Report, options: str, message: str) -> None:
    (warning,) = warnings_of(annex, options)
    assert message in warning
    assert warning.startswith("diagram.md:3: WARNING: ")


def test_a_year_and_a_period_stand_in_no_chart_together(annex: Report) -> None:
    annex.add(
        "data/finance/amounts.yaml",
        "\njaar: {name: Jaar, value: 1, kind: ceiling, series: plafond, year: 2026, priority: religie, cite: [nota]}\n",
    )
    (warning,) = warnings_of(annex, ":kind: ceiling\n:table: tabel-uitgaven")
    assert "(ceiling, series plafond, 2026–2030; data/finance/amounts.yaml:35:1); choose with :series:" in warning
    assert ", :stage: or :years:" in warning
    set_chart(annex, ":kind: ceiling\n:years: 2026\n:table: tabel-uitgaven")
    assert annex.build().page("diagram").find("svg")


def test_a_chart_without_a_name(annex: Report) -> None:
    annex["diagram.md"] = f"# Diagrammen\n\n:::{{finance-chart}} Uitgaven\n{OF_2025}\n:::\n"
    (warning,) = annex.build(may_warn=True).warnings
    assert "the option :name: is missing" in warning


def test_an_amount_below_zero_is_no_slice(annex: Report) -> None:
    annex.edit("data/finance/amounts.yaml", "value: 1000000", "value: -1000000")
    options = ":years: 2023\n:kind: disbursement\n:table: tabel-uitgaven"
    (warning,) = warnings_of(annex, f":type: pie\n{options}")
    assert "an amount below zero is no part of a whole" in warning
    set_chart(annex, options)
    assert drawn(annex.build())["drawing"].bars[0].words == ("\N{MINUS SIGN}1.000.000",)


@pytest.mark.parametrize(
    ("form", "by", "message"),
    [
        ("bar", "amount", "31 bars do not fit on a page"),
        ("pie", "amount", "31 parts cannot be told apart"),
        ("stacked", "channel", "31 columns are too many to read"),
    ],
)
def test_too_much_for_one_chart(annex: Report, form: str, by: str, message: str) -> None:
    record = "kind: disbursement, series: uitgaven, country: KE, channel: posts, example: true"
    years = "2010" if by == "amount" else "{}"
    annex.add(
        "data/finance/amounts.yaml",
        "\n".join(
            ["", *(f"p-{at}: {{name: P, value: 1, paid: {years.format(1970 + at)}, {record}}}" for at in range(31)), ""]
        ),
    )
    (warning,) = warnings_of(annex, f":type: {form}\n:by: {by}\n:country: KE\n:table: tabel-uitgaven")
    assert f"{message}; choose fewer amounts" in warning


def test_nothing_to_divide(annex: Report) -> None:
    annex.edit("data/finance/amounts.yaml", "value: 1000000", "value: 0")
    (warning,) = warnings_of(
        annex, ":type: pie\n:years: 2023\n:priority: religie\n:kind: disbursement\n:table: tabel-uitgaven"
    )
    assert "nothing to divide" in warning


def test_a_table_that_is_not_there(annex: Report) -> None:
    set_chart(annex, ":years: 2023\n:kind: disbursement\n:table: tabel-uitgaaf")
    assert any("tabel-uitgaaf" in each for each in annex.build(may_warn=True).warnings)


# ---- distorted --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "total"), [(2024, 10595942), (2025, 800499)])
def test_a_chart_that_would_mislead_is_not_drawn(annex: Report, year: int, total: int) -> None:
    (warning,) = warnings_of(annex, OF_2025.replace("2025", str(year)))
    assert "this chart would mislead: EUR 9395942 that belongs to another year" in warning
    assert '"voorschot" (data/finance/amounts.yaml:1:1)' in warning
    assert f"is more than 10% of EUR {total} (Vrijheid van religie, {year})" in warning


def test_it_is_drawn_with_the_note_that_explains_it(annex: Report) -> None:
    set_chart(annex, f"{OF_2025}\n:show-distorted: kasbasis")
    page = annex.build().page("diagram")
    assert page.find("svg")
    assert len(page.select(".legend .footnote-reference")) == 1
    assert "is in december 2024 betaald" in page.select("aside.footnote")[0].get_text()


def test_years_together_hide_no_shift_between_them(annex: Report) -> None:
    """The advance was paid in 2024 and meant for 2025: in one bar with both years it is in its place."""
    set_chart(annex, ":by: priority\n:columns: kind\n:years: 2024 2025\n:kind: disbursement\n:table: tabel-uitgaven")
    assert annex.build().page("diagram").find("svg")
    (warning,) = warnings_of(
        annex, ":by: priority\n:columns: kind\n:years: 2024\n:kind: disbursement\n:table: tabel-uitgaven"
    )
    assert "this chart would mislead" in warning


def test_the_share_that_may_have_shifted_is_a_setting(annex: Report) -> None:
    annex.edit("data/finance/amounts.yaml", "value: 9395942", "value: 100000")
    set_chart(annex, OF_2025.replace("2025", "2024"))
    assert annex.build().page("diagram").find("svg")
    (warning,) = annex.build(may_warn=True, folder="streng", rapportage_distortion=2.5).warnings
    assert "is more than 2.5% of EUR 1300000" in warning


# ---- left out ---------------------------------------------------------------------------------------------------------


def test_a_decision_puts_its_reason_in_the_place_of_the_chart_and_nothing_else(annex: Report) -> None:
    annex["data/finance/omissions.yaml"] = DECISION
    set_chart(annex, OF_2025)
    build = annex.build()
    page = build.page("diagram")
    assert page.find("figure") is None
    assert page.find("svg") is None
    place = page.select_one(".rp-omitted")
    assert place is not None
    assert place.get_text().strip() == "Het voorschot voor 2025 is al in december 2024 betaald."
    section = build.doctree("diagram").next_node(nodes.section)
    assert section is not None
    assert [type(child) for child in section.children] == [nodes.title, nodes.container]


def test_a_decision_holds_in_english_too(annex: Report) -> None:
    annex["data/finance/omissions.yaml"] = DECISION.replace(
        "reason: Het voorschot voor {amount}`voorschot for` is al in {amount}`voorschot paid` betaald.",
        "reason: {nl: Weg., en: Left out.}",
    )
    set_chart(annex, OF_2025)
    place = annex.build(language="en").page("diagram").select_one(".rp-omitted")
    assert place is not None
    assert place.get_text().strip() == "Left out."


def test_a_decision_is_about_one_year_axis_and_kind(annex: Report) -> None:
    annex["data/finance/omissions.yaml"] = DECISION
    assert annex.build().page("diagram").find("svg")  # 2023
    set_chart(annex, f"{OF_2025}\n:show-distorted: kasbasis".replace("by: priority", "by: channel"))
    assert annex.build().page("diagram").find("svg")
    annex.edit("data/finance/omissions.yaml", "kind: disbursement", "kind: budget")
    set_chart(annex, f"{OF_2025}\n:show-distorted: kasbasis")
    assert annex.build().page("diagram").find("svg")


def test_a_decision_is_about_columns_by_its_axis_too(annex: Report) -> None:
    annex["data/finance/omissions.yaml"] = DECISION
    set_chart(annex, f"{OF_2025.replace('by: priority', 'by: channel')}\n:columns: priority\n:show-distorted: kasbasis")
    assert annex.build().page("diagram").select(".rp-omitted")


def test_a_decision_about_one_chart(annex: Report) -> None:
    annex["data/finance/omissions.yaml"] = DECISION.replace("by: priority\n  kind: disbursement", "chart: uit-twee")
    set_chart(annex, OF_2025, "uit-twee")
    assert annex.build().page("diagram").select(".rp-omitted")


def test_a_decision_about_a_chart_that_is_on_no_page(annex: Report) -> None:
    annex["data/finance/omissions.yaml"] = DECISION.replace("by: priority\n  kind: disbursement", "chart: uitgaven-2024")
    (warning,) = annex.build(may_warn=True).warnings
    assert 'no page has a chart "uitgaven-2024"; did you mean "uitgaven-2023"?' in warning
    assert "data/finance/omissions.yaml:2:" in warning


def test_all_decisions_are_listed(annex: Report) -> None:
    annex["data/finance/omissions.yaml"] = DECISION
    annex.add("tabel.md", "\n:::{omission-list} Weggelaten\n:::\n")
    table = annex.build().page("tabel").select("table")[1]
    cells = [" ".join(cell.get_text().split()) for cell in table.select("tbody tr")[0].find_all(["th", "td"])]
    assert cells == [
        "alle diagrammen per prioriteit (uitgave)",
        "2025",
        "Het voorschot voor 2025 is al in december 2024 betaald.",
        "De directie",
        "9 april 2026",
    ]
    del annex["data/finance/omissions.yaml"]
    assert "Er is geen diagram weggelaten." in annex.build().page("tabel").get_text()


# ---- built again ------------------------------------------------------------------------------------------------------


def test_what_is_read_again(annex: Report) -> None:
    annex.build(jobs=2)
    assert annex.build(jobs=2).read == []
    annex.edit("data/finance/amounts.yaml", "value: 1000000", "value: 1000001")
    assert annex.build(jobs=2).read == ["diagram", "tabel"]
    annex["data/finance/omissions.yaml"] = DECISION
    assert annex.build().read == ["diagram"]
    annex.edit("data/finance/omissions.yaml", "year: 2025", "year: 2023")
    build = annex.build()
    assert build.read == ["diagram"]
    assert build.page("diagram").select(".rp-omitted")


def test_others_link_to_a_chart_by_its_name(annex: Report) -> None:
    annex.add("tabel.md", "\nZie {chart}`uitgaven-2023`.\n")
    link = annex.build().page("tabel").select_one("a[href='diagram.html#chart-uitgaven-2023']")
    assert link is not None
    assert link.get_text() == "Uitgaven in 2023"
