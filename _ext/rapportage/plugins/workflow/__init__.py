"""The workflow: the steps that an edition goes through, who decides on each, and decisions on exactly what they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.gate import Check, Overview
from rapportage.plugins.workflow.command import approve
from rapportage.plugins.workflow.directive import ApprovalList
from rapportage.plugins.workflow.records import KINDS
from rapportage.plugins.workflow.telling import lines, not_approved

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["COMMANDS", "GATE", "KINDS", "STATUS"]

COMMANDS = (approve,)
GATE = (Check("Every step is approved, and nothing that it covers has changed since", not_approved),)
STATUS = (Overview("Approvals", lines),)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive ``approval-list``."""
    app.add_directive_to_domain("rapportage", "approval-list", ApprovalList)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
