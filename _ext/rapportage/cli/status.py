"""``rapportage status``: how far the edition is, as its plugins tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from rapportage.cli import project

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.pass_obj
def status(folder: Path) -> None:
    """Print what has been delivered and approved, and what is missing."""
    found = project.load(folder)
    if problems := len(found.problems()):
        number = "is one problem" if problems == 1 else f"are {problems} problems"
        click.echo(
            f"There {number} in the data or the translations; `rapportage check` says what. What follows may lack some.\n",
            err=True,
        )
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    for at, overview in enumerate(found.overviews):
        console.print(*([""] if at else []), f"[bold]{escape(overview.name)}[/]", sep="\n")
        for line in overview.lines(found):
            console.print(f"  {escape(line)}")
