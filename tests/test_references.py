"""References: how records and things on pages are named, found and linked, and what is said where that fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import pytest
from datafolder import GOOD
from sphinx.util.inventory import InventoryFile

from rapportage.logs import SUBTYPES, Subtype

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports import Build, Report

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def links(build: Build, page: str) -> dict[str, str]:
    """The links to our things in the main part of a page: where each text leads."""
    found = build.page(page).select("a:has(> .rp-ref)")
    return {link.get_text(): str(link["href"]) for link in found}


# ---- names and places -----------------------------------------------------------------------------------------------


def test_a_record_is_named_in_the_language_of_the_page(report: Report) -> None:
    """Its official name where there is one, without markup; the writer's own words where they give any."""
    report["locale/en/LC_MESSAGES/los.po"] = (
        PO + '\nmsgid "Deze pagina noemt {priority}`pers` en {area}`mensen`, en {priority}`een vrijheid <geloof>`."\n'
        'msgstr "This page names {priority}`a freedom <geloof>`, {area}`mensen` and {priority}`pers`."\n'
    )
    assert links(report.build(), "los") == {
        "Vrijheid van meningsuiting": "pers.html#priority-pers",
        "Mensenrechten": "mensen.html#area-mensen",
        "een vrijheid": "geloof.html#priority-geloof",
        "Ruimte": "#priority-ruimte",
    }
    assert links(report.build(language="en"), "los") == {
        "a freedom": "geloof.html#priority-geloof",
        "Human rights": "mensen.html#area-mensen",
        "Freedom of expression": "pers.html#priority-pers",
        "Room": "#priority-ruimte",
    }


def test_a_highlight_is_named_by_its_title(report: Report) -> None:
    report["locale/en/LC_MESSAGES/pers.po"] = PO + '\nmsgid "Een redactie die *blijft*"\nmsgstr "A *lasting* newsroom"\n'
    build = report.build(language="en")
    assert links(build, "geloof")["A lasting newsroom"] == "pers.html#highlight-redactie"
    assert links(build, "geloof")["het verhaal"] == "pers.html#highlight-redactie"
    assert links(build, "overzicht")["A lasting newsroom"] == "pers.html#highlight-redactie"


def test_a_record_without_a_place_is_named_and_not_linked(report: Report) -> None:
    report.add("plat.md", "\nDe {source}`post-kampala` en de {series}`fonds`; het {theme}`theme`.\n")
    report["data/theme.yaml"] = (GOOD / "theme.yaml").read_text("utf-8")
    report.edit("conf.py", '    "rapportage.plugins.edition",\n', '    "rapportage.plugins.edition",\n    "colours",\n')
    report["colours.py"] = (
        "from rapportage.kinds import Kind\nfrom rapportage.plugins.look import Colours\n\n"
        'KINDS = (Kind("theme", "theme", Colours, single=True),)\n\n\ndef setup(app):\n    return {}\n'
    )
    report.edit(
        "conf.py",
        '"""A small',
        'import sys\nfrom pathlib import Path\n\nsys.path.insert(0, str(Path(__file__).parent))\n"""A small',
    )
    build = report.build()
    # A kind of which there is one has no name: its id is all there is to show.
    assert "De Post in Oost-Afrika en de Fonds; het theme." in build.page("plat").get_text()
    assert links(build, "plat") == {}


def test_without_a_home_the_first_page_counts(built: Report) -> None:
    """The first in the order of the tables of contents, not in that of names."""
    assert "pers.html#indicator-bedreigd-pers" in str(built.build().page("overzicht"))
    built.edit("index.md", "pers\ngeloof\nmensen", "mensen\ngeloof\npers")
    assert "mensen.html#indicator-bedreigd-mensen" in str(built.build().page("overzicht"))


