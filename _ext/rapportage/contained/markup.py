"""A page uses the directives and roles that are allowed, and each of them reads what belongs to the edition.

Sphinx lets whoever reads a page look up names in its own way (``sphinx.ext.intersphinx`` does so as well). So this holds for
Markdown, reStructuredText, both in each other, and for what a translator writes.
"""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import Directive, convert_directive_function
from docutils.parsers.rst.directives.misc import Include
from docutils.parsers.rst.directives.tables import CSVTable
from sphinx.directives.code import LiteralInclude
from sphinx.util.docutils import CustomReSTDispatcher

from rapportage.contained.files import file_fault, folder_of
from rapportage.contained.include import ContainedInclude
from rapportage.contained.names import DIRECTIVES, RAW, ROLES, canonical, refusal
from rapportage.contained.told import refuse
from rapportage.contained.watch import watching
from rapportage.source.bounds import MAX_BYTES, MAX_CELLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from docutils.nodes import Node, document, system_message
    from docutils.utils import Reporter
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.source.folder import Folder

#: Where the text of the page that is being read is kept.
TEXT = "rapportage text"
#: Options by which directives name files that they read.
_FILES = ("file", "diff", "filename", "path")


class Contained(CustomReSTDispatcher):
    """Looks up directives and roles for one page, and gives only those that are allowed."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._env = app.env
        self._folder = folder_of(app)
        self._ours = app.env.get_domain("rapportage")
        more = {*app.config.rapportage_allow_markup, *(RAW if app.config.rapportage_allow_raw else ())}
        self._directives, self._roles = DIRECTIVES | more, ROLES | more

    def directive(
        self, directive_name: str, language_module: ModuleType, document: document
    ) -> tuple[type[Directive] | None, list[system_message]]:
        found, messages = super().directive(directive_name, language_module, document)
        if found is None:
            return found, messages
        if isinstance(found, FunctionType | MethodType):
            found = convert_directive_function(found)
        name = canonical(directive_name, "directives", language_module)
        trusted = found is self._ours.directive(directive_name.lower().removeprefix("rapportage:"))
        if not (trusted or _is_ours(found) or name in self._directives):
            return type("Refused", (_Refused,), {"told": refusal(name, "directive")}), messages
        if issubclass(found, Include):
            found = ContainedInclude
        return _guarded(found, None if trusted else self._folder), messages  # type: ignore[arg-type]

    def role(
        self, role_name: str, language_module: ModuleType, lineno: int, reporter: Reporter
    ) -> tuple[Any, list[system_message]]:
        found, messages = super().role(role_name, language_module, lineno, reporter)
        name = canonical(role_name, "roles", language_module)
        if found is None:
            return found, messages
        if found is self._ours.role(role_name.lower().removeprefix("rapportage:")) or _is_ours(type(found)):
            return partial(_run_role, found, None), messages
        if name and name not in self._roles and not name.startswith("external"):
            return partial(_refuse_role, self._env, name), messages
        return partial(_run_role, found, self._folder), messages


class _Anything(dict[str, Any]):
    """The options of a directive that nobody runs: any, as they are typed."""

    def __bool__(self) -> bool:
        return True

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        return str


class _Refused(Directive):
    """Stands in for a directive that may not be used: it takes all that belongs to that, and shows nothing."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _Anything()
    told: str

    def run(self) -> list[Node]:
        refuse(self.state.document.settings.env, self.told, *_place(self))
        return []


def _refuse_role(env: BuildEnvironment, name: str, *call: Any, **options: Any) -> tuple[list[Node], list[system_message]]:
    _, typed, _, line, inliner, *_ = call
    refuse(env, refusal(name, "role"), *_source_and_line(env, inliner, line, str(typed)))
    return [], []


