"""``rapportage scan``: does an output give away what was left out; ``rapportage redactions``: what was left out where."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rapportage import textfile
from rapportage.cli import project
from rapportage.internal import declared, without_internal_parts
from rapportage.plugins.redaction.disclosures import undecided, unused
from rapportage.plugins.redaction.scan import scan as look_through
from rapportage.plugins.redaction.secrets import secrets
from rapportage.plugins.redaction.source import stands_in, take_out

if TYPE_CHECKING:
    from rapportage.cli.project import Project
    from rapportage.plugins.redaction.disclosures import Disclosure
    from rapportage.plugins.redaction.secrets import Secrets

_pages = click.option(
    "--pages", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder of the pages (default: docs)."
)


@click.command()
@click.argument("output", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_pages
@click.pass_obj
def scan(folder: Path, output: Path, pages: Path | None) -> None:
    """Look through all files in OUTPUT for redacted texts and internal parts; exits with 1 if any is there.

    Prints where, and what was left out where, but never the text itself.
    """
    found, decisions = left_out(project.load(folder), pages)
    console = Console(highlight=False, emoji=False, soft_wrap=True)
    for each in found.vague:
        console.print(f"[yellow]not looked for[/], too common a text: {escape(str(each))}")
    for exposure in undecided(found.exposures, decisions):
        console.print(f"[yellow]told elsewhere[/]: {escape(str(exposure))}")
    for decision in unused(found.exposures, decisions):
        console.print(f"[yellow]no longer needed[/]: {escape(told_of_unused(decision))}")
    hits = look_through(output.resolve(), found.wanted)
    for hit in hits:
        console.print(escape(str(hit)))
    if hits:
        console.print(f"[red]{len(hits)} found[/] in {escape(str(output))}.")
        raise SystemExit(1)
    places = len({(each.file, each.line) for each in found.wanted})
    console.print(
        f"[green]Nothing is given away[/] in {escape(str(output))}; looked for what is left out at {places} places."
    )


@click.command()
@_pages
@click.pass_obj
def redactions(folder: Path, pages: Path | None) -> None:
    """Print how often each page has something redacted, and on which ground, as a decision under the Woo asks."""
    store = project.load(folder).store()
    place = pages_of(folder, pages)
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("Page")
    table.add_column("Ground")
    table.add_column("Number", justify="right")
    total = 0
    for path in sorted(place.rglob("*.md")):
        source = textfile.read(path, str(path)).text
        taken = take_out(source, store.ids("ground"))
        public = "" if declared(source).internal else without_internal_parts(taken.source)
        met = [each for each in taken.redactions if not each.nested and stands_in(public, each.number)]
        for ground, number in sorted(Counter(each.ground for each in met).items()):
            table.add_row(escape(path.relative_to(place).as_posix()), ground.replace("-", ".") or "?", str(number))
            total += number
    table.add_row("Total", "", str(total), style="bold")
    Console(highlight=False, emoji=False, soft_wrap=True).print(table)


def secrets_of(folder: Path, pages: Path | None = None) -> Secrets:
    """What may stand in no public output of the project in *folder*; its pages are in *pages*, or in ``docs``."""
    return left_out(project.load(folder), pages)[0]


def left_out(found: Project, pages: Path | None = None) -> tuple[Secrets, list[Disclosure]]:
    """What is left out of a project's public edition, and the decisions on what of it may stand openly elsewhere.

    What may by such a decision stand openly as it is, is not among what is wanted: it stands in the outputs, too.
    """
    locale = [found.folder / each for each in found.settings.get("locale_dirs", ())]
    store = found.store()
    made = secrets(found.folder, pages_of(found.folder, pages), store.ids("ground"), [found.data, *locale])
    decisions: list[Disclosure] = [*store.records("disclosure")]  # type: ignore[list-item]
    allowed = {
        each.secret for each in made.exposures if each.is_whole and any(decision.fits(each) for decision in decisions)
    }
    return made._replace(wanted=[each for each in made.wanted if each not in allowed]), decisions


def told_of_unused(decision: Disclosure) -> str:
    """What to say of a decision that fits nothing."""
    told = f"what {decision.page} leaves out there does not stand in {decision.file}"
    return f'disclosure "{decision.id}" fits nothing any more: {told}'


def pages_of(folder: Path, pages: Path | None = None) -> Path:
    """The folder of the pages of a project: ``docs``, or that of ``conf.py`` where there is none."""
    if pages is not None:
        return pages.resolve()
    return folder / "docs" if (folder / "docs").is_dir() else folder
