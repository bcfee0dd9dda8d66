"""The sections of a document: that they are all there, in the order in which its reader expects them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from rapportage.logs import warn
from rapportage.plugins.documents.heads import heads_in
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.application import Sphinx


class CheckSections(SphinxTransform):
    """Tells the writer which sections are missing, misspelt or in the wrong place, once each."""

    # Before Locale (20): a translation has its own words for the same sections.
    default_priority = 13

    def apply(self, **kwargs: Any) -> None:
        for head in heads_in(self.document):
            # A head that stands elsewhere, such as in an example of the handbook, has no sections of its own.
            if isinstance(head.parent, nodes.section):
                titles = [section[0] for section in head.parent.findall(nodes.section) if section.parent is head.parent]
                for message, place in faults(head["sections"], [title.astext() for title in titles]):
                    warn("structure", message, head if place is None else titles[place])


def faults(wanted: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, int | None]]:
    """What is wrong with the sections that were *found*, each with the number of the section; None for one that lacks.

    Sections that are not *wanted* may be there too, unless they look like one that is.
    """
    missing = [name for name in wanted if name not in found]
    for at, name in enumerate(found):
        if name in found[:at] and name in wanted:
            yield f'the section "{name}" stands here a second time', at
        elif name not in wanted and (hint := nearest(name, missing, listed=0)):
            missing = [each for each in missing if f'"{each}"' not in hint]
            yield f'unknown section "{name}"{hint}', at
    known = [name for name in dict.fromkeys(found) if name in wanted]
    for number in _out_of_order([wanted.index(name) for name in known]):
        name = wanted[number]
        yield f'the section "{name}" stands in the wrong place; the order is {", ".join(wanted)}', found.index(name)
    for name in missing:
        above = wanted[: wanted.index(name)]
        where = f'it stands below "{above[-1]}"' if above else "it is the first"
        yield f'the section "{name}" is missing; {where}', None


def _out_of_order(numbers: Sequence[int]) -> Iterable[int]:
    """The fewest of *numbers* that have to be moved for the others to go up."""
    longest: list[list[int]] = []  # the longest row that goes up, up to each number
    for at, number in enumerate(numbers):
        before = [longest[each] for each in range(at) if numbers[each] < number]
        longest.append([*max(before, key=len, default=[]), number])
    stay = max(longest, key=len, default=[])
    return [number for number in numbers if number not in stay]


def setup(app: Sphinx) -> None:
    app.add_transform(CheckSections)
