"""The JSON Schema of a kind's files, made of its class: an editor checks and completes with it while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec
from msgspec import inspect

from rapportage.schema import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.kinds import Kind
    from rapportage.schema import Readable


def file_schema(kind: Kind) -> dict[str, Any]:
    """The schema (draft 2020-12) of a file in which records of *kind* are kept."""
    (_,), definitions = msgspec.json.schema_components(
        [kind.record], schema_hook=_of_our_type, ref_template="#/$defs/{name}"
    )
    for definition in definitions.values():
        # What msgspec takes for one are the words of the class, which are meant for who reads the code.
        definition.pop("description", None)
    record = definitions[kind.record.__name__]
    # The id is the key that a record stands under, not one of its fields.
    del record["properties"]["id"]
    record["required"] = [name for name in record.get("required", ()) if name != "id"]
    for name in _by_year(kind):
        record["properties"][name]["propertyNames"] = {"pattern": "^[0-9]{4}$"}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind.name}
    if kind.single:
        return {**head, **definitions.pop(kind.record.__name__), "title": kind.name, "$defs": definitions}
    entry = {"$ref": f"#/$defs/{kind.record.__name__}"}
    names = {"pattern": ID}
    # A file without records is a file with nothing in it.
    return {
        **head,
        "type": ["object", "null"],
        "propertyNames": names,
        "additionalProperties": entry,
        "$defs": definitions,
    }


def _by_year(kind: Kind) -> Iterator[str]:
    """The fields that have whole numbers as keys; those are years."""
    for field in inspect.type_info(kind.record).fields:  # type: ignore[attr-defined]
        of_field = _bare(field.type)
        if isinstance(of_field, inspect.DictType) and isinstance(_bare(of_field.key_type), inspect.IntType):
            yield field.encode_name


def _bare(info: inspect.Type) -> inspect.Type:
    return _bare(info.type) if isinstance(info, inspect.Metadata) else info


def _of_our_type(cls: type) -> dict[str, Any]:
    return cast("type[Readable]", cls).json_schema()
