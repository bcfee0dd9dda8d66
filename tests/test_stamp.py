"""What an output says of the build that made it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from rapportage import git, stamp

if TYPE_CHECKING:
    from pathlib import Path

    from reports import Build, Report


def read(build: Build) -> stamp.Stamp:
    found = stamp.read(build.out / stamp.NAME)
    assert found is not None
    return found


def committed(report: Report) -> str:
    report[".gitignore"] = "/_build/\n*.mo\n"
    who = ["-c", "user.name=Redactie", "-c", "user.email=redactie@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "Eerste"]):
        subprocess.run(["git", *words], cwd=report.folder, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=report.folder, check=True, capture_output=True, text=True)
    return head.stdout.strip()


def test_it_says_what_was_built_of_which_commit(report: Report) -> None:
    commit = committed(report)
    found = read(report.build("latex", language="en"))
    assert (found.builder, found.language, found.audience) == ("latex", "en", "public")
    assert (found.commit, found.clean, found.fresh, found.warnings) == (commit, True, True, 0)


def test_it_says_what_stands_on_the_pages(report: Report) -> None:
    highlights = read(report.build()).things["highlight"]
    assert highlights["gesprek"].file == "geloof.md"
    assert highlights["gesprek"].line == 8
    assert highlights["gesprek"].has("example", "yes")
    assert highlights["gesprek"].has("priority", "geloof")
    assert not highlights["gesprek"].has("priority", "pers")
    assert highlights["redactie"].file == "pers.md"


def test_nothing_that_a_page_says_stands_in_it(report: Report) -> None:
    build = report.build()
    assert "Een gesprek" not in build.file(stamp.NAME)


def test_two_builds_of_one_source_leave_the_same(report: Report) -> None:
    committed(report)
    first = report.build().file(stamp.NAME)
    other = report.fresh_copy()
    shutil.copytree(report.folder / ".git", other.folder / ".git", dirs_exist_ok=True)
    assert other.build(jobs=2).file(stamp.NAME) == first


def test_what_is_in_no_commit_makes_it_unclean(report: Report) -> None:
    committed(report)
    report["nieuw.md"] = "---\norphan: true\n---\n# Nieuw\n"
    assert not read(report.build()).clean


LATE = """

def setup(app):
    app.connect("env-updated", lambda app, env: (app.confdir / "los.txt").write_text("x") and None)
"""


def test_what_changes_while_it_builds_makes_it_unclean(report: Report) -> None:
    commit = committed(report)
    report.edit("conf.py", 'project = "Proefrapport"', 'project = "Proefrapport"\ndef setup(app): pass')
    assert not read(report.build()).clean
    subprocess.run(["git", "checkout", "-q", "conf.py"], cwd=report.folder, check=True)
    report["conf.py"] += LATE
    subprocess.run(
        ["git", "-c", "user.name=R", "-c", "user.email=r@example.org", "commit", "-qam", "Tweede"],
        cwd=report.folder,
        check=True,
    )
    found = read(report.build())
    assert found.commit != commit
    assert not found.clean


def test_without_a_history_there_is_no_commit(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(report.build())
    assert (found.commit, found.clean) == ("", False)
    subprocess.run(["git", "init", "-q"], cwd=report.folder, check=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git.work(report.folder) == git.Work("", trouble="git is not on this machine")


def test_a_second_build_is_not_fresh(built: Report) -> None:
    assert not read(built.build()).fresh


def test_a_build_that_breaks_off_leaves_none(report: Report) -> None:
    build = report.build()
    assert (build.out / stamp.NAME).is_file()
    report["conf.py"] += "\n\ndef setup(app):\n    app.connect('env-updated', lambda app, env: 1 / 0)\n"
    with pytest.raises(Exception, match="zero"):
        report.build()
    assert not (build.out / stamp.NAME).exists()


def test_a_warning_counts_until_it_is_mended(report: Report) -> None:
    report.add("los.md", "\n{priority}`prs`\n")
    for _ in range(2):
        build = report.build(may_warn=True)
        assert read(build).warnings == len(build.warnings) == 1
    report.edit("los.md", "\n{priority}`prs`\n", "")
    assert read(report.build()).warnings == 0


def test_what_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert stamp.read(tmp_path / "geen.json") is None
    for text in ("", "{}", "[1]", "{"):
        (tmp_path / "een.json").write_text(text)
        assert stamp.read(tmp_path / "een.json") is None
