"""The kinds of records of the finances, and the rules that hold between one record and others. Knows no Sphinx."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rapportage.kinds import Kind, Query
from rapportage.plugins.finance.calls import fault
from rapportage.plugins.finance.records import Amount, Framework, Note, Programme, Series
from rapportage.schema import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.store import Store


def _framework_of(amount: Amount, store: Store) -> Iterator[str]:
    """The framework of an amount: its own, or that of its programme."""
    if amount.framework is not None:
        yield amount.framework
    elif amount.programme is not None:
        programme = store.get("programme", amount.programme)
        if isinstance(programme, Programme):
            yield programme.framework


def framework_agrees(amount: Amount, store: Store) -> Iterator[Finding]:
    """An amount is of the framework that its programme is of."""
    programme = store.get("programme", amount.programme) if amount.programme else None
    if amount.framework and isinstance(programme, Programme) and programme.framework != amount.framework:
        message = f'programme "{programme.id}" belongs to framework "{programme.framework}", not to "{amount.framework}"'
        yield Finding(("framework",), message)


def _priorities_of(amount: Amount, _: Store) -> Iterator[str]:
    """The priorities that an amount counts for: its own, or those that it is split over."""
    if amount.priority is not None:
        yield amount.priority
    yield from (each.priority for each in amount.priorities)


def parts_are_like_their_total(total: Amount, store: Store) -> Iterator[Finding]:
    """A total and its parts count the same: one kind, series, stage and time."""
    for at, part_id in enumerate(total.parts):
        part = store.get("amount", part_id)
        if part_id == total.id:
            yield Finding(("parts", at), "an amount is no part of itself")
        elif part_id in total.parts[:at]:
            yield Finding(("parts", at), f'"{part_id}" is a part already')
        elif isinstance(part, Amount):
            if part.parts:
                yield Finding(("parts", at), f'"{part_id}" is a total itself; name its parts')
            for what, ours, its in (
                ("kind", total.kind, part.kind),
                ("series", total.series, part.series),
                ("stage", total.stage, part.stage),
                ("year or period", total.counted_in, part.counted_in),
            ):
                if ours != its:
                    told = f'"{part_id}" ({store.place("amount", part_id)}) has {what} {its or "none"}'
                    yield Finding(("parts", at), f"{told}, and this total has {ours or 'none'}")


def parts_add_up(total: Amount, store: Store) -> Iterator[Finding]:
    """A stated total is the sum of its parts, or a note says why it is not."""
    parts = [part for each in dict.fromkeys(total.parts) if isinstance(part := store.get("amount", each), Amount)]
    if not parts or len(parts) < len(total.parts):
        return  # what is missing is a problem of its own
    summed = sum((part.value for part in parts), Decimal(0))
    if summed == total.value and total.difference is not None:
        yield Finding(("difference",), "the parts add up to this total; there is no difference to explain", of_key=True)
    elif summed != total.value and total.difference is None:
        places = ", ".join(str(store.place("amount", part.id, ("value",))) for part in parts)
        message = f"the parts ({places}) add up to {summed}, {abs(summed - total.value)} "
        message += "more" if summed > total.value else "less"
        yield Finding(("value",), f'{message} than this total; correct it, or name a note under "difference"')


def has_one_total(amount: Amount, store: Store) -> Iterator[Finding]:
    """An amount is a part of one total at most: otherwise it would be counted twice."""
    totals = store.select(Query("amount", (("parts", (amount.id,)),)))
    for other in totals[1:]:
        places = " and ".join(str(store.place("amount", each)) for each in (totals[0], other))
        yield Finding((), f"this amount is a part of two totals: {places}", of_key=True)


KINDS = (
    Kind("series", "finance/series", Series),
    Kind("framework", "finance/frameworks", Framework),
    Kind("programme", "finance/programmes", Programme),
    Kind("note", "finance/notes", Note, title="", roles=("finance-note",)),
    Kind(
        "amount",
        "finance/amounts",
        Amount,
        calls={"amount": fault},
        axes={
            "framework": _framework_of,
            "priority": _priorities_of,
            "counted_in": lambda amount, _: filter(None, [amount.counted_in]),
            "oda": lambda amount, _: () if amount.oda is None else ("oda",) if amount.oda else ("non-oda",),
            "sought_in": lambda amount, _: amount.sought_in,
        },
        rules=(framework_agrees, parts_are_like_their_total, parts_add_up, has_one_total),
    ),
)
