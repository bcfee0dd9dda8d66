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

from rapportage import inline, schema, textfile, yamlfile
from rapportage.datafiles import NO_RECORDS, data_files, listing, name_of
from rapportage.kinds import PagesOnly
from rapportage.problems import TOLD, Choices, Place, Problem, and_more, in_short, nearest, short, told_in_short
from rapportage.schema import Finding, Record, Text, Visit, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rapportage.bibliography import Bibliography
    from rapportage.kinds import Kind, Query, RoleCheck
    from rapportage.yamlfile import Keys

__all__ = ["Store", "data_files", "fingerprint"]

#: In place of an id: any record of the kind may stand in a file that could not be read.
ANY = "*"


class Stored(NamedTuple):
    """A record with what is wanted of it again and again."""

    record: Record
    digest: bytes
    """Of all that it says, but for the English of fixed terms."""
    texts: tuple[tuple[Keys, Text], ...]
    """Its texts, each with the way to it."""
    references: tuple[tuple[Keys, str, str], ...]
    """What its fields refer to: the way to the reference, and the kind and id that it names."""
    calls: tuple[tuple[Keys, str, str], ...]
    """The roles in its texts: the way to the text, the role and what it says, without words of the writer's own."""


class Names(NamedTuple):
    """What a record names; the fields are those of `Stored`."""

    texts: tuple[tuple[Keys, Text], ...] = ()
    references: tuple[tuple[Keys, str, str], ...] = ()
    calls: tuple[tuple[Keys, str, str], ...] = ()


class DataFile(NamedTuple):
    """One file as it was read; kept between builds, so that only changed files are read again."""

    records: dict[str, Stored]
    problems: tuple[Problem, ...]
    broken: dict[str | int, Names]
    """What stands in the file but could not be used, by its key: a reference to it is not a second problem."""


