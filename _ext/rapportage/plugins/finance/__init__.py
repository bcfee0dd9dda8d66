"""Money: amounts with their kinds, sources and notes, kept in YAML and shown in the text and in tables with totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.notes import NoteRole
from rapportage.plugins.finance.command import finance
from rapportage.plugins.finance.records import KINDS
from rapportage.plugins.finance.roles import AmountRole
from rapportage.plugins.finance.table import FinanceTable

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["COMMANDS", "KINDS", "setup"]

COMMANDS = (finance,)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the roles ``amount`` and ``finance-note`` and the directive ``finance-table``."""
    app.add_role_to_domain("rapportage", "amount", AmountRole())
    app.add_role_to_domain("rapportage", "finance-note", NoteRole("note"))
    app.add_directive_to_domain("rapportage", "finance-table", FinanceTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
