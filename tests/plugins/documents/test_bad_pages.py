"""Mistakes that writers of memos and letters make, and what they are told: one case a page in ``bad_pages``.

A page ends with comments: the problems in it (``line:column message``, or ``line: message``).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rapportage.plugins.documents.sections import faults

if TYPE_CHECKING:
    pass

CASES = sorted((Path(__file__).resolve().parents[2] / "bad_pages").glob("*.md"))


@pytest.fixture(scope="module")
def told(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a build says of each page: one build has them all."""
    from reports import Report

    report = Report.copied(rootdir / "test-report", tmp_path_factory.mktemp("bad") / "report")
    report.edit(
        "conf.py", '"rapportage.plugins.edition",\n', '"rapportage.plugins.edition",\n    "rapportage.plugins.documents",\n'
    )
    for case in CASES:
        report[f"{case.stem}.md"] = case.read_text("utf-8")
    names = "\n".join(case.stem for case in CASES)
    report.add("index.md", f"\n:::{{toctree}}\n{names}\n:::\n")
    build = report.build("dummy", may_warn=True)
    Report.close()
    found: dict[str, list[str]] = {case.stem: [] for case in CASES}
    for warning in build.warnings:
        page, place, message = re.fullmatch(r"(\S+)\.md:(\d+:(?:\d+:?)?) WARNING: (.*) \[\S+\]", warning).groups()  # type: ignore[union-attr]
        found[page].append(f"{place.removesuffix(':') if place.count(':') > 1 else place} {message}")
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_mistake_is_told_once_where_it_stands(told: dict[str, list[str]], case: Path) -> None:
    expected = re.findall(r"^% (.*)$", case.read_text("utf-8"), re.MULTILINE)
    assert expected
    assert sorted(told[case.stem]) == sorted(expected)


@pytest.mark.parametrize(
    ("found", "moved"),
    [("abcd", ""), ("bacd", "b"), ("bcda", "a"), ("dabc", "d"), ("dcba", "dcb"), ("axbycd", ""), ("", "")],
)
def test_the_fewest_sections_are_in_the_wrong_place(found: str, moved: str) -> None:
    told = [message for message, _ in faults("abcd", found) if "wrong place" in message]
    assert len(told) == len(moved)
