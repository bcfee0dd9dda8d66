"""All records of a folder: found, checked against each other, selected, digested and remembered. Knows no plugin."""

from __future__ import annotations

import gc
import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapportage import store as stores
from rapportage import yamlfile
from rapportage.catalog import Catalogue
from rapportage.kinds import Kind, query
from rapportage.problems import Place
from rapportage.schema import Finding, Money, Number, PartialDate, Period, Record, Text, Value, Year, reference
from rapportage.store import Store, data_files, fingerprint


class Team(Record, frozen=True, kw_only=True):
    name: Text
    text: Text | None = None


class Task(Record, frozen=True, kw_only=True, rename={"meant_for": "for"}):
    name: Text
    team: Annotated[Annotated[str, reference("team")] | None, msgspec.Meta(description="Team")] = None
    helpers: tuple[Annotated[str, reference("team")], ...] = ()
    guest: Annotated[Annotated[str, reference("guest")] | None, msgspec.Meta(description="Gast")] = None
    tags: tuple[str, ...] = ()
    cost: Money | None = None
    size: Number | None = None
    done: bool | None = None
    due: PartialDate | None = None
    period: Period | None = None
    meant_for: Year | None = None
    values: dict[Year, Value] = {}


class Settings(Record, frozen=True, kw_only=True):
    title: Text
    team: Annotated[str, reference("team")]


def helping(task: Task, store: Store) -> Iterator[str]:
    """An axis that looks at other records."""
    for each in task.helpers:
        team = store.get("team", each)
        if isinstance(team, Team):
            yield team.name.nl


def costs_are_said(task: Task, store: Store) -> Iterable[Finding]:
    if task.size is not None and task.cost is None:
        yield Finding(("size",), "a task with a size has a cost")


KINDS = (
    Kind("settings", "settings", Settings, single=True),
    Kind("team", "teams", Team, roles=("team-name",)),
    Kind("task", "work/tasks", Task, axes={"helping": helping}, rules=(costs_are_said,)),
)


def write(folder: Path, **files: str) -> Path:
    """A data folder; ``work_tasks_one`` is ``work/tasks/one.yaml``."""
    for name, content in files.items():
        path = folder / "data" / f"{name.replace('_', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder / "data"


def load(folder: Path, **options: Any) -> Store:
    return Store(folder / "data", KINDS, **options)


def told(store: Store) -> list[str]:
    return [str(problem) for problem in store.problems]


# ---- finding -----------------------------------------------------------------------------------------------------------


def test_records_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        teams="b: {name: B}\na: {name: A}\n",
        work_tasks_2="d: {name: D}\n",
        work_tasks_1="e: {name: E}\nc: {name: C}\n",
    )
    store = load(tmp_path)
    assert store.problems == []
    assert store.ids("team") == ("b", "a")
    assert store.ids("task") == ("e", "c", "d")
    assert [record.id for record in store.records("task")] == ["e", "c", "d"]
    assert store.get("team", "a") == Team(id="a", name=Text("A"))
    assert store.get("team", "c") is None


def test_a_file_and_a_folder_together_are_one_kind(tmp_path: Path) -> None:
    write(tmp_path, work_tasks="a: {name: A}\n", work_tasks_more="b: {name: B}\n")
    assert sorted(load(tmp_path).ids("task")) == ["a", "b"]


def test_an_empty_folder_has_nothing_wrong(tmp_path: Path) -> None:
    store = load(tmp_path)
    assert store.problems == []
    assert store.ids("team") == ()
    assert list(store.texts()) == []


def test_only_yaml_files_are_data(tmp_path: Path) -> None:
    data = write(tmp_path, teams="a: {name: A}\n", schema_team="{}", work_schema="{}")
    (data / "references.bib").write_text("@misc{a, title={A}}")
    (data / ".#teams.yaml").symlink_to(data / "nowhere")
    (data / "map.yaml").mkdir()
    (data / "notities.txt").write_text("x")
    assert [path.relative_to(data).as_posix() for path in data_files(data)] == ["teams.yaml", "work/schema.yaml"]


