"""``rapportage chooser``: the page above the languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project


def built(project: Project, *languages: str) -> Path:
    for language in languages:
        project.write(f"_build/html/{language}/index.html", "x")
    return project.folder / "_build/html"


def test_it_links_to_every_built_language(project: Project) -> None:
    folder = built(project, "nl", "en")
    assert project.run("chooser", str(folder)).exit_code == 0
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html5lib")
    assert [(link["href"], link["hreflang"]) for link in page.find_all("a")] == [
        ("nl/index.html", "nl"),
        ("en/index.html", "en"),
    ]
    assert [section["lang"] for section in page.find_all("section")] == ["nl", "en"]
    assert [head.get_text() for head in page.find_all(["h1", "h2"])] == ["Rapportage 2025", "Report 2025"]
    assert not page.find_all("script")


def test_a_language_that_was_not_built_is_left_out(project: Project) -> None:
    folder = built(project, "en")
    project.run("chooser", str(folder))
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html5lib")
    assert [link["href"] for link in page.find_all("a")] == ["en/index.html"]
    assert [head.name for head in page.find_all(["h1", "h2"])] == ["h1"]


def test_titles_are_text(project: Project) -> None:
    path = project.folder / "data/edition.yaml"
    path.write_text(path.read_text("utf-8").replace("nl: Rapportage 2025", "nl: 'A & B < C {d}'"), "utf-8")
    folder = built(project, "nl")
    project.run("chooser", str(folder))
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html5lib")
    assert page.title is not None
    assert page.title.get_text() == "A & B < C {d}"


def test_an_unchanged_page_is_not_written_again(project: Project) -> None:
    folder = built(project, "nl")
    project.run("chooser", str(folder))
    before = (folder / "index.html").stat().st_mtime_ns
    project.run("chooser", str(folder))
    assert (folder / "index.html").stat().st_mtime_ns == before


def test_without_a_built_language_there_is_nothing_to_choose(project: Project) -> None:
    result = project.run("chooser", str(project.folder))
    assert result.exit_code == 1
    assert "holds no built language (nl, en)" in result.output


def test_without_an_edition_it_says_what_to_do(project: Project) -> None:
    project.write("data/edition.yaml", "titel: Rapportage\n")
    result = project.run("chooser", str(built(project, "nl")))
    assert result.exit_code == 1
    assert "`rapportage check` says why" in result.output


def test_it_links_to_every_pdf_that_is_declared_and_made(project: Project) -> None:
    folder = built(project, "nl", "en")
    for name in ("rapportage-nl", "rapportage-en", "nota-nl", "nota-en", "oud-nl"):
        project.write(f"_build/pdf/{name}.pdf", "x" * 12_000)
    project.run("chooser", str(folder))
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html5lib")
    dutch, english = page.find_all("section")
    assert [(link["href"], link.get_text()) for link in dutch.select("li a")] == [
        ("../pdf/rapportage-nl.pdf", "Rapportage 2025 (PDF, 12 kB)"),
        ("../pdf/nota-nl.pdf", "Nota (PDF, 12 kB)"),
    ]
    # The memo exists in Dutch only, and nothing is declared that is called "oud".
    assert [link.get_text() for link in english.select("li a")] == ["Report 2025 (PDF, 12 kB)"]


def test_it_says_what_an_edition_that_is_not_public_says(project: Project) -> None:
    folder = built(project, "nl")
    project.run("chooser", str(folder))
    assert "noindex" not in (folder / "index.html").read_text("utf-8")
    project.write(
        "_build/html/nl/index.html",
        '<aside class="rp-restricted" aria-label="uitgave"><p>Interne uitgave &amp; concept</p></aside>',
    )
    project.run("chooser", str(folder))
    page = BeautifulSoup((folder / "index.html").read_bytes(), "html5lib")
    assert page.select_one(".mark").get_text() == "Interne uitgave & concept"  # type: ignore[union-attr]
    assert page.select_one("meta[name=robots]")["content"] == "noindex, nofollow"  # type: ignore[index]
