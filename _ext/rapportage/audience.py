"""For whom an edition is built. What is internal is no part of a public build, and never becomes a node there.

A page is internal if its front matter says ``audience: internal``; a part of a page if it stands in ``:::{internal}``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.config import ENUM
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: The first is what is built if nobody says: who forgets to choose gives nothing away.
AUDIENCES = ("public", "internal")

_front_matter = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE).match
_internal = re.compile(r"""^audience:[ \t]*["']?internal["']?[ \t]*(#.*)?$""", re.MULTILINE).search


class Internal(SphinxDirective):
    """A part of a page that only the internal edition has."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[Node]:
        self.assert_has_content()
        return self.parse_content_to_nodes() if is_internal(self.config) else []


def is_internal(config: Config) -> bool:
    """Whether the internal edition is being built."""
    return bool(config.rapportage_audience == "internal")


def internal_pages(folder: Path) -> Iterator[str]:
    """The pages below *folder* that are internal, as paths from there."""
    for path in sorted(folder.rglob("*.md")):
        matter = _front_matter(path.read_text("utf-8"))
        if matter and _internal(matter[1]):
            yield path.relative_to(folder).as_posix()


def leave_out_internal_pages(app: Sphinx, config: Config) -> None:
    """Let internal pages be no documents of a public build."""
    if not is_internal(config):
        config["exclude_patterns"] = [*config.exclude_patterns, *map(_literally, internal_pages(Path(app.srcdir)))]


def _literally(path: str) -> str:
    """A pattern that fits this path alone."""
    return re.sub(r"[*?[]", r"[\g<0>]", path)


def setup(app: Sphinx) -> None:
    app.add_config_value("rapportage_audience", AUDIENCES[0], "env", ENUM(*AUDIENCES), "For whom: public or internal")
    app.add_directive_to_domain("rapportage", "internal", Internal)
    app.connect("config-inited", leave_out_internal_pages)
