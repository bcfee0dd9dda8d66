"""Nothing is built for the public before the embargo's moment; a rehearsal and an internal edition say what they are."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from reports import Report

from rapportage import numbers
from rapportage.doubts import RefusedError
from rapportage.plugins import edition, embargo
from rapportage.schema import Moment

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
BEFORE, AFTER = "2026-04-24T11:59+02:00", "2026-04-24T12:00+02:00"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return lambda moment: monkeypatch.setattr(embargo, "clock", lambda: datetime.datetime.fromisoformat(moment))


@pytest.fixture
def held(report: Report) -> Report:
    """A report under embargo, with the edition's own templates."""
    report.add("data/edition.yaml", "embargo: 2026-04-24T12:00+02:00\n")
    report.add("conf.py", f'\ntemplates_path = ["{ROOT / "_templates"}"]\n')
    return report


def whole(report: Report, name: str, **config: object) -> BeautifulSoup:
    build = report.build(folder=f"{config}", **config)  # type: ignore[arg-type]
    return BeautifulSoup(build.file(name), "html5lib")


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_a_public_build_before_its_moment_is_refused(held: Report, at: Callable[[str], None], builder: str) -> None:
    at(BEFORE)
    told = r"under embargo until 24 april 2026, 12:00 \(UTC\+02:00\); build a rehearsal \(REHEARSAL=yes behind make\)"
    with pytest.raises(RefusedError, match=told):
        held.build(builder)
    Report.close()
    assert not [*held.folder.rglob("index.*ml"), *held.folder.rglob("*.tex")]


def test_it_is_built_from_that_moment_on(held: Report, at: Callable[[str], None]) -> None:
    at(AFTER)
    page = whole(held, "index.html")
    assert page.select(".rp-restricted, meta[name=robots]") == []


def test_an_edition_without_an_embargo_is_built(report: Report, at: Callable[[str], None]) -> None:
    at("1999-01-01T00:00+00:00")
    report.build()


def test_texts_for_translators_may_be_taken_out(held: Report, at: Callable[[str], None]) -> None:
    at(BEFORE)
    held.build("gettext")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"rapportage_rehearsal": True}, "Proefuitgave, niet openbaar · concept · 24 april 2026"),
        ({"rapportage_audience": "internal"}, "Interne uitgave, niet openbaar · concept · 24 april 2026"),
        (
            {"rapportage_audience": "internal", "rapportage_rehearsal": True},
            "Interne uitgave, niet openbaar · concept · 24 april 2026",
        ),
    ],
)
def test_what_is_not_public_says_so_on_every_page(
    held: Report, at: Callable[[str], None], config: dict[str, object], said: str
) -> None:
    at(BEFORE)
    for name in ("index.html", "mensen.html"):
        page = whole(held, name, **config)
        assert [mark.get_text() for mark in page.select(".rp-restricted")] == [said]
        assert [tag["content"] for tag in page.select("meta[name=robots]")] == ["noindex, nofollow"]


def test_the_mark_is_in_the_readers_language(held: Report, at: Callable[[str], None]) -> None:
    at(BEFORE)
    page = whole(held, "index.html", language="en", rapportage_audience="internal")
    assert page.select_one(".rp-restricted").get_text() == "Internal edition, not for publication · draft · 24 April 2026"  # type: ignore[union-attr]


