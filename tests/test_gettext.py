"""Translations: what stands in which catalogue, and that every text comes out in English."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest

from rapportage import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports import Build, Report

PACKAGE = Path(catalog.__file__).parent
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture(scope="module")
def templates(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, polib.POFile]:
    """The catalogue templates of the small report, by name."""
    from reports import Report

    report = Report.copied(rootdir / "test-report", tmp_path_factory.mktemp("gettext") / "report")
    build = report.build("gettext")
    return {path.stem: polib.pofile(str(path)) for path in sorted(build.out.glob("*.pot"))}


def texts(template: polib.POFile) -> list[str]:
    return [entry.msgid for entry in template]


# ---- templates ------------------------------------------------------------------------------------------------------


def test_a_catalogue_a_page_and_one_for_the_data(templates: dict[str, polib.POFile]) -> None:
    pages = {"bronnen", "democratie", "geld", "geloof", "index", "los", "mensen", "overzicht", "pers", "plat"}
    assert templates.keys() == {*pages, "data"}


SENTENCE = (
    "In {country}`UG` zijn {value}`opleidingen 2025` journalisten opgeleid; het doel was "
    "{value}`opleidingen 2025 target`, de stand vooraf {value}`opleidingen baseline`."
)


def test_pages_have_the_writers_words_and_no_data(templates: dict[str, polib.POFile]) -> None:
    """Each text as it was typed, also titles and captions; no name, figure or note, and no word of the interface."""
    assert texts(templates["pers"]) == [
        "Meningsuiting",
        SENTENCE,
        "Een redactie die *blijft*",
        "De redactie bleef open, met steun van {programme}`jisra`.[^redactie]",
        "Indicatoren bij {priority}`pers`",
        "Gesloten in 2023.",
    ]
    assert texts(templates["overzicht"]) == [
        "Overzicht",
        "Wat er per prioriteit staat",
        "Alle verhalen",
        "Verhalen uit Mali",
    ]
    assert texts(templates["geld"])[-3:] == ["Uitgaven per prioriteit{finance-note}`reeksen`", "Alles", "Een eigen noot."]
    assert texts(templates["mensen"]) == ["Mensenrechten", "Indicatoren van dit gebied"]
    assert texts(templates["democratie"]) == ["Democratie"]


def test_no_text_of_the_data_stands_in_a_page(templates: dict[str, polib.POFile]) -> None:
    data = {*texts(templates["data"])}
    for name, template in templates.items():
        if name != "data":
            assert not data.intersection(texts(template)), name


def test_the_datas_catalogue(templates: dict[str, polib.POFile]) -> None:
    """Every text that has no fixed English, once, with all its places in the YAML."""
    template = templates["data"]
    assert len(texts(template)) == len({*texts(template)})
    places = {entry.msgid: entry.occurrences for entry in template}
    assert places["Verslagen"] == [
        ("data/results/indicators/mensen.yaml", "10"),
        ("data/results/indicators/mensen.yaml", "31"),
    ]
    assert places["N.v.t."] == [("data/results/indicators/mensen.yaml", "19")]
    assert "Iedereen kan zijn mening geven.\n\nZie ook {priority}`geloof`." in places
    for fixed in ("Vrijheid van *meningsuiting*", "Mensenrechten", "Ministerie", "Kracht van stemmen"):
        assert fixed not in places
    # No numbers, ids or words of the schema.
    assert not [text for text in places if re.fullmatch(r"[\d.,]+|up|down|pers|2025|EUR", text)]


def test_places_stand_where_the_text_is(templates: dict[str, polib.POFile], rootdir: Path) -> None:
    root = rootdir / "test-report"
    for name, template in templates.items():
        for entry in template:
            for file, line in entry.occurrences:
                path = root / Path(file).name if name != "data" else root / file
                lines = path.read_text("utf-8").splitlines()
                near = "\n".join(lines[max(0, int(line) - 1) : int(line) + 5])
                assert entry.msgid.split()[0] in near, (entry.msgid, file, line)


def test_templates_do_not_depend_on_what_was_built_before(built: Report) -> None:
    first = {path.name: _without_dates(path) for path in built.build("gettext", folder="gettext").out.glob("*.pot")}
    built.edit("pers.md", "De redactie bleef open", "De redactie bleef")
    built.edit("data/results/areas.yaml", "Mensen kennen hun rechten.", "Mensen kennen rechten.")
    built.build("gettext", folder="gettext")
    built.edit("pers.md", "De redactie bleef", "De redactie bleef open")
    built.edit("data/results/areas.yaml", "Mensen kennen rechten.", "Mensen kennen hun rechten.")
    again = {path.name: _without_dates(path) for path in built.build("gettext", folder="gettext").out.glob("*.pot")}
    assert again == first


def _without_dates(path: Path) -> str:
    return re.sub(r'"(POT-Creation|PO-Revision)-Date:.*\n', "", path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("page", "compact", "told"),
    [
        ("data", False, True),
        ("data", True, True),
        ("data/meer", True, True),
        ("data/meer", False, False),
        ("dat", True, False),
    ],
)
def test_no_page_shares_the_datas_catalogue(report: Report, page: str, compact: bool, told: bool) -> None:
    report[f"{page}.md"] = "---\norphan: true\n---\n\n# Gegevens\n"
    build = report.build("gettext", folder="gettext", may_warn=True, gettext_compact=compact)
    message = "this page would share its catalogue, data.po, with the texts of the data; give the page another name"
    # A page in the folder of the data is told as well.
    warnings = [each for each in build.warnings if not each.endswith("[rapportage.data]")]
    assert warnings == ([f"{page}.md: WARNING: {message} [rapportage.duplicate]"] if told else [])


def test_without_data_a_page_may_be_called_data(copy_of: Callable[[str], Report]) -> None:
    bare = copy_of("bare")
    bare.edit("conf.py", "HERE/", f"{bare.folder}/")
    bare["data.md"] = "# Gegevens\n"
    build = bare.build("gettext", may_warn=True)
    assert not [each for each in build.warnings if "catalogue" in each]
    assert texts(polib.pofile(build.file("data.pot"))) == ["Gegevens"]


# ---- translated -----------------------------------------------------------------------------------------------------


@pytest.fixture
def english(report: Report) -> Build:
    """The small report in English: every entry of every template is translated into a word of its own."""
    template = report.build("gettext", folder="gettext").out
    for path in template.glob("*.pot"):
        po = polib.pofile(str(path))
        for entry in po:
            entry.msgstr = TRANSLATED.get(entry.msgid, entry.msgid)
        report[f"locale/en/LC_MESSAGES/{path.stem}.po"] = str(po)
    return report.build(language="en")


TRANSLATED = {
    "Wat er per prioriteit staat": "What stands for each priority",
    "Indicatoren bij {priority}`pers`": "Indicators of {priority}`pers`",
    "Een redactie die *blijft*": "A newsroom that *stays*",
    "Uitgaven per prioriteit{finance-note}`reeksen`": "Expenditure by priority{finance-note}`reeksen`",
    "Opgeleide journalisten": "Journalists trained",
    "journalisten": "journalists",
    "N.v.t.": "n/a",
    "Er was meer vraag naar hulp dan {priority}`pers` aankon.": "Demand was more than {priority}`pers` could meet.",
    "Iedereen kan zijn mening geven.\n\nZie ook {priority}`geloof`.": "All can speak.\n\nSee also {priority}`geloof`.",
    "Dit is een begroting, geen rekening voor {priority}`geloof`.": "A budget, no account of {priority}`geloof`.",
    "Post in Oost-Afrika": "Post in East Africa",
    "Journalisten werken veilig": "Journalists work in safety",
}


def test_pages_captions_and_data_in_english(english: Build) -> None:
    page = " ".join(english.page("pers").get_text(" ").split())
    for expected in (
        "Uganda, Mali · Post in East Africa",
        "A newsroom that stays",
        "2,610",
        "Table 4 Indicators of Freedom of expression",
        "Journalists trained (journalists, cumulative)",
        "28.5%",
        "n/a",
        "Demand was more than Freedom of expression could meet.",
        "Partly met",
        "All can speak.",
        "See also Freedom of religion",
        "1. Human rights",
        "1 highlight: A newsroom that stays",
    ):
        assert expected in page
    assert "Table 1 What stands for each priority" in " ".join(english.page("overzicht").caption.get_text().split())
    page = " ".join(english.page("geld").get_text(" ").split())
    assert "Expenditure by priority" in page
    assert "A budget, no account of Freedom of religion ." in page
    assert "9,395,942" in page
    assert english.page("index").h1.get_text().startswith("Trial report 2025")


def test_no_dutch_word_of_the_interface_is_left(english: Build) -> None:
    dutch = {entry.msgstr for entry in interface("nl") if entry.msgstr != entry.msgid and "{" not in entry.msgstr}
    for docname in english.app.env.found_docs:
        found = {" ".join(text.split()) for text in english.page(docname).find_all(string=True)}
        assert not found & dutch, docname


def test_a_fuzzy_translation_is_none(report: Report) -> None:
    report["locale/en/LC_MESSAGES/data.po"] = HEADER + '\n#, fuzzy\nmsgid "Meldpunt"\nmsgstr "Hotline"\n'
    build = report.build(language="en")
    assert build.domain.translate.language == "en"
    assert "Hotline" not in build.file("pers.html")


@pytest.mark.parametrize(
    ("language", "priority", "highlight"),
    [("nl", "prioriteit", "uitgelicht resultaat"), ("en", "priority", "highlight")],
)
def test_search_says_what_something_is(report: Report, language: str, priority: str, highlight: str) -> None:
    """Search shows "prioriteit, in Meningsuiting" below the name of a priority."""
    index = report.build(language=language).file("searchindex.js")
    names = json.loads(index[index.index("{") : index.rindex("}") + 1])["objnames"]
    said = {kind: words for _, kind, words in names.values()}
    assert (said["priority"], said["highlight"]) == (priority, highlight)


def test_untranslated_texts_stay_dutch(report: Report) -> None:
    page = report.build(language="en").page("pers").get_text()
    assert "Opgeleide journalisten (journalisten, cumulative)" in page
    assert "Freedom of expression" in page


# ---- the words of the interface -------------------------------------------------------------------------------------


def interface(language: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "rapportage.po"))


@cache
def messages() -> dict[str, str]:
    """Every message of the interface in the code, with the module and line where it stands; a kind's name is one."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _names(node.func) in {"word", "message", "Kind", "PageKind"}:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = f"{path.relative_to(PACKAGE)}:{node.lineno}"
    return found


def _names(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_word_of_the_interface_is_there_in_dutch() -> None:
    known = {entry.msgid: entry.msgstr for entry in interface("nl")}
    found = messages()
    assert len(found) > 50
    assert {text: place for text, place in found.items() if not known.get(text)} == {}


def test_translations_fill_in_the_same_values() -> None:
    for entry in interface("nl"):
        assert {*re.findall(r"\{(\w+)\}", entry.msgstr)} == {*re.findall(r"\{(\w+)\}", entry.msgid)}, entry.msgid


def test_no_word_is_translated_twice_or_for_nothing() -> None:
    """Words that stand in the code only as values (the fields of the edition, say) are marked with ``message``."""
    entries = [entry.msgid for entry in interface("nl")]
    assert len(entries) == len({*entries})
    assert {*entries} - messages().keys() == set()
