"""In a public build a redacted text is gone before any node exists; the internal edition shows it, marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from reports import Report

from rapportage.doubts import RefusedError
from rapportage.language import catalogues

if TYPE_CHECKING:
    from pathlib import Path

    from reports import Build

#: Every redacted text of these pages has this in it, and nothing else has.
SECRET = "zqx"  # noqa: S105 -- no password
PAGE = """\
---
author: "{redact}`5.1.2.e Zqxvoorblad`"
---
# Kop van {redact}`5.1.2.e Zqxkop`

Dat zei {redact}`5.1.2.e Jan
Zqxmeerderegels` van {redact}`5.1.2.i Zqxnogeen`.

| naam | land |
|---|---|
| {redact}`5.1.2.e Zqxtabel` | {country}`UG` |

Een [link van {redact}`5.1.2.e Zqxlink`](https://example.org) met een noot.[^a]

[^a]: Van {redact}`5.1.2.e Zqxnoot`.

::::{note}
:::{redact} 5.1.2.i
## Zqxtussenkop

Zin **vet zqxvet**, van {redact}`5.1.2.e Zqxbinnen`.[^b]

(zqxlabel)=
Verder.

[^b]: Zqxvoetnoot.
:::
::::

```{include} deel.inc
```

Einde.
"""
INCLUDED = "Uit een ander bestand: {redact}`5.2 Zqxinclude`.\n"
PUBLIC, INTERNAL = "public", "internal"


@pytest.fixture
def secret(report: Report) -> Report:
    """The small report with a page on which much is redacted."""
    report["lak.md"] = PAGE
    report["deel.inc"] = INCLUDED
    report.add("index.md", "\n:::{toctree}\nlak\n:::\n")
    return report


def internal(report: Report, builder: str = "html", **config: object) -> Build:
    return report.build(builder, folder=INTERNAL, rapportage_audience=INTERNAL, **config)  # type: ignore[arg-type]


def leaks(folder: Path) -> list[str]:
    """The files below *folder* in which a redacted text stands."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if SECRET in path.read_bytes().decode("utf-8", "replace").lower()]


@pytest.mark.parametrize(
    "builder", ["html", "singlehtml", "dirhtml", "latex", "gettext", "text", "xml", "pseudoxml", "json"]
)
def test_nothing_is_left_in_a_public_build(secret: Report, builder: str) -> None:
    build = secret.build(builder)
    assert leaks(build.out.parent) == []
    assert SECRET not in build.status.lower()


def test_nothing_is_left_in_parallel_builds_and_in_english(secret: Report) -> None:
    assert leaks(secret.build(jobs=2).out.parent) == []
    assert secret.build(jobs=2).read == []
    build = secret.build(language="en")
    assert leaks(build.out.parent) == []
    assert "Kop van [Protection of personal privacy]" in build.page("lak").get_text()


def test_the_public_edition_shows_the_ground(secret: Report) -> None:
    page = secret.build().page("lak")
    text = " ".join(page.get_text().split())
    assert "Dat zei [Bescherming persoonlijke levenssfeer] van [Goed functioneren van de Staat]." in text
    assert "link van [Bescherming persoonlijke levenssfeer] met" in text
    assert "Uit een ander bestand: [Persoonlijke beleidsopvattingen]." in text
    # A bar as long as the text would tell how long it is: it is text, in the page's own colours.
    assert {mark.get_text() for mark in page.select(".rp-redacted")} == {
        "[Bescherming persoonlijke levenssfeer]",
        "[Goed functioneren van de Staat]",
        "[Persoonlijke beleidsopvattingen]",
    }


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("words", "[Bescherming persoonlijke levenssfeer]"),
        ("code", "[5.1.2.e]"),
        ("both", "[Bescherming persoonlijke levenssfeer, 5.1.2.e]"),
    ],
)
def test_the_edition_says_how_a_ground_is_shown(secret: Report, form: str, shown: str) -> None:
    secret.build()
    secret.add("data/edition.yaml", f"redaction: {form}\n")
    build = secret.build()
    assert f"Kop van {shown}" in build.page("lak").get_text()
    assert ("lak" in build.read) is (form != "words")


