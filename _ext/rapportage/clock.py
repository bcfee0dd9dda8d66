"""Which day it is.

``SOURCE_DATE_EPOCH`` (seconds since 1970, see https://reproducible-builds.org/specs/source-date-epoch/) says so where it is
set: the Makefile builds on the day of the last commit, so that the same source gives the same pages.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The day of ``SOURCE_DATE_EPOCH`` in UTC; otherwise that of this machine, where it stands.

    Raises `ClockError` where ``SOURCE_DATE_EPOCH`` names no moment.
    """
    if (given := epoch()) is not None:
        return given.date()
    return datetime.now(UTC).astimezone().date()


class ClockError(ValueError):
    """``SOURCE_DATE_EPOCH`` names no moment."""


def epoch() -> datetime | None:
    """The moment of ``SOURCE_DATE_EPOCH``, in UTC; None where it is not set. Raises `ClockError` where it names none."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return None
    wanted = "is a number of seconds since 1970, such as 1767225600"
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(_LAST)) and int(given) <= _LAST):
        raise ClockError(f'SOURCE_DATE_EPOCH {wanted}, not "{given[:40]}"')
    return datetime.fromtimestamp(int(given), UTC)


#: The end of the year 2200: no edition is of a later one.
_LAST = 7289654399
