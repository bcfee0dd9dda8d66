"""The heads of memos and letters: what the front matter says, in both languages and every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bs4 import Tag
    from reports import Report


def head(page: Tag) -> list[tuple[str, list[str]]]:
    """The head of a page: each label with what stands there, paragraph by paragraph."""
    found = []
    for term in page.select(".rp-head dt"):
        value = term.find_next_sibling("dd")
        assert value is not None
        found.append((term.get_text(), [each.get_text() for each in value.find_all("p")]))  # type: ignore[union-attr]
    return found


def test_the_head_of_a_memo(papers: Report) -> None:
    page = papers.build().page("nota/index")
    assert head(page) == [
        ("Aan", ["De minister"]),
        ("Van", ["Directie Proef", "paraaf M"]),
        ("Afgestemd met", ["Directie Geld", "paraaf R, akkoord", "Directie Recht", "nog niet bekend"]),
        ("Datum", ["9 april 2026"]),
        ("Onze referentie", ["32 735"]),
        ("Plandatum/Deadline", ["24 april 2026"]),
    ]
    kind, subject = page.select_one(".rp-kind"), page.select_one(".rp-subject")
    assert kind is not None
    assert kind.get_text() == "TER BESLISSING"
    assert subject is not None
    assert str(subject.em) == "<em>Proefrapport 2025</em>"


def test_the_head_of_a_letter_and_its_signature_below_the_text(papers: Report) -> None:
    page = papers.build().page("brief")
    assert head(page) == [
        ("Van", ["Ministerie"]),
        ("Aan", ["De Voorzitter", "Den Haag"]),
        ("Betreft", ["Aanbieding"]),
        ("Datum", ["24 april 2026"]),
        ("Bijlagen", ["Proefrapport 2025", "Nota"]),
    ]
    text = page.get_text()
    assert text.index("Hoogachtend") < text.index("De minister")


def test_a_memo_in_english(papers: Report) -> None:
    """Labels are the interface's, texts of the front matter those of the page's catalogue, and roles work in both."""
    papers["locale/en/LC_MESSAGES/nota/index.po"] = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Over de *{edition}`title`*"\nmsgstr "About the *{edition}`title`*"\n\n'
        'msgid "Geadviseerd besluit"\nmsgstr "Recommended decision"\n\n'
        'msgid "Directie Geld"\nmsgstr "Money Directorate"\n'
    )
    page = papers.build(language="en").page("nota/index")
    assert ("Coordinated with", ["Money Directorate", "initials R, agreed", "Directie Recht", "pending"]) in head(page)
    assert ("Date", ["9 April 2026"]) in head(page)
    subject = page.select_one(".rp-subject")
    assert subject is not None
    assert subject.get_text() == "About the Trial report 2025"
    assert "Recommended decision" in [title.get_text().removesuffix("¶") for title in page.find_all("h2")]
    assert "language-nl" not in str(page.section)


def test_translators_get_the_words_of_the_front_matter_where_they_stand(papers: Report) -> None:
    import polib

    build = papers.build("gettext")
    found = {entry.msgid: entry.occurrences for entry in polib.pofile(build.file("nota/index.pot"))}
    assert "Over de *{edition}`title`*" in found
    ((path, line),) = found["Directie Geld"]
    assert path.endswith("nota/index.md")
    assert papers["nota/index.md"].splitlines()[int(line) - 1].strip() == "- party: Directie Geld"
    # What is only a role, a date or initials has no words.
    assert not {"{edition}`dossier`", "2026-04-09", "M", "paraaf M"} & found.keys()


@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex", "text", "man", "texinfo"])
def test_every_builder_can_show_it(papers: Report, builder: str) -> None:
    papers.build(builder)


def test_a_second_build_reads_nothing_and_an_edit_of_the_front_matter_its_page(papers: Report) -> None:
    papers.build()
    second = papers.build()
    assert second.read == []
    assert "config changed" not in second.status
    papers.edit("nota/index.md", "initials: R", "initials: S")
    third = papers.build()
    assert third.read == ["nota/index"]
    assert "paraaf S" in third.page("nota/index").get_text()


def test_an_edited_record_is_read_again_where_the_front_matter_shows_it(papers: Report) -> None:
    papers.build()
    papers.edit("data/edition.yaml", "planned: 2026-04-24", "planned: 2026-05-01")
    build = papers.build()
    assert {"nota/index", "brief"} <= {*build.read}
    assert "1 mei 2026" in build.page("brief").get_text()


def test_workers_make_the_same_heads(papers: Report) -> None:
    alone = papers.build(folder="een").pages()
    assert papers.build(folder="twee", jobs=2).pages() == alone
    assert papers.build(folder="twee", jobs=2).read == []


def test_front_matter_of_others_stays(papers: Report) -> None:
    """What no directive reads is MyST's, at the lines where it stands."""
    papers["nota/index.md"] = MEMO_WITH_MORE
    build = papers.build(may_warn=True)
    assert build.app.env.metadata["nota/index"]["tocdepth"] == 1
    assert [warning.partition(" WARNING")[0] for warning in build.warnings] == ["nota/index.md:29:"]