def test_the_internal_edition_shows_the_text_and_the_ground(secret: Report) -> None:
    page = internal(secret).page("lak")
    text = " ".join(page.get_text().split())
    assert "Dat zei Jan Zqxmeerderegels [5.1.2.e] van Zqxnogeen [5.1.2.i]." in text
    assert "Weggelaten uit de openbare uitgave: [Goed functioneren van de Staat, 5.1.2.i] Zqxtussenkop" in text
    assert "Zin vet zqxvet, van Zqxbinnen [5.1.2.e]." in text
    assert "Zqxvoetnoot" in text
    assert "Zqxinclude [5.2]" in text
    assert internal(secret).read == []


def test_the_internal_edition_in_english_says_that_the_text_is_dutch(secret: Report) -> None:
    page = internal(secret, language="en").page("lak")
    assert page.select_one(".rp-unredacted [lang=nl]").get_text() == "Zqxkop"  # type: ignore[union-attr]


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text"])
def test_every_builder_can_show_the_internal_edition(secret: Report, builder: str) -> None:
    assert leaks(internal(secret, builder).out)


def test_texts_for_translators_are_those_of_the_public_edition(secret: Report) -> None:
    public = secret.build("gettext").file("lak.pot")
    # Also where somebody asks for the internal edition.
    build = secret.build("gettext", folder="gettext", rapportage_audience=INTERNAL)
    assert leaks(build.out.parent) == []
    assert [line for line in build.file("lak.pot").splitlines() if "Date" not in line] == [
        line for line in public.splitlines() if "Date" not in line
    ]
    assert 'msgid "Kop van {redact}`5.1.2.e 2`"' in public


CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Kop van {{redact}}`5.1.2.e 2`"
msgstr "{translation}"
"""


def test_a_translation_names_a_redaction_by_its_number(secret: Report) -> None:
    secret["locale/en/LC_MESSAGES/lak.po"] = CATALOGUE.format(translation="Head of {redact}`5.1.2.e 2`")
    assert "Head of [Protection of personal privacy]" in secret.build(language="en").page("lak").get_text()
    assert "Head of Zqxkop [5.1.2.e]" in internal(secret, language="en").page("lak").get_text()


@pytest.mark.parametrize(
    ("translation", "told"),
    [
        ("{redact}`5.1.2.e 34`", "the role {redact}`5.1.2.e 2` of the text is {redact}`5.1.2.e 34` in the translation"),
        ("{redact}`5.1.5 2`", "the role {redact}`5.1.2.e 2` of the text is {redact}`5.1.5 2` in the translation"),
    ],
)
def test_a_translation_of_a_redaction_that_is_not_there_is_told(secret: Report, translation: str, told: str) -> None:
    secret["locale/en/LC_MESSAGES/lak.po"] = CATALOGUE.format(translation=translation)
    warnings = secret.build(language="en", may_warn=True).warnings
    assert [each for each in warnings if told in each]


@pytest.mark.parametrize("translation", ["{redact}`5.1.2.e Zqxkop`", "{redakt}`Zqxkop`", "`5.1.2.e Zqxkop`"])
def test_a_translation_with_a_text_is_refused(secret: Report, translation: str) -> None:
    secret["locale/en/LC_MESSAGES/lak.po"] = CATALOGUE.format(translation=translation)
    with pytest.raises(RefusedError, match=r"lak\.po:4: write the number of a redaction in a translation") as refused:
        secret.build(language="en")
    assert SECRET not in str(refused.value).lower()
    Report.close()
    assert leaks(secret.folder / "_build") == []
    told = [
        problem.message
        for each in catalogues.of_language([secret.folder / "locale"], "en", secret.folder)
        for problem in each.problems
    ]
    assert told
    assert SECRET not in " ".join(told).lower()
    secret.build()  # in Dutch nothing is translated


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("`` {redact}`5.1.2.e Zqx` ``", 3),
        ("```\n{redact}`5.1.2.e Zqx`\n```", 4),
        ("![{redact}`5.1.2.e Zqx`](x.png)", 3),
        ("[a](<https://example.org/{redact}`5.1.2.i Zqx`>)", 3),
        ("% {redact}`5.1.2.e Zqx`", 3),
    ],
)
def test_where_it_cannot_be_shown_it_is_gone_too_and_that_is_told(report: Report, text: str, line: int) -> None:
    report["los.md"] = f"# Los\n\n{text}\n"
    build = report.build(may_warn=True)
    assert leaks(build.out.parent) == []
    assert SECRET not in " ".join(build.warnings).lower()
    told = f"los.md:{line}: WARNING: this redaction is not shown: in code, an alt text, an address or an option"
    assert any(told in warning for warning in build.warnings)


def test_faults_are_told_at_their_line_and_give_nothing_away(report: Report) -> None:
    report["los.md"] = "# Los\n\na {redact}`5.1.2e Zqx`\n\nb {redact}`5.2 Zqx\n"
    report["rest.rst"] = "Titel\n=====\n\n:redact:`5.1.2.e Zqx`\n"
    markdown_only = "redact works in Markdown (MyST) only; this page is left out as long as it stands here"
    build = report.build(may_warn=True)
    assert build.warnings[:3] == [
        'los.md:3: WARNING: this redaction begins with no ground of the Woo; did you mean "5.1.2.e"? [rapportage.redaction]',
        "los.md:5: WARNING: nothing says where the text of this redaction ends: ` is missing [rapportage.redaction]",
        f"rest.rst:4: WARNING: {markdown_only} [rapportage.redaction]",
    ]
    assert build.stopped
    assert leaks(build.out.parent) == []


def test_a_page_is_read_again_when_its_ground_is_there(report: Report) -> None:
    report.edit("data/grounds.yaml", "5-2:", "5-9:")
    report.add("los.md", "\n{redact}`5.2 Zqx`\n")
    assert any("no ground of the Woo" in each for each in report.build(may_warn=True).warnings)
    report.edit("data/grounds.yaml", "5-9:", "5-2:")
    build = report.build()
    assert "[Persoonlijke beleidsopvattingen]" in build.page("los").get_text()


@pytest.mark.parametrize("text", ["```{literalinclude} deel.inc\n```", "{download}`deel.inc`"])
@pytest.mark.parametrize("content", [INCLUDED, ":::{internal}\nzqx\n:::\n", "---\naudience: internal\n---\nzqx\n"])
def test_a_file_with_redactions_or_internal_parts_is_not_handed_out(report: Report, text: str, content: str) -> None:
    report["deel.inc"] = content
    report.add("los.md", f"\n{text}\n")
    build = report.build(may_warn=True)
    told = "deel.inc has redactions or internal parts, so it cannot be shown or handed out as it is [rapportage.doubt]"
    assert [each.partition("WARNING: ")[2] for each in build.warnings] == [told]
    assert build.stopped
    assert leaks(report.folder / "_build") == []
    report["deel.inc"] = "Niets.\n"
    report.build()


def test_an_included_file_may_be_shown_as_code_without_its_texts(report: Report) -> None:
    report["deel.inc"] = INCLUDED
    report.add("los.md", "\n```{include} deel.inc\n:literal:\n```\n")
    build = report.build()
    (block,) = build.doctree("los").findall(nodes.literal_block)
    assert block.astext().startswith("Uit een ander bestand: {redact}`5.2 ")
    assert leaks(build.out.parent) == []


def test_data_that_have_redactions_are_not_shown(report: Report) -> None:
    report.edit("data/sources.yaml", "Partner in Azië", "'{redact}`5.1.2.e Zqx`'")
    build = report.build(may_warn=True)
    assert build.failed
    assert any("redact works on pages; the data are public" in each for each in build.warnings)
    assert leaks(build.out) == []


def test_sources_of_pages_are_not_published(secret: Report) -> None:
    secret["conf.py"] = secret["conf.py"].replace("html_copy_source = False", "html_copy_source = True")
    build = secret.build()
    assert leaks(build.out) == []
    assert not (build.out / "_sources").exists()
