"""The edition as it is built, with redactions in it: nothing of them is in any file of the public one."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from editions import Edition
from pypdf import PdfReader

from rapportage.plugins.redaction.command import secrets_of
from rapportage.plugins.redaction.scan import scan
from rapportage.publication import pdf

pytestmark = pytest.mark.slow

PAGE = """\
---
author: "{redact}`5.1.2.e Voorblad Zqxvoorblad`"
---
# Nota van {redact}`5.1.2.e Titia Zqxtitel`

Dat schreef {redact}`5.1.2.e Jan
Zqxjansen` op advies van {redact}`5.1.2.i de afdeling Zqxadvies`.[^a]

[^a]: Volgens {redact}`5.1.2.e Noortje Zqxnoot`.

:::{redact} 5.2
Deze hele zin over Zqxzinnen blijft tot het einde vertrouwelijk.
:::

| wie |
|---|
| {redact}`5.1.2.e Tabel Zqxtabel` |

:::{internal}
## Zqxintern

Deze zin over een geheim overleg is alleen voor wie eraan werkt.
:::

:::{redaction-list}
:::
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    made = Edition.copied(tmp_path_factory.mktemp("redacted") / "project")
    (made.folder / "docs" / "rapportage" / "proefnota.md").write_text(PAGE, "utf-8")
    index = made.folder / "docs" / "rapportage" / "index.md"
    index.write_text(index.read_text("utf-8").replace("literatuur\n", "literatuur\nproefnota\n"), "utf-8")
    return made


def pdfs(edition: Edition) -> dict[str, PdfReader]:
    """The PDFs of all documents in Dutch, by name."""
    out = edition.folder / "_build" / "pdf"
    assert pdf.make(edition.build("latex"), "nl", out) == []
    return {path.name: PdfReader(path) for path in sorted(out.glob("*.pdf"))}


def test_nothing_is_given_away(edition: Edition) -> None:
    wanted = secrets_of(edition.folder).wanted
    assert len({each.text for each in wanted if each.ground and not each.is_piece and "proefnota" in each.file}) == 7
    assert [each.line for each in wanted if not each.ground and "proefnota" in each.file] == [22]
    for language in ("nl", "en"):
        edition.build("html", language)
    edition.build("gettext")
    made = pdfs(edition)
    assert scan(edition.folder / "_build", wanted) == []
    text = "\n".join(page.extract_text() for page in made["rapportage-nl.pdf"].pages)
    assert "[Bescherming persoonlijke levenssfeer]" in text
    assert "Wat is gelakt, per pagina en grond" in text
    page = (edition.folder / "_build" / "nl" / "html" / "rapportage" / "proefnota.html").read_text("utf-8")
    assert "Nota van [Bescherming persoonlijke levenssfeer]" in BeautifulSoup(page, "html5lib").title.get_text()  # type: ignore[union-attr]


def test_the_internal_edition_has_all_of_it_and_a_mark_on_every_page(edition: Edition) -> None:
    with (edition.folder / "conf.py").open("a") as conf:
        conf.write('\nrapportage_audience = "internal"\n')
    internal = Edition.copied(edition.folder.with_name("internal"))
    for name in ("conf.py", "docs/rapportage/proefnota.md", "docs/rapportage/index.md"):
        (internal.folder / name).write_text((edition.folder / name).read_text("utf-8"), "utf-8")
    out = internal.build("html")
    pages = sorted(out.rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        page = BeautifulSoup(path.read_bytes(), "html5lib")
        assert [mark.get_text()[:30] for mark in page.select(".rp-restricted")] == ["Interne uitgave, niet openbaar"], path
        assert page.select_one("meta[name=robots]") is not None, path
    assert (out / "intern" / "index.html").is_file()
    for name, made in pdfs(internal).items():
        assert all("Interne uitgave, niet openbaar · concept" in page.extract_text() for page in made.pages), name
    found = {hit.secret for hit in scan(out, secrets_of(internal.folder).wanted)}
    assert {secret.text for secret in found if secret and secret.is_piece} >= {"Zqxjansen", "Zqxtabel", "Zqxnoot"}
