"""The JSON Schema of a kind's files, made of its class: an editor checks and completes with it while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec

from rapportage.schema import ID

if TYPE_CHECKING:
    from rapportage.kinds import Kind
    from rapportage.schema import Readable


def file_schema(kind: Kind) -> dict[str, Any]:
    """The schema (draft 2020-12) of a file in which records of *kind* are kept."""
    (_,), definitions = msgspec.json.schema_components(
        [kind.record], schema_hook=_of_our_type, ref_template="#/$defs/{name}"
    )
    record = definitions[kind.record.__name__]
    # The id is the key that a record stands under, not one of its fields.
    del record["properties"]["id"]
    record["required"] = [name for name in record.get("required", ()) if name != "id"]
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


def _of_our_type(cls: type) -> dict[str, Any]:
    return cast("type[Readable]", cls).json_schema()