class Store:
    """The records of one data folder.

    *kinds* are those of the plugins; *elsewhere* has ids that are kept outside the records, such as pages, *sources* is
    the bibliography, and *roles* are those that name no record. *memory* is a file in which read files are remembered
    between runs. A *partial* store has some of the kinds, and leaves the files of others alone. After loading, `problems`
    has what is wrong, that in the bibliography included, in the order of files and lines, and of each file as much as
    anyone reads; what can be used is there nevertheless.
    """

    def __init__(
        self,
        folder: Path,
        kinds: Iterable[Kind],
        *,
        elsewhere: Mapping[str, frozenset[str]] | None = None,
        sources: Bibliography | None = None,
        roles: Mapping[str, RoleCheck] | None = None,
        memory: Path | None = None,
        partial: bool = False,
    ) -> None:
        self.folder = folder
        self.kinds: dict[str, Kind] = {kind.name: kind for kind in kinds}
        self._elsewhere = dict(elsewhere or {})
        self._sources = sources
        if sources is not None:
            self._elsewhere["citation"] = sources.keys
        self._records: dict[str, dict[str, Stored]] = {name: {} for name in self.kinds}
        self._files: dict[tuple[str, str], str] = {}
        self._broken: dict[str, set[str]] = {name: set() for name in self.kinds}
        self._aside: list[tuple[str, Kind, str | int, Names | Stored]] = []
        self._ids: dict[str, tuple[str, ...]] = {}
        self._indexes: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._choices: dict[str, Choices] = {}
        self._reread: dict[str, yamlfile.YamlFile] = {}
        self._roles = {
            role: kind.name for kind in self.kinds.values() for role in (*([kind.name] if kind.title else []), *kind.roles)
        }
        self._other_roles = dict(roles or {})
        self.problems: list[Problem] = [*sources.problems] if sources else []
        #: How many problems of each file were told, and from where on how many were not.
        self._told: dict[str, int] = {}
        self._untold: dict[str, tuple[Place, int]] = {}
        with _no_collection():
            self._load(memory, partial=partial)
            self._check()
        self.problems += [and_more(place, number) for place, number in self._untold.values()]
        # A mistake that is made twice in one text is told once.
        self.problems = sorted(set(self.problems))

    # ---- asking -----------------------------------------------------------------------------------------------------

    def get(self, kind: str, record_id: str) -> Record | None:
        """The record, or None if there is none that could be read."""
        stored = self._of_kind(kind).get(record_id)
        return stored.record if stored else None

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind, in the order in which they are kept."""
        if kind not in self._ids:
            self._ids[kind] = tuple(self._of_kind(kind))
        return self._ids[kind]

    def records(self, kind: str) -> Iterator[Record]:
        """All records of a kind, in the order in which they are kept."""
        return (stored.record for stored in self._of_kind(kind).values())

    def is_broken(self, kind: str, record_id: str) -> bool:
        """Whether the record stands in a file but could not be read, which is a problem that was told already."""
        broken = self._broken.get(kind, ())
        return record_id in broken or ANY in broken

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
        stored = self._of_kind(kind).get(record_id)
        if stored is None:
            return b""
        own = _encoded(getattr(stored.record, field)) if field else stored.digest
        if not stored.texts:
            return own
        written = schema.written_name(type(stored.record), field) if field else ""
        texts = (text for keys, text in stored.texts if not field or keys[0] == written)
        return _digest(own, *((translate(text) if translate else text.en or "").encode() for text in texts))

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
        return self._place_in(self._files[kind, record_id], self.kinds[kind], record_id, keys, of_key=of_key)

    def unknown(self, kind: str, record_id: str) -> str:
        """The message for an id that does not exist."""
        return f'unknown {kind} "{short(record_id)}"{nearest(record_id, self._near(kind, record_id))}'

    def _near(self, kind: str, record_id: str) -> Sequence[str]:
        """What may have been meant by an id that does not exist."""
        if kind not in self._choices:
            kept = (*self._of_kind(kind), *sorted(self._broken.get(kind, set()) - {ANY}))
            self._choices[kind] = Choices(sorted(self._elsewhere[kind]) if kind in self._elsewhere else kept)
        return self._choices[kind].near(record_id)

    def faults(self, visit: Visit) -> Iterator[str]:
        """What is wrong with a value that is kept outside of the records: what it names, and what is no markup in it."""
        names = _names([visit])
        yield from (finding.message for finding in _faults(names))
        yield from (self.unknown(kind, target) for _, kind, target in names.references if not self._exists(kind, target))
        calls = (call for call in names.calls if not isinstance(self._other_roles.get(call[1]), PagesOnly))
        yield from filter(None, (self._fault_of(role, target) for _, role, target in calls))

    # ---- loading ----------------------------------------------------------------------------------------------------

    def _load(self, memory: Path | None, *, partial: bool) -> None:
        remembered = _Memory(memory, self.kinds.values())
        kind_of = {kind.path: kind for kind in self.kinds.values()}
        found = listing(self.folder, self._sources.paths if self._sources else (), self.kinds.values())
        for path in found.records:
            relative = path.relative_to(self.folder)
            name = name_of(self.folder, path)
            kind = kind_of.get(relative.with_suffix("").as_posix()) or kind_of.get(relative.parent.as_posix())
            if kind is None and partial:
                continue
            if path.suffix != ".yaml":
                self._problem(Place(name, 1, 1), f"this file is not read; call it {path.stem}.yaml")
                if kind is not None:
                    self._broken[kind.name].add(ANY)
            elif kind is None:
                meant = [each for each in kind_of if each.rpartition("/")[2] == path.stem.lower()]  # in another folder
                hint = nearest(meant[0] if meant else relative.with_suffix("").as_posix().lower(), kind_of, listed=20)
                self._problem(Place(name, 1, 1), f"no kind of record is kept in this file{hint}")
            else:
                self._take(kind, name, remembered.read(path, name, kind))
        remembered.keep()
        if not partial:
            for path, told in found.unread:
                name = path.relative_to(self.folder).as_posix()
                hint = nearest(name, (f"{each}.yaml" for each in kind_of), listed=0) if told is NO_RECORDS else ""
                self._problem(Place(name_of(self.folder, path), 1, 1), f"{told}{hint}")
            self._miss()

    def _miss(self) -> None:
        """Tell of records without which an edition is in doubt."""
        for kind in self.kinds.values():
            if kind.required and not self._records[kind.name] and not self._broken[kind.name]:
                place = Place(f"{self.folder.name}/{kind.path}.yaml", 1, 1)
                self._problem(place, f"this file is missing; without the {kind.name} it is not known what may be published")

    def _take(self, kind: Kind, name: str, file: DataFile) -> None:
        self.problems += file.problems
        self._told[name] = len(file.problems)
        self._broken[kind.name].update(map(str, file.broken))
        self._aside += [(name, kind, key, names) for key, names in file.broken.items()]
        for record_id, stored in file.records.items():
            if first := self._files.get((kind.name, record_id)):
                what = kind.name if kind.single else f'{kind.name} "{record_id}"'
                if self._is_told(name, kind, record_id):
                    place = self._place_in(name, kind, record_id)
                    self._problem(place, f"the {what} is also in {first}; it is given once")
                self._aside.append((name, kind, record_id, stored))
            else:
                self._records[kind.name][record_id] = stored
                self._files[kind.name, record_id] = name

    def _of_kind(self, kind: str) -> dict[str, Stored]:
        """The records of a kind; of one that this store does not have there are none."""
        return self._records.get(kind, {})

    def _place_in(self, name: str, kind: Kind, key: str | int, keys: Keys = (), *, of_key: bool = False) -> Place:
        if name not in self._reread:
            self._reread[name] = yamlfile.read(self.folder.parent / name, name)
        above: Keys = () if kind.single else (key,)
        return self._reread[name].place((*above, *keys), of_key=of_key or not keys)

    def _problem(self, place: Place, message: str) -> None:
        self.problems.append(in_short(Problem(place, message)))

    def _is_told(self, name: str, kind: Kind, key: str | int, keys: Keys = ()) -> bool:
        """Whether one more problem of a file is told; of very many they are counted only."""
        self._told[name] = self._told.get(name, 0) + 1
        if self._told[name] <= TOLD:
            return True
        place, number = self._untold.get(name) or (self._place_in(name, kind, key, keys), 0)
        self._untold[name] = place, number + 1
        return False

    # ---- checking what one record cannot know by itself ---------------------------------------------------------------

    def _check(self) -> None:
        for kind in self.kinds.values():
            records = self._records[kind.name]
            for record_id, stored in records.items():
                self._check_names(self._files[kind.name, record_id], kind, record_id, stored)
            for rule in kind.rules:
                for record_id, stored in records.items():
                    for finding in rule(stored.record, self):
                        if self._is_told(self._files[kind.name, record_id], kind, record_id, finding.keys):
                            place = self.place(kind.name, record_id, finding.keys, of_key=finding.of_key)
                            self._problem(place, finding.message)
        # What cannot be used is looked through as well: all that is wrong is told at once.
        for file, kind, key, names in self._aside:
            self._check_names(file, kind, key, names)

    def _check_names(self, file: str, kind: Kind, key: str | int, names: Names | Stored) -> None:
        for keys, target_kind, target in names.references:
            if not self._exists(target_kind, target) and self._is_told(file, kind, key, keys):
                self._problem(self._place_in(file, kind, key, keys), self.unknown(target_kind, target))
        for keys, role, target in names.calls:
            if (message := self._fault_of(role, target)) and self._is_told(file, kind, key, keys):
                self._problem(self._place_in(file, kind, key, keys), message)

    def _exists(self, kind: str, record_id: str) -> bool:
        if kind in self._elsewhere:
            in_doubt = kind == "citation" and self._sources is not None and not self._sources.whole
            return record_id in self._elsewhere[kind] or in_doubt
        if kind not in self.kinds:  # its plugin is not in this project, and so are the records
            return True
        return record_id in self._records[kind] or self.is_broken(kind, record_id)

    def _fault_of(self, role: str, target: str) -> str:
        """What is wrong with a role in a text: there is no such role, or no such record; empty if nothing is."""
        if check := self._other_roles.get(role):
            return check(target)
        if role not in self._roles:
            offered = (name for name, check in self._other_roles.items() if not isinstance(check, PagesOnly))
            known = [*self._roles, *offered]
            return f'unknown role "{role}" in this text{nearest(role, known, listed=16)}'
        return self._fault_of_call(self.kinds[self._roles[role]], role, target)

    def _fault_of_call(self, kind: Kind, role: str, target: str) -> str:
        """What is wrong with a role that shows a record: there is none, or not what the words behind the id ask for."""
        check = kind.calls.get(role)
        words = target.split() if check else [target]
        record_id = kind.name if kind.single else words.pop(0) if words else ""
        if not kind.single and not self._exists(kind.name, record_id):
            return self.unknown(kind.name, record_id)
        record = self.get(kind.name, record_id)
        return check(record, words) if check and record else ""

    def _index(self, kind: str, axis: str) -> dict[str, list[int]]:
        """For each value on an axis, which records have it, by their number."""
        if (kind, axis) not in self._indexes:
            index: dict[str, list[int]] = {}
            for at, record in enumerate(self.records(kind)):
                for value in self.axis(kind, axis, record):
                    index.setdefault(value, []).append(at)
            self._indexes[kind, axis] = index
        return self._indexes[kind, axis]


def fingerprint(paths: Iterable[Path], names: Iterable[str] = ()) -> bytes:
    """What the files hold, in 16 bytes: equal after a touch, different after an edit, an addition or a removal.

    *names* are those of things elsewhere that the records refer to.
    """
    contents = (part for path in paths if path.is_file() for part in (str(path).encode("utf-8", "replace"), _bytes(path)))
    return _digest(*contents, *(name.encode("utf-8", "replace") for name in names))


def _bytes(path: Path) -> bytes:
    """What a file holds; of one that cannot be read, why."""
    try:
        return textfile.content(path)
    except OSError as error:
        return str(error).encode()


class _Memory:
    """Files that were read before, by name; forgotten when the file or the code that reads it changed."""

    def __init__(self, path: Path | None, kinds: Iterable[Kind]) -> None:
        self._path = path
        # Each file is kept as bytes of its own, so that a change of one does not cost the writing of all records.
        self._before: dict[str, tuple[bytes, bytes]] = {}
        self._now: dict[str, tuple[bytes, bytes]] = {}
        self._code = _code_of(kinds) if path is not None else b""
        if path is not None and path.is_file():
            # Anything may be wrong with a file that an older version wrote: it is only a memory.
            with contextlib.suppress(Exception):
                code, files = pickle.loads(path.read_bytes())  # noqa: S301 -- written by this class beside the doctrees
                self._before = files if code == self._code else {}

    def read(self, path: Path, name: str, kind: Kind) -> DataFile:
        try:
            content = textfile.content(path, yamlfile.MAX_BYTES)
        except OSError:
            return _read_file(kind, yamlfile.read(path, name))  # it says what is wrong
        if self._path is None:
            return _read_file(kind, yamlfile.parse(content, name))
        key = f"{kind.name}:{name}"
        digest = _digest(content)
        file: DataFile | None = None
        known, kept = self._before.get(key, (b"", b""))
        if known == digest:
            with contextlib.suppress(Exception):
                file = pickle.loads(kept)  # noqa: S301 -- as above
        if file is None:
            file = _read_file(kind, yamlfile.parse(content, name))
            kept = pickle.dumps(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._now[key] = digest, kept
        return file

    def keep(self) -> None:
        if self._path is not None and self._now != self._before:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(pickle.dumps((self._code, self._now), protocol=pickle.HIGHEST_PROTOCOL))


def _code_of(kinds: Iterable[Kind]) -> bytes:
    """The code that decides what is read from a file, and what is wrong with it: the core, and the plugins' modules."""
    folders = {Path(__file__).parent}
    files = set()
    for kind in kinds:
        module = sys.modules[kind.record.__module__]
        path = Path(module.__file__ or "")
        if module.__package__:
            folders.add(path.parent)
        files.add(path)
    found = files.union(*(folder.glob("*.py") for folder in folders))
    return _digest(fingerprint(sorted(found)), sys.version.encode(), msgspec.__version__.encode())


