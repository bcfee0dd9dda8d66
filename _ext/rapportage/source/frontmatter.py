"""The front matter of a page: found by one parser, for all who want to know what stands in it, and read strictly.

Front matter is YAML between two lines of three hyphens, the first of them the first line of the page
(https://myst-parser.readthedocs.io/en/latest/configuration.html#frontmatter-local). What looks like it and is not it would
be text to MyST: a page that was meant to be internal would be public. So that is a problem.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from rapportage import yamlfile
from rapportage.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapportage.yamlfile import Keys

_fence = re.compile(r"---[ \t]*").fullmatch
#: What a person, or another program, may take for the line that begins front matter, or ends it.
_stroke = "\\-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_like_a_fence = re.compile(rf"\s*(?:[{_stroke}_=+*~]\s?){{1,}}").fullmatch
_begins_oddly = re.compile(rf"\s*[{_stroke}]{{2,}}\s*[^\s{_stroke}]").match
_like_an_end = re.compile(rf"\s*(?:[{_stroke}]\s?){{2,}}.*|\s*\.{{2,}}\s*").fullmatch
_remark = re.compile(r"\s*#[\s#]*([\w-]+)\s*:").match
#: What people write there who want to say for whom a page is.
_says_for_whom = re.compile(
    r"\s*(?:audi\w+|doelgroep|intern\w*|vertrouwelijk)\s*[:=\uff1a\ufe55]|.{0,20}[:=]\s*intern", re.IGNORECASE
).match


NO_END = "nothing ends the front matter: a line with --- is missing below it"
NOT_FIRST = "front matter begins on the first line of the page; take away what stands above"
NO_BEGINNING = "front matter begins with a line of three hyphens, ---, and nothing else"


class FrontMatter(NamedTuple):
    """What stands at the beginning of a page."""

    lines: int
    """How many lines of the page it takes; 0 where there is none."""
    data: dict[str, Any]
    """What it says, by key; empty where it cannot be read."""
    file: yamlfile.YamlFile | None = None
    """The same with the place of every value, as lines of the page."""
    problems: tuple[Problem, ...] = ()

    def place(self, keys: Keys = (), *, of_key: bool = False) -> Place:
        """The place of a value, or of its key, in the page."""
        return self.file.place(keys, of_key=of_key) if self.file else Place("", 1, 1)


NONE = FrontMatter(0, {})


def read(text: str, name: str) -> FrontMatter:
    """The front matter of the page *text* (with ``\\n`` at the end of lines), which messages call *name*."""
    lines = text.split("\n")
    if not _fence(lines[0]):
        return FrontMatter(0, {}, problems=tuple(_meant(lines, name)))
    end = next((at for at, line in enumerate(lines[1:], 1) if _fence(line) or (at > 1 and _like_an_end(line))), None)
    if end is None or not _fence(lines[end]):
        return _refused(
            len(lines), name, (end or 0) + 1, "nothing ends the front matter: a line with --- is missing below it"
        )
    # An empty line in place of the first, so that every value has the line of the page.
    source = "\n".join(["", *lines[1:end]])
    file = yamlfile.parse(source.encode(), name)
    if file.problems:
        return FrontMatter(end + 1, {}, file, file.problems)
    if not isinstance(file.data, dict) or not file.data:
        told = "front matter is made of keys and values, such as audience: internal, with a space behind the colon"
        return _refused(end + 1, name, 2, told)
    return FrontMatter(end + 1, file.data, file, (*_read_otherwise(source, file), *_remarks(lines[1:end], name)))


def without(text: str) -> str:
    """The page with empty lines in place of its front matter."""
    lines = text.split("\n")
    end = read(text, "").lines
    return "\n".join([*[""] * end, *lines[end:]])


def _meant(lines: list[str], name: str) -> Iterator[Problem]:
    """What stands at the beginning of a page without front matter and may have been meant as such."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if _fence(lines[first]) and first:
        yield Problem(Place(name, first + 1, 1), NOT_FIRST)
    elif _begins_oddly(lines[first]) or (
        _like_a_fence(lines[first]) and any(map(_says_for_whom, lines[first + 1 : first + 30]))
    ):
        yield Problem(Place(name, first + 1, 1), NO_BEGINNING)


def _remarks(lines: list[str], name: str) -> Iterator[Problem]:
    """Keys that do not count: one ``#`` too many, and a page is no longer internal."""
    for number, line in enumerate(lines, 2):
        if found := _remark(line):
            told = f"{found[1]} is a remark here, and nobody reads it; take away the # or the line"
            yield Problem(Place(name, number, 1), told)


def _read_otherwise(source: str, file: yamlfile.YamlFile) -> Iterator[Problem]:
    """Values of which another reader of YAML makes something else: MyST takes ``no`` for false and ``010`` for eight."""
    try:
        node = yaml.compose(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        node = None
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    theirs = {key.value: value for key, value in pairs}
    for key, ours in file.data.items():
        if str(key) not in theirs:
            yield Problem(file.place((key,), of_key=True), f'"{key}" can be read in two ways; put it between quotes')
        elif isinstance(ours, str) and theirs[key].tag != "tag:yaml.org,2002:str":
            yield Problem(file.place((key,)), f'"{ours}" can be read in two ways; put it between quotes')


def _refused(lines: int, name: str, line: int, message: str) -> FrontMatter:
    return FrontMatter(lines, {}, problems=(Problem(Place(name, line, 1), message),))