def test_the_single_record_of_a_kind_is_called_like_the_kind(tmp_path: Path) -> None:
    write(tmp_path, settings="# uitleg\ntitle: {nl: Titel, en: Title}\nteam: a\n", teams="a: {name: A}\n")
    store = load(tmp_path)
    assert store.problems == []
    assert store.ids("settings") == ("settings",)
    assert store.place("settings", "settings") == Place("data/settings.yaml", 2, 1)
    assert store.place("settings", "settings", ("title", "en")) == Place("data/settings.yaml", 2, 24)


def test_a_partial_store_leaves_other_files_alone(tmp_path: Path) -> None:
    data = write(tmp_path, teams="a: {name: A}\n", work_tasks="b: {nam: B}\n")
    assert Store(data, KINDS[1:2], partial=True).problems == []
    assert len(Store(data, KINDS[1:2]).problems) == 1


# ---- checking ----------------------------------------------------------------------------------------------------------


def test_a_reference_to_a_kind_of_another_project_is_not_checked(tmp_path: Path) -> None:
    write(tmp_path, work_tasks="a: {name: A, guest: iemand}\n")
    store = load(tmp_path)
    assert store.problems == []
    assert store.get("guest", "iemand") is None
    assert store.ids("guest") == ()
    assert not store.is_broken("guest", "iemand")


def test_ids_may_be_kept_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, work_tasks="a: {name: A, guest: iemant}\nb: {name: B, guest: iemand}\n")
    assert told(load(tmp_path, elsewhere={"guest": frozenset({"iemand"})})) == [
        'data/work/tasks.yaml:1:21: unknown guest "iemant"; did you mean "iemand"?'
    ]


def test_a_rule_looks_at_readable_records_only(tmp_path: Path) -> None:
    write(tmp_path, work_tasks="a: {name: A, size: 3}\nb: {size: 3}\n")
    assert told(load(tmp_path)) == [
        "data/work/tasks.yaml:1:20: a task with a size has a cost",
        'data/work/tasks.yaml:2:1: the key "name" is missing',
    ]


def test_a_reference_to_a_broken_record_is_no_second_problem(tmp_path: Path) -> None:
    write(
        tmp_path,
        teams="a: {naam: A}\nb: {name: B}\n",
        work_tasks="t: {name: 'Zie {team}`a`', team: a, helpers: [a, b, c]}\n",
    )
    store = load(tmp_path)
    assert told(store) == [
        'data/teams.yaml:1:1: the key "name" is missing',
        'data/teams.yaml:1:5: unknown key "naam"; did you mean "name"?',
        'data/work/tasks.yaml:1:53: unknown team "c"; choose from b, a',
    ]
    assert store.is_broken("team", "a")
    assert not store.is_broken("team", "b")
    assert store.get("team", "a") is None


@pytest.mark.parametrize("content", ["a: [", "- a", "tekst", "a: {name: A}\na: {name: A}\n"])
def test_where_a_file_cannot_be_read_any_record_may_have_been_in_it(content: str, tmp_path: Path) -> None:
    write(tmp_path, teams=content, work_tasks="t: {name: T, team: zomaar}\n")
    (problem,) = load(tmp_path).problems
    assert problem.place.file == "data/teams.yaml"


def test_all_problems_are_sorted_and_told_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        teams="a: {name: 'Zie {taem}`b` en {taem}`b`', text: '{team-name}`x`'}\nB: {}\n",
        work_tasks="t: {name: 5, team: x, cost: 1.234}\n",
    )
    problems = load(tmp_path).problems
    assert problems == sorted(set(problems))
    assert [problem.place[:2] for problem in problems] == [("data/teams.yaml", 1)] * 2 + [("data/teams.yaml", 2)] * 2 + [
        ("data/work/tasks.yaml", 1)
    ] * 3


# ---- asking ------------------------------------------------------------------------------------------------------------


