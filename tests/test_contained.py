"""A page shows its text and what belongs to the edition; it reads no other file and runs nothing, in any output."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from hostile import CASES, expected, leaks, typed

from rapportage import doubts
from rapportage.language.catalogues import Checked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reports import Build, Report

BUILDERS = ("html", "singlehtml", "latex", "gettext", "text", "epub")


@pytest.fixture(scope="module")
def built(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Build, dict[str, list[str]]]]:
    """One build of all cases for each builder, and what it says of each page."""
    from reports import Report

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.txt").write_text("SECRET, outside\n", "utf-8")
    (folder / "secret.csv").write_text("SECRET,outside\n", "utf-8")
    (folder / "secret.png").write_bytes(b"\x89PNG SECRET")
    report = Report.copied(rootdir / "test-contained", folder / "report")
    report[".env"] = "SECRET, hidden\n"
    report["_build/old.txt"] = "SECRET, made\n"
    report["planted.html"] = "<script>PLANTED</script>\n"
    report["planted.svg"] = '<svg xmlns="http://www.w3.org/2000/svg"><script>PLANTED</script></svg>\n'
    report["planted.png"] = "PLANTED\n"
    for case in CASES:
        report[case.name] = typed(case.read_text("utf-8"))
    names = "\n".join(case.stem for case in CASES)
    report.add("index.md", f"\n:::{{toctree}}\n{names}\n:::\n")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        # Each lock holds by itself: nothing may come out of a build that goes on, either.
        patch.setattr(doubts, "stop", lambda app, env: None)
        for builder in BUILDERS:
            build = report.build(builder, may_warn=True, folder=builder)
            found[builder] = build, _told(build)
    Report.close()
    return found


def _told(build: Build) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for warning in build.warnings:
        if found := re.fullmatch(r"(\S+?):(\d+): (?:WARNING|ERROR): (.*?)(?: \[[\w.]+\])?", warning):
            told.setdefault(found[1], []).append(f"{found[2]}: {found[3]}")
    return {name: sorted(messages) for name, messages in told.items()}


@pytest.mark.parametrize("builder", BUILDERS)
def test_each_attempt_is_told_where_it_stands(built: dict[str, tuple[Build, dict[str, list[str]]]], builder: str) -> None:
    build, told = built[builder]
    assert build.failed
    cases = {case.name: expected(case.read_text("utf-8")) for case in CASES}
    assert {name: messages for name, messages in told.items() if name in cases} == cases
    assert all(cases.values())


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_of_it_stands_in_an_output(built: dict[str, tuple[Build, dict[str, list[str]]]], builder: str) -> None:
    build, _ = built[builder]
    for archive in build.out.glob("*.epub"):
        with zipfile.ZipFile(archive) as file:
            file.extractall(build.out / "unpacked")
    assert any(b"Pagina" in path.read_bytes() for path in build.out.rglob("*") if path.is_file())
    assert [*leaks(build.out)] == []


def catalogue(**texts: str) -> str:
    """A catalogue with these translations of lines of a page."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    quoted = {key: text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for key, text in texts.items()}
    return head + "".join(f'\nmsgid "{key}."\nmsgstr "{text}"\n' for key, text in quoted.items())


HOSTILE = {
    "include": ":::{include} ../secret.txt\n:::",
    "fence": "```{literalinclude} ../secret.txt\n```",
    "raw": "```{raw} html\n<script>PLANTED</script>\n```",
    "role": "Text {raw}`PLANTED`.",
    "link": "Text [here](javascript:PLANTED).",
    "autolink": "Text <javascript:PLANTED>.",
    "image": "![Text](../secret.png)",
    "download": "Text {download}`here <../secret.txt>`.",
    "eval": "```{eval-rst}\n.. raw:: html\n\n   PLANTED\n```",
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_a_translation_can_do_no_more_than_a_page(
    copy_of: Callable[[str], Report], tmp_path: Path, builder: str, case: str
) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    (tmp_path / "secret.png").write_bytes(b"SECRET")
    report = copy_of("contained")
    report["locale/en/LC_MESSAGES/index.po"] = catalogue(Anders="Other.", Tekst=HOSTILE[case])
    build = report.build(builder, language="en", may_warn=True)
    assert [*leaks(build.out)] == []
    assert build.failed
    assert [each for each in build.warnings if each.startswith("locale/en/LC_MESSAGES/index.po:9:")]


@pytest.mark.parametrize("case", HOSTILE)
def test_a_translation_that_nobody_has_looked_at_can_do_no_more_either(
    copy_of: Callable[[str], Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """What contains a page does not rest on the check of catalogues."""
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    (tmp_path / "secret.png").write_bytes(b"SECRET")
    report = copy_of("contained")
    report["locale/en/LC_MESSAGES/index.po"] = catalogue(Tekst="Text.")
    monkeypatch.setattr(Checked, "texts", lambda self: {"Tekst.": HOSTILE[case]})
    build = report.build(language="en", may_warn=True)
    assert [*leaks(build.out)] == []
    assert build.failed
    assert [each for each in build.warnings if each.startswith("index.md:3: WARNING: in the translation of this text: ")]


def test_a_translation_has_no_front_matter(copy_of: Callable[[str], Report]) -> None:
    report = copy_of("contained")
    report["locale/en/LC_MESSAGES/index.po"] = catalogue(Tekst="---\nmyst: {enable_extensions: [dollarmath]}\n---\n\n$x$")
    assert not report.build(language="en", may_warn=True).page("index").select(".math")


def test_a_translation_in_restructuredtext_is_told_of_at_the_original(
    copy_of: Callable[[str], Report], tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    report = copy_of("contained")
    report.add("index.md", "\n:::{toctree}\nb\n:::\n")
    report["b.rst"] = "Pagina\n======\n\nTekst.\n"
    report["locale/en/LC_MESSAGES/b.po"] = catalogue(Tekst=".. include:: ../secret.txt")
    build = report.build(language="en", may_warn=True)
    assert [*leaks(build.out)] == []
    assert build.failed
    assert any(
        each.startswith("b.rst:4: WARNING: in the translation of this text: ../secret.txt") for each in build.warnings
    )
