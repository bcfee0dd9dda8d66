"""Before publication: nothing that was left out stands in what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.gate import Check, Reason
from rapportage.outputs import outputs
from rapportage.plugins.redaction.command import left_out, told_of_unused
from rapportage.plugins.redaction.disclosures import undecided, unused
from rapportage.plugins.redaction.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.cli.project import Project


def given_away(project: Project) -> Iterator[Reason]:
    """Where an output holds something that is redacted or internal; the text itself is not told."""
    wanted = left_out(project)[0].wanted
    folders = dict.fromkeys(each.path if each.builder == "html" else each.path.parent for each in outputs(project))
    for folder in folders:
        where = folder.relative_to(project.folder).as_posix()
        if not folder.is_dir():
            yield Reason("it is known when this has been made", where)
            continue
        for hit in scan(folder, wanted):
            yield Reason(str(hit), where)


def told_elsewhere(project: Project) -> Iterator[Reason]:
    """What is left out and stands openly in the sources, without a decision that it may; and decisions on nothing."""
    found, decisions = left_out(project)
    for each in undecided(found.exposures, decisions):
        yield Reason(f"{each}; mend that, or decide that it may stand there (data/redaction/disclosures.yaml)")
    for decision in unused(found.exposures, decisions):
        yield Reason(told_of_unused(decision), str(project.store().place("disclosure", decision.id)))


GATE = (
    Check("Nothing that is redacted or internal stands in an output", given_away),
    Check("What is redacted or internal stands openly nowhere else, or somebody decided that it may", told_elsewhere),
)
