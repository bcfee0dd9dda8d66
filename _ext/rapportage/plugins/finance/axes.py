"""What amounts can be set out by: the axes, their words, and the key of an amount on each. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, get_args

from rapportage.catalog import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rapportage.plugins.finance.records import Amount
    from rapportage.schema import Record

AxisName: TypeAlias = Literal[
    "priority", "programme", "framework", "series", "kind", "stage", "channel", "oda", "country", "year", "amount"
]

#: Axes whose values are ids of records, and axes whose values are words of the interface.
RECORDS = ("priority", "programme", "framework", "series")
WORDS = {
    "kind": {
        "budget": message("Budget"),
        "ceiling": message("Ceiling"),
        "reservation": message("Reservation"),
        "commitment": message("Commitment"),
        "disbursement": message("Disbursement"),
    },
    "stage": {
        "draft": message("Draft budget"),
        "adopted": message("Adopted budget"),
        "supplementary": message("After first supplementary budget"),
        "outturn": message("Outturn"),
    },
    "channel": {"posts": message("Missions"), "central": message("Central"), "multilateral": message("Multilateral")},
    "oda": {"oda": message("ODA"), "non-oda": message("Non-ODA")},
}
#: What stands above the rows.
HEADS: dict[str, str] = {
    "priority": message("Priority"),
    "programme": message("Programme"),
    "framework": message("Policy framework"),
    "series": message("Series"),
    "kind": message("Kind"),
    "stage": message("Stage"),
    "channel": message("Channel"),
    "oda": message("Aid"),
    "country": message("Country"),
    "year": message("Year"),
    "amount": message("Amount"),
}
AXES: tuple[str, ...] = get_args(AxisName)

#: Before the key of a theme that no priority fits: all amounts with one theme are in one row.
THEME = "theme "


class Source(Protocol):
    """Where amounts are asked for: a page's view of the records, or the records themselves."""

    def select(self, kind: str, /, **where: str | Iterable[str] | None) -> list[Amount]: ...

    def in_order(self, kind: str, ids: Iterable[str]) -> list[str]: ...

    def axis(self, record: Record, kind: str, axis: str) -> tuple[str, ...]: ...


def key_of(source: Source, amount: Amount, axis: str) -> str:
    """The key of *amount* on an axis; empty where it has none, the first where it has several."""
    match axis:
        case "amount":
            return amount.id
        case "year":
            return amount.counted_in
        case "priority" if amount.priority is None and amount.theme is not None:
            return f"{THEME}{amount.theme.nl}"
    values = source.axis(amount, "amount", axis)
    return values[0] if values else ""


def ranks(source: Source, axis: str, met: Sequence[str]) -> dict[str, int]:
    """The place of each key of an axis; what has no place of its own comes as met, and what is not assigned last."""
    if axis in WORDS:
        order = list(WORDS[axis])
    elif axis in RECORDS:
        order = source.in_order(axis, dict.fromkeys(met))
    elif axis == "year":
        order = sorted({*met} - {""}, key=lambda each: (len(each), each))
    else:
        order = []
    last = [""] if "" in met else []
    return {key: at for at, key in enumerate(dict.fromkeys([*order, *filter(None, met), *last]))}
