"""All records of an edition: loaded, checked, looked up, selected and digested. Knows no Sphinx."""

from __future__ import annotations

import contextlib
import gc
import pickle
import sys
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from rapportage import inline, schema, yamlfile
from rapportage.problems import Place, Problem, nearest
from rapportage.schema import Finding, Record, Text, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rapportage.kinds import Kind, Query
    from rapportage.yamlfile import Keys

#: The folder below the data that holds generated schemas, no records.
SCHEMAS = "schema"


class Stored(NamedTuple):
    """A record with what is wanted of it again and again."""

    record: Record
    digest: bytes
    texts: tuple[tuple[Keys, Text], ...]
    """Its texts, each with the way to it."""
    references: tuple[tuple[Keys, str, str], ...]
    """What its fields refer to: the way to the reference, and the kind and id that it names."""
    calls: tuple[tuple[Keys, str, str], ...]
    """The roles in its texts: the way to the text, the role and the id that it names."""


class DataFile(NamedTuple):
    """One file as it was read; kept between builds, so that only changed files are read again."""

    digest: bytes
    records: dict[str, Stored]
    problems: tuple[Problem, ...]
    broken: frozenset[str]
    """Ids that stand in the file but could not be read: a reference to one is not a second problem."""


class Store:
    """The records of one data folder.

    *kinds* are those of the plugins; *elsewhere* has ids that are kept outside the records (``citation``: the keys of the
    bibliography). *memory* is a file in which read files are remembered between runs. A *partial* store has some of the
    kinds, and leaves the files of others alone. After loading, `problems` has all
    that is wrong, in the order of files and lines; what can be used is there nevertheless.
    """

    def __init__(
        self,
        folder: Path,
        kinds: Iterable[Kind],
        *,
        elsewhere: Mapping[str, frozenset[str]] | None = None,
        memory: Path | None = None,
        partial: bool = False,
    ) -> None:
        self.folder = folder
        self.kinds: dict[str, Kind] = {kind.name: kind for kind in kinds}
        self._elsewhere = dict(elsewhere or {})
        self._records: dict[str, dict[str, Stored]] = {name: {} for name in self.kinds}
        self._files: dict[tuple[str, str], str] = {}
        self._broken: dict[str, set[str]] = {name: set() for name in self.kinds}
        self._indexes: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._reread: dict[str, yamlfile.YamlFile] = {}
        self._roles = {role: kind.name for kind in self.kinds.values() for role in (kind.name, *kind.roles)}
        self.problems: list[Problem] = []
        with _no_collection():
            self._load(memory, partial=partial)
            self._check()
        self.problems.sort()

    # ---- asking -----------------------------------------------------------------------------------------------------

    def get(self, kind: str, record_id: str) -> Record | None:
        """The record, or None if there is none that could be read."""
        stored = self._records[kind].get(record_id)
        return stored.record if stored else None

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind, in the order in which they are kept."""
        return tuple(self._records[kind])

    def records(self, kind: str) -> Iterator[Record]:
        """All records of a kind, in the order in which they are kept."""
        return (stored.record for stored in self._records[kind].values())

    def is_broken(self, kind: str, record_id: str) -> bool:
        """Whether the record stands in a file but could not be read, which is a problem that was told already."""
        return record_id in self._broken[kind] or "*" in self._broken[kind]

    def select(self, query: Query) -> tuple[str, ...]:
        """The ids of the records that fit *query*, in the order in which they are kept."""
        ids = self.ids(query.kind)
        chosen: set[int] | None = None
        for axis, values in query.where:
            index = self._index(query.kind, axis)
            fitting = {at for value in values for at in index.get(value, ())}
            chosen = fitting if chosen is None else chosen & fitting
        return ids if chosen is None else tuple(ids[at] for at in sorted(chosen))

    def axis(self, kind: str, axis: str, record: Record) -> tuple[str, ...]:
        """The values of *record* on *axis*. Raises LookupError if the kind has no such axis."""
        if function := self.kinds[kind].axes.get(axis):
            return tuple(function(record, self))
        if axis not in record.__struct_fields__:
            raise LookupError(axis)
        value = getattr(record, axis)
        return tuple(map(str, value)) if isinstance(value, tuple) else () if value is None else (str(value),)

    def digest(self, kind: str, record_id: str, translate: Callable[[Text], str] | None = None, field: str = "") -> bytes:
        """What a record says, or one field of it, in 16 bytes, with its texts as *translate* gives them.

        Empty if there is no such record.
        """
        stored = self._records[kind].get(record_id)
        if stored is None:
            return b""
        own = stored.digest
        if field:
            own = _digest(msgspec.msgpack.encode(getattr(stored.record, field), enc_hook=schema.as_plain))
        if translate is None or not stored.texts:
            return own
        written = schema.written_name(type(stored.record), field) if field else ""
        texts = (text for keys, text in stored.texts if not field or keys[0] == written)
        return _digest(own, *(translate(text).encode() for text in texts))

    def texts(self) -> Iterator[tuple[Place, Text]]:
        """All texts of all records with their places, in the order of files and lines."""
        return iter(sorted(
            ((self.place(kind, record_id, keys), text)
             for kind, records in self._records.items()
             for record_id, stored in records.items()
             for keys, text in stored.texts),
            key=lambda found: found[0],
        ))  # fmt: skip

    def place(self, kind: str, record_id: str, keys: Keys = (), *, of_key: bool = False) -> Place:
        """Where a value of a record stands. Reads its file again, once: places are wanted only for messages."""
        name = self._files[kind, record_id]
        if name not in self._reread:
            self._reread[name] = yamlfile.read(self.folder.parent / name, name)
        above: Keys = () if self.kinds[kind].single else (record_id,)
        return self._reread[name].place((*above, *keys), of_key=of_key or not keys)

    def unknown(self, kind: str, record_id: str) -> str:
        """The message for an id that does not exist."""
        choices = self._elsewhere[kind] if kind in self._elsewhere else self._records[kind]
        return f'unknown {kind} "{record_id}"{nearest(record_id, choices)}'

    # ---- loading ----------------------------------------------------------------------------------------------------

    def _load(self, memory: Path | None, *, partial: bool) -> None:
        remembered = _Memory(memory, self.kinds.values())
        kind_of = {kind.path: kind for kind in self.kinds.values()}
        for path in data_files(self.folder):
            relative = path.relative_to(self.folder)
            name = f"{self.folder.name}/{relative.as_posix()}"
            kind = kind_of.get(relative.with_suffix("").as_posix()) or kind_of.get(relative.parent.as_posix())
            if kind is None and partial:
                continue
            if path.suffix != ".yaml":
                self._problem(Place(name, 1, 1), f"this file is not read; call it {path.stem}.yaml")
            elif kind is None:
                hint = nearest(relative.with_suffix("").as_posix(), kind_of, listed=20)
                self._problem(Place(name, 1, 1), f"no kind of record is kept in this file{hint}")
            else:
                self._take(kind, name, remembered.read(path, name, kind))
        remembered.keep()

    def _take(self, kind: Kind, name: str, file: DataFile) -> None:
        self.problems += file.problems
        self._broken[kind.name] |= file.broken
        for record_id, stored in file.records.items():
            if first := self._files.get((kind.name, record_id)):
                place = yamlfile.read(self.folder.parent / name, name).place((record_id,), of_key=True)
                self._problem(place, f'the {kind.name} "{record_id}" is also in {first}; an id is given once')
            else:
                self._records[kind.name][record_id] = stored
                self._files[kind.name, record_id] = name

    def _problem(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))

    # ---- checking what one record cannot know by itself ---------------------------------------------------------------

    def _check(self) -> None:
        for name, kind in self.kinds.items():
            for record_id, stored in self._records[name].items():
                for keys, target_kind, target in stored.references:
                    if not self._exists(target_kind, target):
                        self._report(name, record_id, Finding(keys, self.unknown(target_kind, target)))
                for keys, role, target in stored.calls:
                    if message := self._fault_of(role, target):
                        self._report(name, record_id, Finding(keys, message))
            for rule in kind.rules:
                for record_id, stored in self._records[name].items():
                    for finding in rule(stored.record, self):
                        self._report(name, record_id, finding)

    def _exists(self, kind: str, record_id: str) -> bool:
        if kind in self._elsewhere:
            return record_id in self._elsewhere[kind]
        if kind not in self.kinds:  # its plugin is not in this project, and so are the records
            return True
        return record_id in self._records[kind] or self.is_broken(kind, record_id)

    def _fault_of(self, role: str, target: str) -> str:
        """What is wrong with a role in a text: there is no such role, or no such record; empty if nothing is."""
        if role not in self._roles:
            return f'unknown role "{role}" in this text{nearest(role, self._roles, listed=16)}'
        kind = self._roles[role]
        return "" if self.kinds[kind].single or self._exists(kind, target) else self.unknown(kind, target)

    def _report(self, kind: str, record_id: str, finding: Finding) -> None:
        self._problem(self.place(kind, record_id, finding.keys, of_key=finding.of_key), finding.message)

    def _index(self, kind: str, axis: str) -> dict[str, list[int]]:
        """For each value on an axis, which records have it, by their number."""
        if (kind, axis) not in self._indexes:
            index: dict[str, list[int]] = {}
            for at, record in enumerate(self.records(kind)):
                for value in self.axis(kind, axis, record):
                    index.setdefault(value, []).append(at)
            self._indexes[kind, axis] = index
        return self._indexes[kind, axis]


def data_files(folder: Path) -> list[Path]:
    """The YAML files of a data folder, in a fixed order; schemas are none."""
    found = (path for suffix in ("*.yaml", "*.yml") for path in folder.rglob(suffix))
    return sorted(path for path in found if SCHEMAS not in path.relative_to(folder).parts[:-1])


def fingerprint(paths: Iterable[Path]) -> bytes:
    """What the files hold, in 16 bytes: equal after a touch, different after an edit, an addition or a removal."""
    contents = (part for path in paths if path.is_file() for part in (str(path).encode(), path.read_bytes()))
    return _digest(*contents)


class _Memory:
    """Files that were read before, by name; forgotten when the file or the code that reads it changed."""

    def __init__(self, path: Path | None, kinds: Iterable[Kind]) -> None:
        self._path = path
        self._before: dict[str, DataFile] = {}
        self._now: dict[str, DataFile] = {}
        self._code = fingerprint(sorted({_source_of(kind.record) for kind in kinds} | _READERS))
        if path is not None and path.is_file():
            # Anything may be wrong with a file that an older version wrote: it is only a memory.
            with contextlib.suppress(Exception):
                code, files = pickle.loads(path.read_bytes())  # noqa: S301 -- written by this class beside the doctrees
                self._before = files if code == self._code else {}

    def read(self, path: Path, name: str, kind: Kind) -> DataFile:
        key = f"{kind.name}:{name}"
        known = self._before.get(key)
        if path.stat().st_size > yamlfile.MAX_BYTES or known is None:
            self._now[key] = _read_file(kind, path, name)
        else:
            same = known.digest == _digest(path.read_bytes())
            self._now[key] = known if same else _read_file(kind, path, name)
        return self._now[key]

    def keep(self) -> None:
        if self._path is not None and self._now != self._before:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(pickle.dumps((self._code, self._now), protocol=pickle.HIGHEST_PROTOCOL))


def _source_of(cls: type) -> Path:
    return Path(sys.modules[cls.__module__].__file__ or "")


_READERS = {Path(__file__), Path(schema.__file__), Path(inline.__file__), Path(yamlfile.__file__)}


def _read_file(kind: Kind, path: Path, name: str) -> DataFile:
    file = yamlfile.read(path, name)
    problems = list(file.problems)
    records: dict[str, Stored] = {}
    broken: set[str] = {"*"} if file.problems else set()
    for record_id, data in _entries(kind, file, problems):
        above: Keys = () if kind.single else (record_id,)
        made = read_record(kind.record, record_id, data)
        if isinstance(made, Record):
            records[record_id] = _stored(made)
            findings = list(_findings(records[record_id]))
        else:
            broken.add(record_id)
            findings = made
        for finding in findings:
            keys = (*above, *finding.keys)
            place = file.place(keys, of_key=finding.of_key or not finding.keys)
            problems.append(Problem(place, finding.message))
    digest = b"" if path.stat().st_size > yamlfile.MAX_BYTES else _digest(path.read_bytes())
    return DataFile(digest, records, tuple(problems), frozenset(broken))


def _entries(kind: Kind, file: yamlfile.YamlFile, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    if kind.single:
        if file.data is not None or not file.problems:
            yield kind.name, file.data
        return
    if file.data is None:
        return
    if not isinstance(file.data, dict):
        problems.append(Problem(file.place(), f'expected ids with a {kind.name} each, such as "my-{kind.name}:"'))
        return
    for record_id, data in file.data.items():
        if isinstance(record_id, str) and schema.is_id(record_id):
            yield record_id, data
        else:
            wrong = f'"{record_id}" is not an id; an id has small letters, digits and single hyphens'
            problems.append(Problem(file.place((record_id,), of_key=True), wrong))


def _stored(record: Record) -> Stored:
    texts: list[tuple[Keys, Text]] = []
    references = []
    for keys, value, refers_to in schema.visits(record):
        if refers_to is None:
            texts.append((keys, value))
        else:
            references.append((keys, refers_to, value))
    calls = [
        (keys, call.name, (inline.title_and_target(call.content)[1].split() or [""])[0])
        for keys, text in texts
        for words in (text.nl, text.en or "")
        for call in inline.role_calls(words)
    ]
    digest = _digest(msgspec.msgpack.encode(record, enc_hook=schema.as_plain))
    return Stored(record, digest, tuple(texts), tuple(references), tuple(calls))


def _findings(stored: Stored) -> Iterator[Finding]:
    """What is wrong with a record that could be read, as far as it can be seen without the others."""
    yield from stored.record.check()
    for keys, text in stored.texts:
        for words in (text.nl, text.en or ""):
            for message in inline.faults(words):
                yield Finding(keys, message)


def _digest(*parts: bytes) -> bytes:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cyclic garbage collector, which finds nothing in what is loaded and takes more than half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