@pytest.mark.parametrize(
    "toctree",
    [
        ":glob:\n\n*",
        ":hidden:\n\noverzicht\npers\nmensen\ngeloof\ndemocratie\ngeld\nlos\nplat\nbronnen",
        ":glob:\n:reversed:\n\n*",
    ],
)
def test_the_order_of_reading(built: Report, toctree: str) -> None:
    text = built["index.md"]
    built["index.md"] = text[: text.index(":::{toctree}")] + f":::{{toctree}}\n{toctree}\n:::\n"
    build = built.build()
    order = build.domain.reading_order()
    assert order[0] == "index"
    assert sorted(order) == sorted(build.app.env.found_docs)
    named = [each for each in order if each in {"mensen", "pers"}]
    assert named == (["pers", "mensen"] if ":glob:" not in toctree or "reversed" in toctree else ["mensen", "pers"])


def test_a_table_of_contents_for_one_output(report: Report) -> None:
    """Sphinx keeps the pages of every table of contents, whichever output it is for; so does the order."""
    text = report["index.md"]
    start = text.index(":::{toctree}")
    report["index.md"] = f"{text[:start]}::::{{only}} latex\n:::{{toctree}}\ngeloof\n:::\n::::\n\n{text[start:]}"
    report.edit("index.md", "pers\ngeloof\n", "pers\n")
    build = report.build()
    assert build.domain.reading_order()[:4] == ["index", "geloof", "overzicht", "pers"]
    assert links(build, "geld")["Vrijheid van religie"] == "geloof.html#priority-geloof"


def test_pages_in_no_table_of_contents_come_last(report: Report) -> None:
    report.edit("index.md", "pers\n", "")
    report["pers.md"] = "---\norphan: true\n---\n" + report["pers.md"]
    report["sub/a.md"] = "---\norphan: true\n---\n# A\n\n:::{toctree}\n../plat\n:::\n"
    assert report.build().domain.reading_order()[-2:] == ["pers", "sub/a"]


def test_backlinks(built: Report) -> None:
    """Where a record is shown or named, in reading order."""
    domain = built.build().domain
    assert domain.backlinks("priority", "pers") == ["overzicht", "pers", "mensen", "geld", "los"][1:]
    assert domain.backlinks("amount", "voorschot") == ["geloof", "geld"]
    assert domain.backlinks("highlight", "redactie") == ["geloof"]
    assert domain.backlinks("source", "post-kampala") == ["pers"]
    assert domain.backlinks("series", "none") == []


def test_any(built: Report) -> None:
    built.add("plat.md", "\nEen {any}`ruimte`, {any}`gesprek` en {any}`dit <dialoog>`, of [zo](#voices).\n")
    assert {link.get_text(): link["href"] for link in built.build().page("plat").select("p a")} == {
        "Ruimte voor verdedigers": "los.html#priority-ruimte",
        "Een gesprek": "geloof.html#highlight-gesprek",
        "dit": "mensen.html#indicator-dialoog-mensen",
        "zo": "geld.html#framework-voices-geld",
    }


@pytest.mark.parametrize(("builder", "there"), [("dirhtml", "../mensen/#area-mensen"), ("singlehtml", "#area-mensen")])
def test_links_of_other_builders(report: Report, builder: str, there: str) -> None:
    build = report.build(builder)
    page = build.page("los" if builder == "dirhtml" else "index")
    assert page.find("a", string="Mensenrechten", href=there)
    if builder == "singlehtml":
        ids = [str(tag["id"]) for tag in page.find_all(id=True)]
        for link in page.select("a:has(> .rp-ref)"):
            assert link["href"].partition("#")[2] in ids
        ours = [
            each
            for each in ids
            if each.partition("-")[0] in {"amount", "indicator", "table", "note", "noteref", "highlight"}
        ]
        assert sorted(ours) == sorted(set(ours))


def test_a_pdf_of_a_part(built: Report) -> None:
    """What is at home in another part is named, also a highlight, and not linked."""
    documents = [("geloof", "geloof.tex", "Geloof", "Ministerie", "howto")]
    tex = built.build("latex", latex_documents=documents).file("geloof.tex")
    body = tex[tex.index(r"\begin{document}") :]
    assert "Gesprekken tussen geloven" in body
    assert "Een redactie die blijft" in body
    assert not re.search(r"detokenize\{(pers|mensen)", body)


