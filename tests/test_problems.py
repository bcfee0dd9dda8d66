"""What is told, and how much of it: nobody reads thousands of lines, and no word is compared with hundreds of thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from datafolder import good_data, load, problems
from hypothesis import given
from hypothesis import strategies as st

from rapportage import problems as telling
from rapportage.problems import TOLD, Choices, Place, Problem, in_short, nearest, short, told_in_short

if TYPE_CHECKING:
    from pathlib import Path

MANY = [f"{word}-{number}" for word in ("fonds", "religie", "vrouwen-meisjes", "zorg") for number in range(1000)]


@given(st.sampled_from(MANY), st.data())
def test_of_very_many_words_those_near_in_the_alphabet_are_compared(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    mistyped = word[:at] + data.draw(st.sampled_from(["", "x", word[at] * 2])) + word[at + 1 :]
    near = Choices(MANY).near(mistyped)
    assert len(near) <= telling.MANY
    assert nearest(mistyped, near).startswith("; did you mean ")


def test_few_words_are_all_compared() -> None:
    assert Choices(["b", "a"]).near("z") == ("b", "a")


def test_a_word_of_a_megabyte_is_near_to_nothing() -> None:
    assert nearest("a" * 10**6, ["a" * 10**6, "b"]) == ""


@given(st.text())
def test_what_is_told_stands_on_one_line_that_can_be_printed(words: str) -> None:
    found = in_short(Problem(Place("a", 1, 1), words * 100))
    assert found.message.isprintable()
    assert len(found.message) <= 1001
    assert len(short(words * 100)) <= 60


@pytest.mark.parametrize(("number", "last"), [(0, ""), (1, "is one more problem"), (7, "are 7 more problems")])
def test_of_one_file_so_many_problems_are_told_and_how_many_more(number: int, last: str) -> None:
    every = [Problem(Place("a", line, 1), "wrong") for line in range(1, TOLD + number + 1)]
    told = told_in_short(every)
    assert told[:TOLD] == every[:TOLD]
    assert [str(each) for each in told[TOLD:]] == (
        [f"a:{TOLD + 1}:1: from here on there {last} in this file; mend those above first"] if number else []
    )


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("finance/series.yaml", "s{n}: {{nam{n}: x}}"),
        ("finance/series.yaml", "S_{n}: {{name: x}}"),
        ("finance/series.yaml", "s{n}: {{name: '{{{{rol{n}}}}}`x`'}}"),
        ("finance/series.yaml", "s0: {{name: x}}"),
        ("finance/series.yaml", '"a{n}": {{name: x, text: {n}}}'),
        ("results/outcomes.yaml", "o{n}: {{name: a, area: mensen-{n}, number: {n}}}"),
        ("finance/amounts.yaml", "a{n}: {{name: a, value: 1, kind: disbursement, cite: [begroting-2025], series: fonds}}"),
        ("references.bib", "@misc{{k{n}, titel{n} = {{a}}}}"),
    ],
)
def test_a_file_in_which_all_is_wrong_is_told_in_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    compared = []
    monkeypatch.setattr(telling, "get_close_matches", lambda word, words, **_: compared.append((word, len(words))) or [])
    data = good_data(tmp_path, {name: "".join(f"{line.format(n=n)}\n" for n in range(3000))})
    of_file = [each for each in problems(data) if each.startswith(f"data/{name}:")]
    assert TOLD < len(of_file) <= TOLD + 3
    assert any("more problems in this file" in each for each in of_file)
    assert len(compared) <= 4 * TOLD
    assert all(number <= telling.MANY for _, number in compared)


def test_one_record_in_which_all_is_wrong_is_told_in_short(tmp_path: Path) -> None:
    keys = "".join(f"  k{n}: 1\n" for n in range(3000))
    assert len(problems(good_data(tmp_path, {"finance/series.yaml": f"fonds:\n{keys}"}))) <= TOLD + 1


def test_nothing_that_is_right_is_lost_among_very_much_that_is_wrong(tmp_path: Path) -> None:
    wrong = "".join(f"s{n}: {{nam: x}}\n" for n in range(1000))
    store = load(good_data(tmp_path, {"finance/series.yaml": f"{wrong}fonds: {{name: Fonds}}\n"}))
    assert store.ids("series") == ("fonds",)
    assert store.is_broken("series", "s999")


@pytest.mark.parametrize("length", [101, 1025, 10**6])
@pytest.mark.parametrize(
    "line", ["{}: {{name: x}}", '? "{}"\n: {{name: x}}', 'fonds: {{name: x, "{}": y}}', 'fonds: {{name: "{{x}}`{}`"}}']
)
def test_an_id_a_key_or_a_name_of_any_length_ends_in_a_message(tmp_path: Path, line: str, length: int) -> None:
    told = problems(good_data(tmp_path, {"finance/series.yaml": line.format("a" * length)}))
    assert told
    assert all(len(each) < 1200 for each in told)
