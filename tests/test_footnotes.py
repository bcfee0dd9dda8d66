"""Footnotes of the data and of the writer: one a note and page, in one numbering, in every output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag
    from reports import Report

DATA = {
    "een": "Noot een van de gegevens.",
    "twee": "Noot twee, met nadruk en EUR\N{NO-BREAK SPACE}1.250.",
    "drie": "Noot drie, die  noemt en daar geen noot bij zet.",
    "vier": "Noot vier. In twee alinea’s.",
    "tabel": "Noot bij een bedrag.",
    "titel": "Noot bij een titel.",
}

#: The footnotes of the pages, in the order in which a reader meets their marks.
MARKDOWN = [
    DATA["twee"],
    "Een eigen noot.",
    DATA["een"],
    "Een genummerde noot.",
    DATA["drie"],
    DATA["titel"],
    "Bij de titel van de tabel.",
    DATA["tabel"],
    DATA["vier"],
    "In een tabel.",
    "In een verhaal, met 1.",
]
REST = [
    "Genummerd.",
    DATA["een"],
    "Zonder naam, de eerste.",
    "Met naam.",
    "Zonder naam, de tweede.",
    DATA["twee"],
    DATA["tabel"],
]
AGAIN = [DATA["een"], "Ook een eigen noot.", DATA["tabel"], DATA["titel"]]


@pytest.fixture
def notes(copy_of: Callable[[str], Report]) -> Report:
    return copy_of("notes")


class Notes(NamedTuple):
    """What a reader sees of the footnotes of a page."""

    marks: list[tuple[str, str]]
    """The marks in the text: what they show, and the id that they lead to."""
    texts: dict[str, tuple[str, str]]
    """The footnotes by id: their number and text."""


def notes_of(page: Tag) -> Notes:
    texts = {}
    for note in page.select(".footnote"):
        paragraphs = [_text(each) for each in note.find_all("p")]
        texts[str(note["id"])] = _text(note.select_one(".label")), " ".join(paragraphs)
    marks = [(_text(mark), str(mark["href"])[1:]) for mark in page.select("a.footnote-reference")]
    return Notes(marks, texts)


def _text(tag: Tag | None) -> str:
    assert tag is not None
    return re.sub(r"[\[\]]", "", tag.get_text()).strip().replace("\n", " ")


def in_order_of_marks(found: Notes) -> list[str]:
    """The footnotes in the order in which their marks stand on the page; each mark shows the number of its footnote."""
    order: dict[str, str] = {}
    for number, target in found.marks:
        assert found.texts[target][0] == number
        order.setdefault(number, found.texts[target][1])
    return list(order.values())


@pytest.mark.parametrize(("page", "expected"), [("markdown", MARKDOWN), ("nogmaals", AGAIN)])
def test_numbers_follow_the_text(notes: Report, page: str, expected: list[str]) -> None:
    found = notes_of(notes.build().page(page))
    assert in_order_of_marks(found) == expected
    assert [number for number, _ in found.texts.values()] == [str(at) for at in range(1, len(expected) + 1)]


def test_restructuredtext(notes: Report) -> None:
    """Numbered, named and unnamed footnotes, and one with a sign, which is not counted."""
    page = notes.build().page("rest")
    found = notes_of(page)
    assert [each for each in in_order_of_marks(found) if each != "Met een teken."] == REST
    assert [number for number, _ in found.texts.values()] == ["*", *map(str, range(1, len(REST) + 1))]
    # What else has a name keeps it.
    assert page.find("a", string="dit deel")["href"] == "#label"


def test_one_footnote_per_note_and_page(notes: Report) -> None:
    build = notes.build()
    for page in ("markdown", "rest", "nogmaals"):
        texts = [text for _, text in notes_of(build.page(page)).texts.values()]
        assert len(texts) == len(set(texts))
        assert texts.count(DATA["een"]) == 1


def test_marks_lead_to_footnotes_and_back(notes: Report) -> None:
    build = notes.build()
    for name in ("index", "markdown", "rest", "nogmaals"):
        page = build.page(name)
        marks = {str(mark["id"]): str(mark["href"])[1:] for mark in page.select("a.footnote-reference")}
        for note in page.select(".footnote"):
            back = {str(link["href"])[1:] for link in note.select("a[role=doc-backlink]")}
            assert back == {mark for mark, target in marks.items() if target == note["id"]}
            assert back


def test_a_note_of_the_data_is_no_label(notes: Report) -> None:
    """No page, and no other project, can refer to a footnote of ours by its inner name."""
    build = notes.build()
    std: Any = build.app.env.get_domain("std")
    names = [name for name in (*std.labels, *std.anonlabels) if name != name.lower() or name.isdecimal()]
    assert names == []


def test_two_marks_side_by_side_are_two_in_order(notes: Report) -> None:
    """The amount names the note that is the eighth on the page first."""
    cell = next(each for each in notes.build().page("markdown").select("td.rp-number") if "750" in each.text)
    assert cell.text == "750[3]\N{NO-BREAK SPACE}[8]"


def test_singlehtml(notes: Report) -> None:
    """The pages are put together: every id stands there once, every link leads somewhere, and the numbers run on."""
    page = notes.build("singlehtml").page("index")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))
    for link in page.find_all("a", href=re.compile("^#")):
        assert link["href"][1:] in ids, link
    found = notes_of(page)
    expected = [DATA["vier"], *MARKDOWN, *REST, *AGAIN]
    # The footnote that cites another has that one's number, and a sign is a number here.
    expected[expected.index("In een verhaal, met 1.")] = "In een verhaal, met 2."
    expected.insert(expected.index("Zonder naam, de tweede.") + 1, "Met een teken.")
    assert in_order_of_marks(found) == expected
    assert sorted(int(number) for number, _ in found.texts.values()) == [*range(1, len(expected) + 1)]


def test_latex(notes: Report) -> None:
    """Each footnote stands once in the text, with a number that runs on; every other mark has the number of one."""
    tex = notes.build("latex").file("noten.tex")
    body = tex[tex.index(r"\begin{document}") :]
    placed = re.findall(r"\\begin\{footnote(?:text)?\}\[(\d+)\]", body)
    assert placed == [str(at) for at in range(1, 25)]
    marks = re.findall(r"\\sphinxfootnotemark\[(\d+)\]", body)
    assert {*marks} <= {*placed}
    first = [number for at, number in enumerate(marks) if number not in marks[:at]]
    assert first
    assert body.count(DATA["een"]) == 3  # once for each page that cites it
    assert "750\\sphinxfootnotemark[4]\N{NO-BREAK SPACE}\\sphinxfootnotemark[9]" in body


def test_other_builders(notes: Report) -> None:
    text = notes.build("text").file("markdown.txt")
    assert "Eerst [1], dan een eigen noot[2], dan [3] en weer [1]." in text
    assert "[3] Noot een van de gegevens." in text
    for builder, name in (("man", "noten.1"), ("texinfo", "noten.texi"), ("xml", "markdown.xml")):
        assert "Noot een van de gegevens." in notes.build(builder).file(name)


PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid ""
"Eerst {finance-note}`twee`, dan een eigen noot[^eigen], dan {finance-note}`een` en weer {finance-note}`twee`. "
"Een genummerde noot[^7] komt voor {finance-note}`drie`."
msgstr ""
"A note of one's own[^eigen] first, before {finance-note}`drie`, then {finance-note}`een`, {finance-note}`twee` and "
"again {finance-note}`twee`. A numbered one[^7]."

msgid "Bedragen{finance-note}`titel` met een eigen noot[^kop]"
msgstr "Amounts with a note of one's own[^kop] and one{finance-note}`titel`"

msgid "Een verhaal{finance-note}`titel`"
msgstr "A story{finance-note}`titel`"

msgid "Een eigen noot."
msgstr "A note of one's own."
"""
DATA_PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Noot een van de gegevens."
msgstr "Note one."
"""


def test_translations_cite_in_their_own_order(notes: Report) -> None:
    """A translation that has the marks in another order is no cause for a warning."""
    notes["locale/en/LC_MESSAGES/markdown.po"] = PO
    notes["locale/en/LC_MESSAGES/data.po"] = DATA_PO
    found = notes_of(notes.build(language="en").page("markdown"))
    assert in_order_of_marks(found)[:7] == [
        "A note of one’s own.",
        DATA["drie"],
        "Note one.",
        DATA["twee"].replace("1.250", "1,250"),
        "Een genummerde noot.",
        "Bij de titel van de tabel.",
        DATA["titel"],
    ]
    assert [number for number, _ in found.texts.values()] == [str(at) for at in range(1, 12)]


@pytest.mark.parametrize("number", ["1", "2", "12"])
def test_a_number_that_the_writer_chose_is_free_again(notes: Report, number: str) -> None:
    notes["plat.md"] = f"""\
