"""Builds take translations from the catalogues as they stand: no compiled one has a say. No more is read than changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polib
import pytest

if TYPE_CHECKING:
    from reports import Build, Report

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PRESS = "locale/en/LC_MESSAGES/pers.po"


def catalogue(**texts: str) -> str:
    return HEADER + "".join(f'\nmsgid "{text}"\nmsgstr "{translation}"\n' for text, translation in texts.items())


@pytest.fixture
def english(report: Report) -> Report:
    """The small report with two translated pages, built."""
    report[PRESS] = catalogue(Meningsuiting="Speech")
    report["locale/en/LC_MESSAGES/geld.po"] = catalogue(Geld="Money")
    assert title(report.build(language="en")) == "Speech"
    return report


def title(build: Build) -> str:
    heading = build.page("pers").h1
    assert heading is not None
    return heading.get_text().removesuffix("¶")


def set_time(report: Report, name: str, seconds: int) -> None:
    os.utime(report.folder / name, (seconds, seconds))


@pytest.mark.parametrize("jobs", [0, 2])
def test_only_the_page_with_another_translation_is_read(english: Report, jobs: int) -> None:
    english[PRESS] = catalogue(Meningsuiting="Free speech")
    build = english.build(language="en", jobs=jobs)
    assert (build.read, title(build)) == (["pers"], "Free speech")


def test_a_second_build_reads_nothing(english: Report) -> None:
    build = english.build(language="en")
    assert build.read == []
    assert "0 added, 0 changed, 0 removed" in build.status


def test_a_touch_or_a_remark_reads_nothing(english: Report) -> None:
    english.add(PRESS, '\n# bekeken\n#~ msgid "Oud"\n#~ msgstr "Old"\n')
    set_time(english, "locale/en/LC_MESSAGES/geld.po", 4_000_000_000)
    assert english.build(language="en").read == []


def test_a_catalogue_that_is_put_back_with_its_older_time_counts(english: Report) -> None:
    english[PRESS] = catalogue(Meningsuiting="Free speech")
    english.build(language="en")
    english[PRESS] = catalogue(Meningsuiting="Speech")
    set_time(english, PRESS, 1_000_000_000)
    build = english.build(language="en")
    assert (build.read, title(build)) == (["pers"], "Speech")


def test_a_catalogue_that_is_gone_translates_nothing(english: Report) -> None:
    del english[PRESS]
    build = english.build(language="en")
    assert (build.read, title(build)) == (["pers"], "Meningsuiting")


def test_a_new_catalogue_counts(english: Report) -> None:
    english["locale/en/LC_MESSAGES/los.po"] = catalogue(Los="Loose")
    assert english.build(language="en").read == ["los"]


def test_a_compiled_catalogue_has_no_say(english: Report) -> None:
    """Neither beside its catalogue, newer than that, nor where Sphinx is told to look, nor alone."""
    for folder in ("locale", "_build/en/doctrees/.locale"):
        for name in ("pers", "los", "sphinx"):
            compiled = polib.POFile()
            compiled.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
            compiled.append(polib.POEntry(msgid={"pers": "Meningsuiting"}.get(name, "Los"), msgstr="Stale"))
            path = english.folder / folder / "en/LC_MESSAGES" / f"{name}.mo"
            path.parent.mkdir(parents=True, exist_ok=True)
            compiled.save_as_mofile(str(path))
            set_time(english, str(path.relative_to(english.folder)), 4_000_000_000)
    build = english.build(language="en")
    assert (build.read, title(build)) == ([], "Speech")
    copy = english.fresh_copy().build(language="en")
    assert title(copy) == "Speech"
    assert "Stale" not in "".join(path.read_text("utf-8") for path in copy.out.glob("*.html"))


def test_no_build_leaves_a_compiled_catalogue(english: Report) -> None:
    english["locale/nl/LC_MESSAGES/sphinx.po"] = catalogue(Search="Zoek het op")
    english.build(language="nl")
    assert not [*english.folder.rglob("*.mo")]


def test_words_of_the_theme_come_from_the_catalogue(english: Report) -> None:
    """Also if a compiled one beside it is newer; the script that the browser reads stands beside it."""
    english["locale/nl/LC_MESSAGES/sphinx.po"] = catalogue(Search="Zoek het op")
    english["locale/nl/LC_MESSAGES/sphinx.js"] = 'Documentation.addTranslations({"locale": "nl", "messages": {"x": "y"}});'
    first = english.build(language="nl")
    assert "Zoek het op" in first.file("index.html")
    assert '"messages": {"x": "y"}' in first.file("_static/translations.js")
    assert english.build(language="nl").read == []


def test_a_fault_stays_untranslated_and_reads_only_its_page_again(english: Report) -> None:
    english[PRESS] = catalogue(Meningsuiting="Free *speech")
    told = (
        f"{PRESS}:6:1: WARNING: a * stands loose in the translation; close the emphasis, or write \\* [rapportage.catalogue]"
    )
    for read in (["pers"], []):
        build = english.build(language="en", may_warn=True)
        assert (build.read, build.warnings, build.failed, title(build)) == (read, [told], True, "Meningsuiting")
    english[PRESS] = catalogue(Meningsuiting="Free speech")
    build = english.build(language="en")
    assert (build.read, title(build)) == (["pers"], "Free speech")


def test_templates_are_of_the_text_and_not_of_its_translation(english: Report) -> None:
    template = english.build("gettext", language="en", folder="gettext").file("pers.pot")
    assert 'msgid "Meningsuiting"' in template
    assert "Speech" not in template


def test_a_blank_translation_is_none(english: Report) -> None:
    english[PRESS] = catalogue(Meningsuiting=" \u00a0 ")
    assert title(english.build(language="en")) == "Meningsuiting"