def _read_file(kind: Kind, file: yamlfile.YamlFile) -> DataFile:
    problems: list[Problem] = []
    records: dict[str, Stored] = {}
    broken: dict[str | int, Names] = {ANY: Names()} if file.problems else {}
    untold: list[Place] = []
    for key, data in _entries(kind, file, problems, broken):
        above: Keys = () if kind.single else (key,)
        if len(file.problems) + len(problems) >= TOLD and not schema.fits(kind.record, str(key), data):
            broken[key] = Names()
            untold.append(file.place(above, of_key=True))
            continue
        made = read_record(kind.record, str(key), data)
        if isinstance(made, Record):
            names = _names(schema.visits(made))
            if key in broken:  # it is no id
                broken[key] = names
            else:
                records[str(key)] = Stored(made, _encoded(made), *names)
            findings = made.check()
        else:
            names = broken[key] = _names(made.visits)
            findings = made.findings
        for finding in (*findings, *_faults(names)):
            keys = (*above, *finding.keys)
            place = file.place(keys, of_key=finding.of_key or not finding.keys)
            problems.append(Problem(place, finding.message))
    told = map(in_short, (*file.problems, *told_in_short(problems)))
    return DataFile(records, (*told, *([and_more(untold[0], len(untold))] if untold else [])), broken)


