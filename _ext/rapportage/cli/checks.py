"""What the core itself wants of an edition before publication; plugins add theirs (see `rapportage.gate`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage import git, stamp
from rapportage.gate import Check, Reason
from rapportage.outputs import outputs, website
from rapportage.publication import made
from rapportage.publication.raw import CONTAINED
from rapportage.publication.todo import open_to_dos
from rapportage.publication.untranslated import reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rapportage.cli.project import Project

# ---- the data ------------------------------------------------------------------------------------------------------------


def wrong_data(project: Project) -> Iterator[Reason]:
    for problem in project.store().problems:
        yield Reason(problem.message, str(problem.place))


def example_data(project: Project) -> Iterator[Reason]:
    """Records that say that they are examples, and what says so on the pages."""
    store = project.store()
    for kind in store.kinds:
        for record in store.records(kind):
            if record.example:
                yield Reason(f'{kind} "{record.id}" is example data', str(store.place(kind, record.id)))
    built = website(project)
    if built is None:
        yield Reason("whether the pages hold examples is known when the website has been made")
        return
    for page in built.example_pages:
        yield Reason("this page is an example", page)
    for kind, things in built.things.items():
        for thing_id, thing in things.items():
            if thing.has("example", "yes"):
                yield Reason(f'{kind} "{thing_id}" is an example', f"{thing.file}:{thing.line}")


def untranslated(project: Project) -> Iterator[Reason]:
    """What is wrong in the catalogues or missing there, held against the templates of all that is to be translated."""
    return reasons(project)


# ---- the outputs ---------------------------------------------------------------------------------------------------------


def warnings(project: Project) -> Iterator[Reason]:
    """What a build warns of: a link, a reference or a source that leads nowhere, above all."""
    for output in outputs(project):
        where = _relative(project, output.path)
        found = stamp.read(output.stamp)
        if found is None:
            yield Reason("it is known when this has been made", where)
        elif found.warnings:
            number = "one warning" if found.warnings == 1 else f"{found.warnings} warnings"
            yield Reason(f"building this gave {number}; build it again to read what is wrong", where)


def not_of_this_commit(project: Project) -> Iterator[Reason]:
    """Outputs that are not there, or were not made of what stands in the last commit and of nothing else."""
    work = git.work(project.folder)
    if not work.commit:
        yield Reason(f"git keeps no history of this project, so nobody can tell of what an edition was made: {work.trouble}")
        return
    for name, fault in work.changes:
        yield Reason(fault, name)
    for output in outputs(project):
        yield from made.origin(project.folder, output, work.commit)


def altered_outputs(project: Project) -> Iterator[Reason]:
    """Files that are not what the build made that its stamp tells of: edited, put in or taken away afterwards."""
    for output in outputs(project):
        yield from made.altered(project.folder, output)


def _relative(project: Project, path: Path) -> str:
    return path.relative_to(project.folder).as_posix() if path.is_relative_to(project.folder) else str(path)


_ANEW = "`make clean report templates` builds everything anew; `make publish` does so by itself, in a folder of its own."

CHECKS: Iterable[Check] = (
    Check("Nothing is wrong in the data", wrong_data),
    Check("No example data are left", example_data),
    Check("Nothing is marked as still to do", open_to_dos),
    Check("Everything is translated", untranslated),
    Check("No build warned: every link, reference and source leads somewhere", warnings),
    Check("All outputs are made of the last commit", not_of_this_commit, f"Commit what belongs to the edition. {_ANEW}"),
    Check("Every file is as its build made it", altered_outputs, _ANEW),
    CONTAINED,
)
