"""``rapportage approve``: records a decision on a step, with the digest of exactly what was decided on."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from rapportage import clock, textfile, yamlfile
from rapportage.cli import project
from rapportage.plugins.workflow import signing
from rapportage.plugins.workflow.history import History, digest_of, said
from rapportage.plugins.workflow.manifest import digest, encode
from rapportage.plugins.workflow.records import Approval, Step, wrong_decisions, wrong_reference
from rapportage.plugins.workflow.standing import left_over, manifest_path, signature_path
from rapportage.plugins.workflow.telling import sources_of, to_do_first
from rapportage.problems import nearest
from rapportage.publication.tree import UnreadableError
from rapportage.schema import PartialDate

if TYPE_CHECKING:
    from rapportage.store import Store

HEAD = "# yaml-language-server: $schema=schema/approval.json\n"


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
@click.option("--key", type=click.Path(path_type=Path), help="The SSH key to sign the decision with.")
@click.pass_obj
def approve(folder: Path, /, step: str, reference: str, date: PartialDate | None, key: Path | None) -> None:
    """Record that STEP is approved as it stands now."""
    words = " ".join(reference.split())
    if message := wrong_reference(words):
        raise click.BadParameter(message, param_hint="--reference")
    found = project.load(folder)
    store = found.store()
    if {*store.problems} - {*wrong_decisions(store)}:
        raise click.ClickException("something is wrong in the data; `rapportage check` says what")
    known = store.ids("step")
    if step not in known:
        raise click.ClickException(f'there is no step "{step}"{nearest(step, known)}')
    decided: Step = store.get("step", step)  # type: ignore[assignment]
    sources = sources_of(found)
    day = date or PartialDate.read(str(clock.today()))
    if reasons := [*_against(store, day), *to_do_first(sources, step)]:
        raise click.ClickException("\nError: ".join(reasons))
    try:
        manifest = sources.content(decided)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from error
    decisions = History(store).decisions
    approval = Approval(
        id=_next_id(store, step),
        step=step,
        role=decided.decider,
        date=day,
        reference=words,
        digest="",
        previous=digest_of(decisions[-1]) if decisions else None,
        signed=key is not None,
    )
    manifest = structs.replace(manifest, decision=said(approval))
    approval = structs.replace(approval, digest=digest(manifest))
    text = _with_entry(store.folder / "approvals.yaml", approval)
    files = [(manifest_path(store, approval.id), encode(manifest))]
    if key is not None:
        files.append((signature_path(store, approval.id), _signature(approval, decided, key)))
    elif decided.signed:
        raise click.ClickException(f'a decision on step "{step}" is signed; name your SSH key with --key')
    # What was approved first: an approval without that would not count.
    _write([*files, (store.folder / "approvals.yaml", text.encode())])
    names = [store.folder / "approvals.yaml", *(path for path, _ in files)]
    *first, last = (path.relative_to(folder).as_posix() for path in names)
    click.echo(f'Approved: "{step}", as {approval.id}. Commit {", ".join(first)} and {last}.')


def _against(store: Store, day: PartialDate) -> list[str]:
    """Why no decision can follow those that there are."""
    history = History(store)
    name = f"{store.folder.name}/approvals"
    found = [f"{name}.yaml: {history.broken[1]}"] if history.broken else []
    latest = history.newest()
    if latest is not None and day.last_day < latest.date.last_day:
        found.append(f'{day} is before the latest decision, "{latest.id}" of {latest.date}; decisions build on each other')
    if (store.folder / "approvals").is_symlink() or (store.folder / "approvals.yaml").is_symlink():
        found.append(f"{name} is a link; decisions are kept beside the data themselves")
    return found


def _signature(approval: Approval, step: Step, key: Path) -> bytes:
    """The signature of a decision, by one who may sign it."""
    if not step.keys:
        raise click.ClickException(f'step "{step.id}" names no keys; add yours to "keys" in data/workflow.yaml')
    try:
        made = signing.sign(approval, key)
    except signing.NotSignedError as error:
        raise click.ClickException(f"the decision could not be signed: {error}") from error
    if told := signing.wrong(approval, step, made):
        raise click.ClickException(str(told))
    return made


def _next_id(store: Store, step: str) -> str:
    number = 1
    while store.get("approval", f"{step}-{number}") is not None or f"{step}-{number}" in _files_left(store):
        number += 1
    return f"{step}-{number}"


def _files_left(store: Store) -> set[str]:
    return {Path(each).stem for each in left_over(store)}


def _with_entry(path: Path, approval: Approval) -> str:
    """The file of approvals with one more. Raises a click error if it is written in a way that nothing can be added to."""
    before = HEAD
    if path.exists():
        read = textfile.read(path, f"{path.parent.name}/{path.name}")
        if read.problems:
            raise click.ClickException(str(read.problems[0]))
        before = read.text
    text = f"{before.rstrip()}\n{_entry(approval)}"
    file = yamlfile.parse(text.encode(), path.name)
    if file.problems or approval.id not in (file.data or {}):
        raise click.ClickException(
            f"nothing can be added at the end of {path}; write each approval there on lines of its own"
        )
    return text


def _entry(approval: Approval) -> str:
    """What is added to the file of approvals, in the style of the other data."""
    fields = {
        "step": approval.step,
        "role": _quoted(approval.role),
        "date": str(approval.date),
        "reference": _quoted(approval.reference),
        "digest": _quoted(approval.digest),
        "previous": _quoted(approval.previous) if approval.previous else "",
        "signed": "true" if approval.signed else "",
    }
    return f"\n{approval.id}:\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items() if value)


def _quoted(words: str) -> str:
    """Words as YAML reads them back, whatever is in them."""
    return json.dumps(words, ensure_ascii=False)


def _write(files: list[tuple[Path, bytes]]) -> None:
    """Write files one after another, or none. Raises a click error that names the one that cannot be written."""
    made: list[Path] = []
    try:
        for path, content in files:
            path.parent.mkdir(exist_ok=True)
            new = path.with_name(f".{path.name}.new")
            made += [new, path]
            new.write_bytes(content)
            new.replace(path)
    except OSError as error:
        # The file of decisions comes last: it is as it was.
        for each in made if path != files[-1][0] else made[:-1]:
            with contextlib.suppress(OSError):
                each.unlink()
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}; nothing was recorded") from error
