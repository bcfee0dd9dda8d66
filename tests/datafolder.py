"""Data folders to load: the good one, with other files laid over it, and the kinds of the project."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rapportage import bibliography, pages
from rapportage.cli import project
from rapportage.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rapportage.kinds import Kind

ROOT = Path(__file__).resolve().parent.parent
GOOD = ROOT / "tests" / "good_data"
#: The pages that the data may name.
PAGES = frozenset({"rapportage/index", "nota/index", "kamerbrief/index", "persbericht"})


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of records of the edition, found as ``rapportage check`` finds them."""
    return project.load(ROOT).kinds


def good_data(folder: Path, files: Mapping[str, str | bytes] = {}) -> Path:
    """Make a data folder in *folder* that is right, but for what *files* put in it."""
    data = folder / "data"
    shutil.copytree(GOOD, data)
    for name, content in files.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return data


def load(data: Path, memory: Path | None = None) -> Store:
    """All records of a data folder, with its bibliography."""
    elsewhere = {
        "page": PAGES,
        "language": pages.languages(()),
    }
    sources = bibliography.read(data.parent, [f"{data.name}/references.bib"])
    return Store(data, kinds(), elsewhere=elsewhere, sources=sources, memory=memory)


def problems(data: Path) -> list[str]:
    """What is wrong in a data folder, as it is told."""
    return [str(problem) for problem in load(data).problems]
