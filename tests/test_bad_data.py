"""Mistakes that people make in the data, and what they are told: one case a file or folder in ``bad_data``.

A file begins with comments: where it stands in the data, and the problems in it (``line:column message``). It is laid over
the data in ``good_data``, in which nothing is wrong; behind the entries of a bibliography stand those of the good one.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from datafolder import GOOD, good_data, load, problems

from rapportage import yamlfile

BAD = Path(__file__).resolve().parent / "bad_data"
CASES = sorted(BAD.glob("*/*"))


def _files(case: Path) -> dict[str, tuple[bytes, list[str]]]:
    """The files of a case, by the name they have in the data: what stands in them, and what is wrong there."""
    found = {}
    for path in sorted(case.iterdir()) if case.is_dir() else [case]:
        content = path.read_bytes()
        head = content[: content.index(b"\n\n")].decode().removeprefix("\ufeff").splitlines()
        name, *told = (line.lstrip("#%").strip() for line in head)
        if path.suffix == ".bib":
            content += (GOOD / "references.bib").read_bytes()
        found[name] = content, [f"data/{name}:{problem.replace(' ', ': ', 1)}" for problem in told]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_mistake_is_told_once_where_it_stands(case: Path, tmp_path: Path) -> None:
    files = _files(case)
    data = good_data(tmp_path, {name: content for name, (content, _) in files.items()})
    assert problems(data) == [problem for name in sorted(files) for problem in files[name][1]]


def test_nothing_is_wrong_in_the_good_data(tmp_path: Path) -> None:
    assert problems(good_data(tmp_path)) == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


def test_mistakes_of_all_sorts_are_told_in_one_run(tmp_path: Path) -> None:
    """A file that is no YAML, an unknown key, an unknown id, a broken rule: the one does not hide the other."""
    files = _files(BAD / "files" / "all-at-once")
    told = load(good_data(tmp_path, {name: content for name, (content, _) in files.items()})).problems
    assert told == sorted(told)
    assert len({problem.place.file for problem in told}) == len(files) > 3


def test_a_file_may_not_be_larger_than_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "MAX_BYTES", 3 * 2**20)
    data = good_data(tmp_path, {"finance/series.yaml": b"x" * (3 * 2**20 + 1)})
    assert problems(data) == ["data/finance/series.yaml:1:1: the file is larger than 3 MB; split it into several files"]
    data.joinpath("finance/series.yaml").write_bytes(b"#" * 3 * 2**20)
    assert not any("larger" in problem for problem in problems(data))
