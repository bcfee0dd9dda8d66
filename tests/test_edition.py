"""The whole edition, as it is shipped: both languages and all outputs, without a warning, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from editions import LANGUAGES, Edition, parsed

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex"])
def test_no_warnings(edition: Edition, builder: str, language: str) -> None:
    assert any(edition.built(builder, language).iterdir())


def test_templates_without_warnings(edition: Edition) -> None:
    out = edition.built("gettext")
    assert (out / "data.pot").is_file()
    assert (out / "rapportage" / "financien.pot").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_within_the_site_leads_somewhere(edition: Edition, language: str) -> None:
    pages = edition.pages(language)
    ids = {name: {str(tag["id"]) for tag in page.find_all(id=True)} for name, page in pages.items()}
    broken = []
    looked_at = 0
    for name, page in pages.items():
        for link in page.select("main a[href], article a[href], [role=main] a[href]"):
            href = str(link["href"])
            if re.match(r"[a-z]+:", href) or "/../" in href or href.startswith(("../nl", "../en", "../../")):
                continue
            path, _, anchor = href.partition("#")
            target = Path(name).parent / path if path else Path(name)
            known = ids.get(_normal(target))
            looked_at += 1
            if known is None or (anchor and anchor not in known):
                broken.append((name, href))
    assert broken == []
    assert looked_at > 500


def _normal(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_structure(edition: Edition, language: str) -> None:
    """Every id once on a page, every table of ours with a caption and heads, and nothing that could not be shown."""
    for name, page in edition.pages(language).items():
        ids = [str(tag["id"]) for tag in page.find_all(id=True)]
        assert sorted(ids) == sorted(set(ids)), name
        assert page.select(".problematic, .system-message") == [], name
        for made in page.select("table.rp-table"):
            assert made.caption is not None
            assert made.caption.get_text().strip(), name
            assert all(head.get("scope") for head in made.find_all("th")), name
        order: dict[str, None] = dict.fromkeys(mark.get_text() for mark in page.select("a.footnote-reference"))
        assert [number.strip("[]") for number in order] == [str(at) for at in range(1, len(order) + 1)], name


def test_the_table_numbers_run_through_the_report(edition: Edition) -> None:
    """In the order of the pages, on the website as in the PDF, of which the report is the part that is printed."""
    numbers = {
        int(found)
        for page in edition.pages("nl").values()
        for caption in page.select("main caption .caption-number, article caption .caption-number")
        for found in re.findall(r"\d+", caption.get_text())
    }
    assert len(numbers) > 20
    assert numbers == {*range(1, len(numbers) + 1)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_of_all(edition: Edition, language: str) -> None:
    page = parsed(edition.built("singlehtml", language) / "index.html")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))
    broken = [a["href"] for a in page.select("a[href^='#']") if a["href"] != "#" and a["href"][1:] not in ids]
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_latex(edition: Edition, language: str) -> None:
    """Footnotes are numbered through, and every link has a target."""
    (path,) = edition.built("latex", language).glob("rapportage-*.tex")
    tex = path.read_text("utf-8")
    body = tex[tex.index(r"\begin{document}") :]
    numbers = [int(number) for number in re.findall(r"\\begin\{footnote(?:text)?\}\[(\d+)\]", body)]
    assert len(numbers) > 10
    assert numbers == [*range(1, len(numbers) + 1)]
    assert {int(number) for number in re.findall(r"\\sphinxfootnotemark\[(\d+)\]", body)} <= {*numbers}
    links = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", body))
    assert links - set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", body)) == set()


def test_the_paragraph_about_jisra(edition: Edition) -> None:
    """One record: in Dutch and in English, in the text and in a footnote."""
    for language, amount in (("nl", "9.395.942"), ("en", "9,395,942")):
        page = edition.pages(language)["rapportage/financien.html"]
        assert f"EUR\N{NO-BREAK SPACE}{amount}" in page.get_text()
        assert any(amount in note.get_text() for note in page.select(".footnote"))
        for other in ("9.395.942", "9,395,942"):
            assert (other in page.get_text()) == (other == amount)


def test_an_edited_actual(tmp_path: Path) -> None:
    """Exactly the pages that show it are read again; they are those that look different after."""
    edition = Edition.copied(tmp_path / "project")
    before = {name: page.get_text() for name, page in edition.pages("nl").items()}
    assert edition.build("html") is not None
    assert edition.read == []
    path = edition.folder / "data" / "results" / "indicators" / "mensenrechten.yaml"
    text = path.read_text("utf-8")
    start = text.index("religie-bemiddeling:")
    found = re.compile(r"actuals: \{.*2025: (\d+)\}").search(text, start)
    assert found is not None
    path.write_text(f"{text[: found.start(1)]}{int(found[1]) + 1}{text[found.end(1) :]}", "utf-8")
    edition.build("html")
    after = {name: page.get_text() for name, page in edition.pages("nl").items()}
    changed = sorted(name.removesuffix(".html") for name in after if after[name] != before[name])
    assert changed
    assert edition.read == changed
