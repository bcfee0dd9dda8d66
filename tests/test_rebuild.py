"""What is read and written again after which change: that, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from rapportage.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from reports import Build, Report

ALL = ["bronnen", "democratie", "geld", "geloof", "index", "los", "mensen", "overzicht", "pers", "plat"]


def assert_like_clean(report: Report, build: Build) -> None:
    """A build that is not the first gives what a first build would give."""
    clean = report.fresh_copy().build(build.app.builder.name, language=build.app.config.language)
    assert build.pages() == clean.pages()
    assert (build.out / "objects.inv").read_bytes() == (clean.out / "objects.inv").read_bytes()


def test_first_build_reads_and_writes_all(report: Report) -> None:
    build = report.build()
    assert build.read == ALL
    assert build.written == ALL


def test_second_build_reads_and_writes_nothing(built: Report) -> None:
    second = built.build()
    assert second.read == []
    assert second.written == []
    assert "0 added, 0 changed, 0 removed" in second.status
    assert "config changed" not in second.status


def test_second_build_loads_no_records(built: Report, monkeypatch: pytest.MonkeyPatch) -> None:

    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("the records were loaded")

    monkeypatch.setattr(Store, "__init__", refuse)
    built.build()


def test_touched_files_read_nothing(built: Report) -> None:
    for path in (built.folder / "data").rglob("*.*"):
        if path.suffix != ".bib":  # that is sphinxcontrib-bibtex's own business
            os.utime(path)
    second = built.build()
    assert second.read == []
    assert second.written == []


#: An edit of one record: the file, what stood there and what stands there now; the pages that show the record; and
#: those that list pages (or names) on which something then looks different. The front page has the table of contents.
EDITS = {
    "an actual": (
        ("data/results/indicators/mensen.yaml", "2025: 2610}", "2025: 2611}"),
        ["mensen", "pers"],
        [],
    ),
    "an actual that decides whether a target is met": (
        ("data/results/indicators/mensen.yaml", "2025: 28.5", "2025: 20"),
        ["mensen", "pers"],
        ["overzicht"],
    ),
    "a name that other pages link with": (
        ("data/priorities.yaml", "nl: Vrijheid van *meningsuiting*", "nl: Vrijheid van meningsuiting"),
        ["geld", "los", "mensen", "pers"],
        [],
    ),
    "a text that only the home shows": (
        ("data/results/areas.yaml", "aim: Mensen kennen hun rechten.", "aim: Ieder mens kent zijn rechten."),
        ["mensen"],
        [],
    ),
    "a short name on cards and chips": (
        ("data/priorities.yaml", "short: {nl: Ruimte,", "short: {nl: De ruimte,"),
        ["los", "pers"],
        ["overzicht"],
    ),
    "the name of an area": (
        ("data/results/areas.yaml", "name: {nl: Democratie,", "name: {nl: De democratie,"),
        ["democratie"],
        ["overzicht", "pers"],
    ),
    "an amount": (
        ("data/finance/amounts.yaml", "value: 9395942", "value: 9395943"),
        ["geld", "geloof"],
        [],
    ),
    "an amount that one table shows": (
        ("data/finance/amounts.yaml", "value: 44403000", "value: 44403001"),
        ["geld"],
        [],
    ),
    "the text of a note": (
        ("data/finance/notes.yaml", "al in 2024 is betaald", "al eerder is betaald"),
        ["geld", "geloof"],
        [],
    ),
    "the name of a programme": (
        ("data/finance/programmes.yaml", "jisra: {name: JISRA,", "jisra: {name: Jisra,"),
        ["geld", "geloof", "pers"],
        [],
    ),
    "a field that no page shows": (
        ("data/results/indicators/democratie.yaml", "priorities: [pers]", 'priorities: [pers]\n  sdg: ["16.7"]'),
        ["democratie", "pers"],
        [],
    ),
    "a record that no page shows": (
        ("data/finance/series.yaml", "text: Budget van het fonds", "text: Het budget van het fonds"),
        [],
        [],
    ),
    "one field of the edition": (
        ("data/edition.yaml", "Een proef met *weinig* gegevens.", "Een proef."),
        ["index"],
        [],
    ),
    "the years that tables show": (
        ("data/edition.yaml", "years: [2024, 2025]", "years: [2023, 2024, 2025]"),
        ["democratie", "index", "mensen"],
        [],
    ),
    "the source of a highlight": (
        ("data/sources.yaml", "name: Partner in Azië", "name: Een partner in Azië"),
        ["geloof"],
        [],
    ),
    "where a programme belongs": (
        ("data/finance/programmes.yaml", "name: Vrij woord, framework: focus", "name: Vrij woord, framework: voices"),
        ["geld"],
        [],
    ),
}


@pytest.mark.parametrize("change", EDITS)
def test_an_edited_record(built: Report, change: str) -> None:
    edit, read, lists = EDITS[change]
    built.edit(*edit)
    second = built.build()
    assert second.read == read
    assert second.written == sorted({*read, *lists, *(["index"] if read else [])})


def test_edited_records_give_what_a_clean_build_gives(built: Report) -> None:
    for edit, _, _ in EDITS.values():
        built.edit(*edit)
        build = built.build()
    assert_like_clean(built, build)
    again = built.build()
    assert (again.read, again.written) == ([], [])


def test_only_the_title_of_a_link_counts(report: Report) -> None:
    """A page that only names a priority is not read again when its text, colour or icon changes."""
    report["plat.md"] += "\nOok hier {priority}`geloof`.\n"
    report.build()
    report.edit("data/priorities.yaml", "Ieder gelooft wat hij wil.", "Ieder gelooft.")
    second = report.build()
    assert "plat" not in second.read
    assert "los" not in second.read
    assert "geloof" in second.read


NEW_INDICATOR = """\
kiezers:
  outcome: stem
  name: Nieuwe kiezers
  unit: kiezers
  direction: up
  targets: {2025: 10}
  actuals: {2025: 10}
  source: Register
