"""Warnings: each has a type, a subtype of a closed list, and a place in the writer's own file."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from sphinx.util import logging

#: What a warning can be about; ``suppress_warnings = ['rapportage.unknown']`` silences one kind.
Subtype: TypeAlias = Literal["data", "unknown", "duplicate", "option", "home", "value"]

SUBTYPES: dict[str, str] = {
    "data": "something is wrong in a data file",
    "unknown": "an id that no record has",
    "duplicate": "one thing is described as at home in two places, or a name is taken",
    "option": "an option or argument of a directive or role that cannot be used",
    "home": "a record that needs a page of its own has none",
    "value": "a value that was asked for is not there",
}

_logger = logging.getLogger("rapportage")


def warn(subtype: Subtype, message: str, location: Any) -> None:
    """Warn the person who wrote what stands at *location*: a node, a (document, line), or ``file:line:column``."""
    _logger.warning("%s", message, type="rapportage", subtype=subtype, location=location)
