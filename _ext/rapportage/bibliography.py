"""The keys of the bibliography, so that a record can be checked to cite what is there. Knows no Sphinx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# An entry begins with @type{key, at the start of a line; sphinxcontrib-bibtex reads the rest, and says what is wrong.
_entries = re.compile(r"^\s*@(\w+)\s*\{\s*([^\s,{}]+)\s*,", re.MULTILINE).findall
_NO_ENTRIES = {"comment", "preamble", "string"}


def keys(paths: Iterable[Path]) -> frozenset[str]:
    """The keys of all entries in the BibTeX files at *paths*."""
    texts = (path.read_text("utf-8", errors="replace") for path in paths if path.is_file())
    return frozenset(key for text in texts for kind, key in _entries(text) if kind.lower() not in _NO_ENTRIES)
