"""``rapportage check``: what it prints, and with what it exits."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from datafolder import ROOT, kinds

if TYPE_CHECKING:
    from conftest import Project


def test_good_data_exit_with_0(project: Project) -> None:
    result = project.run("check")
    assert result.exit_code == 0
    assert result.output == f"Nothing is wrong in 19 records of {len(kinds())} kinds.\n"


def test_problems_stand_under_their_file_and_exit_with_1(project: Project) -> None:
    project.write("data/finance/series.yaml", "fonds: {naam: Fonds}\n")
    project.write("data/results/outcomes.yaml", "ruimte: {area: mensenrecht, name: Ruimte}\nverkiezingen: {name: V}\n")
    result = project.run("check")
    assert result.exit_code == 1
    assert result.output == (
        "data/finance/series.yaml\n"
        '  data/finance/series.yaml:1:1: the key "name" is missing\n'
        '  data/finance/series.yaml:1:9: unknown key "naam"; did you mean "name"?\n'
        "\n"
        "data/results/outcomes.yaml\n"
        '  data/results/outcomes.yaml:1:16: unknown area "mensenrecht"; did you mean "mensenrechten"?\n'
        '  data/results/outcomes.yaml:2:1: the key "area" is missing\n'
        "\n"
        "4 problems in 17 records.\n"
    )


def test_one_problem_is_counted_as_one(project: Project) -> None:
    project.write("data/sources.yaml", "post: {name: Post, type: pots}\n")
    assert project.run("check").output.endswith("\n1 problem in 18 records.\n")


def test_a_line_number_is_no_emoji(project: Project) -> None:
    project.write("data/sources.yaml", "\n" * 99 + "Post: {name: Post, type: post}\n")
    assert "  data/sources.yaml:100:1: " in project.run("check").output


def test_what_stands_in_the_data_is_no_markup_of_the_terminal(project: Project) -> None:
    project.write("data/sources.yaml", "post: {name: Post, type: post, '[red]x[/]\\': 1, '[/]': 2, ':smile:': 3}\n")
    output = project.run("check").output
    for key in ("[red]x[/]\\", "[/]", ":smile:"):
        assert f'unknown key "{key}"' in output


def test_a_long_message_stays_on_one_line(project: Project) -> None:
    project.write("data/finance/notes.yaml", "noot: {text: 'Zie {math}`x`.'}\n")
    (line,) = [line for line in project.run("check").output.splitlines() if "unknown role" in line]
    assert line.endswith("finance-note, amount, country")


def test_the_edition_of_the_repository_is_good() -> None:
    """As a person types it, in a process of its own."""
    command = shutil.which("rapportage", path=f"{sys.prefix}/bin")
    assert command is not None
    result = subprocess.run([command, "check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Nothing is wrong in ")
