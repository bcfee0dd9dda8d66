"""The printed PDF: its settings, what the writer adds, and what stands on the pages."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from sphinx.testing.util import SphinxTestApp

from rapportage import latex, svgpath, theme
from rapportage.latex import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent

# ------------------------------------------------------------------ icons


def _points(path: str) -> list[complex]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return [complex(x, y) for x, y in zip(numbers[0::2], numbers[1::2], strict=True)]


def test_path_becomes_absolute_and_simple() -> None:
    assert svgpath.normalise("m1 1h5v-2l2,3zm1 1 3-4") == "M 1 1 L 6 1 L 6 -1 L 8 2 Z M 2 2 L 5 -2"
    assert svgpath.normalise("M0 0C1 1 2 1 3 0S5-1 6 0") == "M 0 0 C 1 1 2 1 3 0 C 4 -1 5 -1 6 0"
    assert svgpath.normalise("M0 0q3 3 6 0t6 0") == "M 0 0 C 2 2 4 2 6 0 C 8 -2 10 -2 12 0"
    assert svgpath.normalise("M-.00001 1e1") == "M 0 10"


@pytest.mark.parametrize(
    "circle",
    [
        "M12 2A10 10 0 0 1 12 22A10 10 0 0 1 12 2Z",
        "M12 2a10 10 0 010 20a10 10 0 010-20z",  # flags without a space
        "M12,2a10,10,0,1,0,0,20a10,10,0,1,0,0-20",
    ],
)
def test_arcs_stay_on_the_circle(circle: str) -> None:
    path = svgpath.normalise(circle)
    assert set(re.findall("[A-Z]", path)) <= set("MCZ")
    for command in re.findall(r"C ([^A-Z]*)", path):
        one, two, end = _points(command)
        assert abs(end - (12 + 12j)) == pytest.approx(10, abs=1e-3)
        # A quarter of a circle has its control points this far from the middle.
        assert {round(abs(point - (12 + 12j)), 2) for point in (one, two)} == {11.42}


def test_an_arc_that_cannot_reach_is_made_larger() -> None:
    ends = _points(svgpath.normalise("M0 0A1 1 0 0 1 10 0").replace("C", ""))
    assert ends[-1] == 10
    assert min(point.imag for point in ends) == pytest.approx(-5, abs=1e-3)


def test_a_turned_ellipse_ends_where_it_should() -> None:
    ends = _points(svgpath.normalise("M2 12a10 5 30 1 1 10.5.5").replace("C", ""))
    assert ends[-1] == 12.5 + 12.5j
    assert all(math.isfinite(abs(point)) for point in ends)


@pytest.mark.parametrize("bad", ["1 2", "L1 1", "M1", "M1 1L2", "M1 1 X", "M0 0A1 1 0 2 1 3 3", r"M0 0}\input{x}"])
def test_what_is_no_path_is_refused(bad: str) -> None:
    with pytest.raises(svgpath.PathError):
        svgpath.normalise(bad)


# ------------------------------------------------------------------ the width of columns


def _text(words: str) -> Cell:
    longest = max(len(word) for word in words.split())
    return Cell(len(words), longest, longest)


def test_columns_fill_the_page() -> None:
    widths = latex.column_widths([[_text("kort")], [_text("lang " * 20)], [Cell(9, 9, 9, True)]])
    assert sum(widths) == 1000
    assert widths[1] > 600


def test_a_small_table_is_as_wide_as_its_text() -> None:
    widths = latex.column_widths([[_text("kort")], [_text("ook kort")]], fill=False)
    assert sum(widths) < 300
    assert sum(latex.column_widths([[_text("lang " * 40)], [_text("lang " * 40)]], fill=False)) == 1000


def test_a_crowded_table_still_leaves_room_for_text() -> None:
    heads = [[Cell(17, 17, 9), Cell(8, 8, 8, True)] for _ in range(6)]
    text = [_text("Organisaties die met steun van Nederland sterker zijn geworden")]
    widths = latex.column_widths([text, *heads])
    assert sum(widths) == 1000
    assert widths[0] > 2 * max(widths[1:])


@pytest.mark.parametrize("columns", [[[]], [[], []], [[Cell(400, 400, 400, True)], [_text("x")]]])
def test_strange_tables_get_columns_too(columns: list[list[Cell]]) -> None:
    widths = latex.column_widths(columns)
    assert sum(widths) == 1000
    assert all(width > 0 for width in widths)


# ------------------------------------------------------------------ settings

PUBLICATION = latex.Publication(
    title="Rapport & meer",
    year="2025",
    publisher="Ministerie van Zaken",
    date="24 april 2026",
    state="concept",
    paper="Kamerstuk 32 735",
    colophon=("100% van de #tekst_",),
    icons=(("priority-pers", "M2 2h20v20H2z"),),
)
COLOURS = theme.theme(
    {name: {"light": "#102030", "dark": "#405060"} for name in theme.COLOURS},
    [("priority", "pers", "#2F6FC4", "#B3E2FD"), ("area", "een", "#1B3A93", "#8FA4E0")],
)


def _settings(language: str = "nl") -> dict[str, object]:
    documents = [("index", f"rapportage-{language}.tex", latex.escape(PUBLICATION.title), "Zaken", "manual", False)]
    return {**latex.settings(language, PUBLICATION, theme.latex(COLOURS)), "latex_documents": documents}


def test_settings_are_the_same_each_time() -> None:
    assert _settings() == _settings()
    assert _settings()["today"] == "24 april 2026"


def test_settings_speak_the_language() -> None:
    assert r"\newcommand\rpbookcontents{Inhoud}" in str(_settings()["latex_elements"]).replace("\\\\", "\\")
    assert r"\newcommand\rpbookcontents{Contents}" in str(_settings("en")["latex_elements"]).replace("\\\\", "\\")


def test_text_of_the_publication_is_no_latex() -> None:
    elements = _settings()["latex_elements"]
    assert isinstance(elements, dict)
    assert r"\newcommand\rpbooktitle{Rapport \& meer}" in elements["preamble"]
    assert r"100\% van de \#tekst\_\par" in elements["preamble"]


# ------------------------------------------------------------------ the writer

CONF = """
import sys
sys.path.insert(0, {here!r})
extensions = ["myst_parser", "sphinx_design", "rapportage.latex", "nodes_for_print"]
myst_enable_extensions = ["colon_fence"]
myst_footnote_transition = False
language = "nl"
locale_dirs = [{locale!r}]
templates_path = [{templates!r}]
"""

#: Stands in for the directives of the plugins: the nodes that they make.
NODES = '''
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from rapportage import latex
import settings_for_print

SQUARE = "M2 2h20v20H2z"

class Drawing(nodes.Inline, nodes.Element):
    """An icon."""

def draw(self, node):
    self.body.append(latex.icon(SQUARE))
    raise nodes.SkipNode

def paragraph(*children, classes=()):
    return nodes.paragraph("", "", *children, classes=list(classes))

class Area(SphinxDirective):
    def run(self):
        number = paragraph(nodes.Text("7"), classes=["rp-number"])
        return [nodes.container("", number, paragraph(nodes.Text("Het doel.")), classes=["rp-home", "rp-area-een"])]

class Highlight(SphinxDirective):
    has_content = True
    def run(self):
        box = nodes.container("", classes=["rp-highlight", "rp-priority-pers"], ids=["verhaal"])
        box += paragraph(nodes.Text("Kenia"), classes=["rp-meta"])
        box += nodes.rubric("", "De titel")
        link = nodes.reference("", "", Drawing(), nodes.Text("Pers"), refuri="#verhaal")
        link["classes"] = ["rp-chip", "rp-priority-pers"]
        box += paragraph(link, classes=["rp-chips"])
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]

class Results(SphinxDirective):
    option_spec = {"rows": int}
    required_arguments = 1
    final_argument_whitespace = True
    def run(self):
        heads = ["Indicator", "2024", "2025", "Status"]
        table = nodes.table(classes=["rp-results"], ids=["resultaten-%d" % self.options["rows"]])
        table += nodes.title("", "", *self.parse_inline(self.arguments[0])[0])
        group = nodes.tgroup(cols=4)
        for at in range(4):
            group += nodes.colspec(colwidth=1, **({"stub": 1} if at == 0 else {}))
        head, body = nodes.thead(), nodes.tbody()
        head += self.row(*[(text, ["rp-number"] if text.isdigit() else []) for text in heads])
        footnotes = []
        for at in range(self.options["rows"]):
            row = self.row((f"Het aantal organisaties dat sterker is geworden, rij {at}", []), ("9.395", ["rp-number"]),
                           ("12", ["rp-number"]), ("Deels behaald", []))
            if at % 5 == 0:
                row["classes"].append("rp-group")
            if at % 9 == 4:
                row[0][0] += self.note(at, footnotes)
            body += row
            if at % 7 == 3:
                why = self.row(("Toelichting: het duurde langer dan verwacht.", []))
                why["classes"] = ["rp-explanation"]
                why[0]["morecols"] = 3
                body += why
        total = self.row(("Totaal", []), ("9.395", ["rp-number"]), ("12", ["rp-number"]), ("", []))
        total["classes"].append("rp-total")
        body += total
        group += [head, body]
        table += group
        return [table, *footnotes]

    def row(self, *cells):
        return nodes.row("", *[nodes.entry("", paragraph(nodes.Text(text)), classes=classes) for text, classes in cells])

    def note(self, at, footnotes):
        name = f"noot{self.env.new_serialno('noot')}"
        mark = nodes.footnote_reference(f"[#{name}]_", refname=name, auto=1)
        note = nodes.footnote("", paragraph(nodes.Text(f"Noot bij rij {at}.")), auto=1, names=[name])
        document = self.state.document
        document.note_autofootnote_ref(mark)
        document.note_footnote_ref(mark)
        document.note_autofootnote(note)
        document.note_explicit_target(note, note)
        footnotes.append(note)
        return mark

def setup(app):
    app.add_node(Drawing, latex=(draw, None))
    app.add_directive("area", Area)
    app.add_directive("verhaal", Highlight)
    app.add_directive("resultaten", Results)
    app.connect("config-inited", lambda app, config: latex.apply(config, settings_for_print.values(config.language)))
'''

PAGES = {
    "index.md": """
