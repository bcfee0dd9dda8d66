"""Editions for the tests of approvals."""

from __future__ import annotations

from pathlib import Path

import pytest
from approved import approve_all, copied, made
from published import Edition


@pytest.fixture(scope="session")
def _approved(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    edition = made(rootdir, tmp_path_factory.mktemp("approved") / "edition")
    approve_all(edition)
    return edition


@pytest.fixture
def approved(_approved: Edition, tmp_path: Path) -> Edition:
    """An edition of which every step is approved."""
    return copied(_approved, tmp_path / "edition")
