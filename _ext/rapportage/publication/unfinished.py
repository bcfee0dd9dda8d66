"""Words that say that something is still to be done: ``data/unfinished.yaml``, or the list below where that is not there.

Each edition has its own habits. What stands in a text for another reason, as in a handbook that explains these words, is an
exception, with the reason for it.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from rapportage.kinds import Kind
from rapportage.schema import Finding, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The name of the kind, and of its one record.
UNFINISHED = "unfinished"


class Allowed(Struct, frozen=True, forbid_unknown_fields=True, rename={"files": "in"}):
    """A place where the words stand for another reason."""

    files: Annotated[tuple[str, ...], Meta(description="De bestanden, als patronen zoals docs/handleiding/*.md")]
    text: Annotated[str, Meta(description="De tekst daar, met de woorden erin", min_length=2)]
    because: Annotated[str, Meta(description="Waarom de woorden daar mogen staan", min_length=1)]


class Unfinished(Record, frozen=True, kw_only=True):
    """The words that are looked for before publication."""

    phrases: Annotated[
        tuple[str, ...], Meta(description="Woorden die zeggen dat iets nog moet gebeuren, in hoofdletters of niet")
    ]
    exact: Annotated[tuple[str, ...], Meta(description="Woorden die dat alleen met deze hoofdletters zeggen")] = ()
    exceptions: Annotated[tuple[Allowed, ...], Meta(description="Plaatsen waar zij iets anders zeggen")] = ()

    def check(self) -> Iterator[Finding]:
        for field, phrases in (("phrases", self.phrases), ("exact", self.exact)):
            for at, phrase in enumerate(phrases):
                if len(phrase.strip()) < 2:
                    yield Finding((field, at), f'"{phrase}" is too short to be looked for')
                elif phrase in phrases[:at]:
                    yield Finding((field, at), f'"{phrase}" stands in this list already')
        if not self.phrases:
            yield Finding(("phrases",), "this list is empty, so nothing would be looked for")
        for at, each in enumerate(self.exceptions):
            if not each.files:
                yield Finding(("exceptions", at, "in"), "this list is empty; name the files that the exception is for")
            for number, pattern in enumerate(each.files):
                path = PurePosixPath(pattern)
                if not path.parts or path.is_absolute() or ".." in path.parts or "\\" in pattern:
                    told = f'"{pattern}" is no pattern of files in this project, such as docs/handleiding/*.md'
                    yield Finding(("exceptions", at, "in", number), told)


#: Where an edition has no list of its own. Of words that have another use, only forms are here that do not: "nog in te
#: vullen", but not "invullen".
DEFAULT = Unfinished(
    id=UNFINISHED,
    phrases=(
        "TODO", "to-do", "FIXME", "XXX", "XXXX", "TBD", "TBC", "TKTK", "???", "lorem ipsum", "p.m.", "n.t.b.",
        "nog te doen", "nog te bepalen", "nog te schrijven", "nog te vertalen", "nog te controleren", "nog te checken",
        "nog in te vullen", "nog invullen", "nog aan te vullen", "nog aanvullen", "nog toe te voegen", "nog toevoegen",
        "nog af te stemmen", "nog afstemmen", "nog uit te werken", "nog uitwerken", "nog uit te zoeken", "nog uitzoeken",
        "nog controleren", "nog checken", "nader te bepalen", "nader in te vullen", "tekst volgt", "volgt nog", "invullen]",
        "invullen>", "still to do", "still to be", "to be determined", "to be confirmed", "to be completed", "to be added",
        "to be translated", "to be written", "yet to be done", "fill in]", "insert here",
    ),
    exact=("TODOs", "PM", "NTB"),
)  # fmt: skip

KINDS = (Kind(UNFINISHED, UNFINISHED, Unfinished, single=True, title=""),)
