"""The website: markup that assistive technology understands, links between the languages, Dutch words, search."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import furo  # type: ignore[import-untyped]
import polib
import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError
from sphinx.testing.util import SphinxTestApp

from rapportage import html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4 import Tag

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = ROOT / "locale" / "nl" / "LC_MESSAGES"

CONF = """
extensions = ["myst_parser", "sphinx_design", "rapportage.html"]
language = "nl"
project = html_title = "Rapportage"
html_theme = "furo"
html_static_path = [{static!r}]
templates_path = [{templates!r}]
locale_dirs = [{locale!r}, {own!r}]
html_copy_source = False
myst_enable_extensions = ["colon_fence"]
rapportage_languages = {{"nl": "Nederlands", "en": "English"}}
rapportage_imprint = ["Ministerie van <Zaken>"]
rapportage_css = "body{{--rp-text:#123456}}"
"""

PAGES = {
    "index.md": """
# Rapportage

```{toctree}
:caption: Inhoud van het rapport

gebied/tabellen
gebied/noten
gebied/bronnen
```
""",
    "gebied/bronnen.md": """
# Bronnen

```{eval-rst}
Zie [Bron]_.

.. [Bron] Een bron.
```
""",
    "gebied/tabellen.md": """
# Tabellen

```{list-table} Realisatie per jaar[^noot]
:header-rows: 1
:stub-columns: 1
:name: realisatie

* - Indicator
  - 2025
* - Opleidingen
  - 12
```

| zonder | bijschrift |
|---|---|
| a | b |

```{eval-rst}
+-------+-------+
| over twee     |
+=======+=======+
| a     | b     |
+-------+-------+
```

[^noot]: Een noot.
""",
    "gebied/noten.md": """
---
myst:
  html_meta:
    description: Een pagina met noten
---
# Noten

Twee keer[^noot] dezelfde noot[^noot].

[^noot]: Tekst van de noot.

::::{tab-set}
:::{tab-item} Eerste
een
:::
:::{tab-item} Tweede
twee
:::
::::

```python
print("een lang blok")
```
""",
}


class Site:
    """A built site, and its pages parsed."""

    def __init__(self, app: SphinxTestApp) -> None:
        self.app = app
        self.out = Path(app.outdir)
        self.warnings = app.warning.getvalue()

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    def page(self, name: str) -> Tag:
        return BeautifulSoup(self.text(name), "html5lib")


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Build the small report of this module: ``build('dirhtml', language='en')``."""
    apps: list[SphinxTestApp] = []

    def make(builder: str = "html", **settings: Any) -> Site:
        source = tmp_path / "docs"
        for name, text in PAGES.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text.lstrip(), encoding="utf-8")
        paths = {
            "static": str(ROOT / "_static"),
            "templates": str(ROOT / "_templates"),
            "locale": str(ROOT / "locale"),
            "own": str(tmp_path / "locale"),
        }
        (source / "conf.py").write_text(CONF.format(**paths), encoding="utf-8")
        app = SphinxTestApp(builder, srcdir=source, builddir=tmp_path / f"build-{len(apps)}", confoverrides=settings)
        apps.append(app)
        app.build()
        return Site(app)

    yield make
    for app in apps:
        app.cleanup()


def test_header_cells_say_what_they_are_the_head_of(build: Callable[..., Site]) -> None:
    first, _second, third = build().page("gebied/tabellen.html").select("article table")
    assert [(cell.text, cell["scope"]) for cell in first.select("th")] == [
        ("Indicator", "col"),
        ("2025", "col"),
        ("Opleidingen", "row"),
    ]
    assert [cell["scope"] for cell in third.select("th")] == ["colgroup"]


@pytest.mark.parametrize("theme", ["furo", "alabaster", "basic"])
def test_tables_scroll_with_the_keyboard(build: Callable[..., Site], theme: str) -> None:
    page = build(html_theme=theme).page("gebied/tabellen.html")
    regions = page.select("[role=main] :has(> table.docutils)")
    assert [region["aria-label"] for region in regions] == ["Realisatie per jaar", "Tabel", "Tabel"]
    assert all(region["tabindex"] == "0" and region["role"] == "group" for region in regions)
    assert not page.select(".table-wrapper .table-wrapper")


