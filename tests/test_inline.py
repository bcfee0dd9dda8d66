"""The little markup that a text in the data may hold; all else stays the text that it is."""

from __future__ import annotations

import re
import string
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapportage.inline import Emphasis, Link, RoleCall, Strong, faults, parse, role_calls, title_and_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARKUP = "*_[]{}`\\\n<>&"
#: Texts in which markup is likely, whole and in pieces.
texts = st.lists(
    st.sampled_from(
        ["*", "**", "_", "`", "{a}`", "{priority}`x`", "[", "](", "](https://x.nl)", ")", "![", "\\", "\n", "\n\n", "  \n"]
    )
    | st.sampled_from(
        ["<b>", "&amp;", "$", "$$", "x", " ", "é", "{", "}", "# ", "- ", "> ", "    ", "```", "[^1]", "|", "~~", "\t", "\r"]
    )
    | st.text(max_size=5),
    max_size=15,
).map("".join)


def one(text: str) -> tuple[Any, ...]:
    (paragraph,) = parse(text)
    return paragraph


def everything(pieces: Iterable[Any]) -> Iterator[Any]:
    for piece in pieces:
        yield piece
        if isinstance(piece, Emphasis | Strong | Link):
            yield from everything(piece.pieces)


# ---- what is markup ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Vrijheid van religie", ("Vrijheid van religie",)),
        ("van *religie* en", ("van ", Emphasis(("religie",)), " en")),
        ("van _religie_", ("van ", Emphasis(("religie",)))),
        ("**vrij** zijn", (Strong(("vrij",)), " zijn")),
        ("***vrij***", (Emphasis((Strong(("vrij",)),)),)),
        ("zie [het *blad*](https://x.nl/a?b=1)", ("zie ", Link("https://x.nl/a?b=1", ("het ", Emphasis(("blad",)))))),
        ("[mail](mailto:x@example.org)", (Link("mailto:x@example.org", ("mail",)),)),
        ("zie {priority}`vrijheid-religie`.", ("zie ", RoleCall("priority", "vrijheid-religie"), ".")),
        ("*{value}`dit <x 2025>`*", (Emphasis((RoleCall("value", "dit <x 2025>"),)),)),
        ("een regel\nen nog een", ("een regel en nog een",)),
        ("een regel  \nen nog een", ("een regel en nog een",)),
        ("een regel\\\nen nog een", ("een regel en nog een",)),
        (r"vijf \* zes \[zeven\] \`acht\`", ("vijf * zes [zeven] `acht`",)),
        ("5 * 3 * 2, een_twee_drie", ("5 * 3 * 2, een_twee_drie",)),
    ],
)
def test_markup_becomes_pieces(text: str, pieces: tuple[Any, ...]) -> None:
    assert one(text) == pieces


def test_an_empty_line_begins_a_paragraph() -> None:
    assert parse("een\n\n*twee*\n\n\ndrie") == (("een",), (Emphasis(("twee",)),), ("drie",))


def test_own_words_and_target_of_a_role() -> None:
    assert title_and_target("dit bedrag <samen-2025>") == ("dit bedrag", "samen-2025")
    assert title_and_target(" samen-2025 ") == (None, "samen-2025")
    assert title_and_target("<samen-2025>") == (None, "<samen-2025>")
    assert title_and_target("minder < dan <x>") == ("minder < dan", "x")


def test_roles_are_found_within_emphasis_and_links() -> None:
    text = "{a}`1` *{b}`2` **{c}`3`*** [{d}`4`](https://x.nl)\n\n{e}`5`"
    assert [call.name for call in role_calls(text)] == list("abcde")


# ---- what is none --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        r"$\input{/etc/passwd}$ en $$\write18{ls}$$",
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<!-- weg --> &lt;b&gt; &#60;",
        "% commentaar",
        "![logo](logo.png)",
        "[klik](javascript:alert(1))",
        "[klik](JaVaScRiPt:alert(1))",
        "[klik](data:text/html,x)",
        "[klik](//example.org)",
        "[klik](../financien.md)",
        "[klik](file:///etc/passwd)",
        "[klik]( https:x )",
        "[klik][een]",
        "[^1] en [@bron]",
        "<https://example.org>",
        "{{ naam }} en {% include 'x' %} en {raw}",
        "# Kop",
        "- punt",
        "> citaat",
        "| a | b |",
        "~~weg~~ en ==geel==",
    ],
)
def test_all_else_stays_as_it_was_typed(text: str) -> None:
    assert one(text) == (text,)


