"""Files of records, made of the types of each kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import inspect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from rapportage.kinds import Kind

WORDS = [
    "Fonds",
    "religie",
    "2024",
    "een",
    "twee",
    "zie {priority}`vrijheid-religie`",
    "*nadruk*",
    "[x](https://example.org)",
]
NUMBERS = [
    "1",
    "0",
    "-5",
    "12.5",
    "1250",
    "4.500",
    "9395942",
    "2024",
    "2025",
    "010",
    "1_000",
    "100%",
    "1e3",
    "0x1F",
    "true",
    "~",
]
DATES = ["2024", "2024-12", "2024-12-31", "2026-04-24T12:00+02:00", "2026-02-30", "1899", "31-12-2024", "0001-01-01T00:00Z"]
COLOURS = ["'#112233'", "red", "'#12'"]


def file_of(random: Random, kind: Kind, ids: Mapping[str, list[str]]) -> str:
    """A file of *kind* as a person would write it, most of it right; *ids* are those that there are, by kind."""
    fields = inspect.type_info(kind.record).fields  # type: ignore[attr-defined]
    if kind.single:
        return _lines(random, fields, ids, "")
    names = [random.choice([*ids[kind.name], f"nieuw-{at}", f"nieuw-{at}"]) for at in range(random.choice([1, 1, 2, 4]))]
    return "".join(f"{name}:\n{_lines(random, fields, ids, '  ')}" for name in names)


def _lines(random: Random, fields: Any, ids: Mapping[str, list[str]], indent: str) -> str:
    wanted = [f for f in fields if f.name != "id" and (f.required or random.random() < 0.4)]
    return "".join(f"{indent}{f.encode_name}: {_value(random, f.type, ids, 0)}\n" for f in wanted)


def _value(random: Random, info: Any, ids: Mapping[str, list[str]], depth: int) -> str:
    """A value of a type in flow style; sometimes of another."""
    if random.random() < 0.04:
        return random.choice([*NUMBERS, *DATES, "[]", "{}", "[a, b]", "{nl: a}", "&a x", "*a", "!x y", '"\\0"', "|\n    x"])
    match info:
        case inspect.Metadata(type=inner, extra=extra):
            if kind := (extra or {}).get("refers_to"):
                return random.choice([*ids.get(kind, []), "onbekend"])
            return _value(random, inner, ids, depth)
        case inspect.UnionType(types=types):
            return _value(random, random.choice(types), ids, depth)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return f"[{', '.join(_value(random, item, ids, depth + 1) for _ in range(random.choice([0, 1, 2])))}]"
        case inspect.DictType(key_type=key, value_type=item):
            pairs = (f"{_value(random, key, ids, depth + 1)}: {_value(random, item, ids, depth + 1)}" for _ in range(2))
            return f"{{{', '.join(pairs)}}}"
        case inspect.StructType(fields=fields):
            wanted = [f for f in fields if f.required or random.random() < 0.4]
            return f"{{{', '.join(f'{f.encode_name}: {_value(random, f.type, ids, depth + 1)}' for f in wanted)}}}"
        case inspect.LiteralType(values=values):
            return str(random.choice([*values]))
        case inspect.BoolType():
            return random.choice(["true", "false", "yes"])
        case inspect.NoneType():
            return "null"
        case inspect.IntType():
            return random.choice(["2024", "2025", *NUMBERS])
        case inspect.CustomType(cls=cls):
            return random.choice(_OF_CLASS.get(cls.__name__, [*NUMBERS, *WORDS]))
    return _text(random)


def _text(random: Random) -> str:
    text = " ".join(random.choices(WORDS, k=random.choice([1, 1, 2, 5])))
    return random.choice([json.dumps(text), "'" + text.replace("'", "''") + "'"])


_OF_CLASS = {
    "Text": [json.dumps(each) for each in WORDS]
    + ["{nl: Fonds, en: Fund}", '"{amount}`x 2024`"', '"`x`"', '"<b>"', '"![a](b)"'],
    "Number": NUMBERS,
    "Money": NUMBERS,
    "Value": [*NUMBERS, "N.v.t.", "{nl: a, en: b}"],
    "PartialDate": DATES,
    "Moment": DATES,
    "Colour": COLOURS,
}
