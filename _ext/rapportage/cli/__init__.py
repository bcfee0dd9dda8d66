"""The command ``rapportage``: what can be done without a build. Imports no Sphinx until a command needs a plugin."""

from __future__ import annotations

from pathlib import Path

import click

from rapportage import clock
from rapportage.cli import project
from rapportage.cli.check import check
from rapportage.cli.chooser import chooser
from rapportage.cli.gate import gate
from rapportage.cli.pdf import pdf
from rapportage.cli.publish import publish
from rapportage.cli.schemas import schema
from rapportage.cli.status import status


class Commands(click.Group):
    """Our commands, and those of the plugins that the project names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *self._of_plugins(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or self._of_plugins(ctx).get(cmd_name)

    def _of_plugins(self, ctx: click.Context) -> dict[str, click.Command]:
        folder = Path(ctx.params.get("confdir") or ".").resolve()
        if not (folder / "conf.py").is_file():
            return {}  # a command that needs the project says so
        return {str(command.name): command for command in project.load(folder).commands}


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
)
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
    try:
        clock.epoch()
    except clock.ClockError as error:
        raise click.ClickException(str(error)) from None


for command in (check, chooser, gate, pdf, publish, schema, status):
    main.add_command(command)
