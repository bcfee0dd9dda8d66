"""What is taken out of the source of a page: in every place where it can stand, and rather too much than too little."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapportage.fences import is_placeholder
from rapportage.plugins.redaction.source import holds_redactions, mark_of, placed, take_out

GROUNDS = ("5-1-2-e", "5-1-2-i", "5-1-5", "5-2")


def taken(source: str) -> tuple[str, list[tuple[str, str]]]:
    """The source that is left, and the ground and text of what was taken out; nothing may be wrong."""
    found = take_out(source, GROUNDS)
    assert found.faults == []
    return found.source, [(each.ground, each.text) for each in found.redactions]


@pytest.mark.parametrize(
    ("source", "left", "text"),
    [
        ("Van {redact}`5.1.2.e Jan`.", "Van {redact}`5.1.2.e 1`.", "Jan"),
        ("{redact}`5.2 Nee, toch niet`", "{redact}`5.2 1`", "Nee, toch niet"),
        ("# Kop {redact}`5.1.2.e Jan`", "# Kop {redact}`5.1.2.e 1`", "Jan"),
        ("{redact}``5.1.2.e Jan ` Piet``", "{redact}``5.1.2.e 1``", "Jan ` Piet"),
        ("{rapportage:redact}`5.1.2.e Jan`", "{rapportage:redact}`5.1.2.e 1`", "Jan"),
        ("{Redact}`5.1.2.e Jan`", "{Redact}`5.1.2.e 1`", "Jan"),
        ("| {redact}`5.1.2.e Jan|Piet` | b |", "| {redact}`5.1.2.e 1` | b |", "Jan|Piet"),
        ("[{redact}`5.1.2.e Jan`](x.md)", "[{redact}`5.1.2.e 1`](x.md)", "Jan"),
        ("![{redact}`5.1.2.e Jan`](x.png)", "![{redact}`5.1.2.e 1`](x.png)", "Jan"),
        ("[^a]: Noot {redact}`5.1.2.e Jan`.", "[^a]: Noot {redact}`5.1.2.e 1`.", "Jan"),
        ("- a {redact}`5.1.2.e Jan\n  Jansen` b", "- a {redact}`5.1.2.e 1\n  1` b", "Jan\nJansen"),
        ("> a {redact}`5.1.2.e Jan\n> Jansen` b", "> a {redact}`5.1.2.e 1\n> 1` b", "Jan\nJansen"),
        (":::{figure} x.png\n:alt: {redact}`5.1.2.e J`\n:::", ":::{figure} x.png\n:alt: {redact}`5.1.2.e 1`\n:::", "J"),
        (":::{note} Van {redact}`5.1.2.e Jan`\na\n:::", ":::{note} Van {redact}`5.1.2.e 1`\na\n:::", "Jan"),
        ('---\nvan: "{redact}`5.1.2.e Jan`"\n---\n', '---\nvan: "{redact}`5.1.2.e 1`"\n---\n', "Jan"),
        # Code is no place for it, and says nothing either.
        ("```\n{redact}`5.1.2.e Jan`\n```", "```\n{redact}`5.1.2.e 1`\n```", "Jan"),
        ("`` {redact}`5.1.2.e Jan` ``", "`` {redact}`5.1.2.e 1` ``", "Jan"),
        # What was meant to be a redaction: MyST tells of the name, and the text is gone.
        ("{redakt}`5.1.2.e Jan`", "{redakt}`5.1.2.e 1`", "Jan"),
        ("{redact} `5.1.2.e Jan`", "{redact} `5.1.2.e 1`", "Jan"),
        ("{lak}`5.1.2.e Jan`", "{lak}`5.1.2.e 1`", "Jan"),
        ("redact`5.1.2.e Jan`", "redact`5.1.2.e 1`", "Jan"),
    ],
)
def test_a_text_in_a_sentence(source: str, left: str, text: str) -> None:
    found, texts = taken(source)
    assert found == left
    assert [each for _, each in texts] == [text]


@pytest.mark.parametrize(
    ("source", "left", "text"),
    [
        (":::{redact} 5.1.2.i\nA\n\nB\n:::\nC", ":::{redact} 5.1.2.i 1\n\n\n\n:::\nC", "A\n\nB"),
        ("```{redact} 5.1.2.i\nA\n```\nC", "```{redact} 5.1.2.i 1\n\n```\nC", "A"),
        ("  :::{redact} 5.1.2.i\n  A\n  :::\nC", "  :::{redact} 5.1.2.i 1\n\n  :::\nC", "  A"),
        ("- :::{redact} 5.1.2.i\n  A\n  :::\nC", "- :::{redact} 5.1.2.i 1\n\n  :::\nC", "  A"),
        ("> :::{redact} 5.1.2.i\n> A\n> :::\nC", "> :::{redact} 5.1.2.i 1\n>\n> :::\nC", "A"),
        (":::{redact} 5.1.2.i Jan\nA\n:::", ":::{redact} 5.1.2.i 1\n\n:::", "Jan\nA"),
        ("::::{note}\n:::{redact} 5.1.2.i\nA\n:::\n::::", "::::{note}\n:::{redact} 5.1.2.i 1\n\n:::\n::::", "A"),
        # What is no end to MyST is none here.
        (":::{redact} 5.1.2.i\n    :::\nA\n:::\nC", ":::{redact} 5.1.2.i 1\n\n\n:::\nC", "    :::\nA"),
        ("::::{redact} 5.1.2.i\n:::\nA\n::::\nC", "::::{redact} 5.1.2.i 1\n\n\n::::\nC", ":::\nA"),
    ],
)
def test_a_text_between_fences(source: str, left: str, text: str) -> None:
    assert taken(source) == (left, [("5-1-2-i", text)])


def test_one_within_another_has_a_number_too_so_that_both_editions_count_alike() -> None:
    found = take_out(":::{redact} 5.1.2.i\nVan {redact}`5.1.2.e Jan`.\n:::\nEn {redact}`5.1.5 Piet`.", GROUNDS)
    assert found.source == ":::{redact} 5.1.2.i 1\n\n:::\nEn {redact}`5.1.5 3`."
    assert [(each.number, each.text, each.nested) for each in found.redactions] == [
        ("1", "Van {redact}`5.1.2.e 2`.", False),
        ("2", "Jan", True),
        ("3", "Piet", False),
    ]


def test_lines_are_counted_and_kept() -> None:
    source = "a\n\n{redact}`5.1.2.e Jan\nJansen` b\n\n:::{redact} 5.2\nx\n\ny\n:::\n{redact}`5.1.2.e Piet`\n"
    found = take_out(source, GROUNDS)
    assert [each.line for each in found.redactions] == [3, 6, 11]
    assert found.source.count("\n") == source.count("\n")
    assert found.source.splitlines()[10] == "{redact}`5.1.2.e 3`"


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a\n{redact}`5.1.2e Jan`", 2, 'this redaction begins with no ground of the Woo; did you mean "5.1.2.e"?'),
        ("{redact}`Jan Jansen`", 1, "this redaction begins with no ground of the Woo; it begins with one, such as 5.1.2.e"),
        ("{redact}`5.1.2.e`", 1, "this redaction has no text"),
        ("{redact}`5.1.2.e Jan\n\nb", 1, "nothing says where the text of this redaction ends: ` is missing"),
        ("{redact}`5.1.2.e Jan\n\nJan` b", 1, "nothing says where the text of this redaction ends: ` is missing"),
        (
            "{redact}`5.1.2.e Jan`` en `Jan`` Jan` b",
            1,
            "a redacted text with ` in it stands between more of them on either side",
        ),
        (
            ":::{redact} 5.2\n:::{note}\nJan\n:::\nJan\n:::\n",
            1,
            "a redaction with another directive in it needs a longer fence: ::::",
        ),
        (":::{redact}\nJan\n:::", 1, "this redaction begins with no ground of the Woo; it begins with one, such as 5.1.2.e"),
        (":::{redact} 5.2\nJan\n", 1, "this redaction has no end: a line with ::: is missing below it"),
        (":::{redact} 5.2\n:::\n", 1, "this redaction has no text"),
        ("a\n:redact:`5.2 Jan`", 2, "redact works in Markdown (MyST) only; this page is left out as long as it stands here"),
        (
            ".. redact:: 5.2\n\n   Jan",
            1,
            "redact works in Markdown (MyST) only; this page is left out as long as it stands here",
        ),
    ],
)
def test_a_fault_is_told_and_the_text_is_gone(source: str, line: int, message: str) -> None:
    found = take_out(source, GROUNDS)
    assert found.faults == [(line, message)]
    assert "Jan" not in found.source
    assert "Jan" not in message
    assert found.source.count("\n") == source.count("\n")


def test_a_page_that_is_no_markdown_has_none() -> None:
    assert take_out("a {redact}`5.2 Jan`\n", GROUNDS, markdown=False).source == "\n"
    assert take_out("a {priority}`pers`\n", GROUNDS, markdown=False).source == "a {priority}`pers`\n"


@pytest.mark.parametrize("source", ["{redact}`5.1.2.e een naam`", ":::{redact} 5.2\nDe tekst.\n:::\n"])
def test_an_example_of_a_text_stays(source: str) -> None:
    assert taken(source) == (source, [])
    assert not holds_redactions(source, GROUNDS)


@pytest.mark.parametrize("source", ["{reference}`a`", "`5.1.2 is een versie`", ":::{internal}\na\n:::", "{exact}`b`"])
def test_what_is_no_redaction_stays(source: str) -> None:
    assert taken(source) == (source, [])


def test_the_numbers_of_an_included_file_are_its_own() -> None:
    mark = mark_of("deel/kop.md")
    assert mark != mark_of("deel/voet.md")
    found = take_out("{redact}`5.1.2.e Jan`", GROUNDS, mark=mark)
    assert found.source == f"{{redact}}`5.1.2.e {mark}1`"
    assert placed(f"5.1.2.e {mark}1") == ("5-1-2-e", f"{mark}1", "")


@pytest.mark.parametrize("content", ["5.1.2.e Jan", "Jan", "", "5.1.2.e 1 Jan", "5.1.2.e 1 2"])
def test_a_text_is_no_number(content: str) -> None:
    assert placed(content) is None


@given(st.text(st.sampled_from("ab `:{}>-\n"), max_size=40), st.sampled_from(["`", "``", "```"]))
@example("a\n\nb", "`")
def test_nothing_of_a_text_is_left_whatever_stands_in_it(text: str, ticks: str) -> None:
    if is_placeholder(text):
        return
    secret = f"Zq{text}qZ"
    found = take_out(f"Voor {{redact}}{ticks}5.1.2.e {secret}{ticks} na\n", GROUNDS)
    assert "Zq" not in found.source
    assert "qZ" not in found.source or ticks in text
    assert "5.1.2.e 1" in found.source
