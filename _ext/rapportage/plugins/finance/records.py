"""Money as it is kept: amounts, with what each of them is, where it belongs and which notes explain it.

The kinds of amounts are IATI's terms. A budget, a ceiling, a reservation, a commitment and a disbursement are different
things, and amounts of different series count different things: only like is added to like.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from rapportage import numbers
from rapportage.plugins.countries import CountryCode
from rapportage.schema import Citation, Finding, Money, Number, PartialDate, Period, Record, Text, Year, reference

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


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """The part of an amount that counts for one priority."""

    priority: Annotated[str, reference("priority"), Meta(description="Prioriteit")]
    share: Annotated[Number, Meta(description="Aandeel, zoals 0.25; alle aandelen samen zijn 1")]


class Amount(Record, frozen=True, kw_only=True, rename={"meant_for": "for"}):
    """An exact amount in EUR."""

    name: Annotated[Text, Meta(description="Wat het bedrag is, in een paar woorden")]
    value: Annotated[Money, Meta(description="Bedrag in euro, zonder scheidingstekens")]
    kind: Annotated[
        AmountKind,
        Meta(description='begroting, plafond, reservering, verplichting of uitgave: budget, ceiling, reservation, '
                         'commitment of disbursement'),
    ]  # fmt: skip
    series: Annotated[str, reference("series"), Meta(description="Reeks waar het bedrag in telt")]
    stage: Annotated[Stage | None, Meta(description="Stand van een begroting")] = None
    year: Annotated[Year | None, Meta(description="Jaar waarin het bedrag telt; van een uitgave zegt paid dat")] = None
    period: Annotated[Period | None, Meta(description="Jaren samen waarvoor het bedrag geldt")] = None
    paid: Annotated[PartialDate | None, Meta(description="Wanneer een uitgave is betaald, zoals 2024-12")] = None
    meant_for: Annotated[Year | Period | None, Meta(description="Jaar of jaren waarvoor een uitgave bedoeld was")] = None
    priority: Annotated[Annotated[str, reference("priority")] | None, Meta(description="Prioriteit")] = None
    priorities: Annotated[tuple[Share, ...], Meta(description="Verdeling over prioriteiten, met aandelen")] = ()
    theme: Annotated[Text | None, Meta(description="Thema, waar geen prioriteit past")] = None
    framework: Annotated[Annotated[str, reference("framework")] | None, Meta(description="Beleidskader")] = None
    programme: Annotated[Annotated[str, reference("programme")] | None, Meta(description="Programma")] = None
    channel: Annotated[Channel | None, Meta(description="Kanaal: posten, centraal of multilateraal")] = None
    country: Annotated[CountryCode | None, Meta(description="Land, als ISO-code zoals UG")] = None
    oda: Annotated[bool | None, Meta(description="Telt het als officiële ontwikkelingshulp (ODA)?")] = None
    parts: Annotated[
        tuple[Annotated[str, reference("amount")], ...], Meta(description="De bedragen waarvan dit het totaal is")
    ] = ()
    difference: Annotated[
        Annotated[str, reference("note")] | None,
        Meta(description="Noot die zegt waarom de delen niet op dit totaal uitkomen"),
    ] = None
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

    @property
    def sought_in(self) -> tuple[str, ...]:
        """The years in which a reader would look for it though it was not paid in them; empty for what did not shift."""
        if self.meant_for is None:
            return ()
        if isinstance(self.meant_for, int):
            years = range(self.meant_for, self.meant_for + 1)
        else:
            years = range(self.meant_for.first, self.meant_for.last + 1)
        return tuple(str(year) for year in years if str(year) != self.counted_in)

    @property
    def has_shifted(self) -> bool:
        """Whether it was paid in another year than it was meant for."""
        return self.paid is not None and bool(self.sought_in)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes that go where it goes, with the one that explains why it is not the sum of its parts."""
        return tuple(dict.fromkeys([*self.notes, *([self.difference] if self.difference else [])]))

    # ---- what must hold of an amount by itself ----------------------------------------------------------------------

    def check(self) -> Iterator[Finding]:
        yield from self.check_time()
        yield from self.check_payment()
        yield from self.check_shift()
        yield from self.check_shares()
        yield from self.check_total()
        yield from self.check_source()

    def check_time(self) -> Iterator[Finding]:
        """What is no payment says by one year or one period when it counts; only a budget has stages."""
        if self.stage is not None and self.kind != "budget":
            yield Finding(("stage",), f"a {self.kind} has no stages; only a budget has", of_key=True)
        if self.kind == "disbursement":
            return
        if self.year is not None and self.period is not None:
            yield Finding(("period",), "an amount counts in a year or in a period, not in both", of_key=True)
        if self.paid is not None:
            yield Finding(("paid",), f'a {self.kind} is not paid; only a disbursement has "paid"', of_key=True)
        if self.meant_for is not None:
            message = f'a {self.kind} is of the year or period that it names; only a disbursement is "for" another one'
            yield Finding(("for",), message, of_key=True)

    def check_payment(self) -> Iterator[Finding]:
        """A payment says when it was made (cash basis)."""
        if self.kind != "disbursement":
            return
        if self.paid is None:
            yield Finding((), 'a disbursement says when it was paid: "paid: 2024-12", or the year alone', of_key=True)
        for key in ("year", "period"):
            if getattr(self, key) is not None:
                message = f'a disbursement counts when it was paid (cash basis): write "paid" in place of "{key}"'
                yield Finding((key,), f'{message}, and what it was meant for under "for"', of_key=True)

    def check_shift(self) -> Iterator[Finding]:
        """A payment that was meant for another year than that in which it was made names a note that says why."""
        if self.has_shifted and not self.notes:
            years = self.meant_for if isinstance(self.meant_for, int) else numbers.period(self.meant_for)  # type: ignore[arg-type]
            message = f"it was meant for {years} and counts in {self.counted_in}: name a note that says why"
            yield Finding(("for",), message, of_key=True)

    def check_shares(self) -> Iterator[Finding]:
        """The shares of priorities are parts of one whole."""
        if not self.priorities:
            return
        if self.priority is not None:
            message = 'an amount is of one priority, or is split over "priorities", not both'
            yield Finding(("priorities",), message, of_key=True)
        for at, each in enumerate(self.priorities):
            if each.share <= 0:
                yield Finding(("priorities", at, "share"), f"a share is more than 0, found {each.share}")
            if each.priority in {other.priority for other in self.priorities[:at]}:
                yield Finding(("priorities", at, "priority"), f'"{each.priority}" has a share already')
        total = sum((each.share for each in self.priorities), Decimal(0))
        if total != 1:
            yield Finding(("priorities",), f"the shares add up to {total.normalize():f}, not to 1", of_key=True)

    def check_total(self) -> Iterator[Finding]:
        """Only a total can differ from its parts."""
        if self.difference is not None and not self.parts:
            yield Finding(("difference",), 'only a total that names its "parts" can differ from them', of_key=True)

    def check_source(self) -> Iterator[Finding]:
        """What is no example has a source."""
        if not self.cite and not self.example:
            message = 'this amount has no source: name it under "cite", or mark it with "example: true"'
            yield Finding((), message, of_key=True)
