"""The results framework: result areas, outcomes and indicators, kept in YAML and shown as tables and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.plugins.results.directives import AreaHome, AreaList, ResultsFramework
from rapportage.plugins.results.records import KINDS
from rapportage.plugins.results.roles import ValueRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["KINDS", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the role ``value`` and the directives ``area-home``, ``area-list`` and ``results-framework``."""
    app.add_role_to_domain("rapportage", "value", ValueRole())
    app.add_directive_to_domain("rapportage", "area-home", AreaHome)
    app.add_directive_to_domain("rapportage", "area-list", AreaList)
    app.add_directive_to_domain("rapportage", "results-framework", ResultsFramework)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
