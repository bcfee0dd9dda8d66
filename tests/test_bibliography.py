"""The bibliography is read as strictly as the data: each fault is told where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from datafolder import ROOT
from pybtex.database import parse_file
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import FieldIsMissing

from rapportage import bibliography
from rapportage.bibliography import rules
from rapportage.citations import as_pybtex

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, **files: str | bytes) -> bibliography.Bibliography:
    for name, content in files.items():
        (folder / f"{name}.bib").write_bytes(content if isinstance(content, bytes) else content.encode())
    return bibliography.read(folder, [f"{name}.bib" for name in files])


def told(folder: Path, **files: str | bytes) -> list[str]:
    return [str(problem) for problem in read(folder, **files).problems]


def test_keys_of_entries_only(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        a="@misc{een,\n  title = {Zie @misc{twee, } },\n}\n"
        "  @Online { drie-3:a/b ,title={x}}\n@STRING{vier = {x}}\n@comment{vijf, {x}}\n% @misc{zes,\n",
    )
    assert found.problems == ()
    assert found.keys == {"een", "drie-3:a/b"}


def test_all_files_count(tmp_path: Path) -> None:
    found = read(tmp_path, a="@misc{een, title={x}}", b="@misc{twee, title={x}}")
    assert found.keys == {"een", "twee"}
    assert found.whole


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    found = bibliography.read(tmp_path, ["data/c.bib"])
    assert [str(each) for each in found.problems] == ["data/c.bib:1:1: this file cannot be read: No such file or directory"]
    assert not found.whole


def test_what_is_read_is_what_pybtex_reads() -> None:
    found = bibliography.read(ROOT, ["data/references.bib"])
    assert found.problems == ()
    made = as_pybtex(found.entries)
    assert made.entries == parse_file(str(ROOT / "data" / "references.bib")).entries
    assert len(made.entries) > 30


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
def test_line_ends_and_the_mark_make_no_difference(tmp_path: Path, mark: str, end: str) -> None:
    text = mark + "@misc{een, title={x}}\n\n@misc{twee,\n  titel = {x}}\n".replace("\n", end)
    found = read(tmp_path, a=text.encode())
    assert found.keys == {"een", "twee"}
    assert [str(each.place) for each in found.problems] == ["a.bib:3:1", "a.bib:4:3"]


def test_a_key_in_two_files_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, a="@misc{een, title={x}}", b="\n@misc{Een, title={x}}") == [
        'b.bib:2:1: the key "Een" stands here a second time; the first is on line 1 of a.bib (capitals make no other key)'
    ]


def test_fields_are_taken_over_from_another_entry(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        a="@proceedings{alle, title={Alle}, booktitle={Alle}, year=2024}\n"
        "@inproceedings{een, crossref={Alle}, author={A. Vries}, title={Een}}\n",
    )
    assert found.problems == ()
    entry = as_pybtex(found.entries).entries["een"]
    assert dict(entry.fields) == {"title": "Een", "booktitle": "Alle", "year": "2024"}


@pytest.mark.parametrize("kind", rules.REQUIRED)
def test_the_fields_that_must_be_there_are_those_that_the_style_wants(tmp_path: Path, kind: str) -> None:
    fields = {"year": "2024", **dict.fromkeys(("author", "title", "publisher", "note"), "Abc")}
    fields |= {name.partition("|")[0]: fields.get(name.partition("|")[0], "Abc") for name in rules.REQUIRED[kind]}
    wanted = {name.partition("|")[0] for name in rules.REQUIRED[kind]}
    for left_out in fields:
        given = {name: value for name, value in fields.items() if name != left_out}
        text = f"@{kind}{{een, {', '.join(f'{name} = {{{value}}}' for name, value in given.items())}}}"
        found = read(tmp_path, a=text)
        assert bool(found.problems) == (left_out in wanted)
        if not found.problems:
            Style().format_entry("1", as_pybtex(found.entries).entries["een"])


def test_the_style_knows_each_type() -> None:
    assert set(rules.REQUIRED) == {
        name.removeprefix("get_").removesuffix("_template") for name in dir(Style) if name.startswith("get_")
    }


def test_a_type_without_a_field_that_the_style_wants_would_fail(tmp_path: Path) -> None:
    """The test above can fail: pybtex raises where a field is missing."""
    (entry,) = read(tmp_path, a="@book{een, author={A}, title={x}, publisher={x}, year=2024}").entries
    del entry.fields["year"]
    with pytest.raises(FieldIsMissing):
        Style().format_entry("1", as_pybtex((entry,)).entries["een"])
