"""Numbers, amounts, dates and names of countries as a language writes them, after CLDR (through Babel)."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton

if TYPE_CHECKING:
    from rapportage.schema import Moment, PartialDate, Period

#: Between an amount and its currency, or a number and its unit, no line may end.
NO_BREAK = "\N{NO-BREAK SPACE}"

_CENT = Decimal("0.01")
_REGIONS = {"nl": "nl_NL", "en": "en_GB"}


@cache
def locale_of(language: str) -> Locale:
    """The locale whose habits a page in *language* follows: Dutch of the Netherlands, English of the United Kingdom."""
    return Locale.parse(_REGIONS.get(language, language.replace("-", "_")))


def number(value: Decimal, language: str) -> str:
    """The number with its thousands grouped and the digits that it has: ``12.50`` is ``12,50`` in Dutch."""
    return f"{value:,f}".translate(_signs(language))


def percentage(value: Decimal, language: str) -> str:
    """The percentage (41 for 41 %) with its sign."""
    return f"{number(value, language)}%"


def money(value: Decimal, language: str) -> str:
    """The amount in EUR: whole euros without decimals, otherwise with two."""
    return f"EUR{NO_BREAK}{euros(value, language)}"


def euros(value: Decimal, language: str) -> str:
    """The amount without its currency, for a table whose head names it."""
    cents = value.quantize(_CENT)
    return number(cents.to_integral_value() if cents == cents.to_integral_value() else cents, language)


def date(value: PartialDate, language: str) -> str:
    """The date, as exact as it is known: ``2024``, ``december 2024`` or ``31 december 2024``."""
    if value.month is None:
        return str(value.year)
    day = datetime.date(value.year, value.month, value.day or 1)
    if value.day is None:
        return format_skeleton("yMMMM", day, locale=locale_of(language))
    return format_date(day, "d MMMM y", locale=locale_of(language))


def moment(value: Moment, language: str) -> str:
    """The moment, in the zone in which it was written: ``24 april 2026, 12:00 (UTC+02:00)``."""
    return format_datetime(value.at, "d MMMM y, HH:mm '('ZZZZ')'", locale=locale_of(language)).replace("GMT", "UTC")


def period(value: Period) -> str:
    """The years of a period: ``2026–2030``."""
    return str(value.first) if value.first == value.last else f"{value.first}–{value.last}"


def country(code: str, language: str) -> str:
    """The name of a country by its ISO 3166 code (two capitals). Raises KeyError for a code that no country has."""
    if code not in countries():
        raise KeyError(code)
    return str(locale_of(language).territories[code])


@cache
def countries() -> frozenset[str]:
    """The codes of the countries and territories of ISO 3166."""
    not_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    codes = {str(code) for code in Locale("en").territories if re.fullmatch(r"[A-Z]{2}", str(code))}
    return frozenset(codes - not_countries)


@cache
def _signs(language: str) -> dict[int, str]:
    """What a language writes for the comma and the point that Python puts in a number; Babel itself is ten times slower."""
    symbols = locale_of(language).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})