def test_select_asks_for_one_of_the_values_on_every_axis(tmp_path: Path) -> None:
    write(
        tmp_path,
        teams="a: {name: Aap}\n",
        work_tasks="t: {name: T, team: a, tags: [x]}\nu: {name: U, tags: [x, y], helpers: [a]}\n",
    )
    store = load(tmp_path)
    assert store.select(query("task")) == ("t", "u")
    assert store.select(query("task", team="a")) == ("t",)
    assert store.select(query("task", tags=["y", "x", "z"])) == ("t", "u")
    assert store.select(query("task", tags=["y", "x"], team="a")) == ("t",)
    assert store.select(query("task", team="niemand")) == ()
    assert store.select(query("task", helping="Aap", tags=None)) == ("u",)
    with pytest.raises(LookupError, match="kleur"):
        store.select(query("task", kleur="rood"))


tags = st.lists(st.sampled_from("xyz"), unique=True)


@given(
    tasks=st.lists(st.tuples(st.sampled_from(["a", "b", "~"]), tags, st.sampled_from(["true", "false", "~"])), max_size=8),
    teams=st.lists(st.sampled_from("abc"), max_size=2),
    wanted=tags,
    done=st.sampled_from([None, "true", "false"]),
)
@settings(deadline=None, max_examples=60)
def test_select_is_a_plain_filter(
    tasks: list[tuple[str, list[str], str]], teams: list[str], wanted: list[str], done: str | None
) -> None:
    lines = (f"t{at}: {{name: T, team: {a}, tags: [{', '.join(b)}], done: {c}}}\n" for at, (a, b, c) in enumerate(tasks))
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), teams="a: {name: A}\nb: {name: B}\n", work_tasks="".join(lines))
        store = load(Path(folder))
    assert store.problems == []
    assert store.select(query("task", team=teams, tags=wanted, done=done and done.capitalize())) == tuple(
        f"t{at}"
        for at, (a, b, c) in enumerate(tasks)
        if (not teams or a in teams) and (not wanted or {*b} & {*wanted}) and done in (None, c)
    )


def test_texts_come_with_their_places_in_the_order_of_lines(tmp_path: Path) -> None:
    write(tmp_path, teams="a:\n  text: Uitleg\n  name: Aap\n", work_tasks="t: {values: {2025: N.v.t.}, name: T}\n")
    assert [(str(place), text.nl) for place, text in load(tmp_path).texts()] == [
        ("data/teams.yaml:2:9", "Uitleg"),
        ("data/teams.yaml:3:9", "Aap"),
        ("data/work/tasks.yaml:1:20", "N.v.t."),
        ("data/work/tasks.yaml:1:35", "T"),
    ]


# ---- digests -----------------------------------------------------------------------------------------------------------

#: A task, field by field as it stands in YAML.
FULL = {
    "name": "Taak",
    "team": "a",
    "helpers": "[b, a]",
    "tags": "[x]",
    "cost": "9395942",
    "size": "1",
    "done": "false",
    "due": "2024-12",
    "period": "{from: 2024, to: 2025}",
    "for": "2024",
    "values": "{2024: 1, 2025: N.v.t.}",
    "example": "true",
}
#: For each field other values, all different; "~" is none.
OTHERS = {
    "name": ["Taak 2", "{nl: Taak, en: Task}", "{nl: Taak, en: Job}", "taak"],
    "team": ["b", "~"],
    "helpers": ["[a, b]", "[a]", "[]"],
    "tags": ["[x, y]", "[y]", '[x, ""]', "[]"],
    "cost": ["9395943", "-9395942", "9395942.01", "0", "~"],
    "size": ["1.5", "0", "~"],
    "done": ["true", "~"],
    "due": ["2024", "2024-12-01", "2024-11", "~"],
    "period": ["{from: 2024, to: 2026}", "{from: 2023, to: 2025}", "~"],
    "for": ["2025", "~"],
    "values": ["{2024: 1}", "{2024: 1, 2025: N.v.t}", '{2024: "circa 1", 2025: N.v.t.}', "{2024: 1, 2023: N.v.t.}", "{}"],
    "example": ["false"],
}


def yaml_of(fields: dict[str, str]) -> str:
    return "t:\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items())


def digest(fields: dict[str, str], *, field: str = "", translate: Callable[[Text], str] | None = None) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), teams="a: {name: A}\nb: {name: B}\n", work_tasks=yaml_of(fields))
        store = load(Path(folder))
        assert store.get("task", "t") is not None, told(store)
        return store.digest("task", "t", translate, field)


