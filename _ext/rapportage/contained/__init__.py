"""What a page can do: show its text, and what belongs to the edition. It reads no other file, and runs nothing.

Four locks, each of which holds by itself: what stands in ``conf.py`` (`settings`), the text before and while it is parsed
(`reading`, `parser`), each directive and role that it uses (`markup`, with `names` and `watch`), and the nodes that come of
it (`page`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Contain pages. ``rapportage_allow_markup``: more directives and roles, by name; ``rapportage_allow_raw``: also raw."""
    from rapportage.contained import page, parser, reading, scripts, settings, told

    app.add_config_value("rapportage_allow_markup", (), "env", (list, tuple), "Directives and roles that pages may use, too")
    app.add_config_value("rapportage_allow_raw", False, "env", bool, "Whether pages may have raw HTML and LaTeX")
    # Before others take their settings from these.
    app.connect("config-inited", settings.settle, priority=100)
    # When all extensions have said what they parse.
    app.connect("config-inited", lambda app, config: parser.setup(app), priority=900)
    # Before Sphinx looks for pages; and when MyST has its settings.
    app.connect("config-inited", reading.refuse_links, priority=950)
    app.connect("builder-inited", settings.verify, priority=900)
    # First of all, so that nothing looks through a text that has no end; and last, around all other lookups.
    app.connect("source-read", reading.read_page, priority=10)
    app.connect("include-read", reading.read_included, priority=10)
    app.connect("source-read", reading.contain, priority=10_000)
    # Before Sphinx collects pictures, downloads and titles (500).
    app.connect("doctree-read", page.check_read, priority=100)
    app.add_post_transform(page.CheckWritten)
    app.connect("build-finished", told.fail)
    app.connect("build-finished", scripts.without_rules_as_text)
