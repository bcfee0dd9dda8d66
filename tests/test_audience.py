"""What is internal is no part of a public build, and never becomes a node there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reports import Report

from rapportage import audience
from rapportage.doubts import RefusedError
from rapportage.internal import declared, without_internal_parts

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
---
audience: internal
---

# Binnenskamers

Alleen voor wie eraan werkt.
"""
PAGE_NAME = "intern [1].md"
PART = """\

:::{internal}
Dit is vertrouwelijk: {amount}`voorschot`.

```{toctree}
intern [1]
```
:::
"""


def test_a_public_build_has_no_internal_page_and_no_internal_part(report: Report) -> None:
    report["intern [1].md"] = PAGE
    report.add("index.md", PART)
    build = report.build()
    assert "intern [1]" not in build.app.env.all_docs
    assert "vertrouwelijk" not in build.doctree("index").pformat()
    assert "vertrouwelijk" not in build.file("index.html")
    assert report.build().read == []


def test_an_internal_build_has_them(report: Report) -> None:
    report["intern [1].md"] = PAGE
    report.add("index.md", PART)
    build = report.build(folder="internal", rapportage_audience="internal")
    assert "Alleen voor wie eraan werkt." in build.page("intern [1]").get_text()
    assert "Dit is vertrouwelijk" in build.page("index").get_text()
    assert report.build(folder="internal", rapportage_audience="internal").read == []


def test_only_the_front_matter_makes_a_page_internal_and_elsewhere_it_is_told(report: Report) -> None:
    report["open.md"] = "---\norphan: true\n---\n# Open\n\naudience: internal\n"
    build = report.build(may_warn=True)
    told = "an audience is said at the top of a page only, between two lines with --- [rapportage.doubt]"
    assert f"open.md:6: WARNING: {told}" in build.warnings
    assert build.stopped
    report["open.md"] = "---\norphan: true\n---\n# Open\n\n`audience: internal`\n"
    assert "open" in report.build().app.env.all_docs


#: All that can be on an internal part; every word of it has this in it.
RICH = """
::::{note}
:::{internal}
## Zqxkop

(zqxlabel)=
Zin met een noot[^zqx] en {highlight}`zqxresultaat`.

[^zqx]: Zqxnoot.

```{highlight} zqxresultaat
:title: Zqxtitel
:area: mensen
:priority: pers

Zqxtekst.
```

![zqxbeeld](zqxbeeld.svg)
:::
::::
"""
BUILDERS = ["html", "singlehtml", "dirhtml", "latex", "gettext", "text", "pseudoxml"]


