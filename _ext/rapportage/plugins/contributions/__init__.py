"""Contributions: what was asked of a post, directorate or partner for the report, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.gate import Check, Overview
from rapportage.plugins.contributions.directive import ContributionList
from rapportage.plugins.contributions.missing import lines, missing_required, unknown_highlights, warn_of_highlights
from rapportage.plugins.contributions.records import KINDS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["GATE", "KINDS", "STATUS"]

GATE = (
    Check("No required contribution is missing", missing_required),
    Check("Every highlight that a contribution led to stands on a page", unknown_highlights),
)
STATUS = (Overview("Contributions", lines),)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive ``contribution-list``."""
    app.add_directive_to_domain("rapportage", "contribution-list", ContributionList)
    app.connect("env-check-consistency", warn_of_highlights)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