"""


def test_an_added_record_is_seen_by_the_pages_that_ask_for_such_records(built: Report) -> None:
    built.add("data/results/indicators/democratie.yaml", NEW_INDICATOR)
    second = built.build()
    assert second.read == ["democratie"]
    # The list of areas counts targets that were met.
    assert second.written == ["democratie", "index", "overzicht"]
    assert "Nieuwe kiezers" in second.page("democratie").text
    assert_like_clean(built, second)


def test_an_added_file_of_records(built: Report) -> None:
    built["data/results/indicators/meer.yaml"] = NEW_INDICATOR.replace("outcome: stem", "outcome: samenleven")
    second = built.build()
    assert second.read == ["mensen"]
    assert_like_clean(built, second)


def test_a_deleted_record(built: Report) -> None:
    text = built["data/results/indicators/democratie.yaml"]
    built.edit("data/results/indicators/democratie.yaml", text, NEW_INDICATOR)
    second = built.build()
    assert second.read == ["democratie", "pers"]
    assert second.written == ["democratie", "index", "overzicht", "pers"]
    assert "Waarnemers" not in second.page("pers").text
    assert_like_clean(built, second)


def test_a_deleted_file_of_records(report: Report) -> None:
    report.edit("democratie.md", ":area: democratie", ":outcome: stem veilig")
    report.build()
    del report["data/results/indicators/democratie.yaml"]
    second = report.build()
    assert second.read == ["democratie", "pers"]
    assert_like_clean(report, second)


def test_a_deleted_record_that_a_page_names(report: Report) -> None:
    report["plat.md"] += "\nZie {programme}`jisra`.\n"
    report.build()
    report.edit("data/finance/programmes.yaml", "jisra: {name", "jisr: {name")
    second = report.build(may_warn=True)
    assert "plat" in second.read
    assert [w for w in second.warnings if w.startswith("plat.md")] == [
        'plat.md:5: WARNING: unknown programme "jisra"; did you mean "jisr"? [rapportage.unknown]'
    ]


def test_a_deleted_record_that_a_page_names_in_its_own_words(report: Report) -> None:
    report["plat.md"] += "\nZie {programme}`dit programma <jisra>`.\n"
    report.build()
    report.edit("data/finance/programmes.yaml", "jisra: {name", "jisr: {name")
    second = report.build(may_warn=True)
    assert [w for w in second.warnings if w.startswith("plat.md")] == [
        'plat.md:5: WARNING: unknown programme "jisra"; did you mean "jisr"? [rapportage.unknown]'
    ]


def test_a_record_that_appears_where_a_page_named_it_in_vain(report: Report) -> None:
    report["plat.md"] += "\nZie {programme}`later`.\n"
    assert report.build(may_warn=True).warnings
    report.add("data/finance/programmes.yaml", "later: {name: Later, framework: focus}\n")
    second = report.build()
    assert second.read == ["plat"]
    assert "Zie Later." in second.page("plat").text


def test_the_order_of_records(built: Report) -> None:
    """Tables keep the order of the data: moving a record changes what they show, though no record has changed."""
    text = built["data/priorities.yaml"]
    first, second, third = re.split(r"^(?=geloof:|ruimte:)", text, flags=re.MULTILINE)
    built["data/priorities.yaml"] = third + second + first
    build = built.build()
    assert build.read == ["geld"]
    assert build.written == ["geld", "index", "overzicht"]
    assert_like_clean(built, build)


def test_a_page_that_stops_using_a_record(built: Report) -> None:
    built["los.md"] = "# Los\n\n:::{priority-home} ruimte\n:::\n"
    assert built.build().read == ["los"]
    built.edit("data/priorities.yaml", "nl: Vrijheid van *meningsuiting*", "nl: Vrijheid van meningsuiting")
    second = built.build()
    assert second.read == ["geld", "mensen", "pers"]
    assert_like_clean(built, second)


def test_another_page_becomes_the_home(built: Report) -> None:
    """The pages that link to a record are written again, and not read, when its home moves."""
    built.edit("geloof.md", ":::{priority-home} geloof\n:::", "Hier niet meer.")
    built.add("plat.md", "\n:::{priority-home} geloof\n:::\n")
    second = built.build()
    assert second.read == ["geloof", "plat"]
    assert second.written == ["geld", "geloof", "index", "los", "overzicht", "pers", "plat"]
    link = second.page("los").find("a", string="een vrijheid")
    assert link["href"] == "plat.html#priority-geloof"
    assert_like_clean(built, second)


def test_a_highlight_that_moves_to_another_page(built: Report) -> None:
    """A list shows the same rows, but its links lead elsewhere."""
    text = built["geloof.md"]
    story = text[text.index(":::{highlight} gesprek") :]
    built.edit("geloof.md", story, "")
    built.add("plat.md", f"\n{story}")
    second = built.build()
    assert second.read == ["geloof", "plat"]
    assert "overzicht" in second.written
    assert_like_clean(built, second)


def test_a_home_that_moves_within_the_reading_order(built: Report) -> None:
    """Without a home a record is linked to where it is shown first; the table of contents decides what is first."""
    built.edit("index.md", "pers\ngeloof\nmensen", "mensen\ngeloof\npers")
    second = built.build()
    assert second.read == ["index"]
    assert second.page("geloof").find("a", string="Een redactie die blijft")["href"] == "pers.html#highlight-redactie"
    assert_like_clean(built, second)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (":title: Een *andere* titel", ":title: Een gesprek"),
        (":country: ML", ":country: UG"),
        (":area: mensen", ":area: democratie"),
        (":priority: geloof", ":priority: ruimte"),
    ],
)
def test_a_highlight_that_changes_is_listed_anew(report: Report, old: str, new: str) -> None:
    report.edit("geloof.md", ":title: Een gesprek", ":title: Een *andere* titel")
    report.build()
    report.edit("geloof.md", old, new)
    second = report.build()
    assert second.read == ["geloof"]
    assert "overzicht" in second.written
    assert_like_clean(report, second)


def test_the_body_of_a_highlight_is_listed_nowhere(built: Report) -> None:
    built.edit("geloof.md", "Zij spraken met elkaar", "Zij spraken lang met elkaar")
    second = built.build()
    assert second.read == ["geloof"]
    assert second.written == ["geloof", "index"]


def test_a_link_shows_the_new_title_of_a_highlight(built: Report) -> None:
    built.edit("pers.md", "Een redactie die *blijft*", "De redactie")
    second = built.build()
    assert second.read == ["pers"]
    assert second.written == ["geloof", "index", "overzicht", "pers"]
    assert "De redactie" in second.page("geloof").text
    assert_like_clean(built, second)


def test_a_deleted_page(built: Report) -> None:
    del built["mensen.md"]
    built.edit("index.md", "mensen\n", "")
    second = built.build()
    assert second.read == ["index"]
    assert "overzicht" in second.written
    assert "los" in second.written  # it linked to the area, which has no place now
    assert_like_clean(built, _without_stale_files(second))


NEW_PAGE = """\
# Nieuw

