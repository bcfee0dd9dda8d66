"""Money as it is kept: amounts, with what each of them is, where it belongs and which notes explain it.

The kinds of amounts are IATI's terms. A budget, a ceiling, a reservation, a commitment and a disbursement are different
things, and amounts of different series count different things: only like is added to like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from msgspec import Meta

from rapportage import numbers
from rapportage.kinds import Kind
from rapportage.plugins.countries import CountryCode
from rapportage.schema import Citation, Finding, Money, PartialDate, Period, Record, Text, Year, reference

if TYPE_CHECKING:
    from rapportage.store import Store

AmountKind: TypeAlias = Literal["budget", "ceiling", "reservation", "commitment", "disbursement"]
Stage: TypeAlias = Literal["draft", "adopted", "supplementary", "outturn"]
Channel: TypeAlias = Literal["posts", "central", "multilateral"]


class Series(Record, frozen=True, kw_only=True):
    """What amounts count: those of one series can be added and compared, those of two cannot."""

    name: Annotated[Text, Meta(description="Naam van de reeks")]
    text: Annotated[Text | None, Meta(description="Wat de reeks telt")] = None


class Framework(Record, frozen=True, kw_only=True):
    """A policy framework, such as a grant programme with a decision of its own."""

    name: Annotated[Text, Meta(description="Naam van het beleidskader")]
    period: Annotated[Period | None, Meta(description="Looptijd")] = None
    text: Annotated[Text | None, Meta(description="Toelichting")] = None
    cite: Annotated[tuple[Citation, ...], Meta(description="Bronnen")] = ()


class Programme(Record, frozen=True, kw_only=True):
    """A programme within a policy framework."""

    name: Annotated[Text, Meta(description="Naam van het programma")]
    framework: Annotated[str, reference("framework"), Meta(description="Beleidskader")]
    period: Annotated[Period | None, Meta(description="Looptijd")] = None
    countries: Annotated[tuple[CountryCode, ...], Meta(description="Landen, als ISO-code zoals UG")] = ()
    text: Annotated[Text | None, Meta(description="Toelichting")] = None
    cite: Annotated[tuple[Citation, ...], Meta(description="Bronnen")] = ()


class Note(Record, frozen=True, kw_only=True):
    """A footnote that explains amounts."""

    text: Annotated[Text, Meta(description="Tekst van de noot")]


class Amount(Record, frozen=True, kw_only=True, rename={"meant_for": "for"}):
    """An exact amount in EUR."""

    name: Annotated[Text, Meta(description="Wat het bedrag is, in een paar woorden")]
    value: Annotated[Money, Meta(description="Bedrag in euro, zonder scheidingstekens")]
    kind: Annotated[
        AmountKind,
        Meta(description='begroting, plafond, reservering, verplichting of uitgave: budget, ceiling, reservation, '
                         'commitment of disbursement'),
    ]  # fmt: skip
    series: Annotated[Annotated[str, reference("series")] | None, Meta(description="Reeks waar het bedrag in telt")] = None
    stage: Annotated[Stage | None, Meta(description="Stand van een begroting")] = None
    year: Annotated[Year | None, Meta(description="Jaar waarin het bedrag telt")] = None
    period: Annotated[Period | None, Meta(description="Jaren samen waarvoor het bedrag geldt")] = None
    paid: Annotated[PartialDate | None, Meta(description="Wanneer het is betaald, zoals 2024-12")] = None
    meant_for: Annotated[Year | None, Meta(description="Jaar waarvoor het bedoeld was, als dat een ander jaar is")] = None
    priority: Annotated[Annotated[str, reference("priority")] | None, Meta(description="Prioriteit")] = None
    theme: Annotated[Text | None, Meta(description="Thema, waar geen prioriteit past")] = None
    framework: Annotated[Annotated[str, reference("framework")] | None, Meta(description="Beleidskader")] = None
    programme: Annotated[Annotated[str, reference("programme")] | None, Meta(description="Programma")] = None
    channel: Annotated[Channel | None, Meta(description="Kanaal: posten, centraal of multilateraal")] = None
    oda: Annotated[bool | None, Meta(description="Telt het als officiële ontwikkelingshulp (ODA)?")] = None
    notes: Annotated[
        tuple[Annotated[str, reference("note")], ...], Meta(description="Noten die met het bedrag meegaan")
    ] = ()
    cite: Annotated[tuple[Citation, ...], Meta(description="Bronnen")] = ()

    @property
    def counted_in(self) -> str:
        """The year in which it counts, or its period; empty where neither is known.

        An expenditure counts in the year in which it was paid (cash basis), whatever year it was meant for.
        """
        if self.paid is not None:
            return str(self.paid.year)
        if self.year is not None:
            return str(self.year)
        return numbers.period(self.period) if self.period else ""

    def check(self) -> Iterator[Finding]:
        if self.year is not None and self.period is not None:
            yield Finding(("period",), "an amount counts in a year or in a period, not in both", of_key=True)
        if self.paid is not None and self.kind != "disbursement":
            yield Finding(("paid",), f'a {self.kind} is not paid; only a disbursement has "paid"', of_key=True)
        if self.paid is not None and self.year is not None and self.paid.year != self.year:
            message = f"it was paid in {self.paid.year}, so it counts in {self.paid.year} (cash basis), not in {self.year}"
            yield Finding(("year",), message)
        if self.meant_for is not None and str(self.meant_for) != self.counted_in and not self.notes:
            message = f"it was meant for {self.meant_for} and counts in {self.counted_in}: name a note that says why"
            yield Finding(("for",), message, of_key=True)
        if self.stage is not None and self.kind != "budget":
            yield Finding(("stage",), f"a {self.kind} has no stages; only a budget has", of_key=True)
        if not self.cite and not self.example:
            yield Finding(
                (),
                'this amount has no source: name it under "cite", or mark it with "example: true"',
                of_key=True,
            )


def _framework_of(amount: Amount, store: Store) -> Iterator[str]:
    """The framework of an amount: its own, or that of its programme."""
    if amount.framework is not None:
        yield amount.framework
    elif amount.programme is not None:
        programme = store.get("programme", amount.programme)
        if isinstance(programme, Programme):
            yield programme.framework


def _framework_agrees(amount: Amount, store: Store) -> Iterator[Finding]:
    programme = store.get("programme", amount.programme) if amount.programme else None
    if amount.framework and isinstance(programme, Programme) and programme.framework != amount.framework:
        message = f'programme "{programme.id}" belongs to framework "{programme.framework}", not to "{amount.framework}"'
        yield Finding(("framework",), message)


KINDS = (
    Kind("series", "finance/series", Series),
    Kind("framework", "finance/frameworks", Framework),
    Kind("programme", "finance/programmes", Programme),
    Kind("note", "finance/notes", Note, title="", roles=("finance-note",)),
    Kind(
        "amount",
        "finance/amounts",
        Amount,
        axes={"framework": _framework_of, "counted_in": lambda amount, _: filter(None, [amount.counted_in])},
        rules=(_framework_agrees,),
    ),
)