# Rapport

```{toctree}
inleiding
gebied
```
""",
    "inleiding.md": """
# Inleiding

Tekens: ≥ 5, ≤ 3, −1, → verder, ✓ ● ◐ ○, ½, Türkiye, en een zacht\u00ad te breken woord.[^een]

De verantwoordelijkheidsverdelingsovereenkomst is lang, de mensenrechtenverdedigersorganisaties eveneens, en deze zin ook.

Twee noten staan naast elkaar.[^een]\u00a0[^twee]

[^een]: Een gewone noot.

## Kop met ≥

| Land | Wat |
|---|---|
| Kenia | een korte tabel |

::::{grid} 2
:::{grid-item-card} Kaart een
Met een noot.[^twee]
:::
:::{grid-item-card} Kaart twee
Zonder noot.
:::
::::

[^twee]: Noot in een kaart.
""",
    "gebied.md": """
# Een gebied

```{area}
```

```{verhaal}
Tekst met een noot.[^drie]

| a | b |
|---|---|
| 1 | 2 |
```

[^drie]: Noot in een verhaal.

## Tabellen

```{resultaten} Korte tabel
:rows: 4
```

```{resultaten} Lange tabel[^vier]
:rows: 120
```

[^vier]: Noot in het bijschrift.
""",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with the LaTeX file of a small report."""
    folder = tmp_path_factory.mktemp("print")
    source = folder / "docs"
    source.mkdir()
    for name, text in PAGES.items():
        (source / name).write_text(text, encoding="utf-8")
    paths = {"here": str(source), "locale": str(ROOT / "locale"), "templates": str(ROOT / "_templates")}
    (source / "conf.py").write_text(CONF.format(**paths), encoding="utf-8")
    (source / "nodes_for_print.py").write_text(NODES, encoding="utf-8")
    # The style is looked for from the folder of conf.py.
    (source / "_static").symlink_to(ROOT / "_static")
    (source / "settings_for_print.py").write_text(
        "import test_latex\n\ndef values(language):\n    return test_latex._settings(language)\n", encoding="utf-8"
    )
    app = SphinxTestApp("latex", srcdir=source, builddir=folder / "build")
    app.build()
    assert not app.warning.getvalue()
    yield Path(app.outdir)
    app.cleanup()


