"""The handbook: it shows everything there is, says only what is so, and is no part of the report."""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from msgspec import inspect
from reports import Report
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from rapportage import catalog
from rapportage.cli import project
from rapportage.plugins import reference
from rapportage.plugins.documents.letter import Letter
from rapportage.plugins.documents.memo import Memo
from rapportage.tables import unfold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports import Build

ROOT = Path(__file__).resolve().parent.parent.parent
HANDBOOK = ROOT / "docs" / "handleiding"


def page(name: str) -> str:
    return (HANDBOOK / f"{name}.md").read_text("utf-8")


def fenced(name: str, language: str) -> list[str]:
    """The blocks of code in *language* on a page of the handbook."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.DOTALL | re.MULTILINE)


def shown(name: str) -> str:
    """What the examples of a page hold, and the code that it can only show."""
    examples = re.findall(r"^::::\{shown\}\n(.*?)^::::$", page(name), re.DOTALL | re.MULTILINE)
    return "\n".join([*examples, *fenced(name, "markdown")])


def messages(name: str) -> list[str]:
    """The messages of which a page says what to do: the first column of its tables with such a head."""
    tables = re.findall(r"^\| De melding \|.*?\n\n", page(name) + "\n\n", re.DOTALL | re.MULTILINE)
    rows = [row for table in tables for row in table.strip().splitlines()[2:]]
    return [row.split("` | ")[0].removeprefix("| `") for row in rows]


# ---- everything is there ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The names of all directives, roles and kinds of the report."""
    folder = tmp_path_factory.mktemp("known")
    with patch_docutils(ROOT), docutils_namespace():
        app = Sphinx(ROOT / "docs", ROOT, folder, folder, "dummy", status=None, warning=StringIO())
        domain: Any = app.env.get_domain("rapportage")
        kinds = domain.kinds
        # A role shows the name of a record: one that has none is shown by its fields only.
        nameless = {name for name, kind in kinds.items() if kind.title not in kind.record.__struct_fields__}
        return {"directives": {*domain.directives}, "roles": {*domain.roles} - nameless, "kinds": {*kinds}}


def test_every_directive_is_shown_with_its_options(known: dict[str, set[str]]) -> None:
    text = shown("directives")
    assert known["directives"] == {name for name in known["directives"] if f":::{{{name}}}" in text}
    assert known["directives"] == {
        *re.findall(r"^:::\{directive-options\} `?([^\s`]+)`?$", page("directives"), re.MULTILINE)
    }


def test_every_role_is_shown(known: dict[str, set[str]]) -> None:
    text = shown("rollen")
    assert known["roles"] == {name for name in known["roles"] if f"{{{name}}}`" in text}


def test_the_fields_of_every_kind_are_shown(known: dict[str, set[str]]) -> None:
    assert known["kinds"] == {*re.findall(r"^:::\{record-fields\} (\S+)$", page("gegevens"), re.MULTILINE)}


def test_every_option_has_a_meaning_and_every_word_is_there_in_both_languages() -> None:
    dutch = catalog.words("nl")
    words = [*reference.MEANINGS.values(), *reference.TYPES.values()]
    assert [word for word in words if word not in dutch] == []
    english = catalog.words("en")
    kept = [*(kind.record for kind in project.load(ROOT).kinds), Memo, Letter]
    descriptions = {each for record in kept for each in _descriptions(record)}
    assert sorted(each for each in descriptions if each not in english) == []


def _descriptions(cls: type) -> Iterator[str]:
    for field in inspect.type_info(cls).fields:  # type: ignore[attr-defined]
        if description := reference.description(field.type):
            yield description
        for part in reference.parts(field.type):
            yield from _descriptions(part.cls)


