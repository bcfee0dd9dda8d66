"""The types of fields, and how a record is made of plain data. What people are told stands in ``bad_data``."""

from __future__ import annotations

import copy
import datetime
import pickle
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Meta

from rapportage import yamlfile
from rapportage.schema import (
    FIRST_YEAR,
    LAST_YEAR,
    Finding,
    Money,
    Number,
    PartialDate,
    Period,
    Record,
    Refused,
    Text,
    Value,
    Visit,
    Year,
    read_record,
    reference,
    visits,
    written_name,
)


class Thing(Record, frozen=True, kw_only=True, rename={"meant_for": "for"}):
    """A record with a field of every type."""

    name: Text
    money: Money | None = None
    number: Number | None = None
    value: Value | None = None
    date: PartialDate | None = None
    period: Period | None = None
    meant_for: Year | None = None
    choice: Literal["one", "two"] = "one"
    oda: bool | None = None
    count: Annotated[int, Meta(ge=1)] = 1
    word: Annotated[str, Meta(min_length=1, max_length=5)] = "x"
    owner: Annotated[Annotated[str, reference("owner")] | None, Meta(description="Eigenaar")] = None
    owners: tuple[Annotated[str, reference("owner")], ...] = ()
    series: dict[Year, Value] = {}

    def check(self) -> Iterator[Finding]:
        if self.word == "wrong":
            yield Finding(("word",), "this word is wrong")


def findings(**data: Any) -> list[tuple[tuple[str | int, ...], str]]:
    made = read_record(Thing, "thing", data)
    assert isinstance(made, Refused)
    return [(finding.keys, finding.message) for finding in made.findings]


def thing(**data: Any) -> Thing:
    made = read_record(Thing, "thing", {"name": "Ding", **data})
    assert isinstance(made, Thing)
    return made


# ---- values ------------------------------------------------------------------------------------------------------------

amounts = st.decimals(-(10**15), 10**15, places=2).filter(lambda amount: abs(amount) < 10**15) | st.integers(
    -(10**15) + 1, 10**15 - 1
)


@given(amounts)
@settings(deadline=None)
def test_money_is_exact_from_the_file_to_the_record(amount: Decimal | int) -> None:
    written = yamlfile.parse(f"value: {amount}\n".encode(), "x").data["value"]
    money = Money.read(written)
    assert money == amount
    assert str(money) == str(amount).removeprefix("-") if amount == 0 and isinstance(amount, int) else str(amount)
    assert type(pickle.loads(pickle.dumps(money))) is Money  # noqa: S301


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**20, places=3))
@settings(deadline=None)
def test_money_has_no_third_decimal(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="more than two decimals"):
        Money.read(amount)


@pytest.mark.parametrize("amount", [10**15, -(10**15), 10**40, Decimal(f"{10**30}.25"), Decimal(f"{10**15}.00")])
def test_money_has_a_bound(amount: Decimal | int) -> None:
    with pytest.raises(ValueError, match="too large"):
        Money.read(amount)


@given(st.integers(-(10**99), 10**99) | st.decimals(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_a_number_keeps_its_digits(number: Decimal | int) -> None:
    assert str(Number.read(number)) == str(number)


@pytest.mark.parametrize("kind", [Number, Money, Value])
@pytest.mark.parametrize("value", [1.5, True, None, [], b"1"])
def test_what_is_no_exact_number_is_refused(kind: type[Number], value: object) -> None:
    with pytest.raises(ValueError, match="expected a number such as 1250"):
        kind.read(value)


def test_a_value_is_a_number_or_a_text() -> None:
    assert Value.read(12) == Value(number=Number(12))
    assert Value.read("N.v.t.") == Value(text=Text("N.v.t."))
    assert Value.read({"nl": "geen", "en": "none"}) == Value(text=Text("geen", "none"))


@given(st.dates(datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)), st.sampled_from([4, 7, 10]))
@settings(deadline=None)
def test_a_date_is_as_exact_as_it_was_written(day: Any, length: int) -> None:
    written = day.isoformat()[:length]
    date = PartialDate.read(written)
    assert str(date) == written
    assert (date.month is None, date.day is None) == (length < 7, length < 10)


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-29",
        "2024-00",
        "2024-1",
        "0000",
        "24",
        "2024-12-31T00:00",
        " 2024",
        "٢٠٢٤",
        "2024\n",
        24,
        20245,
        True,
        None,
        2024.5,
    ],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected a date"):
        PartialDate.read(value)


def test_a_text_loses_the_space_around_it() -> None:
    assert Text.read("  Fonds\n\n") == Text("Fonds")
    assert Text.read({"nl": "Fonds ", "en": " Fund"}) == Text("Fonds", "Fund")


