"""A record as a manifest keeps it: the value of every field, also of one that was not given."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from rapportage.publication.tree import digest
from rapportage.schema import PartialDate, Text, Value, as_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.workflow.manifest import Plain
    from rapportage.schema import Record

#: A longer text is kept as a digest: that it has changed can be told, and from what to what is for git to show.
LONGEST = 200


def values(record: Record) -> dict[str, Plain]:
    """The fields of a record; what is in a field stands under ``field.key``, items of a list count from 1."""
    plain = msgspec.to_builtins(record, enc_hook=_as_words)
    del plain["id"]
    return dict(_flat(plain, ()))


def _flat(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[str, Plain]]:
    name = ".".join(keys)
    match value:
        case dict() if value:
            for key, part in value.items():
                yield from _flat(part, (*keys, _key(str(key))))
        case list() | tuple() if any(isinstance(each, dict) for each in value):
            for at, part in enumerate(value, 1):
                yield from _flat(part, (*keys, str(at)))
        case dict() | list() | tuple():
            words = [*value] if isinstance(value, dict) else [_word(each) for each in value]
            said = json.dumps(words, ensure_ascii=False)
            yield name, words if len(said) <= LONGEST else digest(said)
        case None | bool():
            yield name, value
        case _:
            yield name, str(value) if len(str(value)) <= LONGEST else digest(str(value))


def _key(key: str) -> str:
    """A key that cannot be taken for two."""
    return json.dumps(key, ensure_ascii=False) if "." in key or key.startswith('"') else key


def _word(value: Any) -> Plain:
    if isinstance(value, list | tuple):
        return [*map(_word, value)]
    return value if isinstance(value, bool) or value is None else str(value)


def _as_words(value: object) -> Any:
    match value:
        case Text():
            return value.nl if value.en is None else {"nl": value.nl, "en": value.en}
        case Value():
            # A number and the same digits as a text are shown in different ways.
            return str(value.number) if value.text is None else {"text": value.text}
        case PartialDate() | Decimal() | str():
            return str(value)
    return as_plain(value)
