"""What is left out and stands openly elsewhere is told with both places, in whatever form it stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.plugins.redaction.exposure import Exposure, Open, OpenTexts
from rapportage.plugins.redaction.figures import figures
from rapportage.plugins.redaction.secrets import Secret, secrets

GROUNDS = ("5-1-2-e", "5-2")


def exposures(text: str, openly: str) -> list[Exposure]:
    secret = Secret(text, "docs/a.md", 3, "5.1.2.e", number="1")
    return OpenTexts([Open("docs/b.md", f"# Kop\n\n{openly}\n")]).exposures(secret)


@pytest.mark.parametrize(
    ("secret", "openly"),
    [
        # names
        ("Jan Zqxjansen", "Volgens Jan Zqxjansen."),
        ("Jan Zqxjansen", "volgens JAN ZQXJANSEN"),
        ("Jan Zqxjansen", "Zqxjansen, Jan"),
        ("Jan Zqxjansen", "mevrouw Zqxjansen zei"),
        ("Jan Zqxjansen", "J. Zqxjansen"),
        ("Jan Zqxjansen", "J.J. (Jan) van den Zqxjansen"),
        ("Jan Zqxjansen", "Zie j.zqxjansen@example.org"),
        ("Jan Zqxjansen", "Zie jzqxjansen@example.org"),
        ("Jan Peter Zqxjansen", "Zie jpzqxjansen@example.org"),
        ("Jan Zqxjansen", "![Zqxjansen aan het woord](x.png)"),
        ("Jérôme Zqxdörr", "Zqxdorr"),
        ("Zqx Yyy", "De heer Zqx"),
        ("Bob Zqxjansen", "Dat zei Bob."),
        ("Zqxjansen", "Zqxjansen"),
        # telephone numbers
        ("06 12345678", "bel +31 6 1234 5678"),
        ("06 12345678", "0031612345678"),
        ("06-12345678", "06 12 34 56 78"),
        ("+31 (0)70 348 6486", "070-3486486"),
        ("070 348 64 86", "(070) 348 64 86"),
        # amounts
        ("€ 1.234,56", "1234.56 euro"),
        ("€ 1.234,56", "EUR 1,234.56"),
        ("1234.56", "1.234,56"),
        ("1.234.567 euro", "1,2 miljoen"),
        ("1.234.567 euro", "value: 1234567"),
        ("€ 1,2 miljoen", "value: 1234567"),
        ("€ 1,2 miljoen", "1.200.000"),
        ("1,2 miljoen", "EUR 1.2 million"),
        ("12 500 euro", "12.500"),
        ("9395942", "€ 9.395.942"),
        # passages
        (
            "De minister heeft gisteren besloten om het overleg met de ambassade te verplaatsen naar mei",
            "Wij hebben het overleg met de ambassade te verplaatsen gevraagd.",
        ),
        ("het besluit is uitgesteld", "Het besluit is\nuitgesteld."),
    ],
)
def test_what_stands_openly_in_another_form_is_told(secret: str, openly: str) -> None:
    found = exposures(secret, openly)
    assert [(each.file, each.line) for each in found] == [("docs/b.md", 3)]
    told = str(found[0])
    assert "docs/b.md:3" in told
    assert "docs/a.md:3" in told
    assert "zqx" not in told.lower()


@pytest.mark.parametrize(
    ("secret", "openly"),
    [
        ("Jan Zqxjansen", "Piet Zqxpietersen"),
        ("Jan Zqxjansen", "januari, Januari en Janssen"),
        ("De ambassadeur", "De regen en de wind"),
        ("nee", "Nee, dat is nee."),
        ("Jan Bakker", "een bakker. Bakker is een vak. # Bakker"),
        ("06 12345678", "0612345679"),
        ("06 12345678", "In 2024, 2025 en 2026"),
        ("dus in 2025", "In 2025 was"),
        ("€ 1.234,56", "1.234,57"),
        ("1,2 miljoen", "1.251.000"),
        ("kort en goed", "goed en kort"),
        ("5 mensen", "5 dieren"),
    ],
)
def test_what_only_looks_alike_is_not_told(secret: str, openly: str) -> None:
    assert exposures(secret, openly) == []


def test_an_ordinary_word_is_a_name_where_it_has_a_capital_within_a_sentence() -> None:
    assert [each.line for each in exposures("Jan Bakker", "een bakker\n\nDat zei mevrouw Bakker.")] == [5]


def test_each_file_is_told_once_with_its_first_line() -> None:
    (found,) = exposures("Jan Zqxjansen", "Zqxjansen\n\nZqxjansen\n\nZqxjansen")
    assert (found.line, found.more) == (3, 2)
    assert "(and 2 more there)" in str(found)


@given(st.integers(10_000, 10**10), st.sampled_from("., '"), st.sampled_from(["", "€ ", "EUR "]))
def test_an_amount_is_the_same_however_its_thousands_are_set_apart(value: int, apart: str, before: str) -> None:
    (plain,) = figures(f"{value}")
    written = [*figures(before + f"{value:,}".replace(",", apart))]
    assert any(plain.is_same(each) for each in written)


@given(st.text())
def test_any_text_has_figures_or_none(text: str) -> None:
    assert all(0 <= each.at < len(text) for each in figures(text))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("docs", "data", "locale/en/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs" / "a.md").write_text(
        "# Open\n\nVan {redact}`5.1.2.e Jan Zqxjansen` en {redact}`5.2 Piet Zqxpiet`.\n\n"
        ":::{internal}\nDeze regel over de zqxvergadering is intern.\n:::\n"
    )
    return tmp_path


def told(project: Path) -> list[tuple[str, int, str, int]]:
    made = secrets(project, project / "docs", GROUNDS, [project / "data", project / "locale"])
    return [(each.secret.number, each.secret.line, each.file, each.line) for each in made.exposures]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("docs/b.md", "# Kop\n\nZqxjansen\n", 3),
        ("docs/tabel.csv", "naam\nZqxjansen\n", 2),
        ("data/sources.yaml", "post:\n  name: Jan Zqxjansen\n", 2),
        ("data/references.bib", "@misc{x,\n author = {Zqxjansen, Jan}\n}\n", 2),
        ("locale/en/LC_MESSAGES/a.po", 'msgid "x"\nmsgstr "By Jan "\n"Zqxjansen"\n', 3),
        ("docs/foto-zqxjansen.png", "\0", 0),
        ("data/zqxjansen.yaml", "", 0),
    ],
)
def test_all_that_is_published_is_looked_through(project: Path, name: str, text: str, line: int) -> None:
    (project / name).write_text(text)
    found = {(number, file, at) for number, _, file, at in told(project)}
    assert any((number, file) == ("1", name) for number, file, _ in found)
    assert line == 0 or {at for _, file, at in found if file == name} <= {line - 1, line}


def test_the_same_page_may_tell_it_itself(project: Path) -> None:
    page = project / "docs" / "a.md"
    page.write_text(page.read_text() + "\nDe heer Zqxpiet was er ook.\n")
    assert told(project) == [("2", 3, "docs/a.md", 9)]


def test_an_internal_line_in_a_translation_is_told(project: Path) -> None:
    (project / "locale/en/LC_MESSAGES/a.po").write_text('msgid "Deze regel over de zqxvergadering is intern."\nmsgstr ""\n')
    assert told(project) == [("", 6, "locale/en/LC_MESSAGES/a.po", 1)]
