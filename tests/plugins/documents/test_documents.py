"""Documents are declared in data and need no code: their PDFs, languages and audience follow from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from reports import Report


def written(report: Report, language: str, **config: str) -> list[str]:
    """The LaTeX files that a build writes."""
    build = report.build("latex", language=language, folder=f"{language}{len(config)}", **config)
    return sorted(path.name for path in build.out.glob("*.tex") if path.name.count("-"))


def test_each_document_has_a_pdf_in_its_languages(papers: Report) -> None:
    assert written(papers, "nl") == ["begeleidende-brief-nl.tex", "beslisnota-nl.tex", "rapport-nl.tex"]
    assert written(papers, "en") == ["beslisnota-en.tex", "rapport-en.tex"]


def test_the_layout_says_how_it_is_printed(papers: Report) -> None:
    build = papers.build("latex")
    assert r"{sphinxhowto}" in build.file("beslisnota-nl.tex")
    assert r"{sphinxmanual}" in build.file("rapport-nl.tex")
    assert r"\title{Beslisnota}" in build.file("beslisnota-nl.tex")
    # Without a title of its own a document is called as the edition is.
    assert r"\title{Proefrapport 2025}" in build.file("rapport-nl.tex")
    assert r"\title{Decision memo}" in papers.build("latex", language="en").file("beslisnota-en.tex")


def test_a_document_more_needs_no_code(papers: Report) -> None:
    papers.add("data/documents.yaml", "los-blad: {title: 100% & meer, root: los, layout: report, languages: [nl]}\n")
    build = papers.build("latex")
    assert r"\title{100\% \& meer}" in build.file("los-blad-nl.tex")


def test_a_project_without_documents_has_what_sphinx_makes(report: Report) -> None:
    report.edit(
        "conf.py", '"rapportage.plugins.edition",\n', '"rapportage.plugins.edition",\n    "rapportage.plugins.documents",\n'
    )
    assert report.build("latex").out.joinpath("proefrapport.tex").is_file()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "nota/index",
            "nota/indx",
            'data/documents.yaml:2:64: WARNING: unknown page "nota/indx"; did you mean "nota/index"?',
        ),
        (
            "layout: memo",
            "layout: nota",
            'data/documents.yaml:2:84: WARNING: unknown value "nota"; choose from letter, memo, report',
        ),
        ("[nl]}", "[nl, fr]}", 'data/documents.yaml:3:99: WARNING: unknown language "fr"; choose from en, nl'),
    ],
)
def test_mistakes_are_told_where_they_stand(papers: Report, old: str, new: str, told: str) -> None:
    papers.edit("data/documents.yaml", old, new)
    build = papers.build(may_warn=True)
    assert build.failed
    assert [warning.partition(" [rapportage")[0] for warning in build.warnings] == [told]


def test_a_page_that_has_gone_is_told_though_the_data_are_as_they_were(papers: Report) -> None:
    papers.build()
    del papers["brief.md"]
    papers.edit("index.md", "brief\n", "")
    build = papers.build(may_warn=True)
    assert any('unknown page "brief"' in warning for warning in build.warnings)
    assert papers.build(may_warn=True).failed


def test_a_language_that_the_edition_lacks(papers: Report) -> None:
    papers.add("conf.py", 'rapportage_languages = {"nl": "Nederlands"}\n')
    told = papers.build(may_warn=True).warnings
    assert sum('unknown language "en"; choose from nl' in warning for warning in told) == 2


def test_the_first_page_of_a_memo_has_its_head(papers: Report) -> None:
    papers.edit("data/documents.yaml", "layout: report", "layout: memo")
    (told,) = papers.build(may_warn=True).warnings
    assert told.startswith('index.md:1: WARNING: the document "rapport" is a memo; put :::{memo} below the title')


def test_a_page_is_read_again_when_its_layout_changes(papers: Report) -> None:
    papers.build()
    papers.edit("data/documents.yaml", "layout: letter", "layout: memo")
    build = papers.build(may_warn=True)
    assert build.read == ["brief"]
    assert "is a memo" in " ".join(build.warnings)


# ---- for whom ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def inner(papers: Report) -> Report:
    """The memo is internal, and so is what leads to it."""
    papers.edit(
        "data/documents.yaml", "layout: memo, languages: [nl, en]", "layout: memo, languages: [nl, en], audience: internal"
    )
    papers.edit("index.md", "nota/index\n", "")
    papers.add("index.md", "\n:::{internal}\n```{toctree}\nnota/index\n```\n:::\n")
    papers["nota/bijlage.md"] = "---\naudience: internal\n---\n\n# Bijlage\n\nGeheim.\n"
    papers.edit("nota/index.md", "---\nmemo:", "---\naudience: internal\nmemo:")
    papers.add("nota/index.md", "\n:::{toctree}\nbijlage\n:::\n")
    return papers


def test_an_internal_document_is_no_part_of_a_public_build(inner: Report) -> None:
    build = inner.build()
    assert not {"nota/index", "nota/bijlage"} & {*build.app.env.all_docs}
    assert written(inner, "nl") == ["begeleidende-brief-nl.tex", "rapport-nl.tex"]
    again = inner.build()
    assert again.read == []
    # Not even the names of its pages are left.
    kept = b"".join(path.read_bytes() for path in again.out.parent.rglob("*") if path.is_file())
    assert b"bijlage" not in kept


def test_texts_for_translators_have_nothing_of_an_internal_document(inner: Report) -> None:
    build = inner.build("gettext", folder="gettext", rapportage_audience="internal")
    assert not (build.out / "nota").exists()


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_each_page_of_an_internal_document_says_that_it_is(inner: Report, audience: str) -> None:
    inner["nota/bijlage.md"] = "# Bijlage\n\nGeheim.\n"
    build = inner.build(may_warn=True, folder=audience, rapportage_audience=audience)
    (told,) = [warning for warning in build.warnings if "bijlage" in warning]
    assert told.startswith('nota/bijlage.md:1: WARNING: the document "beslisnota" is internal; write "audience: internal"')
    assert ("nota/bijlage" in build.app.env.all_docs) == (audience == "internal")


def test_an_internal_build_has_it(inner: Report) -> None:
    assert "beslisnota-nl.tex" in written(inner, "nl", rapportage_audience="internal")
    build = inner.build(folder="binnen", rapportage_audience="internal")
    assert "Geheim." in build.page("nota/bijlage").get_text()


def test_a_document_whose_first_page_is_internal_is_internal(papers: Report) -> None:
    papers.edit("brief.md", "---\nletter:", "---\naudience: internal\nletter:")
    papers.edit("index.md", "brief\n", "")
    assert "begeleidende-brief-nl.tex" not in written(papers, "nl")


# ---- in which language ------------------------------------------------------------------------------------------------


def test_a_redaction_in_a_head_is_shown_as_anywhere(papers: Report) -> None:
    papers.edit("nota/index.md", "    - party: De minister\n", '    - party: "Aan {redact}`5.1.2.e Jan Zqx` zelf"\n')
    papers.edit("brief.md", "Geachte Voorzitter,", "Geachte {redact}`5.1.2.e Piet Zqx` en anderen,")
    build = papers.build(language="en")
    assert "Aan [Protection of personal privacy] zelf" in build.page("nota/index").get_text()
    # Also on a page that is not translated: what has a class of its own stays where it is.
    page = build.page("brief")
    assert "Geachte [Bescherming persoonlijke levenssfeer] en anderen," in page.get_text()
    assert len(page.select(".rp-redacted")) == 1
    assert not [path for path in build.out.parent.rglob("*") if path.is_file() and b"Zqx" in path.read_bytes()]
    internal = papers.build(folder="intern", rapportage_audience="internal")
    assert "Aan Jan Zqx [5.1.2.e] zelf" in internal.page("nota/index").get_text()


def test_a_page_in_dutch_only_is_dutch_on_the_english_site_and_says_so(papers: Report) -> None:
    """Also what it shows of the data, and the words of the interface, are Dutch: it is not half translated."""
    page = papers.build(language="en").page("brief")
    assert page.section is not None
    assert page.section["lang"] == "nl"
    notice = page.select_one(".rp-untranslated")
    assert notice is not None
    assert notice["lang"] == "en"
    assert notice.get_text().strip() == "This page exists in Dutch only."
    text = page.get_text()
    assert "9.395.942" in text
    assert "9,395,942" not in text
    assert "Betreft" in text
    assert "24 april 2026" in text


def test_other_pages_are_not_touched(papers: Report) -> None:
    build = papers.build(language="en")
    assert build.page("nota/index").section is not None
    assert "lang" not in build.page("nota/index").section.attrs  # type: ignore[union-attr]
    assert "9,395,942" in build.page("nota/index").get_text()


def test_on_the_dutch_site_there_is_nothing_to_say(papers: Report) -> None:
    page = papers.build().page("brief")
    assert not page.select(".rp-untranslated, [lang]")


def test_translators_do_not_see_it(papers: Report) -> None:
    build = papers.build("gettext")
    assert not build.out.joinpath("brief.pot").exists()
    assert "Akkoord gaan." in build.file("nota/index.pot")


def test_nothing_is_read_again_of_it(papers: Report) -> None:
    papers.build(language="en")
    second = papers.build(language="en")
    assert second.read == []
    assert "config changed" not in second.status
    papers["locale/en/LC_MESSAGES/data.po"] = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Een proef met *weinig* gegevens."\nmsgstr "A trial with little data."\n'
    )
    assert "brief" not in papers.build(language="en").read
