"""The benchmark compares what can be compared: both projects show the same, and one edit reads one page."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.mark.slow
def test_both_projects_show_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    build, corpus = import_module("build"), import_module("corpus")
    options = Namespace(theme="basic", set=[])
    drawn = corpus.draw(records=200, pages=4)
    ours = build.make(tmp_path / "ours", corpus.ours(drawn), build.EXTENSIONS, options)
    plain = build.make(tmp_path / "plain", corpus.by_hand(drawn), [], options)
    for case, read in (("full", 5), ("nothing", 0), ("edited", 1), ("nothing", 0), ("edited", 1)):
        for project in (ours, plain):
            project.build(case)
            assert project.costs[case][-1].read == read
        pages = ours.shown()
        assert list(build.differences(pages, plain.shown())) == []
    assert sum(len(table.rows) for page in pages.values() for table in page.tables) > 200
    assert "777.003" in str(pages)
