"""What is not for everyone says so on every page: the internal edition, and a rehearsal of the public one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapportage import clock, latex, numbers
from rapportage.audience import is_internal
from rapportage.catalog import message, words
from rapportage.plugins import edition, embargo
from rapportage.schema import PartialDate

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_INTERNAL = message("Internal edition, not for publication")
_REHEARSAL = message("Rehearsal, not for publication")

#: Search engines leave such a page alone.
NO_INDEX = '<meta name="robots" content="noindex, nofollow">'


def mark(app: Sphinx, config: Config) -> None:
    """Decide what every page says, and say it in the PDF."""
    config["rapportage_mark"] = _mark(Path(app.confdir, config.rapportage_data), config)
    if config.rapportage_mark:
        said = rf"\newcommand\rpbookmark{{{latex.escape(config.rapportage_mark)}}}"
        elements = config.latex_elements
        config["latex_elements"] = {**elements, "preamble": f"{said}\n{elements.get('preamble', '')}"}


def _mark(data: Path, config: Config) -> str:
    """What this is, its state and its date; empty for a public edition."""
    what = _INTERNAL if is_internal(config) else _REHEARSAL if embargo.is_rehearsal(config) else ""
    if not what:
        return ""
    say = words(config.language).get
    found = edition.read(data)
    state = edition.STATES[found.state] if isinstance(found, edition.Edition) else ""
    parts = [say(what) or what, say(state) or state, numbers.date(_date(), config.language)]
    return " · ".join(filter(None, parts))


def _date() -> PartialDate:
    """The day of what is built: that of its last commit, which the Makefile tells; otherwise today."""
    day = clock.epoch() or embargo.clock()
    return PartialDate(day.year, day.month, day.day)


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates the mark to show, and search engines a sign to keep away."""
    context["rp_mark"] = app.config.rapportage_mark
    if app.config.rapportage_mark:
        context["rp_mark_label"] = words(app.config.language).get("edition", "edition")
        context["metatags"] = context.get("metatags", "") + NO_INDEX


def setup(app: Sphinx) -> ExtensionMetadata:
    """Mark pages; ``rapportage_mark`` is set here, and whoever shows pages in another way shows it too."""
    app.setup_extension("rapportage.plugins.embargo")
    app.add_config_value("rapportage_mark", "", "html", str, "What every page says of an edition that is not public")
    # After the look (500), which sets what LaTeX gets.
    app.connect("config-inited", mark, priority=800)
    app.connect("html-page-context", add_context)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
