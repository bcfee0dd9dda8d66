"""What is left out and stands openly elsewhere nevertheless: that it may, and who decided it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from rapportage.kinds import Kind
from rapportage.schema import Finding, PartialDate, Record, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rapportage.plugins.redaction.exposure import Exposure


class Disclosure(Record, frozen=True, kw_only=True):
    """A decision that something which is left out may stand openly in another place. It does not repeat the text."""

    page: Annotated[str, Meta(description="De pagina waar het is weggelaten, zoals docs/nota/index.md", min_length=1)]
    file: Annotated[str, Meta(description="Het bestand waar het open staat", min_length=1)]
    ground: Annotated[
        Annotated[str, reference("ground")] | None, Meta(description="De grond van de lakking; leeg bij wat intern is")
    ] = None
    number: Annotated[
        Annotated[int, Meta(ge=1)] | None, Meta(description="De hoeveelste lakking van de pagina; leeg bij wat intern is")
    ] = None
    reason: Annotated[str, Meta(description="Waarom het daar open mag staan, zonder het te noemen", min_length=1)]
    role: Annotated[str, Meta(description="Wie besliste: een functie, geen naam", min_length=1)]
    date: Annotated[PartialDate, Meta(description="Datum van het besluit")]

    def check(self) -> Iterable[Finding]:
        for field in ("page", "file"):
            path = PurePosixPath(getattr(self, field))
            if path.is_absolute() or ".." in path.parts or "\\" in str(path):
                yield Finding((field,), f'"{path}" is no file of this project, such as docs/nota/index.md')
        if (self.ground is None) != (self.number is None):
            missing = "number" if self.number is None else "ground"
            yield Finding((missing,), "a redaction has a ground and a number; what is internal has neither")

    def fits(self, exposure: Exposure) -> bool:
        """Whether this decision is about what stands there."""
        secret = exposure.secret
        ground, number = (self.ground or "").replace("-", "."), str(self.number or "")
        return (self.page, ground, number, self.file) == (secret.file, secret.ground, secret.number, exposure.file)


KINDS = (Kind("disclosure", "redaction/disclosures", Disclosure, title=""),)


def undecided(exposures: Iterable[Exposure], decisions: Iterable[Disclosure]) -> Iterator[Exposure]:
    """What stands openly without a decision that it may."""
    known = list(decisions)
    return (each for each in exposures if not any(decision.fits(each) for decision in known))


def unused(exposures: Iterable[Exposure], decisions: Iterable[Disclosure]) -> Iterator[Disclosure]:
    """The decisions that fit nothing any more."""
    known = list(exposures)
    return (decision for decision in decisions if not any(decision.fits(each) for each in known))
