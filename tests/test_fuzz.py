"""Some of the inputs that ``python -m tests.fuzz`` makes by the hundred thousand; and that it finds what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fuzz.run import findings
from fuzz.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random


@pytest.mark.parametrize("target", ["data", "sources", "pages"])
def test_careless_input_ends_in_a_result_or_in_a_message_with_a_place(target: str) -> None:
    assert list(findings(TARGETS[target](), 200, seed=1)) == []


@pytest.mark.slow
@pytest.mark.parametrize("target", ["data", "sources", "pages"])
def test_much_careless_input_ends_so_too(target: str) -> None:
    assert list(findings(TARGETS[target](), 5_000, seed=2)) == []


class Broken:
    """Fails at a word, and tells of another without saying where."""

    def make(self, random: Random) -> bytes:
        return b"een twee drie vier vijf"

    def read(self, content: bytes) -> Iterator[str]:
        if b"vijf" in content:
            yield "a message without a place: vijf"
        if b"drie" in content:
            raise KeyError(content)


def test_the_fuzzer_finds_what_is_wrong_and_the_smallest_input_for_it() -> None:
    (found,) = findings(Broken(), 3, seed=1)
    assert found.what.startswith("KeyError: ")
    assert found.content == b"drie"


def test_the_same_seed_makes_the_same_input() -> None:
    from random import Random

    target = TARGETS["sources"]()
    made = [target.make(Random("1 7")) for _ in range(2)]
    assert made[0] == made[1] != target.make(Random("1 8"))
