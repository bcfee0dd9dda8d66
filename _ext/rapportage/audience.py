"""For whom an edition is built. What is internal is no part of a public build, and never becomes a node there.

In a public build internal pages are no documents, and internal parts are gone before a page is parsed (see
`rapportage.internal`). Texts for translators are always taken from the public edition, whatever is built.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import ENUM

from rapportage.directives import RecordDirective
from rapportage.doubts import RefusedError, doubt
from rapportage.internal import AUDIENCES, declared, faults, internal_pages, without_internal_parts

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain

#: Stands in folders that an internal build has written to; a public build does not go there.
MARKER = ".rapportage-internal"


class Internal(RecordDirective):
    """A part of a page that only the internal edition has."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[Node]:
        if not shows_internal(self.env):
            return []
        self.assert_has_content()
        return self.parse_content_to_nodes()


def is_internal(config: Config) -> bool:
    """Whether the internal edition is being built."""
    return bool(config.rapportage_audience == "internal")


def shows_internal(env: BuildEnvironment) -> bool:
    """Whether pages are read as the internal edition has them."""
    return _domain(env).audience == "internal"


def choose(app: Sphinx) -> None:
    """Decide for whom pages are read; leave internal pages out of what the public may see, also what is left of them."""
    domain = _domain(app.env)
    domain.audience = "public" if app.builder.name == "gettext" else app.config.rapportage_audience
    folders = {Path(app.outdir), Path(app.doctreedir)}
    if is_internal(app.config):
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / MARKER).touch()
    elif found := [folder for folder in folders if (folder / MARKER).exists()]:
        raise RefusedError(
            f"{found[0]} holds an internal build; take it away, or build the public edition in another folder"
        )
    if domain.audience == "public":
        # A page with a problem is read, so that it can be told, and nothing of it is left (see `rapportage.strict`).
        internal = [path for path, said in internal_pages(Path(app.srcdir)) if not said.problems]
        leave_out(app, [*map(_literally, internal)])
        for page in internal:
            _take_away(app, page)


def leave_out(app: Sphinx, patterns: list[str]) -> None:
    """Let pages be no documents of this build; for use when the builder is ready."""
    # Not in exclude_patterns: the configuration is kept with the doctrees, and so would be the names of these pages.
    paths = app.builder.get_asset_paths
    app.builder.get_asset_paths = lambda: [*paths(), *patterns]  # type: ignore[method-assign]


def _take_away(app: Sphinx, page: str) -> None:
    """Take away what an earlier build has made of a page when it was public."""
    docname = Path(page).with_suffix("").as_posix()
    Path(app.doctreedir, f"{docname}.doctree").unlink(missing_ok=True)
    if isinstance(app.builder, StandaloneHTMLBuilder):
        Path(app.builder.get_output_path(docname)).unlink(missing_ok=True)


def publish_no_sources(app: Sphinx, config: Config) -> None:
    """Let the public site have no copies of the pages as they were typed."""
    if not is_internal(config):
        config["html_copy_source"] = False


def leave_out_parts(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take internal parts out of a page that is read for the public."""
    _leave_out_parts(app, Path(app.env.doc2path(docname)), source)


def leave_out_included_parts(app: Sphinx, path: Path, docname: str, source: list[str]) -> None:
    """The same for a file that a page includes; nothing is left of one that is internal itself."""
    if not shows_internal(app.env) and declared(source[0]).internal:
        page = app.env.current_document.docname
        doubt(app.env, f"{path.as_posix()} is internal; include it in an internal part only", page, page)
        source[0] = "\n" * source[0].count("\n")
    _leave_out_parts(app, Path(app.srcdir, path), source)


def _leave_out_parts(app: Sphinx, path: Path, source: list[str]) -> None:
    for line, told in faults(source[0]):
        doubt(app.env, told, f"{path}:{line}", app.env.current_document.docname)
    if not shows_internal(app.env):
        source[0] = without_internal_parts(source[0])


def _literally(path: str) -> str:
    """A pattern that fits this path alone."""
    return re.sub(r"[*?[]", r"[\g<0>]", path)


def _domain(env: BuildEnvironment) -> RecordsDomain:
    return cast("RecordsDomain", env.get_domain("rapportage"))


def setup(app: Sphinx) -> None:
    app.add_config_value("rapportage_audience", AUDIENCES[0], "env", ENUM(*AUDIENCES), "For whom: public or internal")
    app.add_directive_to_domain("rapportage", "internal", Internal)
    app.connect("config-inited", publish_no_sources)
    app.connect("builder-inited", choose)
    # After redactions are taken out: their numbers are the same in both editions.
    app.connect("source-read", leave_out_parts, priority=600)
    app.connect("include-read", leave_out_included_parts, priority=600)