@pytest.mark.parametrize("field", FULL)
def test_a_digest_differs_when_a_field_does(field: str) -> None:
    variants = [FULL, *({**FULL, field: other} for other in OTHERS[field])]
    assert len({digest(each) for each in variants}) == len(variants)
    attribute = "meant_for" if field == "for" else field
    assert len({digest(each, field=attribute) for each in variants}) == len(variants)
    elsewhere = "size" if field != "size" else "done"
    assert len({digest(each, field=elsewhere) for each in variants}) == 1


@given(st.permutations(list(FULL)), st.integers(0, 3), st.booleans())
@settings(deadline=None, max_examples=25)
def test_a_digest_is_that_of_the_content_only(order: list[str], comments: int, elsewhere: bool) -> None:
    fields = {key: FULL[key] for key in order}
    with tempfile.TemporaryDirectory() as folder:
        tasks = "# opmerking\n" * comments + yaml_of(fields).replace("\n", "  # bij de regel\n" if comments else "\n")
        files = (
            {"work_tasks_b": tasks, "work_tasks_a": "u: {name: U}\n"}
            if elsewhere
            else {"work_tasks": tasks + "u: {name: U}\n"}
        )
        write(Path(folder), teams="b: {name: B}\na: {name: A}\n", **files)
        assert load(Path(folder)).digest("task", "t") == digest(FULL)


def test_no_record_has_an_empty_digest(tmp_path: Path) -> None:
    write(tmp_path, teams="a: {naam: A}\n")
    store = load(tmp_path)
    assert store.digest("team", "a") == store.digest("team", "b") == store.digest("guest", "x") == b""


def test_a_digest_is_per_language(tmp_path: Path) -> None:
    def english(**messages: str) -> Catalogue:
        catalogue = Catalogue("en")
        catalogue._messages.update(messages)
        return catalogue

    dutch = Catalogue("nl")
    base = {"name": "Taak", "values": "{2025: Geen}"}
    assert digest(base, translate=english()) != digest(base, translate=english(Taak="Task"))
    assert digest(base, translate=english(Taak="Task")) != digest(base, translate=english(Taak="Job"))
    assert digest(base, translate=english(Geen="None")) != digest(base, translate=english())
    assert digest(base, translate=english(Anders="Other")) == digest(base, translate=english())
    one, other = ({**base, "name": f"{{nl: Taak, en: {term}}}"} for term in ("Task", "Job"))
    assert digest(one, translate=english()) != digest(other, translate=english())
    assert digest(one, translate=dutch) == digest(other, translate=dutch) == digest(base, translate=dutch)
    # A page that shows the name only does not see the values, in any language.
    assert digest(base, translate=english(Geen="None"), field="name") == digest(base, translate=english(), field="name")


def test_a_fingerprint_is_that_of_what_files_hold(tmp_path: Path) -> None:
    one, two = tmp_path / "een", tmp_path / "twee"
    one.write_text("x")
    two.write_text("y")
    before = fingerprint([one, two])
    os.utime(one, (1, 1))
    assert fingerprint([one, two]) == before
    assert fingerprint([one, two, tmp_path / "drie"]) == before
    assert fingerprint([one]) != before
    one.write_text("xy")
    two.write_text("")
    assert fingerprint([one, two]) != before


# ---- memory ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose YAML was read."""
    names: list[str] = []
    parse = yamlfile.parse

    def noting(content: bytes, name: str) -> yamlfile.YamlFile:
        names.append(name)
        return parse(content, name)

    monkeypatch.setattr(yamlfile, "parse", noting)
    return names


@pytest.fixture
def remembered(tmp_path: Path, parsed: list[str]) -> Path:
    """The memory of a folder with two files of tasks, one with problems, and one of teams."""
    write(
        tmp_path, teams="a: {name: A}\n", work_tasks_1="t: {name: T, team: a}\n", work_tasks_2="u: {name: U, cost: 1.234}\n"
    )
    memory = tmp_path / "doctrees" / "records.pickle"
    load(tmp_path, memory=memory)
    assert len(parsed) == 3
    parsed.clear()
    return memory


