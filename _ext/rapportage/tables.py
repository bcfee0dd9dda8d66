"""The one table builder: plain docutils tables, so that every builder and theme can show them.

Columns have a weight and say whether they hold figures; figures are aligned on the right. A cell holds text straight in
its entry, without a paragraph: a third less to build and to write, and a table of a hundred rows is nothing special here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx


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
    body = nodes.tbody()
    for row in rows:
        line = nodes.row(classes=[*row.classes], ids=[row.id] if row.id else [])
        for at, cell in enumerate(row.cells):
            # Sphinx wants a reference to stand in a text; other cells need no paragraph.
            entry = nodes.entry("", nodes.paragraph("", "", *cell)) if _has_reference(cell) else nodes.entry("", *cell)
            if columns[at].figures:
                entry["classes"] = ["rp-number"]
            line.append(entry)
        if len(row.cells) < len(columns):
            entry["morecols"] = len(columns) - len(row.cells)
            entry["classes"] = []
        body.append(line)
    made = _assemble(columns, body, caption, classes)
    made["ids"] = [table_id] if table_id else []
    return [_latex_columns(columns), made]


def text(words: str) -> list[nodes.Node]:
    """A cell of plain text."""
    return [nodes.Text(words)]


def empty() -> list[nodes.Node]:
    """A cell in which there is nothing, visibly."""
    return [nodes.inline("", "–", classes=["rp-none"])]


def _has_reference(cell: Sequence[nodes.Node]) -> bool:
    return any(isinstance(node, addnodes.pending_xref | nodes.reference) for node in cell)


def _assemble(
    columns: Sequence[Column], body: nodes.tbody, caption: Sequence[nodes.Node], classes: Iterable[str]
) -> nodes.table:
    heads = [nodes.entry("", nodes.Text(each.head), classes=["rp-number"] if each.figures else []) for each in columns]
    head = nodes.thead("", nodes.row("", *heads))
    group = nodes.tgroup("", cols=len(columns))
    for at, column in enumerate(columns):
        group.append(nodes.colspec("", colwidth=column.weight, **({"stub": 1} if at == 0 else {})))
    group += [head, body]
    # A long table can be cut between pages, and prints its notes at the foot of the page that they belong to.
    return nodes.table("", *caption, group, classes=["rp-table", "longtable", "colwidths-given", *classes])


def _latex_columns(columns: Sequence[Column]) -> nodes.Node:
    total = sum(column.weight for column in columns)
    spec = "".join(
        rf">{{\{'raggedleft' if column.figures else 'raggedright'}\arraybackslash}}\X{{{column.weight}}}{{{total}}}"
        for column in columns
    )
    return addnodes.tabular_col_spec("", spec=spec)


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
    app.add_post_transform(CompleteCells)
    app.add_post_transform(FillRows)
