"""The record of a contribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from msgspec import Meta

from rapportage.catalog import message
from rapportage.kinds import Kind
from rapportage.schema import Finding, PartialDate, Record, Text, reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

State: TypeAlias = Literal["asked", "received", "processed", "withdrawn"]

#: The states of a contribution, in the interface's words.
STATES: dict[str, str] = {
    "asked": message("asked"),
    "received": message("received"),
    "processed": message("processed"),
    "withdrawn": message("withdrawn"),
}


class Contribution(Record, frozen=True, kw_only=True):
    """What one source was asked to deliver."""

    asked: Annotated[Text, Meta(description="Wat is gevraagd")]
    source: Annotated[Annotated[str, reference("source")], Meta(description="Aan wie: een post, directie of partner")]
    due: Annotated[PartialDate, Meta(description="Uiterste datum; van een maand of een jaar telt de laatste dag")]
    state: Annotated[State, Meta(description="Stand: gevraagd, ontvangen, verwerkt of ingetrokken")]
    required: Annotated[bool, Meta(description="true: zonder deze bijdrage wordt er niet gepubliceerd")] = False
    area: Annotated[Annotated[str, reference("area")] | None, Meta(description="Resultaatgebied waar zij bij hoort")] = None
    priorities: Annotated[
        tuple[Annotated[str, reference("priority")], ...], Meta(description="Prioriteiten waar zij bij hoort")
    ] = ()
    highlights: Annotated[
        tuple[Annotated[str, reference("highlight")], ...], Meta(description="Uitgelichte resultaten die eruit kwamen")
    ] = ()

    def check(self) -> Iterable[Finding]:
        if self.required and self.state == "withdrawn":
            yield Finding(("required",), 'what was withdrawn is not required; leave "required" out')
        if self.highlights and self.state in {"asked", "withdrawn"}:
            yield Finding(("state",), f"what led to highlights was received or processed, not {self.state}")

    def is_late(self, today: date) -> bool:
        """Whether it should have been there before *today*, and is not."""
        return self.state == "asked" and self.due.last_day < today


KINDS = (
    Kind(
        "contribution",
        "contributions",
        Contribution,
        title="",
        axes={"priority": lambda contribution, store: contribution.priorities},
        internal=True,
    ),
)
