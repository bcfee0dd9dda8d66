r"""How the report becomes a printed PDF: settings for Sphinx's LaTeX builder, and what its writer leaves out.

The look itself is the LaTeX package ``_static/rapportage.sty``, with one more for each class of document.
:func:`settings` computes, for a language, what ``conf.py`` would otherwise hold; :class:`ReportTranslator` passes on to
LaTeX what Sphinx's writer drops: the classes of paragraphs and links, the alignment of columns, the kind of a row, the
number of a result area.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from docutils import nodes
from sphinx.builders.latex import LaTeXBuilder
from sphinx.builders.latex.nodes import footnotetext
from sphinx.util import texescape

from . import logs
from .output.latex import text as typeset
from .output.latex.writing import GiveBodies, TextWriter
from .svgpath import normalise

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


#: The LaTeX packages with the look, relative to ``conf.py``: what all documents have in common, the report, and the paper
#: of memos and letters.
STYLES = ("_static/rapportage.sty", "_static/rapportage-report.sty", "_static/rapportage-paper.sty")

#: Fonts of Debian's fonts-noto-core and fonts-noto-mono. Noto Sans is for all text: one family, two weights.
FONTS = r"""
\setmainfont{NotoSans}[Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic,
  BoldFont=*-Bold,BoldItalicFont=*-BoldItalic]
\setsansfont{NotoSans}[Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic,
  BoldFont=*-Bold,BoldItalicFont=*-BoldItalic]
\IfFontExistsTF{NotoSansMono-Regular.ttf}{\def\rpmono{NotoSansMono}}{\def\rpmono{NotoSans}}
\setmonofont{\rpmono}[Extension=.ttf,Scale=0.9,UprightFont=*-Regular,ItalicFont=*-Regular,
  BoldFont=*-Bold,BoldItalicFont=*-Bold]
"""


# ------------------------------------------------------------------ settings


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the cover and in the colophon, already in the language of the PDF.

    ``icons`` are those on the cover, each as the name of its colour (``priority-lhbtqi``) and its path data;
    ``colophon`` holds further paragraphs for the page after the cover.
    """

    title: str
    year: str
    publisher: str
    date: str
    subtitle: str = ""
    state: str = ""
    paper: str = ""
    colophon: tuple[str, ...] = ()
    icons: tuple[tuple[str, str], ...] = ()


def settings(language: str, publication: Publication, colours: str) -> dict[str, Any]:
    """Return the configuration values with which Sphinx makes the PDFs of one language.

    They depend on nothing but the arguments. Sphinx compares ``today`` with the previous build and reads
    every document again when it differs: it is the date of the edition, never that of the build.

    :param language: ``nl`` or ``en``.
    :param publication: what stands on the cover of the report.
    :param colours: the definitions of the colours, from :func:`rapportage.theme.latex`.
    """
    title = escape(publication.title)
    publisher = escape(publication.publisher)
    commands = {
        "rpbooktitle": title,
        "rpbooksubtitle": escape(publication.subtitle),
        "rpbookyear": escape(publication.year),
        "rpbookpublisher": publisher,
        "rpbookdate": escape(publication.date),
        "rpbookstate": escape(publication.state[:1].upper() + publication.state[1:]),
        "rpbookpaper": escape(publication.paper),
        "rpbooklanguage": language,
        # Sphinx would take the caption of the first toctree.
        "rpbookcontents": {"nl": "Inhoud", "en": "Contents"}[language],
        "rpbookpage": {"nl": "Pagina", "en": "Page"}[language],
        "rpbookof": {"nl": "van", "en": "of"}[language],
        "rpbookcolophon": "".join(rf"{escape(text)}\par " for text in publication.colophon),
        "rpbookicons": "".join(rf"\rpcovericon{{rp-{colour}}}{{{normalise(path)}}}" for colour, path in publication.icons),
    }
    definitions = "".join(rf"\newcommand\{name}{{{value}}}" + "\n" for name, value in commands.items())
    return {
        # Twice as fast as lualatex, and without its hole: text in a formula cannot run a program.
        "latex_engine": "xelatex",
        "latex_additional_files": [*STYLES],
        "latex_table_style": ["booktabs"],
        "latex_show_urls": "no",
        "latex_show_pagerefs": False,
        "latex_domain_indices": False,
        "latex_use_xindy": False,
        "latex_elements": {
            "papersize": "a4paper",
            "pointsize": "10pt",
            "extraclassoptions": "openany,oneside",
            "fontpkg": FONTS,
            # Not polyglossia, which Sphinx takes for this engine: the same hyphenation, a smaller PDF.
            "babel": r"\usepackage{babel}",
            "polyglossia": "",
            "cmappkg": "",
            "fncychap": "",
            "makeindex": "",
            "printindex": "",
            # A chart stands where the text says so.
            "figure_align": "H",
            "sphinxsetup": "hmargin={31mm,25mm},vmargin={30mm,28mm},marginpar=5mm,"
            # The sign that Sphinx wants here is in no font of ours.
            r"verbatimvisiblespace={\ }",
            "preamble": colours + definitions + r"\usepackage{rapportage}",
            "maketitle": r"\rpmaketitle",
            "tableofcontents": r"\rptableofcontents",
        },
        "today": publication.date,
    }


