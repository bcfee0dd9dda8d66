"""The types that records are made of, and how a record is read from plain data.

A record kind is a `Record` with annotated fields. `read_record` makes one of a YAML mapping, or says all that is wrong
with it. msgspec does the reading; only what it refuses is walked again, slowly, to name every fault in plain words.

Descriptions in ``Meta(description=…)`` are Dutch: they are shown in the editor of whoever keeps the YAML, and in the
handbook.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Protocol, Self, TypeAlias

import msgspec
from msgspec import Meta, inspect

from rapportage.problems import TOLD, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rapportage.yamlfile import Keys

#: What an id looks like: it stands in HTML ids, PDF bookmarks and file names, so it is plain.
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
is_id = re.compile(ID).fullmatch

#: The longest text of a field (characters).
MAX_TEXT = 20_000

#: The calendar years that an edition can speak of: others are slips, and no calendar can reckon with all of them.
FIRST_YEAR, LAST_YEAR = 1900, 2200
_YEARS = "(19[0-9]{2}|2[01][0-9]{2}|2200)"
#: No zone is further from UTC (https://www.iana.org/time-zones).
_FURTHEST = datetime.timedelta(hours=14)


class Finding(NamedTuple):
    """Something wrong in one record: the way to the value within the record, and what is wrong with it."""

    keys: Keys
    message: str
    of_key: bool = False
    """Whether the key itself is wrong, rather than what stands behind it."""


class Readable(Protocol):
    """A type of ours that reads itself from a YAML value."""

    @classmethod
    def read(cls, value: object) -> Self:
        """Make one of *value*. Raises ValueError with a message in plain words."""

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of what `read` takes."""


class _Plain:
    """A small immutable value: equal, hashed and shown by its slots."""

    __slots__: tuple[str, ...] = ()

    def parts(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.parts() == self.parts()

    def __hash__(self) -> int:
        return hash(self.parts())

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), self.parts()  # twice as quick to unpickle as what Python does for slots

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.parts()))})"


class Text(_Plain):
    """A text in the source language, Dutch, and its fixed form in English where there is an official one.

    In YAML a string, or ``{nl: …, en: …}``. It may hold paragraphs of inline MyST (see `rapportage.inline`).
    """

    __slots__ = ("nl", "en")  # noqa: RUF023 -- the source language first

    def __init__(self, nl: str, en: str | None = None) -> None:
        self.nl = nl
        self.en = en

    @classmethod
    def read(cls, value: object) -> Self:
        if isinstance(value, str):
            return cls(_text(value))
        if not isinstance(value, dict):
            raise ValueError(f"expected a text, found {_named(value)}{_quotes(value)}")
        for key in value:
            if key not in {"nl", "en"}:
                raise ValueError(f'unknown language "{key}"; a text in fixed words has nl and en')
        for key in ("nl", "en"):
            if key not in value:
                raise ValueError(f'the text for "{key}" is missing; give nl and en, or one string that is translated')
            if not isinstance(value[key], str):
                raise ValueError(f'expected a text for "{key}", found {_named(value[key])}{_quotes(value[key])}')
        return cls(_text(value["nl"]), _text(value["en"]))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        text = {"type": "string", "pattern": r"\S", "maxLength": MAX_TEXT}
        both = {"nl": text, "en": text}
        return {
            "anyOf": [
                text,
                {"type": "object", "properties": both, "required": [*both], "additionalProperties": False},
            ]
        }


class Number(Decimal):
    """An exact number; its digits are kept as they were written."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError(f"expected a number such as 1250 or 12.5, found {_named(value)}{_how_to_write(value)}")
        return cls(value)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "number"}


class Money(Number):
    """An exact amount in EUR, with at most two decimals."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Self:
        money = super().read(value)
        if money.as_tuple().exponent < -2:  # type: ignore[operator]
            raise ValueError(
                f"{value} has more than two decimals; write an amount in EUR without separators, such as 9395942"
            )
        if not -(10**15) < money < 10**15:
            raise ValueError(f"{value} is too large to be an amount in EUR")
        return money

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "number", "exclusiveMinimum": -(10**15), "exclusiveMaximum": 10**15}