:::{highlight} nieuw
:title: Nieuw
:priority: ruimte
:area: democratie

Nieuw.
:::
"""


def test_an_added_page(built: Report) -> None:
    built["nieuw.md"] = NEW_PAGE
    built.edit("index.md", "plat\n", "plat\nnieuw\n")
    second = built.build()
    assert second.read == ["index", "nieuw"]
    assert second.written == sorted(second.app.env.all_docs)  # it stands in the navigation of all
    assert_like_clean(built, second)


def test_a_renamed_page(built: Report) -> None:
    (built.folder / "pers.md").rename(built.folder / "woord.md")
    built.edit("index.md", "pers\n", "woord\n")
    second = built.build()
    assert second.read == ["index", "woord"]
    assert {"overzicht", "los", "geloof", "mensen"} <= {*second.written}
    assert_like_clean(built, _without_stale_files(second))


def _without_stale_files(build: Build) -> Build:
    """Sphinx leaves the output of a page that is gone; nothing leads there."""
    for path in build.out.glob("*.html"):
        if path.stem not in {*build.app.env.found_docs, "genindex", "search"}:
            path.unlink()
    return build


# ---- languages and catalogues ---------------------------------------------------------------------------------------

DATA_PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Opgeleide journalisten"
msgstr "Journalists trained"
"""


