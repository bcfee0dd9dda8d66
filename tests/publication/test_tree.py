"""The files of a project: which are pages, which fit a pattern, which a text mentions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx.project import Project
from sphinx.util.matching import Matcher

from rapportage.publication.tree import Tree, UnreadableError, _regex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def tree(folder: Path, files: Iterable[str] = (), **settings: Any) -> Tree:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    return Tree(folder, folder / "docs", folder / "data", {"rapportage_languages": {"nl": "", "en": ""}, **settings})


FILES = ["docs/a.md", "docs/b.rst", "docs/x.txt", "docs/_delen/c.md", "docs/.weg/d.md", "docs/deep/er/e.md", "README.md"]


@pytest.mark.parametrize("excluded", [[], ["_delen"], ["**/e.md"], ["deep/**"], ["[ab].*"], ["*.md"], ["_*", ".weg"]])
def test_the_pages_are_those_that_sphinx_finds(tmp_path: Path, excluded: list[str]) -> None:
    made = tree(tmp_path, FILES, exclude_patterns=excluded)
    project = Project(tmp_path / "docs", {".md": "markdown", ".rst": "restructuredtext"})
    project.discover(excluded)
    found = {re.sub(r"^docs/|\.(md|rst)$", "", name) for name in made.pages}
    assert found == project.docnames


_patterns = st.text("ab/*?[].", min_size=1, max_size=8)


@given(_patterns, st.lists(st.text("ab.", min_size=1, max_size=3), min_size=1, max_size=3).map("/".join))
def test_no_more_is_left_out_than_by_sphinx(pattern: str, name: str) -> None:
    """A page that is left out here and not there would be published, and be covered by nobody."""
    ways = ["/".join(name.split("/")[: at + 1]) for at in range(name.count("/") + 1)]
    try:
        theirs = any(Matcher([pattern])(each) for each in ways)
    except re.error:
        return
    if _regex(pattern, prefix=True).match(name):
        assert theirs


def test_patterns_fit_as_in_a_shell(tmp_path: Path) -> None:
    made = tree(tmp_path, FILES)
    for pattern in (
        "docs/*.md",
        "docs/**/*.md",
        "**/*.md",
        "docs/[ab].*",
        "docs/?.md",
        "docs/deep/*/e.md",
        "README.md",
        "geen/*",
    ):
        wanted = {path.relative_to(tmp_path).as_posix() for path in tmp_path.glob(pattern) if path.is_file()}
        assert made.fitting(pattern) == wanted, pattern


def test_what_tools_make_is_not_there(tmp_path: Path) -> None:
    made = tree(tmp_path, [".git/x.md", "_build/x.md", ".venv/x.md", "docs/__pycache__/x.pyc", "docs/_build/x.md"])
    assert made.files == ("docs/_build/x.md",)


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    made = tree(tmp_path, ["docs/a.md"])
    (tmp_path / "docs/rond").symlink_to(tmp_path / "docs")
    assert made.files == ("docs/a.md",)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    import os

    made = tree(tmp_path, ["docs/a.md"])
    os.mkfifo(tmp_path / "docs/b.md")
    assert made.files == ("docs/a.md",)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    made = tree(tmp_path, ["docs/a.md"])
    assert made.pages == {"docs/a.md"}
    (tmp_path / "docs/a.md").unlink()
    with pytest.raises(UnreadableError, match=r"^docs/a\.md: this file cannot be read: No such file"):
        made.content("docs/a.md")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("een zin", []),
        ("![](../plaatjes/foto.png)", ["foto.png"]),
        ("foto.en.png", ["foto.en.png"]),
        ("foto%2Epng", ["foto.png"]),
        ("foto&period;png", ["foto.png"]),
        ("f\\oto.png", ["foto.png"]),
        ("fo\n to.png", ["foto.png"]),
        ("foto.*", ["foto.png", "foto.svg"]),
        ("FOTO.PNG", ["foto.png"]),
        ("cafe\u0301.png", ["caf\u00e9.png"]),
    ],
)
def test_a_mention_in_any_notation_counts(tmp_path: Path, text: str, found: list[str]) -> None:
    names = ["foto.png", "foto.svg", "foto.en.png", "caf\u00e9.png"]
    told = [*tree(tmp_path).taken_in(text, names)]
    assert {*found} <= {*told}
    assert len(told) <= len(found) + 1  # foto.png and that of one language belong together


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Zie [dit](b.md) en `docs/b.md`.", False),
        (":::{include} docs/b.md", True),
        (":file: ../docs/b.md", True),
        (":::{include} docs/./b.md", True),
        (":::{include} docs/weg/../b.md", True),
        (":::{include} docs//b.md", True),
        (":::{include} elders/b.md", False),
    ],
)
def test_a_careful_mention_is_no_mere_link(tmp_path: Path, text: str, counts: bool) -> None:
    assert [*tree(tmp_path).taken_in(text, ["docs/b.md"], careful=True)] == (["docs/b.md"] if counts else [])


@given(st.binary(max_size=40), st.sampled_from([b"\r\n", b"\r"]))
def test_a_text_has_one_digest_whatever_its_line_ends(content: bytes, end: bytes) -> None:
    from pathlib import Path

    made = Tree(Path(), Path("docs"), Path("data"), {})
    plain = bytes(each for each in content if 32 <= each < 127 or each == 10)
    made._bytes = {"a": plain, "b": b"\xef\xbb\xbf" + plain.replace(b"\n", end)}
    assert made.digest("a") == made.digest("b")
    made._bytes = {"a": plain + b"\0", "b": plain.replace(b"\n", end) + b"\0"}
    assert (made.digest("a") == made.digest("b")) == (b"\n" not in plain)
