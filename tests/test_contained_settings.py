"""What ``conf.py`` can loosen of what contains pages, and by which name; and what an extension may do for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError

from rapportage import doubts
from rapportage.contained.reading import RefusedLinksError
from rapportage.doubts import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reports import Report


@pytest.fixture
def report(copy_of: Callable[[str], Report]) -> Report:
    return copy_of("contained")


@pytest.mark.parametrize("setting", ["myst_disable_syntax = []", "myst_disable_syntax = ['image']", ""])
def test_html_is_text_whatever_is_disabled(report: Report, setting: str) -> None:
    report["conf.py"] += f"\n{setting}\n"
    report.add("index.md", "\n<script>alert(1)</script>\n\nEn <img src=x onerror=alert(1)>.\n")
    page = BeautifulSoup((report.build(may_warn=True).out / "index.html").read_bytes(), "html5lib")
    assert [tag for tag in page.find_all("script") if "alert" in tag.get_text()] == []
    assert page.find_all(onerror=True) == []


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("myst_enable_extensions = ['dollarmath']", 'myst_enable_extensions: "dollarmath"'),
        ("myst_enable_extensions = ['amsmath']", 'myst_enable_extensions: "amsmath"'),
        ("myst_enable_extensions = ['html_image']", 'myst_enable_extensions: "html_image"'),
        ("myst_enable_extensions = ['html_admonition']", 'myst_enable_extensions: "html_admonition"'),
        ("myst_enable_extensions = ['substitution']", 'myst_enable_extensions: "substitution"'),
        ("myst_enable_extensions = ['strikethrough']", 'myst_enable_extensions: "strikethrough"'),
        ("myst_enable_extensions = ['colonfence']", 'did you mean "colon_fence"?'),
        ("myst_url_schemes = ['https', 'javascript']", 'myst_url_schemes: an address may not begin with "javascript:"'),
        ("myst_gfm_only = True", "myst_gfm_only"),
        ("rapportage_allow_markup = ['raw']", 'rapportage_allow_markup: "raw"'),
        ("rapportage_allow_markup = ['math']", 'rapportage_allow_markup: "math"'),
        ("suppress_warnings = ['rapportage.contained']", 'suppress_warnings: "rapportage.contained"'),
        ("suppress_warnings = ['rapportage']", 'suppress_warnings: "rapportage"'),
    ],
)
def test_a_setting_that_loosens_it_is_refused(report: Report, setting: str, told: str) -> None:
    report["conf.py"] += f"\n{setting}\n"
    with pytest.raises(ConfigError) as error:
        report.build()
    assert told in str(error.value)


def test_all_wrong_settings_are_told_at_once(report: Report) -> None:
    report["conf.py"] += "\nmyst_enable_extensions = ['amsmath', 'dollarmath']\nrapportage_allow_markup = ['raw']\n"
    with pytest.raises(ConfigError) as error:
        report.build()
    assert str(error.value).count("\n") == 3


def test_settings_that_myst_cannot_read_are_not_replaced_by_its_own(report: Report) -> None:
    """It would read pages with HTML then."""
    report["conf.py"] += "\nmyst_heading_anchors = 99\n"
    with pytest.raises(ConfigError):
        report.build(may_warn=True)


def test_raw_is_allowed_by_its_name_only(report: Report) -> None:
    report.add("index.md", "\n```{raw} html\n<b id='ja'>x</b>\n```\n")
    assert report.build(may_warn=True).failed
    with pytest.raises(ConfigError):
        report.build(rapportage_allow_raw=True)
    report["conf.py"] += "\nrapportage_allow_raw = True\n"
    assert report.build().page("index").select_one("b#ja")


def test_a_project_allows_a_directive_by_its_name(report: Report) -> None:
    report.add("index.md", "\n```{index} woord\n```\n")
    assert report.build(may_warn=True).failed
    report["conf.py"] += "\nrapportage_allow_markup = ['index']\n"
    report.build()


OTHERS = """
from pathlib import Path
from urllib.request import urlopen
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

class Show(SphinxDirective):
    required_arguments = 1
    option_spec = {"source": directives.unchanged, "url": directives.uri}
    def run(self):
        return [nodes.literal_block("", Path(self.env.srcdir, self.options.get("source", self.arguments[0])).read_text())]

class Fetch(SphinxDirective):
    required_arguments = 1
    def run(self):
        return [nodes.literal_block("", urlopen(self.arguments[0]).read().decode())]

def show(name, rawtext, text, lineno, inliner, options=None, content=()):
    return [nodes.literal("", Path(text).read_text())], []

class Script(SphinxDirective):
    has_content = True
    def run(self):
        return [nodes.raw("", "<script>PLANTED</script>", format="html")]

