"""What was approved, as it is kept beside a decision: JSON with a digest of its own, read as if anyone wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from rapportage import textfile
from rapportage.catalog import message
from rapportage.publication.tree import digest as _digest

if TYPE_CHECKING:
    from pathlib import Path

#: What this version writes, and the only form that it takes for an approval.
VERSION = 2
#: No manifest is larger.
MAX_BYTES = 64 * 1024 * 1024

#: A value of a record, or the digest of a file or of a long text.
Plain = str | bool | list[Any] | None


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page: what the public edition has of it."""

    text: str
    """The digest of all of it."""
    parts: tuple[tuple[str, str], ...]
    """Each heading with the digest of what stands below it, so that it can be told where a page has changed."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a step covers, at one moment. The order of records counts, as tables have that."""

    version: int = VERSION
    step: str
    decision: dict[str, Plain] = {}
    """What the decision says that it is kept beside, so that this cannot be edited either; empty until it is taken."""
    files: dict[str, Page | str]
    """By name; of what is no page, the digest."""
    records: dict[str, dict[str, dict[str, Plain]]]
    """By kind and id: the value of each field. What is in a field stands under ``field.key``."""
    parts: dict[str, dict[str, Plain]]
    """What the whole edition rests on (see `rapportage.publication.surroundings`), as far as the step covers it."""


class _Head(msgspec.Struct):
    version: int = 1


LINK = message('what decision "{id}" approved is not known: {file} is a link; a manifest is a file of its own')
MISSING = message('what decision "{id}" approved is not known: {file} is missing; put it back as git has it')
UNREADABLE = message('what decision "{id}" approved is not known: {file} cannot be read: {why}')
TOO_LARGE = message('what decision "{id}" approved is not known: {file} is larger than {number} MB, as no manifest is')
OLDER = message('what decision "{id}" approved is not known: {file} is of an older version; approve the step again')
NEWER = message('what decision "{id}" approved is not known: {file} is of a newer version; use the program that made it')
NONE = message('what decision "{id}" approved is not known: {file} is no manifest; put it back as git has it')


class WrongManifestError(Exception):
    """A manifest that says nothing of what was approved: why, in *words* of the interface, and what is filled in."""

    def __init__(self, words: str, **values: str) -> None:
        super().__init__(words)
        self.words = words
        self.values = values


def digest(manifest: Manifest) -> str:
    """What a manifest says, in 64 characters."""
    return _digest(msgspec.json.encode(manifest)).removeprefix("blake2b:")


def encode(manifest: Manifest) -> bytes:
    """A manifest as it stands in its file, to be read by people as well."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def read(path: Path) -> Manifest:
    """The manifest at *path*. Raises `WrongManifestError`, whatever stands there."""
    try:
        if path.is_symlink():
            raise WrongManifestError(LINK)
        content = textfile.content(path, MAX_BYTES)
    except FileNotFoundError:
        raise WrongManifestError(MISSING) from None
    except OSError as error:
        raise WrongManifestError(UNREADABLE, why=error.strerror or str(error)) from error
    if len(content) > MAX_BYTES:
        raise WrongManifestError(TOO_LARGE, number=str(MAX_BYTES // 2**20))
    try:
        version = msgspec.json.decode(content, type=_Head).version
        if version != VERSION:
            raise WrongManifestError(OLDER if version < VERSION else NEWER)
        return msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise WrongManifestError(NONE) from None
