"""The memo and the letter of the shipped edition: on the site, in print, and with nothing typed that the data have."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from editions import ROOT
from pypdf import PdfReader

from rapportage import numbers
from rapportage.cli import project
from rapportage.publication import pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from editions import Edition


@pytest.fixture(scope="module")
def facts() -> Any:
    """The record of the edition."""
    return project.load(ROOT).store().get("edition", "edition")


# ---- said once ----------------------------------------------------------------------------------------------------------


def told_once(facts: Any) -> Iterator[str]:
    """What stands in data/edition.yaml and nowhere else, in all forms in which somebody could type it in a text."""
    yield from (facts.title.nl, facts.title.en, facts.reference)
    for date in (facts.planned, facts.submitted):
        yield from (numbers.date(date, language).replace(numbers.NO_BREAK, " ") for language in ("nl", "en"))


def test_reference_dates_and_title_are_typed_nowhere_else(facts: Any) -> None:
    typed = [*told_once(facts)]
    assert len(typed) == 7
    files = [
        *(ROOT / "docs").rglob("*.md"),
        *(path for path in (ROOT / "data").rglob("*.yaml") if path.name != "edition.yaml"),
        *(ROOT / "locale").rglob("*.po"),
    ]
    assert len(files) > 50
    found = [
        (path.relative_to(ROOT).as_posix(), words)
        for path in files
        for text in [" ".join(path.read_text("utf-8").split())]
        for words in typed
        if words in text
    ]
    assert found == []


def test_no_name_of_a_person_stands_in_the_memo() -> None:
    """Who stands in the head is a position, a directorate, or left out on the ground that the Woo gives."""
    matter = (ROOT / "docs" / "nota" / "index.md").read_text("utf-8").split("---")[1]
    parties = {*re.findall(r"(?:party|author): (.*)", matter)}
    redacted = {each for each in parties if re.fullmatch(r'"\{redact\}`5\.1\.2\.e naam van [a-z ]+`"', each)}
    assert parties - redacted == {"De minister van Buitenlandse Zaken", "DMM"}
    assert len(redacted) == 4


# ---- on the site --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_they_are_on_both_sites(edition: Edition, facts: Any) -> None:
    for name in ("nota/index.html", "kamerbrief/index.html"):
        dutch, english = edition.pages("nl")[name], edition.pages("en")[name]
        assert facts.title.nl in dutch.get_text()
        assert not dutch.select(".rp-untranslated")
        # They exist in Dutch only: the English site says so and shows the same text, marked as Dutch.
        section = english.select_one("article section, [role=main] section")
        assert section is not None
        assert section["lang"] == "nl"
        assert facts.title.nl in section.get_text()
        assert facts.title.en not in section.get_text()
        assert len(english.select(".rp-untranslated[lang=en]")) == 1


@pytest.mark.slow
def test_figures_of_the_memo_come_from_the_data(edition: Edition) -> None:
    text = edition.pages("nl")["nota/index.html"].get_text()
    source = (ROOT / "docs" / "nota" / "index.md").read_text("utf-8")
    for figure in ("9.395.942", "34.895.000", "35\N{NO-BREAK SPACE}miljoen"):
        assert figure in text
        assert figure.replace("\N{NO-BREAK SPACE}", " ") not in source


# ---- in print -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdfs(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDFs of the Dutch edition but for the report itself, which takes longest."""
    folder = tmp_path_factory.mktemp("pdf")
    latex = folder / "latex"
    subprocess.run(["cp", "-r", str(edition.built("latex")), str(latex)], check=True)
    latex.joinpath("rapportage-nl.tex").unlink()
    assert pdf.make(latex, "nl", folder / "made") == []
    return folder / "made"


def pages(path: Path) -> list[str]:
    """The text of each page, its words with one space between them."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.mark.slow
def test_the_memo_in_print(pdfs: Path, facts: Any) -> None:
    first, second = pages(pdfs / "nota-nl.pdf")
    order = [
        "Nota",
        "Aan De minister",
        "Van DMM",
        "Via [Bescherming persoonlijke levenssfeer] paraaf M",
        "Kopie aan",
        "Afgestemd met",
        facts.title.nl,
        "Aanleiding",
    ]
    places = [first.find(words) for words in order]
    assert places == sorted(places)
    assert -1 not in places
    for words in ("TER BESLISSING", "Opgesteld door", "Plandatum/Deadline", "paraaf M", "Pagina 1 van 2"):
        assert words in first
        assert words not in second
    # The column with references is repeated in short.
    for page in (first, second):
        assert "Datum 9 april 2026" in page
        assert f"Onze referentie {facts.reference}" in page
    assert "Pagina 2 van 2" in second
    # Footnotes stand at the foot of the page that they belong to.
    assert "De cijfers over 2025 bevatten geen uitgaven meer" in second
    assert "Toelichting" in second


@pytest.mark.slow
def test_the_letter_in_print(pdfs: Path, facts: Any) -> None:
    first, second = pages(pdfs / "kamerbrief-nl.pdf")
    for words in ("Kamerbrief", "Aan De Voorzitter", f"Betreft Aanbieding van de {facts.title.nl}", "Kamerdossier 32 735"):
        assert words in first
    assert "Bijlagen" in first
    assert "Hoogachtend, De minister van Buitenlandse Zaken" in second
    assert "Datum 24 april 2026" in second


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nota", "kamerbrief"])
def test_each_has_metadata_and_no_fault(pdfs: Path, facts: Any, name: str) -> None:
    made = PdfReader(pdfs / f"{name}-nl.pdf")
    assert made.metadata is not None
    assert made.metadata.title == f"{name.capitalize()}: {facts.title.nl}"
    assert made.metadata.author == facts.publisher.nl
    assert str(made.root_object["/Lang"]) == "nl"
    log = (pdfs.parent / "latex" / f"{name}-nl.log").read_text("utf-8", errors="replace")
    for fault in ("Missing character", "Overfull", "multiply-defined", "undefined references"):
        assert fault not in log


@pytest.mark.slow
def test_only_the_report_is_in_english(edition: Edition) -> None:
    made = sorted(path.name for path in edition.built("latex", "en").glob("*-en.tex"))
    assert made == ["rapportage-en.tex"]
