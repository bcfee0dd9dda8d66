"""What the PDF cannot set is told where somebody wrote it, before TeX runs; all else stands in the PDF as it was written."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import pytest
from datafolder import ROOT
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

from rapportage import latex, logs, textfile
from rapportage.output.latex import fonts
from rapportage.publication import pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(not fonts.known(), reason="needs TeX and the fonts")

CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
import test_latex
from decimal import Decimal
from sphinx.util.docutils import SphinxDirective
from rapportage import latex, logs, textfile
from rapportage.plugins.finance.chart_node import chart
from rapportage.plugins.finance.drawing import Bar, Drawing
extensions = ["myst_parser", "rapportage.latex", "rapportage.plugins.finance.chart_node"]
myst_enable_extensions = ["colon_fence", "substitution"]
myst_substitutions = {{"naam": "😀"}}
myst_footnote_transition = False
language = "nl"
smartquotes = False
locale_dirs = ["locale", {str(ROOT / "locale")!r}]
templates_path = [{str(ROOT / "_templates")!r}]

class Diagram(SphinxDirective):
    has_content = True
    def run(self):
        bar = Bar(self.content[0], "text", (Decimal(1),), ("1",))
        palette = {{"text": "#000000", "background": "#ffffff"}}
        node = chart(drawing=Drawing("bar", (bar,), ("2025",)), palette=palette, name="proef", alt="")
        self.set_source_info(node)
        return [node]

def setup(app):
    app.add_directive("diagram", Diagram)
    app.connect("config-inited", lambda app, config: latex.apply(config, test_latex._settings("nl")))
"""