def apply(config: Config, values: dict[str, Any]) -> None:
    """Put the result of :func:`settings` into the configuration, for use on ``config-inited``.

    ``conf.py`` and the command line have been read by then: what they say in ``latex_elements`` stays.
    """
    for name, value in values.items():
        config[name] = {**value, **config[name]} if isinstance(value, dict) else value


def escape(text: str) -> str:
    """Return text in which nothing has a meaning to LaTeX."""
    texescape.init()  # Sphinx does so only when the builder starts, which is later than the configuration
    done = typeset.put(text, lambda piece: str(texescape.escape(piece, "xelatex")))
    if done.missing:
        logs.warn("glyph", f"on the cover or in the head of a document {typeset.complaint(done.missing, text)}", None)
    return done.latex


def icon(path: str) -> str:
    r"""Return LaTeX code for an icon, from SVG path data in a box of 24 by 24: as high as a line of text.

    Writers of nodes use this and not ``\rpicon`` itself, which reads only part of what SVG allows.

    :raises rapportage.svgpath.PathError: if ``path`` is no path data.
    """
    return rf"\rpicon{{{normalise(path)}}}"


# ------------------------------------------------------------------ the width of columns

#: As many characters of running text fit on a line of a table.
_LINE = 110
#: What goes lost between two columns, in characters.
_GAP = 2.0
#: A longer word may be broken; in the head of a crowded table a shorter one.
_WORD, _SHORT = 13, 7
#: A column of running text needs no more than this to get its share, and wants at least so much to be readable.
_TEXT, _READABLE = 90, 26
#: How much wider than running text are single words, figures and bold type; how wide is an icon with its space.
_WORDS, _FIGURES, _BOLD, _ICON = 1.15, 1.2, 1.35, 4.5


class Cell(NamedTuple):
    """What a cell asks of the width of its column, in characters.

    ``wanted`` is the width of the whole on one line, ``least`` that of what should not be broken, and ``tight`` that
    of what cannot be broken even in a crowded table. ``number`` says that the cell stands at the right.
    """

    wanted: float
    least: float
    tight: float
    number: bool = False


def column_widths(columns: list[list[Cell]], *, fill: bool = True) -> list[int]:
    """Share the width of the page among the columns of a table, in thousandths.

    Every column gets room for what should not be broken; where that would leave too little for running text, only for
    what cannot be. What is left is shared out evenly, but no column gets more than its text needs: so short texts
    stand on one line, and the longest ones take the rest. With ``fill`` the table is as wide as the page, also when
    its text needs less.
    """
    least = [max((cell.least for cell in cells), default=1.0) + _GAP for cells in columns]
    wanted = [max((min(cell.wanted, _TEXT) for cell in cells), default=1.0) + _GAP for cells in columns]
    if sum(max(low, min(high, _READABLE)) for low, high in zip(least, wanted, strict=True)) > _LINE:
        least = [max((cell.tight for cell in cells), default=1.0) + _GAP for cells in columns]
        wanted = [
            max((cell.tight if cell.tight < cell.least else min(cell.wanted, _TEXT) for cell in cells), default=1.0) + _GAP
            for cells in columns
        ]
    spare = max(0.0, _LINE - sum(least))
    shares = list(least)
    needs = [max(0.0, high - low) for low, high in zip(least, wanted, strict=True)]
    waiting = len(columns)
    for column in sorted(range(len(columns)), key=needs.__getitem__):
        given = min(needs[column], spare / waiting)
        shares[column] += given
        spare -= given
        waiting -= 1
    if not fill and sum(shares) < _LINE:
        return [int(1000 * share / _LINE) for share in shares]
    widths = [int(1000 * share / sum(shares)) for share in shares]
    widths[shares.index(max(shares))] += 1000 - sum(widths)
    return widths