def test_the_catalogue_of_the_data_changes_the_translation_only(report: Report) -> None:
    report["locale/en/LC_MESSAGES/data.po"] = DATA_PO
    assert "Journalists trained" in report.build(language="en").page("pers").text
    report.build()
    report.edit("locale/en/LC_MESSAGES/data.po", "Journalists trained", "Trained journalists")
    dutch, english = report.build(), report.build(language="en")
    assert (dutch.read, dutch.written) == ([], [])
    assert english.read == ["mensen", "pers"]
    assert "Trained journalists" in english.page("pers").text
    assert_like_clean(report, english)


def test_a_translation_that_no_page_shows(report: Report) -> None:
    report["locale/en/LC_MESSAGES/data.po"] = DATA_PO
    report.build(language="en")
    report.add("locale/en/LC_MESSAGES/data.po", '\nmsgid "Meldpunt"\nmsgstr "Hotline"\n')
    second = report.build(language="en")
    # "Meldpunt" is the source of an indicator: the record as a whole says something else now.
    assert second.read == ["mensen", "pers"]
    report.add("locale/en/LC_MESSAGES/data.po", '\nmsgid "Budget van het fonds"\nmsgstr "Budget"\n')
    assert report.build(language="en").read == []


def test_a_catalogue_that_appears_and_disappears(report: Report) -> None:
    before = report.build(language="en").pages()
    report["locale/en/LC_MESSAGES/data.po"] = DATA_PO
    assert report.build(language="en").read == ["mensen", "pers"]
    del report["locale/en/LC_MESSAGES/data.po"]
    last = report.build(language="en")
    assert last.read == ["mensen", "pers"]
    assert last.pages() == before


def test_languages_do_not_disturb_each_other(built: Report) -> None:
    built.build(language="en")
    for language in ("nl", "en", "nl"):
        again = built.build(language=language)
        assert (again.read, again.written) == ([], [])


# ---- the bibliography -----------------------------------------------------------------------------------------------


def test_a_source_that_disappears_from_the_bibliography(built: Report) -> None:
    built.edit("data/references.bib", "@misc{website,", "@misc{site,")
    second = built.build(may_warn=True)
    assert second.failed
    assert any(w.startswith('data/finance/amounts.yaml:32:10: WARNING: unknown citation "website"') for w in second.warnings)


