"""YAML as a newcomer expects it, and the place of every value. What is refused stands in ``bad_data``."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rapportage import yamlfile
from rapportage.problems import Place, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read(text: str) -> Any:
    file = yamlfile.parse(text.encode(), "data/x.yaml")
    assert file.problems == ()
    return file.data


# ---- what a plain scalar means -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "N", "True", "FALSE", "Null", "NO"])
def test_a_word_is_a_word(word: str) -> None:
    assert read(f"land: {word}") == {"land": word}


@pytest.mark.parametrize(
    "text",
    [
        *("010", "0o10", "0x1F", "1_000", "12:30", "1e3", ".5", "5.", ".inf", ".nan", "+-1", "1.0.0", "٣"),
        *("9.395.942", "9,4", "2024-12-31"),
    ],
)
def test_what_is_no_plain_number_is_text(text: str) -> None:
    assert read(f"waarde: {text}") == {"waarde": text}


def test_a_number_keeps_its_digits() -> None:
    value = read("waarde: 1.10")["waarde"]
    assert isinstance(value, Decimal)
    assert str(value) == "1.10"
    assert read("waarde: 0.1") == {"waarde": Decimal("0.1")}
    assert read("waarde: 12345678901234567890.12345678901234567890") == {
        "waarde": Decimal("12345678901234567890.12345678901234567890")
    }


def test_a_whole_number_that_no_machine_holds_is_exact_too() -> None:
    assert type(read(f"waarde: {10**18 - 1}")["waarde"]) is int
    assert read(f"waarde: {10**40 + 1}") == {"waarde": Decimal(10**40 + 1)}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_nothing(text: str) -> None:
    assert read(f"waarde: {text}") == {"waarde": None}


def test_between_quotes_all_is_text() -> None:
    assert read("""[ "no", 'true', "12", '', "~" ]""") == ["no", "true", "12", "", "~"]


@pytest.mark.parametrize("text", ["", "# alleen een opmerking\n", "---\n", "\ufeff", "\r\n"])
def test_a_file_without_content_holds_nothing(text: str) -> None:
    assert read(text) is None


def _oracle(text: str) -> Any:
    """The core schema of YAML 1.2, read from its table: without octal and hexadecimal numbers, floats and other cases."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    digits = text[1:] if text[0] in "+-" else text
    whole, point, part = digits.partition(".")
    plain = all(each.isascii() and each.isdigit() for each in (whole, part) if each)
    if not plain or not whole or (len(whole) > 1 and whole[0] == "0") or (point and not part):
        return text
    return Decimal(text) if point or len(whole) > 18 else int(text)


@given(st.text("0123456789+-._eExo:", max_size=8) | st.sampled_from(["true", "false", "null", "no", "yes", "~", "Yes"]))
@settings(deadline=None, max_examples=300)
def test_scalars_follow_yaml_1_2(text: str) -> None:
    assume(not text.endswith(":") and text not in ("-", "---", "..."))
    value = read(f"a: {text}")["a"]
    assert value == _oracle(text)
    assert type(value) is type(_oracle(text))


# ---- the place of every value ------------------------------------------------------------------------------------------


def test_place_of_values_and_keys() -> None:
    file = yamlfile.parse(b"fonds:\n  name: Fonds\n  jaren: [2024,\n    2025]\n  1: een\n", "data/x.yaml")
    assert str(file.place(("fonds", "name"))) == "data/x.yaml:2:9"
    assert str(file.place(("fonds", "name"), of_key=True)) == "data/x.yaml:2:3"
    assert str(file.place(("fonds", "jaren", 1))) == "data/x.yaml:4:5"
    assert str(file.place(("fonds", 1))) == "data/x.yaml:5:6"
    assert str(file.place()) == "data/x.yaml:1:1"


@pytest.mark.parametrize("keys", [("fonds", "text"), ("fonds", "text", 3, "nl"), ("fonds", 0)])
def test_place_of_what_is_not_there_is_that_of_what_is_above_it(keys: tuple[str | int, ...]) -> None:
    file = yamlfile.parse(b"ander: 1\nfonds:\n  name: Fonds\n", "data/x.yaml")
    assert file.place(keys) == Place("data/x.yaml", 3, 3)


