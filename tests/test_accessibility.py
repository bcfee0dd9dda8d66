"""The website is accessible, as far as programs can tell: axe-core in a browser (WCAG 2.2, A and AA), and the Nu checker.

Neither sees what only a person can, such as whether a text says what a picture shows.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from editions import LANGUAGES
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag
    from editions import Edition
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

#: Where tools/setup.sh puts what comes from npm.
MODULES = Path(sys.prefix) / "node_modules"
#: The criteria of WCAG 2.2, levels A and AA; each version of WCAG adds to the one before.
CRITERIA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
#: A phone and a desktop, in CSS pixels.
WIDTHS = {"phone": 375, "desktop": 1280}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: What the Nu checker advises, and is not for us to follow: advice, no rules of HTML.
THEMES_OWN = (
    # furo has one article a page, and its heading is the h1: the page's only one.
    "Consider using the “h1” element as a top-level heading only",
    # The same, for older software that wants h2 in an article.
    "Article lacks heading.",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium or Chrome, else Playwright's own; not a snap, which sees no temporary files."""
    found = (shutil.which(name) for name in ("chromium", "google-chrome", "google-chrome-stable"))
    system = next((path for path in found if path and not path.startswith("/snap/")), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system)
        yield browser
        browser.close()


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong with the page that is shown: the rule, the element, and what to do."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=MODULES / "axe-core" / "axe.min.js")
    # No rule of these needs the style sheets themselves, which "preload" would read again.
    options = {"runOnly": CRITERIA, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['html']} ({node['failureSummary']})" for rule in found["violations"] for node in rule["nodes"]
    ]


def pages_of_every_kind(edition: Edition, language: str) -> list[str]:
    """The start page, and pages that together have every element, role and class that any page has."""
    left = {name: _kinds(page) for name, page in edition.pages(language).items()}
    chosen = ["index.html"]
    while left:
        seen = left.pop(chosen[-1])
        left = {name: kinds - seen for name, kinds in left.items() if kinds - seen}
        chosen += [max(left, key=lambda name: len(left[name]))] if left else []
    return chosen


def _kinds(page: Tag) -> set[str]:
    kinds = set()
    for tag in page.select("body *"):
        kinds |= {tag.name, f"[{tag.get('role')}]", *(f".{each}" for each in tag.get("class") or ())}
    return kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_wcag(edition: Edition, browser: Browser, language: str) -> None:
    found = {}
    for name in pages_of_every_kind(edition, language):
        page = browser.new_page(reduced_motion="reduce")
        page.goto((edition.built("html", language) / name).as_uri())
        for (device, width), scheme in product(WIDTHS.items(), SCHEMES):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert _is_dark(page) == (scheme == "dark")
            found[name, device, scheme] = faults(page)
        page.close()
    assert {place: told for place, told in found.items() if told} == {}
    assert len(found) > 20


#: The captions that are wider than the screen, and the page itself where it scrolls sideways.
TOO_WIDE = """() => [
    ...[...document.querySelectorAll('caption')].filter(each => each.getBoundingClientRect().right > innerWidth),
    ...[document.documentElement].filter(each => each.scrollWidth > innerWidth),
].map(each => each.textContent.trim().slice(0, 80))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_only_tables_scroll_sideways(edition: Edition, browser: Browser, language: str) -> None:
    page = browser.new_page(viewport={"width": WIDTHS["phone"], "height": 800})
    found = {}
    for name in edition.pages(language):
        page.goto((edition.built("html", language) / name).as_uri())
        found[name] = page.evaluate(TOO_WIDE)
    page.close()
    assert {name: told for name, told in found.items() if told} == {}


def _is_dark(page: Page) -> bool:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return max(int(each) for each in re.findall(r"\d+", colour)[:3]) < 128


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #999; background: #fff">grijs</p>', "color-contrast"),
        (
            '<a href="#a" style="position: absolute; font-size: 6px">a</a><a href="#b" style="font-size: 6px">b</a>',
            "target-size",
        ),
    ],
)
def test_a_fault_is_found(browser: Browser, body: str, rule: str) -> None:
    page = browser.new_page()
    page.set_content(f'<!DOCTYPE html><html lang="nl"><title>Fout</title><main>{body}</main></html>')
    found = faults(page)
    page.close()
    assert [each for each in found if each.startswith(f"{rule}:")]


def check_html(folder: Path) -> list[str]:
    """What the Nu checker says of the pages in a folder, besides what it only remarks."""
    program = str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar")
    command = ["java", "-jar", program, "--skip-non-html", "--format", "json"]
    result = subprocess.run([*command, folder], capture_output=True, text=True, check=False)
    said = json.loads(result.stderr)["messages"]
    return [
        f"{each['url'].partition(folder.as_uri().removeprefix('file://'))[2]}:{each.get('lastLine')}: {each['message']}"
        for each in said
        if each["type"] != "info" or (each.get("subType") == "warning" and not each["message"].startswith(THEMES_OWN))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_html(edition: Edition, language: str) -> None:
    """All pages, since this takes seconds."""
    assert check_html(edition.built("html", language)) == []


def test_invalid_html_is_found(tmp_path: Path) -> None:
    (tmp_path / "fout.html").write_text('<!DOCTYPE html><html lang="nl"><title>Fout</title><p id="a">a<p id="a">b', "utf-8")
    assert [each for each in check_html(tmp_path) if each.startswith("/fout.html") and "Duplicate ID" in each]
