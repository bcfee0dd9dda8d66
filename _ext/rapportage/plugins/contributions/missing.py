"""What is missing: contributions, highlights that no page has, and areas and priorities without any."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rapportage import clock, inline
from rapportage.gate import Reason
from rapportage.logs import warn
from rapportage.outputs import website
from rapportage.plugins.contributions.records import STATES
from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.cli.project import Project
    from rapportage.domain import RecordsDomain
    from rapportage.plugins.contributions.records import Contribution
    from rapportage.store import Store


def missing_required(project: Project) -> Iterator[Reason]:
    """Required contributions that are not in the report yet."""
    store = project.store()
    for each in _all(store):
        if each.required and each.state != "processed":
            place = store.place("contribution", each.id, ("state",))
            yield Reason(f'"{each.id}" is required: {_name(store, "source", each.source)}, {_stand(each)}', str(place))


def unknown_highlights(project: Project) -> Iterator[Reason]:
    """Highlights that contributions led to and the website does not have."""
    built = website(project)
    if built is None:
        yield Reason("which highlights there are is known when the website has been made")
        return
    for place, told in _unknown(project.store(), built.things.get("highlight", {})):
        yield Reason(told, place)


def warn_of_highlights(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell of highlights that contributions led to and no page has."""
    domain: RecordsDomain = env.get_domain("rapportage")  # type: ignore[assignment]
    if domain.has_changed:
        known = [each for kind, each in domain.homes if kind == "highlight"]
        for place, told in _unknown(domain.store, known):
            warn("unknown", told, place)


def _unknown(store: Store, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Where a contribution names a highlight that is not among those *known*, and what to say of it."""
    for contribution in _all(store):
        for at, each in enumerate(contribution.highlights):
            if each not in known:
                place = store.place("contribution", contribution.id, ("highlights", at))
                yield str(place), f'no page has the highlight "{each}"{nearest(each, known)}'


def lines(project: Project) -> Iterator[str]:
    """What was asked and what is missing, by area and priority; and where there is no highlight."""
    store = project.store()
    found = [*_all(store)]
    counted = Counter[str](each.state for each in found)
    told = [f"{counted[state]} {state}" for state in STATES if counted[state]]
    late = sum(each.is_late(clock.today()) for each in found)
    yield f"{len(found)} in all: {', '.join(told)}{f'; {late} late' if late else ''}" if found else "none were asked"
    missing = [each for each in found if each.state == "asked"]
    if missing:
        yield "Missing, by area and priority"
    for area in (*store.ids("area"), None):
        of_area = [each for each in missing if each.area == area]
        if of_area:
            yield f"  {_name(store, 'area', area) if area else 'No area'}"
        for each in of_area:
            priorities = ", ".join(_name(store, "priority", priority) for priority in each.priorities)
            yield f"    {priorities or 'No priority'}: {_name(store, 'source', each.source)}, {_stand(each)}"
    yield from _highlights(project)


def _highlights(project: Project) -> Iterator[str]:
    """How many highlights each area and priority has, as the website was built last."""
    built = website(project)
    if built is None:
        yield "Which highlights there are is known when the website has been made (make html)"
        return
    commit = built.commit[:9] or "no commit"
    yield f"Highlights, as the website was last made ({commit}{'' if built.clean else ' with changes'})"
    highlights = built.things.get("highlight", {}).values()
    for kind in ("area", "priority"):
        for each in project.store().ids(kind):
            number = sum(highlight.has(kind, each) for highlight in highlights)
            yield f"  {_name(project.store(), kind, each)}: {number or 'none'}"


def _all(store: Store) -> Iterator[Contribution]:
    return store.records("contribution")  # type: ignore[return-value]


def _stand(contribution: Contribution) -> str:
    late = ", late" if contribution.is_late(clock.today()) else ""
    return f"{contribution.state}, due {contribution.due}{late}"


def _name(store: Store, kind: str, record_id: str) -> str:
    record: Any = store.get(kind, record_id)
    return inline.plain(record.name.nl) if record else record_id
