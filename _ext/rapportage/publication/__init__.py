"""An edition on its way out: from what it is built, what was built, and whether that may go out. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rapportage.gate import Reason


class NotPublishedError(Exception):
    """Why nothing was published: one reason for each thing that a person must mend."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(map(str, self.reasons)))
