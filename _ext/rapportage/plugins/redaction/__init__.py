"""Redaction: what the public edition leaves out, on a ground of the Wet open overheid (Woo)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.kinds import PagesOnly
from rapportage.plugins.redaction.command import redactions, scan
from rapportage.plugins.redaction.disclosures import KINDS as DISCLOSURES
from rapportage.plugins.redaction.grounds import KINDS as GROUNDS
from rapportage.plugins.redaction.publication import GATE as GATE

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


#: A text of the data is public.
ROLES = {"redact": PagesOnly("redact works on pages; the data are public, so leave the text out here")}
KINDS = (*GROUNDS, *DISCLOSURES)
COMMANDS = (scan, redactions)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the role and the directive ``redact``, and ``redaction-list``; take what is redacted out of the pages."""
    from rapportage.plugins.redaction import inventory, reading, showing, translations

    app.add_domain(reading.RedactionDomain)
    app.add_role_to_domain("rapportage", "redact", showing.RedactRole())
    app.add_directive_to_domain("rapportage", "redact", showing.Redact)
    app.add_directive_to_domain("rapportage", "redaction-list", inventory.RedactionList)
    app.add_directive("literalinclude", reading.SafeLiteralInclude, override=True)
    # When the kinds of records are known (500).
    app.connect("builder-inited", translations.check, priority=600)
    # First of all: other extensions may note what they read.
    app.connect("source-read", reading.read_page, priority=100)
    app.connect("include-read", reading.read_included, priority=100)
    # When internal parts are gone (600).
    app.connect("source-read", reading.note_places, priority=700)
    app.connect("doctree-read", reading.check_page)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
