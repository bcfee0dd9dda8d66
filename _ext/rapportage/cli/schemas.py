"""``rapportage schema``: JSON Schemas of the data files, for editors and other validators."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from rapportage.cli import project
from rapportage.datafiles import SCHEMAS
from rapportage.jsonschema import file_schema

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.pass_obj
def schema(folder: Path) -> None:
    """Write a JSON Schema for each kind of data file, in the folder schema/ of the data."""
    found = project.load(folder)
    target = found.data / SCHEMAS
    target.mkdir(parents=True, exist_ok=True)
    wanted = {target / f"{kind.name}.json": _text(file_schema(kind)) for kind in found.kinds}
    for path in sorted(target.glob("*.json")):
        if path not in wanted:
            path.unlink()
            click.echo(f"removed {path.relative_to(folder)}")
    for path, text in wanted.items():
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            click.echo(f"wrote {path.relative_to(folder)}")


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