@pytest.fixture(scope="module")
def tex(book: Path) -> str:
    return (book / "rapportage-nl.tex").read_text("utf-8")


def _between(text: str, start: str, stop: str) -> str:
    return text.partition(start)[2].partition(stop)[0]


def test_a_chapter_opens_with_the_number_of_its_area(tex: str) -> None:
    assert re.search(r"\\rpopening\{rp-area-een\}\{7\}\s+\\chapter\{Een gebied\}", tex)
    head = _between(tex, r"\begin{rphome}{rp-area-een}", r"\end{rphome}")
    assert "Het doel." in head
    assert "7" not in head


def test_a_highlight_is_a_box_in_its_colour_and_a_target(tex: str) -> None:
    box = _between(tex, r"\begin{rphighlight}{rp-priority-pers}", r"\end{rphighlight}")
    assert r"\label{\detokenize{gebied:verhaal}}" in box
    assert r"\begin{rpmeta}" in box
    assert r"\rpboxtitle{De titel}" in box
    assert r"\DUrole{rp-priority-pers}{\DUrole{rp-chip}{" in box
    assert r"\rpicon{M 2 2 L 22 2 L 22 22 L 2 22 Z}" in box
    # A table in a box cannot be broken over pages.
    assert r"\begin{longtable}" not in box
    assert "rpwhole" not in box


