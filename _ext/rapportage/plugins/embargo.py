"""The embargo: before its moment, nothing of an edition is built for the public, unless it is a rehearsal.

A rehearsal and an internal edition say on every page what they are (see `rapportage.plugins.marks`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rapportage import numbers
from rapportage.audience import is_internal
from rapportage.catalog import SOURCE_LANGUAGE
from rapportage.doubts import RefusedError
from rapportage.gate import Check, Reason
from rapportage.plugins import edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.cli.project import Project


def clock() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


def is_rehearsal(config: Config) -> bool:
    """Whether the public edition is built only to see what it will be."""
    return bool(config.rapportage_rehearsal) and not is_internal(config)


def refuse_before_embargo(app: Sphinx) -> None:
    """Raise `RefusedError` for a public build before the embargo's moment. Texts for translators may be taken out."""
    config = app.config
    if is_internal(config) or is_rehearsal(config) or app.builder.name == "gettext":
        return
    found = edition.read(Path(app.confdir, config.rapportage_data))
    if isinstance(found, list):
        problems = "\n".join(map(str, found))
        raise RefusedError(f"the edition cannot be read, so nobody knows whether it is under embargo\n{problems}")
    if found.embargo and found.is_under_embargo(clock()):
        until = numbers.moment(found.embargo, SOURCE_LANGUAGE)
        raise RefusedError(
            f"the edition is under embargo until {until}; build a rehearsal (REHEARSAL=yes behind make), "
            "or the internal edition (AUDIENCE=internal)"
        )


def under_embargo(project: Project) -> Iterator[Reason]:
    """Why the edition may not be public yet."""
    found = project.store().get("edition", "edition")
    if not isinstance(found, edition.Edition):
        yield edition.unknown(project, "whether it is under embargo")
    elif found.embargo and found.is_under_embargo(clock()):
        until = numbers.moment(found.embargo, "en")
        place = project.store().place("edition", "edition", ("embargo",))
        yield Reason(f"the edition is under embargo until {until}", str(place))


GATE = (Check("The embargo has passed", under_embargo),)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the setting for a rehearsal, and hold back what is under embargo."""
    app.add_config_value("rapportage_rehearsal", False, "html", bool, "Whether a public build is a rehearsal")
    # Before anything is written (500).
    app.connect("builder-inited", refuse_before_embargo, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
