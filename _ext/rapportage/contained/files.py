"""Which files the pages of a project may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rapportage.source.folder import Folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: No name of a file is longer.
MAX_NAME = 1000


def folder_of(app: Sphinx) -> Folder:
    """What belongs to the edition."""
    return Folder.of((app.confdir, app.srcdir), (app.outdir, app.doctreedir))


def file_fault(env: BuildEnvironment, folder: Folder, name: str) -> str:
    """Why a page may not use the file that it calls *name*, in plain words; empty if it may."""
    if "\0" in name or len(name) > MAX_NAME:
        return "this is no name of a file"
    # Not the way that Sphinx works out, which has followed all links: one that is hidden must be seen.
    fault = folder.fault(Path(env.srcdir, name.lstrip("/\\")) if name[:1] in {"/", "\\"} else _beside(env, name))
    fault = fault or folder.fault(env.relfn2path(name)[1])
    return f"{name} {fault}; a page uses files in the folder of the edition only" if fault else ""


def _beside(env: BuildEnvironment, name: str) -> Path:
    return Path(os.path.normpath(env.doc2path(env.docname).parent / name))
