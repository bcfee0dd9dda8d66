"""``rapportage schema``: one file a kind, written when it differs, removed when its kind is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from datafolder import kinds

if TYPE_CHECKING:
    from conftest import Project


def test_it_writes_a_schema_for_every_kind(project: Project) -> None:
    result = project.run("schema")
    assert result.exit_code == 0
    written = sorted((project.folder / "data/schema").iterdir())
    assert {path.stem for path in written} == {kind.name for kind in kinds()}
    assert sorted(result.output.splitlines()) == [f"wrote data/schema/{path.name}" for path in written]
    assert all(json.loads(path.read_text("utf-8"))["title"] == path.stem for path in written)


def test_a_second_time_it_writes_nothing(project: Project) -> None:
    project.run("schema")
    path = project.folder / "data/schema/amount.json"
    before = path.stat().st_mtime_ns
    assert project.run("schema").output == ""
    assert path.stat().st_mtime_ns == before


def test_it_mends_what_was_edited_and_removes_what_has_no_kind(project: Project) -> None:
    project.run("schema")
    project.write("data/schema/amount.json", "{}")
    project.write("data/schema/oud.json", "{}")
    assert project.run("schema").output == "removed data/schema/oud.json\nwrote data/schema/amount.json\n"
    assert not (project.folder / "data/schema/oud.json").exists()


def test_schemas_are_no_data(project: Project) -> None:
    project.run("schema")
    project.write("data/schema/los.json", "wat dan ook: [\n")
    assert project.run("check").exit_code == 0
    project.write("data/schema/los.yaml", "- wat dan ook\n")
    assert (
        "data/schema/los.yaml:1:1: this file is not read; data/schema has generated schemas only"
        in project.run("check").output
    )
