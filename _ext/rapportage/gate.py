"""What an edition must be before it is published, and what is told of it on the way there.

A plugin lists its checks in a module attribute ``GATE`` and its overviews in ``STATUS``; the commands ``rapportage gate``
and ``rapportage status`` run those of all plugins. Knows no Sphinx: what only a build knows stands in its stamp.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from rapportage.cli.project import Project


class Reason(NamedTuple):
    """Why an edition may not be published: one thing that a person must mend."""

    message: str
    place: str = ""
    """Where it stands, such as ``data/finance/amounts.yaml:12:3``."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True)
class Check:
    """Something that must be so before publication."""

    name: str
    """What is so if the check is passed, as a sentence: ``All steps are approved``."""
    find: Callable[[Project], Iterable[Reason]]
    """Gives every reason why it is not; none if it is so."""
    remedy: str = ""
    """What to do about any of its reasons, where they do not say so themselves."""


#: Gives the lines of an overview; the more a line is indented (by two spaces), the smaller what it tells of.
Lines: TypeAlias = "Callable[[Project], Iterable[str]]"


@dataclass(frozen=True)
class Overview:
    """How far an edition is, in one respect."""

    name: str
    lines: Lines
