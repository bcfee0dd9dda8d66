"""What a plugin says of a kind of record: where it is kept, what it looks like, how it can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from rapportage.schema import Finding, Record
    from rapportage.store import Store

#: What a record has on one axis: no, one or several values, as words.
Axis: TypeAlias = Callable[[Any, "Store"], Iterable[str]]

#: Checks the text of a role that names no record, in a text of the data: what is wrong with it, or nothing.
#: Plugins list theirs in a module attribute ``ROLES``, by the name of the role.
RoleCheck: TypeAlias = Callable[[str], str]


@dataclass(frozen=True)
class PagesOnly:
    """The `RoleCheck` of a role that pages and their front matter can have, and no text of the data."""

    reason: str

    def __call__(self, target: str) -> str:
        return self.reason


#: Checks the words behind the id in the text of a role, such as ``2025`` in ``{value}`id 2025` ``, for the record that has
#: that id: what is wrong with them, or nothing.
CallCheck: TypeAlias = "Callable[[Any, Sequence[str]], str]"

#: What is wrong with a record when it is held against others.
Rule: TypeAlias = "Callable[[Any, Store], Iterable[Finding]]"


@dataclass(frozen=True)
class Kind:
    """A kind of record. Plugins list theirs in a module attribute ``KINDS``."""

    name: str
    """Its name in messages, roles and ``objects.inv``, such as ``indicator``; search translates it, as a word of the
    interface."""
    path: str
    """Where it is kept: ``results/indicators`` is ``results/indicators.yaml`` and every file in ``results/indicators/``."""
    record: type[Record]
    single: bool = False
    """Whether the file is one record instead of a mapping of ids to records; the record's id is then the kind's name."""
    required: bool = False
    """Whether an edition without such a record is in doubt: that there is none is a problem, and nothing is published."""
    beside: tuple[str, ...] = ()
    """Patterns of the files that its plugin keeps beside the records, in the folder called like the file: ``*.json``."""
    title: str = "name"
    """The field that a link to a record shows; empty for a kind that nobody links to."""
    roles: tuple[str, ...] = ()
    """Roles, besides the one called like the kind, whose text begins with the id of such a record."""
    calls: Mapping[str, CallCheck] = field(default_factory=dict)
    """Those of its roles whose text says more than an id, each with what looks at that."""
    axes: Mapping[str, Axis] = field(default_factory=dict)
    """What it can be selected by, besides its own fields."""
    rules: tuple[Rule, ...] = ()
    internal: bool = False
    """Whether readers get nothing of it: only internal pages show it, so that no approval need cover it."""
    counted: tuple[str, str] | None = None
    """How one and several are counted, in the interface's words: ``('{number} indicator', '{number} indicators')``.

    A kind that is counted, and has the axes ``area`` and ``priority``, takes part in the overviews of what is reported.
    """


class PageKind(NamedTuple):
    """A kind of thing that is written on pages, such as a highlight. Plugins list theirs in ``PAGE_KINDS``."""

    name: str
    counted: tuple[str, str] | None = None
    """As of a `Kind`; the facets ``area`` and ``priority`` of its appearances are its axes."""


class Query(NamedTuple):
    """A question to the store, as plain data: which records of a kind have one of these values on each axis."""

    kind: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


def query(kind: str, /, **where: str | Iterable[str] | None) -> Query:
    """A `Query`; an axis with None or nothing to choose from asks nothing."""
    conditions = []
    for axis, wanted in sorted(where.items()):
        values = (wanted,) if isinstance(wanted, str) else tuple(wanted or ())
        if values:
            conditions.append((axis, values))
    return Query(kind, tuple(conditions))
