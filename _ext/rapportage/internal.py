"""What of the pages is internal, as their sources say. Knows no Sphinx.

A page is internal if its front matter says ``audience: internal``; a part of a page if it stands in ``:::{internal}``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from rapportage.fences import directives, emptied, is_like, is_placeholder
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rapportage.fences import Block

#: The first is what is built if nobody says: who forgets to choose gives nothing away.
AUDIENCES = ("public", "internal")

#: What stands between lines of hyphens at the beginning of a page.
front_matter = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)

_field = re.compile(r"^:audience:", re.IGNORECASE | re.MULTILINE).search


class Declared(NamedTuple):
    """What the front matter of a page says of its audience."""

    internal: bool
    line: int = 0
    fault: str = ""
    """What is wrong with it; a page with a fault counts as internal."""


def declared(source: str) -> Declared:
    """What a page says of its audience at its beginning."""
    matter = front_matter.match(source)
    if not matter:
        return Declared(internal=False)
    try:
        node = yaml.compose(matter[1], yaml.CSafeLoader)
    except yaml.YAMLError:  # MyST tells what is wrong with it
        return Declared(internal="audience" in matter[1])
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        line = key.start_mark.line + 2
        if key.value == "audience":
            if value.value in AUDIENCES:
                return Declared(value.value == "internal", line)
            given = value.value if isinstance(value, yaml.ScalarNode) else "…"
            return Declared(True, line, f'unknown audience "{given}"{nearest(given, AUDIENCES)}')
        if isinstance(key.value, str) and is_like(key.value, "audience"):
            return Declared(True, line, f'unknown key "{key.value}"; did you mean "audience"?')
    return Declared(internal=False)


def internal_pages(folder: Path) -> Iterator[tuple[str, Declared]]:
    """The pages below *folder* that are internal, as paths from there, with what they say of it."""
    for path in sorted((*folder.rglob("*.md"), *folder.rglob("*.rst"))):
        if path.is_file():
            source = path.read_text("utf-8", errors="replace")
            if (said := declared(source) if path.suffix == ".md" else _declared_elsewhere(source)).internal:
                yield path.relative_to(folder).as_posix(), said


def _declared_elsewhere(source: str) -> Declared:
    """A page that is no Markdown cannot be internal; one that says so is not shown to everyone."""
    if found := _field(source):
        line = source.count("\n", 0, found.start()) + 1
        return Declared(True, line, "audience works in Markdown (MyST) only; write this page in that")
    return Declared(internal=False)


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
