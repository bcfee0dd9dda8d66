"""Rounded figures add up to the rounded total; shares add up to 100; what is split is whole again."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapportage.plugins.finance.rounding import UNITS, rounded, rounded_parts, shares, split

amounts = st.decimals(-(10**14), 10**14, places=2)
units = st.sampled_from(sorted(UNITS.values()))


@given(st.lists(amounts, max_size=30), units)
@settings(deadline=None)
def test_parts_add_up_to_the_total_and_lie_within_one_unit(values: list[Decimal], unit: Decimal) -> None:
    parts = rounded_parts(values, unit)
    assert sum(parts) == (sum(values, Decimal(0)) / unit).quantize(Decimal(1), ROUND_HALF_UP)
    assert all(abs(part - value / unit) < 1 for part, value in zip(parts, values, strict=True))
    assert all(part == part.to_integral_value() for part in parts)


@given(st.lists(st.lists(amounts, min_size=1, max_size=6), max_size=6), units)
@settings(deadline=None)
def test_groups_add_up_to_their_subtotals_and_these_to_the_total(groups: list[list[Decimal]], unit: Decimal) -> None:
    subtotals = rounded_parts([sum(group, Decimal(0)) for group in groups], unit)
    parts = [rounded_parts(group, unit, subtotal) for group, subtotal in zip(groups, subtotals, strict=True)]
    assert [sum(group) for group in parts] == subtotals
    assert sum(subtotals) == rounded(sum((sum(group, Decimal(0)) for group in groups), Decimal(0)), unit)


def test_half_a_unit_goes_up() -> None:
    assert rounded(Decimal(34500), UNITS["thousand"]) == 35
    assert rounded(Decimal("34499.99"), UNITS["thousand"]) == 34
    assert rounded(Decimal(34895000), UNITS["million"]) == 35


def test_what_lost_most_gets_what_is_left_over() -> None:
    assert rounded_parts([Decimal(1400), Decimal(1400), Decimal(1400)], UNITS["thousand"]) == [2, 1, 1]
    assert rounded_parts([Decimal(1300), Decimal(1900), Decimal(1400)], UNITS["thousand"]) == [1, 2, 2]


@given(st.lists(st.decimals(0, 10**14, places=2), min_size=1, max_size=30))
@settings(deadline=None)
def test_shares_add_up_to_100(values: list[Decimal]) -> None:
    assert sum(shares(values)) == (100 if any(values) else 0)
    assert all(share >= 0 for share in shares(values))


def test_thirds_are_34_33_33() -> None:
    assert shares([Decimal(1)] * 3) == [34, 33, 33]


def test_what_is_below_zero_has_no_share() -> None:
    with pytest.raises(ValueError, match="below zero"):
        shares([Decimal(5), Decimal(-1)])


@given(amounts, st.lists(st.integers(1, 10), min_size=1, max_size=8))
@settings(deadline=None)
def test_what_is_split_is_whole_again_in_cents(value: Decimal, weights: list[int]) -> None:
    total = sum(weights)
    by = [(Decimal(weight) / total).quantize(Decimal("0.0001")) for weight in weights[1:]]
    parts = split(value, [1 - sum(by, Decimal(0)), *by])
    assert sum(parts) == value
    assert all(part == part.quantize(Decimal("0.01")) for part in parts)
