"""The arrows point down: the records side knows no Sphinx, the core knows no plugin by name."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from datafolder import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "_ext" / "rapportage"
CORE = sorted(path for path in PACKAGE.rglob("*.py") if "plugins" not in path.relative_to(PACKAGE).parts)
#: From the lowest on; each may import only those before it.
RECORDS_SIDE = [
    "problems",
    "textfile",
    "yamlfile",
    "datafiles",
    "schema",
    "inline",
    "kinds",
    "bibliography",
    "store",
    "language/pofile",
    "language/markup",
    "language/translated",
    "language/catalogues",
    "catalog",
    "numbers",
    "jsonschema",
]


def imported(path: Path, *, for_types: bool = True) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found: set[str] = set()
    tree = ast.parse(path.read_text("utf-8"))
    skipped: set[ast.AST] = set()
    if not for_types:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                skipped.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = [*path.relative_to(PACKAGE.parent).with_suffix("").parts]
            module = ".".join([*(here[: -node.level] if node.level else []), *filter(None, [node.module])])
            found.update({module, *(f"{module}.{alias.name}" for alias in node.names)})
    return found


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_core_knows_no_plugin(path: Path) -> None:
    assert not [name for name in imported(path) if name.startswith("rapportage.plugins")]


def _module(name: str) -> str:
    return f"rapportage.{name.replace('/', '.')}"


def _is_in(imported: str, modules: set[str]) -> bool:
    """Whether it is one of these modules, or something in one."""
    return imported in modules or imported.rpartition(".")[0] in modules


@pytest.mark.parametrize("name", RECORDS_SIDE)
def test_the_records_side_imports_only_what_is_below_it(name: str) -> None:
    below = {_module(each) for each in [*RECORDS_SIDE[: RECORDS_SIDE.index(name)], name]}
    paths = [path for path in (PACKAGE / f"{name}.py", *PACKAGE.glob(f"{name}/*.py")) if path.is_file()]
    assert paths
    for path in paths:
        ours = {each for each in imported(path, for_types=False) if each.partition(".")[0] == "rapportage"}
        ours = {each for each in ours - {"rapportage", "rapportage.language"} if not each.startswith(f"{_module(name)}.")}
        assert [each for each in ours if not _is_in(each, below)] == []
        assert not [each for each in imported(path) if each.partition(".")[0] in {"sphinx", "docutils"}]


@pytest.mark.parametrize(
    "command", ["check", "checks", "schemas", "chooser", "gate", "project", "publish", "status", "__init__"]
)
def test_commands_import_no_sphinx(command: str) -> None:
    assert not [
        each for each in imported(PACKAGE / "cli" / f"{command}.py") if each.partition(".")[0] in {"sphinx", "docutils"}
    ]


PUBLICATION = sorted(f"publication/{path.stem}" for path in (PACKAGE / "publication").glob("*.py"))


@pytest.mark.parametrize("name", ["clock", "gate", "git", "outputs", "pagetext", "stamp", *PUBLICATION])
def test_what_checks_before_publication_need_imports_no_sphinx(name: str) -> None:
    imports = imported(PACKAGE / f"{name}.py", for_types=False)
    assert not [each for each in imports if each.partition(".")[0] in {"sphinx", "docutils"}]


@pytest.mark.parametrize("path", sorted((PACKAGE / "publication").glob("*.py")), ids=lambda path: path.name)
def test_publication_imports_no_sphinx_and_no_command(path: Path) -> None:
    imports = imported(path, for_types=False)
    assert not [each for each in imports if each.partition(".")[0] in {"sphinx", "docutils"}]
    assert not [each for each in imports if each.startswith("rapportage.cli")]


def test_the_records_side_works_without_sphinx() -> None:
    """In a process of its own, in which nothing else has imported it: all data are loaded and asked for."""
    code = f"""
import sys
{"; ".join(f"import {_module(name)}" for name in RECORDS_SIDE)}
from pathlib import Path
from rapportage.kinds import Kind
from rapportage.schema import Record, Text
from rapportage.store import Store
class Ding(Record, frozen=True, kw_only=True):
    name: Text
store = Store(Path("nergens"), [Kind("ding", "dingen", Ding)])
rapportage.inline.parse("*x* {{a}}`b`")
rapportage.numbers.number(rapportage.schema.Number(1), "nl")
rapportage.jsonschema.file_schema(store.kinds["ding"])
rapportage.catalog.template([], "x")
print([name for name in ("sphinx", "docutils", "jinja2", "myst_parser") if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "_ext")
    assert result.stdout == "[]\n"


def test_reading_records_is_quick_to_start() -> None:
    """What most records never need (a Markdown parser, gettext, CLDR) is not imported with the store."""
    rare = ("babel", "markdown_it", "pybtex")
    code = f"import sys, rapportage.store; print([name for name in {rare} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "_ext")
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_handbook_names_every_module(path: Path) -> None:
    name = path.relative_to(PACKAGE).parts[0]
    handbook = (ROOT / "docs" / "handleiding" / "ontwikkelaars.md").read_text("utf-8")
    assert name == "__init__.py" or f"`{name}`" in handbook or f"`{name}/`" in handbook
