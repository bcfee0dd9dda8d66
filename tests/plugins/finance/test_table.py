"""Tables of amounts as they stand on the page: what is added, what is refused, and the notes that come along."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from bs4 import Tag
    from reports import Build, Report


def build_table(annex: Report, options: str, *, language: str = "nl") -> Build:
    annex["tabel.md"] = f"# Tabellen\n\n:::{{finance-table}} Uitgaven\n:name: tabel-uitgaven\n{options}\n:::\n"
    return annex.build(language=language)


def shown(table: Tag) -> dict[str, list[str]]:
    """The figures of each row by its head, without the marks of notes; subtotals and groups have rows of their own."""
    rows = {}
    for row in table.select("tbody tr"):
        head, *cells = row.find_all(["th", "td"])
        for mark in row.select(".footnote-reference"):
            mark.decompose()
        rows[head.get_text().strip()] = [cell.get_text().strip() for cell in cells]
    return rows


def table_of(annex: Report, options: str, *, language: str = "nl") -> dict[str, list[str]]:
    table = build_table(annex, options, language=language).page("tabel").find("table")
    assert table is not None
    return shown(table)


def refused(annex: Report, options: str) -> str:
    annex["tabel.md"] = f"# Tabellen\n\n(tabel-uitgaven)=\n\n:::{{finance-table}} Uitgaven\n{options}\n:::\n"
    annex["diagram.md"] = "# Diagrammen\n"
    build = annex.build(may_warn=True)
    assert build.page("tabel").find("table") is None
    (warning,) = [each for each in build.warnings if "[rapportage." in each]
    assert warning.startswith("tabel.md:5: WARNING: ")
    return warning


# ---- kinds and series ---------------------------------------------------------------------------------------------------


def test_kinds_are_not_added_but_may_stand_side_by_side(annex: Report) -> None:
    warning = refused(annex, ":by: series\n:kind: ceiling disbursement\n:columns: priority")
    assert "amounts of different kinds stand in one column" in warning
    assert warning.count("data/finance/amounts.yaml:") == 2
    assert list(table_of(annex, ":by: priority\n:columns: kind\n:kind: ceiling disbursement\n:priority: religie")) == [
        "Vrijheid van religie"
    ]


def test_series_that_count_different_things_are_not_added(annex: Report) -> None:
    warning = refused(annex, ":by: oda\n:columns: kind\n:kind: budget")
    assert "amounts that cannot be added stand in one cell" in warning
    assert "series fonds" in warning
    assert "series artikel" in warning


def test_stages_are_columns_with_their_difference(annex: Report) -> None:
    rows = table_of(annex, ":by: year\n:columns: stage\n:series: artikel\n:difference: adopted\n:percentage: adopted")
    assert rows == {"2022": ["63.902.000", "69.902.000", "+6.000.000", "+9,4%"]}


def test_a_comparison_with_a_column_that_is_not_there(annex: Report) -> None:
    warning = refused(annex, ":by: year\n:columns: stage\n:series: artikel\n:difference: adpted")
    assert 'there is no column "adpted" to compare with; did you mean "adopted"?' in warning


# ---- cash basis and notes -----------------------------------------------------------------------------------------------


def test_a_payment_counts_when_it_was_paid_and_its_note_stands_in_both_years(annex: Report) -> None:
    page = build_table(annex, ":by: priority\n:years: 2023-2025\n:kind: disbursement").page("tabel")
    table = page.find("table")
    assert table is not None
    marked = [[bool(cell.select(".footnote-reference")) for cell in row.find_all("td")] for row in table.select("tbody tr")]
    assert marked == [[False, True, True], [False, False, False], [False, True, True]]
    notes = page.select("aside.footnote")
    assert len(notes) == 1
    assert "EUR\N{NO-BREAK SPACE}9.395.942, is in december 2024 betaald." in notes[0].get_text()
    assert shown(table) == {
        "Vrijheid van religie": ["1.000.000", "10.595.942", "800.499"],
        "Rechten van vrouwen": ["3.000.000", "3.100.000", "2.900.499"],
        "Totaal": ["4.000.000", "13.695.942", "3.700.998"],
    }


def test_the_note_stands_where_a_reader_looks_also_if_nothing_else_is_shown(annex: Report) -> None:
    page = build_table(annex, ":by: programme\n:years: 2025\n:kind: disbursement").page("tabel")
    row = next(row for row in page.select("tbody tr") if "Samen" in row.get_text())
    assert row.select("td .footnote-reference")
    assert shown(page.find("table"))["Samen"] == ["–"]  # type: ignore[arg-type]


def test_a_reservation_over_a_period_has_its_period_and_no_year(annex: Report) -> None:
    page = build_table(annex, ":by: priority\n:columns: kind\n:kind: ceiling").page("tabel")
    assert "Plafond (2026–2030)" in page.select("thead th")[1].get_text()
    note = page.select("aside.footnote")[0].get_text()
    assert "EUR\N{NO-BREAK SPACE}35\N{NO-BREAK SPACE}miljoen voor 2026–2030; exact EUR\N{NO-BREAK SPACE}34.895.000" in note
    warning = refused(annex, ":by: priority\n:kind: ceiling\n:years: 2026")
    assert "there is no amount with these options" in warning


# ---- totals -------------------------------------------------------------------------------------------------------------


def test_a_stated_total_counts_through_its_parts(annex: Report) -> None:
    rows = table_of(annex, ":by: oda\n:series: fonds\n:years: 2026")
    assert rows == {"ODA": ["23.216.000"], "Non-ODA": ["20.747.000"], "Totaal": ["43.963.000"]}


def test_a_difference_from_the_stated_total_is_shown_with_its_note(annex: Report) -> None:
    annex.edit("data/finance/amounts.yaml", "value: 20747000", "value: 20746000")
    annex.edit("data/finance/amounts.yaml", "overig]\n", "overig]\n  difference: bron-rondt-af\n")
    page = build_table(annex, ":by: oda\n:series: fonds\n:years: 2026").page("tabel")
    rows = shown(page.find("table"))  # type: ignore[arg-type]
    assert rows["Totaal"] == ["43.962.000"]
    assert rows["Volgens de bron"] == ["43.963.000"]
    assert rows["Verschil"] == ["+1.000"]
    assert "De bron rondt af." in page.get_text()


def test_rounded_figures_add_up_and_the_head_says_so(annex: Report) -> None:
    page = build_table(annex, ":by: priority\n:years: 2025\n:kind: disbursement\n:unit: thousand\n:shares:").page("tabel")
    assert "x EUR 1.000" in page.select("thead th")[0].get_text()
    rows = shown(page.find("table"))  # type: ignore[arg-type]
    assert rows == {
        "Vrijheid van religie": ["801", "22%"],
        "Rechten van vrouwen": ["2.900", "78%"],
        "Totaal": ["3.701", "100%"],
    }
    assert "Zo afgerond dat de delen samen het afgeronde totaal zijn." in page.get_text()


def test_two_axes_give_subtotals(annex: Report) -> None:
    rows = table_of(annex, ":by: channel priority\n:years: 2024\n:kind: disbursement")
    assert rows["Subtotaal Centraal"] == ["12.495.942"]
    assert rows["Totaal"] == ["13.695.942"]


def test_an_amount_over_priorities_is_split_and_counted_once(annex: Report) -> None:
    annex.add(
        "data/finance/amounts.yaml",
        "\nsamen-2023: {name: Samen, value: 0.05, kind: disbursement, series: uitgaven, paid: 2023, cite: [nota], "
        "priorities: [{priority: religie, share: 0.5}, {priority: vrouwen, share: 0.5}]}\n",
    )
    rows = table_of(annex, ":by: priority\n:years: 2023\n:kind: disbursement")
    assert rows == {
        "Vrijheid van religie": ["1.000.000,03"],
        "Rechten van vrouwen": ["3.000.000,02"],
        "Totaal": ["4.000.000,05"],
    }


def test_english_from_the_same_records(annex: Report) -> None:
    rows = table_of(annex, ":by: priority\n:years: 2024\n:kind: disbursement", language="en")
    assert rows["Freedom of religion"] == ["10,595,942"]


# ---- thousands of amounts -----------------------------------------------------------------------------------------------

_AXES = {
    "priority": ["religie", "vrouwen"],
    "channel": ["posts", "central", "multilateral"],
    "country": ["KE", "UG", "ML"],
    "paid": ["2023", "2024", "2025"],
}
_NAMES = {
    "religie": "Vrijheid van religie",
    "vrouwen": "Rechten van vrouwen",
    "posts": "Posten",
    "central": "Centraal",
    "multilateral": "Multilateraal",
    "KE": "Kenia",
    "UG": "Oeganda",
    "ML": "Mali",
}


def _random_amounts(seed: int, number: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        amount: dict[str, Any] = {axis: chance.choice(values) for axis, values in _AXES.items()}
        amount["value"] = Decimal(chance.randrange(10**9)) / chance.choice([1, 100])
        if chance.random() < 0.3:
            # Whole euros and quarters: then what is split has whole cents.
            amount["value"] = Decimal(chance.randrange(10**7))
            amount["shares"] = {"religie": Decimal("0.25"), "vrouwen": Decimal("0.75")}
        made.append(amount)
    return made


def _yaml(amounts: list[dict[str, Any]]) -> str:
    records: dict[str, Any] = {}
    for at, amount in enumerate(amounts):
        record = {"name": f"Bedrag {at}", "kind": "disbursement", "series": "uitgaven", "example": True}
        record |= {"paid": int(amount["paid"]), "channel": amount["channel"], "country": amount["country"]}
        if "shares" in amount:
            record["priorities"] = [{"priority": each, "share": float(share)} for each, share in amount["shares"].items()]
        else:
            record["priority"] = amount["priority"]
        records[f"a-{at}"] = record | {"value": float(amount["value"])}
    return yaml.safe_dump(records, sort_keys=False)


def _sums(amounts: list[dict[str, Any]], by: str, year: str) -> dict[str, Decimal]:
    """Made without anything of the plugin."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for amount in amounts:
        if amount["paid"] != year:
            continue
        if by == "priority" and "shares" in amount:
            for each, share in amount["shares"].items():
                found[each] += amount["value"] * share
        else:
            found[amount[by]] += amount["value"]
    return found