def _cells(table: nodes.table) -> list[list[Cell]]:
    """Return for each column of a table its cells; a cell over several columns says nothing about one of them."""
    (group,) = table.findall(nodes.tgroup)
    count = int(group["cols"])
    columns: list[list[Cell]] = [[] for _ in range(count)]
    covered = [0] * count  # how many more rows a cell from above reaches into each column
    for row in group.findall(nodes.row):
        column = 0
        for entry in row.findall(nodes.entry):
            while column < count and covered[column]:
                covered[column] -= 1
                column += 1
            width = entry.get("morecols", 0) + 1
            if width == 1 and column < count:
                columns[column].append(_cell(entry, head=isinstance(row.parent, nodes.thead)))
            for place in range(column, min(column + width, count)):
                covered[place] = entry.get("morerows", 0)
            column += width
        for place in range(column, count):
            covered[place] = max(0, covered[place] - 1)
    return columns


def _cell(entry: nodes.entry, *, head: bool) -> Cell:
    """Measure a cell. A figure is never broken; a head, a status and a long word are if there is no other way."""
    text = _text(entry).replace("\xad", "")
    number = _is_number(entry)
    bold = head or "rp-total" in entry.parent["classes"]
    factor = _BOLD if bold else _FIGURES if number else 1.0
    whole = len(text) * factor
    word = max((len(word) for word in text.split()), default=0)
    if head:
        # A head stands on as many lines as it has words: it does not make its column wider.
        return Cell(word * factor, word * factor, min(word, _SHORT) * factor, number)
    if any(entry.findall(_has_class("rp-status"))):
        return Cell(whole + _ICON, whole + _ICON, word + _ICON, number)
    if number:
        return Cell(whole, whole, whole, number)
    least = min(word, _WORD) * max(factor, _WORDS)
    # A short text has no average: one wide letter more, and it would be broken.
    return Cell(whole + 1.5, least, least, number)


def _text(node: nodes.Node) -> str:
    """Return the text of a node as it stands in the table: a footnote, which Sphinx has put in its place, as its mark."""
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.footnote | footnotetext):
        return "1"
    return "".join(map(_text, node.children))


def _is_number(entry: Element) -> bool:
    """Tell whether a cell stands at the right: a figure of ours, or a column of Markdown written ``---:``."""
    return bool({"rp-number", "text-right"}.intersection(entry["classes"]))


def _has_class(name: str) -> Any:
    """Return a condition for ``findall``: elements with this class."""
    return lambda node: isinstance(node, nodes.Element) and name in node.get("classes", ())


# ------------------------------------------------------------------ the writer

#: Containers that are drawn as a box, with the environment that draws it.
_BOXES = {
    "rp-highlight": "rphighlight",
    "rp-example": "rpexample",
    "rp-home": "rphome",
    "rp-omitted": "rpomitted",
    "rp-card": "rpcard",
    "sd-card": "rpcard",
}
#: Containers whose children stand side by side.
_GRIDS = ("rp-cards", "sd-row")
#: Paragraphs that have an environment of their own: ``rp-meta`` becomes ``rpmeta``.
_PARAGRAPHS = frozenset(
    {"rp-card-title", "rp-chips", "rp-figure", "rp-lead", "rp-meta", "rp-name", "rp-number", "rp-source"}
)
#: A table with at most so many rows and characters fits on a page and stays whole; others may break over pages.
_WHOLE = (8, 2000)


def _colour(node: Element) -> str:
    """Return the name of the colour that the classes of a node ask for, or that of the text."""
    for name in node["classes"]:
        if name.startswith(("rp-priority-", "rp-area-")):
            return str(name)
    return "rp-text"


def _grid_columns(node: Element) -> int:
    """Return in how many columns the cards of a grid are set."""
    count = sum(isinstance(child, nodes.container) for child in node.children)
    if count <= 4 and any(node.findall(_has_class("rp-number"))):
        return count  # blocks with a number are small: the four areas stand in a row
    return {0: 1, 1: 1, 2: 2, 4: 2}.get(count, 3)


