"""What of the pages is internal, as their sources say. Knows no Sphinx.

A page is internal if its front matter says ``audience: internal``; a part of a page if it stands in ``:::{internal}``. A
page that may have been meant to be internal counts as internal until it is mended.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapportage import textfile
from rapportage.fences import directives, emptied, is_like, is_placeholder
from rapportage.problems import Place, Problem, in_short, nearest
from rapportage.source import frontmatter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rapportage.fences import Block
    from rapportage.source.frontmatter import FrontMatter

#: The first is what is built if nobody says: who forgets to choose gives nothing away.
AUDIENCES = ("public", "internal")

#: The one key that says for whom a page is.
KEY = "audience"

_meant_so = re.compile(r"\b(?:intern|interne|internal|vertrouwelijk|geheim)\b", re.IGNORECASE).search
_field = re.compile(
    r"^[:.\s]*(?:audience|doelgroep|intern\w*|vertrouwelijk|geheim)\s*:|^:[\w-]+:\s*(?:intern|interne|internal)\s*$",
    re.IGNORECASE | re.MULTILINE,
).search


class Declared(NamedTuple):
    """What the front matter of a page says of its audience."""

    internal: bool
    problems: tuple[Problem, ...] = ()
    """What is wrong with it; a page with a problem counts as internal."""


def declared(source: str, name: str = "") -> Declared:
    """What a page says of its audience at its beginning; messages call it *name*."""
    matter = frontmatter.read(source, name)
    problems = matter.problems or tuple(map(in_short, _problems(matter)))
    return Declared(bool(problems) or matter.data.get(KEY) == "internal", problems)


def _problems(matter: FrontMatter) -> Iterator[Problem]:
    for key, value in matter.data.items():
        if key == KEY and value not in AUDIENCES:
            given = value if isinstance(value, str) else "" if value is None else "…"
            yield Problem(matter.place((key,)), f'unknown audience "{given}"{nearest(given, AUDIENCES)}')
        elif key != KEY and (is_like(str(key), KEY) or _means_internal(key) or _means_internal(value)):
            told = f'unknown key "{key}"; for whom a page is says "{KEY}: internal"'
            yield Problem(matter.place((key,), of_key=True), told)


def _means_internal(value: object) -> bool:
    """Whether a value says that something is internal, as only the audience can."""
    if isinstance(value, dict):
        return KEY in value or any(map(_means_internal, value.values()))
    if isinstance(value, list):
        return any(map(_means_internal, value))
    return isinstance(value, str) and bool(_meant_so(value) or (len(value) < 16 and is_like(value, "internal")))


def internal_pages(folder: Path) -> Iterator[tuple[str, Declared]]:
    """The pages below *folder* that are internal, as paths from there, with what they say of it."""
    for path in sorted((*folder.rglob("*.md"), *folder.rglob("*.rst"))):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            file = textfile.read(path, str(path))
            if (said := Declared(True, file.problems) if file.problems else declared_in(file.text, str(path))).internal:
                yield name, said


def declared_in(source: str, name: str) -> Declared:
    """What a page of whatever kind says of its audience. One that is no Markdown cannot be internal, so it is in doubt."""
    if name.endswith(".md"):
        return declared(source, name)
    if found := _field(source):
        place = Place(name, source.count("\n", 0, found.end()) + 1, 1)
        told = f"{KEY} works in Markdown (MyST) only; write this page in that"
        return Declared(True, (Problem(place, told),))
    return Declared(False)


def faults(source: str) -> Iterator[tuple[int, str]]:
    """What is wrong with the internal parts of a page, each with its line."""
    for block in internal_parts(source):
        line = source.count("\n", 0, block.argument[0]) + 1
        above = source[: block.argument[0]].split("\n")[:-1]
        label = next((each for each in reversed(above) if each.strip()), "").strip()
        if label.startswith("(") and label.endswith(")="):
            yield line - 1, "this name belongs to an internal part and would stay; put it below :::{internal}"
        if source[slice(*block.argument)].strip():
            yield line, "behind {internal} stands nothing; put the text on the lines below it"
        elif not source[slice(*block.body)].strip(" \t\n>"):
            yield line, "nothing stands in this internal part; what is internal stands between its two lines"


def internal_parts(source: str) -> Iterator[Block]:
    """The internal parts of a page, but for those that are only an example."""
    found = directives(source, lambda name: is_like(name, "internal"))
    return (block for block in found if not is_placeholder(source[slice(*block.body)]))


def without_internal_parts(source: str) -> str:
    """The source of a page as the public edition has it, with the same lines."""
    kept: list[str] = []
    at = 0
    for block in internal_parts(source):
        start, end = block.body
        kept += [source[at:start], emptied(source[start:end])]
        at = end
    return "".join([*kept, source[at:]])


def has_internal_parts(source: str) -> bool:
    """Whether a file is internal, or something in it."""
    return declared(source).internal or without_internal_parts(source) != source