def setup(app):
    app.add_directive("show", Show)
    app.add_directive("fetch", Fetch)
    app.add_directive("script", Script)
    app.add_role("show", show)
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (":::{show} ../secret.txt\n:::", "secret.txt lies outside the folder of the edition"),
        (":::{show} x\n:source: ../secret.txt\n:::", "secret.txt lies outside the folder of the edition"),
        (":::{show} .env\n:::", ".env is hidden"),
        (":::{show} index.md\n:url: https://example.org\n:::", "an address is not read for a page"),
        (":::{fetch} http://127.0.0.1:9/\n:::", "what a page shows is read from files of the edition"),
        (":::{fetch} file:///etc/hostname\n:::", "what a page shows is read from files of the edition"),
        ("En {show}`/etc/hostname`.", "hostname lies outside the folder of the edition"),
        (":::{script}\n:::", "raw HTML or LaTeX may not be used on a page"),
        ("::::{note}\n:::{show} ../secret.txt\n:::\n::::", "secret.txt lies outside the folder of the edition"),
    ],
)
def test_what_an_extension_opens_for_a_page_belongs_to_the_edition(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    # Each lock holds by itself: nothing may come out of a build that goes on, either.
    monkeypatch.setattr(doubts, "stop", lambda app, env: None)
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    report[".env"] = "SECRET"
    report["others.py"] = OTHERS
    report["conf.py"] += (
        "\nimport sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
        "extensions += ['others']\nrapportage_allow_markup = ['show', 'fetch', 'script']\n"
    )
    report.add("index.md", f"\n:::{{show}} conf.py\n:::\n\n{text}\n")
    build = report.build(may_warn=True)
    assert build.failed
    found = [each for each in build.warnings if each.endswith("[rapportage.contained]")]
    assert len(found) == 1
    assert told in found[0]
    html = build.file("index.html")
    assert "rapportage.plugins.priorities" in html
    assert "SECRET" not in html
    assert "PLANTED" not in html


def test_without_a_page_to_read_everything_may_be_opened(report: Report, tmp_path: Path) -> None:
    """What is watched is what a page makes others do, and nothing else in the process."""
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    report.build()
    assert (tmp_path / "secret.txt").read_text("utf-8") == "x"


@pytest.mark.parametrize(
    ("name", "target"),
    [("pagina.md", "../secret.txt"), ("pagina.md", "/dev/zero"), ("deel", ".."), ("deel", "/"), ("weg.md", "nergens.md")],
)
def test_links_that_lead_out_of_the_edition_are_not_followed(report: Report, tmp_path: Path, name: str, target: str) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    (report.folder / name).symlink_to(target)
    with pytest.raises(RefusedLinksError) as error:
        report.build()
    assert name in str(error.value)


def test_a_link_within_the_edition_is_followed(report: Report) -> None:
    report["deel.inc"] = "Tekst van het deel.\n"
    (report.folder / "ander.inc").symlink_to("deel.inc")
    report.add("index.md", "\n```{include} ander.inc\n```\n")
    assert "Tekst van het deel." in report.build().file("index.html")


@pytest.mark.parametrize(
    "address", [r"https://example.org/\input{/etc/passwd}", r"https://example.org/a}\write18{id}%#_^~$&"]
)
def test_an_address_is_an_address_in_latex(report: Report, address: str) -> None:
    report.add("index.md", f"\nZie [hier](<{address}>).\n\n:::{{button-link}} {address}\nKnop\n:::\n")
    tex = report.build("latex").file("proef.tex")
    assert "example.org" in tex
    body = tex[tex.index(r"\begin{document}") :]
    for command in (r"\input{/etc", r"\write18"):
        assert command not in body


def test_an_address_of_a_source_is_looked_at(report: Report) -> None:
    report["data/references.bib"] = "@misc{nota,\n  title = {Nota},\n  url = {javascript:PLANTED},\n  year = {2026},\n}\n"
    report.add("index.md", "\nZie {cite:p}`nota`.\n\n:::{bibliography}\n:::\n")
    with pytest.raises(RefusedError, match='"javascript:PLANTED" is not an address that begins with https:// or http://'):
        report.build(may_warn=True)


def test_a_bomb_of_files_has_an_end(report: Report) -> None:
    for number in range(8):
        report[f"deel{number}.inc"] = f"```{{include}} deel{number + 1}.inc\n```\n\n" * 5
    report["deel8.inc"] = "Tekst.\n"
    report.add("index.md", "\n```{include} deel0.inc\n```\n")
    build = report.build(may_warn=True)
    assert build.failed
    assert any("a page includes at most" in each for each in build.warnings)


def test_no_script_of_the_site_makes_a_program_of_a_text(report: Report) -> None:
    build = report.build()
    scripts = {path.name: path.read_text("utf-8") for path in build.out.rglob("*.js")}
    assert "doctools.js" in scripts
    assert [name for name, text in scripts.items() if "new Function" in text or " eval(" in text] == []
