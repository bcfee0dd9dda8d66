"""What people type is shown, never run: no HTML, no LaTeX, no address but a web address, and no endless text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from reports import Report

HOSTILE = r"""A <script>alert(1)</script> & "b" \input{/etc/passwd} $x^2$ 50% #1 a_b ~ {c} \write18{id} -- 'd' ^^5c"""
#: In YAML between single quotes, and between MyST's markup characters.
QUOTED = HOSTILE.replace("'", "''")

#: Where a text of the data stands on a page, one way or another.
FIELDS = {
    "a name in a table": (
        "data/results/indicators/mensen.yaml",
        "name: Opgeleide journalisten",
        f"name: '{QUOTED}'",
        "pers",
    ),
    "a unit": ("data/results/indicators/mensen.yaml", "unit: journalisten", f"unit: '{QUOTED}'", "pers"),
    "a value in words": ("data/results/indicators/mensen.yaml", "2024: N.v.t.", f"2024: '{QUOTED}'", "pers"),
    "a name in a link": ("data/results/areas.yaml", "{nl: Mensenrechten, en", f"{{nl: '{QUOTED}', en", "los"),
    "a short name": ("data/priorities.yaml", "{nl: Meningsuiting, en", f"{{nl: '{QUOTED}', en", "overzicht"),
    "a text": ("data/priorities.yaml", "text: Ieder gelooft wat hij wil.", f"text: '{QUOTED}'", "geloof"),
    "a note": ("data/finance/notes.yaml", "text: Reeksen tellen *niet* bij elkaar op.", f"text: '{QUOTED}'", "geld"),
    "a source": ("data/sources.yaml", "name: Post in Oost-Afrika", f"name: '{QUOTED}'", "pers"),
    "the edition": ("data/edition.yaml", "{nl: Ministerie, en", f"{{nl: '{QUOTED}', en", "index"),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_text_of_the_data_is_shown_as_it_is(built: Report, field: str) -> None:
    """HTML in the data is a problem that is told, and it is harmless all the same."""
    file, old, new, docname = FIELDS[field]
    built.edit(file, old, new)
    build = built.build(may_warn=True)
    assert any("HTML is not possible in the data" in warning for warning in build.warnings)
    page = BeautifulSoup((build.out / f"{docname}.html").read_bytes(), "html5lib")
    assert not [script for script in page.find_all("script") if "alert" in script.get_text()]
    shown = page.get_text().replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'").replace("–", "--")
    assert r"\input{/etc/passwd} $x^2$ 50% #1 a_b ~ {c} \write18{id}" in shown
    tex = built.build("latex", may_warn=True).file("proefrapport.tex")
    body = tex[tex.index(r"\begin{document}") :]
    for command in (r"\input{/etc", r"\write18", "$x^2$", "50% #1", "^^5c"):
        assert command not in body


def test_a_title_and_a_caption_are_shown_as_they_are(report: Report) -> None:
    typed = r"A <script>alert(1)</script> \\input{/etc/passwd} 50% \$x\$"
    report.add(
        "plat.md",
        f"\n:::{{highlight}} proef\n:title: {typed}\n:area: mensen\n\nTekst.\n:::\n\n:::{{highlight-list}} {typed}\n:::\n",
    )
    build = report.build()
    for docname in ("plat", "overzicht"):
        page = BeautifulSoup((build.out / f"{docname}.html").read_bytes(), "html5lib")
        assert r"A <script>alert(1)</script> \input{/etc/passwd} 50% $x$" in page.get_text()
    tex = report.build("latex").file("proefrapport.tex")
    body = tex[tex.index(r"\begin{document}") :]
    assert r"\input{/etc" not in body
    assert r"50\% \$x\$" in body


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "../geheim.html", "vbscript:x"]
)
def test_only_web_addresses_are_linked(report: Report, address: str) -> None:
    """In the data, where it is a problem as well, and in a translation, which is not checked."""
    text = f"Ieder [gelooft]({address}) wat hij wil."
    report["locale/en/LC_MESSAGES/data.po"] = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgid "Ieder gelooft wat hij wil."\nmsgstr "{text}"\n'
    )
    build = report.build(language="en", may_warn=True)
    assert build.failed
    assert address not in {link["href"] for link in build.page("geloof").find_all("a", href=True)}
    report.edit("data/priorities.yaml", "text: Ieder gelooft wat hij wil.", f"text: '{text}'")
    build = report.build(may_warn=True)
    assert build.failed
    assert address not in {link["href"] for link in build.page("geloof").find_all("a", href=True)}


def test_a_web_address_is_linked(report: Report) -> None:
    report.edit("data/priorities.yaml", "text: Ieder gelooft", "text: Ieder [gelooft](https://example.org/?a=1&b=2)")
    link = report.build().page("geloof").find("a", string="gelooft")
    assert link["href"] == "https://example.org/?a=1&b=2"


@pytest.mark.parametrize(
    "edits",
    [
        [("data/priorities.yaml", "nl: Vrijheid van religie,", "nl: 'Zie {priority}`geloof`',")],
        [
            ("data/priorities.yaml", "nl: Vrijheid van religie,", "nl: 'Zie {priority}`ruimte`',"),
            ("data/priorities.yaml", "nl: Ruimte voor verdedigers,", "nl: 'Zie {area}`mensen`',"),
            ("data/results/areas.yaml", "nl: Mensenrechten,", "nl: 'Zie {priority}`geloof`',"),
        ],
        [("data/results/indicators/mensen.yaml", "2024: N.v.t.", "2024: 'Zie {value}`bedreigd 2024`'")],
        [("data/edition.yaml", "Een proef met *weinig*", "Een {edition}`summary` met")],
    ],
)
def test_a_text_that_holds_itself_has_an_end(report: Report, edits: list[tuple[str, str, str]]) -> None:
    for edit in edits:
        report.edit(*edit)
    report.add("plat.md", "\nOver {edition}`summary`: {priority}`geloof` en {value}`bedreigd 2024`.\n")
    build = report.build(may_warn=True)
    assert {warning.partition(": WARNING: ")[2] for warning in build.warnings} == {
        "this text has a role that shows the text itself [rapportage.value]"
    }
    assert {warning.partition(":")[0] for warning in build.warnings} <= {file for file, _, _ in edits}


def test_a_note_that_cites_itself(report: Report) -> None:
    report.edit("data/finance/notes.yaml", "text: Reeksen tellen", "text: Reeksen{finance-note}`reeksen` tellen")
    assert "Reeksen tellen niet" in report.build().page("geld").get_text()


def test_ids_and_classes_are_plain(built: Report) -> None:
    """They stand in HTML, in addresses and in LaTeX labels."""
    build = built.build()
    for docname in build.app.env.found_docs:
        for tag in build.page(docname).find_all(True):
            for name in ("id", "class"):
                value = tag.get(name, "")
                words = value if isinstance(value, list) else [value]
                assert all(word.replace("-", "").replace("_", "").isalnum() for word in words if word), (docname, value)