def test_headings_have_no_numbers_and_links_have_their_address_beside_them() -> None:
    for path in HANDBOOK.glob("*.md"):
        text = re.sub(r"^(`{3,}).*?^\1$", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        assert not re.search(r"^#+ [\d.]+ ", text, re.MULTILINE), path
        assert not re.search(r"^\[[^^\]]+\]: ", text, re.MULTILINE), path
        assert not re.search(r"\]\[", text), path


# ---- it says what is so -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the build says of pages with all the mistakes that the handbook names, held against the report's own data."""
    folder = tmp_path_factory.mktemp("mistakes") / "report"
    shutil.copytree(ROOT / "data", folder / "data")
    report = Report(folder)
    report["conf.py"] = (ROOT / "conf.py").read_text("utf-8")
    report["index.md"] = MISTAKES
    report["tweede.md"] = ":orphan:\n\n# Tweede\n\n" + HIGHLIGHT
    report["intern.md"] = "---\naudience: intern\n---\n# Intern\n"
    build = report.build("dummy", may_warn=True)
    Report.close()
    return "\n".join(build.warnings)


HIGHLIGHT = ":::{highlight} dialoog-indonesie\n:title: Twee keer\n\nTekst.\n:::\n"
MISTAKES = f"""# Fouten

{{area}}`democrati` {{priority}}`vrij-relgie` {{country}}`Oeganda` {{value}}`religie-dialoog 2022`
{{amount}}`meer <jisra-voorschot-2025>` {{prioriteit}}`x` {{ref}}`kasbasiss` [weg](bestaat-niet.md) Noot.[^b]

{HIGHLIGHT}
:::{{highlight}} proef
Tekst.
:::

:::{{finance-tabel}}
:::

:::{{results-framework}}
:kolommen: target
:::

:::{{results-framework}}
:area: accountability
:priority: lhbtqi
:::

:::{{finance-table}}
:columns: priority
:kind: ceiling disbursement
:priority: vrijheid-religie
:::

(tabel)=

:::{{finance-chart}} Uitgaven
:name: proef-2024
:by: priority
:years: 2024
:kind: disbursement
:table: tabel
:::

{{redact}}`5.1.2e Jan` en
`` {{redact}}`5.2 Jan` ``

{{redact}}`5.2 Jan
"""


@pytest.mark.parametrize("message", messages("schrijvers"))
def test_the_build_says_what_the_handbook_says_it_does(told: str, message: str) -> None:
    assert message in told


@pytest.mark.parametrize("name", ["schrijvers", "financien"])
def test_a_warning_in_full_is_one_that_the_build_gives(told: str, name: str) -> None:
    for block in fenced(name, "text"):
        if "WARNING" in block:
            assert f"WARNING: {block.partition(' WARNING: ')[2].strip()}" in told


INDICATORS = "data/results/indicators/mensenrechten.yaml"
AMOUNTS = "data/finance/amounts.yaml"
#: Each message of `make check` that the handbook explains: what is changed in which file to get it.
CHECKED = {
    'unknown priority "vrijheid-meningsuitng"; did you mean "vrijheid-meningsuiting"?': (
        INDICATORS,
        "[vrijheid-meningsuiting]",
        "[vrijheid-meningsuitng]",
    ),
    "expected a whole number from 1900 to 2200, found 5; a decimal has a point, not a comma": (
        INDICATORS,
        "2025: 450}",
        "2025: 450,5}",
    ),
    'unknown key "richting"': (INDICATORS, "direction: up", "richting: up"),
    'the key "direction" is missing': (INDICATORS, "direction: up", "richting: up"),
    '"redacties-protocol" stands here a second time': (INDICATORS, "journalisten-rechtshulp:", "redacties-protocol:"),
    "this is not valid YAML": (INDICATORS, "  unit: personen", "   unit: personen"),
    'expected a number such as 1250 or 12.5, found "€ 59.302.000"': (AMOUNTS, "value: 59302000", "value: € 59.302.000"),
    "44.403 has more than two decimals": (AMOUNTS, "value: 44403000", "value: 44.403"),
    'unknown value "plafond"; choose from budget, ceiling, commitment, disbursement, reservation': (
        AMOUNTS,
        "kind: ceiling",
        "kind: plafond",
    ),
    "this amount has no source": (AMOUNTS, "cite: [antwoord-mensenrechtenfonds-2025]", "cite: []"),
    'a ceiling is not paid; only a disbursement has "paid"': (AMOUNTS, "kind: ceiling", "kind: ceiling\n  paid: 2024"),
    "an amount counts in a year or in a period, not in both": (AMOUNTS, "  period: {", "  year: 2024\n  period: {"),
    "a disbursement says when it was paid": (AMOUNTS, "  paid: 2024-12\n", ""),
    "a ceiling has no stages; only a budget has": (AMOUNTS, "kind: ceiling", "kind: ceiling\n  stage: draft"),
    # The two that stand on their own.
    'the target of 2023 was not met (target 360, actual 300) and "explanations" says nothing about 2023': (
        INDICATORS,
        "{2023: 372,",
        "{2023: 300,",
    ),
    'a disbursement counts when it was paid (cash basis): write "paid" in place of "year"': (
        AMOUNTS,
        "  paid: 2024-12\n",
        "  paid: 2024-12\n  year: 2025\n",
    ),
    "it was meant for 2025 and counts in 2024: name a note that says why": (AMOUNTS, "  notes: [jisra-kasbasis]\n", ""),
    'say what is left out: one "chart" by its name, or all charts "by" an axis': (
        "data/finance/omissions.yaml",
        "  by: priority\n",
        "",
    ),
    "add up to 43963000, 1000 less than this total": (AMOUNTS, "value: 43963000", "value: 43964000"),
}


@pytest.mark.parametrize("message", CHECKED)
def test_check_says_what_the_handbook_says_it_does(message: str, tmp_path: Path) -> None:
    file, old, new = CHECKED[message]
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "conf.py", tmp_path)
    path = tmp_path / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    problems = project.load(tmp_path).store().problems
    assert any(message in problem.message for problem in problems), [*map(str, problems)]


