"""A page that is more than a person writes is told of, whatever its markup means, and nothing that people write is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.source import bounds

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/roots/**/*.md"), ROOT / "README.md"])

TOO_MUCH = {
    "a page": ("tekst\n" * 100_000, "kB"),
    "lines": ("a\n" * 11_000, "lines"),
    "a line": ("a b " * 10_000, "this line has"),
    "a word": ("a" * 3000, "this word has"),
    "an address": ("https://example.org/" + "a" * 3000, "this address has"),
    "a label": ("(" + "a b " * 100 + ")=", "this label has"),
    "quotes": (">" * 500, "quotes stand"),
    "quotes with spaces": ("> " * 500 + "a", "quotes stand"),
    "lists on a line": ("- " * 500 + "a", "lists stand"),
    "lists below each other": ("\n".join("  " * depth + "- a" for depth in range(15)), "lists stand"),
    "indents": ("\n".join(" " * depth + "a" for depth in range(40)), "indented"),
    "directives": ("\n".join(":" * length + "{note}" for length in range(40, 3, -1)), "directives stand"),
    "directives that do not end": (":::{note}\n" * 100, "directives stand"),
    "brackets": ("[" * 5000, "brackets or marks are open"),
    "brackets on many lines": ("[[[\n" * 100, "brackets or marks are open"),
    "emphasis": ("*a **b " * 500, "brackets or marks are open"),
    "ticks": ("`" * 5000, "brackets and marks"),
    "marks everywhere": ("[a] [b] [c] [d] [e]\n\n" * 4500, "brackets and marks"),
    "columns": ("|" + "a|" * 100, "cells"),
    "rows": ("|a|\n" * 3000, "rows"),
    "cells that are filled up": ("|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n" + "|\n" * 1000, "cells"),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_too_much_is_told(case: str) -> None:
    text, told = TOO_MUCH[case]
    found = [*bounds.problems(text, "a.md")]
    assert any(told in each.message for each in found)
    assert 0 < len(found) <= bounds.TOLD
    assert all(each.place.file == "a.md" and 0 < each.place.line <= text.count("\n") + 1 for each in found)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_that_people_wrote_are_within_bounds(path: Path) -> None:
    assert [*bounds.problems(path.read_text("utf-8"), path.name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "-" * 300,
        "| " + "-" * 300 + " |",
        "- - - - - - - - - - - - - -",
        "[tekst](https://example.org/" + "a/" * 200 + ")",
        "```yaml\n" + "\n".join(" " * 2 * depth + "a:" for depth in range(30)) + "\n```",
        "1. een\n   - twee\n     - drie\n\n       > vier\n",
        "::::::{grid}\n:::::{card}\n::::{note}\n:::{tip}\na\n:::\n::::\n:::::\n::::::\n",
        "\\[ " * 1000,
        "*a* **b** `c` [d](e) " * 100,
    ],
)
def test_what_people_write_is_within_bounds(text: str) -> None:
    assert [*bounds.problems(text, "a.md")] == []


@given(st.text(st.sampled_from("[]*_`<>{}:-|# \n\\a1."), max_size=2000))
def test_any_text_has_an_answer(text: str) -> None:
    assert len([*bounds.problems(text, "a.md")]) <= bounds.TOLD