def test_the_day_is_that_of_the_last_commit(
    held: Report, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(BEFORE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    page = whole(held, "index.html", rapportage_audience="internal")
    assert "1 januari 2026" in page.select_one(".rp-restricted").get_text()  # type: ignore[union-attr]


def test_a_new_mark_is_written_and_nothing_is_read_for_it(held: Report, at: Callable[[str], None]) -> None:
    at(BEFORE)
    first = held.build(rapportage_rehearsal=True)
    assert held.build(rapportage_rehearsal=True).written == []
    at(AFTER)
    build = held.build()
    assert build.read == []
    assert build.written == first.written
    assert "rp-restricted" not in build.file("mensen.html")


def test_the_pdf_says_it_too(held: Report, at: Callable[[str], None]) -> None:
    at(BEFORE)
    build = held.build("latex", rapportage_rehearsal=True)
    (book,) = build.out.glob("*.tex")
    assert r"\newcommand\rpbookmark{Proefuitgave, niet openbaar · concept · 24 april 2026}" in book.read_text("utf-8")
    at(AFTER)
    build = held.build("latex", folder="public")
    (book,) = build.out.glob("*.tex")
    assert "rpbookmark" not in book.read_text("utf-8")


def test_a_broken_edition_is_told_and_hides_nothing(held: Report, at: Callable[[str], None]) -> None:
    at(BEFORE)
    held.edit("data/edition.yaml", "12:00+02:00", "12:00")
    with pytest.raises(RefusedError, match=r"cannot be read.*\n.*data/edition\.yaml:9:10: expected a moment with its zone"):
        held.build()


def test_the_moment_of_an_edition(tmp_path: Path) -> None:
    (tmp_path / "edition.yaml").write_text((ROOT / "data" / "edition.yaml").read_text("utf-8"), "utf-8")
    found = edition.read(tmp_path)
    assert isinstance(found, edition.Edition)
    assert found.is_under_embargo(datetime.datetime.fromisoformat("2026-04-24T09:59+00:00"))
    assert not found.is_under_embargo(datetime.datetime.fromisoformat("2026-04-24T10:00+00:00"))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "data/edition.yaml:1:1: this file is missing"),
        (["edition.yml"], "data/edition.yml:1:1: this file is not read; call it edition.yaml"),
        (["edition.yaml", "edition/een.yaml"], "data/edition.yaml:1:1: the edition is also in data/edition/een.yaml"),
        (["Edition.yaml"], "data/edition.yaml:1:1: this file is missing"),
        (["edition.yaml.bak"], "data/edition.yaml:1:1: this file is missing"),
    ],
)
def test_an_edition_that_is_not_where_it_is_read_is_not_built_for_the_public(
    report: Report, files: list[str], told: str
) -> None:
    path = report.folder / "data" / "edition.yaml"
    content = path.read_bytes()
    path.unlink()
    for name in files:
        (path.parent / name).parent.mkdir(exist_ok=True)
        (path.parent / name).write_bytes(content)
    with pytest.raises(RefusedError) as refusal:
        report.build()
    assert f"so nobody knows whether it is under embargo\n{told}" in str(refusal.value)


@pytest.mark.parametrize("content", ["", "# niets\n", "---\n", "~\n"])
def test_an_edition_that_says_nothing_is_not_built_for_the_public(report: Report, content: str) -> None:
    (report.folder / "data" / "edition.yaml").write_text(content, "utf-8")
    with pytest.raises(RefusedError, match="expected keys with values, found nothing"):
        report.build()


@pytest.mark.parametrize("year", ["0001", "9999", "0000"])
def test_a_moment_that_no_calendar_reckons_with_is_told(held: Report, at: Callable[[str], None], year: str) -> None:
    at(BEFORE)
    held.edit("data/edition.yaml", "2026-04-24T12:00", f"{year}-04-24T12:00")
    with pytest.raises(RefusedError, match=r"data/edition\.yaml:9:10: "):
        held.build()


def test_a_moment_as_it_is_shown(held: Report, at: Callable[[str], None]) -> None:
    at(AFTER)
    held.add("los.md", "\n{edition}`embargo`\n")
    assert "24 april 2026, 12:00 (UTC+02:00)" in held.build().page("los").get_text()
    moment = Moment.read("2026-04-24T10:00Z")
    assert moment == Moment.read("2026-04-24T12:00+02:00")
    assert numbers.moment(moment, "en") == "24 April 2026, 10:00 (UTC+00:00)"
