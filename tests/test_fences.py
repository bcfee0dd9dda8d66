"""Directives in the source of a page: where they begin and end."""

from __future__ import annotations

import pytest

from rapportage.fences import directives, emptied, is_like


def bodies(source: str) -> list[tuple[str, bool]]:
    return [(source[slice(*each.body)], each.closed) for each in directives(source, lambda name: name == "x")]


@pytest.mark.parametrize(
    ("source", "body", "closed"),
    [
        (":::{x}\na\n:::\nb", "a\n", True),
        (":::{x} argument\na\n\nb\n:::\n", "a\n\nb\n", True),
        ("::::{x}\n:::{y}\na\n:::\n::::\nb", ":::{y}\na\n:::\n", True),
        ("```{x}\na\n```", "a\n", True),
        ("~~~~{x}\na\n~~~\n~~~~~\nb", "a\n~~~\n", True),
        (":::{x}\na\n::: b\n:::", "a\n::: b\n", True),
        (":::{x}\n:::\nb", "", True),
        (":::{x}\na", "a", False),
        (":::{x}", "", False),
        ("> :::{x}\n> a\n\nb", "> a\n", False),
        ("- :::{x}\n  a\n  :::\n", "  a\n", True),
        ("1. > :::{x}\n   > a\n   > :::\n", "   > a\n", True),
        (":::{y}\n:::{x}\na\n:::\nb", "a\n", True),
    ],
)
def test_the_body_lies_between_the_fences(source: str, body: str, closed: bool) -> None:
    assert bodies(source) == [(body, closed)]


@pytest.mark.parametrize(
    "source",
    ["```markdown\n:::{x}\na\n:::\n```", "~~~\n:::{x}\na\n:::\n~~~", "a :::{x}\n", ":::{y}\na\n:::", "{x}`a`"],
)
def test_what_is_no_directive_is_none(source: str) -> None:
    assert bodies(source) == []


def test_a_line_of_code_opens_no_block() -> None:
    assert bodies("```a``` b\n:::{x}\na\n:::\n") == [("a\n", True)]


def test_emptied_lines_stay_in_their_quote() -> None:
    assert emptied("> a\n>> b\n  c\n\n") == ">\n>>\n\n\n"


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("internal", True),
        ("interne", True),
        ("rapportage:internal", True),
        ("Internal ", True),
        ("note", False),
        ("", False),
    ],
)
def test_names_that_are_almost_right(name: str, like: bool) -> None:
    assert is_like(name, "internal") is like
