"""Which files belong to an edition."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.source.folder import Folder, wrong_links


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("top")
    for name in (
        "edition/docs/a.txt",
        "edition/.git/config",
        "edition/_build/x.txt",
        "edition/docs/.hidden/b.txt",
        "secret",
    ):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    links = {"out": "../../secret", "in": "a.txt", "to-hidden": "../.git/config", "to-build": "../_build", "up": ".."}
    for name, target in links.items():
        (top / "edition/docs" / name).symlink_to(target)
    (top / "edition/docs/nowhere").symlink_to("zqx")
    (top / "edition/docs/circle").symlink_to("circle")
    (top / "edition/docs/zero").symlink_to("/dev/zero")
    os.mkfifo(top / "edition/docs/pipe")
    return top


@pytest.fixture(scope="module")
def folder(top: Path) -> Folder:
    return Folder.of([top / "edition"], [top / "edition/docs/made"])


@pytest.mark.parametrize("name", ["docs/a.txt", "docs/../docs/a.txt", "docs/in", "docs", "docs/new.txt", "conf.py"])
def test_a_file_of_the_edition_may_be_used(top: Path, folder: Folder, name: str) -> None:
    assert folder.fault(top / "edition" / name) == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../secret", "lies outside"),
        ("docs/out", "lies outside"),
        ("docs/up/../../secret", "lies outside"),
        ("/etc/passwd", "lies outside"),
        (".git/config", "hidden"),
        ("docs/to-hidden", "hidden"),
        ("docs/.hidden/b.txt", "hidden"),
        ("_build/x.txt", "made by a build"),
        ("docs/to-build/x.txt", "made by a build"),
        ("docs/made/x.txt", "made by a build"),
        ("docs/pipe", "no ordinary file"),
        ("docs/zero", "lies outside"),
        ("docs/a\0b", "no name"),
        ("a" * 5000, "no name"),
    ],
)
def test_any_other_file_may_not(top: Path, folder: Folder, name: str, told: str) -> None:
    assert told in folder.fault(top / "edition" / name)


def test_links_that_may_not_be_followed_are_found_without_following_them(top: Path, folder: Folder) -> None:
    found = {path.name: told for path, told in wrong_links(top / "edition", folder)}
    assert {*found} == {"out", "to-hidden", "to-build", "up", "nowhere", "circle", "zero", "pipe"}


parts = st.sampled_from(["..", ".", "docs", "edition", "secret", "a.txt", "out", "in", "up", ".git", "", "etc", "passwd"])


@given(st.lists(parts, max_size=8), st.booleans())
def test_no_way_leads_out_of_the_edition(top: Path, folder: Folder, ways: list[str], absolute: bool) -> None:
    path = Path("/" if absolute else top / "edition/docs", *(way for way in ways if way))
    if not folder.fault(path):
        assert os.path.realpath(path).startswith(f"{top}/edition")
        assert ".git" not in os.path.realpath(path)
