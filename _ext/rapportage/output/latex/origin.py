"""Where a character comes from that the PDF cannot set: the page that shows it, or the data, bibliography or translation.

A text of the data stands on many pages and knows none of its files by then. But a character that no font has is rare: where
it stands in a file is where it comes from.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.utils import get_source_line

from rapportage import textfile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.builders import Builder


def place(node: nodes.Node, character: str, builder: Builder) -> Any:
    """What to give a warning as its location: a node, or ``file:line``."""
    source, above = get_source_line(node)
    if source and (line := _line(Path(source), character, above or 1)):
        return f"{source}:{line}"  # a cell or a line of code only knows where its table or block begins
    for path in _files(builder):
        if line := _line(path, character):
            return f"{Path(os.path.relpath(path, builder.confdir)).as_posix()}:{line}"
    return node


def _files(builder: Builder) -> Iterator[Path]:
    """What the texts of pages come from, apart from the pages."""
    data = Path(builder.confdir, getattr(builder.config, "rapportage_data", "data"))
    yield from sorted(each for each in data.rglob("*") if each.suffix in {".yaml", ".bib"})
    for folder in builder.config.locale_dirs:
        yield from sorted(Path(builder.srcdir, folder, builder.config.language).rglob("*.po"))


def _line(path: Path, character: str, first: int = 1) -> int:
    """The first line of a file, from one on, that has a character; 0 if there is none."""
    lines = textfile.read(path, path.name).text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if number >= first and character in line), 0)
