"""Directives in the source of a page: where they begin and end."""

from __future__ import annotations

import pytest

from rapportage.fences import directives, emptied, is_like, is_placeholder


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
        # Not what MyST makes of it, but what the writer meant.
        (":::{x}\n:::{y}\na\n:::\nb\n:::\nc", ":::{y}\na\n:::\nb\n", True),
        (":::{y}\n:::{x}\na\n:::\nb", "a\n", True),
    ],
)
def test_the_body_lies_between_the_fences(source: str, body: str, closed: bool) -> None:
    assert bodies(source) == [(body, closed)]


@pytest.mark.parametrize("source", ["a :::{x}\n", ":::{y}\na\n:::", "{x}`a`", ":::x\na\n:::"])
def test_what_is_no_directive_is_none(source: str) -> None:
    assert bodies(source) == []


@pytest.mark.parametrize("code", ["```markdown\n", "    ", "```a``` b\n", "```{y}\n```\n", "```\n```\n"])
def test_one_in_code_is_found_too(code: str) -> None:
    assert bodies(f"{code}:::{{x}}\na\n:::\n") == [("a\n", True)]


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


def test_fences_of_one_length_are_told_apart() -> None:
    found = [
        each.mixed for each in directives(":::{x}\n:::{y}\n:::\n:::\n::::{x}\n:::{y}\n:::\n::::\n", lambda name: name == "x")
    ]
    assert found == [True, False]


def test_one_follows_the_other() -> None:
    source = "```{x}\na\n```\n```{x}\nb\n```\n\n:::{x}\nc\n:::\n```{y}\n```\n:::{x}\nd\n:::\n"
    assert [body for body, _ in bodies(source)] == ["a\n", "b\n", "c\n", "d\n"]


@pytest.mark.parametrize(
    ("text", "is_one"), [("De tekst.\n", True), ("…", True), ("een\nnaam", True), ("naam", False), ("", False)]
)
def test_an_example_of_a_text(text: str, is_one: bool) -> None:
    assert is_placeholder(text) is is_one
