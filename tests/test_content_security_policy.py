"""The website in a browser that is told to run and load only what the site itself has: nothing of it is refused.

The policy is the strictest under which the theme works. Scripts come from files of the site, and those that the theme has in
its pages are named by their digest, so that one that a page brought along would not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest
from editions import LANGUAGES
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from editions import Edition
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

#: What the theme itself has in its pages, by its first words; whatever else stands in one is not allowed.
INLINE = ("document.body.dataset.theme = localStorage",)
_script = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL).findall


def policy(folder: Path) -> str:
    """The policy for the pages in a folder."""
    page = (folder / "index.html").read_text("utf-8")
    digests = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in _script(page)
        if script.strip().startswith(INLINE)
    }
    scripts = " ".join(f"'sha256-{each}'" for each in sorted(digests))
    # The theme gives colours in a style element, and sizes in attributes.
    return (
        f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )


class _Handler(SimpleHTTPRequestHandler):
    policy: ClassVar[str]

    def do_GET(self) -> None:
        """Answer; a browser asks for an icon of the site by itself, and the site has none."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = (shutil.which(name) for name in ("chromium", "google-chrome", "google-chrome-stable"))
    system = next((path for path in found if path and not path.startswith("/snap/")), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system)
        yield browser
        browser.close()


@pytest.fixture
def served(edition: Edition, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The site in all languages, in a folder of its own, at an address of this machine."""
    for language in LANGUAGES:
        shutil.copytree(edition.built("html", language), tmp_path / language)
    handler = type("Handler", (_Handler,), {"policy": policy(tmp_path / LANGUAGES[0])})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def visit(browser: Browser, address: str, names: list[str]) -> tuple[list[str], set[str], bool]:
    """Load pages: what the browser refuses or finds wrong, the hosts that are asked, and whether a planted script ran."""
    page = browser.new_page()
    said: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2] if "//" in request.url else request.url[:5]))
    ran: list[str] = []
    page.on("console", lambda message: ran.append(message.text) if message.text == "planted" else None)
    for name in names:
        page.goto(f"{address}/{name}", wait_until="networkidle")
    page.close()
    return said, hosts, bool(ran)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_refuses_nothing_and_asks_no_other_host(
    edition: Edition, browser: Browser, served: tuple[Path, str], language: str
) -> None:
    _, address = served
    names = [f"{language}/{name}" for name in edition.pages(language)]
    said, hosts, _ = visit(browser, address, [*names, f"{language}/search.html?q=geld"])
    assert said == []
    assert hosts - {"data:"} == {address.removeprefix("http://")}


@pytest.mark.parametrize(
    "planted",
    [
        "<script>console.log(/planted/.source)</script>",
        '<img src="nergens.png" onerror="console.log(/planted/.source)">',
        '<script src="data:text/javascript,console.log(/planted/.source)"></script>',
        '<iframe srcdoc="<script>console.log(/planted/.source)</script>"></iframe>',
        '<svg onload="console.log(/planted/.source)"></svg>',
    ],
)
def test_a_script_that_got_onto_a_page_all_the_same_does_not_run(
    browser: Browser, served: tuple[Path, str], planted: str
) -> None:
    folder, address = served
    page = folder / "nl" / "index.html"
    page.write_text(page.read_text("utf-8").replace("</h1>", f"</h1>{planted}"), "utf-8")
    said, _, ran = visit(browser, address, ["nl/index.html"])
    assert said
    assert not ran