class Value(_Plain):
    """What was aimed at or reached: a number, or a text in its place such as "N.v.t." or "41% in 2023"."""

    __slots__ = ("number", "text")

    def __init__(self, number: Decimal | None = None, text: Text | None = None) -> None:
        self.number = number
        self.text = text

    @classmethod
    def read(cls, value: object) -> Self:
        if isinstance(value, str) and _looks_like_a_number(value):
            raise ValueError(f"{_named(value)} is a text here, not a number{_how_to_write(value)}")
        if isinstance(value, str | dict):
            return cls(text=Text.read(value))
        if isinstance(value, Decimal) and _thousands(str(value)):
            whole = str(value).replace(".", "")
            raise ValueError(f"{value} can be read in two ways; write {whole}, or {value}0 if the point is a decimal point")
        return cls(number=Number.read(value))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"anyOf": [Number.json_schema(), *Text.json_schema()["anyOf"]]}


class PartialDate(_Plain):
    """A day, a month or a year, as exact as it is known: ``2024``, ``2024-12`` or ``2024-12-31``."""

    __slots__ = ("year", "month", "day")  # noqa: RUF023 -- the largest first

    def __init__(self, year: int, month: int | None = None, day: int | None = None) -> None:
        self.year = year
        self.month = month
        self.day = day

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def last_day(self) -> datetime.date:
        """The day itself, or the last one of the month or the year."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @classmethod
    def read(cls, value: object) -> Self:
        match = _date(str(value)) if isinstance(value, int | str) else None
        if match:
            parts = [int(part) for part in match.groups() if part is not None]
            try:
                datetime.date(*[*parts, 1, 1][:3])
            except ValueError:
                pass
            else:
                _check_year(parts[0])
                return cls(*parts)
        raise ValueError(f"expected a date such as 2024, 2024-12 or 2024-12-31, found {_named(value)}")

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        day = {"type": "string", "pattern": f"^{_YEARS}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"}
        return {"anyOf": [{"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, day]}


_date = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?").fullmatch


class Moment(_Plain):
    """A moment on a day, with the zone that it is in: ``2026-04-24T12:00+02:00``. Two of the same moment are equal."""

    __slots__ = ("at",)

    def __init__(self, at: datetime.datetime) -> None:
        self.at = at

    @classmethod
    def read(cls, value: object) -> Self:
        wanted = "expected a moment with its zone, such as 2026-04-24T12:00+02:00"
        if not isinstance(value, str) or not (match := _moment(value)):
            raise ValueError(f"{wanted}, found {_named(value)}{_quotes(value)}")
        if match["zone"] is None:
            raise ValueError(f"{wanted}, found {_named(value)}; add the zone: +02:00 in summer, +01:00 in winter")
        try:
            if value[11:13] == "24":  # a newer Python takes it for the next day
                raise ValueError
            at = datetime.datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{wanted}, found {_named(value)}; there is no such day or time") from None
        _check_year(at.year)
        if abs(at.utcoffset() or datetime.timedelta()) > _FURTHEST:
            raise ValueError(f"{wanted}, found {_named(value)}; there is no such zone")
        return cls(at)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        day, time = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
        return {"type": "string", "pattern": f"^{_YEARS}-{day}T{time}(Z|[+-](0[0-9]:[0-5][0-9]|1[0-3]:[0-5][0-9]|14:00))$"}


_moment = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?P<zone>Z|[+-]\d{2}:\d{2})?", re.ASCII).fullmatch

#: A calendar year.
Year: TypeAlias = Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is not from {FIRST_YEAR} to {LAST_YEAR}")


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Whole years, the first and the last included; in YAML ``{from: 2026, to: 2030}``."""

    first: Annotated[Year, Meta(description="Eerste jaar")]
    last: Annotated[Year, Meta(description="Laatste jaar")]

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"this period ends in {self.last}, before it begins in {self.first}")


