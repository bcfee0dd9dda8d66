"""The records of the workflow: its steps, in their order, and the decisions on them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from rapportage.kinds import Kind
from rapportage.problems import nearest
from rapportage.schema import Finding, PartialDate, Record, Text, pattern_in_words, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rapportage.store import Store

#: The digest of what was approved, as `rapportage.plugins.workflow.content` makes it.
DIGEST = pattern_in_words(r"^[0-9a-f]{32}$", "is not a digest; `rapportage approve` writes it")


class Step(Record, frozen=True, kw_only=True, rename={"besides": "except"}):
    """A step of the workflow: what is decided on, and by whom."""

    name: Annotated[Text, Meta(description="Waarover wordt beslist")]
    role: Annotated[Text, Meta(description="Wie beslist: een functie, geen naam")]
    files: Annotated[
        tuple[str, ...], Meta(description="De bestanden waar de stap over gaat, als patronen zoals docs/rapportage/**/*.md")
    ] = ()
    besides: Annotated[tuple[str, ...], Meta(description="Patronen van bestanden die er niet bij horen")] = ()
    records: Annotated[tuple[str, ...], Meta(description="De soorten records waar de stap over gaat")] = ()
    includes: Annotated[
        tuple[Annotated[str, reference("step")], ...],
        Meta(description="Eerdere stappen waarvan alles hier ook bij hoort"),
    ] = ()

    def check(self) -> Iterable[Finding]:
        for field, patterns in (("files", self.files), ("except", self.besides)):
            for at, pattern in enumerate(patterns):
                path = PurePosixPath(pattern)
                if not path.parts or path.is_absolute() or ".." in path.parts or "\\" in pattern:
                    yield Finding((field, at), f'"{pattern}" is no pattern of files in this project, such as docs/nota/*.md')
        if not (self.files or self.records or self.includes):
            yield Finding((), 'this step covers nothing; give "files", "records" or "includes"', of_key=True)


class Approval(Record, frozen=True, kw_only=True):
    """A decision on a step. ``rapportage approve`` writes it; the latest of a step counts."""

    step: Annotated[Annotated[str, reference("step")], Meta(description="De stap waarop is beslist")]
    role: Annotated[str, Meta(description="Wie besliste: een functie, geen naam", min_length=1)]
    date: Annotated[PartialDate, Meta(description="Datum van het besluit")]
    reference: Annotated[str, Meta(description="Waar het besluit te vinden is, zoals een zaaknummer", min_length=1)]
    digest: Annotated[str, Meta(description="Kenmerk van precies wat is goedgekeurd", pattern=DIGEST)]


def _kinds_exist(step: Step, store: Store) -> Iterator[Finding]:
    for at, kind in enumerate(step.records):
        if kind not in store.kinds:
            yield Finding(("records", at), f'unknown kind "{kind}"{nearest(kind, store.kinds)}')
        elif kind == "approval":
            yield Finding(("records", at), "a decision is not part of what is decided on")


def _includes_earlier_steps(step: Step, store: Store) -> Iterator[Finding]:
    order = store.ids("step")
    for at, each in enumerate(step.includes):
        if each in order and order.index(each) >= order.index(step.id):
            yield Finding(("includes", at), f'step "{each}" does not come before this one')


KINDS = (
    Kind("step", "workflow", Step, title="", rules=(_kinds_exist, _includes_earlier_steps)),
    Kind("approval", "approvals", Approval, title=""),
)
