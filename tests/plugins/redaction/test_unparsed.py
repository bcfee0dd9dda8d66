"""The scan looks for what was meant to be left out, whatever the parser makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rapportage.plugins.redaction.secrets import secrets

if TYPE_CHECKING:
    from pathlib import Path

GROUNDS = ("5-1-2-e", "5-2")
LINE = "Deze hele regel over Zqxjansen is niet voor iedereen."


@pytest.mark.parametrize(
    "written",
    [
        "{redact}`5.1.2.e Jan Zqxjansen`",
        "{redact}´5.1.2.e Jan Zqxjansen´",
        "{redact}‘5.1.2.e Jan Zqxjansen’",
        '{redact}"5.1.2.e Jan Zqxjansen"',
        "{redact}'5.1.2.e Jan Zqxjansen'",
        "{redact}(5.1.2.e Jan Zqxjansen)",
        "{redact} 5.1.2.e Jan Zqxjansen",
        "{redact} `5.1.2.e Jan Zqxjansen`",
        "{redact}\n`5.1.2.e Jan Zqxjansen`",
        "｛redact｝`5.1.2.e Jan Zqxjansen`",
        "[redact]`5.1.2.e Jan Zqxjansen`",
        "(redact)`5.1.2.e Jan Zqxjansen`",
        "<redact>5.1.2.e Jan Zqxjansen</redact>",
        "<redact>Jan Zqxjansen</redact>",
        "{redcat}`5.1.2.e Jan Zqxjansen`",
        "{REDACT}`5,1,2,e Jan Zqxjansen`",
        "{text}`redact 5.1.2.e Jan Zqxjansen` (5.1.2.e Jan Zqxjansen)",
        "`5.1.2.e Jan Zqxjansen`",
        "“5.1.2.e Jan Zqxjansen”",
        "[5.1.2.e: Jan Zqxjansen]",
        f":::internal\n{LINE}\n:::",
        f"::: internal\n{LINE}\n:::",
        f"::{{internal}}\n{LINE}\n::",
        f":::(internal)\n{LINE}\n:::",
        f":::[internal]\n{LINE}\n:::",
        f"::: {{.internal}}\n{LINE}\n:::",
        f":::{{intern}}\n{LINE}\n:::",
        f"```internal\n{LINE}\n```",
        f":::{{internal}}\n:::{{note}}\nx\n:::\n{LINE}\n:::",
        f":::{{redact}}\n{LINE}\n:::",
        f":::redact 5.2\n{LINE}\n:::",
    ],
)
def test_a_slip_is_looked_for(tmp_path: Path, written: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(
        f"# Kop\n\nEen zin.\n\nVan {written}\n" if "\n" not in written else f"# Kop\n\n{written}\n"
    )
    wanted = secrets(tmp_path, tmp_path / "docs", GROUNDS).wanted
    assert any("zqxjansen" in each.text.lower() for each in wanted)


@pytest.mark.parametrize(
    "top",
    [
        "---\naudience: internal\n---\n",
        "\n---\naudience: internal\n---\n",
        " ---\naudience: internal\n---\n",
        "----\naudience: internal\n----\n",
        "–––\naudience: internal\n–––\n",
        "---\naudience:internal\n---\n",
        "---\naudience:\u00a0internal\n---\n",
        "---\ndoelgroep: intern\n---\n",
        "---\nintern: true\n---\n",
        "---\nmeta:\n  audience: internal\n---\n",
        "audience: internal\n\n",
        "<!-- audience: internal -->\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_page_that_says_it_is_internal_is_looked_for(tmp_path: Path, top: str, encoding: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_bytes(f"{top}# Kop\n\n{LINE}\n".encode(encoding, "replace"))
    wanted = secrets(tmp_path, tmp_path / "docs", GROUNDS).wanted
    assert any("zqxjansen" in each.text.lower() for each in wanted)


@pytest.mark.parametrize(
    "prose",
    [
        "Begin met een grond, zoals 5.1.2.e of 5.2, en typ daarachter de tekst.",
        "De redactie (vijf mensen) leest mee; de redacteur {term}`beslist`.",
        "Zie artikel 5.1, tweede lid, onder e (5.1.2.e), van de Woo.",
        "Opgesteld door {redact}`5.1.2.e een naam`.",
        ":::{redact} 5.2\nde tekst\n:::",
        ":::{internal}\n…\n:::",
        "De interne controle, zie `internal`, en de audience van een theater.",
        "In hoofdstuk 5.2 staat meer.",
        "Het programma zegt: {redact} hides and shows nothing here.",
    ],
)
def test_prose_about_it_is_none(tmp_path: Path, prose: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(f"# Kop\n\n{prose}\n")
    assert secrets(tmp_path, tmp_path / "docs", GROUNDS).wanted == []