def test_place_of_an_alias_is_where_its_value_was_written() -> None:
    file = yamlfile.parse(b"een: &naam Fonds\ntwee: *naam\n", "data/x.yaml")
    assert file.data == {"een": "Fonds", "twee": "Fonds"}
    assert file.place(("twee",)) == Place("data/x.yaml", 1, 6)
    assert file.place(("twee",), of_key=True) == Place("data/x.yaml", 2, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_places_do_not_depend_on_how_an_editor_saves(start: str, end: str) -> None:
    text = start + end.join(["fonds:", "  name: É 𝒜 é", "  jaren: {één: x, twee: y}", ""])
    file = yamlfile.parse(text.encode(), "data/x.yaml")
    assert file.data == {"fonds": {"name": "É 𝒜 é", "jaren": {"één": "x", "twee": "y"}}}
    assert file.place(("fonds", "jaren", "twee")) == Place("data/x.yaml", 3, 25)


# Every text in the generated data holds a word that stands nowhere else, so that its place can be looked up in the file.
_DRESS = st.sampled_from(
    ["{}", "no: {}", "{} # x", "- {}", "é {}", "{}: y", "'{}'", '"{}', "{} \\ x", "{}\nregel", " {} ", "[{}"]
)
_DATA = st.recursive(
    _DRESS,
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(lambda items: dict(enumerate(items))),
    max_leaves=12,
)


def _named(value: Any, words: Iterator[int]) -> Any:
    match value:
        case dict():
            return {f"key{next(words)}end": _named(part, words) for part in value.values()}
        case list():
            return [_named(part, words) for part in value]
    return value.format(f"word{next(words)}end")


def _leaves(value: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    match value:
        case dict() | list():
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                yield from _leaves(part, (*keys, key))
        case str():
            yield keys, value


@given(_DATA, st.booleans() | st.none(), st.booleans(), st.integers(2, 6), st.sampled_from([20, 80, 10_000]))
@settings(deadline=None, max_examples=150)
def test_place_points_at_the_text_of_each_value(shape: Any, flow: bool, allow: bool, indent: int, width: int) -> None:
    data = _named({"a": shape}, iter(range(1000)))
    text = yaml.dump(data, default_flow_style=flow, allow_unicode=allow, indent=indent, width=width)
    file = yamlfile.parse(text.encode(), "x")
    assert file.problems == ()
    assert file.data == data
    lines = text.splitlines()
    for keys, value in _leaves(data):
        place = file.place(keys)
        here = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        (word,) = re.findall(r"word\d+end", value)
        # It begins there, and between its beginning and the word that is in it stands no other word.
        assert re.search(r"(^|[ \[{,])$", lines[place.line - 1][: place.column - 1])
        assert not here[0].isspace()
        assert not re.search(r"(word|key)\d", here[: here.index(word)])
        if isinstance(keys[-1], str):
            key = file.place(keys, of_key=True)
            assert lines[key.line - 1][key.column - 1 :].lstrip("? ").startswith(keys[-1])


# ---- bounds ------------------------------------------------------------------------------------------------------------


def test_values_as_deep_as_the_bound_are_read() -> None:
    deep = yamlfile.MAX_DEPTH
    assert yamlfile.parse(b"[" * deep + b"]" * deep, "x").problems == ()
    assert "deeper than 32" in str(yamlfile.parse(b"[" * (deep + 1) + b"]" * (deep + 1), "x").problems[0])


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_endless_nesting_is_refused_at_once(opening: str) -> None:
    assert "deeper than 32" in str(yamlfile.parse((opening * 200_000).encode(), "x").problems[0])


def test_more_values_than_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "MAX_VALUES", 10)
    assert yamlfile.parse(b"[1, 2, 3, 4, 5, 6, 7, 8, 9]", "x").problems == ()
    assert "unfolds to more than 10" in str(yamlfile.parse(b"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "x").problems[0])
    assert "unfolds to more than 10" in str(yamlfile.parse(b"[&a [1, 2, 3], *a, *a]", "x").problems[0])


def test_of_a_large_file_no_more_is_read_than_the_bound(tmp_path: Path) -> None:
    path = tmp_path / "groot.yaml"
    with path.open("wb") as file:
        file.truncate(2**40)  # a terabyte of nothing, which takes no room
    (problem,) = yamlfile.read(path, "data/groot.yaml").problems
    assert str(problem) == "data/groot.yaml:1:1: the file is larger than 16 MB; split it into several files"


@given(st.binary(max_size=60) | st.text("ab:-?[]{}#&*!|>'\"%@` \n\t0", max_size=40).map(str.encode))
@settings(deadline=None, max_examples=400)
def test_no_file_makes_it_raise(content: bytes) -> None:
    file = yamlfile.parse(content, "x")
    lines = content.decode("utf-8", "replace").splitlines()
    for problem in file.problems:
        assert 1 <= problem.place.line <= len(lines) + 1
        assert problem.place.column >= 1
        assert "\n" not in problem.message


# ---- words for problems ------------------------------------------------------------------------------------------------


def test_nearest_names_what_was_meant() -> None:
    assert nearest("vrij-relgie", ["vrouwen-meisjes", "vrijheid-religie"]) == '; did you mean "vrijheid-religie"?'
    assert nearest("xyzzy", ["een", "twee"]) == "; choose from een, twee"
    assert nearest("xyzzy", [f"k{n}" for n in range(9)]) == ""
    assert nearest("xyzzy", []) == ""
