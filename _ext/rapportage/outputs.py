"""What an edition consists of when it has been built, and where the Makefile puts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rapportage import stamp

if TYPE_CHECKING:
    from pathlib import Path

    from rapportage.cli.project import Project

#: The folder of all outputs of a project.
BUILD = "_build"


class Output(NamedTuple):
    """A folder or a file that is published, and the build that it comes from."""

    path: Path
    builder: str
    language: str

    @property
    def stamp(self) -> Path:
        """Where the build says what it was (see `rapportage.stamp`)."""
        return stamp.beside(self.path) if self.builder == "latex" else self.path / stamp.NAME


def outputs(project: Project) -> list[Output]:
    """All that is published: the website in every language, the first language first; then the PDF of every document."""
    build = project.folder / BUILD
    sites = [Output(build / "html" / language, "html", language) for language in project.languages]
    files = [Output(build / "pdf" / f"{name}-{language}.pdf", "latex", language) for name, language in _documents(project)]
    return [*sites, *files]


def _documents(project: Project) -> list[tuple[str, str]]:
    """Every public document in every language that it exists in; a project that declares none has one, the report."""
    declared: list[Any] = [*project.store().records("document")]
    if not declared:
        return [("rapportage", language) for language in project.languages]
    public = [each for each in declared if each.audience == "public"]
    return [(each.id, language) for each in public for language in project.languages if language in each.languages]


def website(project: Project) -> stamp.Stamp | None:
    """What the website's build says of it, in the first language; None if there is no website."""
    return stamp.read(outputs(project)[0].stamp)
