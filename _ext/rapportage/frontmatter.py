"""What a directive reads of the front matter of its page: a typed record, checked as the data are, in the writer's file.

The key in the front matter is the name of the directive::

    ---
    memo:
      kind: decision
    ---

A plugin's directive is a subclass of `FrontMatterDirective` that names its `Record`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from rapportage import inline, schema, yamlfile
from rapportage.directives import RecordDirective
from rapportage.inline import RoleCall
from rapportage.logs import warn
from rapportage.problems import Problem, nearest
from rapportage.schema import Record, Refused
from rapportage.source.frontmatter import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain
    from rapportage.schema import Text
    from rapportage.yamlfile import Keys, YamlFile

_key = re.compile(r"([\w-]+)[ \t]*:").match

_TAKEN = "rapportage front matter"

R = TypeVar("R", bound=Record)


@dataclass
class _Taken:
    """What is kept of the front matter while its page is read."""

    keys: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    """What is meant for a directive, by its name, at the lines where it stands."""
    read: set[str] = field(default_factory=set)
    """The directives on the page that read it."""


def take_out(app: Sphinx, docname: str, source: list[str]) -> None:
    """Keep what directives read of the front matter, as lines where they stand; MyST gets the rest of it.

    MyST would make words of every value (and stops at a date); here each keeps its type and its place.
    """
    matter = read(source[0], str(app.env.doc2path(docname)))
    if not matter.lines:
        return
    page = source[0].split("\n")
    lines, rest = page[: matter.lines], page[matter.lines :]
    names = {name for name, each in _domain(app.env).directives.items() if hasattr(each, "front_matter")}
    keys: list[str] = []
    taken: dict[str, list[str]] = {}
    current: list[str] | None = None
    for at, line in enumerate(lines[1:-1], 1):
        if key := _key(line):
            keys.append(key[1])
            current = taken.setdefault(key[1], []) if key[1] in names else None
        if current is not None:
            current += [""] * (at - len(current)) + [line]  # every value keeps its line
            lines[at] = ""
    if taken and not any(map(_key, lines)):
        lines = [""] * len(lines)  # MyST wants no front matter without anything in it
    source[0] = "\n".join([*lines, *rest])
    parts = {name: "\n".join(each) for name, each in taken.items()}
    app.env.current_document[_TAKEN] = _Taken(keys, parts)


class FrontMatterDirective(RecordDirective, Generic[R]):
    """The base of directives that show something of their page's front matter."""

    front_matter: ClassVar[type[Record]]
    """What stands in the front matter, below the directive's name."""

    def read_front_matter(self) -> Matter[R] | None:
        """The record in the front matter; None, and the writer is told all that is wrong, if there is none."""
        name = self.name.removeprefix("rapportage:")
        taken = _taken(self.env)
        taken.read.add(name)
        if name not in taken.parts:
            self.warn("option", f'this page has no "{name}:" in its front matter{nearest(name, taken.keys, listed=0)}')
            return None
        file = yamlfile.parse(taken.parts[name].encode(), str(self.env.doc2path(self.env.docname)))
        made = schema.read_record(self.front_matter, name, file.data.get(name)) if isinstance(file.data, dict) else None
        problems = [*file.problems, *self._problems(name, file, made)]
        for problem in sorted(set(problems)):
            warn("data", problem.message, str(problem.place), self.env.docname)
        if problems or not isinstance(made, Record):
            return None
        self._domain.page(self.env.docname).is_example |= made.example
        return Matter(cast("R", made), file, self._domain, self.env.docname)

    def _problems(self, name: str, file: YamlFile, made: Record | Refused | None) -> Iterator[Problem]:
        if made is None:
            return
        findings, visits = (made.findings, made.visits) if isinstance(made, Refused) else (made.check(), schema.visits(made))
        for finding in findings:
            of_key = finding.of_key or not finding.keys
            yield Problem(file.place((name, *finding.keys), of_key=of_key), finding.message)
        for visit in visits:
            for message in self._domain.store.faults(visit):
                yield Problem(file.place((name, *visit.keys)), message)


class Matter(Generic[R]):
    """A record that was read of the front matter, and how it is shown on its page."""

    def __init__(self, record: R, file: YamlFile, domain: RecordsDomain, docname: str) -> None:
        self.record = record
        self._file = file
        self._domain = domain
        self._docname = docname

    def paragraph(self, keys: Keys, text: Text, **attributes: Any) -> nodes.paragraph:
        """A text of the record, as a paragraph of its page: translators find it in the catalogue of the page.

        *keys* lead to it, from the name of a field on.
        """
        field, *within = keys
        place = self._file.place((self.record.id, schema.written_name(type(self.record), str(field)), *within))
        view = self._domain.view(self._docname, (place.file, place.line))
        node = nodes.paragraph(text.nl, "", *view.inline(text), **attributes)
        node.source, node.line = place.file, place.line
        node["translatable"] = text.en is None and _has_words(text.nl)
        return node


def _has_words(text: str) -> bool:
    """Whether there is anything to translate, besides what roles show."""
    return any(
        not isinstance(piece, RoleCall) and inline.plain(str(piece)).strip(" .,;:–-")
        for paragraph in inline.parse(text)
        for piece in paragraph
    )


class TellOfUnread(SphinxTransform):
    """Tells of front matter that is meant for a directive which the page does not have."""

    default_priority = 10

    def apply(self, **kwargs: Any) -> None:
        taken = _taken(self.env)
        for name in sorted(taken.parts.keys() - taken.read):
            line = len(taken.parts[name]) - len(taken.parts[name].lstrip("\n")) + 1
            place = f"{self.env.doc2path(self.env.docname)}:{line}"
            warn(
                "option", f'nothing on this page shows "{name}:"; put :::{{{name}}} below the title', place, self.env.docname
            )


def readers(env: BuildEnvironment) -> set[str]:
    """The directives on the page that is being read which read its front matter, also where that is wrong."""
    return _taken(env).read


def _taken(env: BuildEnvironment) -> _Taken:
    return cast("_Taken", env.current_document.get(_TAKEN) or _Taken())


def _domain(env: BuildEnvironment) -> RecordsDomain:
    return cast("RecordsDomain", env.get_domain("rapportage"))


def setup(app: Sphinx) -> None:
    # After all that changes the source of a page: what is left out of it must not be read here either.
    app.connect("source-read", take_out, priority=900)
    app.add_transform(TellOfUnread)
