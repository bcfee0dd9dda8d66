"""The JSON Schemas: in step with the classes, and held against the data by a validator that is not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from datafolder import GOOD, ROOT, kinds
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import Meta

from rapportage import yamlfile
from rapportage.jsonschema import file_schema
from rapportage.kinds import Kind
from rapportage.schema import Money, Number, PartialDate, Period, Record, Text, Value, Year, read_record, reference
from rapportage.store import data_files

if TYPE_CHECKING:
    from rapportage.kinds import Kind as KindType

DATA = ROOT / "data"
SCHEMAS = DATA / "schema"
BY_NAME = {kind.name: kind for kind in kinds()}


def as_json(value: Any) -> Any:
    """What was read from YAML as JSON has it: with texts as keys. Decimals count as numbers."""
    match value:
        case dict():
            return {str(key): as_json(part) for key, part in value.items()}
        case list():
            return [as_json(part) for part in value]
    return value


def kind_of(name: str) -> KindType:
    found = [kind for kind in kinds() if name in (f"{kind.path}.yaml", f"{kind.path}/{Path(name).name}")]
    (kind,) = found
    return kind


def errors(kind: KindType, data: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(file_schema(kind)).iter_errors(as_json(data))]


# ---- in step -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BY_NAME)
def test_the_schema_in_the_data_is_that_of_the_class(name: str) -> None:
    written = (SCHEMAS / f"{name}.json").read_text("utf-8")
    assert json.loads(written) == json.loads(json.dumps(file_schema(BY_NAME[name]))), "type `make schema`"


def test_there_is_no_schema_without_a_kind() -> None:
    assert {path.stem for path in SCHEMAS.iterdir()} == BY_NAME.keys()


@pytest.mark.parametrize("name", BY_NAME)
def test_a_schema_is_one_and_describes_every_field(name: str) -> None:
    schema = file_schema(BY_NAME[name])
    Draft202012Validator.check_schema(schema)
    record = schema if BY_NAME[name].single else schema["$defs"][BY_NAME[name].record.__name__]
    assert "id" not in record["properties"]
    for field, described in record["properties"].items():
        assert described.get("description"), f"{name}.{field}"


@pytest.mark.parametrize("path", data_files(DATA), ids=lambda path: path.relative_to(DATA).as_posix())
def test_every_data_file_names_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    schema = (path.parent / first.partition("=")[2]).resolve()
    assert schema == SCHEMAS / f"{kind_of(path.relative_to(DATA).as_posix()).name}.json"
    assert schema.is_file()


# ---- the shipped data, and wrong data -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [*data_files(DATA), *data_files(GOOD)], ids=lambda path: path.relative_to(ROOT).as_posix().replace("tests/", "")
)
def test_the_data_fit_their_schemas(path: Path) -> None:
    folder = DATA if path.is_relative_to(DATA) else GOOD
    file = yamlfile.read(path, path.name)
    assert file.problems == ()
    assert errors(kind_of(path.relative_to(folder).as_posix()), file.data) == []


#: What a schema cannot say: the calendar, an order, decimals; as JSON sees it, all keys are texts.
BEYOND = {
    *("date-that-does-not-exist", "moment-that-does-not-exist", "id-that-is-a-number", "money-with-a-point-for-thousands"),
    *("period-that-ends-before-it-begins", "moment-on-a-day-that-does-not-exist"),
}


@pytest.mark.parametrize("case", sorted((ROOT / "tests/bad_data/types").glob("*.yaml")), ids=lambda path: path.stem)
def test_what_has_a_wrong_type_does_not_fit(case: Path) -> None:
    name = case.read_text("utf-8").splitlines()[0].removeprefix("# ")
    found = errors(kind_of(name), yamlfile.read(case, name).data)
    assert bool(found) == (case.stem not in BEYOND)


# ---- whatever a class takes, its schema takes ---------------------------------------------------------------------------


class Thing(Record, frozen=True, kw_only=True):
    name: Annotated[Text, Meta(description="Naam")]
    money: Money | None = None
    number: Number | None = None
    value: Value | None = None
    date: PartialDate | None = None
    period: Period | None = None
    year: Year | None = None
    choice: Literal["one", "two"] = "one"
    flag: bool | None = None
    owners: tuple[Annotated[str, reference("owner")], ...] = ()
    values: dict[Year, Value] = {}
    labels: dict[str, Text] = {}


THING = Kind("thing", "things", Thing)

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.decimals(-(10**16), 10**16, places=3)
    | st.sampled_from(["een", "one", "2024", "2024-12", "2024-02-29", "Een", " ", 2024, 1066, "\n"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["nl", "en", "from", "to", 2024, 2025, "2025"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(Thing.__struct_encode_fields__[1:]), plain)
@settings(deadline=None, max_examples=250)
def test_what_the_class_takes_fits_the_schema(field: str, value: Any) -> None:
    data = {"name": "Ding", field: value}
    if isinstance(read_record(Thing, "een", data), Record):
        assert errors(THING, {"een": data}) == []


@pytest.mark.parametrize(
    "data",
    [
        {"Een": {"name": "Ding"}},
        {"een": {}},
        {"een": {"name": "Ding", "naam": "Ding"}},
        {"een": {"name": " "}},
        {"een": {"name": {"nl": "Ding"}}},
        {"een": {"name": "Ding", "values": {"maart": 1}}},
        {"een": {"name": "Ding", "owners": ["Iemand Anders"]}},
        {"een": {"name": "Ding", "year": 25}},
        {"een": {"name": "Ding", "money": "9.395.942"}},
        {"een": {"name": "Ding", "id": "een"}},
        ["een"],
        "een",
    ],
)
def test_an_editor_sees_what_is_wrong(data: Any) -> None:
    assert errors(THING, data)


def test_a_file_without_records_fits() -> None:
    assert errors(THING, None) == []