def leaks(folder: Path) -> list[str]:
    """The files below *folder* that have, or are called by, a word of an internal part."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in found if b"zqx" in path.read_bytes().lower() or "zqx" in path.name]


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_of_an_internal_part_is_left(report: Report, builder: str) -> None:
    report["zqxbeeld.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    report.add("los.md", RICH)
    assert leaks(report.build(builder).out.parent) == []
    if builder != "gettext":
        assert leaks(report.build(builder, folder="internal", rapportage_audience="internal").out)


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_of_an_internal_page_is_left_not_even_its_name(report: Report, builder: str) -> None:
    report["zqx/zqxpagina.md"] = PAGE.replace("Binnenskamers", "Zqxtitel")
    report.add("index.md", "\n:::{internal}\n```{toctree}\n:glob:\nzqx/*\n```\n:::\n")
    build = report.build(builder)
    assert leaks(build.out.parent) == []
    assert "zqx" not in build.status


def test_texts_for_translators_are_those_of_the_public_edition(report: Report) -> None:
    report["zqx.md"] = PAGE
    report.add("los.md", RICH)
    build = report.build("gettext", folder="gettext", rapportage_audience="internal")
    assert leaks(build.out.parent) == []


def test_an_included_file_has_no_internal_parts_either(report: Report) -> None:
    report["deel.inc"] = ":::{internal}\nzqx\n:::\n"
    report.add("los.md", "\n```{include} deel.inc\n```\n")
    assert leaks(report.build().out.parent) == []
    assert leaks(report.build(folder="internal", rapportage_audience="internal").out)


def test_an_internal_page_is_included_in_internal_parts_only(report: Report) -> None:
    report["zqx.md"] = PAGE
    report.add("los.md", "\n:::{internal}\n```{include} zqx.md\n```\n:::\n")
    report.build()
    report.add("los.md", "\n```{include} zqx.md\n```\n")
    build = report.build(may_warn=True)
    told = "los.md: WARNING: zqx.md is internal; include it in an internal part only [rapportage.doubt]"
    assert build.warnings == [told]
    assert build.stopped
    assert leaks(report.folder / "_build") == []


def test_a_page_that_is_no_markdown_cannot_be_internal_and_is_not_shown(report: Report) -> None:
    report["zqx.rst"] = ":orphan:\n:audience: internal\n\nZqx\n===\n"
    build = report.build(may_warn=True)
    told = "zqx.rst:2:1: WARNING: audience works in Markdown (MyST) only; write this page in that [rapportage.doubt]"
    assert build.warnings == [told]
    assert build.stopped
    assert leaks(build.out) == []


def test_an_internal_part_in_a_language_and_in_parallel(report: Report) -> None:
    report.add("los.md", "\n:::{internal}\nAlleen intern.\n:::\n")
    build = report.build(folder="internal", rapportage_audience="internal", language="en", jobs=2)
    assert "Alleen intern." in build.page("los").get_text()
    assert report.build(folder="internal", rapportage_audience="internal", language="en", jobs=2).read == []


def test_a_page_that_becomes_internal_is_taken_away(report: Report) -> None:
    report["zqx.md"] = "---\norphan: true\n---\n# Open\n"
    assert (report.build().out / "zqx.html").is_file()
    report["zqx.md"] = PAGE
    build = report.build()
    assert [name for name in leaks(build.out.parent) if "zqx" in name] == []
    assert "zqx" not in build.file("searchindex.js")


def test_a_public_build_does_not_go_where_an_internal_one_was(report: Report) -> None:
    report.build(rapportage_audience="internal")
    with pytest.raises(RefusedError, match="holds an internal build; take it away, or build the public edition in another"):
        report.build()


@pytest.mark.parametrize(
    "matter", ["audience: internal", "author: x\naudience: 'internal' # nog niet", "{audience: internal}"]
)
def test_a_page_that_is_internal(matter: str) -> None:
    assert declared(f"---\n{matter}\n---\n# x\n") == (True, ())


@pytest.mark.parametrize("page", ["---\naudience: public\n---\n", "---\nauthor: audience\n---\n", "# x\n", "", "---\n\n# x"])
def test_a_page_that_is_public(page: str) -> None:
    assert declared(page).internal is bool(declared(page).problems)


@pytest.mark.parametrize(
    ("matter", "place", "message"),
    [
        ("audience: intern", "2:11", 'unknown audience "intern"; did you mean "internal"?'),
        ("audience: [internal]", "2:11", 'unknown audience "…"; choose from public, internal'),
        ("title: x\naudience:", "3:10", 'unknown audience ""; choose from public, internal'),
        ("audiance: internal", "2:1", 'unknown key "audiance"; for whom a page is says "audience: internal"'),
        ("Audience: internal", "2:1", 'unknown key "Audience"; for whom a page is says "audience: internal"'),
        ("doelgroep: intern", "2:1", 'unknown key "doelgroep"; for whom a page is says "audience: internal"'),
        ("pagina:\n  audience: internal", "2:1", 'unknown key "pagina"; for whom a page is says "audience: internal"'),
        ("<<: {audience: internal}", "2:1", 'unknown key "<<"; for whom a page is says "audience: internal"'),
        ("audience: public\naudience: internal", "3:1", '"audience" stands here a second time; the first is on line 2'),
    ],
)
def test_what_is_wrong_with_what_a_page_says(matter: str, place: str, message: str) -> None:
    """Such a page is not shown to everyone."""
    said = declared(f"---\n{matter}\n---\n# x\n", "a.md")
    assert said.internal
    assert [(str(each.place), each.message) for each in said.problems] == [(f"a.md:{place}", message)]


def test_a_page_that_says_it_wrongly_stops_both_editions_until_it_is_mended(report: Report) -> None:
    report["zqx.md"] = PAGE.replace("internal", "intern")
    told = 'zqx.md:2:11: WARNING: unknown audience "intern"; did you mean "internal"? [rapportage.doubt]'
    for _ in range(2):
        build = report.build(may_warn=True)
        assert build.warnings == [told]
        assert build.stopped
        assert leaks(build.out) == []
    internal = report.build(folder="internal", rapportage_audience="internal", may_warn=True)
    assert internal.warnings == [told]
    assert internal.stopped
    report["zqx.md"] = PAGE.replace("internal", "public").replace("---\n\n", "orphan: true\n---\n\n")
    assert "zqx" in report.build().app.env.all_docs


def test_a_build_that_does_not_leave_internal_pages_out_does_not_read_them(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second lock: a builder, or a Sphinx, that does not ask which pages to leave out."""
    monkeypatch.setattr(audience, "leave_out", lambda app, patterns: None)
    report["zqx.md"] = PAGE
    build = report.build(may_warn=True)
    told = "this page is internal, and was about to be read for the public edition [rapportage.doubt]"
    assert build.warnings == [f"zqx.md:1: WARNING: {told}"]
    assert build.stopped
    assert not [
        path
        for path in (report.folder / "_build").rglob("*")
        if b"eraan werkt" in ((path.is_file() and path.read_bytes()) or b"")
    ]


def test_a_part_whose_name_is_almost_right_is_left_out_too(report: Report) -> None:
    report.add("los.md", "\n:::{interne}\nzqx\n:::\n")
    build = report.build(may_warn=True)
    assert any('unknown directive "interne"; did you mean "internal"?' in each for each in build.warnings)
    assert build.stopped
    assert leaks(build.out.parent) == []


def test_lines_stay_where_they_are() -> None:
    source = "a\n:::{internal}\nb\n\nc\n:::\nd\n```\n:::{internal}\nDe tekst.\n:::\n```\n"
    assert without_internal_parts(source) == source.replace("b\n\nc\n", "\n\n\n")


def test_a_part_whose_fence_is_too_short_is_told_and_left_out_as_a_whole(report: Report) -> None:
    report.add("los.md", "\n:::{internal}\n:::{note}\nzqx\n:::\nzqx\n:::\n")
    line = report["los.md"].splitlines().index(":::{internal}") + 1
    build = report.build(may_warn=True)
    told = f"a fence within another must be shorter: put :::: around what begins on line {line} [rapportage.doubt]"
    assert build.warnings[0] == f"los.md:{line + 1}: WARNING: {told}"
    assert build.stopped
    assert leaks(build.out.parent) == []


def test_an_empty_part_is_told(report: Report) -> None:
    report.add("los.md", "\n:::{internal}\n:::\n")
    build = report.build(folder="internal", rapportage_audience="internal", may_warn=True)
    told = "nothing stands in this internal part; what is internal stands between its two lines"
    assert any(told in each for each in build.warnings)
    assert build.stopped