def test_blocks_of_markdown_are_paragraphs() -> None:
    blocks = ["# Kop", "[een]: https://x.nl", "```{include} x\n```", ":::{raw} html\n<b>\n:::", "---", "a | b\n--|--\nc | d"]
    paragraphs = parse("\n\n".join(blocks))
    assert all(isinstance(piece, str) or piece == RoleCall("include", "") for part in paragraphs for piece in part)
    assert len(paragraphs) == 6


def test_roles_of_others_stay_calls_by_name() -> None:
    """What a role does is never known here: the store has a list of those that a text may call."""
    for name in ("raw", "math", "include", "eval-rst", "cite:p"):
        assert one(f"{{{name}}}`x`") == (RoleCall(name, "x"),)


# ---- properties ----------------------------------------------------------------------------------------------------------


@given(texts)
@settings(deadline=None, max_examples=400)
def test_no_text_makes_it_raise(text: str) -> None:
    for piece in everything(piece for paragraph in parse(text) for piece in paragraph):
        assert isinstance(piece, str | Emphasis | Strong | Link | RoleCall)
        if isinstance(piece, Link):
            assert piece.uri.startswith(("https://", "http://", "mailto:"))
    for fault in faults(text):
        assert fault
    assert all(call.name for call in role_calls(text))


@given(st.text(st.characters(exclude_characters=MARKUP)))
@settings(deadline=None)
def test_a_text_without_markup_comes_back_unchanged(text: str) -> None:
    assert parse(text) == ((text,),)
    assert list(faults(text)) == []


@given(st.text(string.ascii_letters + string.punctuation + " é–’", min_size=1).map(str.strip).filter(len))
@settings(deadline=None, max_examples=200)
def test_a_text_with_its_punctuation_escaped_comes_back_unchanged(text: str) -> None:
    assert one(re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)) == (text,)


@given(texts)
@settings(deadline=None)
def test_pieces_of_text_are_never_empty_nor_beside_each_other(text: str) -> None:
    def check(pieces: tuple[Any, ...]) -> None:
        for before, after in pairwise(pieces):
            assert not (isinstance(before, str) and isinstance(after, str))
        for piece in pieces:
            assert piece != ""
            if isinstance(piece, Emphasis | Strong | Link):
                check(piece.pieces)

    if text:
        for paragraph in parse(text):
            check(paragraph)


@pytest.mark.parametrize(
    "text",
    [
        "*a " * 4000 + "b* " * 4000,
        "**a *b " * 1000 + "c* d** " * 1000,
        *(each * 4000 for each in ("[", "*", "[a](", "`", "{a}`", "<", "\\\n", "![", "_a*", "<a", "\\")),
    ],
    ids=lambda text: text[:6],
)
def test_what_is_nested_without_end_is_read_all_the_same(text: str) -> None:
    list(faults(text))
    hash(parse(text))  # it is plain data, and no deeper than Python can go


# ---- what people are told ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zie `dit`", "backtick without a role"),
        ("zie {priority} `dit`", "backtick without a role"),
        ("zie {priority}`dit", "backtick without a role"),
        ("<b>vet</b>", "HTML is not possible in the data: <b>"),
        ("*<b>vet*", "HTML is not possible in the data: <b>"),
        ("![logo](https://x.nl/a.png)", "an image is not possible"),
        ("![logo]", "an image is not possible"),
        ("[x](y.md)", 'goes to a full address (https://…), not to "y.md"'),
        ("*[x](javascript:a)*", 'goes to a full address (https://…), not to "javascript:a"'),
    ],
)
def test_what_looks_like_markup_but_is_none_is_told(text: str, words: str) -> None:
    assert any(words in fault for fault in faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "minder < meer > gelijk",
        "3 <5",
        "[haken] (en ronde)",
        "{priority}`<x>`",
        "Wat een succes!",
        r"\![x](https://x.nl)",
        "a & b",
    ],
)
def test_what_does_not_look_like_markup_is_not_told(text: str) -> None:
    assert list(faults(text)) == []