def reference(kind: str) -> Meta:
    """Marks a field as the id of another record: ``Annotated[str, reference('priority')]``."""
    return Meta(pattern=ID, extra={"refers_to": kind})


#: The key of an entry in the bibliography.
Citation: TypeAlias = Annotated[str, Meta(extra={"refers_to": "citation"}, description="Sleutel in data/references.bib")]


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that is kept once, in YAML, and shown in many places. Subclasses add its fields."""

    id: str
    example: Annotated[bool, Meta(description="true: voorbeeldgegevens; telt niet als feit")] = False

    def check(self) -> Iterable[Finding]:
        """What is wrong with this record by itself; a rule that looks at others belongs to its kind."""
        return ()


class Visit(NamedTuple):
    """A value of a record that matters beyond it: a text, or a reference to another record."""

    keys: Keys
    value: Any
    refers_to: str | None
    """The kind that a reference refers to; None for a text."""


class Refused(NamedTuple):
    """A record that could not be made."""

    findings: list[Finding]
    visits: list[Visit]
    """Those of its texts and references that are right by themselves."""


def read_record(cls: type[Record], record_id: str, data: object) -> Record | Refused:
    """Make a *cls* of *data*, or find all that is wrong with it."""
    if isinstance(data, dict) and "id" not in data:
        try:
            return msgspec.convert({**data, "id": record_id}, cls, dec_hook=_read)
        except msgspec.ValidationError as error:
            refused = _reason(error)
    else:
        refused = ""
    found = _at_most(TOLD, _walk(inspect.type_info(cls), data, ()))
    findings = [each for each in found if isinstance(each, Finding)]
    return Refused(findings or [Finding((), refused)], [each for each in found if isinstance(each, Visit)])


def fits(cls: type[Record], record_id: str, data: object) -> bool:
    """Whether `read_record` would make a record; says it sooner than what is wrong."""
    if not isinstance(data, dict) or "id" in data:
        return False
    try:
        msgspec.convert({**data, "id": record_id}, cls, dec_hook=_read)
    except msgspec.ValidationError:
        return False
    return True


def _at_most(findings: int, found: Iterator[Finding | Visit]) -> list[Finding | Visit]:
    """What was *found* until so many *findings*: a record may hold as many faults as a file."""
    taken: list[Finding | Visit] = []
    for each in found:
        taken.append(each)
        findings -= isinstance(each, Finding)
        if not findings:
            break
    return taken


def as_plain(value: object) -> Any:
    """For msgspec's encoders: a type of ours as plain data, a text in the source language."""
    if isinstance(value, Text):
        return value.nl
    if isinstance(value, str | Decimal):
        return str(value)
    if isinstance(value, _Plain):
        return value.parts()
    raise NotImplementedError(type(value))


def visits(record: Record) -> Iterator[Visit]:
    """All texts and references of *record*, in the order of its fields."""
    return _visitor(type(record))(record, ())


def written_name(cls: type[Record], field: str) -> str:
    """What a field is called in YAML."""
    return cls.__struct_encode_fields__[cls.__struct_fields__.index(field)]


# ---- how msgspec's view of a type is walked ----------------------------------------------------------------------------

_Visitor: TypeAlias = "Callable[[Any, Keys], Iterator[Visit]]"


@cache
def _visitor(cls: type) -> _Visitor:
    return _visitor_of(inspect.type_info(cls)) or (lambda value, keys: iter(()))


