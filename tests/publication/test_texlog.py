"""What the log of TeX says, in the words and with the places of those who wrote the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.publication import texlog
from rapportage.publication.texlog import Marks, Pages

MARKS = Marks("\\begin{document}\n%@ docs/a.md:3\neen\n\n%@ docs/b.md:7\ntwee\n")


def test_a_line_has_the_place_of_the_nearest_mark_above() -> None:
    assert [MARKS.near(line) for line in (1, 2, 4, 5, 99)] == [
        "",
        "docs/a.md:3",
        "docs/a.md:3",
        "docs/b.md:7",
        "docs/b.md:7",
    ]


def test_pages_are_counted_also_where_their_numbers_begin_anew() -> None:
    log = "[1]\n(./a.toc) [2] text [7] text\n[1{/fonts.map}] x [2\n\n] [3]"
    assert len(Pages.of(log).ends) == 5
    assert Pages.of(log).at(0) == 1
    assert Pages.of(log).at(len(log)) == 6


@pytest.mark.parametrize(
    ("log", "told"),
    [
        (
            "./x.tex:6: Undefined control sequence.\nl.6 twee \\weg\n              x\n",
            "docs/b.md:7: Undefined control sequence \\weg",
        ),
        ("[1]\n./x.tex:3: LaTeX Error: Environment y undefined.\n", "docs/a.md:3: Environment y undefined"),
        ("./rapportage.sty:6: Package z Error: no.\n\nl.6 \\x\n", "docs/b.md:7: Package z Error: no"),
        ("[1]\n! Emergency stop.\n<*> x.tex\n", "page 2: Emergency stop"),
        ("! Undefined control sequence.", "page 1: Undefined control sequence"),
        ("This is XeTeX\n[1]", ""),
    ],
)
def test_an_error_is_one_line_with_a_place(log: str, told: str) -> None:
    assert texlog.error(log, MARKS, "x") == told


def test_what_sticks_out_is_told_with_its_place_and_page_but_not_what_nobody_sees() -> None:
    log = (
        "[1]\nOverfull \\hbox (38.4pt too wide) in paragraph at lines 6--7\n"
        "[]\\TU/NotoSans(0)/m/n/10 Een lang woord \n []\n\n"
        "Overfull \\hbox (3.1pt too wide) in paragraph at lines 2--3\n[]\\TU/NotoSans(0)/m/n/10 kort\n"
        "Overfull \\vbox (99.0pt too high) has occurred while \\output is active []\n"
    )
    assert texlog.faults(log, MARKS, "x") == [
        "docs/b.md:7: on page 2 or the next, 38 points of a line stand outside its column: Een lang woord"
    ]


def test_of_many_faults_the_first_are_told_and_how_many_more() -> None:
    log = "".join(
        f"Missing character: There is no {chr(0x4E00 + at)} (U+{0x4E00 + at:04X}) in font x!\n" * 2 for at in range(25)
    )
    faults = texlog.faults(log, MARKS, "x")
    assert faults[0] == 'page 1: no font has "一"'
    assert faults[texlog.TOLD :] == ["and 15 more of the same kind"]


@given(st.text(), st.text())
def test_no_log_and_no_text_is_too_strange(log: str, tex: str) -> None:
    marks = Marks(tex)
    assert all("\n" not in each for each in [*texlog.faults(log, marks, "x"), texlog.error(log, marks, "x")])
