"""What has changed since an approval, in words: pages by heading, records by field, from the old value to the new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rapportage.catalog import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.plugins.workflow.content import Manifest

ADDED = message("{what} was added")
REMOVED = message("{what} was removed")
CHANGED = message("{what} was changed")
ORDER = message("{what}: the order was changed")
VALUE = message("{what}: {field} {old} → {new}")
FIELD_ADDED = message("{what}: {field} is new: {new}")
FIELD_REMOVED = message("{what}: {field} was taken away: {old}")
FIELD_CHANGED = message("{what}: {field} was changed")


class Change(NamedTuple):
    """One change: a sentence of the interface, and what is filled in."""

    words: str
    values: dict[str, str]

    def __str__(self) -> str:
        return self.words.format(**self.values)


def changes(before: Manifest, now: Manifest) -> Iterator[Change]:
    """All that differs between two manifests: first files, by name, then records, by kind."""
    yield from _of_files(before["files"], now["files"])
    for kind in sorted({*before["records"], *now["records"]}):
        yield from _of_records(kind, before["records"].get(kind, {}), now["records"].get(kind, {}))


def _of_files(before: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        if old is None or new is None:
            yield Change(ADDED if old is None else REMOVED, {"what": name})
        elif isinstance(old, list) and isinstance(new, list):
            yield from _of_parts(name, _by_heading(old), _by_heading(new))
        elif old != new:
            yield Change(CHANGED, {"what": name})


def _of_parts(page: str, before: dict[str, str], now: dict[str, str]) -> Iterator[Change]:
    for heading in {**before, **now}:
        what = f"{page}, “{heading}”" if heading else page
        if heading not in now:
            yield Change(REMOVED, {"what": what})
        elif heading not in before:
            yield Change(ADDED, {"what": what})
        elif before[heading] != now[heading]:
            yield Change(CHANGED, {"what": what})
    if [each for each in before if each in now] != [each for each in now if each in before]:
        yield Change(ORDER, {"what": page})


def _by_heading(parts: list[list[str]]) -> dict[str, str]:
    """The digests of a page's parts by heading; those of headings that are the same stand together."""
    found: dict[str, str] = {}
    for heading, digest in parts:
        found[heading] = f"{found.get(heading, '')}{digest}"
    return found


def _of_records(kind: str, before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> Iterator[Change]:
    for record_id in {**before, **now}:
        what = f'{kind} "{record_id}"'
        if record_id not in now:
            yield Change(REMOVED, {"what": what})
        elif record_id not in before:
            yield Change(ADDED, {"what": what})
        else:
            yield from _of_fields(what, before[record_id], now[record_id])
    if [each for each in before if each in now] != [each for each in now if each in before]:
        yield Change(ORDER, {"what": kind})


def _of_fields(what: str, before: dict[str, str], now: dict[str, str]) -> Iterator[Change]:
    for field in {**before, **now}:
        old, new = before.get(field), now.get(field)
        values = {"what": what, "field": field, "old": str(old), "new": str(new)}
        if old == new:
            continue
        if any(str(each).startswith("blake2b:") for each in (old, new)):
            yield Change(FIELD_CHANGED, values)
        elif old is None:
            yield Change(FIELD_ADDED, values)
        elif new is None:
            yield Change(FIELD_REMOVED, values)
        else:
            yield Change(VALUE, values)
