"""Before publication: nothing that was left out stands in what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.gate import Check, Reason
from rapportage.outputs import outputs
from rapportage.plugins.redaction.command import secrets_of
from rapportage.plugins.redaction.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.cli.project import Project


def given_away(project: Project) -> Iterator[Reason]:
    """Where an output holds something that is redacted or internal; the text itself is not told."""
    wanted = secrets_of(project.folder).wanted
    folders = dict.fromkeys(each.path if each.builder == "html" else each.path.parent for each in outputs(project))
    for folder in folders:
        where = folder.relative_to(project.folder).as_posix()
        if not folder.is_dir():
            yield Reason("it is known when this has been made", where)
            continue
        for hit in scan(folder, wanted):
            yield Reason(str(hit), where)


GATE = (Check("Nothing that is redacted or internal stands in an output", given_away),)
