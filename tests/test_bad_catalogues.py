"""Mistakes of translators and their programs, and what they are told: one case a file in ``bad_catalogues``.

A case begins with remarks: the problems in it (``line:column message``). In what is wrong there stands the word "wrongly",
which must be on no page.
"""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner
from reports import Report

from rapportage.cli import main
from rapportage.language import catalogues

BAD = Path(__file__).resolve().parent / "bad_catalogues"
CASES = sorted(BAD.glob("*/*.po"), key=lambda path: (path.parent.name, path.stem))
CONF = """
extensions = ["myst_parser", "rapportage", "rapportage.plugins.translations"]
rapportage_languages = {"nl": "Nederlands", "en": "English"}
locale_dirs = ["locale"]
gettext_compact = False
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_disable_syntax = ["html_block", "html_inline"]
"""
NOTES = "\n[^a]: Noot a.\n\n[^b]: Noot b.\n"


def _name(case: Path) -> str:
    return f"{case.parent.name}/{case.stem}"


def _told(case: Path) -> list[str]:
    content = case.read_bytes()
    text = content.decode("utf-16") if content.startswith(b"\xff\xfe") else content.decode("utf-8", "replace")
    return [line.removeprefix("# ") for line in text[: text.index("\n\n")].split("\n")]


def _page(case: Path) -> str:
    """A page with the texts of the case."""
    entries = catalogues.checked(case, case.name, case.stem, "en").entries
    texts = [each.msgid for each in entries] or ["De minister schrijft een brief."]
    return "\n\n".join(["---\norphan: true\n---", "# Pagina", *dict.fromkeys(texts)]) + f"\n{NOTES}"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A project in which each case is the catalogue of a page."""
    report = Report(tmp_path_factory.mktemp("bad-catalogues"))
    report["conf.py"] = CONF
    report["data/los.txt"] = ""
    report["index.md"] = "(kop)=\n(bijlage)=\n# Alles\n"
    for case in CASES:
        report[f"{_name(case)}.md"] = _page(case)
        path = report.folder / "locale/en/LC_MESSAGES" / f"{_name(case)}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.read_bytes())
    return report


def _all() -> list[str]:
    return [f"locale/en/LC_MESSAGES/{_name(case)}.po:{told.replace(' ', ': ', 1)}" for case in CASES for told in _told(case)]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_each_mistake_is_told_where_it_stands_and_not_shown(case: Path) -> None:
    found = catalogues.checked(case, case.name, _name(case), "en")
    assert [f"{each.place.line}:{each.place.column} {each.message}" for each in found.problems] == _told(case)
    assert not [text for text in found.texts().values() if "wrongly" in text]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 80


def test_check_tells_all_in_one_run(everything: Report) -> None:
    result = CliRunner().invoke(main, ["-c", str(everything.folder), "check"])
    assert [line.strip() for line in result.output.splitlines() if ".po:" in line] == _all()
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)


@pytest.mark.parametrize("command", ["status", "gate"])
def test_no_command_breaks_off(everything: Report, command: str) -> None:
    result = CliRunner().invoke(main, ["-c", str(everything.folder), command, *(["--all"] if command == "gate" else [])])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if command == "gate":
        assert [line.strip() for line in result.output.splitlines() if re.search(r"\.po:\d+:\d+: ", line)] == _all()


def test_a_build_tells_all_fails_and_shows_the_dutch(everything: Report) -> None:
    build = everything.build(language="en", may_warn=True)
    assert build.failed
    told = [f"{each} [rapportage.catalogue]".replace(": ", ": WARNING: ", 1) for each in _all()]
    assert [each for each in build.warnings if "rapportage.catalogue" in each] == told
    assert not [path.name for path in build.out.rglob("*.html") if "wrongly" in path.read_text("utf-8")]
    assert "De minister schrijft een brief." in build.file("files/latin-1.html")
    assert not [*everything.folder.rglob("*.mo")]


def test_a_build_says_so_again(everything: Report) -> None:
    build = everything.build(language="en", may_warn=True)
    assert build.failed
    assert len([each for each in build.warnings if "rapportage.catalogue" in each]) == len(_all())


def test_nothing_is_wrong_in_the_catalogues_of_the_edition() -> None:
    root = Path(__file__).resolve().parent.parent
    found = [each for language in ("nl", "en") for each in catalogues.of_language([root / "locale"], language, root)]
    assert len(found) > 25
    assert [str(problem) for each in found for problem in each.problems] == []


def test_they_are_read_as_other_programs_read_them() -> None:
    root = Path(__file__).resolve().parent.parent
    for each in catalogues.of_language([root / "locale"], "en", root):
        others = [(entry.msgid, entry.msgstr, entry.fuzzy) for entry in polib.pofile(str(root / each.name))]
        assert [(entry.msgid, entry.msgstr, entry.fuzzy) for entry in each.entries] == others, each.name


@pytest.mark.parametrize("change", ["bom", "windows", "old mac"])
def test_how_an_editor_saves_a_catalogue_does_not_matter(tmp_path: Path, change: str) -> None:
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Café"\nmsgstr "Coffee \\"house\\""\n'
    saved = {"bom": f"\ufeff{text}", "windows": text.replace("\n", "\r\n"), "old mac": text.replace("\n", "\r")}[change]
    path = tmp_path / "x.po"
    path.write_bytes(saved.encode())
    found = catalogues.checked(path, "x.po", "x", "en")
    assert (found.problems, found.texts()) == ((), {"Café": 'Coffee "house"'})
    assert found.entries[0].line == 4
