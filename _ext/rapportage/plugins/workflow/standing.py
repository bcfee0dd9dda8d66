"""How each step stands: approved, not yet, or changed since it was approved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from rapportage import inline
from rapportage.catalog import message
from rapportage.gate import Reason
from rapportage.plugins.workflow.changes import Change, changes
from rapportage.plugins.workflow.content import MissingFileError, content, digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rapportage.cli.project import Project
    from rapportage.plugins.workflow.records import Approval, Step
    from rapportage.store import Store

APPROVED = message("approved")
NOT_YET = message("not yet")
CHANGED = message("changed since")


class Standing(NamedTuple):
    """One step as it stands now."""

    step: Step
    decisions: tuple[Approval, ...] = ()
    """From the first to the latest, which counts."""
    changes: tuple[Change, ...] = ()
    """What is different from what was approved."""
    fault: str = ""
    """Why it cannot be known what is different."""

    @property
    def state(self) -> str:
        """One of `APPROVED`, `NOT_YET` and `CHANGED`."""
        if not self.decisions:
            return NOT_YET
        return CHANGED if self.changes or self.fault else APPROVED


def standings(store: Store, folder: Path) -> Iterator[Standing]:
    """Every step of the project in *folder*, in order."""
    decisions: list[Approval] = [*store.records("approval")]  # type: ignore[list-item]
    for step in store.records("step"):
        of_step = tuple(each for each in decisions if each.step == step.id)
        yield _standing(step, of_step, store, folder)  # type: ignore[arg-type]


def manifest_path(store: Store, approval_id: str) -> Path:
    """Where the manifest of an approval is kept: beside the data, which are YAML."""
    return store.folder / "approvals" / f"{approval_id}.json"


def _standing(step: Step, decisions: tuple[Approval, ...], store: Store, folder: Path) -> Standing:
    try:
        now = content(step, store, folder)
    except MissingFileError as error:
        return Standing(step, decisions, fault=str(error))
    if not decisions or digest(now) == decisions[-1].digest:
        return Standing(step, decisions)
    path = manifest_path(store, decisions[-1].id)
    before = _read(path)
    if before is None or digest(before) != decisions[-1].digest:
        name = path.relative_to(folder).as_posix()
        return Standing(step, decisions, fault=f"what was approved cannot be compared: {name} is missing or was edited")
    return Standing(step, decisions, tuple(changes(before, now)))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


# ---- for the commands ----------------------------------------------------------------------------------------------------


def not_approved(project: Project) -> Iterator[Reason]:
    """Every step that is not approved as it stands now, and why."""
    store = project.store()
    if not store.ids("step"):
        yield Reason(f"no step is declared in {store.folder.name}/workflow.yaml")
    for each in standings(store, project.folder):
        place = str(store.place("step", each.step.id))
        if each.state == NOT_YET:
            yield Reason(f'step "{each.step.id}" is not approved yet, by {_plain(each.step.role)}', place)
        for told in (each.fault, *each.changes) if each.decisions else (each.fault,):
            if told:
                yield Reason(f'step "{each.step.id}": {told}', place)


def lines(project: Project) -> Iterator[str]:
    """Every step with its state and what has changed since it was approved."""
    found = [*standings(project.store(), project.folder)]
    if not found:
        yield "no step is declared"
    for at, each in enumerate(found, 1):
        yield f"{at}. {_plain(each.step.name)} ({each.step.id}), by {_plain(each.step.role)}: {told_state(each)}"
        for told in filter(None, (each.fault, *each.changes)):
            yield f"     {told}"


def told_state(standing: Standing) -> str:
    """The state of a step, with the decision that counts."""
    if not standing.decisions:
        return standing.state
    *earlier, latest = standing.decisions
    again = f", decision {len(earlier) + 1}" if earlier else ""
    return f"{standing.state} ({latest.reference}, {latest.date}{again})"


def _plain(text: Any) -> str:
    return inline.plain(text.nl)