# {number}

Een{{finance-note}}`een`, twee[^{number}], drie{{finance-note}}`twee`, vier[^vier].

[^{number}]: Twee.
[^vier]: Vier.
"""
    notes.edit("index.md", "nogmaals\n", "nogmaals\nplat\n")
    found = notes_of(notes.build().page("plat"))
    assert in_order_of_marks(found) == [DATA["een"], "Twee.", DATA["twee"], "Vier."]
    # docutils gives no footnote the number that is the name of a heading.
    if number == "12":
        assert [each for each, _ in found.texts.values()] == ["1", "2", "3", "4"]


def test_notes_in_headings_and_definitions(notes: Report) -> None:
    """A heading also stands in tables of contents, without its marks."""
    notes["plat.md"] = """\
# Kop{finance-note}`een`

## Tweede kop{finance-note}`twee` met een eigen noot[^eigen]

Tekst{finance-note}`een`.

:::{note}
In een kader{finance-note}`drie`.
:::

Term
: Uitleg{finance-note}`vier`.

[^eigen]: Eigen, met [een]{.klasse} en {finance-note}`vier`.
"""
    notes.edit("conf.py", '["colon_fence"]', '["colon_fence", "attrs_inline", "deflist"]')
    notes.edit("index.md", "nogmaals\n", "nogmaals\nplat\n")
    build = notes.build()
    assert in_order_of_marks(notes_of(build.page("plat"))) == [
        DATA["een"],
        DATA["twee"],
        "Eigen, met een en 5.",
        DATA["drie"],
        DATA["vier"],
    ]
    assert build.page("index").find("a", href="plat.html").get_text() == "Kop"
    tex = notes.build("latex").file("noten.tex")
    assert r"\section{Tweede kop\sphinxfootnotemark[26] met een eigen noot\sphinxfootnotemark[27]}" in tex


def test_an_unknown_note(notes: Report) -> None:
    notes["plat.md"] = "# Plat\n\nHier{finance-note}`eem` en hier{finance-note}`een`.\n"
    notes.edit("index.md", "nogmaals\n", "nogmaals\nplat\n")
    build = notes.build(may_warn=True)
    assert build.warnings == ['plat.md:3: WARNING: unknown note "eem"; did you mean "een"? [rapportage.unknown]']
    assert len(notes_of(build.page("plat")).texts) == 1


def test_what_docutils_says_of_footnotes_still_holds(notes: Report) -> None:
    """A footnote without a mark, and a mark without a footnote, are told as they are without us."""
    notes["plat.md"] = "# Plat\n\nEen mark[^weg] en {finance-note}`een`.\n\n[^1]: Zonder merk.\n\n[^los]: Los.\n"
    notes["rest2.rst"] = "Rest\n====\n\n:finance-note:`een` [#]_ [#]_ [9]_\n\n.. [#] Een.\n"
    notes.edit("index.md", "nogmaals\n", "nogmaals\nplat\nrest2\n")
    assert notes.build(may_warn=True).warnings == [
        "plat.md:3: ERROR: Too many autonumbered footnote references: only 0 corresponding footnote available. [docutils]",
        "plat.md:5: WARNING: Footnote [1] is not referenced. [ref.footnote]",
        "plat.md:7: WARNING: Footnote [#] is not referenced. [ref.footnote]",
        'plat.md:3: ERROR: Unknown target name: "weg". [docutils]',
        "rest2.rst:4: ERROR: Too many autonumbered footnote references: only 1 corresponding footnote available. [docutils]",
        'rest2.rst:4: ERROR: Unknown target name: "9". [docutils]',
    ]
