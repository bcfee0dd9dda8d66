"""``rapportage gate`` and ``rapportage publish``: whether this edition may be published, and its publication."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

from rapportage.cli import checks, project
from rapportage.cli.chooser import write as write_chooser
from rapportage.outputs import BUILD, outputs

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@click.command()
@click.pass_obj
def publish(folder: Path) -> None:
    """Put the public edition, with checksums, in _build/publish, if it may be published; `make publish` builds it first."""
    found = project.load(folder)
    if not passes(found, everything=False):
        raise click.ClickException("nothing was published")
    target = folder / BUILD / "publish"
    with tempfile.TemporaryDirectory(prefix=".publish-", dir=target.parent) as name:
        made = Path(name) / "made"
        _copy_public(found, made)
        (made / "SHA256SUMS").write_text("".join(_checksums(made)), "utf-8")
        # What is there is whole at every moment: it is set aside, and comes back if the new cannot take its place.
        aside = Path(name) / "aside"
        if target.exists():
            target.rename(aside)
        try:
            made.rename(target)
        except OSError:
            if aside.exists():
                aside.rename(target)
            raise
    click.echo(f"Published in {target.relative_to(folder).as_posix()}/; `sha256sum -c SHA256SUMS` there checks it.")


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
    console.print()
    if failed:
        console.print(f"[red]Not to be published[/]: {failed} of {len(every)} checks failed.")
    else:
        console.print(f"[green]May be published[/]: all {len(every)} checks are passed.")
    return not failed


def _copy_public(found: Project, made: Path) -> None:
    """The outputs as readers get them: without what builds keep there for themselves, which is hidden."""
    build = found.folder / BUILD
    for path in (output.path for output in outputs(found)):
        target = made / path.relative_to(build)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, target, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copy2(path, target)
    write_chooser(found, made / "html")


def _checksums(folder: Path) -> Iterator[str]:
    """Lines as ``sha256sum`` writes them, sorted by name."""
    paths = sorted(
        Path(parent, name).relative_to(folder).as_posix() for parent, _, names in os.walk(folder) for name in names
    )
    for path in paths:
        yield f"{hashlib.sha256((folder / path).read_bytes()).hexdigest()}  {path}\n"
