"""What a step covers, as it is now: digests of files, the values of records, and what the whole edition rests on.

It is kept beside an approval (a *manifest*), so that later anyone can be told what has changed since. What is internal or
redacted is left out before a digest is made: a digest of a name in a text that is known but for that name gives the name
away. So a manifest says nothing that the public edition does not, and an approval is of what is published.
"""

from __future__ import annotations

import contextlib
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rapportage.internal import declared_in, without_internal_parts
from rapportage.pagetext import parts
from rapportage.plugins.redaction.source import take_out
from rapportage.plugins.workflow.manifest import Manifest, Page
from rapportage.plugins.workflow.values import values
from rapportage.publication import surroundings
from rapportage.publication.tree import Tree, UnreadableError, digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from rapportage.plugins.workflow.manifest import Plain
    from rapportage.plugins.workflow.records import Step
    from rapportage.store import Store

#: The number that stands in the place of a redacted text; other redactions on the page have a say in it.
_number = re.compile(r"(\{[^}`\n]*redact[^}`\n]*\}[`\s]*\S+) (?:[0-9a-f]{6}-)?[0-9]+(?:\s+[0-9]+)*")
_empty_lines = re.compile(r"\n(?:[ \t>]*\n)+")


class Sources:
    """What an edition is made of, at one moment: its files and its records."""

    def __init__(self, store: Store, folder: Path, pages: Path, settings: Mapping[str, Any]) -> None:
        self.store = store
        self.tree = Tree(folder, pages, store.folder, settings)
        self._kept: dict[str, Page | str | None] = {}
        self._mentioned: dict[str, frozenset[str]] = {}
        self._parts: dict[str, dict[str, Plain]] = {}

    # ---- which step covers what -----------------------------------------------------------------------------------

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self.store.records("step"))  # type: ignore[arg-type]

    def content(self, step: Step) -> Manifest:
        """What *step* covers. Raises `UnreadableError` if a pattern fits no file, or a file cannot be read."""
        kept = ((name, self._content(name)) for name in sorted(self.covered(step)))
        kinds = sorted({kind for each in with_included(step, self.store) for kind in each.records})
        return Manifest(
            step=step.id,
            files={name: content for name, content in kept if content is not None},
            records={kind: {each.id: values(each) for each in self.store.records(kind)} for kind in kinds},
            parts={part: self._part(part) for part in self._parts_of(step)},
        )

    def covered(self, step: Step) -> set[str]:
        """The files that *step* covers: those that fit its patterns, and all that these take in."""
        found: set[str] = set()
        for each in with_included(step, self.store):
            found |= self._with_taken_in(self._named(each))
        if self.steps and step.id == self.steps[-1].id:
            found |= self._rest()
        return found

    def _named(self, step: Step) -> set[str]:
        besides = {name for pattern in step.besides for name in self.tree.fitting(pattern)} | self._decisions
        found: set[str] = set()
        for pattern in step.files:
            fitting = self.tree.fitting(pattern)
            if not fitting:
                raise UnreadableError(f'step "{step.id}": no file fits {pattern}')
            found |= fitting - besides
        return found

    def _with_taken_in(self, names: set[str]) -> set[str]:
        """Files, with all that these mention, and so on."""
        found, new = set(names), set(names)
        while new:
            new = {each for name in new for each in self._taken_in(name)} - found
            found |= new
        return found

    def _taken_in(self, name: str) -> frozenset[str]:
        """What one file mentions."""
        if name not in self._mentioned:
            text = self._public_text(name) or ""
            found = {*self.tree.taken_in(text, self._own), *self.tree.taken_in(text, self._elsewhere, careful=True)}
            self._mentioned[name] = frozenset(found - self._internal - self._decisions)
        return self._mentioned[name]

    def _rest(self) -> set[str]:
        """What else stands among the pages and the data, which a page may take in in a way that nobody thought of."""
        tree = self.tree
        others = tree.pages | tree.records | self._decisions | self._in_parts
        found = tree.below(tree.pages_folder, tree.data_folder) - others
        for step in self.steps:
            found -= self._with_taken_in(self._named(step))
        return set(found)

    def _parts_of(self, step: Step) -> Iterator[str]:
        """What of the whole edition the step covers: what it names, and the last step all that none names."""
        named: set[str] = {part for each in with_included(step, self.store) for part in each.parts}
        if self.steps and step.id == self.steps[-1].id:
            named |= {*surroundings.PARTS, "workflow"} - {part for each in self.steps for part in each.parts}
        yield "edition"
        yield from (part for part in (*surroundings.PARTS, "workflow") if part in named)

    def uncovered(self) -> Iterator[tuple[str, str]]:
        """What readers get and no step covers: pages (``files``) and kinds of records (``records``)."""
        named = {name for step in self.steps for name in self._named(step)}
        for page in sorted(self.tree.pages - named):
            if self._content(page) is not None:
                yield "files", page
        kinds = {kind for step in self.steps for kind in step.records}
        for kind in self.store.kinds.values():
            if kind.name not in kinds and not kind.internal and self.store.ids(kind.name):
                yield "records", kind.name

    def seen(self) -> set[str]:
        """All that the standing of the steps depends on: patterns, from the folder of the project."""
        found = {pattern for step in self.steps for pattern in step.files} | {"_ext/**/*.py"}
        for step in self.steps:
            with contextlib.suppress(UnreadableError):
                found |= {re.sub(r"[*?[]", r"[\g<0>]", name) for name in self.covered(step) | self._in_parts}
        folders = map(self.tree.name, (self.tree.data_folder, self.tree.pages_folder))
        return found | {f"{name}/**/*" for name in folders if name}

    # ---- files ------------------------------------------------------------------------------------------------------

    @cached_property
    def _decisions(self) -> frozenset[str]:
        """The files in which decisions are kept: these are no part of what is decided on."""
        data = self.tree.name(self.tree.data_folder)
        decisions = (f"{data}/approvals/", f"{data}/approvals.yaml")
        return frozenset(each for each in self.tree.files if each.startswith(decisions))

    @cached_property
    def _internal(self) -> frozenset[str]:
        """The pages of which the public edition has nothing; so has it of one that nobody can read."""
        found = (name for name in self.tree.files if name.endswith((".md", ".rst")))
        return frozenset(name for name in found if declared_in(self.tree.text(name) or "", name).internal)

    @cached_property
    def _in_parts(self) -> frozenset[str]:
        return frozenset(name for part in surroundings.PARTS for name in self._part(part))

    @cached_property
    def _own(self) -> frozenset[str]:
        """The files that a page takes in as soon as it mentions them: nothing else covers these by itself."""
        tree = self.tree
        return tree.below(tree.pages_folder, tree.data_folder) - tree.pages - tree.records - self._in_parts

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        return frozenset(self.tree.files) - self._own

    def _content(self, name: str) -> Page | str | None:
        """What the public edition has of a file; None for an internal page, of which it has nothing."""
        if name not in self._kept:
            self._kept[name] = self._made_of(name)
        return self._kept[name]

    def _made_of(self, name: str) -> Page | str | None:
        if name in self.tree.pages:
            self.tree.page(name)  # whether it can be read is told before it counts as internal
        if name in self._internal:
            return None
        if name.endswith(".po"):
            return surroundings.catalogue(self.tree, name)
        text = self._public_text(name)
        if text is None:
            return self.tree.digest(name)
        if not name.endswith(".md"):
            return digest(text)
        found = tuple((heading, digest(below)) for heading, below in parts(text) if heading or below)
        return Page(digest(text), found)

    def _public_text(self, name: str) -> str | None:
        """What the public edition may have of a text; None of a file that is no text."""
        if name in self._internal:
            return None
        grounds = self.store.ids("ground")
        if name in self.tree.pages or name.endswith(".md"):
            return public(self.tree.page(name), grounds)
        if (text := self.tree.text(name)) is not None:
            return public(text, grounds)
        # No text that may be published; what somebody meant to hide in it is left out nevertheless.
        content = self.tree.content(name)
        left = "" if b"\0" in content else content.decode("utf-8", "replace")
        return None if (found := public(left, grounds)) == left else found

    # ---- parts ------------------------------------------------------------------------------------------------------

    def _part(self, part: str) -> dict[str, Plain]:
        if part not in self._parts:
            self._parts[part] = self._made_part(part)
        return self._parts[part]

    def _made_part(self, part: str) -> dict[str, Plain]:
        if part == "edition":  # an approval of last year's edition is none of this year's
            edition = self.store.get("edition", "edition")
            return {"year": str(getattr(edition, "year", ""))}
        if part == "workflow":
            return {f"{step.id}.{field}": value for step in self.steps for field, value in values(step).items()}
        return dict(surroundings.PARTS[part](self.tree))


def with_included(step: Step, store: Store) -> Iterator[Step]:
    """All steps that *step* includes, and those that these include, in order; then the step itself."""
    order = store.ids("step")
    wanted, found = [step], {step.id: step}
    while wanted:
        each = wanted.pop()
        for name in each.includes:
            # One that does not come before it is a problem of the data, told elsewhere.
            if name not in found and name in order[: order.index(each.id)]:
                found[name] = store.get("step", name)  # type: ignore[assignment]
                wanted.append(found[name])
    return (found[name] for name in order if name in found)


def public(source: str, grounds: Collection[str]) -> str:
    """A page without what the public edition leaves out: internal parts, and redacted texts, of which the ground stays.

    The other texts keep their words but not their lines: those of what was left out would tell how long it was.
    """
    left = without_internal_parts(take_out(source, grounds).source)
    return source if left == source else _empty_lines.sub("\n\n", _number.sub(r"\1", left))