def test_values_of_ours_are_equal_by_what_they_hold() -> None:
    for one, same, other in [
        (Text("a"), Text("a"), Text("a", "a")),
        (Value(number=Number(1)), Value(number=Number(1)), Value(text=Text("1"))),
        (PartialDate(2024), PartialDate(2024), PartialDate(2024, 1)),
    ]:
        assert one == same
        assert hash(one) == hash(same)
        assert one != other
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301
        assert copy.deepcopy(one) == one
        assert repr(one) == repr(same) != repr(other)


# ---- records -----------------------------------------------------------------------------------------------------------


def test_a_record_has_the_id_it_stands_under() -> None:
    made = thing(money=5, oda=False, **{"for": 2025}, series={2024: 3, 2025: "N.v.t."}, owners=["een", "twee"])
    assert made.id == "thing"
    assert made.money == 5
    assert made.oda is False
    assert made.meant_for == 2025
    assert made.series == {2024: Value(Number(3)), 2025: Value(text=Text("N.v.t."))}
    assert made.owners == ("een", "twee")
    assert made.example is False


def test_every_fault_is_found_with_the_way_to_it() -> None:
    wrong = {"name": 5, "money": "5", "period": {"from": 2025}, "count": 0, "word": "", "owners": ["een", 2], "oda": "no"}
    found = findings(**wrong, series={1066: 1, 2025: True}, extra=1)
    assert [keys for keys, _ in found] == [
        *(("name",), ("money",), ("period",), ("count",), ("word",), ("owners", 1), ("oda",)),
        *(("series", 1066), ("series", 2025), ("extra",)),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"count": 0}, "expected a whole number from 1, found 0"),
        ({"count": Decimal(10**30)}, f"expected a whole number, found {10**30}"),
        ({"word": "langer"}, "this is longer than 5 characters"),
        ({"word": ""}, "this is empty; leave the key out, or write something"),
        ({"word": 12}, "expected a word, found 12; put it between quotes"),
        ({"for": 10**30}, f"expected a whole number from 1900 to 2200, found {10**30}"),
        ({"period": {"from": 2026, "to": 2025}}, "this period ends in 2025, before it begins in 2026"),
        ({"owner": "Een Twee"}, '"Een Twee" is not an id; an id has small letters, digits and single hyphens'),
        ({"owner": "x" * 70 + "\n Y"}, f'"{"x" * 57}…" is not an id; an id has small letters, digits and single hyphens'),
    ],
)
def test_a_bound_is_named_in_words(data: dict[str, Any], message: str) -> None:
    assert [told for _, told in findings(name="Ding", **data)] == [message]


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["een", "one", 2024]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["nl", "en", "from", "to", 2024, 2025]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*Thing.__struct_encode_fields__, "naam", 3]), plain, max_size=6) | plain)
@settings(deadline=None, max_examples=200)
def test_no_data_make_it_raise_and_none_is_refused_without_a_reason(data: object) -> None:
    made = read_record(Thing, "thing", data)
    if isinstance(made, Refused):
        assert made.findings
        for finding in made.findings:
            assert finding.message
            assert "`$" not in finding.message  # so msgspec says where a value stands
            assert "\n" not in finding.message
    else:
        assert made.id == "thing"


@given(st.dictionaries(st.sampled_from([*Thing.__struct_encode_fields__]), plain, max_size=6))
@settings(deadline=None, max_examples=200)
def test_what_is_right_in_a_refused_record_is_what_would_stand_in_a_good_one(data: dict[str, Any]) -> None:
    made = read_record(Thing, "thing", data)
    if isinstance(made, Refused):
        wrong = {finding.keys[0] for finding in made.findings if finding.keys}
        rest = read_record(Thing, "thing", {"name": "Ding", **{key: part for key, part in data.items() if key not in wrong}})
        assert isinstance(rest, Thing)
        expected = {visit for visit in visits(rest) if visit.keys[0] in data.keys() - wrong}
        assert expected == {visit for visit in made.visits if visit.keys[0] not in wrong}


def test_texts_and_references_are_visited_in_the_order_of_the_fields() -> None:
    made = thing(owner="een", owners=["twee", "drie"], series={2024: 3, 2025: "N.v.t."}, value={"nl": "geen", "en": "none"})
    assert list(visits(made)) == [
        Visit(("name",), Text("Ding"), None),
        Visit(("value",), Text("geen", "none"), None),
        Visit(("owner",), "een", "owner"),
        Visit(("owners", 0), "twee", "owner"),
        Visit(("owners", 1), "drie", "owner"),
        Visit(("series", 2025), Text("N.v.t."), None),
    ]


def test_a_field_has_a_name_in_yaml() -> None:
    assert written_name(Thing, "meant_for") == "for"
    assert written_name(Thing, "name") == "name"


def test_a_record_does_not_change() -> None:
    with pytest.raises(AttributeError):
        thing().money = Money(1)  # type: ignore[misc]