def _visitor_of(info: inspect.Type) -> _Visitor | None:
    """What finds the texts and references in a value of this type; None where there can be none."""
    match info:
        case inspect.Metadata(type=inner, extra=extra):
            if kind := (extra or {}).get("refers_to"):
                return lambda value, keys: iter((Visit(keys, value, kind),))
            return _visitor_of(inner)
        case inspect.CustomType(cls=cls) if cls is Text:
            return lambda value, keys: iter((Visit(keys, value, None),))
        case inspect.CustomType(cls=cls) if cls is Value:
            return lambda value, keys: iter(() if value.text is None else (Visit(keys, value.text, None),))
        case inspect.UnionType(types=types):
            inner_visitor = next(filter(None, map(_visitor_of, types)), None)
            return inner_visitor and (lambda value, keys: iter(()) if value is None else inner_visitor(value, keys))
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            item_visitor = _visitor_of(item)
            return item_visitor and (
                lambda value, keys: (visit for at, part in enumerate(value) for visit in item_visitor(part, (*keys, at)))
            )
        case inspect.DictType(value_type=item):
            value_visitor = _visitor_of(item)
            return value_visitor and (
                lambda value, keys: (v for key, part in value.items() for v in value_visitor(part, (*keys, key)))
            )
        case inspect.StructType(fields=fields):
            visitors = [(f.name, f.encode_name, v) for f in fields if (v := _visitor_of(f.type))]
            return lambda value, keys: (
                visit
                for name, written, visitor in visitors
                if (part := getattr(value, name)) is not None
                for visit in visitor(part, (*keys, written))
            )
    return None


def _walk(info: inspect.Type, value: object, keys: Keys) -> Iterator[Finding | Visit]:
    """Why *value* is not of this type: every fault, each at its place. With it what is right and matters beyond it."""
    match info:
        case inspect.Metadata(type=inner, extra=extra):
            found = list(_walk(inner, value, keys))
            yield from found
            if not found and (kind := (extra or {}).get("refers_to")):
                yield Visit(keys, value, kind)
        case inspect.StructType(cls=cls, fields=fields):
            found = list(_walk_mapping(fields, value, keys))
            yield from found
            if keys and not any(isinstance(each, Finding) for each in found):
                yield from _faults_of_whole(cls, value, keys)  # each part is right; what they say together may not be
        case inspect.UnionType(types=types):
            if value is not None or not any(isinstance(each, inspect.NoneType) for each in types):
                yield from _walk(_meant(types, value), value, keys)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            if isinstance(value, list):
                for at, part in enumerate(value):
                    yield from _walk(item, part, (*keys, at))
            else:
                yield Finding(keys, f"expected a list, found {_named(value)}; write [ ] around it")
        case inspect.DictType(key_type=key_type, value_type=item):
            if isinstance(value, dict):
                for key, part in value.items():
                    for found_of_key in _walk(key_type, key, (*keys, key)):
                        if isinstance(found_of_key, Finding):
                            hint = "; a decimal has a point, not a comma" if part is None else ""
                            yield found_of_key._replace(of_key=True, message=found_of_key.message + hint)
                            break
                    else:
                        yield from _walk(item, part, (*keys, key))
            else:
                yield Finding(keys, f"expected keys with values, found {_named(value)}")
        case inspect.CustomType(cls=cls):
            try:
                made = _read(cls, value)
            except ValueError as error:
                yield Finding(keys, str(error))
            else:
                if text := made if isinstance(made, Text) else made.text if isinstance(made, Value) else None:
                    yield Visit(keys, text, None)
        case inspect.LiteralType(values=values):
            if value not in values:
                yield Finding(keys, f"unknown value {_named(value)}{nearest(str(value), values)}")
        case inspect.BoolType():
            if not isinstance(value, bool):
                yield Finding(keys, f"expected true or false, found {_named(value)}")
        case inspect.IntType(ge=least, le=most):
            if isinstance(value, bool) or not isinstance(value, int):
                quoted = "; write it without quotes" if isinstance(value, str) and value.isdecimal() else ""
                yield Finding(keys, f"expected a whole number, found {_named(value)}{quoted}")
            elif (least is not None and value < least) or (most is not None and value > most):
                bounds = "".join(f" {word} {bound}" for word, bound in (("from", least), ("to", most)) if bound is not None)
                yield Finding(keys, f"expected a whole number{bounds}, found {value}")
        case inspect.StrType(pattern=pattern, min_length=least, max_length=most):
            if not isinstance(value, str):
                yield Finding(keys, f"expected a word, found {_named(value)}{_quotes(value)}")
            elif least is not None and len(value) < least:
                yield Finding(keys, "this is empty; leave the key out, or write something")
            elif most is not None and len(value) > most:
                yield Finding(keys, f"this is longer than {most} characters")
            elif pattern is not None and not re.search(pattern, value):
                yield Finding(keys, f"{_named(value)} {_PATTERNS.get(pattern, f'does not have the form {pattern}')}")


