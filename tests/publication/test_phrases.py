"""How phrases are found in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.publication.phrases import Phrases, passages
from rapportage.publication.unfinished import DEFAULT

PHRASES = Phrases(DEFAULT.phrases, DEFAULT.exact)


def found(text: str) -> list[str]:
    return [text[each.start : each.end] for each in PHRASES.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "TODO",
        "todo: bellen",
        "Todo.",
        "{todo}",
        "_TODO_",
        "**TODO**",
        "`TODO`",
        "TODO's",
        "% FIXME",
        "<!-- xxx -->",
        "€ XXX",
        "TBD",
        "tbd",
        "Lorem ipsum dolor",
        "Nog te doen",
        "nog\nte doen",
        "nog-te-doen",
        "nog \u00a0 te\u00a0doen",
        "> nog te\n> doen",
        "% nog te\n% doen",
        "nog **te** doen",
        "NOG IN TE VULLEN",
        "nóg te doen",
        "no\u0301g te doen",
        "nog te\u00ad doen",
        "n\u200bog te doen",
        "\uff34\uff2f\uff24\uff2f",
        "nader te bepalen",
        "Bedrag: p.m.",
        "Bedrag: P.M.",
        "PM",
        "[bedrag invullen]",
        "???",
        "Nog afstemmen met OCW",
    ],
)
def test_found(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "methode",
        "Todorov",
        "custodo",
        "mastodont",
        "de derechos humanos para todos",
        "at 3 p.m. and 11.30 p.m.",
        "3 PM",
        "pm",
        "spam",
        "Een realisatie invullen",
        "debat was nog niet vastgesteld",
        "Wat doen wij nog? Te veel.",
        "to do something",
        "Er is nog veel te doen aan rechten.",
        "Waarom? Daarom?",
    ],
)
def test_not_found(text: str) -> None:
    assert found(text) == []


def test_places_are_those_of_the_text() -> None:
    assert found("ﬃ ﬃ é TODO, nog\n  te  doen") == ["TODO", "nog\n  te  doen"]


def test_a_passage_is_found_over_lines() -> None:
    text = "Zie `TODO`\nin het  handboek."
    (place,) = passages("`todo` in het handboek", text)
    assert text[place.start : place.end] == "`TODO`\nin het  handboek"


@given(st.text(), st.text(), st.sampled_from(["TODO", "nog te doen", "FIXME", "lorem ipsum"]))
def test_a_phrase_between_spaces_is_always_found(before: str, after: str, phrase: str) -> None:
    text = f"{before} {phrase} {after}"
    assert any(each.start <= len(before) + 1 and each.end >= len(before) + 1 + len(phrase) for each in PHRASES.find(text))


@given(st.text())
def test_what_is_found_lies_in_the_text(text: str) -> None:
    for each in PHRASES.find(text):
        assert 0 <= each.start < each.end <= len(text)