def test_a_source_that_is_described_otherwise(built: Report) -> None:
    built.edit("data/references.bib", "Nota over de proef", "De nota over de proef")
    second = built.build()
    assert "De nota over de proef" in second.page("bronnen").text
    assert_like_clean(built, second)


# ---- several builders, and builds that fail -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [
        EDITS["an actual"][0],
        EDITS["a short name on cards and chips"][0],
        ("geloof.md", ":title: Een gesprek", ":title: Nog een"),
    ],
)
def test_builders_that_share_what_was_read(report: Report, edit: tuple[str, str, str]) -> None:
    """What one builder has read, another writes: also when nothing is left to read."""
    report.build("html")
    report.build("dirhtml")
    report.edit(*edit)
    report.build("html")
    second = report.build("dirhtml")
    assert second.read == []
    assert_like_clean(report, second)
    for builder in ("html", "dirhtml"):
        assert report.build(builder).written == []


def test_two_folders_of_one_builder(built: Report, tmp_path: Path) -> None:
    """A folder that was built into before is not mistaken for the one that was built into last."""
    built.edit(*EDITS["an actual"][0])
    first = built.build()
    kept = tmp_path / "kept"
    shutil.copytree(first.out, kept)
    shutil.rmtree(first.out)
    second = built.build()
    assert second.written == ALL
    assert second.pages() == first.pages()


BREAK_OFF = """

def stop(app, *args):
    if (app.srcdir / "stop").exists():
        raise KeyboardInterrupt


def setup(app):
    app.connect("html-page-context", stop)
"""


def test_a_build_that_is_broken_off_while_writing(report: Report) -> None:
    """What was read but not written is written by the next build."""
    report["conf.py"] += BREAK_OFF
    report.build()
    report.edit(*EDITS["a short name on cards and chips"][0])
    report["stop"] = ""
    with pytest.raises(KeyboardInterrupt):
        report.build()
    del report["stop"]
    second = report.build()
    assert second.read == []
    assert {"los", "overzicht", "pers"} <= {*second.written}
    assert_like_clean(report, second)


def test_a_build_that_fails_while_reading(built: Report) -> None:
    built.edit(*EDITS["an actual"][0])
    built["conf.py"] += "\n\ndef setup(app):\n    app.connect('doctree-read', lambda *args: 1 / 0)\n"
    with pytest.raises(Exception, match="division by zero"):
        built.build()
    built["conf.py"] = built["conf.py"].replace("1 / 0", "None")
    second = built.build()
    assert {"mensen", "pers"} <= {*second.read}
    assert_like_clean(built, second)


def test_some_pages_only(built: Report) -> None:
    """Pages named on the command line are all that is written; the others follow when they are asked for."""
    built.edit(*EDITS["a short name on cards and chips"][0])
    assert built.build(files=["pers.md"]).written == ["index", "pers"]
    second = built.build()
    assert second.read == []
    assert {"los", "overzicht"} <= {*second.written}
    assert_like_clean(built, second)


# ---- problems in the data -------------------------------------------------------------------------------------------


def test_problems_are_told_by_every_build_until_they_are_solved(built: Report) -> None:
    built.edit("data/results/indicators/mensen.yaml", "priorities: [pers, ruimte]", "priorities: [pers, ruimt]")
    told = 'mensen.yaml:23:22: WARNING: unknown priority "ruimt"; did you mean "ruimte"? [rapportage.data]'
    for _ in range(3):
        build = built.build(may_warn=True)
        assert build.warnings == [f"data/results/indicators/{told}"]
        assert build.failed  # without -W
        assert "One problem in the data, named above: this build has failed." in build.status
    built.edit("data/results/indicators/mensen.yaml", "ruimt]", "ruimte]")
    solved = built.build()
    assert_like_clean(built, solved)
    assert built.build().read == []


def test_problems_where_no_page_looks(built: Report) -> None:
    built.edit("data/finance/series.yaml", "text: Budget van het fonds", "txt: Budget van het fonds")
    told = 'data/finance/series.yaml:1:22: WARNING: unknown key "txt"; did you mean "text"? [rapportage.data]'
    for builder in ("html", "html", "latex", "gettext"):
        build = built.build(builder, may_warn=True, folder="gettext" if builder == "gettext" else "")
        assert build.failed
        assert told in build.warnings


