"""The one table builder: plain docutils tables, so that every builder and theme can show them.

Columns have a weight and say whether they hold figures; figures are aligned on the right. A cell holds text straight in
its entry, without a paragraph: a third less to build and to write, and a table of a hundred rows is nothing special here.

Until its page is written a table is *folded*: what nothing looks for before that is kept aside, text as text. Cells are
most of a large report, a build goes through all nodes of a page some fifty times, and Python's garbage collector through
all nodes of all pages. In HTML a row is made when it is its turn, and forgotten when it has been written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from rapportage.icons import icon

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

#: A cell that is folded: its text, its nodes, or None for one that must be seen and stands among the children.
Folded: TypeAlias = "str | tuple[nodes.Node, ...] | None"
#: A row that is folded: its cells, its classes and its id.
FoldedRow: TypeAlias = "tuple[Sequence[Folded], Sequence[str], str]"

#: Nodes that nothing looks for while pages are read.
_UNSEEN = (nodes.Text, nodes.inline, nodes.emphasis, nodes.strong, icon)


class Column(NamedTuple):
    """A column: what its head says, its weight among the others, and whether it holds figures."""

    head: str
    weight: int = 10
    figures: bool = False


class Row(NamedTuple):
    """A row: its cells from left to right, each a list of inline nodes.

    A row with fewer cells than there are columns lets the last cell run on to the end.
    """

    cells: Sequence[Sequence[nodes.Node]]
    classes: tuple[str, ...] = ()
    id: str = ""
    """What a link to this row leads to."""


def table(
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    caption: Sequence[nodes.Node] = (),
    classes: Iterable[str] = (),
    table_id: str = "",
) -> list[nodes.Node]:
    """The nodes of a table. The first column holds the heads of the rows; the head is repeated on every page of a PDF.

    With a *table_id* and a *caption* it is numbered.
    """
    folded: list[FoldedRow] = []
    seen: list[nodes.Node] = []
    for row in rows:
        cells = [_folded(cell) for cell in row.cells]
        folded.append((cells, row.classes, row.id))
        seen += [_entry(cell) for cell, kept in zip(row.cells, cells, strict=True) if kept is None]
    # A long table can be cut between pages, and prints its notes at the foot of the page that they belong to.
    made = nodes.table("", *caption, *seen, classes=["rp-table", "longtable", "colwidths-given", *classes])
    made["ids"] = [table_id] if table_id else []
    made["columns"], made["folded"] = list(columns), folded
    return [_latex_columns(columns), made]


def text(words: str) -> list[nodes.Node]:
    """A cell of plain text."""
    return [nodes.Text(words)]


def empty() -> list[nodes.Node]:
    """A cell in which there is nothing, visibly."""
    return [nodes.inline("", "–", classes=["rp-none"])]


def take_row_ids(node: nodes.Element, ids: Collection[str]) -> set[str]:
    """Take those of *ids* that rows have, if *node* is a table of ours; returns them."""
    rows: Sequence[FoldedRow] = node.get("folded", ())
    taken = {row_id for _, _, row_id in rows if row_id in ids}
    if taken:
        node["folded"] = [(cells, classes, "" if row_id in taken else row_id) for cells, classes, row_id in rows]
    return taken


def _folded(cell: Sequence[nodes.Node]) -> Folded:
    if all(isinstance(node, nodes.Text) for node in cell):
        return "".join(node.astext() for node in cell)
    if all(isinstance(node, _UNSEEN) for outer in cell for node in outer.findall()):
        return tuple(cell)
    return None


def _entry(cell: Sequence[nodes.Node]) -> nodes.entry:
    # Sphinx wants a reference to stand in a text; other cells need no paragraph.
    if any(isinstance(node, addnodes.pending_xref | nodes.reference) for node in cell):
        return nodes.entry("", nodes.paragraph("", "", *cell))
    return nodes.entry("", *cell)


def _latex_columns(columns: Sequence[Column]) -> nodes.Node:
    total = sum(column.weight for column in columns)
    spec = "".join(
        rf">{{\{'raggedleft' if column.figures else 'raggedright'}\arraybackslash}}\X{{{column.weight}}}{{{total}}}"
        for column in columns
    )
    return addnodes.tabular_col_spec("", spec=spec)


class written_body(nodes.tbody):  # noqa: N801 -- named as docutils names nodes
    """A body whose rows are made while they are written. ``columns`` and ``folded`` are those of the table.

    Its children are what others look for: the words, to be found by a search, and the cells that hold references.
    """


class UnfoldTables(SphinxPostTransform):
    """Makes nodes of what tables have kept aside."""

    # After what goes through a whole page (references at 10, most others up to 400); before themes wrap tables (500).
    default_priority = 450
    body: ClassVar[type[nodes.tbody]] = nodes.tbody

    def run(self, **kwargs: Any) -> None:
        unfold(self.document, body=self.body)


class UnfoldTablesInHTML(UnfoldTables):
    default_priority = UnfoldTables.default_priority - 1
    formats = ("html",)
    body = written_body


def unfold(node: nodes.Element, *, body: type[nodes.tbody] = nodes.tbody) -> None:
    """Make nodes of what the tables in *node* have kept aside."""
    for made in list(node.findall(nodes.table)):
        if "folded" in made:
            _unfold(made, body)


def _unfold(made: nodes.table, body: type[nodes.tbody]) -> None:
    columns: Sequence[Column] = made.attributes.pop("columns")
    folded: Sequence[FoldedRow] = made.attributes.pop("folded")
    seen = [child for child in made.children if isinstance(child, nodes.entry)]
    made.children = [child for child in made.children if not isinstance(child, nodes.entry)]
    heads: FoldedRow = [column.head for column in columns], (), ""
    group = nodes.tgroup("", cols=len(columns))
    for at, column in enumerate(columns):
        group.append(nodes.colspec("", colwidth=column.weight, **({"stub": 1} if at == 0 else {})))
    group.append(nodes.thead("", *_rows([heads], columns, ())))
    if body is written_body:
        words = nodes.Text("\n".join(_words(folded)))
        group.append(written_body("", words, *seen, columns=columns, folded=folded))
    else:
        group.append(nodes.tbody("", *_rows(folded, columns, seen)))
    made.append(group)


def _words(folded: Iterable[FoldedRow]) -> Iterator[str]:
    for cells, _, _ in folded:
        for cell in cells:
            if cell is not None:
                yield cell if isinstance(cell, str) else "".join(node.astext() for node in cell)


def visit_written_body(self: HTML5Translator, node: written_body) -> None:
    self.visit_tbody(node)
    seen = [child for child in node.children if isinstance(child, nodes.entry)]
    for row in _rows(node["folded"], node["columns"], seen):
        row.parent = node
        row.walkabout(self)
    self.depart_tbody(node)
    raise nodes.SkipNode


def _rows(folded: Iterable[FoldedRow], columns: Sequence[Column], seen: Iterable[nodes.entry]) -> Iterator[nodes.row]:
    kept = iter(seen)
    return (_row(row, columns, kept) for row in folded)


def _row(folded: FoldedRow, columns: Sequence[Column], seen: Iterator[nodes.entry]) -> nodes.row:
    cells, classes, row_id = folded
    row = nodes.row(classes=[*classes], ids=[row_id] if row_id else [])
    for cell, column in zip(cells, columns, strict=False):
        if cell is None:
            entry = next(seen)
        elif isinstance(cell, str):
            entry = nodes.entry("", nodes.Text(cell))
        else:
            # A copy: the table may be one itself.
            entry = nodes.entry("", *(node.deepcopy() for node in cell))
        if column.figures:
            entry["classes"] = ["rp-number"]
        row.append(entry)
    if len(cells) < len(columns):
        entry["morecols"] = len(columns) - len(cells)
        entry["classes"] = []
    return row


class CompleteCells(SphinxPostTransform):
    """Gives builders what they need in cells: a paragraph, and a target for a row."""

    # After footnotes have been put in place (600): they stand where they are cited.
    default_priority = 610
    formats = ("latex", "man", "texinfo", "text")

    def run(self, **kwargs: Any) -> None:
        for row in self.document.findall(nodes.row):
            for entry in row.findall(nodes.entry):
                # In LaTeX words are hyphenated only in a paragraph; plain text would have a line for each letter.
                if not isinstance(entry.next_node(), nodes.Body):
                    entry.children = [nodes.paragraph("", "", *entry.children)]
                    entry.children[0].parent = entry
            if row["ids"]:
                cast("nodes.entry", row[0]).insert(0, nodes.target("", "", ids=row["ids"]))
                row["ids"] = []


class FillRows(SphinxPostTransform):
    """Puts empty cells where one runs on over several columns: a man page cannot have that."""

    default_priority = CompleteCells.default_priority
    formats = ("man",)

    def run(self, **kwargs: Any) -> None:
        for entry in list(self.document.findall(nodes.entry)):
            row = cast("nodes.row", entry.parent)
            at = row.index(entry) + 1
            row[at:at] = [nodes.entry() for _ in range(entry.attributes.pop("morecols", 0))]


def setup(app: Sphinx) -> None:
    app.add_node(written_body, html=(visit_written_body, None))
    app.add_post_transform(UnfoldTables)
    app.add_post_transform(UnfoldTablesInHTML)
    app.add_post_transform(CompleteCells)
    app.add_post_transform(FillRows)
