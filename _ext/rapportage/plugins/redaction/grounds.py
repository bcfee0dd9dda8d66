"""The grounds on which a text may be left out: those of the Wet open overheid (Stb. 2021, 499), articles 5.1 and 5.2."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from rapportage.kinds import Kind
from rapportage.schema import Record, Text


class Ground(Record, frozen=True, kw_only=True):
    """A ground, under its code with hyphens in place of points: ``5-1-2-e`` for 5.1.2.e."""

    name: Annotated[Text, Meta(description="Wat de wet als grond noemt")]
    words: Annotated[Text | None, Meta(description="Wat de openbare uitgave toont; anders de naam")] = None

    @property
    def code(self) -> str:
        """How decisions write it, such as 5.1.2.e."""
        return self.id.replace("-", ".")

    @property
    def shown(self) -> Text:
        """The words in place of what is left out."""
        return self.words or self.name


KINDS = (Kind("ground", "grounds", Ground, title=""),)


def id_of(code: str) -> str:
    """The id of the ground that a writer types as *code*."""
    return code.strip(".").replace(".", "-")