def test_an_id_stands_on_a_page_once(built: Report) -> None:
    """Also where two tables on a page show the same: a link leads to the first."""
    table = ":::{results-framework} Nog eens\n:area: mensen\n:::\n"
    built.add("mensen.md", f"\n{table}\n{table}")
    build = built.build()
    for page in ("mensen", "geld", "pers", "overzicht"):
        ids = [str(tag["id"]) for tag in build.page(page).find_all(id=True)]
        assert sorted(ids) == sorted(set(ids))


# ---- the inventory --------------------------------------------------------------------------------------------------


def test_the_inventory(report: Report) -> None:
    inventory = InventoryFile.loads((report.build(language="en").out / "objects.inv").read_bytes(), uri="").data
    assert inventory["rapportage:priority"]["pers"].display_name == "Freedom of expression"
    assert inventory["rapportage:priority"]["pers"].uri == "pers.html#priority-pers"
    assert inventory["rapportage:highlight"]["gesprek"].uri == "geloof.html#highlight-gesprek"
    assert inventory["rapportage:amount"]["voorschot"].display_name == "Voorschot JISRA 2025"
    kinds = {kind.removeprefix("rapportage:") for kind in inventory if kind.startswith("rapportage:")}
    assert kinds == {"amount", "area", "framework", "highlight", "indicator", "outcome", "priority"}
    # Notes are on many pages, and no label of a page.
    assert not any("note" in name.lower() for name in inventory["std:label"])


def test_another_project_links_here(built: Report, copy_of: Callable[[str], Report]) -> None:
    """The next edition, which has records of its own, or none, finds through intersphinx what is here."""
    here = built.build()
    other = copy_of("bare")
    other.edit("conf.py", "HERE", str(here.out))
    build = other.build()
    page = build.page("index")
    assert {link.get_text(): link["href"] for link in page.select("p a")} == {
        "Vrijheid van meningsuiting": "https://example.org/2025/pers.html#priority-pers",
        "dit verhaal": "https://example.org/2025/geloof.html#highlight-gesprek",
        "Mensenrechten": "https://example.org/2025/mensen.html#area-mensen",
    }


# ---- what does not exist --------------------------------------------------------------------------------------------


def test_an_unknown_id_on_a_page(built: Report) -> None:
    built.add(
        "plat.md",
        "\n"
        "Een {priority}`perss`, een {priority}`eigen tekst <gelof>`,\n"
        "een {highlight}`redacti`, een {country}`UX`.\n"
        "\n"
        ":::{note}\n"
        "Een {amount}`voorschott`, een {value}`opleidinge 2025`.\n"
        ":::\n"
        "\n"
        "- een {finance-note}`kasbasi`\n"
        "- een {edition}`titel`\n",
    )
    assert sorted(built.build(may_warn=True).warnings) == [
        'plat.md:12: WARNING: unknown note "kasbasi"; did you mean "kasbasis"? [rapportage.unknown]',
        'plat.md:13: WARNING: the edition has no "titel"; did you mean "title"? [rapportage.value]',
        'plat.md:5: WARNING: unknown country "UX" [rapportage.unknown]',
        'plat.md:5: WARNING: unknown highlight "redacti"; did you mean "redactie"? [rapportage.unknown]',
        'plat.md:5: WARNING: unknown priority "gelof"; did you mean "geloof"? [rapportage.unknown]',
        'plat.md:5: WARNING: unknown priority "perss"; did you mean "pers"? [rapportage.unknown]',
        'plat.md:9: WARNING: unknown amount "voorschott"; did you mean "voorschot"? [rapportage.unknown]',
        'plat.md:9: WARNING: unknown indicator "opleidinge"; did you mean "opleidingen"? [rapportage.unknown]',
    ]


