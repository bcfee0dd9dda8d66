"""What is fuzzed: each target makes an input, and reads one and says what is wrong with how it was read."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rapportage.problems import Problem

from . import data, pages, slips, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from rapportage.kinds import Kind

ROOT = Path(__file__).resolve().parent.parent.parent


class Target(Protocol):
    def make(self, random: Random) -> bytes:
        """An input."""

    def read(self, content: bytes) -> Iterator[str]:
        """Read an input; gives what is wrong with the messages about it. Raises what the readers raise."""


def faults_of(problem: Problem, content: bytes, name: str) -> Iterator[str]:
    """What is wrong with a message: it leads nowhere, or nobody can read it."""
    place, message = problem
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    if not place.file or place.line < 1 or place.column < 1 or (place.file == name and place.line > lines):
        yield f"a message without a place: {problem}"
    if not message.strip() or len(message) > 1100 or not str(problem).isprintable():
        yield f"a message that cannot be read: {str(problem)[:200]!r}"


class Data:
    """Records: one file of a data folder that is right otherwise."""

    def __init__(self) -> None:
        from datafolder import good_data, kinds, load

        self._folder = tempfile.TemporaryDirectory()
        self._data = good_data(Path(self._folder.name))
        self._load = load
        store = load(self._data)
        self._kinds: list[Kind] = list(kinds())
        self._ids = {kind.name: list(store.ids(kind.name)) for kind in self._kinds}
        self._ids["citation"] = ["begroting-2025"]
        self._path = self._data / "x.yaml"

    def make(self, random: Random) -> bytes:
        kind = random.choice(self._kinds)
        text = slips.slip(random, data.file_of(random, kind, self._ids))
        return f"# {kind.path}\n".encode() + slips.saved(random, text)

    def read(self, content: bytes) -> Iterator[str]:
        first = content.partition(b"\n")[0].decode("utf-8", "replace")
        path = next((kind.path for kind in self._kinds if first == f"# {kind.path}"), "finance/series")
        file = self._data / f"{path}.yaml"
        before = file.read_bytes() if file.exists() else None
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(content)
        try:
            for problem in self._load(self._data).problems:
                yield from faults_of(problem, content, f"data/{path}.yaml")
        finally:
            if before is None:
                file.unlink()
            else:
                file.write_bytes(before)


class Sources:
    """A bibliography: what is not refused is shown."""

    def __init__(self) -> None:
        from pybtex.style.formatting.unsrt import Style
        from pybtex_docutils import Backend

        self._style, self._backend = Style(), Backend()
        self._folder = tempfile.TemporaryDirectory()

    def make(self, random: Random) -> bytes:
        return slips.saved(random, slips.slip(random, sources.bibliography(random), [*slips.SIGNS, *sources.SIGNS * 3]))

    def read(self, content: bytes) -> Iterator[str]:
        from rapportage import bibliography
        from rapportage.citations import as_pybtex

        Path(self._folder.name, "x.bib").write_bytes(content)
        found = bibliography.read(Path(self._folder.name), ["x.bib"])
        for problem in found.problems:
            yield from faults_of(problem, content, "x.bib")
        # Where anything is wrong, nothing of it is shown: the build stops.
        for entry in as_pybtex(found.entries).entries.values() if not found.problems else ():
            shown = self._style.format_entry("1", entry).text.render(self._backend)
            words = "".join(node.astext() for node in shown)
            if "\\" in words:
                yield f"TeX stands on the page: {words!r}"
            for node in shown:
                for link in node.findall(lambda each: "refuri" in getattr(each, "attributes", {})):
                    if not str(link["refuri"]).startswith(("https://", "http://")):
                        yield f"a link of another kind: {link['refuri']!r}"


class Pages:
    """Pages, as they are read before they are parsed: by functions that know no Sphinx."""

    def __init__(self) -> None:
        self.readers = readers()

    def make(self, random: Random) -> bytes:
        return made_page(random)

    def read(self, content: bytes) -> Iterator[str]:
        from rapportage import textfile

        file = textfile.decode(content, "x.md")
        for problem in file.problems:
            yield from faults_of(problem, content, "x.md")
        for reader in self.readers:
            found = reader(file.text)
            for problem in getattr(found, "problems", found if isinstance(found, list) else ()):
                if isinstance(problem, Problem):
                    yield from faults_of(problem, file.text.encode(), "x.md")


class _Known:
    """What there is, as far as the syntax asks: all that does not begin with an x."""

    def directive(self, name: str) -> str:
        return "; there is no such directive" if name.startswith("x") else ""

    def role(self, name: str) -> str:
        return "; there is no such role" if name.startswith("x") else ""

    def language(self, name: str) -> bool:
        return not name.startswith("x")


def readers() -> list[Callable[[str], object]]:
    """The functions that read the source of a page; add yours here."""
    from myst_parser.config.main import MdParserConfig

    from rapportage import internal, pagetext
    from rapportage.plugins.redaction import source
    from rapportage.source import frontmatter, grammar, syntax

    grounds = ["5-1-2-e", "5-1-1-c"]
    markdown = syntax.parser(MdParserConfig(enable_extensions={"attrs_inline", "colon_fence", "deflist"}))
    return [
        lambda text: frontmatter.read(text, "x.md"),
        frontmatter.without,
        lambda text: grammar.problems(text, "x.md", markdown, _Known()),
        lambda text: grammar.problems_elsewhere(text, "x.md"),
        lambda text: internal.declared(text, "x.md"),
        lambda text: list(internal.faults(text)),
        internal.without_internal_parts,
        internal.has_internal_parts,
        pagetext.without_code,
        lambda text: list(pagetext.parts(text)),
        lambda text: source.take_out(text, grounds),
        lambda text: source.take_out(text, grounds, markdown=False),
        lambda text: source.holds_redactions(text, grounds),
    ]


class Parsed:
    """Pages, read and resolved by Sphinx as the edition does it: one application for all of them."""

    def __init__(self) -> None:
        os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
        from sphinx.application import Sphinx

        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        for name in ("data", "locale", "_static", "_templates"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "conf.py", folder)
        (folder / "_ext").symlink_to(ROOT / "_ext")
        (folder / "docs").mkdir()
        (folder / "docs" / "index.md").write_text("# Begin\n\n:::{toctree}\nx\n:::\n", "utf-8")
        self._page = folder / "docs" / "x.md"
        self._page.write_text("# X\n", "utf-8")
        self._told = StringIO()
        out = folder / "_build"
        # The internal edition shows all that a page says.
        config = {"rapportage_audience": "internal"}
        self._app = Sphinx(
            folder / "docs", folder, out, out / "doctrees", "html", config, status=None, warning=self._told, freshenv=True
        )
        self._app.build()

    def make(self, random: Random) -> bytes:
        return made_page(random)

    def read(self, content: bytes) -> Iterator[str]:
        from sphinx.errors import SphinxError

        app, env = self._app, self._app.env
        self._page.write_bytes(content)
        self._told.seek(0)
        self._told.truncate()
        app.events.emit("env-purge-doc", env, "x")
        env.clear_doc("x")
        try:
            app.builder.read_doc("x", _cache=False)
            env.get_and_resolve_doctree("x", app.builder, tags=app.tags)
        except (SphinxError, SystemExit) as error:  # a build that ends with a message
            self._told.write(f"{self._page}:1: {error}\n" if str(self._page) not in str(error) else f"{error}\n")
        except UnicodeDecodeError:
            pass  # Sphinx says so of a whole page
        from sphinx.util.console import strip_escape_sequences

        for line in strip_escape_sequences(self._told.getvalue()).splitlines():
            if (
                any(mark in line for mark in ("WARNING:", "ERROR:", "SEVERE:", "CRITICAL:"))
                and f"{self._page.name}:" not in line
            ):
                yield f"a message without a place: {line}"


def made_page(random: Random) -> bytes:
    """A page with our roles and directives."""
    signs = [*slips.SIGNS, *pages.SIGNS * 2]
    return slips.saved(random, slips.slip(random, pages.page(random, *_names_of_the_edition()), signs))


@cache
def _names_of_the_edition() -> tuple[list[str], dict[str, list[str]], list[str]]:
    """The roles, the directives with their options, and some ids of records."""
    from docutils.parsers.rst import Directive

    from rapportage.cli import project

    found = project.load(ROOT)  # imports all plugins
    store = found.store()
    ids = [record_id for kind in store.kinds for record_id in store.ids(kind)[:3]]
    roles = {*store.kinds, *(role for kind in store.kinds.values() for role in kind.roles), *found.roles}
    directives = {
        _hyphened(cls.__name__): list(cls.option_spec or ())
        for cls in _subclasses(Directive)
        if cls.__module__.startswith("rapportage")
    }
    return sorted(roles), directives, ids


def _subclasses(cls: type) -> Iterator[Any]:
    for each in cls.__subclasses__():
        yield each
        yield from _subclasses(each)


def _hyphened(name: str) -> str:
    return "".join(f"-{each.lower()}" if each.isupper() else each for each in name).strip("-").removesuffix("-directive")


TARGETS: dict[str, Callable[[], Target]] = {"data": Data, "sources": Sources, "pages": Pages, "parsed": Parsed}
