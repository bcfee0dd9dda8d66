"""The year in which an amount counts: that in which it was paid, whatever year it was meant for."""

from __future__ import annotations

from typing import Any

import pytest
from datafolder import good_data, load

from rapportage.kinds import query
from rapportage.plugins.finance.records import Amount
from rapportage.schema import Finding, read_record


def amount(**fields: Any) -> Amount:
    made = read_record(Amount, "a", {"name": "A", "value": 1, "kind": "disbursement", "cite": ["bron"], **fields})
    assert isinstance(made, Amount)
    return made


def messages(**fields: Any) -> list[str]:
    return [finding.message for finding in amount(**fields).check() if isinstance(finding, Finding)]


@pytest.mark.parametrize(
    ("fields", "counted_in"),
    [
        ({}, ""),
        ({"year": 2025}, "2025"),
        ({"paid": 2024}, "2024"),
        ({"paid": "2024-12-31", "for": 2025}, "2024"),
        ({"period": {"from": 2026, "to": 2030}}, "2026–2030"),
        ({"period": {"from": 2026, "to": 2026}}, "2026"),
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
    assert len(messages(cite=[])) == 1
    assert messages(cite=[], example=True) == []


def test_an_amount_belongs_to_the_framework_of_its_programme(tmp_path: Any) -> None:
    fields = "name: A, value: 1, kind: budget, cite: [begroting-2025]"
    files = {
        "finance/amounts.yaml": f"a: {{{fields}, programme: samen}}\nb: {{{fields}, framework: focus}}\nc: {{{fields}}}\n"
    }
    store = load(good_data(tmp_path, {**files, "finance/notes.yaml": ""}))
    assert store.problems == []
    assert store.select(query("amount", framework="voices")) == ("a",)
    assert store.select(query("amount", framework=["focus", "voices"])) == ("a", "b")
    assert store.select(query("amount", programme="samen")) == ("a",)
