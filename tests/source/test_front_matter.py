"""Front matter: what it is, where its values stand, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.source import frontmatter


@pytest.mark.parametrize(
    "page",
    [
        "",
        "# Titel\\n",
        "Tekst\\n---\\nTekst",
        "- een\\n- twee",
        "***\\n\\nTekst",
        "– Zo begint het.",
        "...en zo.",
        "**Let op**: nee\\nBron: CBS",
        "...\\nBron: x",
    ],
)
def test_a_page_without(page: str) -> None:
    assert frontmatter.read(page, "a.md") == frontmatter.NONE
    assert frontmatter.without(page) == page


def test_its_values_have_the_lines_of_the_page() -> None:
    found = frontmatter.read("--- \nauthor: x\n\norphan: true\n---\n# Titel\n", "a.md")
    assert (found.lines, found.data, found.problems) == (5, {"author": "x", "orphan": True}, ())
    assert str(found.place(("orphan",))) == "a.md:4:9"
    assert str(found.place(("orphan",), of_key=True)) == "a.md:4:1"
    assert frontmatter.without("---\na: 1\n---\n# Titel\n") == "\n\n\n# Titel\n"


@pytest.mark.parametrize(
    ("matter", "place", "message"),
    [
        ("author: no", "2:9", '"no" can be read in two ways; put it between quotes'),
        ("author: 010", "2:9", '"010" can be read in two ways; put it between quotes'),
        ("date: 2026-01-01", "2:7", '"2026-01-01" can be read in two ways; put it between quotes'),
        (
            "author: 'no'\n#audience: internal",
            "3:1",
            "audience is a remark here, and nobody reads it; take away the # or the line",
        ),
        ("a: 1\na: 2", "3:1", '"a" stands here a second time; the first is on line 2'),
    ],
)
def test_what_is_read_strictly(matter: str, place: str, message: str) -> None:
    found = frontmatter.read(f"---\n{matter}\n---\n", "a.md")
    assert [(str(each.place), each.message) for each in found.problems] == [(f"a.md:{place}", message)]


@given(st.text("-–—=+_ .\n:ab#%&*!|>'\"{}[]"), st.text("ab: \n-"))
def test_nothing_raises_and_lines_are_kept(head: str, tail: str) -> None:
    page = f"{head}audience: internal\n{tail}"
    found = frontmatter.read(page, "a.md")
    assert found.lines <= page.count("\n") + 1
    assert frontmatter.without(page).count("\n") == page.count("\n")
    assert all(1 <= each.place.line <= page.count("\n") + 2 for each in found.problems)