@pytest.mark.parametrize("theme", ["furo", "alabaster", "basic"])
def test_ids_are_unique_and_other_themes_work(build: Callable[..., Site], theme: str) -> None:
    site = build(html_theme=theme)
    assert not site.warnings
    for name in ("index", "gebied/tabellen", "gebied/noten", "search"):
        ids = [tag["id"] for tag in site.page(f"{name}.html").select("[id]")]
        assert len(ids) == len(set(ids)), name


def test_no_invalid_roles_and_attributes(build: Callable[..., Site]) -> None:
    site = build()
    page, sources = site.page("gebied/noten.html"), site.page("gebied/bronnen.html")
    caption = page.select_one("p.caption[role=heading]")
    assert caption is not None
    assert caption["aria-level"] == "2"
    assert not page.select("label[aria-controls]")
    assert not sources.select("[role=doc-biblioentry]")
    assert [entry["role"] for entry in sources.select("[role=list].citation-list > .citation")] == ["listitem"]
    assert {link["title"] for link in page.select("[role=doc-backlink]")} == {"Terug naar de tekst"}
    block = page.select_one(".highlight pre")
    assert block is not None
    assert block["tabindex"] == "0"


@pytest.mark.parametrize(
    ("builder", "file", "link"),
    [
        ("html", "index.html", "../en/index.html"),
        ("html", "gebied/tabellen.html", "../../en/gebied/tabellen.html"),
        ("html", "search.html", "../en/search.html"),
        ("dirhtml", "index.html", "../en/"),
        ("dirhtml", "gebied/tabellen/index.html", "../../../en/gebied/tabellen/"),
        ("singlehtml", "index.html", "../en/index.html"),
    ],
)
def test_the_same_page_in_the_other_language(build: Callable[..., Site], builder: str, file: str, link: str) -> None:
    page = build(builder).page(file)
    links = page.select(".rp-languages a")
    assert links
    for each in links:
        assert (each["href"], each["lang"], each["hreflang"], each.text) == (link, "en", "en", "English")
    assert {each.text for each in page.select('.rp-languages [aria-current="true"]')} == {"Nederlands"}
    assert {each["hreflang"]: each["href"] for each in page.select("head link[hreflang]")}["en"] == link


def test_search_engines_get_absolute_links(build: Callable[..., Site]) -> None:
    page = build(html_baseurl="https://example.org/2025/nl/").page("gebied/noten.html")
    assert {each["hreflang"]: each["href"] for each in page.select("head link[hreflang]")} == {
        "nl": "https://example.org/2025/nl/gebied/noten.html",
        "en": "https://example.org/2025/en/gebied/noten.html",
    }


def test_one_language_is_no_choice(build: Callable[..., Site]) -> None:
    page = build(rapportage_languages={"nl": "Nederlands"}).page("index.html")
    assert not page.select(".rp-languages, link[hreflang]")


def test_no_english_words_on_a_dutch_page(build: Callable[..., Site]) -> None:
    site = build()
    for name in ("index.html", "gebied/noten.html", "search.html"):
        page = site.page(name)
        for unseen in page.select("script, style"):
            unseen.decompose()
        words = " ".join([page.get_text(" "), *(str(each["aria-label"]) for each in page.select("[aria-label]"))])
        for english in ("Toggle", "Skip", "Back to top", "Next", "Previous", "On this page", "Search", "Please", "theme"):
            assert english not in words, (name, english)
    heading = site.page("search.html").h1
    assert heading is not None
    assert heading.text == "Zoeken"
    sides = {aside.get("aria-label") for aside in site.page("gebied/noten.html").select("aside.sidebar-drawer, .toc-drawer")}
    assert sides == {"Navigatie", "Op deze pagina"}


def test_english_stays_english(build: Callable[..., Site]) -> None:
    page = build(language="en").page("gebied/noten.html")
    labels = {each["aria-label"] for each in page.select("[aria-label]")}
    assert {*html.FURO_LABELS, "Navigation", "Language"} <= labels


def test_furo_has_the_words_that_are_replaced() -> None:
    """When furo changes its words this fails, and the new ones can be translated."""
    theme = furo.THEME_PATH
    template = (theme / "page.html").read_text("utf-8")
    assert set(re.findall(r'aria-label="(Toggle [^"]*)"', template)) == set(html.FURO_LABELS)
    assert set(re.findall("<title>(.*?)</title>", (theme / "partials" / "icons.html").read_text("utf-8"))) == set(
        html.FURO_TITLES
    )


