"""Visits: a plugin in one file, with a kind of record, a role and a table. The handbook shows this file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from docutils import nodes
from msgspec import Meta

from rapportage import numbers
from rapportage.directives import RecordDirective, words
from rapportage.kinds import Kind
from rapportage.plugins.countries import CountryCode
from rapportage.roles import RecordRole, as_typed
from rapportage.schema import PartialDate, Record, Text, reference
from rapportage.tables import Column, Row, table, text

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.view import View


class Visit(Record, frozen=True, kw_only=True):
    """A working visit."""

    name: Annotated[Text, Meta(description="Waar het bezoek over ging")]
    date: Annotated[PartialDate, Meta(description="Wanneer het was, zoals 2025-11")]
    country: Annotated[CountryCode, Meta(description="Land, als ISO-code zoals UG")]
    area: Annotated[str, reference("area"), Meta(description="Resultaatgebied")]


#: data/visits.yaml holds them; a role `visit` that links to one comes by itself.
KINDS = (Kind("visit", "visits", Visit, roles=("visit-date",)),)


class VisitDateRole(RecordRole):
    """When a visit was: {visit-date}`id`."""

    def show(self, view: View, title: str | None, target: str) -> list[nodes.Node]:
        visit: Visit | None = view.get("visit", target)  # an unknown id is told to the writer
        if visit is None:
            return as_typed(target)
        return text(title or numbers.date(visit.date, view.language))


class VisitTable(RecordDirective):
    """The visits of some result areas, or all of them."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"area": words}

    def run(self) -> list[nodes.Node]:
        view = self.view
        rows = []
        for visit in view.select("visit", area=self.ids("area", "area")):
            cells = [
                view.inline(visit.name),
                text(numbers.country(visit.country, view.language)),
                text(numbers.date(visit.date, view.language)),
            ]
            # Links to the visit may lead to this row.
            rows.append(Row(cells, id=self.describe(("visit", visit.id))))
        columns = [Column(view.word("Visit"), 50), Column(view.word("Country"), 25), Column(view.word("Date"), 25)]
        return table(columns, rows, caption=self.caption(), table_id=self.table_id())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the role ``visit-date`` and the directive ``visit-table``."""
    app.add_role_to_domain("rapportage", "visit-date", VisitDateRole())
    app.add_directive_to_domain("rapportage", "visit-table", VisitTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
