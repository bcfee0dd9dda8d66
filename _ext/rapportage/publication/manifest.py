"""What a publication consists of: every file, and of which commit, with which programs, for whom it was made."""

from __future__ import annotations

import hashlib
import json
import platform
from typing import TYPE_CHECKING

import msgspec

from rapportage.publication.digests import Digest, of_folder
from rapportage.publication.packages import LOCK, installed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rapportage.outputs import Output

#: What it is called, in the folder of the publication, and the list of checksums beside it, which ``sha256sum -c`` reads.
NAME, SUMS = "manifest.json", "SHA256SUMS"


class Part(msgspec.Struct, frozen=True):
    """An output in a publication."""

    path: str
    builder: str
    language: str
    audience: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a publication consists of."""

    commit: str
    date: int
    """When that commit was made, in seconds since 1970."""
    versions: dict[str, str]
    """Of Python, Sphinx and the engine."""
    engine: str
    """The digest of the engine (see `rapportage.publication.digests.of_engine`)."""
    packages: str
    """The SHA-256 of the list of locked packages; empty if the project has none."""
    outputs: tuple[Part, ...]
    files: dict[str, Digest]


def of(project: Path, made: Path, outputs: Iterable[Output], *, commit: str, date: int, engine: str) -> Manifest:
    """The manifest of the files in *made*, which are the *outputs* of *project*."""
    build = project / "_build"
    lock = project / LOCK
    return Manifest(
        commit=commit,
        date=date,
        versions={"python": platform.python_version(), **{each: installed(each) for each in ("sphinx", "rapportage")}},
        engine=engine,
        packages=hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else "",
        outputs=tuple(
            Part(each.path.relative_to(build).as_posix(), each.builder, each.language, "public") for each in outputs
        ),
        files=of_folder(made),
    )


def write(manifest: Manifest, folder: Path) -> None:
    """Write *manifest* in *folder*, and the checksums of all that is in there."""
    text = json.dumps(msgspec.to_builtins(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(f"{text}\n", "utf-8")
    lines = (f"{digest.sha256}  {name}\n" for name, digest in of_folder(folder).items())
    (folder / SUMS).write_text("".join(lines), "utf-8")
