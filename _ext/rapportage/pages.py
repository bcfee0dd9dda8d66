"""The pages of a project, as far as the data have to know them: which there are, in which languages. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

from msgspec import Meta

from rapportage.schema import pattern_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: The languages that there are words for.
LANGUAGES = ("nl", "en")

#: A field that names a page as Sphinx does: its path from the folder of the pages, without its ending.
PageName: TypeAlias = Annotated[
    str, Meta(pattern=pattern_in_words(r"^[^*?\[\]]+$", "is not the name of a page"), extra={"refers_to": "page"})
]

#: A field that names a language of the edition, such as ``nl``.
Language: TypeAlias = Annotated[str, Meta(min_length=1, extra={"refers_to": "language"})]


def names(folder: Path) -> frozenset[str]:
    """The names of all pages in *folder*, also of those that are internal."""
    return frozenset(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md"))


def languages(codes: Iterable[str]) -> frozenset[str]:
    """The languages of an edition: those that ``conf.py`` names in ``rapportage_languages``, or all that there are."""
    return frozenset(codes) or frozenset(LANGUAGES)
