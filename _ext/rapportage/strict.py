"""Pages are read strictly: by the one reader of files, with front matter of known keys, and only if all of it is understood.

What is wrong stops the build (see `rapportage.doubts`), in both editions: nobody has to know for whom a page was meant.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import Reporter

from rapportage import textfile
from rapportage.audience import shows_internal
from rapportage.doubts import doubt, is_in_doubt
from rapportage.internal import KEY, declared_in
from rapportage.problems import Problem, nearest
from rapportage.source import frontmatter, grammar, syntax
from rapportage.source.pictures import PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain

#: What any page may say at its top, besides what its directives read: Sphinx's fields, and who wrote it when.
#: https://www.sphinx-doc.org/en/master/usage/restructuredtext/field-lists.html#file-wide-metadata
FIELDS = (KEY, "orphan", "tocdepth", "nocomments", "no-search", "nosearch", "author", "date", "version", "status")

#: Where the files are noted that a page includes or shows as code: others that it depends on may hold rows of a table.
LOOKED_AT = "rapportage files looked at"
#: What is handed out and is called so may be a table of the page as well.
TABLES = {".csv", ".tsv"}
#: Programs, bibliographies and pictures hold none.
_NO_TABLES = {".py", ".bib", *PICTURES}

#: What can be the name of a role or directive, with or without its domain.
_is_name = re.compile(r"[A-Za-z_][\w+.-]*(?::[\w+.-]+)*").fullmatch

#: What MyST knows without a lookup.
_OF_MYST = {"eval-rst", "figure-md"}

#: What Sphinx and Pygments take for a language of code, besides the names of lexers.
_LANGUAGES = {"none", "default", "guess", "text"}


def look_at_files(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell of pages that are not read because of how they are saved: Sphinx would break off at the first."""
    for docname in [*docnames]:
        path = env.doc2path(docname)
        if problems := textfile.read(Path(path), str(path)).problems:
            _tell(env, problems, docname)
            docnames.remove(docname)


