"""How each step stands: approved, not yet, changed since it was approved, or with a decision that does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapportage.catalog import message
from rapportage.plugins.workflow import manifest as manifests
from rapportage.plugins.workflow import signing
from rapportage.plugins.workflow.changes import Change, Told, changes
from rapportage.plugins.workflow.history import History, is_old, said
from rapportage.publication.tree import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rapportage.plugins.workflow.content import Sources
    from rapportage.plugins.workflow.records import Approval, Step
    from rapportage.store import Store

APPROVED = message("approved")
NOT_YET = message("not yet")
CHANGED = message("changed since")
AGAIN = message("to be approved again")
NOT_VALID = message("not valid")

EDITED = message('what decision "{id}" approved is not known: {file} was edited; put it back as git has it')
OTHERWISE = message('decision "{id}" was edited: {file} says otherwise; put both back as git has them')
BEFORE = message('step "{earlier}" comes before this step, and is not approved')
AFTER = message('step "{earlier}" comes before this step, and was approved after it ("{id}"); approve this step again')
LEFT = message("{file} belongs to no decision; put that back as git has it, or remove the file")


class Fault(NamedTuple):
    """Why a step is not approved, though nothing that it covers need have changed."""

    told: Told
    field: str = ""
    """The field of the decision that is wrong; empty if the fault is not one of the decision."""


class Standing(NamedTuple):
    """One step as it stands now."""

    step: Step
    decisions: tuple[Approval, ...] = ()
    """From the first to the latest, which counts."""
    changes: tuple[Change, ...] = ()
    """What is different from what was approved."""
    faults: tuple[Fault, ...] = ()
    """Why the decision does not count, or what is covered is not known."""
    order: Told | None = None
    """Why the step has to be approved again, for the sake of an earlier one."""

    @property
    def state(self) -> str:
        """One of `APPROVED`, `NOT_YET`, `CHANGED`, `AGAIN` and `NOT_VALID`."""
        if not self.decisions:
            return NOT_YET
        if self.faults:
            return NOT_VALID
        return CHANGED if self.changes else AGAIN if self.order else APPROVED


def standings(sources: Sources) -> Iterator[Standing]:
    """Every step of the project, in order."""
    history = History(sources.store)
    earlier: list[Standing] = []
    for step in sources.steps:
        standing = _standing(step, history, sources)
        standing = standing._replace(order=_order(standing, earlier, history))
        earlier.append(standing)
        yield standing


def manifest_path(store: Store, approval_id: str) -> Path:
    """Where the manifest of an approval is kept: beside the data, which are YAML."""
    return store.folder / "approvals" / f"{approval_id}.json"


def signature_path(store: Store, approval_id: str) -> Path:
    """Where the signature of an approval is kept, if it has one."""
    return manifest_path(store, approval_id).with_suffix(".sig")


def left_over(store: Store) -> Iterator[str]:
    """The files beside the decisions that belong to none: perhaps one was taken away."""
    folder = manifest_path(store, "x").parent
    known = {path for each in store.ids("approval") for path in (manifest_path(store, each), signature_path(store, each))}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path not in known and path.suffix in {".json", ".sig"}:
            yield f"{store.folder.name}/{folder.name}/{path.name}"


def _standing(step: Step, history: History, sources: Sources) -> Standing:
    decisions = history.of(step)
    faults: list[Fault] = []
    now = before = None
    try:
        now = sources.content(step)
    except UnreadableError as error:
        faults.append(Fault(Told("{why}", {"why": str(error)})))
    if decisions:
        latest = decisions[-1]
        faults += [Fault(told, field) for field, told in history.faults(latest, step)]
        if not is_old(latest):
            read = _manifest(latest, sources.store)
            if isinstance(read, Told):
                faults.append(Fault(read, "digest"))
            else:
                before = read
            if told := signing.fault(latest, step, signature_path(sources.store, latest.id)):
                faults.append(Fault(told, "signed"))
    found = changes(before, now) if before is not None and now is not None else []
    return Standing(step, decisions, tuple(found), tuple(faults))


def _manifest(approval: Approval, store: Store) -> manifests.Manifest | Told:
    """What was approved; if that is not known, why."""
    path = manifest_path(store, approval.id)
    values = {"id": approval.id, "file": f"{store.folder.name}/approvals/{path.name}"}
    try:
        found = manifests.read(path)
    except manifests.WrongManifestError as error:
        return Told(error.words, {**values, **error.values})
    if manifests.digest(found) != approval.digest or found.step != approval.step:
        return Told(EDITED, values)
    if found.decision != said(approval):
        return Told(OTHERWISE, values)
    return found


def _order(standing: Standing, earlier: list[Standing], history: History) -> Told | None:
    """Why a step has to wait for an earlier one, or be approved again after it."""
    if not standing.decisions:
        return None
    at = history.at(standing.decisions[-1])
    for each in earlier:
        if each.state != APPROVED:
            return Told(BEFORE, {"earlier": each.step.id})
        if history.at(each.decisions[-1]) > at:
            return Told(AFTER, {"earlier": each.step.id, "id": each.decisions[-1].id})
    return None
