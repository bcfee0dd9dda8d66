"""``rapportage finance``: the totals of the report's tables, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from rapportage.cli import main

if TYPE_CHECKING:
    from click.testing import Result
    from reports import Report


def run(annex: Report, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-c", str(annex.folder), "finance", *arguments])


def printed(annex: Report, *arguments: str) -> str:
    result = run(annex, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def figures(output: str, head: str) -> list[str]:
    """The figures behind the row that begins with *head*."""
    (line,) = [line for line in output.splitlines() if line.startswith(head)]
    return line.removeprefix(head).split()


def test_the_same_totals_as_the_table(annex: Report) -> None:
    output = printed(annex, "--by", "priority", "--years", "2023-2025", "--kind", "disbursement")
    rows = annex.build().page("tabel").select("tbody tr")
    assert len(rows) == 3
    for row in rows:
        for mark in row.select(".footnote-reference"):
            mark.decompose()
        head, *cells = [cell.get_text().strip() for cell in row.find_all(["th", "td"])]
        assert figures(output, head.replace("Totaal", "Total")) == cells


def test_kinds_have_a_table_each(annex: Report) -> None:
    lines = [line.strip() for line in printed(annex).splitlines()]
    assert [line for line in lines if line in {"Budget", "Ceiling", "Disbursement", "Commitment"}] == [
        "Budget",
        "Ceiling",
        "Disbursement",
    ]


def test_rounded_in_thousands(annex: Report) -> None:
    output = printed(annex, "--by", "priority", "--years", "2025", "--kind", "disbursement", "--unit", "thousand")
    assert "x EUR 1,000" in output
    assert figures(output, "Total") == ["3.701"]


def test_two_axes(annex: Report) -> None:
    output = printed(annex, "--by", "channel", "--by", "priority", "--years", "2024", "--kind", "disbursement")
    assert figures(output, "Subtotal Central") == ["12.495.942"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--priority", "relgie"], 'there is no priority "relgie"; did you mean "religie"?'),
        (["--by", "kinds"], "'kinds' is not one of"),
        (["--by", "priority", "--columns", "priority"], "rows have one axis or two"),
        (["--by", "oda", "--columns", "kind", "--kind", "budget"], "amounts that cannot be added stand in one cell"),
        (["--years", "23"], '"23" is not a year'),
        (["--years", "1950"], "there is no amount with these options"),
    ],
)
def test_what_cannot_be_asked(annex: Report, arguments: list[str], message: str) -> None:
    result = run(annex, *arguments)
    assert result.exit_code != 0
    assert message in " ".join(result.output.split())


def test_wrong_data_have_no_totals(annex: Report) -> None:
    annex.edit("data/finance/amounts.yaml", "value: 1000000", "value: 1.000.000")
    result = run(annex)
    assert result.exit_code != 0
    assert "something is wrong in the data" in result.output
