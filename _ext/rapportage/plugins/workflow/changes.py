"""What has changed since an approval, in words: pages by heading, records by field, from the old value to the new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from rapportage.catalog import message
from rapportage.plugins.workflow.manifest import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rapportage.plugins.workflow.manifest import Manifest, Plain

ADDED = message("{what} was added")
REMOVED = message("{what} was removed")
CHANGED = message("{what} was changed")
ORDER = message("{what}: the order was changed")
VALUE = message("{what}: {field} {old} → {new}")
FIELD_ADDED = message("{what}: {field} is new: {new}")
FIELD_REMOVED = message("{what}: {field} was taken away: {old}")
FIELD_CHANGED = message("{what}: {field} was changed")

#: What can change, as a reader calls it, in the order in which it is told.
WHAT = {
    "pages": message("text of pages"),
    "files": message("pictures and other files of pages"),
    "records": message("data"),
    "edition": message("year of the edition"),
    "bibliography": message("bibliography"),
    "translations": message("translations"),
    "look": message("look"),
    "templates": message("templates"),
    "settings": message("settings"),
    "engine": message("program"),
    "packages": message("packages"),
    "workflow": message("workflow"),
}


class Told(NamedTuple):
    """A sentence of the interface, and what is filled in."""

    words: str
    values: dict[str, str] = {}

    def __str__(self) -> str:
        return self.words.format(**self.values)


class Change(NamedTuple):
    """One change, and what of the edition it is a change of: a key of `WHAT`."""

    of: str
    told: Told

    def __str__(self) -> str:
        return f"{WHAT[self.of]}: {self.told}" if self.is_of_part else str(self.told)

    @property
    def is_of_part(self) -> bool:
        """Whether it is of something that the whole edition rests on."""
        return self.of not in {"pages", "files", "records"}


def changes(before: Manifest, now: Manifest) -> list[Change]:
    """All that differs between two manifests: first files, by name, then records, by kind, then what all rests on."""
    found = [
        *_of_files(before.files, now.files),
        *_of_records_of_all_kinds(before.records, now.records),
        *(change for part in (*WHAT,) for change in _of_part(part, before.parts.get(part), now.parts.get(part))),
    ]
    if not found and msgspec.structs.replace(before, decision=now.decision) != now:
        found.append(Change("records", Told(CHANGED, {"what": before.step})))
    return found


def _of_files(before: Mapping[str, Page | str], now: Mapping[str, Page | str]) -> Iterator[Change]:
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        of = "pages" if isinstance(old, Page) or isinstance(new, Page) else "files"
        if old is None or new is None:
            yield Change(of, Told(ADDED if old is None else REMOVED, {"what": name}))
        elif old != new:
            told = [*_of_parts_of_page(name, old, new)] if isinstance(old, Page) and isinstance(new, Page) else []
            yield from (Change(of, each) for each in told or [Told(CHANGED, {"what": name})])


def _of_parts_of_page(page: str, old: Page, new: Page) -> Iterator[Told]:
    before, now = _by_heading(old), _by_heading(new)
    for heading in {**before, **now}:
        what = f"{page}, “{heading}”" if heading else page
        if heading not in now:
            yield Told(REMOVED, {"what": what})
        elif heading not in before:
            yield Told(ADDED, {"what": what})
        elif before[heading] != now[heading]:
            yield Told(CHANGED, {"what": what})
    if _order_differs(before, now):
        yield Told(ORDER, {"what": page})


def _by_heading(page: Page) -> dict[str, str]:
    """The digests of a page's parts by heading; those of headings that are the same stand together."""
    found: dict[str, str] = {}
    for heading, digest in page.parts:
        found[heading] = f"{found.get(heading, '')}{digest}"
    return found


def _of_records_of_all_kinds(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for kind in sorted({*before, *now}):
        yield from (Change("records", each) for each in _of_records(kind, before.get(kind, {}), now.get(kind, {})))


def _of_records(kind: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Told]:
    for record_id in {**before, **now}:
        what = f'{kind} "{record_id}"'
        if record_id not in now:
            yield Told(REMOVED, {"what": what})
        elif record_id not in before:
            yield Told(ADDED, {"what": what})
        else:
            yield from _of_fields(what, before[record_id], now[record_id])
    if _order_differs(before, now):
        yield Told(ORDER, {"what": kind})


def _of_fields(what: str, before: Mapping[str, Plain], now: Mapping[str, Plain]) -> Iterator[Told]:
    for field in {**before, **now}:
        old, new = before.get(field), now.get(field)
        values = {"what": what, "field": field, "old": _words(old), "new": _words(new)}
        if old == new and type(old) is type(new) and (field in before) == (field in now):
            continue
        if any(str(each).startswith("blake2b:") for each in (old, new)):
            yield Told(FIELD_CHANGED, values)
        elif _says_nothing(old) and not _says_nothing(new):
            yield Told(FIELD_ADDED, values)
        elif _says_nothing(new) and not _says_nothing(old):
            yield Told(FIELD_REMOVED, values)
        elif _words(old) != _words(new):
            yield Told(VALUE, values)
        else:
            yield Told(FIELD_CHANGED, values)
    if _order_differs(before, now):
        yield Told(ORDER, {"what": what})


def _of_part(part: str, before: Mapping[str, Plain] | None, now: Mapping[str, Plain] | None) -> Iterator[Change]:
    """Of a part that the step covers since then, or no longer, all of it is new or gone."""
    before, now = before or {}, now or {}
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        values = {"what": name, "old": _words(old), "new": _words(new)}
        if name not in now:
            yield Change(part, Told(REMOVED, values))
        elif name not in before:
            yield Change(part, Told(ADDED, values))
        elif old != new or type(old) is not type(new):
            is_digest = any(str(each).startswith("blake2b:") for each in (old, new)) or _words(old) == _words(new)
            yield Change(part, Told(CHANGED if is_digest else PART_VALUE, values))


PART_VALUE = message("{what} {old} → {new}")


def _order_differs(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return [each for each in before if each in now] != [each for each in now if each in before]


def _says_nothing(value: Plain) -> bool:
    return value is None or value == [] or value is False


def _words(value: Plain) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(_words, value)) or "–"
    return value