MEMO_WITH_MORE = """\
---
tocdepth: 1
memo:
  kind: information
  title: Over iets
  to:
  - party: De minister
  from: [{party: Directie}]

  # een opmerking
  date: 2026-04
  reference: "1"
author: x
---

# Nota

:::{memo}
:::

## Aanleiding

## Kernpunten

## Toelichting

Tekst.

{amount}`vorschot`
"""


def test_a_page_that_is_an_example_says_so(papers: Report) -> None:
    assert not papers.build().page("brief").select(".rp-example")
    papers.edit("brief.md", "  subject:", "  example: true\n  subject:")
    assert papers.build().page("brief").select(".rp-example")


def test_a_note_is_not_possible_in_a_head(papers: Report) -> None:
    papers.edit("brief.md", "  from: Ministerie", '  from: "Ministerie {amount}`voorschot`"')
    (warning,) = papers.build(may_warn=True).warnings
    assert "a footnote is not possible in the head of a document" in warning


def test_the_text_in_print_goes_through_the_writer(papers: Report) -> None:
    """Nothing in the front matter is LaTeX."""
    papers.edit("brief.md", "  from: Ministerie", r"  from: 'A & B \\input{x} 100% #_{}'")
    build = papers.build("latex")
    (tex,) = build.out.glob("begeleidende-brief-nl.tex")
    assert r"A \& B" in tex.read_text("utf-8")
    assert r"\input{x}" not in tex.read_text("utf-8")


def test_the_column_is_repeated_in_short(papers: Report) -> None:
    tex = papers.build("latex").file("beslisnota-nl.tex")
    column = tex[tex.index(r"\rpcolumn{") : tex.index(r"\rpsubject{")]
    assert column.count(r"\rpitem{Datum}{9 april 2026}") == 2
    assert column.count(r"\rpitem{Onze referentie}{32 735}") == 2
    assert column.count(r"\rpitem{Plandatum/Deadline}") == 1
    assert r"\rpline{Afgestemd met}{Directie Geld}{paraaf R, akkoord}\rpline{}{Directie Recht}{nog niet bekend}" in tex


def test_a_source_is_a_footnote_where_there_is_no_list_of_sources(papers: Report) -> None:
    papers.edit("nota/index.md", "Akkoord gaan.", "Akkoord gaan {footcite:p}`nota`.\n\n:::{footbibliography}\n:::")
    papers.edit("brief.md", "Geachte Voorzitter,\n", "Geachte Voorzitter,\n\nZie {cite:p}`nota`.\n")
    (told,) = papers.build("latex", may_warn=True).warnings
    assert told.startswith("brief.md:18: WARNING: the PDF of this document has no list of sources; write {footcite:p}")
    assert papers.build().page("nota/index").select_one(".footnote-list") is not None


def test_notes_of_the_data_sources_and_the_writers_are_in_one_numbering(papers: Report) -> None:
    papers.edit(
        "nota/index.md",
        "Akkoord gaan.",
        "Akkoord {footcite:p}`nota` gaan.[^b]\n\n[^b]: Nog een.\n\n:::{footbibliography}\n:::",
    )
    page = papers.build().page("nota/index")
    marks = [mark.get_text().strip("[]") for mark in page.select("a.footnote-reference")]
    assert marks == ["1", "2", "3", "4"]
    notes = [note.get_text() for note in page.select("aside.footnote")]
    assert ["Een noot" in notes[1], "Nota over de proef" in notes[2], "Nog een" in notes[3]] == [True] * 3
