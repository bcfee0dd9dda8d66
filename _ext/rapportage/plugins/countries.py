"""Countries: kept as ISO 3166 codes, shown by their name in the page's language (after CLDR)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from docutils import nodes

from rapportage import numbers
from rapportage.problems import nearest
from rapportage.roles import RecordRole, as_typed

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.view import View


class CountryCode(str):
    """The code of a country in a record: two capitals, as ``UG``."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        if isinstance(value, str) and value in numbers.countries():
            return cls(value)
        raise ValueError(unknown(str(value)))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}$"}


def unknown(code: str) -> str:
    """The message for a code that no country has; a country's English or Dutch name leads to its code."""
    for language in ("nl", "en"):
        for each in numbers.countries():
            if numbers.country(each, language).lower() == code.lower():
                return f'unknown country "{code}"; write its code, {each}'
    return f'unknown country "{code}"{nearest(code.upper(), numbers.countries())}'


def _check(code: str) -> str:
    return "" if code in numbers.countries() else unknown(code)


ROLES = {"country": _check}


class CountryRole(RecordRole):
    """The name of a country: ``{country}`UG` ``."""

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        if target not in numbers.countries():
            view.warn("unknown", unknown(target))
            return as_typed(target)
        return [nodes.Text(title or numbers.country(target, view.language))]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the role ``country``."""
    app.add_role_to_domain("rapportage", "country", CountryRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