def test_a_second_loading_reads_no_yaml_and_gives_the_same(tmp_path: Path, remembered: Path, parsed: list[str]) -> None:
    written = remembered.stat().st_mtime_ns
    for path in data_files(tmp_path / "data"):
        path.touch()
    again = load(tmp_path, memory=remembered)
    assert parsed == []
    assert remembered.stat().st_mtime_ns == written
    fresh = load(tmp_path)
    assert again.problems == fresh.problems != []
    for kind in again.kinds:
        assert list(again.records(kind)) == list(fresh.records(kind))
        assert [again.digest(kind, each) for each in again.ids(kind)] == [
            fresh.digest(kind, each) for each in fresh.ids(kind)
        ]
    assert again.is_broken("task", "u")
    assert list(again.texts()) == list(fresh.texts())


def test_only_a_changed_file_is_read_again(tmp_path: Path, remembered: Path, parsed: list[str]) -> None:
    before = pickle.loads(remembered.read_bytes())[1]  # noqa: S301
    write(tmp_path, work_tasks_2="u: {name: U, cost: 1.23}\n")
    store = load(tmp_path, memory=remembered)
    assert parsed == ["data/work/tasks/2.yaml"]
    assert store.problems == []
    after = pickle.loads(remembered.read_bytes())[1]  # noqa: S301
    assert [key for key in before if before[key] != after[key]] == ["task:data/work/tasks/2.yaml"]


def test_a_removed_file_is_forgotten(tmp_path: Path, remembered: Path, parsed: list[str]) -> None:
    (tmp_path / "data/work/tasks/2.yaml").unlink()
    assert load(tmp_path, memory=remembered).ids("task") == ("t",)
    assert b"tasks/2.yaml" not in remembered.read_bytes()
    write(tmp_path, work_tasks_2="u: {name: U}\n")
    assert load(tmp_path, memory=remembered).ids("task") == ("t", "u")
    assert parsed == ["data/work/tasks/2.yaml"]


def test_a_reference_is_checked_again_when_what_it_names_is_gone(tmp_path: Path, remembered: Path) -> None:
    write(tmp_path, teams="b: {name: B}\n", work_tasks_2="")
    assert told(load(tmp_path, memory=remembered)) == ['data/work/tasks/1.yaml:1:20: unknown team "a"; choose from b']


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content.replace(b"Task", b"Tosk"),
        lambda content: pickle.dumps("iets anders"),
        lambda content: pickle.dumps((b"een andere versie", pickle.loads(content)[1])),  # noqa: S301
        lambda content: pickle.dumps((pickle.loads(content)[0], {})),  # noqa: S301
    ],
    ids=["empty", "half", "cut", "renamed", "other content", "other version", "nothing in it"],
)  # fmt: skip
def test_a_memory_that_cannot_be_trusted_is_ignored(
    damage: Callable[[bytes], bytes], tmp_path: Path, remembered: Path, parsed: list[str]
) -> None:
    good = remembered.read_bytes()
    remembered.write_bytes(damage(good))
    assert load(tmp_path, memory=remembered).problems == load(tmp_path).problems
    assert len(parsed) >= 4  # at least one more than without a memory
    assert pickle.loads(remembered.read_bytes()) == pickle.loads(good)  # noqa: S301


def test_a_memory_is_that_of_the_code_that_wrote_it(
    tmp_path: Path, remembered: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = stores._code_of(KINDS)
    assert code != stores._code_of([]), "the module of a plugin counts"
    monkeypatch.setattr(stores, "_code_of", lambda kinds: b"a later version")
    load(tmp_path, memory=remembered)
    assert len(parsed) == 3


def test_two_kinds_do_not_share_a_memory_of_a_file(tmp_path: Path, remembered: Path, parsed: list[str]) -> None:
    kinds = (KINDS[0], KINDS[1], Kind("job", "work/tasks", Task))
    assert Store(tmp_path / "data", kinds, memory=remembered).ids("job") == ("t",)


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, teams="a: {name: A}\n")
    assert gc.isenabled()
    load(tmp_path)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.disable()
    try:
        load(tmp_path)
        assert not gc.isenabled()
    finally:
        gc.enable()