class ReportTranslator(TextWriter):
    """Passes on to LaTeX what Sphinx's writer leaves out; a mixin, in front of the translator of the builder.

    What it writes are commands and environments of ``rapportage.sty``.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        #: How many boxes stand around the current node. A table in a box cannot break over pages.
        self._boxes = 0
        #: The numbers of result areas that stand in the opening of a chapter, and not once more below it.
        self._opened: set[nodes.Node] = set()

    # -- chapters

    def visit_section(self, node: Element) -> None:
        """Keep a heading with the table below it, and tell a result area's chapter its number and colour."""
        super().visit_section(node)
        below = [child for child in node.children[1:] if not isinstance(child, nodes.Invisible)]
        if below and isinstance(below[0], nodes.table):
            self.body.append("\\rpkeep\n")
        if self.this_is_the_title or self.sectionnames[self.sectionlevel] != "chapter":
            return
        for child in node.children:
            if not (isinstance(child, nodes.container) and "rp-home" in child["classes"]):
                continue
            for number in child.findall(_has_class("rp-number")):
                self.body.append(rf"\rpopening{{{_colour(child)}}}{{{self.escape(number.astext())}}}" + "\n")
                self._opened.add(number)

    # -- containers, paragraphs and inline text with classes

    def visit_container(self, node: Element) -> None:
        """Open the environment that draws this container."""
        classes = node["classes"]
        environments: list[tuple[str, str]] = []
        if any(name in _GRIDS for name in classes):
            environments.append(("rpgrid", f"{{{_grid_columns(node)}}}"))
        elif box := self._box(node):
            environments.append((box, f"{{{_colour(node)}}}"))
            self._boxes += 1
        elif "sd-card-title" in classes:
            environments.append(("rpcardtitle", ""))
        else:
            # Sphinx's own way, without the classes that only place something on a screen.
            environments += [("sphinxuseclass", f"{{{name}}}") for name in classes if not name.startswith("sd-")]
        self.body += [f"\n\\begin{{{name}}}{argument}" for name, argument in environments]
        if node["ids"]:
            # Sphinx makes no target of a container, but a highlight is linked to.
            self.body.append("\n" + self.hypertarget_to(node, anchor=True))
        self.body.append("%\n" if environments else "")
        self.context.append("".join(f"\n\\end{{{name}}}" for name, _ in reversed(environments)))

    def depart_container(self, node: Element) -> None:
        """Close what :meth:`visit_container` has opened."""
        self.body.append(self.context.pop())
        self._boxes -= bool(self._box(node))

    def _box(self, node: Element) -> str:
        """Return the environment that draws a container as a box, or nothing."""
        if "sd-col" in node["classes"] and not any(node.findall(_has_class("sd-card"))):
            return "rpcard"  # in a grid everything stands in a box
        return next((_BOXES[name] for name in node["classes"] if name in _BOXES), "")

    def visit_paragraph(self, node: Element) -> None:
        """Set a paragraph with a class of the report in its own environment."""
        if node in self._opened:
            raise nodes.SkipNode
        name = next((name for name in node["classes"] if name in _PARAGRAPHS), "").replace("-", "")
        if name:
            self.body.append(f"\n\\begin{{{name}}}")
        super().visit_paragraph(node)
        self.context.append(f"\\end{{{name}}}\n" if name else "")

    def depart_paragraph(self, node: Element) -> None:
        """Close what :meth:`visit_paragraph` has opened."""
        super().depart_paragraph(node)
        self.body.append(self.context.pop())

    def visit_inline(self, node: Element) -> None:
        """Put the class with the colour first: it becomes the outermost command, and the others use it."""
        if "rp-example-mark" in node["classes"] and isinstance(node.parent.parent, nodes.table):
            # Sphinx drops classes in titles, also in those of tables.
            self.body.append(r"\DUrole{rp-example-mark}{")
            self.context.append("}")
            return
        node["classes"].sort(key=lambda name: not name.startswith(("rp-priority-", "rp-area-")))
        super().visit_inline(node)

    def visit_reference(self, node: Element) -> None:
        """Set a link that is a chip as a chip: Sphinx drops the classes of links."""
        chip = "rp-chip" in node["classes"] and not self.in_title
        if chip:
            self.body.append(rf"\DUrole{{{_colour(node)}}}{{\DUrole{{rp-chip}}{{")
        super().visit_reference(node)
        self.context[-1] += "}}" if chip else ""

    def visit_rubric(self, node: nodes.rubric) -> None:
        """Set a heading in a box as such: a section heading looks for room on the page."""
        super().visit_rubric(node)
        if self._boxes:
            self.body[-1] = r"\rpboxtitle{"

    # -- tables

    def visit_table(self, node: Element) -> None:
        """Choose how a table is set: whether it breaks over pages, and how wide its columns are."""
        super().visit_table(node)
        table = self.tables[-1]
        styles = [name for name in node["classes"] if name.startswith("rp-")]
        if table.align == "default":
            table.align = "left"
        rows, text = _WHOLE
        whole = len(list(node.findall(nodes.row))) <= rows and len(_text(node)) <= text
        if self._boxes:
            table.is_nested = True
        table.classes = [name for name in table.classes if name != "longtable"]
        if not whole and not table.is_nested:
            table.classes.append("longtable")
        # Columns are as wide as what is in them asks. A writer can say otherwise for a table of her own.
        if styles or not table.colspec:
            given = "colwidths-given" in node["classes"] and not styles
            table.colspec = self._colspec(node, given=given, fill=bool(styles) or table.is_nested)
        environments = [("sphinxuseclass", f"{{{name}}}") for name in styles]
        if whole and not table.is_nested:
            environments.insert(0, ("rpwhole", ""))
        self.body += [f"\n\\begin{{{name}}}{argument}" for name, argument in environments]
        self.context.append("".join(f"\\end{{{name}}}\n" for name, _ in reversed(environments)))

    def depart_table(self, node: Element) -> None:
        """Close what :meth:`visit_table` has opened."""
        super().depart_table(node)
        self.body.append(self.context.pop())

    def _colspec(self, node: Element, *, given: bool, fill: bool) -> str:
        """Return the columns of a table: as wide as is given or as the text needs, numbers at the right."""
        assert isinstance(node, nodes.table)  # noqa: S101 (for the type checker)
        cells = _cells(node)
        if given:
            weights = [float(column["colwidth"]) for column in node.findall(nodes.colspec)]
            widths = [round(1000 * weight / sum(weights)) for weight in weights]
        else:
            widths = column_widths(cells, fill=fill)
        columns = []
        for width, column in zip(widths, cells, strict=True):
            numbers = sum(cell.number for cell in column)
            right = r">{\raggedleft\arraybackslash}" if numbers * 2 > len(column) else ""
            columns.append(rf"{right}\rpw{{{width}}}")
        return "{@{}" + "".join(columns) + "@{}}\n"

    def visit_row(self, node: Element) -> None:
        """Draw the rule above the first row of a group, and above a total."""
        # Before the first row there may be notes of the head.
        if any(isinstance(child, nodes.row) for child in node.parent[: node.parent.index(node)]):
            for name in ("group", "total"):
                if f"rp-{name}" in node["classes"]:
                    self.body.append(rf"\rprow{name}" + "\n")
        super().visit_row(node)

    def depart_row(self, node: Element) -> None:
        """Keep a row with its explanation, and a group with its name; leave out a rule where another one follows."""
        super().depart_row(node)
        following = node.next_node(nodes.row, descend=False, siblings=True)
        classes = following["classes"] if following is not None else []
        if "rp-explanation" in classes or ("rp-group" in node["classes"] and len(node) == 1):
            place = len(self.body) - 1 - self.body[::-1].index("\\\\\n")
            self.body[place] = "\\\\*\n"
        if any(name in classes for name in ("rp-explanation", "rp-group", "rp-total")):
            while self.body[-1] == r"\sphinxhline":
                self.body.pop()

    def visit_entry(self, node: Element) -> None:
        """Set a cell as its row and its own classes ask for."""
        stub = self.tables[-1].col in self.tables[-1].stubs
        super().visit_entry(node)
        row = node.parent
        if isinstance(row.parent, nodes.thead):
            self.body.append(r"\rpjoin " + (r"\raggedleft " if _is_number(node) else ""))
            return
        following = row.next_node(nodes.row, descend=False, siblings=True)
        if following is not None and "rp-explanation" in following["classes"]:
            self.body.append(r"\rpjoin ")
        if stub:
            self.body.append(r"\rpstub ")  # Sphinx sets the head of a row as boldly as that of a column
        for name in ("explanation", "total"):
            if f"rp-{name}" in row["classes"]:
                self.body.append(rf"\rp{name} ")
        if "rp-group" in row["classes"] and node.get("morecols"):
            self.body.append(r"\rptotal ")  # the row holds nothing but the name of the group
        if "rp-empty" in node["classes"]:
            self.body.append(r"\rpquiet ")
        if node.children and isinstance(node[0], nodes.target):
            # At the top of a cell it would count as its first line.
            self.body.append(r"\leavevmode" + self.hypertarget_to(node[0], anchor=True) + r"\ignorespaces ")
            del node[0]


def use_translator(app: Sphinx) -> None:
    """Put :class:`ReportTranslator` in front of the translator of the LaTeX builder."""
    if not isinstance(app.builder, LaTeXBuilder):
        return
    base = app.registry.get_translator_class(app.builder)
    app.set_translator(app.builder.name, type("ReportLaTeXTranslator", (ReportTranslator, base), {}), override=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the translator. The settings come from ``conf.py``, which knows the edition."""
    # Late, so that a translator which another extension sets is the one that is extended.
    app.connect("builder-inited", use_translator, priority=900)
    app.add_post_transform(GiveBodies)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
