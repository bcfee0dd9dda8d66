"""``rapportage gate``: whether this edition may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from rapportage.cli import checks, project

if TYPE_CHECKING:
    from pathlib import Path

    from rapportage.cli.project import Project

#: How many reasons of one check are printed, unless all are asked for.
SHOWN = 10


@click.command()
@click.option("--all", "everything", is_flag=True, help=f"Print every reason, not only the first {SHOWN} of a check.")
@click.pass_obj
def gate(folder: Path, /, everything: bool) -> None:
    """Print whether this edition may be published, and if not, every reason why; exits with 1 then."""
    if not passes(project.load(folder), everything=everything):
        raise SystemExit(1)


def passes(found: Project, *, everything: bool) -> bool:
    """Print the checklist; returns whether every check is passed."""
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    failed = 0
    every = [*checks.CHECKS, *found.checks]
    for check in every:
        reasons = list(check.find(found))
        failed += bool(reasons)
        mark = "[red]no [/]" if reasons else "[green]yes[/]"
        console.print(f"{mark} {escape(check.name)}")
        shown = reasons if everything else reasons[:SHOWN]
        for reason in shown:
            console.print(f"      {escape(str(reason))}")
        if len(reasons) > len(shown):
            console.print(f"      … and {len(reasons) - len(shown)} more; `rapportage gate --all` prints them")
        if reasons and check.remedy:
            console.print(f"    {escape(check.remedy)}")
    console.print()
    if failed:
        console.print(f"[red]Not to be published[/]: {failed} of {len(every)} checks failed.")
    else:
        console.print(f"[green]May be published[/]: all {len(every)} checks are passed.")
    return not failed
