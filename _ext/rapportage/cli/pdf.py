"""``rapportage pdf``: the PDFs of one language, from the LaTeX that Sphinx wrote."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rapportage import stamp
from rapportage.publication import pdf as publication

if TYPE_CHECKING:
    from types import FrameType


@click.command()
@click.argument("sources", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("language")
@click.argument("results", type=click.Path(file_okay=False, path_type=Path))
def pdf(sources: Path, language: str, results: Path) -> None:
    """Make the PDFs of one LANGUAGE in RESULTS, from the LaTeX in SOURCES."""
    # Like Ctrl-C: TeX is stopped, too.
    signal.signal(signal.SIGTERM, _stop)
    problems = publication.make(sources, language, results)
    # At once, before anybody can change what has been made.
    stamp.seal(results, language)
    for problem in problems:
        click.echo(problem, err=True)
    raise SystemExit(bool(problems))


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