def _entries(
    kind: Kind, file: yamlfile.YamlFile, problems: list[Problem], broken: dict[str | int, Names]
) -> Iterator[tuple[str | int, Any]]:
    if kind.single:
        if file.data is not None or not file.problems:
            yield kind.name, file.data
        return
    if file.data is None:
        return
    if not isinstance(file.data, dict):
        problems.append(Problem(file.place(), f'expected ids with a {kind.name} each, such as "my-{kind.name}:"'))
        broken[ANY] = Names()
        return
    for key, data in file.data.items():
        if not (isinstance(key, str) and schema.is_id(key)):
            wrong = f'"{short(key)}" is not an id; an id has small letters, digits and single hyphens'
            problems.append(Problem(file.place((key,), of_key=True), wrong))
            broken[key] = Names()
        yield key, data


def _names(visits: Iterable[Visit]) -> Names:
    texts: list[tuple[Keys, Text]] = []
    references = []
    for keys, value, refers_to in visits:
        if refers_to is None:
            texts.append((keys, value))
        else:
            references.append((keys, refers_to, value))
    calls = [
        (keys, call.name, inline.title_and_target(call.content)[1])
        for keys, text in texts
        for words in (text.nl, text.en or "")
        for call in inline.role_calls(words)
    ]
    return Names(tuple(texts), tuple(references), tuple(calls))


def _faults(names: Names) -> Iterator[Finding]:
    """What is no markup in texts, though it looks so."""
    for keys, text in names.texts:
        for words in (text.nl, text.en or ""):
            for message in inline.faults(words):
                yield Finding(keys, message)


def _encoded(value: object) -> bytes:
    """The digest of a record or a field, in the source language."""
    return _digest(msgspec.msgpack.encode(value, enc_hook=schema.as_plain))


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
            if not gc.get_freeze_count():
                # All that there is now counts as old: looking through it once takes as long as the loading.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
