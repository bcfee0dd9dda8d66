"""Rapportage: a publishing system for a yearly accountability report, as a Sphinx extension.

This module is the core, which knows no plugin. A plugin is a module of its own with a ``setup``, listed in ``conf.py``
after this one; its kinds of records stand in a module attribute ``KINDS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "1.0.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the domain, audiences, data footnotes, icons, listings, example data, stamps; decide what is built again."""
    from rapportage import (
        audience,
        citations,
        contained,
        doubts,
        example,
        frontmatter,
        icons,
        listings,
        nested,
        notes,
        rebuild,
        remarks,
        singlehtml,
        stamp,
        strict,
        tables,
        translating,
        untranslated,
    )
    from rapportage.domain import RecordsDomain, warn_of_unknown
    from rapportage.output import leftovers, searchindex

    app.add_config_value("rapportage_data", "data", "env", str, "The folder of the records, from that of conf.py")
    app.add_domain(RecordsDomain)
    parts = (
        audience,
        citations,
        contained,
        doubts,
        example,
        frontmatter,
        icons,
        leftovers,
        listings,
        nested,
        notes,
        remarks,
        searchindex,
        singlehtml,
        stamp,
        strict,
        tables,
        translating,
        untranslated,
    )
    for part in parts:
        part.setup(app)
    app.connect("builder-inited", rebuild.prepare)
    app.connect("env-get-outdated", rebuild.outdated)
    app.connect("env-before-read-docs", rebuild.load_before_reading)
    # Not "env-updated", which comes before sphinxcontrib-bibtex numbers sources, and Sphinx tables.
    app.connect("env-get-updated", rebuild.to_write)
    app.connect("env-check-consistency", rebuild.check_catalogues)
    app.connect("doctree-resolved", rebuild.note_written)
    app.connect("warn-missing-reference", warn_of_unknown)
    app.connect("build-finished", rebuild.fail_on_problems)
    app.connect("build-finished", rebuild.write_template)
    app.connect("build-finished", rebuild.remember_written)
    app.connect("build-finished", rebuild.remember_warned_of)
    return {
        "version": __version__,
        "env_version": 4,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
