"""``rapportage check``: all that is wrong in the data and the catalogues, in one go, without a build."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from rapportage.cli import project

if TYPE_CHECKING:
    from pathlib import Path

    from rapportage.problems import Problem


@click.command()
@click.pass_obj
def check(folder: Path) -> None:
    """Read all data and translations and print what is wrong; exits with 1 if anything is."""
    found = project.load(folder)
    if not found.data.is_dir():
        raise click.ClickException(f"there is no folder {found.data}; conf.py names it in rapportage_data")
    store, problems = found.store(), found.problems()
    # Without emoji: a line number 100 between colons would be one.
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    for file, of_file in groupby(problems, key=lambda problem: problem.place.file):
        console.print(f"[bold]{escape(file)}[/]")
        for problem in of_file:
            console.print(_line(problem))
        console.print()
    records = sum(len(store.ids(kind)) for kind in store.kinds)
    if problems:
        console.print(f"[red]{_counted(len(problems), 'problem')}[/] in {_counted(records, 'record')}.")
        raise SystemExit(1)
    console.print(f"[green]Nothing is wrong[/] in {_counted(records, 'record')} of {_counted(len(store.kinds), 'kind')}.")


def _line(problem: Problem) -> str:
    # The whole place, not only the line: a terminal and an editor make a link of it.
    return f"  {escape(str(problem.place))}: {escape(problem.message)}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