@pytest.mark.parametrize(
    ("directive", "told"),
    [
        ("{priority-home} perss", 'unknown priority "perss"; did you mean "pers"?'),
        ("{priority-reported} perss", 'unknown priority "perss"; did you mean "pers"?'),
        ("{area-home} mens", 'unknown area "mens"; did you mean "mensen"?'),
        ("{results-framework}\n:area: mens democratie", 'unknown area "mens"; did you mean "mensen"?'),
        ("{results-framework}\n:outcome: veilich", 'unknown outcome "veilich"; did you mean "veilig"?'),
        (
            "{results-framework}\n:area: democratie\n:outcome: veilig",
            "there is no indicator with these options, so the table would be empty",
        ),
        ("{finance-table}\n:by: amount\n:programme: jisr", 'unknown programme "jisr"; did you mean "jisra"?'),
        ("{finance-table}\n:years: 2031", "there is no amount with these options, so the table would be empty"),
        ("{highlight-list}\n:source: post-kampal", 'unknown source "post-kampal"; did you mean "post-kampala"?'),
        ("{highlight-list}\n:country: Uganda", 'unknown country "Uganda"; write its code, UG'),
        (
            "{highlight} Twee\n:title: Twee\n:area: mensen\n\nTekst.",
            '"Twee" is not an id; an id has small letters, digits and single hyphens',
        ),
        ("{highlight} twee\n\nTekst.", 'highlight "twee" has no title; add :title: below its first line'),
        (
            "{highlight} twee\n:title: Twee\n:area: mensen\n:priority: per\n\nTekst.",
            'unknown priority "per"; did you mean "pers"?',
        ),
        (
            "{highlight} twee\n:title: Twee\n:area: mensen\n:country: NLD\n\nTekst.",
            'unknown country "NLD"; did you mean "NL"?',
        ),
        (
            "{highlight} twee\n:title: Twee\n:area: mensen\n:figure: opleidingen 2031\n\nTekst.",
            '":figure: opleidingen 2031" is no value; write :figure: opleidingen 2025',
        ),
    ],
)
def test_a_directive_that_asks_for_what_does_not_exist(built: Report, directive: str, told: str) -> None:
    """Told once, at the directive, also where other pages are listed, and then with the rest of what was asked for."""
    built.add("plat.md", f"\n:::{directive}\n:::\n")
    (warning,) = built.build(may_warn=True).warnings
    assert warning.startswith(f"plat.md:5: WARNING: {told} [rapportage.")


def test_an_unknown_id_in_a_caption(built: Report) -> None:
    built.add("plat.md", "\n:::{highlight-list} Bij {priority}`perss`\n:::\n")
    assert built.build(may_warn=True).warnings == [
        'plat.md:5: WARNING: unknown priority "perss"; did you mean "pers"? [rapportage.unknown]'
    ]


def test_an_unknown_id_in_a_translation(report: Report) -> None:
    report["locale/en/LC_MESSAGES/plat.po"] = (
        PO + '\nmsgid "Hier staat niets van de gegevens."\nmsgstr "Here {amount}`voorschott` and {priority}`perss`."\n'
    )
    assert report.build().warnings == []
    warnings = report.build(language="en", may_warn=True).warnings
    ours = [each for each in warnings if "[rapportage." in each]
    assert ours == [
        f"locale/en/LC_MESSAGES/plat.po:6:1: WARNING: the text has no role {role}; leave it out [rapportage.catalogue]"
        for role in ("{amount}`voorschott`", "{priority}`perss`")
    ]


def test_a_mistake_in_a_text_of_the_data_is_told_once_and_where_it_stands(built: Report) -> None:
    """By the check of the data; the pages that show the text say no more."""
    built.edit("data/priorities.yaml", "Zie ook {priority}`geloof`.", "Zie ook {priority}`gelof` en {prioriteit}`pers`.")
    built.edit("data/finance/notes.yaml", "{programme}`jisra`", "{programme}`jisr`")
    built.edit("data/results/indicators/mensen.yaml", "dan {priority}`pers` aankon", "dan {value}`opleidinge 2025` aankon")
    warnings = built.build(may_warn=True).warnings
    assert [each.partition(" WARNING: ")[2] for each in warnings] == [
        'unknown programme "jisr"; did you mean "jisra"? [rapportage.data]',
        'unknown priority "gelof"; did you mean "geloof"? [rapportage.data]',
        'unknown role "prioriteit" in this text; did you mean "priority"? [rapportage.data]',
        'unknown indicator "opleidinge"; did you mean "opleidingen"? [rapportage.data]',
    ]


