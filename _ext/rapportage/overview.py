"""What is reported where: how many records and things on pages belong to a priority and a result area.

Knows no plugin: whatever is counted (see `rapportage.kinds.Kind.counted`) and has the axes ``area`` and ``priority``
takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rapportage.example import is_example

if TYPE_CHECKING:
    from rapportage.view import View


class Count(NamedTuple):
    """The things of one kind that were found."""

    kind: str
    ids: tuple[str, ...]
    words: str
    """How many there are, in the page's language."""
    example: bool
    """Whether any of them is example data: what shows the count then says so."""


def counts(view: View, *, area: str | None = None, priority: str | None = None) -> Iterator[Count]:
    """What is reported of *area* and *priority*, by kind; kinds of which there is nothing are left out."""
    domain = view.domain
    wanted = {axis: value for axis, value in (("area", area), ("priority", priority)) if value is not None}
    for kind in domain.kinds.values():
        if kind.counted and {"area", "priority"} <= kind.axes.keys():
            records = view.select(kind.name, **wanted)
            ids = tuple(record.id for record in records)
            yield from _count(view, kind.name, kind.counted, ids, any(record.example for record in records))
    for page_kind in domain.page_kinds.values():
        if page_kind.counted:
            appearances = (each for _, each in domain.appearances(page_kind.name))
            found = [each for each in appearances if all(each.has(axis, (value,)) for axis, value in wanted.items())]
            ids = tuple(each.id for each in found)
            yield from _count(view, page_kind.name, page_kind.counted, ids, any(map(is_example, found)))


def _count(view: View, kind: str, counted: tuple[str, str], ids: tuple[str, ...], example: bool) -> Iterator[Count]:
    if ids:
        yield Count(kind, ids, view.word(counted[len(ids) > 1], number=len(ids)), example)