@cache
def _guarded(directive: type[Directive], folder: Folder | None) -> type[Directive]:
    """The directive, which opens only files of a folder; any without one."""

    def begin(self: Directive, *arguments: Any, **options: Any) -> None:
        directive.__init__(self, *arguments, **options)
        # Not a method: MyST looks whose it is.
        self.run = partial(_run, self, folder, self.run)  # type: ignore[method-assign]

    return type(directive.__name__, (directive,), {"__init__": begin, "__doc__": directive.__doc__})


def _run(directive: Directive, folder: Folder | None, run: Any) -> list[Node]:
    env = directive.state.document.settings.env
    faults = [] if folder is None else [*_faults(directive, env, folder)]
    if not faults:
        with watching(folder) as watched:
            try:
                result: list[Node] = run()
            except Exception:
                if not watched.refused:
                    raise
        faults = watched.refused
        if not faults:
            return result
    for fault in faults:
        refuse(env, fault, *_place(directive))
    return []


def _faults(directive: Directive, env: BuildEnvironment, folder: Folder) -> Iterator[str]:
    """What is wrong with the files that a directive names, as far as its options tell."""
    if "url" in directive.options:
        yield "an address is not read for a page; put the file in the folder of the edition and name it with :file:"
    named = [directive.options[name] for name in _FILES if name in directive.options]
    if isinstance(directive, ContainedInclude | LiteralInclude):
        named += directive.arguments[:1]
    for name in named:
        if fault := file_fault(env, folder, str(name)) or _too_large(env, str(name)):
            yield fault
            return
    if isinstance(directive, CSVTable):
        rows = list(directive.content) or _lines(env, str(directive.options.get("file", "")))
        if len(rows) * _columns(rows) > MAX_CELLS:
            yield f"this table has more than {MAX_CELLS} cells; make several of it"


def _too_large(env: BuildEnvironment, name: str) -> str:
    """Whether a file is larger than a page may be: it is shown on one."""
    path = Path(env.relfn2path(name)[1])
    size = path.stat().st_size if path.is_file() else 0
    return f"{name} has {size // 1024} kB; a page shows files of {MAX_BYTES // 1024} at most" if size > MAX_BYTES else ""


def _lines(env: BuildEnvironment, name: str) -> list[str]:
    path = Path(env.relfn2path(name)[1])
    return path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []


def _columns(rows: Iterable[str]) -> int:
    return 1 + max((len(re.findall(r"[,;|\t]", row)) for row in rows), default=0)


def _run_role(role: Any, folder: Folder | None, *call: Any, **options: Any) -> tuple[list[Node], list[system_message]]:
    with watching(folder) as watched:
        try:
            result: tuple[list[Node], list[system_message]] = role(*call, **options)
        except Exception:
            if not watched.refused:
                raise
    if not watched.refused:
        return result
    _, typed, _, line, inliner, *_ = call
    env = inliner.document.settings.env
    for fault in watched.refused:
        refuse(env, fault, *_source_and_line(env, inliner, line, str(typed)))
    return [], []


def _is_ours(kind: type) -> bool:
    return any(each.__module__.partition(".")[0] == "rapportage" for each in kind.__mro__)


def _place(directive: Directive) -> tuple[str | None, int | None]:
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return source, line


def _source_and_line(env: BuildEnvironment, inliner: Any, line: int, typed: str) -> tuple[str | None, int | None]:
    """Where a role stands that was *typed* so, in a paragraph that begins at a line; MyST tells that line only."""
    source, first = inliner.reporter.get_source_and_line(line)
    lines = str(env.current_document.get(TEXT) or "").split("\n") if source == str(env.doc2path(env.docname)) else ()
    typed = typed.partition("\n")[0]
    # As docutils writes it, and as MyST does.
    ways = (typed, re.sub(r"^:([^`]+):`", r"{\1}`", typed))
    for number in range(first or 1, len(lines) + 1):
        if any(way in lines[number - 1] for way in ways):
            return source, number
        if not lines[number - 1].strip():
            break
    return source, first
