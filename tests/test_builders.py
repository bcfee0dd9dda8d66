"""Every builder of Sphinx, every theme: without a warning, and with all that stands on the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from reports import Report

#: What the website puts into the theme furo.
TEMPLATES = Path(__file__).resolve().parent.parent / "_templates"

#: For each builder a file of the small report (and what makes the builder itself content).
BUILDERS = {
    "html": "geld.html",
    "dirhtml": "geld/index.html",
    "singlehtml": "index.html",
    "latex": "proefrapport.tex",
    "text": "geld.txt",
    "man": "proefrapport.1",
    "texinfo": "proefrapport.texi",
    "xml": "geld.xml",
    "pseudoxml": "geld.pseudoxml",
    "epub": "geld.xhtml",
}
#: What only our own nodes would leave behind.
LEFT_OVER = re.compile(r"<note_reference|<listing|folded|rapportage\.\w+ object|<#text")


def test_builders_that_share_what_was_read(report: Report) -> None:
    """One after another, in one doctree folder; each has the figures, the footnotes and the words of the interface."""
    for builder, name in BUILDERS.items():
        build = report.build(builder, epub_copyright="2026", version="1")
        assert (build.read == []) == (builder != "html"), builder
        text = build.file(name)
        assert not LEFT_OVER.search(text), builder
        # In the source of a man page a space can be "\ ".
        words = text.replace("\\ ", " ")
        for expected in ("9.395.942", "44.403.000", "Totaal", "Beleidskader", "Een eigen noot."):
            assert expected in words, (builder, expected)


def test_tables_as_text(built: Report) -> None:
    text = built.build("text").file("geld.txt")
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in text.splitlines() if line.startswith("| ")]
    assert ["Vrijheid van religie", "9.395.942[1]", "–[1]"] in rows
    assert ["Totaal", "10.645.942,50[1]", "2.000.000[1]"] in rows


def test_rows_can_be_linked_to_in_latex_and_texinfo(built: Report) -> None:
    tex = built.build("latex").file("proefrapport.tex")
    for place in ("geld:amount-voorschot-geld", "pers:indicator-opleidingen-pers", "mensen:area-mensen"):
        if "area" not in place:  # a container has no target in LaTeX without rapportage.latex
            assert rf"\phantomsection\label{{\detokenize{{{place}}}}}" in tex
    texinfo = built.build("texinfo").file("proefrapport.texi")
    assert "@anchor{geld amount-voorschot-geld}" in texinfo


def test_the_look_for_print(report: Report) -> None:
    """The module that makes the printed report has a target for everything that a link leads to."""
    report.edit("conf.py", '    "rapportage.html",\n', '    "rapportage.html",\n    "rapportage.latex",\n')
    tex = report.build("latex").file("proefrapport.tex")
    links = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", tex))
    places = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex))
    assert {link for link in links if ":" in link} - places == set()
    assert "mensen:area-mensen" in links & places


@pytest.mark.parametrize("theme", ["basic", "alabaster", "classic", "furo"])
def test_themes(report: Report, theme: str) -> None:
    """The report needs no theme of its own: any shows the tables, marks and links."""
    build = report.build(html_theme=theme, templates_path=[str(TEMPLATES)])
    page = BeautifulSoup((build.out / "geld.html").read_bytes(), "html5lib")
    assert len(page.select("table.rp-finance caption")) == 3
    assert page.select_one("th[scope=row]") is not None
    assert page.select_one("a.footnote-reference[href^='#note-']") is not None
    page = BeautifulSoup((build.out / "pers.html").read_bytes(), "html5lib")
    assert page.select_one("#highlight-redactie svg.rp-icon path") is not None
    assert page.select_one("a[href='mensen.html#area-mensen']") is not None


@pytest.mark.parametrize("theme", ["basic", "alabaster", "furo"])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_themes_in_a_project_without_templates_and_styles(report: Report, builder: str, theme: str) -> None:
    """What the pages ask for is there: no template and no style sheet of ours is needed."""
    languages = {"nl": "Nederlands", "en": "English"}
    build = report.build(builder, html_theme=theme, rapportage_languages=languages)
    page = BeautifulSoup((build.out / "index.html").read_bytes(), "html5lib")
    sheets = [str(link["href"]).partition("?")[0] for link in page.select("link[rel=stylesheet]")]
    assert sheets
    assert [sheet for sheet in sheets if not (build.out / sheet).is_file()] == []


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_one_page_of_all(report: Report, theme: str) -> None:
    """In singlehtml every id stands on the page once and every link leads somewhere, also those beside the page."""
    for name in ("plat", "los"):
        report.add(f"{name}.md", "\n## Meer\n\nTekst.\n\n### Nog meer\n\nTekst.\n")
    report.add("plat.md", "\nZie {ref}`search`, {doc}`los`, {doc}`index` en {cite:p}`website`.\n")
    build = report.build("singlehtml", html_theme=theme, templates_path=[str(TEMPLATES)])
    page = BeautifulSoup((build.out / "index.html").read_bytes(), "html5lib")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    ours = [each for each in ids if not each.startswith("svg-")]
    assert sorted(ours) == sorted(set(ours))
    for link in page.find_all("a", href=True):
        if link["href"].startswith("#"):
            assert link["href"] == "#" or link["href"][1:] in ids, link
    places = [heading.parent["id"] for heading in page.find_all(["h2", "h3"]) if "Meer" in heading.get_text()]
    assert places == ["meer", "plat-meer"]


def test_a_numbered_section_keeps_its_number_on_one_page(report: Report) -> None:
    for name in ("plat", "los"):
        report.add(f"{name}.md", "\n## Meer\n\nTekst.\n")
    report.edit("index.md", ":::{toctree}\n", ":::{toctree}\n:numbered:\n\n")
    page = report.build("singlehtml").page("index")
    numbers = [heading.get_text() for heading in page.find_all("h3") if "Meer" in heading.get_text()]
    assert [number.rstrip("¶") for number in numbers] == ["7.1. Meer", "8.1. Meer"]
