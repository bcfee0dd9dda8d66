"""Amounts set out by two axes: every amount once, every total exact, every note where a reader looks for it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rapportage.plugins.finance.pivot import Cell, Likeness, Place, pivot, unlike
from rapportage.plugins.finance.records import Amount
from rapportage.schema import Money, Text


def amount(name: str = "a", value: Any = 1, **fields: Any) -> Amount:
    return Amount(id=name, name=Text(name), value=Money(value), **{"kind": "budget", **fields})


keys = st.sampled_from("xyz")
places = st.lists(
    st.tuples(st.decimals(-(10**14), 10**14, places=2), keys, keys, keys, st.lists(keys, max_size=2)), max_size=12
).map(
    lambda rows: [
        Place(amount(f"a{at}", value, notes=tuple(notes)), row, column, expected)
        for at, (value, row, column, expected, notes) in enumerate(rows)
    ]
)


@given(places)
@settings(deadline=None)
def test_every_total_is_the_exact_sum_of_its_amounts(placed: list[Place]) -> None:
    made = pivot(placed)

    def cents(amounts: Any) -> int:
        return sum(int(each.value * 100) for each in amounts)

    for row in made.rows:
        for column in made.columns:
            assert made.cell(row, column).total * 100 == cents(
                p.amount for p in placed if (p.row, p.column) == (row, column)
            )
        assert made.row(row).total * 100 == cents(p.amount for p in placed if p.row == row)
    for column in made.columns:
        assert made.column(column).total * 100 == cents(p.amount for p in placed if p.column == column)
    everything = cents(place.amount for place in placed)
    assert sum(made.row(row).total for row in made.rows) * 100 == everything
    assert sum(made.column(column).total for column in made.columns) * 100 == everything


@given(places)
@settings(deadline=None)
def test_every_amount_is_shown_once(placed: list[Place]) -> None:
    made = pivot(placed)
    assert Counter(each.id for each in made.amounts()) == Counter(place.amount.id for place in placed)
    by_columns = [each.id for column in made.columns for each in made.column(column).amounts]
    assert Counter(by_columns) == Counter(place.amount.id for place in placed)


@given(places)
@settings(deadline=None)
def test_notes_stand_where_an_amount_counts_and_where_it_is_looked_for(placed: list[Place]) -> None:
    made = pivot(placed)
    for row in made.rows:
        for column in made.columns:
            expected = {
                note for p in placed if p.row == row and column in (p.column, p.expected_in) for note in p.amount.notes
            }
            found = made.cell(row, column).notes
            assert set(found) == expected
            assert len(found) == len(expected)


@given(places, st.permutations("xyzw"), st.permutations("xyzw"))
@settings(deadline=None)
def test_rows_and_columns_come_in_the_order_that_is_asked(placed: list[Place], rows: list[str], columns: list[str]) -> None:
    made = pivot(placed, rows=rows, columns=columns)
    assert list(made.rows) == sorted({place.row for place in placed}, key=rows.index)
    assert list(made.columns) == sorted({place.column for place in placed}, key=columns.index)


def test_rows_that_nobody_asked_for_come_after_those_that_were() -> None:
    made = pivot([Place(amount(), row, "x", "x") for row in "cab"], rows="b")
    assert made.rows == ("b", "c", "a")


def test_nothing_makes_an_empty_table() -> None:
    made = pivot([])
    assert (made.rows, made.columns, made.amounts()) == ((), (), [])
    assert made.cell("x", "y") == Cell()
    assert made.cell("x", "y").total == Decimal(0)


def test_sums_are_not_those_of_a_computer() -> None:
    made = pivot([Place(amount(value="0.10"), "r", "c", "c"), Place(amount(value="0.20"), "r", "c", "c")])
    assert str(made.row("r").total) == "0.30"


def test_only_like_is_added_to_like() -> None:
    assert unlike([]) == []
    assert unlike([amount("a"), amount("b")]) == [Likeness("budget", None, None)]
    different = [
        amount("a"),
        amount("b", kind="commitment"),
        amount("c", series="fonds"),
        amount("d", stage="draft"),
        amount("e", stage="outturn"),
        amount("f", series="fonds", year=2025),
    ]
    assert len(unlike(different)) == 5