class Built(NamedTuple):
    folder: Path
    warnings: list[str]
    """Each as ``file:line: message``, the file from the folder of the project."""

    @property
    def tex(self) -> str:
        return (self.folder / "rapportage-nl.tex").read_text("utf-8")

    def pdf(self) -> str:
        """The text of the PDF, each paragraph on a line of its own."""
        results = self.folder.parent / "pdf"
        assert pdf.make(self.folder, "nl", results) == []
        command = ["pdftotext", str(results / "rapportage-nl.pdf"), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return re.sub("[\u202a-\u202e]", "", text)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Builds LaTeX of one page, with further files beside it."""

    def run(page: str, **files: str) -> Built:
        folder = tmp_path_factory.mktemp("teksten")
        (folder / "_static").symlink_to(ROOT / "_static")
        (folder / "conf.py").write_text(CONF, "utf-8")
        (folder / "index.md").write_text("# Rapport\n\n```{toctree}\npagina\n```\n", "utf-8")
        (folder / "pagina.md").write_text(f"# Pagina\n\n{page}\n", "utf-8")
        for name, content in files.items():
            (folder / "data").mkdir(exist_ok=True)
            (folder / "data" / name.replace("_", ".")).write_text(content, "utf-8")
        app = SphinxTestApp("latex", srcdir=folder, builddir=folder / "build")
        try:
            app.build()
            warnings = strip_escape_sequences(app.warning.getvalue()).replace(f"{folder}/", "").strip()
            return Built(folder / "build" / "latex", [line.replace("WARNING: ", "") for line in warnings.splitlines()])
        finally:
            app.cleanup()

    return run


# ---- told, with the place -------------------------------------------------------------------------------------------------

PLACES = """\
Een alinea met 中.

## Een kop met 文

Nadruk op *한국* en `code 🙈` staat hier.[^n]

| a | b |
|---|---|
| cel | 🚀 |

```
code 🦊
```

:::{note}
In een kader: 日
:::

- lijst 🎈

[^n]: In een noot: ก中ข.
"""


def test_every_place_is_told_with_its_file_and_line(build: Callable[..., Built]) -> None:
    warnings = build(PLACES).warnings
    found = {(line.split(":")[0], int(line.split(":")[1]), re.findall(r'have no "(.)"', line)[0]) for line in warnings}
    lines = [(3, "中"), (5, "文"), (7, "한"), (7, "🙈"), (11, "🚀"), (14, "🦊"), (18, "日"), (21, "🎈"), (23, "中")]
    assert found == {("pagina.md", *each) for each in lines}
    assert all(line.endswith("[rapportage.glyph]") for line in warnings)


def test_a_table_that_is_only_a_head_is_built(build: Callable[..., Built]) -> None:
    assert build("| a[^n] | b |\n|---|---|\n\n[^n]: Noot.").warnings == []


@pytest.mark.parametrize(
    "character", ["\x07", "\x1b", "\x7f", "\x85", "\u200e", "\u202e", "\u2066", "\ufffe", "\ue000", "\U000e0041"]
)
@pytest.mark.parametrize("page", ["tekst {} hier", "`code {} hier`", "```\ncode {} hier\n```"])
def test_what_nobody_sees_never_comes_to_tex(build: Callable[..., Built], character: str, page: str) -> None:
    built = build(page.format(character))
    (told,) = [line for line in built.warnings if "rapportage.glyph" in line]
    assert re.match(rf"pagina\.md:[34]: .*U\+{ord(character):04X}", told)
    assert character not in built.tex


def test_words_from_right_to_left_with_figures_between_are_told_once(build: Callable[..., Built]) -> None:
    (told,) = build("Zie *עברית* **שלום** 2025.").warnings
    assert told.startswith("pagina.md:3: the PDF cannot put words from right to left in order")


def test_a_text_of_the_data_is_told_at_its_line_there(build: Callable[..., Built]) -> None:
    """The page does not hold the character: the data brought it there."""
    (told,) = build("Het smiley: {{ naam }}", feiten_yaml="een: 1\nnaam: 😀\n").warnings
    assert told.startswith('data/feiten.yaml:2: the fonts of the PDF have no "😀"')


def test_a_chart_has_signs_but_no_other_scripts(build: Callable[..., Built]) -> None:
    built = build(":::{diagram}\nGroei ≥ 5 → ★ Αθήνα\n:::")
    assert built.warnings == []
    (picture,) = built.folder.glob("chart-proef-*.pdf")
    assert "≥ 5 → ★ Αθήνα" in subprocess.run(["pdftotext", picture, "-"], capture_output=True, text=True, check=True).stdout
    (told,) = build("\n:::{diagram}\nमानव\n:::").warnings
    assert told.startswith("pagina.md:5: in a chart the fonts of the PDF have no ")


def test_what_stands_on_a_cover_is_set_and_told_in_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(logs, "warn", lambda subtype, message, location: told.append(f"{subtype}: {message}"))
    assert latex.escape("Rapport हिन्दी & 中") == r"Rapport \rpfontdeva{हिन्दी} \& □"
    (message,) = told
    assert message.startswith('glyph: on the cover or in the head of a document the fonts of the PDF have no "中"')


# ---- in the PDF -----------------------------------------------------------------------------------------------------------

#: Each is set as it stands here, or as the second text says; a reader who looks for it finds it.
TEXTS = {
    "Pools": "Zażółć gęślą jaźń Łódź",
    "Turks": "Türkiye İstanbul ığüşöç",
    "Vietnamees": "Việt Nam người dân quyền",
    "Roemeens": "Iași București ăîșț",
    "IJslands": "Þórður Æsir ðåøœ",
    "Azeri": "Azərbaycan Məmmədov",
    "Grieks": "Αθήνα Ελλάδα ἄνθρωπος",
    "Cyrillisch": "Київ Москва ѕђћџ Қазақстан",
    "combinerend": "e\u0301 o\u0323\u0302 ş\u030c",
    "aanhaling": "“dubbel” ‘enkel’ „laag” «frans» 'recht' \"recht\" <<hoek>> ``hoog''",
    "streepjes": "1–2 — en -- dan --- - ‑ −5",
    "valuta": "€ £ $ ¥ ₿ ₺ ₴ ₽ ₹ ¢",
    "tekens": "® ™ © § ¶ † ‡ • … ‰ ′ ″ № °",
    "breuken": "½ ¼ ¾ ⅓ ⅔ ⅛",
    "pijlen": "← → ↑ ↓ ↔ ⇒ ⇔ ⇧",
    "wiskunde": "≤ ≥ ≠ ≈ ± × ÷ ∑ √ ∞ ∂ ∫ ∈ ∅ µ",
    "hoog": "m² m³ x⁴ H₂O CO₂ ª º",
    "Romeins": "Ⅲ Ⅳ ⅸ",
    "ligaturen": "ﬁnancieel ofﬁcieel fi ffl",
    "zacht": "ambte\u00adnaren",
    "nulbreed": "mensen\u200brechten",
    "vast": "35\u00a0miljoen 1\u202f000",
    "vinkjes": "✓ ✗ ✘ ☐ ☑ ★ ● ◐ ○ ■ ▲",
    "tekentjes": "♀ ♂ ☺ ⚖ ♻ ① ⓒ ☎ ✉",
    "TeX": "# $ % & _ { } ~ ^ \\ < > | [ ] ^^5c \\input{x} %%",
    "Georgisch": "ადამიანის უფლებები",
    "Armeens": "Մարդու իրավունքներ",
    "Amhaars": "የሰብዓዊ መብት",
    "Devanagari": "मानवाधिकार संगठन क्षत्रिय",
    "Bengaals": "মানবাধিকার অধিকার",
    "Tamil": "மனித உரிமைகள்",
    "Thais": "สิทธิมนุษยชน",
    "Birmaans": "လူ့အခွင့်အရေး မြန်မာ",
    "Khmer": "សិទ្ធិមនុស្ស",
    "Lao": "ສິດທິມະນຸດ",
    "Singalees": "මානව හිමිකම් ශ්‍රී",
    "Gurmukhi": "ਮਨੁੱਖੀ ਅਧਿਕਾਰ",
    "Gujarati": "માનવ અધિકાર",
    "Kannada": "ಮಾನವ ಹಕ್ಕುಗಳು",
    "Telugu": "మానవ హక్కులు",
    "Malayalam": "മനുഷ്യാവകാശം",
    "Odia": "ମାନବ ଅଧିକାର",
}
#: From right to left; apart, because what is copied is told otherwise (see ``\\rpfallback``).
LEFTWARDS = {"Arabisch": "الشبكة العربية لحقوق الإنسان", "Perzisch": "مدافعان حقوق بشر", "Hebreeuws": "בצלם מרכז המידע"}


def markdown(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def plain(text: str) -> str:
    """A text as two who mean the same would both write it."""
    return " ".join(unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b\u2060]", "", text)).replace("‑", "‐").split())


@pytest.mark.slow
@pytest.mark.parametrize("texts", [TEXTS, LEFTWARDS], ids=["rightwards", "leftwards"])
def test_texts_of_many_kinds_are_in_the_pdf(build: Callable[..., Built], texts: dict[str, str]) -> None:
    page = "\n\n".join(f"{name}: **begin** {markdown(text)} einde." for name, text in texts.items())
    table = "| naam | tekst |\n|---|---|\n" + "\n".join(f"| {each} | {markdown(text)} |" for each, text in texts.items())
    built = build(f"{page}\n\n{table}\n")
    assert built.warnings == []
    text = plain(built.pdf())
    if texts is TEXTS:
        assert {name for name, each in texts.items() if f"{name}: begin {plain(each)} einde." not in text} == set()
    # In the table too; between signs in small type pdftotext sees no spaces.
    text = text.replace(" ", "")
    assert {name: text.count(plain(each).replace(" ", "")) for name, each in texts.items()} == dict.fromkeys(texts, 2)


@pytest.mark.slow
def test_every_character_that_is_not_refused_is_in_its_font(build: Callable[..., Built]) -> None:
    """More than 12 000 of them, in text and in code: TeX would say which one is missing."""
    known = {*fonts.plain(code=False), *fonts.plain(code=True)}.union(
        *(fonts.characters(font.name) for font in fonts.FALLBACKS)
    )
    every = [
        each
        for each in sorted(known)
        if unicodedata.category(each) not in {"Cc", "Cf", "Co", "Zl", "Zp", "Zs"} and not textfile.unseen(each)
    ]
    assert len(every) > 12_000
    leftwards = [each for each in every if unicodedata.bidirectional(each) in {"R", "AL", "AN"}]
    others = [each for each in every if each not in {*leftwards}]
    rows = [others[at : at + 40] for at in range(0, len(others), 40)]
    text = [" ".join(f"a{each}" if unicodedata.combining(each) else markdown(each) for each in row) for row in rows]
    text += [" ".join(leftwards[at : at + 40]) for at in range(0, len(leftwards), 40)]
    code = [f"```\n{' '.join(row)}\n```" for row in rows]
    built = build("\n\n".join(f"x {each} x" for each in text) + "\n\n" + "\n\n".join(code))
    assert built.warnings == []
    assert pdf.make(built.folder, "nl", built.folder.parent / "pdf") == []


@pytest.mark.slow
def test_words_that_are_too_long_stay_within_their_column(build: Callable[..., Built]) -> None:
    long, cell, digest = "a" * 3000, "b" * 400, "0a" * 100
    address = "https://voorbeeld.nl/een/heel/lang/adres/van/een/pagina/die-nergens-is.html?met=vragen&en=antwoorden"
    table = f"| a | b | c |\n|---|---|---|\n| {cell} | {digest} | {address} |"
    built = build(f"Woord {long} einde.\n\n`{cell}`\n\n## Kop {'k' * 100}\n\n{table}")
    assert built.warnings == []
    text = re.sub(r"\s+", "", built.pdf())
    # What is copied has no sign that nobody wrote. (Between two pages stand the foot and the head.)
    assert text.count("a" * 1500) >= 1
    assert sum(map(len, re.findall("a{20,}", text))) == 3000
    assert cell in text
    assert digest in text
    assert address.replace("-", "") in text.replace("-", "")  # at the end of a line pdftotext takes one for a hyphen


@pytest.mark.slow
def test_scripts_stand_in_headings_captions_code_and_bookmarks(build: Callable[..., Built]) -> None:
    built = build(
        "## Kop हिन्दी العربية\n\nVet **हिन्दी** en *schuin Ω →* en `code हिन्दी → Ω`.[^n]\n\n```\nblok हिन्दी → ☺\n```\n\n"
        ":::{table} Bijschrift हिन्दी\n\n| a |\n|---|\n| 1 |\n:::\n\n[^n]: Noot हिन्दी"
    )
    assert built.warnings == []
    assert built.pdf().count("ह") >= 6
    from pypdf import PdfReader

    titles = str(PdfReader(built.folder.parent / "pdf" / "rapportage-nl.pdf").outline)
    assert "Kop हिन्दी العربية" in titles


@pytest.mark.slow
def test_a_line_beside_its_column_is_told_where_it_was_written(build: Callable[..., Built]) -> None:
    built = build("Een alinea.\n\nNog een, met " + "हिन्दी" * 60 + ".")
    assert built.warnings == []
    told, _where = pdf.make(built.folder, "nl", built.folder.parent / "pdf")
    assert re.match(r"rapportage-nl\.pdf: pagina\.md:5: on page 4 or the next, \d+ points of a line stand outside", told)


def test_one_source_gives_one_text_for_tex(build: Callable[..., Built]) -> None:
    assert shutil.which("kpsewhich")
    assert build(PLACES).tex == build(PLACES).tex
