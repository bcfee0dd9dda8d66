"""What the commands tell of the steps: the reasons why an edition may not be published, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage import inline
from rapportage.gate import Reason
from rapportage.plugins.workflow.changes import WHAT, Told
from rapportage.plugins.workflow.content import Sources
from rapportage.plugins.workflow.standing import AGAIN, APPROVED, CHANGED, LEFT, NOT_VALID, NOT_YET, left_over, standings
from rapportage.publication.tree import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.cli.project import Project
    from rapportage.plugins.workflow.standing import Standing


def sources_of(project: Project) -> Sources:
    """What the edition of a project is made of now."""
    return Sources(project.store(), project.folder, project.pages, project.settings)


def not_approved(project: Project) -> Iterator[Reason]:
    """Every step that is not approved as it stands now, and why; and what is published and no step covers."""
    store = project.store()
    sources = sources_of(project)
    if not store.ids("step"):
        yield Reason(f"no step is declared in {store.folder.name}/workflow.yaml")
        return
    for each in standings(sources):
        place = str(store.place("step", each.step.id))
        if each.state == NOT_YET:
            yield Reason(f'step "{each.step.id}" is not approved yet, by {each.step.decider}', place)
        for fault in each.faults:
            of_decision = fault.field and str(store.place("approval", each.decisions[-1].id, (fault.field,)))
            yield Reason(f'step "{each.step.id}": {fault.told}', of_decision or place)
        for change in each.changes:
            yield Reason(f'step "{each.step.id}": {change}', place)
        if each.order and not (each.faults or each.changes):
            yield Reason(f'step "{each.step.id}": {each.order}', place)
    for told in _uncovered(sources):
        yield Reason(told, f"{store.folder.name}/workflow.yaml")
    for name in left_over(store):
        yield Reason(str(Told(LEFT, {"file": name})))


def _uncovered(sources: Sources) -> Iterator[str]:
    try:
        found = [*sources.uncovered()]
    except UnreadableError:  # the step that wants that file says so
        return
    for field, name in found:
        what = name if field == "files" else f"the kind {name}"
        yield f'{what} is published, and no step covers it; name it in "{field}" of the step that decides on it'


def lines(project: Project) -> Iterator[str]:
    """Every step with its state, what has changed since it was approved, and which steps that asks for again."""
    sources = sources_of(project)
    found = [*standings(sources)]
    if not found:
        yield "no step is declared"
        return
    for at, each in enumerate(found, 1):
        yield f"{at}. {inline.plain(each.step.name.nl)} ({each.step.id}), by {each.step.decider}: {told_state(each)}"
        told = [*(fault.told for fault in each.faults), *each.changes]
        for line in told or filter(None, [each.order]):
            yield f"     {line}"
    yield from _again(found)
    yield from _uncovered(sources)
    yield from (str(Told(LEFT, {"file": name})) for name in left_over(sources.store))


def _again(found: list[Standing]) -> Iterator[str]:
    """Which steps each kind of change asks for: the first that covers it, and those after it, as they build on that."""
    first: dict[str, int] = {}
    for at, each in enumerate(found):
        for change in each.changes:
            first.setdefault(change.of, at)
    for of in (each for each in WHAT if each in first):
        steps = ", ".join(each.step.id for each in found[first[of] :])
        yield f"a change of the {WHAT[of]} is to be approved again in: {steps}"


def told_state(standing: Standing) -> str:
    """The state of a step, with the decision that counts."""
    if not standing.decisions:
        return standing.state
    *earlier, latest = standing.decisions
    again = f", decision {len(earlier) + 1}" if earlier else ""
    return f"{standing.state} ({latest.reference}, {latest.date}{again})"


def to_do_first(sources: Sources, step: str) -> Iterator[str]:
    """Why *step* cannot be approved yet: earlier steps that are not approved as they stand now."""
    for each in standings(sources):
        if each.step.id == step:
            return
        if each.state != APPROVED:
            yield f'step "{each.step.id}" comes before "{step}", and {_STATES[each.state]}; `rapportage status` says more'


#: How a sentence goes on that begins with a step which is not approved.
_STATES = {
    NOT_YET: "is not approved yet",
    CHANGED: "has changed since it was approved",
    AGAIN: "is to be approved again",
    NOT_VALID: "has no decision that counts",
}
