"""The results framework as it is kept: result areas, their outcomes, and the indicators of these."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, cast

import msgspec
from msgspec import Meta

from rapportage.catalog import message
from rapportage.kinds import Kind
from rapportage.plugins.results import values
from rapportage.plugins.results.status import status
from rapportage.schema import Finding, Record, Text, Value, Year, pattern_in_words, reference
from rapportage.theme import Colour, faint

if TYPE_CHECKING:
    from rapportage.plugins.look import Colours
    from rapportage.store import Store

_SDG = pattern_in_words(r"^([1-9]|1[0-7])(\.([1-9][0-9]?|[a-d]))?$", 'is not an SDG or one of its targets, such as "16.10"')


class Area(Record, frozen=True, kw_only=True):
    """A result area: the highest level of the framework."""

    number: Annotated[int, Meta(description="Nummer van het resultaatgebied", ge=1, le=99)]
    name: Annotated[Text, Meta(description="Naam")]
    colour: Annotated[Colour, Meta(description="Kleur op licht en op donker")]
    aim: Annotated[Text, Meta(description="Waar het gebied op gericht is")]


class Outcome(Record, frozen=True, kw_only=True):
    """What should change, within an area."""

    area: Annotated[str, reference("area"), Meta(description="Resultaatgebied")]
    name: Annotated[Text, Meta(description="De uitkomst, als zin")]
    text: Annotated[Text | None, Meta(description="Toelichting")] = None


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was the case before."""

    year: Annotated[Year, Meta(description="Jaar van de nulwaarde")]
    value: Annotated[Value, Meta(description="Nulwaarde: een getal, of een tekst")]


class Indicator(Record, frozen=True, kw_only=True):
    """What an outcome is measured by, with what was aimed at and reached per year."""

    outcome: Annotated[str, reference("outcome"), Meta(description="Uitkomst waar de indicator bij hoort")]
    name: Annotated[Text, Meta(description="Naam van de indicator")]
    unit: Annotated[Text, Meta(description='Eenheid, zoals "%" of "organisaties"')]
    direction: Annotated[Literal["up", "down"], Meta(description="up: hoger is beter; down: lager is beter")]
    counting: Annotated[
        Literal["per-year", "cumulative"],
        Meta(description="per-year: alleen dat jaar; cumulative: vanaf het begin"),
    ] = "per-year"
    baseline: Annotated[Baseline | None, Meta(description="Nulwaarde: stand vooraf")] = None
    targets: Annotated[dict[Year, Value], Meta(description="Streefwaarde per jaar: een getal, of een tekst")] = {}
    actuals: Annotated[dict[Year, Value], Meta(description="Realisatie per jaar: een getal, of een tekst")] = {}
    explanations: Annotated[
        dict[Year, Text], Meta(description="Toelichting per jaar; nodig waar de streefwaarde niet is gehaald")
    ] = {}
    source: Annotated[Text, Meta(description="Waar de cijfers vandaan komen")]
    sdg: Annotated[
        tuple[Annotated[str, Meta(pattern=_SDG)], ...], Meta(description='SDG’s of subdoelen, zoals "16.10"')
    ] = ()
    priorities: Annotated[
        tuple[Annotated[str, reference("priority")], ...],
        Meta(description="Prioriteiten waar de indicator bij hoort"),
    ] = ()

    def number(self, series: Literal["targets", "actuals"], year: int) -> Decimal | None:
        """The number of a year, or None where there is none or a text stands in its place."""
        value: Value | None = getattr(self, series).get(year)
        return value.number if value else None

    def check(self) -> Iterator[Finding]:
        for year in sorted(self.targets.keys() | self.actuals.keys()):
            if status(self, year).is_deviation and year not in self.explanations:
                told = (
                    f"the target of {year} was not met (target {self.number('targets', year)}, "
                    f'actual {self.number("actuals", year)}) and "explanations" says nothing about {year}'
                )
                yield Finding(("actuals", year), told)
        for year in self.explanations.keys() - self.targets.keys() - self.actuals.keys():
            yield Finding(("explanations", year), f"there is no target or actual of {year} to explain", of_key=True)


def area_of_indicator(indicator: Indicator, store: Store) -> Iterator[str]:
    """The result area of an indicator is that of its outcome."""
    outcome = store.get("outcome", indicator.outcome)
    if isinstance(outcome, Outcome):
        yield outcome.area


def _numbers_are_unique(area: Area, store: Store) -> Iterator[Finding]:
    for other in store.records("area"):
        if isinstance(other, Area) and other.number == area.number and other.id < area.id:
            yield Finding(("number",), f'area "{other.id}" has number {area.number} already')


def _colour_can_be_read(area: Area, store: Store) -> Iterator[Finding]:
    if look := store.get("theme", "theme"):
        yield from faint(area.colour, cast("Colours", look).background, "colour")


KINDS = (
    Kind("area", "results/areas", Area, rules=(_numbers_are_unique, _colour_can_be_read)),
    Kind("outcome", "results/outcomes", Outcome),
    Kind(
        "indicator",
        "results/indicators",
        Indicator,
        roles=("value",),
        calls={"value": values.fault},
        counted=(message("{number} indicator"), message("{number} indicators")),
        axes={"area": area_of_indicator, "priority": lambda indicator, _: indicator.priorities},
    ),
)
