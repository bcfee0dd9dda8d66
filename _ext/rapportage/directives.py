"""The base of directives that show records: options that take ids, captions, and a view of the records."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.mocking import MockState
from sphinx.util.docutils import SphinxDirective

from rapportage.domain import Appearance
from rapportage.logs import warn
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rapportage.domain import RecordsDomain
    from rapportage.view import View


def words(argument: str | None) -> list[str]:
    """An option of one or more words: ids, years or columns, with spaces (or commas) between them."""
    found = (argument or "").replace(",", " ").split()
    if not found:
        raise ValueError("needs at least one word")
    return found


def years(argument: str | None) -> list[int]:
    """An option of years: ``2023 2024``, or ``2023-2025`` for all from the first to the last."""
    found: list[int] = []
    for word in words(argument):
        first, _, last = word.partition("-")
        if not (first.isdigit() and len(first) == 4 and (not last or (last.isdigit() and len(last) == 4))):
            raise ValueError(f'"{word}" is not a year such as 2025, nor years such as 2023-2025')
        if last and not 0 <= int(last) - int(first) < 100:
            raise ValueError(f'"{word}" does not run from an earlier year to a later one')
        found += range(int(first), int(last or first) + 1)
    return found


def choice(*allowed: str) -> Callable[[str | None], str]:
    """An option that is one of *allowed*."""

    def read(argument: str | None) -> str:
        word = (argument or "").strip()
        if word not in allowed:
            raise ValueError(f'unknown choice "{word}"{nearest(word, allowed)}')
        return word

    return read


def choices(*allowed: str) -> Callable[[str | None], list[str]]:
    """An option of one or more of *allowed*, in the order in which they are given."""
    one = choice(*allowed)
    return lambda argument: [one(word) for word in words(argument)]


class RecordDirective(SphinxDirective):
    """The base of all our directives."""

    @property
    def view(self) -> View:
        """The records as this page sees them; the writer is told at this directive what is wrong."""
        return self._domain.view(self.env.docname, self.get_source_info())

    def ids(self, option: str, kind: str) -> list[str]:
        """The ids that *option* gives, without those that no record of *kind* has; the writer is told of these."""
        return self.view.known_ids(kind, self.options.get(option, ()))

    def warn(self, subtype: Any, message: str) -> None:
        """Tell the writer, at this directive."""
        warn(subtype, message, self.get_location(), self.env.docname)

    def caption(self, default: str = "") -> list[nodes.Node]:
        """The directive's argument as the title of a table: the writer's own words, translated with the page.

        Without an argument the words of the interface that *default* stands for, if any.
        """
        if not self.arguments:
            return [nodes.title("", self.view.word(default), translatable=False)] if default else []
        inline, messages = self.parse_words(self.arguments[0])
        title = nodes.title(self.arguments[0], "", *inline)
        title.source, title.line = self.get_source_info()
        return [title, *messages]

    def parse_words(self, text: str) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Parse an argument or an option, as inline text that stands on the directive's first line."""
        # MyST counts the lines of a text from the line after the one that it is told.
        return self.parse_inline(text, lineno=self.lineno - isinstance(self.state, MockState))

    def sources(self, citations: Iterable[str]) -> list[nodes.Node]:
        """A line with sources, by their keys in the bibliography; nothing if there are none."""
        keys = list(dict.fromkeys(citations))
        role = self.env.get_domain("cite").role("p") if "cite" in self.env.domains else None
        if not keys or role is None:
            return []
        content = ",".join(keys)
        cited, messages = role("cite:p", content, content, self.lineno, self.state.inliner)
        label = nodes.inline("", self.view.word("Source: ") if len(keys) == 1 else self.view.word("Sources: "))
        return [nodes.paragraph("", "", label, *cited, classes=["rp-source"], translatable=False), *messages]

    def table_id(self) -> str:
        """An HTML id for a table of this page."""
        return nodes.make_id(f"table-{self.env.docname}-{self.env.new_serialno('rapportage-table') + 1}")

    def anchor(self, kind: str, record_id: str, *, unique: bool = False) -> str:
        """The HTML id of a thing on this page; a *unique* one stands on no other page, so needs no page in its name."""
        return anchor(self.env.docname, kind, record_id, unique=unique)

    def describe(self, *things: tuple[str, str]) -> str:
        """Note that *things*, by kind and id, are described at one place of this page; returns its HTML id.

        A link to a thing leads to where the page describes it first. So an id is only there once: it is empty for a
        place that describes nothing new.
        """
        new = [thing for thing in things if thing not in self._described]
        place = self.anchor(*new[0]) if new else ""
        for kind, record_id in new:
            self._domain.note_appearance(self.env.docname, Appearance(kind, record_id, place, line=self.lineno))
        self._described.update(new)
        return place

    @cached_property
    def _described(self) -> set[tuple[str, str]]:
        """What the page describes so far, by kind and id."""
        return {(each.kind, each.id) for each in self._domain.page(self.env.docname).appearances}

    @property
    def _domain(self) -> RecordsDomain:
        return self.env.get_domain("rapportage")  # type: ignore[return-value]


def anchor(docname: str, kind: str, record_id: str, *, unique: bool = False) -> str:
    """An HTML id that no other page has: pages are put together in singlehtml and in the PDF."""
    return nodes.make_id(f"{kind}-{record_id}" if unique else f"{kind}-{record_id}-{docname}")
