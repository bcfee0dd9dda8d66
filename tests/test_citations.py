"""Sources on the pages are made of what was read strictly, and nothing is built where something is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from reports import Report

from rapportage import bibliography
from rapportage.doubts import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

BIB = "data/references.bib"


@pytest.mark.parametrize("builder", ["html", "latex", "gettext"])
@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("@misc{een,\n  title = {Een,\n}\n", ":1:1: this entry is not closed; a brace or a comma is missing from line 2 on"),
        ("@raport{een, title = {Een}}\n", ':1:1: unknown type of entry "raport"'),
        ("@misc{een, title = {Offici\udcebel}}\n", ":1:27: the file is not UTF-8 from here on"),
        ("@misc{een, title = {Een}, author = {a, b, c, d, e}}\n", ':1:27: "a, b, c, d, e" is not a name'),
        ("@misc{een, title = {\\input{/etc/passwd}}}\n", ':1:12: "\\input {/etc/passwd}" is TeX'),
    ],
    ids=["brace", "type", "latin-1", "name", "tex"],
)
def test_nothing_is_built_where_the_bibliography_is_wrong(report: Report, builder: str, entry: str, told: str) -> None:
    path = report.folder / BIB
    path.write_bytes(entry.encode("utf-8", "surrogateescape") + b"\n" + path.read_bytes())
    with pytest.raises(RefusedError) as error:
        report.build(builder)
    assert f"\n{BIB}{told}" in str(error.value)
    Report.close()


def _cited(report: Report) -> list[str]:
    return [each.get_text(" ", strip=True) for each in report.build().page("bronnen").select(".citation, [role=list] > *")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_a_byte_order_mark_and_line_ends_lose_no_source(report: Report, end: bytes) -> None:
    before = _cited(report)
    path = report.folder / BIB
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", end))
    assert _cited(report) == before != []


def test_a_bibliography_that_changes_while_it_is_read_is_refused(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    read = bibliography.read

    def late(folder: Path, names: Any) -> bibliography.Bibliography:
        found = read(folder, names)
        (report.folder / BIB).write_text("@misc{anders, title = {Anders}}\n", "utf-8")
        return found

    monkeypatch.setattr(bibliography, "read", late)
    with pytest.raises(RefusedError, match="changed while it was read"):
        report.build()


def test_a_bibliography_that_is_missing_is_told(report: Report) -> None:
    (report.folder / BIB).unlink()
    with pytest.raises(RefusedError, match=f"{BIB}:1:1: this file cannot be read"):
        report.build()
