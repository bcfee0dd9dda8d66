"""Whatever slips a writer makes around a secret: it does not come out, or somebody is told and the build stops."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from myst_parser.config.main import MdParserConfig
from slips import SECRET, page, slip

from rapportage import internal, textfile
from rapportage.plugins.redaction.source import take_out
from rapportage.source import frontmatter, grammar, syntax

GROUNDS = ("5-1-2-e", "5-1-2-i", "5-2")
MARKDOWN = syntax.parser(
    MdParserConfig(
        enable_extensions={"attrs_inline", "colon_fence", "deflist"}, disable_syntax=["html_block", "html_inline"]
    )
)
ROLES = {"redact", "rapportage:redact", "ref", "amount"}
DIRECTIVES = {"redact", "internal", "note", "tip", "admonition", "figure", "list-table", "csv-table"}


#: A remark is in no output.
REMARK = re.compile(r"^[ \t>*-]*%.*$", re.MULTILINE)


class Known:
    def directive(self, name: str) -> str:
        return "" if name in DIRECTIVES else "; there is none"

    def role(self, name: str) -> str:
        return "" if name in ROLES else "; there is none"

    def language(self, name: str) -> bool:
        return name in {"python", "yaml", "text"}


def published(content: bytes) -> tuple[str, list[str]]:
    """What the public edition parses of a page, and what is told of it."""
    file = textfile.decode(content, "a.md")
    said = internal.declared(file.text, "a.md")
    keys = frontmatter.read(file.text, "a.md").data
    unknown = [f"unknown key {key}" for key in keys if key not in {"author", "audience", "orphan"}]
    taken = take_out(file.text, GROUNDS)
    told = [
        *(each.message for each in (*file.problems, *said.problems)),
        *unknown,
        *(each.message for each in taken.faults),
        *(each.message for each in grammar.problems(taken.source, "a.md", MARKDOWN, Known())),
        *(message for _, message in internal.faults(taken.source)),
    ]
    text = "" if said.internal else internal.without_internal_parts(taken.source)
    return REMARK.sub("", text), told


@pytest.mark.parametrize("first", range(0, 5000, 1000))
def test_of_five_thousand_slips_none_lets_a_secret_out_unsaid(first: int) -> None:
    for seed in range(first, first + 1000):
        made = slip(Random(seed))
        text, told = published(made.content)
        assert told or SECRET not in text, made


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_no_slip_lets_a_secret_out_unsaid(random: Random) -> None:
    made = slip(random)
    text, told = published(made.content)
    assert told or SECRET not in text, made


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**12))
def test_what_is_typed_right_is_hidden_and_nothing_is_told(seed: int) -> None:
    text, told = published(page(Random(seed)).encode())
    assert told == []
    assert SECRET not in text
