"""Which amounts a table or a chart shows, and where in it each of them counts. Knows no Sphinx.

Nothing is counted twice: a total that is stated in the data counts through its parts where these are shown, and an amount
that is split over priorities counts for each by its share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rapportage.plugins.finance.axes import key_of, ranks
from rapportage.plugins.finance.pivot import Part, Pivot, Place, pivot
from rapportage.plugins.finance.rounding import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.finance.axes import Source
    from rapportage.plugins.finance.pivot import Position
    from rapportage.plugins.finance.records import Amount

#: Between the keys of two axes that rows are set out by.
_AND = "\x1f"


class Asked(NamedTuple):
    """What is asked for: the axis or axes of the rows, the axis of the columns, and what the amounts must have."""

    by: tuple[str, ...] = ("amount",)
    columns: str = "year"
    years: tuple[str, ...] = ()
    """The years that are shown, also those in which nothing counts; empty for all that there are."""
    where: Mapping[str, Sequence[str]] = {}


class Stated(NamedTuple):
    """A total that the data state, whose parts are shown in its place."""

    total: Amount
    at: Position


class Selection(NamedTuple):
    """The amounts that were asked for, set out, and the totals that the data state of them."""

    pivot: Pivot
    stated: tuple[Stated, ...]


def keys(row: str) -> tuple[str, ...]:
    """The keys that the key of a row is made of, one for each axis of the rows."""
    return tuple(row.split(_AND))


def select(source: Source, asked: Asked) -> Selection:
    """Choose amounts and set them out."""
    counted = source.select("amount", **asked.where, counted_in=asked.years)
    only_sought = [
        amount
        for amount in (source.select("amount", **asked.where, sought_in=asked.years) if asked.years else ())
        if amount.counted_in not in asked.years
    ]
    ids = {amount.id for amount in counted}
    through_parts = [amount for amount in counted if not ids.isdisjoint(amount.parts)]
    themselves = [amount for amount in counted if ids.isdisjoint(amount.parts)]
    shown_years = set(asked.years) or {amount.counted_in for amount in themselves}
    places = [
        *(place for amount in themselves for place in _places(source, asked, amount, shown_years)),
        *(
            place._replace(at=None)
            for amount in only_sought
            for place in _places(source, asked, amount, shown_years, counts=False)
        ),
    ]
    made = pivot(places)
    stated = tuple(Stated(amount, _position(source, asked, amount, "", amount.counted_in)) for amount in through_parts)
    if asked.years and asked.columns == "year":
        made = made._replace(columns=(*dict.fromkeys([*made.columns, *asked.years]),))
    return Selection(_in_order(source, asked, made), stated)


def _in_order(source: Source, asked: Asked, made: Pivot) -> Pivot:
    """Rows and columns in the order of their records or words; years from the earliest to the latest."""
    of_rows = [ranks(source, axis, [keys(row)[at] for row in made.rows]) for at, axis in enumerate(asked.by)]
    of_columns = ranks(source, asked.columns, made.columns)
    rows = sorted(made.rows, key=lambda row: [rank[key] for rank, key in zip(of_rows, keys(row), strict=True)])
    return made._replace(rows=(*rows,), columns=(*sorted(made.columns, key=of_columns.__getitem__),))


def _places(source: Source, asked: Asked, amount: Amount, shown_years: set[str], *, counts: bool = True) -> Iterator[Place]:
    for part, priority in _parts(asked, amount):
        at = _position(source, asked, amount, priority, amount.counted_in)
        sought = [year for year in amount.sought_in if year in shown_years]
        elsewhere = [_position(source, asked, amount, priority, year) for year in sought]
        # Where years are no axis, what was meant for a year that is shown is looked for in its own place.
        yield Place(part, at if counts else None, tuple(elsewhere))


def _parts(asked: Asked, amount: Amount) -> Iterator[tuple[Part, str]]:
    """What of *amount* counts: all of it, or its share for each priority where that makes a difference."""
    wanted = asked.where.get("priority", ())
    if not amount.priorities or not (wanted or "priority" in (*asked.by, asked.columns)):
        yield Part(amount, amount.value), ""
        return
    values = split(amount.value, [each.share for each in amount.priorities])
    for each, value in zip(amount.priorities, values, strict=True):
        if not wanted or each.priority in wanted:
            yield Part(amount, value), each.priority


def _position(source: Source, asked: Asked, amount: Amount, priority: str, year: str) -> Position:
    def key(axis: str) -> str:
        if axis == "year":
            return year
        return priority if axis == "priority" and priority else key_of(source, amount, axis)

    return _AND.join(key(axis) for axis in asked.by), key(asked.columns)
