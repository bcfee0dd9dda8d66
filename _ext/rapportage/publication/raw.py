"""Before publication: the pages are contained (see `rapportage.contained`), and ``conf.py`` has not let them loose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.gate import Check, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.cli.project import Project

#: The setting of a project whose pages may have raw HTML and LaTeX.
ALLOW_RAW = "rapportage_allow_raw"


def allowed_raw(project: Project) -> Iterator[Reason]:
    """That pages may bring HTML and LaTeX of their own, which nobody approves and everybody's browser runs."""
    if project.settings.get(ALLOW_RAW):
        yield Reason(f"{ALLOW_RAW} lets pages bring HTML and LaTeX of their own; leave it out, and build anew", "conf.py")


CONTAINED = Check("No page may bring raw HTML or LaTeX", allowed_raw)
