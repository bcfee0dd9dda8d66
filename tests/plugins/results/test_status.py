"""When a target counts as met, and what of it must be explained."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapportage.plugins.results.records import Indicator
from rapportage.plugins.results.status import Status, status
from rapportage.schema import read_record

MET, PARTLY, NOT_MET, NO_DATA = Status.MET, Status.PARTLY, Status.NOT_MET, Status.NO_DATA
FIELDS = {"outcome": "ruimte", "name": "Naam", "unit": "%", "source": "Bron"}


def indicator(
    direction: str = "up", baseline: Any = None, target: Any = None, actual: Any = None, **fields: Any
) -> Indicator:
    data = {
        **FIELDS,
        "direction": direction,
        **({"baseline": {"year": 2022, "value": baseline}} if baseline is not None else {}),
        **({"targets": {2025: target}} if target is not None else {}),
        **({"actuals": {2025: actual}} if actual is not None else {}),
        **fields,
    }
    made = read_record(Indicator, "x", data)
    assert isinstance(made, Indicator)
    return made


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "expected"),
    [
        # the target or better
        ("up", None, 20, 20, MET),
        ("up", None, 20, 21, MET),
        ("up", 10, 20, 20, MET),
        ("down", None, 20, 20, MET),
        ("down", 50, 20, 3, MET),
        # half of the way from the baseline, or more
        ("up", 10, 20, 15, PARTLY),
        ("up", 10, 20, Decimal("14.99"), NOT_MET),
        ("up", 10, 20, Decimal("19.99"), PARTLY),
        ("down", 50, 20, 35, PARTLY),
        ("down", 50, 20, 36, NOT_MET),
        ("up", 10, 20, 5, NOT_MET),
        ("down", 50, 20, 60, NOT_MET),
        # worse than the baseline, also where the target allows some of that
        ("up", 100, 90, 90, MET),
        ("up", 100, 90, 89, NOT_MET),
        ("up", 100, 90, 5, NOT_MET),
        ("down", 20, 25, 26, NOT_MET),
        # without a baseline, or with one that equals the target, the way begins at zero
        ("up", None, 20, 10, PARTLY),
        ("up", None, 20, 9, NOT_MET),
        ("up", 20, 20, 10, PARTLY),
        ("up", "onbekend", 20, 10, PARTLY),
        ("down", None, 20, 40, PARTLY),
        ("down", None, 20, 41, NOT_MET),
        ("down", 20, 20, 40, PARTLY),
        # zero, and below
        ("up", None, 0, 0, MET),
        ("up", None, 0, -1, NOT_MET),
        ("down", None, 0, 1, NOT_MET),
        ("up", 0, 10, 0, NOT_MET),
        ("up", -10, 10, 0, PARTLY),
        ("down", 4, 0, 2, PARTLY),
        # no number on either side
        ("up", 10, None, 20, NO_DATA),
        ("up", 10, 20, None, NO_DATA),
        ("up", 10, 20, "41% in 2023", NO_DATA),
        ("up", 10, "N.v.t.", 20, NO_DATA),
        ("up", None, None, None, NO_DATA),
    ],
)
def test_the_rule(direction: str, baseline: Any, target: Any, actual: Any, expected: Status) -> None:
    made = indicator(direction, baseline, target, actual)
    assert status(made, 2025) is expected
    assert status(made, 2024) is NO_DATA


figures = st.decimals(-1000, 1000, places=1)


@given(st.sampled_from(["up", "down"]), figures, figures, figures)
@settings(deadline=None, max_examples=200)
def test_the_rule_is_the_share_of_the_way_that_was_covered(
    direction: str, baseline: Decimal, target: Decimal, actual: Decimal
) -> None:
    found = status(indicator(direction, baseline, target, actual), 2025)
    assert (found is MET) == (actual >= target if direction == "up" else actual <= target)
    if found is not MET and baseline != target:
        covered = (Fraction(actual) - Fraction(baseline)) / (Fraction(target) - Fraction(baseline))
        is_worse = actual < baseline if direction == "up" else actual > baseline
        assert found is (PARTLY if covered >= Fraction(1, 2) and not is_worse else NOT_MET)


@given(st.sampled_from(["up", "down"]), figures, figures, figures, st.decimals(0, 100, places=1))
@settings(deadline=None, max_examples=200)
def test_doing_better_never_counts_as_worse(
    direction: str, baseline: Decimal, target: Decimal, actual: Decimal, more: Decimal
) -> None:
    up = direction == "up"
    if baseline != target:
        better = actual + more if up else actual - more
        order = [NOT_MET, PARTLY, MET]
        found, improved = (status(indicator(direction, baseline, target, each), 2025) for each in (actual, better))
        assert order.index(improved) >= order.index(found)


def findings(made: Indicator) -> list[tuple[Any, ...]]:
    return [finding.keys for finding in made.check()]


def test_what_was_not_met_is_explained() -> None:
    assert findings(indicator(target=20, actual=5)) == [("actuals", 2025)]
    assert findings(indicator(target=20, actual=15)) == [("actuals", 2025)]
    assert findings(indicator(target=20, actual=15, explanations={2025: "Later begonnen."})) == []
    assert findings(indicator(target=20, actual=25)) == []
    assert findings(indicator(target=20, actual="N.v.t.")) == []


def test_what_was_met_may_be_explained_too() -> None:
    assert findings(indicator(target=20, actual=25, explanations={2025: "Er was meer vraag."})) == []
    assert findings(indicator(target=20, explanations={2025: "Nog niet gemeten."})) == []
    assert findings(indicator(target=20, explanations={2024: "Van niets."})) == [("explanations", 2024)]


def test_a_status_is_told_in_words_and_in_shape() -> None:
    assert len({each.words for each in Status}) == len({each.icon for each in Status}) == len(Status) == 4
    assert {each for each in Status if each.is_deviation} == {PARTLY, NOT_MET}
