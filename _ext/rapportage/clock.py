"""Which day it is.

``SOURCE_DATE_EPOCH`` (seconds since 1970, see https://reproducible-builds.org/specs/source-date-epoch/) says so where it is
set: the Makefile builds on the day of the last commit, so that the same source gives the same pages.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The day of ``SOURCE_DATE_EPOCH`` in UTC; otherwise that of this machine, where it stands."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).astimezone().date()
