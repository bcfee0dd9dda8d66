"""What is understood on a page, and what is a mistake: syntax, code, escaped signs and prose give no alarm."""

from __future__ import annotations

import pytest
from test_slips_of_writers import MARKDOWN, Known

from rapportage.source import grammar


def told(source: str) -> list[tuple[int, str]]:
    return [(each.place.line, each.message) for each in grammar.problems(source, "a.md", MARKDOWN, Known())]


NOTHING = "hides and shows nothing here: type"
PROSE = [
    "Zij zei: ‘Dit is {een, twee} keer gezegd’, en “nooit” meer.",
    "De verzameling {a, b} heeft twee leden: a en b.",
    "Let op: 's ochtends om 12:30 uur; verhouding 3:1, score 2::1.",
    "`s Ochtends (met een verkeerd teken) en {'s middags}.",
    "Het Internal Displacement Monitoring Centre en de interne redactie.",
    "[internal displacement]{.language-en} en [internal]{lang=en}",
    "De redacteur redigeert internationaal; internaliseren mag ook.",
    "Publiek: jongeren. Doelgroep: vrouwen. Audiëntie: gisteren.",
    "Een accolade \\{ en \\} en \\`tick\\` en &#123;naam&#125;.",
    "5.1.2.e is een grond; artikel 5.2 ook.",
    "a < b > c, x == y, 50% -- 60% --- en ...",
    "C:\\map\\bestand en \\\\server, http://example.org/{pad}/x",
    "Zie voetnoot {1} en [2], {3}: drie.",
    "**Vet:** {geen rol} en *schuin*: “{ook niet}”.",
    "Prijs: {prijs} euro",
    "A --> B, en Foo:::bar, en lachen :::-) mag.",
    "<https://example.org/internal/report> en https://example.org/a:::b",
]
#: Constructs of MyST and sphinx-design, in words of our own.
CONSTRUCTS = [
    "# Kop\n\n## Tussenkop\n\n(label)=\n### Nog een",
    "% een opmerking\n\nTekst\n\n+++\n\nTekst",
    "- een\n- twee\n  1. drie\n\n- [ ] vier",
    "> Citaat\n> over regels\n\n> > dieper",
    "```python\nwoord = {'redact': 'internal'}\n```",
    "````text\n```{note}\n:::{internal}\nde tekst\n:::\n```\n````",
    '    ingesprongen = {"a": 1}\n',
    "Code `{redact}` en ``:::{internal}`` en `` `x` ``.",
    "| a | b |\n|---|:-:|\n| {ref}`x` | `c` |",
    'Zin[^a] en [link](https://example.org "titel") en <https://example.org>.\n\n[^a]: Noot.',
    "[ref]: https://example.org 'titel'\n\nZie [ref] en [dit][ref].",
    "begrip\n: uitleg\n: nog een",
    ":::{note}\nTekst\n:::",
    "::::{note} Titel\n:class: tip\n\n:::{tip}\nTekst\n:::\n::::",
    "```{figure} a.png\n---\nalt: Een beeld\nname: beeld\n---\nBijschrift\n```",
    ":::{list-table}\n:header-rows: 1\n\n* - a\n  - b\n* - c\n  - d\n:::",
    '```{csv-table}\n:header: "a", "b"\n\n"c", "d, e"\n```',
    "![alt](a.png){width=50%}",
    "{ref}`tekst <doel>` en {ref}`doel` en {amount}`x`",
    "`````{note}\n````{tip}\n```{admonition} Titel\nTekst\n```\n````\n`````",
    "~~~text\n~~ x ~~\n~~~",
    "* * *\n\n---\n\n___",
    "Term\\\nop twee regels  \nen drie",
    "- punt\n\n  ```python\n  x = 1\n  ```\n\n  :::{note}\n  Tekst\n  :::",
    "> :::{note}\n> Tekst\n> :::",
    "<br>Tekst &amp; &copy; H~2~O",
]


@pytest.mark.parametrize("source", [*PROSE, *CONSTRUCTS])
def test_what_is_understood_gives_no_alarm(source: str) -> None:
    assert told(source) == []


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        (
            "a\n\nb\n{note} c",
            4,
            "{note} hides and shows nothing here: type :::{note} on a line of its own, or \\{ for a brace",
        ),
        ("```{note}\na", 1, "nothing ends what begins here: a line with ``` is missing below it"),
        ("- ```{note}\n  a\n\nb", 1, "nothing ends what begins here: a line with ``` is missing below it"),
        (":::\na\n:::", 1, "::: begins or ends a directive, and there is none here; it is typed {name}"),
        (":::note\na\n:::", 1, "::: begins or ends a directive, and there is none here; did you mean :::{note}?"),
        ("```pyton\na\n```", 1, 'code cannot be in the language "pyton"; it is typed {name}'),
        ("```\na\n```b\n```", 3, "a fence within another must be shorter: put ```` around what begins on line 1"),
        ("::::{note}\n:::{tip}\n{reff}`a`\n:::\n::::", 3, 'unknown role "reff"; there is none'),
        (
            "{ref} `a`",
            1,
            "{ref} hides and shows nothing here: type {ref}`text`, without a space between them, or \\{ for a brace",
        ),
        ("a <!-- b", 1, "a remark begins with % at the beginning of its line; <!-- would be shown"),
        ("een\ntwee ``` drie", 2, "``` begins or ends no code here"),
        (
            ":::{note}\n" * 3 + "a",
            2,
            "a fence within another must be shorter: put :::: around what begins on line 1",
        ),
    ],
)
def test_a_mistake_is_told_at_its_line(source: str, line: int, message: str) -> None:
    assert (line, message) in told(source)


def test_directives_have_a_depth() -> None:
    deep = "".join(f"{':' * (60 - at)}{{note}}\n" for at in range(25)) + "a\n"
    deep += "".join(f"{':' * (36 + at)}\n" for at in range(25))
    assert [message for _, message in told(deep)] == ["directives lie more than 20 deep in each other"]


@pytest.mark.parametrize("source", ["``internal``\n\n.. note:: a\n\n:ref:`b` {a, b}", "Titel\n=====\n\n- een: twee"])
def test_restructuredtext_has_its_own_syntax(source: str) -> None:
    assert grammar.problems_elsewhere(source, "a.rst") == []


@pytest.mark.parametrize("source", ["{redact}`a`", ":::{internal}", "a\n<!-- b -->", "(redact) a"])
def test_nothing_can_be_hidden_in_restructuredtext(source: str) -> None:
    assert grammar.problems_elsewhere(source, "a.rst")
