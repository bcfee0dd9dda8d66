"""What the whole of an edition rests on: its parts, and what changes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from rapportage.plugins.workflow.records import Part
from rapportage.publication import surroundings
from rapportage.publication.tree import Tree, UnreadableError


def tree(folder: Path, files: dict[str, str], **settings: Any) -> Tree:
    for name, text in {"conf.py": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Tree(folder, folder / "docs", folder / "data", settings)


def test_a_step_can_name_every_part() -> None:
    assert [*get_args(Part)] == [*surroundings.PARTS, "workflow"]


@pytest.mark.parametrize(
    ("part", "setting", "value"),
    [
        ("look", "html_static_path", ["stijl"]),
        ("look", "html_extra_path", ["stijl/x"]),
        ("look", "html_logo", "stijl/x"),
        ("look", "html_favicon", "stijl/x"),
        ("look", "latex_logo", "stijl/x"),
        ("look", "latex_additional_files", ["stijl/x"]),
        ("templates", "templates_path", ["stijl"]),
        ("bibliography", "bibtex_bibfiles", ["stijl/x"]),
        ("translations", "locale_dirs", ["stijl"]),
    ],
)
def test_what_a_setting_names_is_found(tmp_path: Path, part: str, setting: str, value: Any) -> None:
    made = tree(tmp_path, {"stijl/x": "a"}, **{setting: value})
    assert {*surroundings.PARTS[part](made)} == {"stijl/x"}


def test_also_from_the_folder_of_the_pages(tmp_path: Path) -> None:
    made = tree(tmp_path, {"docs/locales/en/LC_MESSAGES/a.po": "a"})
    assert {*surroundings.translations(made)} == {"docs/locales/en/LC_MESSAGES/a.po"}


def test_what_stands_outside_cannot_be_covered(tmp_path: Path) -> None:
    (tmp_path / "elders").mkdir()
    (tmp_path / "project").mkdir()
    made = tree(tmp_path / "project", {}, html_static_path=["../elders"])
    with pytest.raises(UnreadableError, match=r"html_static_path names \.\./elders, which stands outside of this project"):
        surroundings.look(made)


def test_a_file_that_conf_py_reads_is_one_of_the_settings(tmp_path: Path) -> None:
    made = tree(tmp_path, {"conf.py": "x = open('begin.tex').read()", "begin.tex": "a", "ander.tex": "b"})
    assert {*surroundings.settings(made)} == {"conf.py", "begin.tex"}


def test_the_versions_are_those_of_the_lock(tmp_path: Path) -> None:
    lock = "# a\nSphinx==9.0.4 \\\n    --hash=sha256:00\nmyst-parser[linkify]==5.2.0 ; python_version > '3'\n"
    found = surroundings.packages(tree(tmp_path, {"requirements/report.txt": lock}))
    assert (found["sphinx"], found["myst-parser"]) == ("9.0.4", "5.2.0")
    other = tree(tmp_path, {"requirements/report.txt": lock.replace("00", "01")})
    assert surroundings.packages(other) != found


SAME = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n#: a.md:1\nmsgid "Een"\nmsgstr "One"\n'


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (SAME.replace("a.md:1", "b.md:7"), True),
        (SAME.replace("#: a.md:1", "# Een opmerking."), True),
        (SAME.replace("\n\n", "\n\n\n"), True),
        (SAME.replace('"Language', '"POT-Creation-Date: 2026-01-01 12:00+0100\\n"\n"Language'), True),
        (SAME.replace('"Language', '"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n"Language'), True),
        (SAME.replace("One", "Two"), False),
        (SAME.replace('msgid "Een"', '#, fuzzy\nmsgid "Een"'), False),
        (SAME.replace('msgid "Een"', '#~ msgid "Een"'), False),
        (SAME.replace('msgid "Een"', 'msgctxt "x"\nmsgid "Een"'), False),
        (SAME.replace('"One"', '""\n"POT-Creation-Date: One\\n"'), False),
        (SAME.replace("en\\n", "nl\\n"), False),
    ],
)
def test_a_catalogue_counts_by_what_it_says(tmp_path: Path, other: str, same: bool) -> None:
    assert other != SAME
    made = tree(tmp_path, {"a.po": SAME, "b.po": other})
    assert (surroundings.catalogue(made, "a.po") == surroundings.catalogue(made, "b.po")) == same
