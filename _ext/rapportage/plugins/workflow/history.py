"""The decisions in their order: each holds the digest of the one before, so that none is edited, removed or moved unseen."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from rapportage import clock
from rapportage.catalog import message
from rapportage.plugins.workflow.changes import Told
from rapportage.publication.tree import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.workflow.manifest import Plain
    from rapportage.plugins.workflow.records import Approval, Step
    from rapportage.store import Store

OLD = message('decision "{id}" was recorded by an older version, which did not cover everything; approve the step again')
BROKEN = message(
    'decision "{id}" does not follow from what stands before it: a decision was edited, removed, added or moved; '
    "put the file back as git has it"
)
NOT_FIRST = message('decision "{id}" is the first, but it follows from another; put the file back as git has it')
FUTURE = message('decision "{id}" is dated {date}, which has not been yet; approve the step again on the day itself')
EARLIER = message(
    'decision "{id}" is dated {date}, before the decision that it builds on ("{before}", {date_before}); '
    "approve the step again"
)
NO_DAY = message('decision "{id}" is dated {date}, which is no day; approve the step again')
OTHER_ROLE = message('decision "{id}" is by "{role}", and not by "{decider}"; approve the step again')


class History:
    """All decisions of an edition, in the order in which they were taken."""

    def __init__(self, store: Store) -> None:
        self.decisions: tuple[Approval, ...] = tuple(store.records("approval"))  # type: ignore[arg-type]

    def of(self, step: Step) -> tuple[Approval, ...]:
        """The decisions on a step."""
        return tuple(each for each in self.decisions if each.step == step.id)

    def newest(self, before: int | None = None) -> Approval | None:
        """The decision with the latest day, of all or of those *before* a place; the last of several.

        One whose day has not been yet is no decision that another builds on.
        """
        taken = (each for each in reversed(self.decisions[:before]) if each.date.last_day <= clock.today())
        return max(taken, key=lambda each: each.date.last_day, default=None)

    def at(self, approval: Approval) -> int:
        """Its place among all decisions, from 0."""
        return self.decisions.index(approval)

    @cached_property
    def broken(self) -> tuple[int, Told] | None:
        """From which decision on the chain says nothing any more, and why; None if it holds."""
        before: Approval | None = None
        for at, each in enumerate(self.decisions):
            if not is_old(each) and each.previous != (digest_of(before) if before else None):
                return at, Told(BROKEN if before else NOT_FIRST, {"id": each.id})
            before = each
        return None

    def faults(self, approval: Approval, step: Step) -> Iterator[tuple[str, Told]]:
        """Why a decision on a step does not count: the field that is wrong, and what is wrong with it."""
        at = self.at(approval)
        if is_old(approval):
            yield "digest", Told(OLD, {"id": approval.id})
            return
        if self.broken and self.broken[0] <= at:
            yield "previous", self.broken[1]
        if approval.role != step.decider:
            yield "role", Told(OTHER_ROLE, {"id": approval.id, "role": approval.role, "decider": step.decider})
        values = {"id": approval.id, "date": str(approval.date)}
        if approval.date.day is None:
            yield "date", Told(NO_DAY, values)
        elif approval.date.last_day > clock.today():
            yield "date", Told(FUTURE, values)
        latest = self.newest(at)
        if latest and latest.date.last_day > approval.date.last_day:
            yield "date", Told(EARLIER, {**values, "before": latest.id, "date_before": str(latest.date)})


def is_old(approval: Approval) -> bool:
    """Whether a version recorded it that did not cover everything, and chained nothing."""
    return len(approval.digest) == 32


def said(approval: Approval) -> dict[str, Plain]:
    """What a decision says, but for the digest of its manifest, which holds this."""
    plain: dict[str, Plain] = msgspec.to_builtins(approval, enc_hook=str)
    return {field: value for field, value in plain.items() if field != "digest"}


def digest_of(approval: Approval) -> str:
    """What a decision says, in 64 characters: all of its fields. The next decision holds it, and a signature is of it."""
    plain = msgspec.to_builtins(approval, enc_hook=str)
    said = json.dumps(["rapportage approval", plain], ensure_ascii=False, sort_keys=True)
    return digest(said).removeprefix("blake2b:")