def check_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Tell of front matter that is not understood; nothing is left of such a page, nor of an internal one in public."""
    path = str(app.env.doc2path(docname))
    said = declared_in(source[0], path)
    problems = [*said.problems]
    if path.endswith(".md") and not problems:
        problems += _unknown_fields(app.env, frontmatter.read(source[0], path))
    _tell(app.env, problems, docname)
    if said.internal and not said.problems and not shows_internal(app.env):
        doubt(app.env, "this page is internal, and was about to be read for the public edition", f"{path}:1", docname)
        problems += [Problem(frontmatter.NONE.place(), "")]
    if problems:
        # A title, so that nobody is told that a page without one stands in a table of contents.
        source[0] = "# …\n" + "\n" * source[0].count("\n")


def check_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """Tell of all on a page that is not understood."""
    path = Path(app.env.doc2path(docname))
    if path.suffix == ".md" and (matter := frontmatter.read(source[0], str(path))).data:
        markdown = syntax.parser(cast("Any", app.env).myst_config)
        _tell_lines(app.env, path, grammar.problems_in_matter(matter, str(path), markdown, _Registered(app.env)), docname)
    _check(app.env, path, source[0], docname)


def read_included(app: Sphinx, path: Path, docname: str, source: list[str]) -> None:
    """Let an included file be what the one reader makes of it."""
    whole = Path(app.srcdir, path)
    note_file(app.env, whole)
    file = textfile.read(whole, str(whole))
    _tell(app.env, file.problems, app.env.current_document.docname)
    source[0] = file.text


def check_tables(app: Sphinx, doctree: nodes.document) -> None:
    """The same of tables that a page takes from a file: directives read those without telling anybody."""
    page = app.env.current_document.docname
    markdown = syntax.parser(cast("Any", app.env).myst_config)
    looked_at = app.env.current_document.get(LOOKED_AT) or set()
    handed_out = {Path(app.srcdir, each).resolve() for each in app.env.dlfiles}
    for name in sorted(app.env.dependencies.get(page, ())):
        path = Path(app.srcdir, name).resolve()
        is_shown = path.suffix.lower() in TABLES or path not in handed_out
        if is_shown and path.suffix.lower() not in _NO_TABLES and path not in looked_at and path.is_file():
            file = textfile.read(path, str(path))
            _tell(app.env, file.problems, page)
            _tell(app.env, grammar.problems_in_lines(file.text, str(path), markdown, _Registered(app.env)), page)


def note_file(env: BuildEnvironment, path: Path) -> None:
    """Note that the page that is being read includes a file, or shows it as code."""
    cast("set[Path]", env.current_document.setdefault(LOOKED_AT, set())).add(path.resolve())


def check_included(app: Sphinx, path: Path, docname: str, source: list[str]) -> None:
    """The same as `check_page` of a file that a page includes."""
    _check(app.env, Path(app.srcdir, path), source[0], app.env.current_document.docname)


def _check(env: BuildEnvironment, path: Path, source: str, docname: str) -> None:
    if path.suffix == ".rst":
        problems = grammar.problems_elsewhere(source, str(path))
    else:
        markdown = syntax.parser(cast("Any", env).myst_config)
        problems = grammar.problems(source, str(path), markdown, _Registered(env))
    _tell_lines(env, path, problems, docname)


def _tell_lines(env: BuildEnvironment, path: Path, problems: Iterable[Problem], docname: str) -> None:
    for problem in problems:
        # Without a column: in what a directive holds, it is not that in the file.
        place = f"{path}:{problem.place.line}"
        if not is_in_doubt(env, place):
            doubt(env, problem.message, place, docname)


def _tell(env: BuildEnvironment, problems: Iterable[Problem], docname: str) -> None:
    for problem in problems:
        doubt(env, problem.message, str(problem.place), docname)


def _unknown_fields(env: BuildEnvironment, matter: frontmatter.FrontMatter) -> Iterator[Problem]:
    domain = cast("RecordsDomain", env.get_domain("rapportage"))
    read = [name for name, each in domain.directives.items() if hasattr(each, "front_matter")]
    for key, value in matter.data.items():
        if key not in FIELDS and key not in read:
            others = ", ".join([*FIELDS[1:], *read])
            hint = nearest(str(key), [*FIELDS, *read], listed=0) or f'; a page can say "{KEY}: internal", or one of {others}'
            yield Problem(matter.place((key,), of_key=True), f'unknown key "{key}"{hint}')
        elif key in FIELDS and isinstance(value, dict | list):
            yield Problem(matter.place((key,)), f'"{key}" has one value; what stands below it belongs somewhere else')


class _Registered:
    """The directives, roles and languages of code that there are while a page is read."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        # Where docutils would say what it thinks of a name that it does not know.
        self._silent = Reporter("", Reporter.SEVERE_LEVEL, Reporter.SEVERE_LEVEL, stream=False)

    def directive(self, name: str) -> str:
        if name in _OF_MYST or self._finds_directive(name):
            return ""
        return _hint(name, self._names("directives"), self._finds_role(name), "role: type {{{0}}}`text`")

    def role(self, name: str) -> str:
        if self._finds_role(name):
            return ""
        return _hint(name, self._names("roles"), self._finds_directive(name), "directive: type :::{{{0}}}")

    def language(self, name: str) -> bool:
        return _is_language(name)

    def _may_be(self, name: str) -> bool:
        """Whether there is anything to look up: of a domain that there is not, Sphinx would tell without a place."""
        domain = name.lower().partition(":")[0] if ":" in name else ""
        known = not domain or domain in self._env.domains or domain.startswith("external")
        return known and bool(_is_name(name))

    def _finds_directive(self, name: str) -> bool:
        reader = SimpleNamespace(reporter=self._silent, current_line=None)
        return self._may_be(name) and directives.directive(name, cast("Any", en), cast("Any", reader))[0] is not None

    def _finds_role(self, name: str) -> bool:
        return self._may_be(name) and roles.role(name, cast("Any", en), 0, self._silent)[0] is not None

    def _names(self, what: str) -> list[str]:
        """Names that a writer may have meant: those of all domains, as short as they can be typed, and docutils' own."""
        found: set[str] = {*getattr(en, what)}
        for domain in self._env.domains.values():
            needs_none = domain.name in {"std", self._env.config.primary_domain}
            found |= {name if needs_none else f"{domain.name}:{name}" for name in getattr(domain, what)}
        return sorted(found)


def _hint(name: str, names: list[str], is_other: bool, other: str) -> str:
    """The end of a message on a name that is unknown."""
    if is_other:
        return f"; it is a {other.format(name)}"
    return nearest(name, names, listed=0) or "; there is none of that name"


@cache
def _is_language(name: str) -> bool:
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    if name in _LANGUAGES:
        return True
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return False
    return True


def tell_once(app: Sphinx, config: Config) -> None:
    """Keep MyST from telling of an unknown role or directive as well; here it is told with the nearest."""
    config["suppress_warnings"] = [*config.suppress_warnings, "myst.role_unknown", "myst.directive_unknown"]


def setup(app: Sphinx) -> None:
    app.connect("config-inited", tell_once)
    app.connect("env-before-read-docs", look_at_files, priority=100)
    # Before redactions are taken out (100): nothing of what is in doubt is looked at by anybody else.
    app.connect("source-read", check_front_matter, priority=50)
    app.connect("include-read", read_included, priority=50)
    # When Sphinx has collected the files that a page depends on (500).
    app.connect("doctree-read", check_tables, priority=600)
    # After that, and before internal parts are gone (600): what is wrong is the same in both editions.
    app.connect("source-read", check_page, priority=500)
    app.connect("include-read", check_included, priority=500)