def _figure(value: Decimal) -> str:
    words = f"{value:,.2f}" if value != value.to_integral_value() else f"{value.to_integral_value():,}"
    return words.translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_table_of_thousands_of_amounts_is_their_sum(annex: Report, seed: int) -> None:
    amounts = _random_amounts(seed, 1500)
    annex["data/finance/amounts.yaml"] = _yaml(amounts)
    annex["data/finance/notes.yaml"] = ""
    annex["diagram.md"] = "# Geen diagrammen\n"
    by = ["priority", "channel", "country"]
    annex["tabel.md"] = "# Tabellen\n" + "".join(
        f"\n:::{{finance-table}} Per {axis}\n:by: {axis}\n:years: 2023-2025\n:kind: disbursement\n:::\n" for axis in by
    )
    tables = annex.build().page("tabel").select("table")
    for axis, table in zip(by, tables, strict=True):
        rows = shown(table)
        for at, year in enumerate(_AXES["paid"]):
            sums = _sums(amounts, axis, year)
            assert {name: rows[name][at] for name in rows if name != "Totaal"} == {
                _NAMES[key]: _figure(value) for key, value in sums.items()
            }
            total = sum((amount["value"] for amount in amounts if amount["paid"] == year), Decimal(0))
            assert rows["Totaal"][at] == _figure(total)
