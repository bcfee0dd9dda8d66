"""Money: amounts with their kinds, sources and notes, kept in YAML and shown in text, tables and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.notes import NoteRole
from rapportage.plugins.finance import chart, omissions, rules
from rapportage.plugins.finance.chart import PAGE_KINDS
from rapportage.plugins.finance.command import finance
from rapportage.plugins.finance.control import FinanceControl
from rapportage.plugins.finance.omissions import OmissionList
from rapportage.plugins.finance.roles import AmountRole
from rapportage.plugins.finance.table import FinanceTable

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["COMMANDS", "KINDS", "PAGE_KINDS", "setup"]

KINDS = (*rules.KINDS, *omissions.KINDS)
COMMANDS = (finance,)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the roles ``amount`` and ``finance-note`` and the directives for tables, charts and what is left out."""
    app.add_role_to_domain("rapportage", "amount", AmountRole())
    app.add_role_to_domain("rapportage", "finance-note", NoteRole("note"))
    app.add_directive_to_domain("rapportage", "finance-table", FinanceTable)
    app.add_directive_to_domain("rapportage", "omission-list", OmissionList)
    app.add_directive_to_domain("rapportage", "finance-control", FinanceControl)
    app.connect("env-check-consistency", omissions.check_charts)
    chart.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