def test_every_word_has_a_translation() -> None:
    entries = polib.pofile(str(MESSAGES / "sphinx.po"))
    assert not entries.untranslated_entries()
    assert not entries.fuzzy_entries()
    translated = {entry.msgid for entry in entries}
    assert {*html.FURO_LABELS, *html.FURO_TITLES, "Toggle navigation of %s"} <= translated
    used = set()
    for path in [ROOT / "_ext/rapportage/html.py", *(ROOT / "_templates").glob("*.html")]:
        used |= set(re.findall(r"""_\((["'])(.+?)\1\)""", path.read_text("utf-8")))
    core = {"Search"}  # which Sphinx translates itself
    assert {word for _quote, word in used} - core <= translated


def test_what_javascript_shows_is_in_step_with_the_catalogue() -> None:
    script = (MESSAGES / "sphinx.js").read_text("utf-8")
    shown = json.loads(script[script.index("{") : script.rindex("}") + 1])
    entries = {entry.msgid: entry for entry in polib.pofile(str(MESSAGES / "sphinx.po"))}
    for english, dutch in shown["messages"].items():
        entry = entries[english]
        assert dutch == ([entry.msgstr_plural[0], entry.msgstr_plural[1]] if entry.msgid_plural else entry.msgstr)


def test_search_finds_singular_and_plural(build: Callable[..., Site]) -> None:
    search = html.SearchDutchPorter({})
    for one, more in (("uitgave", "uitgaven"), ("bijlage", "bijlagen"), ("opgave", "opgaven"), ("noot", "noten")):
        assert search.stem(one) == search.stem(more)
    script = build().text("_static/language_data.js")
    assert "DutchPorterStemmer" in script


def test_untranslated_text_says_its_language(build: Callable[..., Site], tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="Noten", msgstr="Notes"))
    catalogue.append(polib.POEntry(msgid="Een pagina met noten", msgstr="A page with notes"))
    (folder / "gebied").mkdir()
    catalogue.save(str(folder / "gebied" / "noten.po"))
    page = build(language="en", gettext_compact=False).page("gebied/noten.html")
    heading, paragraph = page.h1, page.select_one("article p")
    assert heading is not None
    assert paragraph is not None
    assert heading.get("lang") is None
    assert paragraph["lang"] == "nl"
    assert not page.select("meta[translated]")


def test_a_language_that_the_report_is_not_made_in(build: Callable[..., Site]) -> None:
    with pytest.raises(ConfigError, match='the report is not made in the language "de"; choose from nl, en'):
        build(language="de")


def test_colours_and_imprint_are_on_the_page(build: Callable[..., Site]) -> None:
    site = build()
    assert "--rp-text:#123456" in site.text(f"_static/{html.THEME_FILE}")
    sheets = [str(each["href"]).partition("?")[0] for each in site.page("index.html").select("link[rel=stylesheet]")]
    assert [sheet for sheet in sheets if "rp-theme" in sheet or "rapportage" in sheet] == [
        "_static/rp-theme.css",
        "_static/rapportage.css",
    ]
    imprint = site.page("index.html").select_one(".rp-imprint p")
    assert imprint is not None
    assert imprint.text == "Ministerie van <Zaken>"


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_sources_are_not_published(build: Callable[..., Site], builder: str) -> None:
    """Nor is there an empty folder for them."""
    assert not (build(builder).out / "_sources").exists()


def test_sources_can_be_published(build: Callable[..., Site]) -> None:
    site = build(html_copy_source=True)
    assert (site.out / "_sources" / "gebied" / "noten.md.txt").is_file()


def test_the_side_bar_can_be_chosen(build: Callable[..., Site]) -> None:
    page = build(html_sidebars={"**": ["sidebar/brand.html"]}).page("index.html")
    assert not page.select(".rp-languages-side")


def test_style_sheet_uses_only_colours_that_exist() -> None:
    sheet = (ROOT / "_static" / "rapportage.css").read_text("utf-8")
    from rapportage.theme import COLOURS

    assert set(re.findall(r"var\(--rp-([a-z-]+)\)", sheet)) <= {*COLOURS, "colour"}


def test_figures_stand_at_the_right_in_every_theme() -> None:
    """The rest of the look is made for furo, whose pages are articles."""
    sheet = (ROOT / "_static" / "rapportage.css").read_text("utf-8")
    assert re.search(r"^table\.docutils \.rp-number \{\n  text-align: right;", sheet, re.MULTILINE)
