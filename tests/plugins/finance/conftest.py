"""What the tests of the finances share: a small annex to build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports import Report


@pytest.fixture
def annex(copy_of: Callable[[str], Report]) -> Report:
    """An annex with a table and a chart, to edit and build."""
    return copy_of("finance")
