"""What is read and written again after which change: that, and nothing else."""

from __future__ import annotations

import os
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
    assert build.file("objects.inv") == clean.file("objects.inv") if build.out.suffix else True


def test_first_build_reads_and_writes_all(report: Report) -> None:
    build = report.build()
    assert build.read == ALL
    assert build.written == ALL


def test_second_build_reads_and_writes_nothing(report: Report) -> None:
    report.build()
    second = report.build()
    assert second.read == []
    assert second.written == []
    assert "0 added, 0 changed, 0 removed" in second.status
    assert "config changed" not in second.status


def test_second_build_loads_no_records(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    report.build()

    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("the records were loaded")

    monkeypatch.setattr(Store, "__init__", refuse)
    report.build()


def test_touched_files_read_nothing(report: Report) -> None:
    report.build()
    for path in (report.folder / "data").rglob("*.*"):
        if path.suffix != ".bib":  # that is sphinxcontrib-bibtex's own business
            os.utime(path)
    second = report.build()
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
    "a name that other pages only link with": (
        ("data/priorities.yaml", "nl: Vrijheid van *meningsuiting*", "nl: Vrijheid van meningsuiting"),
        ["los", "mensen", "pers"],
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
def test_an_edited_record(report: Report, change: str) -> None:
    edit, read, lists = EDITS[change]
    report.build()
    report.edit(*edit)
    second = report.build()
    assert second.read == read
    assert second.written == sorted({*read, *lists, *(["index"] if read else [])})
    assert_like_clean(report, second)
    third = report.build()
    assert (third.read, third.written) == ([], [])


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


def test_an_added_record_is_seen_by_the_pages_that_ask_for_such_records(report: Report) -> None:
    report.build()
    report.add("data/results/indicators/democratie.yaml", NEW_INDICATOR)
    second = report.build()
    assert second.read == ["democratie"]
    # The list of areas counts targets that were met.
    assert second.written == ["democratie", "index", "overzicht"]
    assert "Nieuwe kiezers" in second.page("democratie").text
    assert_like_clean(report, second)


def test_an_added_file_of_records(report: Report) -> None:
    report.build()
    report["data/results/indicators/meer.yaml"] = NEW_INDICATOR.replace("outcome: stem", "outcome: samenleven")
    second = report.build()
    assert second.read == ["mensen"]
    assert_like_clean(report, second)


def test_a_deleted_record(report: Report) -> None:
    report.build()
    text = report["data/results/indicators/democratie.yaml"]
    report.edit("data/results/indicators/democratie.yaml", text, NEW_INDICATOR)
    second = report.build()
    assert second.read == ["democratie", "pers"]
    assert second.written == ["democratie", "index", "overzicht", "pers"]
    assert "Waarnemers" not in second.page("pers").text
    assert_like_clean(report, second)


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
    assert report.build(may_warn=True).failed
    report.add("data/finance/programmes.yaml", "later: {name: Later, framework: focus}\n")
    second = report.build()
    assert second.read == ["plat"]
    assert "Zie Later." in second.page("plat").text


def test_the_order_of_records(report: Report) -> None:
    """Tables keep the order of the data: moving a record changes what they show, though no record has changed."""
    report.build()
    text = report["data/priorities.yaml"]
    records = [part for part in text.replace("\ngeloof:", "\n%geloof:").replace("\nruimte:", "\n%ruimte:").split("%") if part]
    report["data/priorities.yaml"] = "".join(reversed(records))
    second = report.build()
    assert second.read == ["geld"]
    assert second.written == ["geld", "index", "overzicht"]
    assert_like_clean(report, second)


def test_a_page_that_stops_using_a_record(report: Report) -> None:
    report.build()
    report["los.md"] = "# Los\n\n:::{priority-home} ruimte\n:::\n"
    assert report.build().read == ["los"]
    report.edit("data/priorities.yaml", "nl: Vrijheid van *meningsuiting*", "nl: Vrijheid van meningsuiting")
    second = report.build()
    assert second.read == ["mensen", "pers"]
    assert_like_clean(report, second)


def test_another_page_becomes_the_home(report: Report) -> None:
    """The pages that link to a record are written again, and not read, when its home moves."""
    report.build()
    report.edit("geloof.md", ":::{priority-home} geloof\n:::", "Hier niet meer.")
    report.add("plat.md", "\n:::{priority-home} geloof\n:::\n")
    second = report.build()
    assert second.read == ["geloof", "plat"]
    assert second.written == ["geld", "geloof", "index", "los", "overzicht", "pers", "plat"]
    link = second.page("los").find("a", string="een vrijheid")
    assert link["href"] == "plat.html#priority-geloof"
    assert_like_clean(report, second)


def test_a_highlight_that_moves_to_another_page(report: Report) -> None:
    """A list shows the same rows, but its links lead elsewhere."""
    report.build()
    text = report["geloof.md"]
    story = text[text.index(":::{highlight} gesprek") :]
    report.edit("geloof.md", story, "")
    report.add("plat.md", f"\n{story}")
    second = report.build()
    assert second.read == ["geloof", "plat"]
    assert "overzicht" in second.written
    assert_like_clean(report, second)


def test_a_home_that_moves_within_the_reading_order(report: Report) -> None:
    """Without a home a record is linked to where it is shown first; the table of contents decides what is first."""
    report.build()
    report.edit("index.md", "pers\ngeloof\nmensen", "mensen\ngeloof\npers")
    second = report.build()
    assert second.read == ["index"]
    assert second.page("geloof").find("a", string="Gesprekken tussen geloven")["href"] == "mensen.html#indicator-dialoog-mensen"
    assert_like_clean(report, second)


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


def test_the_body_of_a_highlight_is_listed_nowhere(report: Report) -> None:
    report.build()
    report.edit("geloof.md", "Zij spraken met elkaar", "Zij spraken lang met elkaar")
    second = report.build()
    assert second.read == ["geloof"]
    assert second.written == ["geloof", "index"]


def test_a_link_shows_the_new_title_of_a_highlight(report: Report) -> None:
    report.build()
    report.edit("pers.md", "Een redactie die *blijft*", "De redactie")
    second = report.build()
    assert second.read == ["pers"]
    assert second.written == ["geloof", "index", "overzicht", "pers"]
    assert "De redactie" in second.page("geloof").text
    assert_like_clean(report, second)


def test_a_deleted_page(report: Report) -> None:
    report.build()
    del report["mensen.md"]
    report.edit("index.md", "mensen\n", "")
    second = report.build()
    assert second.read == ["index"]
    assert "overzicht" in second.written
    assert "los" in second.written  # it linked to the area, which has no place now
    assert_like_clean(report, _without_stale_files(second))


def test_an_added_page(report: Report) -> None:
    report.build()
    report["nieuw.md"] = "# Nieuw\n\n:::{highlight} nieuw\n:title: Nieuw\n:priority: ruimte\n:area: democratie\n\nNieuw.\n:::\n"
    report.edit("index.md", "plat\n", "plat\nnieuw\n")
    second = report.build()
    assert second.read == ["index", "nieuw"]
    assert second.written == ["index", "nieuw", "overzicht"]
    assert_like_clean(report, second)


def test_a_renamed_page(report: Report) -> None:
    report.build()
    (report.folder / "pers.md").rename(report.folder / "woord.md")
    report.edit("index.md", "pers\n", "woord\n")
    second = report.build()
    assert second.read == ["index", "woord"]
    assert {"overzicht", "los", "geloof", "mensen"} <= {*second.written}
    assert_like_clean(report, _without_stale_files(second))


def _without_stale_files(build: Build) -> Build:
    """Sphinx leaves the output of a page that is gone; nothing leads there."""
    for path in build.out.glob("*.html"):
        if path.stem not in {*build.app.env.found_docs, "genindex", "search"}:
            path.unlink()
    return build


# ---- languages and catalogues ------------------------------------------------------------------------------------------

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


def test_languages_do_not_disturb_each_other(report: Report) -> None:
    report.build()
    report.build(language="en")
    for language in ("nl", "en", "nl"):
        again = report.build(language=language)
        assert (again.read, again.written) == ([], [])


# ---- the bibliography ----------------------------------------------------------------------------------------------------


def test_a_source_that_disappears_from_the_bibliography(report: Report) -> None:
    report.build()
    report.edit("data/references.bib", "@misc{website,", "@misc{site,")
    second = report.build(may_warn=True)
    assert second.failed
    assert any(
        w.startswith('data/finance/amounts.yaml:32:10: WARNING: unknown citation "website"') for w in second.warnings
    )


def test_a_source_that_is_described_otherwise(report: Report) -> None:
    report.build()
    report.edit("data/references.bib", "Nota over de proef", "De nota over de proef")
    second = report.build()
    assert "De nota over de proef" in second.page("bronnen").text
    assert_like_clean(report, second)


# ---- several builders, and builds that fail ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [EDITS["an actual"][0], EDITS["a short name on cards and chips"][0], ("geloof.md", ":title: Een gesprek", ":title: Nog een")],
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


def test_two_folders_of_one_builder(report: Report, tmp_path: Path) -> None:
    """A folder that was built into before is not mistaken for the one that was built into last."""
    report.build()
    report.edit(*EDITS["an actual"][0])
    first = report.build()
    kept = tmp_path / "kept"
    shutil.copytree(first.out, kept)
    shutil.rmtree(first.out)
    second = report.build()
    assert second.written == ALL
    assert second.pages() == first.pages()


def test_a_build_that_fails_while_writing(report: Report) -> None:
    """What was read but not written is written by the next build."""
    report.build()
    report.edit(*EDITS["a short name on cards and chips"][0])
    report["conf.py"] += "\n\ndef setup(app):\n    app.connect('html-page-context', lambda *args: 1 / 0)\n"
    with pytest.raises(Exception, match="division by zero"):
        report.build()
    report["conf.py"] = report["conf.py"].replace("1 / 0", "None")
    second = report.build()
    assert {"los", "overzicht", "pers"} <= {*second.written}
    assert_like_clean(report, second)


def test_a_build_that_fails_while_reading(report: Report) -> None:
    report.build()
    report.edit(*EDITS["an actual"][0])
    report["conf.py"] += "\n\ndef setup(app):\n    app.connect('doctree-read', lambda *args: 1 / 0)\n"
    with pytest.raises(Exception, match="division by zero"):
        report.build()
    report["conf.py"] = report["conf.py"].replace("1 / 0", "None")
    second = report.build()
    assert second.read == ["mensen", "pers"]
    assert_like_clean(report, second)


def test_some_pages_only(report: Report) -> None:
    """Pages named on the command line are all that is written; the others follow when they are asked for."""
    report.build()
    report.edit(*EDITS["a short name on cards and chips"][0])
    assert report.build(files=["pers.md"]).written == ["index", "pers"]
    second = report.build()
    assert second.read == []
    assert {"los", "overzicht"} <= {*second.written}
    assert_like_clean(report, second)


# ---- problems in the data -----------------------------------------------------------------------------------------------------


def test_problems_are_told_by_every_build_until_they_are_solved(report: Report) -> None:
    report.build()
    report.edit("data/results/indicators/mensen.yaml", "priorities: [pers, ruimte]", "priorities: [pers, ruimt]")
    told = 'data/results/indicators/mensen.yaml:23:22: WARNING: unknown priority "ruimt"; did you mean "ruimte"? [rapportage.data]'
    for _ in range(3):
        build = report.build(may_warn=True)
        assert build.warnings == [told]
        assert build.failed  # without -W
        assert "One problem in the data, named above: this build has failed." in build.status
    report.edit("data/results/indicators/mensen.yaml", "ruimt]", "ruimte]")
    solved = report.build()
    assert_like_clean(report, solved)
    assert report.build().read == []


def test_problems_where_no_page_looks(report: Report) -> None:
    report.build()
    report.edit("data/finance/series.yaml", "text: Budget van het fonds", "txt: Budget van het fonds")
    for builder in ("html", "html", "latex", "gettext"):
        build = report.build(builder, may_warn=True)
        assert build.failed
        assert 'data/finance/series.yaml:1:22: WARNING: unknown key "txt"; did you mean "text"? [rapportage.data]' in build.warnings


def test_a_first_build_with_problems(report: Report) -> None:
    report.edit("data/finance/amounts.yaml", "value: 44403000", "value: 44.403.000")
    build = report.build(may_warn=True)
    assert build.failed
    assert sum("data/finance/amounts.yaml" in warning for warning in build.warnings) == 1
    report.edit("data/finance/amounts.yaml", "value: 44.403.000", "value: 44403000")
    assert_like_clean(report, report.build())


# ---- parallel --------------------------------------------------------------------------------------------------------------------


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
        assert parallel_build.domain.data == serial_build.domain.data