def test_every_message_of_check_that_the_handbook_explains_is_tried() -> None:
    explained = [*messages("resultaten"), *messages("financien")]
    assert explained
    assert [message for message in explained if message not in CHECKED] == []


def test_the_plugin_of_the_handbook_works(report: Report) -> None:
    (data,) = fenced("ontwikkelaars", "yaml")
    example = fenced("ontwikkelaars", "markdown")[0]
    shutil.copy(Path(__file__).with_name("visits.py"), report.folder)
    report.edit("conf.py", '    "rapportage.plugins.finance",', '    "rapportage.plugins.finance",\n    "visits",')
    report["conf.py"] = f"import sys\n\nsys.path.insert(0, {str(report.folder)!r})\n{report['conf.py']}"
    report["data/visits.yaml"] = data
    report["bezoek.md"] = f"# Bezoek\n\n{example}"
    report.add("index.md", "\n:::{toctree}\nbezoek\n:::\n")
    first = report.build()
    text = " ".join(first.page("bezoek").get_text(" ").split())
    assert "In november 2025 ging het bezoek over verkiezingen." in text
    assert "Een vrije pers bij verkiezingen Kenia november 2025" in text
    assert first.page("bezoek").find("a", string="het bezoek")["href"] == "#visit-nairobi-bezoek"  # type: ignore[index]
    # What comes by itself.
    report.edit("data/visits.yaml", "2025-11", "2025-10")
    assert report.build().read == ["bezoek"]
    report.edit("data/visits.yaml", "area: democratie", "area: democrati")
    problem = 'data/visits.yaml:5:9: WARNING: unknown area "democrati"; did you mean "democratie"? [rapportage.data]'
    assert report.build(may_warn=True).warnings == [problem]


# ---- what the directives do -------------------------------------------------------------------------------------------


@pytest.fixture
def handbook(report: Report) -> Report:
    """The small report with a page on which the directives of the handbook can be tried."""
    report.edit(
        "conf.py",
        '    "rapportage.plugins.finance",',
        '    "rapportage.plugins.finance",\n    "rapportage.plugins.reference",',
    )
    report["handboek.md"] = "# Handboek\n"
    report.add("index.md", "\n:::{toctree}\nhandboek\n:::\n")
    return report


EXAMPLE = """
::::{shown}
:::{highlight} proef
:title: Een proef
:area: mensen
:priority: pers
:example:

Tekst van de proef.
:::

:::{results-framework} Twee
:area: mensen
:::
::::
"""


def test_an_example_is_its_own_source(handbook: Report) -> None:
    handbook.add("handboek.md", EXAMPLE)
    example = handbook.build().page("handboek").select_one(".rp-shown")
    assert example is not None
    typed, result = example.select_one(".rp-shown-source pre"), example.select_one(".rp-shown-result")
    assert typed is not None
    assert result is not None
    assert typed.get_text().strip() == EXAMPLE.strip().removeprefix("::::{shown}\n").removesuffix("\n::::")
    assert "Tekst van de proef." in result.get_text()
    assert next(example.stripped_strings) == "Dit typt u"


def test_an_example_is_no_part_of_the_report(handbook: Report) -> None:
    before = handbook.build()
    overview = str(before.page("overzicht"))
    homes = dict(before.domain.homes)
    handbook.add("handboek.md", EXAMPLE)
    after = handbook.build()
    assert str(after.page("overzicht")) == overview
    assert after.domain.homes == homes
    assert after.page("handboek").select("#highlight-proef, [id^=indicator-]") == []


def test_what_is_on_the_page_beside_an_example_counts(handbook: Report) -> None:
    handbook.add("handboek.md", EXAMPLE + "\n:::{highlight} echt\n:title: Echt\n:area: mensen\n\nTekst.\n:::\n")
    build = handbook.build()
    assert ("highlight", "echt") in build.domain.homes
    assert ("highlight", "proef") not in build.domain.homes


