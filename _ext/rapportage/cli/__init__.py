"""The command ``rapportage``: what can be done without a build. Imports no Sphinx until a command needs a plugin."""

from __future__ import annotations

from pathlib import Path

import click

from rapportage.cli.check import check
from rapportage.cli.chooser import chooser
from rapportage.cli.schemas import schema


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-c",
    "--confdir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder with conf.py (default: this one).",
)
@click.version_option(package_name="rapportage")
@click.pass_context
def main(context: click.Context, confdir: Path) -> None:
    """The publishing system of a yearly accountability report."""
    context.obj = confdir.resolve()


main.add_command(check)
main.add_command(chooser)
main.add_command(schema)