def _meant(types: Iterable[inspect.Type], value: object) -> inspect.Type:
    """Which of the types of a union *value* was meant to be: keys with values are for a struct."""
    some = [each for each in types if not isinstance(each, inspect.NoneType)]
    fitting = (each for each in some if isinstance(each, inspect.StructType) == isinstance(value, dict))
    return next(fitting, some[0])


def _walk_mapping(fields: Iterable[inspect.Field], value: object, keys: Keys) -> Iterator[Finding | Visit]:
    if not isinstance(value, dict):
        yield Finding(keys, f"expected keys with values, found {_named(value)}")
        return
    # The id of a record is the key it stands under, not a field that anyone writes.
    known = {field.encode_name: field for field in fields if field.name != "id"}
    for key, part in value.items():
        if key in known:
            yield from _walk(known[key].type, part, (*keys, key))
        else:
            yield Finding((*keys, key), f'unknown key "{key}"{nearest(str(key), known, listed=16)}', of_key=True)
    for name, field in known.items():
        if field.required and name not in value:
            yield Finding(keys, f'the key "{name}" is missing', of_key=True)


def _faults_of_whole(cls: type, value: object, keys: Keys) -> list[Finding]:
    try:
        msgspec.convert(value, cls, dec_hook=_read)
    except msgspec.ValidationError as error:
        return [Finding(keys, _reason(error))]
    return []


def _reason(error: msgspec.ValidationError) -> str:
    return str(error).partition(" - at `")[0]


def _read(cls: type[Readable], value: object) -> object:
    return cls.read(value)


def _text(value: str) -> str:
    if not (text := value.strip()):
        raise ValueError("this text is empty; leave the key out, or write something")
    if len(text) > MAX_TEXT:
        raise ValueError(f"this text is longer than {MAX_TEXT} characters")
    return text


def _named(value: object) -> str:
    """How a message calls a value that was found."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            return "keys with values"
        case list():
            return "a list"
        case str():
            words = " ".join(value.split())  # a message stays on one line
            return f'"{words}"' if len(words) <= 60 else f'"{words[:57]}…"'
    return str(value)


def _how_to_write(value: object) -> str:
    if isinstance(value, str) and _looks_like_a_number(value):
        return "; write it without quotes, €, %, thousands separators or zeros before it, and with a decimal point"
    return ""


_looks_like_a_number = re.compile(r"(?=.*\d)[€\s\d.,_+-]+%?").fullmatch

# A Dutch writer means four thousand five hundred by 4.500, YAML means four and a half.
_thousands = re.compile(r"-?[1-9]\d{0,2}\.\d{3}").fullmatch


def _quotes(value: object) -> str:
    """What to do where a text was expected, if quotes would make one of *value*."""
    if value is None:
        return "; a text that begins with # stands between quotes"
    return "; put it between quotes" if isinstance(value, int | Decimal) else ""


_PATTERNS: dict[str, str] = {ID: "is not an id; an id has small letters, digits and single hyphens"}


def pattern_in_words(pattern: str, words: str) -> str:
    """Let messages about *pattern* end in *words* (after the value); returns the pattern, to use in ``Meta(pattern=…)``."""
    _PATTERNS[pattern] = words
    return pattern
