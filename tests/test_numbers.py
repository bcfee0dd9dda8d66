"""Numbers, amounts, dates and countries as a language writes them, held against Babel's own and against plain arithmetic."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rapportage import numbers
from rapportage.schema import Money, PartialDate, Period

LOCALES = {"nl": "nl_NL", "en": "en_GB"}
SEPARATORS = {"nl": (".", ","), "en": (",", ".")}
languages = st.sampled_from(["nl", "en"])
exact = (
    st.decimals(-(10**18), 10**18, places=0)
    | st.decimals(-(10**12), 10**12, places=1)
    | st.decimals(-(10**9), 10**9, places=4)
)
amounts = st.decimals(-(10**15) + 1, 10**15 - 1, places=2).map(Money)


def _by_hand(value: Decimal, language: str) -> str:
    """The digits as they are, in groups of three."""
    grouping, point = SEPARATORS[language]
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits)).zfill(1 - exponent)
    whole, part = (text[:exponent], text[exponent:]) if exponent else (text, "")
    groups = re.findall(r"\d{1,3}", whole[::-1])
    return "-" * sign + grouping.join(groups)[::-1] + (point + part if part else "")


@given(exact, languages)
@settings(deadline=None, max_examples=200)
@example(Decimal("-0.5"), "nl")
@example(Decimal(10**15), "en")
@example(Decimal("999999.95"), "nl")
def test_a_number_has_the_digits_that_it_has(value: Decimal, language: str) -> None:
    assert numbers.number(value, language) == _by_hand(value, language)


@given(exact, languages)
@settings(deadline=None, max_examples=200)
def test_a_number_is_written_as_babel_writes_it(value: Decimal, language: str) -> None:
    babel = format_decimal(value, locale=LOCALES[language], decimal_quantization=False)
    written = numbers.number(value, language)
    # Babel leaves out the zeros at the end, which here are kept.
    point = SEPARATORS[language][1]
    assert (written.rstrip("0").rstrip(point) if point in written else written) == babel


@given(st.lists(st.sampled_from(["1", "1.0", "1.00", "1.000"]), min_size=2, max_size=4))
@settings(deadline=None)
def test_a_number_does_not_depend_on_what_was_written_before(written: list[str]) -> None:
    """1.0 and 1.00 are equal, and are written differently all the same."""
    for text in written:
        assert numbers.number(Decimal(text), "nl") == text.replace(".", ",")


@given(amounts, languages)
@settings(deadline=None, max_examples=200)
def test_an_amount_is_exact(amount: Money, language: str) -> None:
    written = numbers.money(amount, language)
    assert written.startswith("EUR\N{NO-BREAK SPACE}")
    grouping, point = SEPARATORS[language]
    digits = written[4:].replace(grouping, "").replace(point, ".")
    assert Decimal(digits) == amount
    assert len(digits.partition(".")[2]) in (0, 2)
    assert ("." in digits) == (amount != amount.to_integral_value())


@given(amounts)
@settings(deadline=None)
def test_an_amount_has_the_same_digits_in_both_languages(amount: Money) -> None:
    dutch, english = (numbers.euros(amount, language) for language in ("nl", "en"))
    assert dutch.translate({ord("."): ",", ord(","): "."}) == english


def test_amounts_of_the_report() -> None:
    assert numbers.money(Money(9395942), "nl") == "EUR\N{NO-BREAK SPACE}9.395.942"
    assert numbers.money(Money(9395942), "en") == "EUR\N{NO-BREAK SPACE}9,395,942"
    assert numbers.euros(Money("1250.5"), "nl") == "1.250,50"
    assert numbers.euros(Money("1250.00"), "nl") == "1.250"
    assert numbers.percentage(Decimal("12.50"), "nl") == "12,50%"
    assert numbers.percentage(Decimal(41), "en") == "41%"


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)))
@settings(deadline=None)
def test_a_day_is_written_as_babel_writes_it(day: datetime.date) -> None:
    date = PartialDate(day.year, day.month, day.day)
    assert numbers.date(date, "nl") == format_date(day, "long", locale="nl_NL")
    assert numbers.date(date, "en") == format_date(day, "long", locale="en_GB")
    assert numbers.date(PartialDate(day.year), "nl") == str(day.year)


def test_a_month_has_no_day() -> None:
    assert numbers.date(PartialDate(2024, 12), "nl") == "december 2024"
    assert numbers.date(PartialDate(2024, 12), "en") == "December 2024"


def test_a_period_has_its_first_and_last_year() -> None:
    assert numbers.period(Period(2026, 2030)) == "2026–2030"
    assert numbers.period(Period(2026, 2026)) == "2026"


def test_a_country_has_a_name_in_every_language() -> None:
    assert numbers.country("UG", "nl") == "Oeganda"
    assert numbers.country("UG", "en") == "Uganda"
    for code in numbers.countries():
        assert numbers.country(code, "nl")
        assert numbers.country(code, "en")


@pytest.mark.parametrize("code", ["EU", "UN", "ZZ", "XX", "UK", "ug", "", "001", "UGA"])
def test_what_is_no_country_has_no_name(code: str) -> None:
    with pytest.raises(KeyError):
        numbers.country(code, "nl")


def test_there_are_as_many_countries_as_in_iso_3166() -> None:
    # 249 codes of the standard; CLDR names a few more that are reserved (such as the Canary Islands) or in use (Kosovo).
    assert 249 <= len(numbers.countries()) <= 260
    assert numbers.countries() >= {"NL", "UA", "XK", "TW", "PS"}
