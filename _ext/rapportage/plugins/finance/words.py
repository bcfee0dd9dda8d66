"""What rows and columns are called, and what is said of amounts that do not belong together. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rapportage import numbers
from rapportage.plugins.finance.axes import RECORDS, THEME, WORDS
from rapportage.plugins.finance.pivot import of_two_kinds, unlike
from rapportage.plugins.finance.selection import keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from rapportage.plugins.finance.records import Amount
    from rapportage.plugins.finance.selection import Asked, Selection
    from rapportage.problems import Place
    from rapportage.schema import Text


class Words(Protocol):
    """Who gives words of the interface and names of records in a language, such as a page's view of the records."""

    language: str

    def word(self, message: str, **values: object) -> str: ...

    def name(self, kind: str, record_id: str) -> str: ...

    def plain(self, text: Text) -> str: ...


def mixed(words: Words, asked: Asked, found: Selection, place: Callable[[str], Place]) -> str:
    """What keeps amounts from standing together, in words, with the places of the two that do not; empty if nothing does."""
    for column in found.pivot.columns:
        if pair := of_two_kinds(found.pivot.column(column).amounts):
            where = name(words, asked.columns, column, found)
            return f"amounts of different kinds stand in one column ({where}): {together(place, *pair)}"
    for row, column in found.pivot.cells:
        if pair := unlike(found.pivot.cell(row, column).amounts):
            at = [name(words, axis, key, found) for axis, key in zip(asked.by, keys(row), strict=True)]
            where = ", ".join([*at, name(words, asked.columns, column, found)])
            return f"amounts that cannot be added stand in one cell ({where}): {together(place, *pair)}"
    return ""


def name(words: Words, axis: str, key: str, found: Selection) -> str:
    """What a row or a column is called."""
    if axis in WORDS and key in WORDS[axis]:
        return words.word(WORDS[axis][key])
    if axis == "priority" and key.startswith(THEME):
        themes = (amount.theme for amount in found.pivot.amounts() if amount.theme and f"{THEME}{amount.theme.nl}" == key)
        return next(map(words.plain, themes), key)
    if axis == "country" and key:
        return numbers.country(key, words.language)
    if axis in {*RECORDS, "amount"} and key:
        return words.name(axis, key)
    if axis == "oda":
        return words.word("Not divided")
    return key or words.word("Not assigned")


def together(place: Callable[[str], Place], *amounts: Amount) -> str:
    """Amounts that do not belong together, each with what it is and where it stands."""
    return " and ".join(_one(place, amount) for amount in amounts)


def _one(place: Callable[[str], Place], amount: Amount) -> str:
    time = numbers.period(amount.period) if amount.period else ""
    what = ", ".join(filter(None, (amount.kind, f"series {amount.series}", amount.stage, time)))
    return f'"{amount.id}" ({what}; {place(amount.id)})'
