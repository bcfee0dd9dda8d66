"""Roles that show a record. One class serves a page's Markdown and a text of the data alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from rapportage.inline import title_and_target

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

    from rapportage.domain import RecordsDomain
    from rapportage.view import View


class RecordRole(SphinxRole):
    """The base of all our roles: a subclass says in `show` what the role is for."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        domain: RecordsDomain = self.env.get_domain("rapportage")  # type: ignore[assignment]
        title, target = title_and_target(self.text)
        return self.show(domain.view(self.env.docname, self.get_source_info()), title, target), []

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        """Nodes for *target*, the text of the role; *title* is set where the writer gave words of their own."""
        raise NotImplementedError


class LinkRole(RecordRole):
    """The name of a record or of a thing on a page, linked to its home: ``{priority}`id` ``."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        return [view.link(self.kind, target, title)]


def as_typed(content: str) -> list[Node]:
    """What stands on the page where a role could not be shown: a visible mark, and the text as it was typed."""
    return [nodes.problematic("", content)]