def test_cards_stand_in_a_grid(tex: str) -> None:
    grid = _between(tex, r"\begin{rpgrid}{2}", r"\end{rpgrid}")
    assert grid.count(r"\begin{rpcard}{rp-text}") == 2
    assert grid.count(r"\begin{rpcardtitle}") == 2
    # An empty line between cards would put them below each other.
    assert not re.search(r"\\end\{rpcard\}\s*\n\s*\n\s*\\begin\{rpcard\}", grid)
    assert "sd-" not in grid


def test_small_tables_stay_whole_and_long_ones_do_not(tex: str) -> None:
    small = tex.index("Korte tabel")
    assert tex.rindex(r"\begin{rpwhole}", 0, small) > tex.rindex(r"\end{rpwhole}", 0, small)
    assert r"\begin{longtable}" not in tex[small : tex.index(r"\end{rpwhole}", small)]
    assert r"\begin{longtable}" in tex[tex.index("Lange tabel") - 400 : tex.index("Lange tabel")]


def test_columns_of_figures_stand_at_the_right(tex: str) -> None:
    table = tex[tex.index("Lange tabel") - 400 :]
    spec = _between(table, r"\begin{longtable}", "\n")
    right = r">{\raggedleft\arraybackslash}"
    assert re.fullmatch(r"\{@\{\}\\rpw\{\d+\}(X\\rpw\{\d+\}){2}\\rpw\{\d+\}@\{\}\}", spec.replace(right, "X"))


def test_rows_are_grouped_totalled_and_explained(tex: str) -> None:
    table = tex[tex.index("Lange tabel") :]
    assert table.count(r"\rprowgroup") == 23  # not above the first row
    assert table.count(r"\rprowtotal") == 1
    assert table.count(r"\rpexplanation ") == 17
    assert table.count("\\\\*\n") == 17  # a row and its explanation stay together
    assert table.count(r"\rpstub ") >= 120


@pytest.fixture(scope="module")
def make(book: Path) -> Callable[[], PdfReader]:
    if shutil.which("latexmk") is None or shutil.which("xelatex") is None:
        pytest.skip("needs latexmk and xelatex")
    made: list[PdfReader] = []

    def run() -> PdfReader:
        if not made:
            command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "rapportage-nl.tex"]
            # openin_any: text may not read files outside the folder.
            subprocess.run(command, cwd=book, check=True, capture_output=True, env={**os.environ, "openin_any": "p"})
            made.append(PdfReader(book / "rapportage-nl.pdf"))
        return made[0]

    return run


@pytest.mark.slow
def test_pdf_has_no_fault(make: Callable[[], PdfReader], book: Path) -> None:
    make()
    log = (book / "rapportage-nl.log").read_text("utf-8", errors="replace")
    for fault in ("Missing character", "Overfull", "undefined on input", "multiply-defined"):
        assert fault not in log, [line for line in log.splitlines() if fault in line][:3]


@pytest.mark.slow
def test_pdf_shows_notes_on_the_page_of_their_mark(make: Callable[[], PdfReader]) -> None:
    pages = [page.extract_text() for page in make().pages]
    for at in range(4, 120, 9):
        (page,) = [page for page in pages if f"Noot bij rij {at}." in page]
        assert re.search(rf"rij\s+{at}", page.replace(f"Noot bij rij {at}.", "")), at
    for note in ("Een gewone noot.", "Noot in een kaart.", "Noot in een verhaal.", "Noot in het bijschrift."):
        assert sum(note in page for page in pages) == 1, note


@pytest.mark.slow
def test_pdf_keeps_marks_side_by_side_apart(make: Callable[[], PdfReader]) -> None:
    text = " ".join(page.extract_text() for page in make().pages)
    assert re.search(r"naast\s+elkaar\.\s*1\s+2\b", text)


@pytest.mark.slow
def test_pdf_has_cover_contents_and_metadata(make: Callable[[], PdfReader]) -> None:
    pdf = make()
    cover, colophon, contents = (page.extract_text() for page in pdf.pages[:3])
    for words in ("Rapport & meer", "2025", "24 april 2026", "Concept"):
        assert words in cover
    assert "100% van de #tekst_" in colophon
    assert contents.strip().splitlines()[0] in ("Inhoud", "Concept")
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("Rapport & meer", "Ministerie van Zaken")
    assert str(pdf.root_object["/Lang"]) == "nl"
    assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.1)
    titles = [each.title for each in pdf.outline if not isinstance(each, list)]
    assert titles == ["Inleiding", "Een gebied"]


@pytest.mark.slow
def test_pdf_repeats_heads_and_shows_no_soft_hyphen(make: Callable[[], PdfReader]) -> None:
    text = [page.extract_text() for page in make().pages]
    broken = [page for page in text if "vervolg van de vorige pagina" in page]
    assert len(broken) >= 2
    assert all("Indicator" in page for page in broken)
    assert "zacht te breken" in " ".join(text)
