"""``rapportage approve``: records a decision on a step, with the digest of exactly what was decided on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from rapportage import clock, inline, yamlfile
from rapportage.cli import project
from rapportage.plugins.workflow.content import MissingFileError, content, digest
from rapportage.plugins.workflow.standing import APPROVED, manifest_path, standings
from rapportage.problems import nearest
from rapportage.schema import PartialDate

if TYPE_CHECKING:
    from pathlib import Path

    from rapportage.store import Store

HEAD = "# yaml-language-server: $schema=schema/approval.json\n"
#: What is added to the file of approvals, in the style of the other data.
ENTRY = """
{id}:
  step: {step}
  role: {role}
  date: {date}
  reference: {reference}
  digest: "{digest}"
"""


class Day(click.ParamType[PartialDate]):
    """A day, not later than today."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            day = PartialDate.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if day.day is None:
            self.fail(f"{value} is not a day; write it as {clock.today()}", param, ctx)
        if day.last_day > clock.today():
            self.fail(f"{value} has not been yet", param, ctx)
        return day


@click.command()
@click.argument("step")
@click.option("--reference", required=True, help="Where the decision is found, such as a case number.")
@click.option("--date", type=Day(), help="The day of the decision (default: today).")
@click.pass_obj
def approve(folder: Path, /, step: str, reference: str, date: PartialDate | None) -> None:
    """Record that STEP is approved as it stands now."""
    if not reference.split():
        raise click.BadParameter("it is empty; name where the decision is found", param_hint="--reference")
    found = project.load(folder)
    store = found.store()
    if store.problems:
        raise click.ClickException("something is wrong in the data; `rapportage check` says what")
    known = store.ids("step")
    if step not in known:
        raise click.ClickException(f'there is no step "{step}"{nearest(step, known)}')
    _refuse_out_of_order(store, folder, step)
    try:
        manifest = content(store.get("step", step), store, folder)  # type: ignore[arg-type]
    except MissingFileError as error:
        raise click.ClickException(str(error)) from error
    approval_id = _next_id(store, step)
    entry = ENTRY.format(
        id=approval_id,
        step=step,
        role=_quoted(inline.plain(store.get("step", step).role.nl)),  # type: ignore[union-attr]
        date=date or clock.today(),
        reference=_quoted(" ".join(reference.split())),
        digest=digest(manifest),
    )
    text = _with_entry(store.folder / "approvals.yaml", entry, approval_id)
    path = manifest_path(store, approval_id)
    path.parent.mkdir(exist_ok=True)
    # The manifest first: an approval without one could not be told what changed.
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (store.folder / "approvals.yaml").write_text(text, "utf-8")
    click.echo(
        f'Approved: "{step}", as {approval_id}. Commit {store.folder.name}/approvals.yaml and {path.relative_to(folder)}.'
    )


def _refuse_out_of_order(store: Store, folder: Path, step: str) -> None:
    """Raise a click error if a step that comes before *step* is not approved as it stands now."""
    for each in standings(store, folder):
        if each.step.id == step:
            return
        if each.state != APPROVED:
            why = "has changed since it was approved" if each.decisions else "is not approved yet"
            raise click.ClickException(
                f'step "{each.step.id}" comes before "{step}", and {why}; `rapportage status` says more'
            )


def _next_id(store: Store, step: str) -> str:
    number = 1
    while store.get("approval", f"{step}-{number}") is not None:
        number += 1
    return f"{step}-{number}"


def _with_entry(path: Path, entry: str, approval_id: str) -> str:
    """The file of approvals with one more. Raises a click error if it is written in a way that nothing can be added to."""
    before = path.read_text("utf-8") if path.is_file() else HEAD
    text = f"{before.rstrip()}\n{entry}"
    file = yamlfile.parse(text.encode(), path.name)
    if file.problems or approval_id not in (file.data or {}):
        raise click.ClickException(
            f"nothing can be added at the end of {path}; write each approval there on lines of its own"
        )
    return text


def _quoted(words: str) -> str:
    """Words as YAML reads them back, whatever is in them."""
    return json.dumps(words, ensure_ascii=False)
