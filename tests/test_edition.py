"""The whole edition, as it is shipped: both languages and all outputs, without a warning."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], Path]]:
    """Builds the edition as HTML, LaTeX and so on in a language; returns the folder with the result."""
    folder = tmp_path_factory.mktemp("edition")
    built: dict[tuple[str, str], Path] = {}

    def build(builder: str, language: str) -> Path:
        if (builder, language) not in built:
            built[builder, language] = folder / language / builder
            app = Edition(builder, language, folder / ("gettext" if builder == "gettext" else language))
            try:
                app.build()
            finally:
                app.cleanup()
            warnings = strip_escape_sequences(app.warning.getvalue()).replace(f"{ROOT}/", "")
            assert warnings == ""
            assert app.statuscode == 0
        return built[builder, language]

    return build


class Edition(SphinxTestApp):
    """The shipped report: ``conf.py`` stands above its pages."""

    def __init__(self, builder: str, language: str, folder: Path) -> None:
        super().__init__(builder, srcdir=ROOT / "docs", builddir=folder, confoverrides={"language": language})
