"""The year in which an amount counts: that in which it was paid, whatever year it was meant for."""

from __future__ import annotations

from typing import Any

import pytest
from datafolder import good_data, load

from rapportage.kinds import query
from rapportage.plugins.finance.records import Amount
from rapportage.schema import Finding, read_record


def amount(**fields: Any) -> Amount:
    made = read_record(
        Amount, "a", {"name": "A", "value": 1, "kind": "disbursement", "series": "s", "cite": ["bron"], **fields}
    )
    assert isinstance(made, Amount)
    return made


def messages(**fields: Any) -> list[str]:
    return [finding.message for finding in amount(**fields).check() if isinstance(finding, Finding)]


@pytest.mark.parametrize(
    ("fields", "counted_in"),
    [
        ({"kind": "budget"}, ""),
        ({"kind": "budget", "year": 2025}, "2025"),
        ({"paid": 2024}, "2024"),
        ({"paid": "2024-12-31", "for": 2025}, "2024"),
        ({"kind": "budget", "period": {"from": 2026, "to": 2030}}, "2026–2030"),
        ({"kind": "budget", "period": {"from": 2026, "to": 2026}}, "2026"),
    ],
)
def test_the_year_in_which_an_amount_counts(fields: dict[str, Any], counted_in: str) -> None:
    assert amount(**fields).counted_in == counted_in


def test_an_advance_names_a_note_that_says_why() -> None:
    assert messages(paid="2024-12", **{"for": 2025}) == [
        "it was meant for 2025 and counts in 2024: name a note that says why"
    ]
    assert messages(paid="2024-12", notes=["voorschot"], **{"for": 2025}) == []
    assert messages(paid="2025-01", **{"for": 2025}) == []


def test_every_amount_has_a_source_or_is_an_example() -> None:
    assert len(messages(paid=2025, cite=[])) == 1
    assert messages(paid=2025, cite=[], example=True) == []


def test_an_amount_belongs_to_the_framework_of_its_programme(tmp_path: Any) -> None:
    fields = "name: A, value: 1, kind: budget, series: fonds, cite: [begroting-2025]"
    files = {
        "finance/amounts.yaml": f"a: {{{fields}, programme: samen}}\nb: {{{fields}, framework: focus}}\nc: {{{fields}}}\n"
    }
    store = load(good_data(tmp_path, {**files, "finance/notes.yaml": ""}))
    assert store.problems == []
    assert store.select(query("amount", framework="voices")) == ("a",)
    assert store.select(query("amount", framework=["focus", "voices"])) == ("a", "b")
    assert store.select(query("amount", programme="samen")) == ("a",)


@pytest.mark.parametrize(
    ("meant_for", "sought_in"),
    [
        (None, ()),
        (2024, ()),
        (2025, ("2025",)),
        ({"from": 2024, "to": 2026}, ("2025", "2026")),
    ],
)
def test_the_years_in_which_a_reader_looks_for_a_payment(meant_for: Any, sought_in: tuple[str, ...]) -> None:
    made = amount(paid="2024-12", notes=["voorschot"], **({"for": meant_for} if meant_for else {}))
    assert made.sought_in == sought_in


def test_a_total_may_differ_from_its_parts_if_a_note_says_why(tmp_path: Any) -> None:
    fields = "name: A, kind: budget, series: fonds, year: 2025, cite: [begroting-2025]"
    total = f"a: {{{fields}, value: 10, parts: [b, c]DIFFERENCE}}\nb: {{{fields}, value: 4}}\nc: {{{fields}, value: 7}}\n"
    files = {"finance/notes.yaml": "waarom: {text: Afgerond door de bron.}\n"}
    explained = total.replace("DIFFERENCE", ", difference: waarom")
    assert load(good_data(tmp_path / "1", {**files, "finance/amounts.yaml": explained})).problems == []
    (told,) = load(good_data(tmp_path / "2", {**files, "finance/amounts.yaml": total.replace("DIFFERENCE", "")})).problems
    assert "add up to 11, 1 more than this total" in told.message
    assert told.message.count("data/finance/amounts.yaml:") == 2


def test_the_notes_of_an_amount_hold_the_one_on_its_difference() -> None:
    assert amount(notes=["een"], difference="twee").all_notes == ("een", "twee")
    assert amount(notes=["een"], difference="een").all_notes == ("een",)