def test_a_value_that_a_text_of_the_data_asks_for_in_vain(built: Report) -> None:
    """By the check of the data too: the page that shows the text says no more."""
    built.edit("data/results/indicators/mensen.yaml", "dan {priority}`pers` aankon", "dan {value}`opleidingen 2031` aankon")
    (warning,) = built.build(may_warn=True).warnings
    assert warning == (
        "data/results/indicators/mensen.yaml:21:11: WARNING: "
        'indicator "opleidingen" has no 2031; it has values for 2024, 2025 [rapportage.data]'
    )


def test_a_mistake_in_a_translation_of_the_data(report: Report) -> None:
    report["locale/en/LC_MESSAGES/data.po"] = (
        PO
        + '\nmsgid "Ieder gelooft wat hij wil."\n'
        + 'msgstr "Believe {priority}`perss` or {amount}`voorschott`, {prioritie}`x`."\n'
    )
    report.build()
    warnings = report.build(language="en", may_warn=True).warnings
    assert warnings == [
        f"locale/en/LC_MESSAGES/data.po:6:1: WARNING: the text has no role {role}; leave it out [rapportage.catalogue]"
        for role in ("{amount}`voorschott`", "{prioritie}`x`", "{priority}`perss`")
    ]


def test_a_record_that_cannot_be_read_is_told_once(built: Report) -> None:
    """The pages that show it, link to it or list it say no more."""
    built.edit(
        "data/priorities.yaml", "short: {nl: Meningsuiting, en: Expression}", "kort: {nl: Meningsuiting, en: Expression}"
    )
    built.edit("data/finance/amounts.yaml", "value: 9395942", "value: 9.395.942")
    built.edit(
        "data/results/indicators/mensen.yaml", "outcome: veilig\n  name: Opgeleide", "outcome: veilich\n  name: Opgeleide"
    )
    warnings = built.build(may_warn=True).warnings
    assert {each.rpartition("[")[2] for each in warnings} == {"rapportage.data]"}
    assert len(warnings) == len(set(warnings)) == 4


def test_a_file_that_is_no_yaml(built: Report) -> None:
    built.edit("data/priorities.yaml", "pers:\n", "pers: [\n")
    warnings = built.build(may_warn=True).warnings
    assert {each.rpartition("[")[2] for each in warnings} <= {"rapportage.data]", "rapportage.value]"}


# ---- homes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [0, 2])
def test_two_homes(report: Report, jobs: int) -> None:
    """Told at the later one in reading order, whichever was read first, and also if two workers have read them."""
    report.add("overzicht.md", "\n:::{priority-home} ruimte\n:::\n\n:::{area-home} democratie\n:::\n")
    report.add("plat.md", "\n:::{highlight} gesprek\n:title: Nog een\n:area: mensen\n\nTekst.\n:::\n")
    assert sorted(report.build(jobs=jobs, may_warn=True).warnings) == [
        'democratie.md:3: WARNING: area "democratie" is already at home in overzicht [rapportage.duplicate]',
        'los.md:5: WARNING: priority "ruimte" is already at home in overzicht [rapportage.duplicate]',
        'plat.md:5: WARNING: highlight "gesprek" is already at home in geloof [rapportage.duplicate]',
    ]


def test_two_homes_on_one_page(built: Report) -> None:
    built.add("los.md", "\n:::{priority-home} ruimte\n:::\n")
    assert built.build(may_warn=True).warnings == [
        'los.md:8: WARNING: priority "ruimte" is already at home in los [rapportage.duplicate]'
    ]


def test_no_home(built: Report) -> None:
    built.edit("los.md", ":::{priority-home} ruimte\n:::\n", "")
    (warning,) = built.build(may_warn=True).warnings
    assert warning == (
        'data/priorities.yaml:17:1: WARNING: priority "ruimte" has no home; '
        "put :::{priority-home} ruimte on its page [rapportage.home]"
    )


def test_the_kinds_of_warnings_are_a_closed_list() -> None:
    assert SUBTYPES.keys() == {*get_args(Subtype)}


@pytest.mark.parametrize(("subtype", "left"), [("rapportage.duplicate", 0), ("rapportage.unknown", 1)])
def test_warnings_can_be_suppressed_by_kind(built: Report, subtype: str, left: int) -> None:
    built.add("los.md", "\n:::{priority-home} ruimte\n:::\n")
    assert len(built.build(may_warn=True, suppress_warnings=[subtype]).warnings) == left