def test_a_first_build_with_problems(report: Report) -> None:
    report.edit("data/finance/amounts.yaml", "value: 44403000", "value: 44.403.000")
    build = report.build(may_warn=True)
    assert build.failed
    assert sum("data/finance/amounts.yaml" in warning for warning in build.warnings) == 1
    report.edit("data/finance/amounts.yaml", "value: 44.403.000", "value: 44403000")
    assert_like_clean(report, report.build())


# ---- parallel -------------------------------------------------------------------------------------------------------


def test_parallel_builds(report: Report) -> None:
    """The same pages and the same environment as one worker makes, also when some pages are read again."""
    serial = report.fresh_copy()
    for edit in (None, EDITS["an actual"][0], EDITS["a short name on cards and chips"][0], None):
        if edit:
            report.edit(*edit)
            serial.edit(*edit)
        parallel_build, serial_build = report.build(jobs=2), serial.build()
        assert parallel_build.read == serial_build.read
        assert parallel_build.written == serial_build.written
        assert parallel_build.pages() == serial_build.pages()
        assert parallel_build.domain.data["pages"] == serial_build.domain.data["pages"]
        assert parallel_build.domain.data["shows"] == serial_build.domain.data["shows"]
        assert parallel_build.domain.data["names"] == serial_build.domain.data["names"]


# ---- mistakes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mistake",
    [
        "Zie {priority}`perss`.",  # told when the page is written
        "Zie {value}`opleiding 2025`.",  # told when it is read
        "Zie {geen-rol}`x`.",  # told by MyST
        "Zie [hier](#nergens).",
        ":::{geen-directive}\n:::",
        ":::{priority-home} pers\n:::",  # told when all pages have been read
    ],
)
def test_a_mistake_on_a_page_is_told_until_it_is_mended(built: Report, mistake: str) -> None:
    right = built["los.md"]
    built.add("los.md", f"\n{mistake}\n")
    first = built.build(may_warn=True)
    assert first.warnings
    again = built.build(may_warn=True)
    assert again.warnings == first.warnings
    assert set(again.read) <= {"los", "pers"}
    built["los.md"] = right
    assert_like_clean(built, mended := built.build())
    assert set(mended.read) <= {"los", "pers"}
    third = built.build()
    assert (third.read, third.written) == ([], [])


def test_a_mistake_between_pages_is_told_until_it_is_mended(report: Report) -> None:
    report.edit("geloof.md", ":::{priority-home} geloof\n:::", "Hier niet meer.")
    first = report.build(may_warn=True)
    assert any('priority "geloof" has no home' in warning for warning in first.warnings)
    again = report.build(may_warn=True)
    assert [each for each in first.warnings if "no home" in each] == [each for each in again.warnings if "no home" in each]


def test_what_one_builder_told_it_tells_again(built: Report) -> None:
    """Builders share what was read; what one of them tells when it writes the other may not come across."""
    built.add("los.md", "\nZie {priority}`perss`.\n")
    first = built.build(may_warn=True)
    built.build("pseudoxml", may_warn=True)
    assert built.build(may_warn=True).warnings == first.warnings != []


def test_a_warning_that_is_suppressed_reads_nothing_again(built: Report) -> None:
    built.add("los.md", "\nZie {priority}`perss`.\n")
    built.build(suppress_warnings=["rapportage.unknown"])
    second = built.build(suppress_warnings=["rapportage.unknown"])
    assert (second.read, second.written) == ([], [])


def test_a_mistake_in_the_data_is_told_once_however_many_pages_show_it(report: Report) -> None:
    report.edit("data/finance/notes.yaml", "{amount}`voorschot`", "{amount}`voorschot betaald`")
    told = 'data/finance/notes.yaml:2:9: WARNING: "voorschot betaald" is not an amount'
    for _ in range(2):
        build = report.build(may_warn=True)
        assert sum(warning.startswith(told) for warning in build.warnings) == 1
    report.edit("data/finance/notes.yaml", "{amount}`voorschot betaald`", "{amount}`voorschot`")
    assert_like_clean(report, report.build())
