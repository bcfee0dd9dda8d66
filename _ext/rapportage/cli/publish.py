"""``rapportage publish``: the last commit is built where there is nothing else, and published if the gate lets it pass."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rapportage import git, stamp
from rapportage.cli import project
from rapportage.cli.chooser import write as write_chooser
from rapportage.gate import Reason
from rapportage.outputs import BUILD, outputs
from rapportage.publication import NotPublishedError, build, digests, export, manifest, packages, transaction
from rapportage.publication.made import ENGINE

if TYPE_CHECKING:
    from rapportage.cli.project import Project
    from rapportage.outputs import Output
    from rapportage.publication.digests import Digest
    from rapportage.publication.transaction import Run


@click.command()
@click.pass_obj
def publish(folder: Path) -> None:
    """Build the last commit anew and, if the gate lets it pass, put it with checksums in _build/publish."""
    try:
        with transaction.run(folder / BUILD) as run:
            _publish(folder, run)
    except NotPublishedError as error:
        for reason in error.reasons:
            click.echo(f"Error: {reason}", err=True)
        raise click.ClickException("nothing was published") from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}; nothing was published") from error
    click.echo(f"Published in {BUILD}/{transaction.PUBLISHED}/; `sha256sum -c {manifest.SUMS}` there checks it.")


def _publish(folder: Path, run: Run) -> None:
    commit, date = _commit(folder)
    edition, made = run.folder / "edition", run.folder / "made"
    export.write(git.Repository(folder), commit, edition)
    _same_programs(edition)
    click.echo(f"Building commit {commit[:9]} in a folder of its own.")
    build.build(edition, date=date, lock=run.lock)
    if not build.may_be_published(edition, date=date, lock=run.lock):
        raise NotPublishedError([])
    found = project.load(edition)
    every = outputs(found)
    _move(found, every, made)
    manifest.write(manifest.of(edition, made, every, commit=commit, date=date, engine=digests.of_engine()), made)
    transaction.replace(folder / BUILD, made)


def _commit(folder: Path) -> tuple[str, int]:
    """The last commit and its date, if nothing stands in the folder but that."""
    work = git.work(folder)
    if not work.commit:
        raise NotPublishedError([Reason(f"an edition is published from its last commit, but {work.trouble}", str(folder))])
    if work.changes:
        what = "an edition is published from its last commit: commit what belongs to it, and remove the rest"
        raise NotPublishedError([*(Reason(fault, name) for name, fault in work.changes), Reason(what)])
    return work.commit, git.Repository(folder).date(work.commit)


def _same_programs(edition: Path) -> None:
    """What runs here is what the edition brings with it, and what it is locked to."""
    own = edition / ENGINE
    reasons = []
    if own.is_dir() and digests.of_engine(own) != digests.of_engine():
        message = "this command is not the one of this commit, but another that is installed; use `make publish`"
        reasons.append(Reason(message, ENGINE))
    for name, locked, installed in packages.other_than_locked(edition / packages.LOCK):
        message = f"{name} {locked} is locked, and {installed} is installed; remove .venv and type the command again"
        reasons.append(Reason(message, packages.LOCK))
    if reasons:
        raise NotPublishedError(reasons)


def _move(found: Project, every: list[Output], made: Path) -> None:
    """What the build made, as readers get it: without what builds keep there for themselves, which is hidden.

    Nothing may have changed since the gate has looked at it.
    """
    built = found.folder / BUILD
    wanted: dict[str, Digest] = {}
    for output in every:
        name = output.path.relative_to(built).as_posix()
        known = stamp.read(output.stamp)
        files = known.files if known else {}
        inside = output.builder == "html"
        wanted |= {f"{name}/{each}" if inside else name: digest for each, digest in files.items()}
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        output.path.rename(made / name)
    for path in sorted(made.rglob(".*"), reverse=True):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    reasons = [
        Reason("this changed while the gate looked at it", name)
        for name in sorted(
            {each for each, is_file in digests.walk(made) if not is_file} | _differ(digests.of_folder(made), wanted)
        )
    ]
    if reasons:
        raise NotPublishedError(reasons)
    write_chooser(found, made / "html")


def _differ(one: dict[str, Digest], other: dict[str, Digest]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
