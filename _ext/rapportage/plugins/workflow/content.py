"""What a step covers, as it is now: digests of files, and the values of records.

It is kept beside an approval (a *manifest*), so that later anyone can be told what has changed since. What is internal or
redacted is left out before a digest is made: a digest of a name in a text that is known but for that name gives the name
away. So a manifest says nothing that the public edition does not, and an approval is of what is published.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from rapportage.internal import declared, without_internal_parts
from rapportage.pagetext import parts
from rapportage.plugins.redaction.source import take_out
from rapportage.schema import PartialDate, Text, Value, as_plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from rapportage.plugins.workflow.records import Step
    from rapportage.schema import Record
    from rapportage.store import Store

#: A longer text is kept as a digest: that it has changed can be told, and from what to what is for git to show.
LONGEST = 200

#: The number that stands in the place of a redacted text; other redactions on the page have a say in it.
_number = re.compile(r"(\{[^}`\n]*redact[^}`\n]*\}[`\s]*\S+) (?:[0-9a-f]{6}-)?[0-9]+(?:\s+[0-9]+)*")
_empty_lines = re.compile(r"\n(?:[ \t>]*\n)+")
#: What differs between two catalogues that say the same.
_unsaid = re.compile(r'^(#:.*|"(POT-Creation|PO-Revision)-Date:.*)\n', re.MULTILINE)

#: The parts of a manifest. ``files``: of a page its parts, each a heading with a digest; of another file one digest.
#: ``records``: by kind and id, the value of each field in words.
Manifest = dict[str, Any]


class MissingFileError(Exception):
    """A pattern that fits no file."""


def content(step: Step, store: Store, folder: Path) -> Manifest:
    """What *step* covers, of the project in *folder*. Raises `MissingFileError` for a pattern that fits no file."""
    return {
        "files": dict(_contents(folder, _files(step, store, folder), store.ids("ground"))),
        "records": {
            kind: {record.id: dict(_values(record)) for record in store.records(kind)} for kind in _kinds(step, store)
        },
    }


def digest(manifest: Manifest) -> str:
    """What a manifest says, in 32 characters; the order of records counts, as tables have that."""
    return _digest(json.dumps(manifest, ensure_ascii=False, separators=(",", ":")))


def with_included(step: Step, store: Store) -> Iterator[Step]:
    """The step, after all that it includes."""
    for each in step.includes:
        yield from with_included(store.get("step", each), store)  # type: ignore[arg-type]
    yield step


def _files(step: Step, store: Store, folder: Path) -> set[str]:
    found: set[str] = set()
    for each in with_included(step, store):
        besides = {path for pattern in each.besides for path in folder.glob(pattern)}
        for pattern in each.files:
            paths = {path for path in folder.glob(pattern) if path.is_file()}
            if not paths:
                raise MissingFileError(f'step "{each.id}": no file fits {pattern}')
            found |= {path.relative_to(folder).as_posix() for path in paths - besides}
    return found


def _kinds(step: Step, store: Store) -> list[str]:
    return sorted({kind for each in with_included(step, store) for kind in each.records})


# ---- files ---------------------------------------------------------------------------------------------------------------


def _contents(folder: Path, names: Iterable[str], grounds: Collection[str]) -> Iterator[tuple[str, Any]]:
    """What files hold; an internal page is not published, so it is none of them."""
    for name in sorted(names):
        content = (folder / name).read_bytes()
        if name.endswith(".md"):
            source = content.decode("utf-8", "replace")
            if not declared(source).internal:
                found = parts(public(source, grounds))
                yield name, [[heading, _digest(below)] for heading, below in found if heading or below]
        elif name.endswith(".po"):
            yield name, _digest(_unsaid.sub("", content.decode("utf-8", "replace")).strip())
        else:
            yield name, blake2b(content, digest_size=16).hexdigest()


def public(source: str, grounds: Collection[str]) -> str:
    """A page without what the public edition leaves out: internal parts, and redacted texts, of which the ground stays.

    The other texts keep their words but not their lines: those of what was left out would tell how long it was.
    """
    left = without_internal_parts(take_out(source.replace("\r\n", "\n"), grounds).source)
    return _empty_lines.sub("\n\n", _number.sub(r"\1", left))


# ---- records -------------------------------------------------------------------------------------------------------------


def _values(record: Record) -> Iterator[tuple[str, str]]:
    """The fields of a record that say something, as words; what is in a field stands under ``field.key``."""
    plain = msgspec.to_builtins(record, enc_hook=_as_words)
    del plain["id"]
    return _flat(plain, ())


def _flat(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    match value:
        case None | False | [] | ():
            return
        case dict():
            for key, part in value.items():
                yield from _flat(part, (*keys, str(key)))
        case list() | tuple() if any(isinstance(each, dict) for each in value):
            for at, part in enumerate(value, 1):
                yield from _flat(part, (*keys, str(at)))
        case list() | tuple():
            yield ".".join(keys), _short(", ".join(map(str, value)))
        case _:
            yield ".".join(keys), _short("true" if value is True else str(value))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"blake2b:{_digest(words)}"


def _as_words(value: object) -> Any:
    match value:
        case Text():
            return value.nl if value.en is None else {"nl": value.nl, "en": value.en}
        case Value():
            return str(value.number) if value.text is None else _as_words(value.text)
        case PartialDate() | Decimal() | str():
            return str(value)
    return as_plain(value)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
