"""A page shows its text and what belongs to the edition; it reads no other file and runs nothing, in any output."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from hostile import CASES, expected, leaks, typed

if TYPE_CHECKING:
    from pathlib import Path

    from reports import Build

BUILDERS = ("html", "singlehtml", "latex", "gettext", "text", "epub")


@pytest.fixture(scope="module")
def built(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Build, dict[str, list[str]]]]:
    """One build of all cases for each builder, and what it says of each page."""
    from reports import Report

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.txt").write_text("SECRET, outside\n", "utf-8")
    (folder / "secret.csv").write_text("SECRET,outside\n", "utf-8")
    (folder / "secret.png").write_bytes(b"\x89PNG SECRET")
    report = Report.copied(rootdir / "test-contained", folder / "report")
    report[".env"] = "SECRET, hidden\n"
    report["_build/old.txt"] = "SECRET, made\n"
    for case in CASES:
        report[case.name] = typed(case.read_text("utf-8"))
    names = "\n".join(case.stem for case in CASES)
    report.add("index.md", f"\n:::{{toctree}}\n{names}\n:::\n")
    found = {}
    for builder in BUILDERS:
        build = report.build(builder, may_warn=True, folder=builder)
        found[builder] = build, _told(build)
    Report.close()
    return found


def _told(build: Build) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for warning in build.warnings:
        if found := re.fullmatch(r"(\S+?):(\d+): (?:WARNING|ERROR): (.*?)(?: \[[\w.]+\])?", warning):
            told.setdefault(found[1], []).append(f"{found[2]}: {found[3]}")
    return {name: sorted(messages) for name, messages in told.items()}


@pytest.mark.parametrize("builder", BUILDERS)
def test_each_attempt_is_told_where_it_stands(built: dict[str, tuple[Build, dict[str, list[str]]]], builder: str) -> None:
    build, told = built[builder]
    assert build.failed
    cases = {case.name: expected(case.read_text("utf-8")) for case in CASES}
    assert {name: messages for name, messages in told.items() if name in cases} == cases
    assert all(cases.values())


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_of_it_stands_in_an_output(built: dict[str, tuple[Build, dict[str, list[str]]]], builder: str) -> None:
    build, _ = built[builder]
    for archive in build.out.glob("*.epub"):
        with zipfile.ZipFile(archive) as file:
            file.extractall(build.out / "unpacked")
    assert [*leaks(build.out)] == []
