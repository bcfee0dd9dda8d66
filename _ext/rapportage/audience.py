"""For whom an edition is built. What is internal is no part of a public build, and never becomes a node there.

A page is internal if its front matter says ``audience: internal``; a part of a page if it stands in ``:::{internal}``. In a
public build internal pages are no documents, and internal parts are gone before a page is parsed. Texts for translators
are always taken from the public edition, whatever is built.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

import yaml
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import ENUM
from sphinx.errors import SphinxError

from rapportage.directives import RecordDirective
from rapportage.fences import directives, emptied, is_like
from rapportage.logs import warn
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain

#: The first is what is built if nobody says: who forgets to choose gives nothing away.
AUDIENCES = ("public", "internal")

#: Stands in folders that an internal build has written to; a public build does not go there.
MARKER = ".rapportage-internal"

#: What stands between lines of hyphens at the beginning of a page.
front_matter = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)


class RefusedError(SphinxError):
    """A build that would give away what is not for its readers. Its message gives nothing away either."""

    category = "RefusedError"


class Internal(RecordDirective):
    """A part of a page that only the internal edition has."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[Node]:
        if not shows_internal(self.env):
            return []
        self.assert_has_content()
        return self.parse_content_to_nodes()


class Declared(NamedTuple):
    """What the front matter of a page says of its audience."""

    internal: bool
    line: int = 0
    fault: str = ""
    """What is wrong with it; a page with a fault counts as internal."""


def is_internal(config: Config) -> bool:
    """Whether the internal edition is being built."""
    return bool(config.rapportage_audience == "internal")


def shows_internal(env: BuildEnvironment) -> bool:
    """Whether pages are read as the internal edition has them."""
    return _domain(env).audience == "internal"


def declared(source: str) -> Declared:
    """What a page says of its audience at its beginning."""
    matter = front_matter.match(source)
    if not matter:
        return Declared(internal=False)
    try:
        node = yaml.compose(matter[1], yaml.CSafeLoader)
    except yaml.YAMLError:  # MyST tells what is wrong with it
        return Declared(internal="audience" in matter[1])
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        line = key.start_mark.line + 2
        if key.value == "audience":
            if value.value in AUDIENCES:
                return Declared(value.value == "internal", line)
            given = value.value if isinstance(value, yaml.ScalarNode) else "…"
            return Declared(True, line, f'unknown audience "{given}"{nearest(given, AUDIENCES)}')
        if isinstance(key.value, str) and is_like(key.value, "audience"):
            return Declared(True, line, f'unknown key "{key.value}"; did you mean "audience"?')
    return Declared(internal=False)


def internal_pages(folder: Path) -> Iterator[tuple[str, Declared]]:
    """The pages below *folder* that are internal, as paths from there, with what they say of it."""
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and (said := declared(path.read_text("utf-8", errors="replace"))).internal:
            yield path.relative_to(folder).as_posix(), said


def without_internal_parts(source: str) -> str:
    """The source of a page as the public edition has it, with the same lines."""
    kept: list[str] = []
    at = 0
    for block in directives(source, lambda name: is_like(name, "internal")):
        start, end = block.body
        kept += [source[at:start], emptied(source[start:end])]
        at = end
    return "".join([*kept, source[at:]])


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
    internal = dict(internal_pages(Path(app.srcdir)))
    for path, said in internal.items():
        if said.fault:
            warn("option", said.fault, f"{Path(app.srcdir, path)}:{said.line}")
    if domain.audience == "public":
        _leave_out(app, list(internal))


def _leave_out(app: Sphinx, pages: list[str]) -> None:
    # Not in exclude_patterns: the configuration is kept with the doctrees, and so would be the names of these pages.
    paths = app.builder.get_asset_paths
    app.builder.get_asset_paths = lambda: [*paths(), *map(_literally, pages)]  # type: ignore[method-assign]
    for page in pages:
        docname = page.removesuffix(".md")
        Path(app.doctreedir, f"{docname}.doctree").unlink(missing_ok=True)
        if isinstance(app.builder, StandaloneHTMLBuilder):
            Path(app.builder.get_output_path(docname)).unlink(missing_ok=True)


def publish_no_sources(app: Sphinx, config: Config) -> None:
    """Let the public site have no copies of the pages as they were typed."""
    if not is_internal(config):
        config["html_copy_source"] = False


def leave_out_parts(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take internal parts out of a page that is read for the public."""
    if not shows_internal(app.env):
        source[0] = without_internal_parts(source[0])


def leave_out_included_parts(app: Sphinx, path: Path, docname: str, source: list[str]) -> None:
    """The same for a file that a page includes."""
    leave_out_parts(app, docname, source)


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
