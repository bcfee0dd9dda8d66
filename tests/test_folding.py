"""Tables are folded until their page is written; nobody who looks at a page can tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from rapportage.tables import Column, Row, UnfoldTablesInHTML, empty, table, text, unfold

if TYPE_CHECKING:
    import pytest
    from reports import Report

COLUMNS = [Column("A"), Column("B", figures=True)]


def folded(*rows: Row) -> nodes.table:
    return table(COLUMNS, rows)[1]  # type: ignore[return-value]


def bodies(made: nodes.table) -> list[list[str]]:
    (body,) = made.findall(nodes.tbody)
    return [[entry.astext() for entry in row.children] for row in body.findall(nodes.row)]


def test_a_page_that_was_read_holds_no_rows(report: Report) -> None:
    tables = [each for each in report.build().doctree("geld").findall(nodes.table) if "rp-finance" in each["classes"]]
    assert tables
    assert not any(list(each.findall(nodes.row)) for each in tables)


def test_html_is_the_same_as_of_whole_tables(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row by row, or all rows at once: the same pages, and the same words for the search."""
    whole = report.fresh_copy()
    by_row = report.build()
    monkeypatch.setattr(UnfoldTablesInHTML, "body", nodes.tbody)
    at_once = whole.build()
    assert by_row.pages() == at_once.pages()
    assert by_row.file("searchindex.js") == at_once.file("searchindex.js")


def test_a_word_in_a_cell_is_found(report: Report) -> None:
    report["data/results/indicators/vindbaar.yaml"] = (
        "vindbaar: {outcome: stem, name: Xylofoonlessen, unit: lessen, direction: up, targets: {2025: 10}, "
        'actuals: {2025: 5}, explanations: {2025: "Zie {priority}`pers` en Zeemeermin."}, '
        "source: Telling, priorities: [pers]}\n"
    )
    index = report.build().file("searchindex.js")
    terms = json.loads(index[index.index("{") : index.rindex("}") + 1])["terms"]
    assert any(term.startswith("xylofoon") for term in terms)
    assert any(term.startswith("zeemeer") for term in terms)


def test_what_must_be_seen_stays_in_the_tree() -> None:
    link = addnodes.pending_xref("", nodes.inline("", "doel"), reftarget="doel")
    made = folded(Row([text("een"), empty()]), Row([[link], text("1")]))
    assert [*made.findall(addnodes.pending_xref)] == [link]
    assert [entry.astext() for entry in made.findall(nodes.entry)] == ["doel"]
    unfold(made)
    assert bodies(made) == [["een", "–"], ["doel", "1"]]
    assert isinstance(link.parent, nodes.paragraph)


def test_a_node_can_stand_in_many_cells() -> None:
    mark = nodes.inline("", "gehaald", classes=["mark"])
    made = folded(*(Row([text(str(at)), [mark]]) for at in range(3)))
    unfold(made)
    marks = [*made.findall(nodes.inline)]
    assert [each.astext() for each in marks] == ["gehaald"] * 3
    assert len({id(each) for each in marks}) == 3
    assert all(isinstance(each.parent, nodes.entry) for each in marks)


def test_a_copy_unfolds_by_itself() -> None:
    made = folded(Row([text("een"), empty()], id="rij"))
    copy = made.deepcopy()
    unfold(copy)
    assert "folded" in made
    unfold(made)
    assert bodies(made) == bodies(copy) == [["een", "–"]]
    assert next(iter(made.findall(nodes.inline))) is not next(iter(copy.findall(nodes.inline)))