def test_the_english_page_says_that_the_source_is_dutch(handbook: Report) -> None:
    handbook.add("handboek.md", EXAMPLE)
    page = handbook.build(language="en").page("handboek")
    assert page.select_one(".rp-shown-source [lang=nl]") is not None
    assert "You type" in page.get_text()


def cells(build: Build) -> list[list[str]]:
    """The rows of the one table on the page, without its head."""
    (table,) = build.doctree("handboek").findall(nodes.table)
    unfold(table)
    rows = [["".join(child.astext() for child in entry) for entry in row] for row in table.findall(nodes.row)]
    return rows[1:]


def test_options_are_those_of_the_directive(handbook: Report) -> None:
    handbook.add("handboek.md", "\n:::{directive-options} results-framework\n:::\n")
    build = handbook.build()
    options = build.domain.directives["results-framework"].option_spec or {}
    rows = cells(build)
    assert [row[0] for row in rows] == ["achter de naam", *(f":{option}:" for option in options)]
    assert [":years:", "jaren: 2023 2025, of 2023-2025", "alleen deze jaren"] in rows
    assert "één of meer van: baseline, target, actual, status, explanation" in [row[1] for row in rows]


def test_fields_are_those_of_the_class(handbook: Report) -> None:
    handbook.add("handboek.md", "\n:::{record-fields} indicator\n:::\n")
    build = handbook.build()
    rows = cells(build)
    names = [row[0] for row in rows]
    assert {name for name in names if "." not in name} == {
        *build.domain.kinds["indicator"].record.__struct_encode_fields__
    } - {"id"}
    assert names[-1] == "example"
    assert ["direction", "één van: down, up (verplicht)", "up: hoger is beter; down: lager is beter"] in rows
    assert ["baseline.year", "jaar (verplicht)", "Jaar van de nulwaarde"] in rows


def test_a_record_is_shown_as_it_stands_and_read_again_only_when_it_changes(handbook: Report) -> None:
    handbook.add("handboek.md", "\n:::{record-source} indicator bedreigd\n:::\n")
    build = handbook.build()
    (block,) = build.doctree("handboek").findall(nodes.literal_block)
    assert block.astext().startswith("bedreigd:\n  outcome: veilig")
    assert block.astext().endswith("priorities: [pers, ruimte]")
    handbook.edit("data/results/indicators/mensen.yaml", "2025: 2610", "2025: 2620")
    assert "handboek" not in handbook.build().read
    handbook.edit("data/results/indicators/mensen.yaml", "2025: 28.5", "2025: 28.4")
    assert "handboek" in handbook.build().read


@pytest.mark.parametrize(
    ("directive", "told_"),
    [
        ("directive-options} result-framework", 'unknown directive "result-framework"; did you mean "results-framework"?'),
        ("record-fields} indicatr", 'unknown kind "indicatr"; did you mean "indicator"?'),
        ("record-source} indicator bedregd", 'unknown indicator "bedregd"; did you mean "bedreigd"?'),
        ("record-source} indicatr bedreigd", 'unknown kind "indicatr"; did you mean "indicator"?'),
    ],
)
def test_what_does_not_exist_is_told(handbook: Report, directive: str, told_: str) -> None:
    handbook.add("handboek.md", f"\n:::{{{directive}\n:::\n")
    assert any(told_ in warning for warning in handbook.build(may_warn=True).warnings)


@pytest.mark.parametrize("builder", ["latex", "singlehtml", "gettext", "text"])
def test_every_builder_can_show_it(handbook: Report, builder: str) -> None:
    others = (
        "\n:::{directive-options} area-list\n:::\n\n:::{record-fields} amount\n:::\n\n:::{record-source} area mensen\n:::\n"
    )
    handbook.add("handboek.md", EXAMPLE + others)
    handbook.build(builder)


def test_the_front_matter_that_a_directive_reads_is_shown_with_its_options(handbook: Report) -> None:
    handbook.edit(
        "conf.py", '"rapportage.plugins.edition",\n', '"rapportage.plugins.edition",\n    "rapportage.plugins.documents",\n'
    )
    handbook.add("handboek.md", "\n:::{directive-options} memo\n:::\n")
    rows = cells(handbook.build())
    names = [row[0] for row in rows]
    assert names[:4] == ["memo.kind", "memo.title", "memo.to", "memo.to.party"]
    assert ["memo.to.initials", "woord", "Paraaf, zoals M"] in rows
    assert "memo.coordinated-with" in names
    assert not [name for name in names if name.endswith(".id")]
