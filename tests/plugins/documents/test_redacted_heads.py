"""Names in the head of a memo are gone in the public edition, wherever they could be left, and there in the internal one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from reports import Report

SECRET = "zqx"  # noqa: S105 -- no password


@pytest.fixture
def named(papers: Report) -> Report:
    """The memo has names in its head."""
    papers.edit("nota/index.md", "party: Directie Geld", 'party: "Namens de directie {redact}`5.1.2.e Zqxnaam`"')
    papers.edit("nota/index.md", "  deadline:", '  author: "{redact}`5.1.2.e Zqxschrijver`"\n  deadline:')
    return papers


def leaks(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if SECRET in path.read_bytes().decode("utf-8", "replace").lower()]


@pytest.mark.parametrize("builder", ["html", "latex", "gettext"])
def test_nothing_is_left_in_a_public_build(named: Report, builder: str) -> None:
    build = named.build(builder)
    assert leaks(build.out.parent) == []


def test_the_public_edition_shows_the_ground_in_both_languages(named: Report) -> None:
    page = named.build().page("nota/index")
    assert "Namens de directie [Bescherming persoonlijke levenssfeer]" in page.get_text()
    assert len(page.select(".rp-head .rp-redacted")) == 2
    assert "[Protection of personal privacy]" in named.build(language="en").page("nota/index").get_text()


def test_the_internal_edition_shows_the_names(named: Report) -> None:
    build = named.build(folder="internal", rapportage_audience="internal")
    assert "Namens de directie Zqxnaam" in build.page("nota/index").get_text()
    tex = named.build("latex", folder="internal", rapportage_audience="internal").file("beslisnota-nl.tex")
    assert "Zqxschrijver" in tex


def test_mistakes_do_not_tell_the_name(named: Report) -> None:
    named.edit("nota/index.md", "5.1.2.e Zqxnaam", "5.1.2.z Zqxnaam")
    build = named.build(may_warn=True)
    assert build.warnings
    assert SECRET not in " ".join(build.warnings).lower()
