"""Amounts set out by two axes: every amount once, every total exact, every note where a reader looks for it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rapportage.plugins.finance.pivot import Cell, Part, Place, of_two_kinds, pivot, unlike
from rapportage.plugins.finance.records import Amount
from rapportage.schema import Money, Period, Text


def amount(name: str = "a", value: Any = 1, **fields: Any) -> Amount:
    return Amount(id=name, name=Text(name), value=Money(value), **{"kind": "budget", "series": "s", **fields})


def part(name: str = "a", value: Any = 1, **fields: Any) -> Part:
    made = amount(name, value, **fields)
    return Part(made, made.value)


keys = st.sampled_from("xyz")
positions = st.tuples(keys, keys)
places = st.lists(
    st.tuples(
        st.decimals(-(10**14), 10**14, places=2),
        st.none() | positions,
        st.lists(positions, max_size=2),
        st.lists(keys, max_size=2),
    ),
    max_size=12,
).map(
    lambda rows: [
        Place(part(f"a{at}", value, notes=tuple(notes)), position, tuple(sought))
        for at, (value, position, sought, notes) in enumerate(rows)
    ]
)


@given(places)
@settings(deadline=None)
def test_every_total_is_the_exact_sum_of_its_amounts(placed: list[Place]) -> None:
    made = pivot(placed)

    def cents(at: Any) -> int:
        return sum(int(place.part.value * 100) for place in placed if place.at and at(place.at))

    for row in made.rows:
        for column in made.columns:
            assert made.cell(row, column).total * 100 == cents(lambda at, here=(row, column): at == here)
        assert made.row(row).total * 100 == cents(lambda at, row=row: at[0] == row)
    for column in made.columns:
        assert made.column(column).total * 100 == cents(lambda at, column=column: at[1] == column)
    assert sum(made.row(row).total for row in made.rows) * 100 == cents(lambda at: True)


@given(places)
@settings(deadline=None)
def test_every_amount_is_shown_once(placed: list[Place]) -> None:
    made = pivot(placed)
    counted = Counter(place.part.amount.id for place in placed if place.at)
    assert Counter(each.id for each in made.amounts()) == counted
    assert Counter(each.id for column in made.columns for each in made.column(column).amounts) == counted


@given(places)
@settings(deadline=None)
def test_notes_stand_where_an_amount_counts_and_where_it_is_looked_for(placed: list[Place]) -> None:
    made = pivot(placed)
    for position in {position for place in placed for position in filter(None, (place.at, *place.sought_at))}:
        expected = {note for place in placed if position in (place.at, *place.sought_at) for note in place.part.amount.notes}
        found = made.cell(*position).notes
        assert set(found) == expected
        assert len(found) == len(expected)
        assert position[0] in made.rows
        assert position[1] in made.columns
        assert set(made.column(position[1]).notes) >= expected


def test_nothing_makes_an_empty_table() -> None:
    made = pivot([])
    assert (made.rows, made.columns, made.amounts()) == ((), (), [])
    assert made.cell("x", "y") == Cell()
    assert made.cell("x", "y").total == Decimal(0)


def test_sums_are_not_those_of_a_computer() -> None:
    made = pivot([Place(part(value="0.10"), ("r", "c")), Place(part(value="0.20"), ("r", "c"))])
    assert str(made.row("r").total) == "0.30"


def test_only_like_is_added_to_like() -> None:
    assert unlike([]) is None
    assert unlike([amount("a"), amount("b", year=2025)]) is None
    for different in (
        {"kind": "commitment"},
        {"series": "fonds"},
        {"stage": "draft"},
        {"period": Period(first=2026, last=2030)},
    ):
        pair = unlike([amount("a"), amount("b"), amount("c", **different)])
        assert [each.id for each in pair or ()] == ["a", "c"]
    assert unlike([amount("a", stage="draft"), amount("b", stage="adopted")], apart_from="stage") is None


def test_kinds_are_told_apart() -> None:
    assert of_two_kinds([amount("a"), amount("b", series="fonds")]) is None
    pair = of_two_kinds([amount("a"), amount("b", kind="ceiling")])
    assert [each.id for each in pair or ()] == ["a", "b"]
