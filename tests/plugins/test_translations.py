"""How far the translations are: counted by catalogue, in the terminal and on an internal page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from rapportage.cli import main

if TYPE_CHECKING:
    from reports import Build, Report

PAGE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Geld"
msgstr "Money"

#, fuzzy
msgid "Meer geld"
msgstr "More money"

msgid "Weg"
msgstr ""

#~ msgid "Oud"
#~ msgstr "Old"
"""
INTERNAL = """\
---
audience: internal
---

# Vertaling

:::{translation-list}
:::
"""


@pytest.fixture
def translated(report: Report) -> Report:
    report.edit(
        "conf.py",
        '    "rapportage.plugins.finance",\n',
        '    "rapportage.plugins.finance",\n    "rapportage.plugins.translations",\n',
    )
    report.add("conf.py", 'rapportage_languages = {"nl": "Nederlands", "en": "English"}\n')
    report["locale/en/LC_MESSAGES/geld.po"] = PAGE
    report["vertaling.md"] = INTERNAL
    report.add("index.md", "\n:::{internal}\n```{toctree}\nvertaling\n```\n:::\n")
    return report


def build(report: Report) -> Build:
    return report.build(folder="internal", rapportage_audience="internal")


def rows(built: Build) -> dict[str, list[str]]:
    cells = [row.find_all(["th", "td"]) for row in built.page("vertaling").select("tbody tr")]
    return {head.get_text(): [each.get_text() for each in rest] for head, *rest in cells}


def of_the_data(report: Report) -> int:
    """How many texts of the data want a translation."""
    store = report.build("dummy").domain.store
    return len({text.nl for _, text in store.texts() if text.en is None})


def test_each_catalogue_is_counted(translated: Report) -> None:
    texts = of_the_data(translated)
    found = rows(build(translated))
    assert found["geld"] == ["3", "1", "1", "1"]
    assert found["data"] == [str(texts), "0", "0", str(texts)]
    assert found["Totaal"] == [str(texts + 3), "1", "1", str(texts + 1)]


def test_the_catalogue_of_the_data_is_held_against_the_data(translated: Report) -> None:
    text = next(
        text.nl for _, text in translated.build("dummy").domain.store.texts() if text.en is None and "\n" not in text.nl
    )
    quoted = text.replace('"', '\\"')
    translated["locale/en/LC_MESSAGES/data.po"] = f'{PAGE}\nmsgid "{quoted}"\nmsgstr "It"\n'
    texts = of_the_data(translated)
    assert rows(build(translated))["data"] == [str(texts), "1", "0", str(texts - 1)]


def test_it_is_read_again_when_a_catalogue_changes(translated: Report) -> None:
    build(translated)
    assert build(translated).read == []
    translated.edit("locale/en/LC_MESSAGES/geld.po", 'msgid "Weg"\nmsgstr ""', 'msgid "Weg"\nmsgstr "Gone"')
    built = build(translated)
    assert built.read == ["vertaling"]
    assert rows(built)["geld"] == ["3", "2", "1", "0"]


def test_only_internal_pages_have_one(translated: Report) -> None:
    translated["vertaling.md"] = INTERNAL.replace("audience: internal", "orphan: true")
    (warning,) = translated.build(may_warn=True).warnings
    assert "only internal pages list translations" in warning


def test_the_same_in_the_terminal(translated: Report) -> None:
    result = CliRunner().invoke(main, ["-c", str(translated.folder), "status"])
    assert result.exit_code == 0, result.output
    texts = of_the_data(translated)
    assert f"en: 1 of {texts + 3} translated, 1 to look at again, {texts + 1} missing" in result.output
    assert "geld: 1 of 3 translated, 1 to look at again, 1 missing" in result.output
