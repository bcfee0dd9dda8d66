"""Pages are read without what is redacted in them. What was taken out is known here: in public, only on which ground."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.directives.code import LiteralInclude
from sphinx.domains import Domain

from rapportage.audience import shows_internal
from rapportage.doubts import doubt, is_in_doubt
from rapportage.internal import has_internal_parts, without_internal_parts
from rapportage.plugins.redaction.source import holds_redactions, mark_of, stands_in, take_out
from rapportage.source import frontmatter
from rapportage.strict import note_file

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain


class Known(NamedTuple):
    """What is known of a redaction on a page."""

    ground: str
    """The id of its ground."""
    line: int
    """Where it stands, in the page or in a file that the page includes."""
    nested: bool
    """Whether it stands in another one."""
    counts: bool
    """Whether a reader of the public edition meets it: it stands in no internal part, and in no other redaction."""
    text: str | None = None
    """In the internal edition, what was taken out."""


class RedactionDomain(Domain):
    """The redactions of each page, by their number there."""

    name = "redaction"
    label = "Redaction"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}}

    @property
    def pages(self) -> dict[str, dict[str, Known]]:
        return self.data["pages"]  # type: ignore[no-any-return]

    def resolve_any_xref(self, *args: object) -> list[Any]:
        return []  # nothing of it can be referred to

    def clear_doc(self, docname: str) -> None:
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        self.pages.update({docname: otherdata["pages"][docname] for docname in docnames & otherdata["pages"].keys()})


def redactions(env: BuildEnvironment) -> RedactionDomain:
    """The redactions of all pages."""
    return cast("RedactionDomain", env.get_domain("redaction"))


def grounds(env: BuildEnvironment) -> tuple[str, ...]:
    """The ids of all grounds."""
    return cast("RecordsDomain", env.get_domain("rapportage")).store.ids("ground")


def read_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take the redacted texts out of a page."""
    path = Path(app.env.doc2path(docname))
    source[0] = _take_out(app, docname, path, source[0], markdown=path.suffix == ".md")


def read_included(app: Sphinx, path: Path, docname: str, source: list[str]) -> None:
    """Take the redacted texts out of a file that a page includes."""
    # MyST and Sphinx do not agree on what they call the page; both are reading it.
    page, file = app.env.current_document.docname, Path(app.srcdir, path)
    source[0] = _take_out(app, page, file, source[0], mark=mark_of(path.as_posix()))


def note_places(app: Sphinx, docname: str, source: list[str]) -> None:
    """Note which redactions of a page stand in no internal part, and which have to appear when it is parsed."""
    public = without_internal_parts(source[0])
    known = redactions(app.env).pages.get(docname, {})
    for number, each in known.items():
        known[number] = each._replace(counts=each.counts and stands_in(public, number))
    # What stands in the front matter is shown by those who show that.
    text = frontmatter.without(source[0])
    _due(app.env).update({each: None for each in known if stands_in(text, each)})


def note_shown(env: BuildEnvironment, number: str) -> None:
    """Note that a redaction stands on the page that is being read."""
    _due(env).pop(number, None)


def check_page(app: Sphinx, doctree: nodes.document) -> None:
    """Tell of redactions that the page does not show; refuse to hand out files that have some, or are internal."""
    page = app.env.current_document.docname
    known = redactions(app.env).pages.get(page, {})
    for number in _due(app.env):
        told = "this redaction is not shown: in code, an alt text, an address or an option there is no place for it"
        place = f"{app.env.doc2path(page)}:{known[number].line}"
        if not known[number].nested and not is_in_doubt(app.env, place):
            doubt(app.env, told, place, page, subtype="redaction")
    for node in doctree.findall(addnodes.download_reference):
        refuse_file(app.env, node["reftarget"], node.line or 0)


def refuse_file(env: BuildEnvironment, name: str, line: int) -> None:
    """Tell of a file that the page names on a line, to show it or hand it out as it is, if not all of it may be."""
    path = Path(env.relfn2path(name)[1])
    if not path.is_file():
        return
    # With signs of another encoding in it, a file may hold what would be found if they were read.
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if holds_redactions(text, grounds(env)) or has_internal_parts(text):
        page = env.current_document.docname
        told = f"{name} has redactions or internal parts, so it cannot be shown or handed out as it is"
        doubt(env, told, f"{env.doc2path(page)}:{line}", page)


class SafeLiteralInclude(LiteralInclude):
    """``literalinclude``, but for files with redactions: what it reads is not looked through."""

    def run(self) -> list[Node]:
        for name in filter(None, (self.arguments[0], self.options.get("diff"))):
            refuse_file(self.env, name, self.lineno)
            note_file(self.env, Path(self.env.relfn2path(name)[1]))
        return super().run()


def _due(env: BuildEnvironment) -> dict[str, None]:
    return cast("dict[str, None]", env.current_document.setdefault("rapportage redactions due", {}))


def _take_out(app: Sphinx, docname: str, path: Path, source: str, *, mark: str = "", markdown: bool = True) -> str:
    taken = take_out(source, grounds(app.env), mark=mark, markdown=markdown)
    for fault in taken.faults:
        doubt(app.env, fault.message, f"{path}:{fault.line}", docname, subtype="redaction")
    internal = shows_internal(app.env)
    for each in taken.redactions:
        known = Known(each.ground, each.line, each.nested, not each.nested, each.text if internal else None)
        redactions(app.env).pages.setdefault(docname, {})[each.number] = known
    return taken.source
