"""Whether all of a page is understood: each fence and brace in its text is syntax, code or escaped, or it is a mistake.

A slip around ``{redact}`` or ``:::{internal}`` makes text of what was meant to hide text. There are more slips than anybody
can list, so nothing is looked for that is wrong: what MyST's tokeniser has left as text may not look like syntax.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from rapportage.fences import is_like
from rapportage.problems import Place, Problem, in_short
from rapportage.source import syntax
from rapportage.source.slips import (
    IN_CODE,
    LINE,
    ONLY,
    RESTRUCTURED,
    ROLE,
    TEXT,
    Kind,
    as_read,
    hides,
    hiding_word_alone,
    in_braces,
    is_hiding,
    literal,
    no_words,
    only,
    other_than_formats,
    shown,
    slips,
)
from rapportage.source.syntax import CODE, ESCAPED, OTHER, Fence, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

    from rapportage.source.frontmatter import FrontMatter
    from rapportage.yamlfile import Keys

#: How deep directives may lie in each other.
MAX_DEPTH = 20

#: Directives whose lines are no Markdown: code, names of files, or another language, which is looked at as text.
CODE_DIRECTIVES = frozenset({"code-block", "sourcecode", "code", "literalinclude", "math", "raw", "highlight"})
PLAIN_DIRECTIVES = frozenset({"toctree", "csv-table", "eval-rst", "bibliography", "include", "image", "glossary"})

_line_fence = re.compile(r"[ \t>]*(?P<fence>:{3,}|`{3,}|~{3,})(?P<info>[^\n]*)")


class Known(Protocol):
    """What there is, besides the syntax: a build knows that."""

    def directive(self, name: str) -> str:
        """Empty for a directive that there is; otherwise the end of a message, with the nearest."""

    def role(self, name: str) -> str:
        """The same of a role."""

    def language(self, name: str) -> bool:
        """Whether code can be in this language."""


def problems(source: str, name: str, markdown: MarkdownIt, known: Known) -> list[Problem]:
    """All that is not understood in the *source* of a page, which messages call *name*, by place."""
    return _by_line(_Reader(markdown, known).read(source, 0, 0), name)


def problems_elsewhere(source: str, name: str) -> list[Problem]:
    """The same in a page that is reStructuredText, where nothing can be hidden."""
    return _by_line(_in_restructured(source, 0), name)


def problems_in_matter(matter: FrontMatter, name: str, markdown: MarkdownIt, known: Known) -> list[Problem]:
    """The same in the texts of the front matter of a page."""
    reader = _Reader(markdown, known)
    # What the audience is has been looked at.
    values = {key: value for key, value in matter.data.items() if key != "audience"}
    texts = ((matter.place(keys).line - 1, text) for keys, text in _texts(values, ()))
    found = (each for line, text in texts for each in reader.read_line(text, line))
    # Whoever shows a text of the front matter looks up its roles, and tells of those.
    return _by_line((each for each in found if not each[1].startswith("unknown role")), name)


def _texts(value: object, keys: Keys) -> Iterator[tuple[Keys, str]]:
    """All texts in a value, with the way to each."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in pairs:
            yield from _texts(each, (*keys, key))


def problems_in_lines(source: str, name: str, markdown: MarkdownIt, known: Known) -> list[Problem]:
    """The same in a table that a page takes from a file, row by row."""
    reader = _Reader(markdown, known)
    lines = enumerate(source.split("\n"))
    return _by_line((each for at, line in lines for each in reader.read_line(line, at)), name)


def _by_line(found: Iterator[tuple[int, str]], name: str) -> list[Problem]:
    """One problem for each line, the first that was found: one slip is often wrong in more ways than one."""
    first: dict[int, str] = {}
    for line, told in found:
        first.setdefault(line, told)
    return [in_short(Problem(Place(name, line + 1, 1), told)) for line, told in sorted(first.items())]


def _in_restructured(source: str, line: int) -> Iterator[tuple[int, str]]:
    text = literal.sub(lambda each: "\n" * each[0].count("\n"), source)
    for at, words in enumerate(text.split("\n"), line):
        if (found := only(words)) and (other := other_than_formats(found[1])):
            yield at, ONLY.format(found=other)
        if any(is_hiding(found[1]) for found in in_braces(as_read(words))):
            yield at, "nothing can be redacted or internal in reStructuredText; write this in Markdown (MyST)"
        yield from ((at, told) for told, _ in slips(words, RESTRUCTURED))


class _Reader:
    def __init__(self, markdown: MarkdownIt, known: Known) -> None:
        self.markdown = markdown
        self.known = known

    def read(self, source: str, line: int, depth: int) -> Iterator[tuple[int, str]]:
        """What is wrong in a source that begins on a line of the page (from 0), with its line."""
        if depth > MAX_DEPTH:
            yield line, f"directives lie more than {MAX_DEPTH} deep in each other"
            return
        for each in syntax.read(self.markdown, source, line):
            yield from self._in_fence(each, depth) if isinstance(each, Fence) else self._in_text(each, TEXT)

    def _in_text(self, text: Text, kind: Kind) -> Iterator[tuple[int, str]]:
        for role, says in text.roles:
            if fault := self.known.role(role):
                # The name may be the secret.
                swapped = any(map(is_hiding, says.split()[:1]))
                told = "a redaction is {redact}`5.1.2.e the text`" if swapped else f'unknown role "{role}"{fault}'
                yield _line_of(text, f"{{{role}}}"), told
            for told, found in (*self._names(says), *slips(says, ROLE)):
                yield _line_of(text, found), told
        for told, found in (*self._names(text.words), *slips(text.words, kind)):
            yield _line_of(text, found), told
        for code in text.code:
            if hides(code):
                yield _line_of(text, code[:20]), IN_CODE
        if text.roles and "`" in text.words:
            # Without a role beside it, it may be an apostrophe of somebody in a hurry.
            yield (
                _line_of(text, "`"),
                "a ` stands alone here: the text of a role ends at the first; for the sign itself, type \\`",
            )

    def read_line(self, source: str, line: int) -> Iterator[tuple[int, str]]:
        """What is wrong in a text of one line, such as an option of a directive or a row of a table."""
        for text in syntax.inline(self.markdown, source, line):
            yield from self._in_text(text, LINE)

    def _in_fence(self, fence: Fence, depth: int) -> Iterator[tuple[int, str]]:
        markup = fence.token.markup
        if not fence.closed:
            yield fence.line, f"nothing ends what begins here: a line with {markup} is missing below it"
        for at, line in enumerate(fence.token.content.split("\n"), 1):
            inner = _line_fence.match(line)
            if inner and inner["fence"].startswith(markup) and inner["info"].strip():
                outer = f"put {markup}{markup[0]} around what begins on line {fence.line + 1}"
                yield fence.line + at, f"a fence within another must be shorter: {outer}"
        if not fence.name and hides(fence.token.content):
            yield fence.line + 1, IN_CODE
        if fence.name:
            yield from self._in_directive(fence, depth)
        elif markup[0] == ":":
            yield fence.line, f"{markup} begins or ends a directive, and there is none here{self._meant(fence)}"
        elif fence.info and not self.known.language(fence.info.split()[0]):
            yield fence.line, f'code cannot be in the language "{fence.info.split()[0]}"{self._meant(fence)}'

    def _meant(self, fence: Fence) -> str:
        """The directive that may have been meant, as the end of a message."""
        word = no_words.sub("", as_read(fence.info.split(maxsplit=1)[0])) if fence.info else ""
        is_known = word and (is_hiding(word) or not self.known.directive(word))
        return f"; did you mean {fence.token.markup}{{{word}}}?" if is_known else "; it is typed {name}"

    def _in_directive(self, fence: Fence, depth: int) -> Iterator[tuple[int, str]]:
        if fence.name != "eval-rst" and (fault := self.known.directive(fence.name)):
            yield fence.line, f'unknown directive "{fence.name}"{fault}'
        options = dict(fence.options)
        for line, value in ((fence.line, fence.info), *options.items()):
            yield from self.read_line(value, line)
        name = fence.name.rpartition(":")[2].lower()
        first_word = fence.info.split(maxsplit=1)[0].strip("():,;\"'") if fence.info else ""
        if hiding_word_alone(first_word) and not is_hiding(name):
            yield fence.line, f"nothing is hidden here: type :::{{{first_word.lower()}}} on a line of its own"
        if name == "only" and (other := other_than_formats(fence.info)):
            yield fence.line, ONLY.format(found=other)
        body = fence.token.content.split("\n")[len(options) :]
        first = fence.line + 1 + len(options)
        if name == "eval-rst":
            yield from _in_restructured("\n".join(body), first)
        elif name in PLAIN_DIRECTIVES:
            for at, value in enumerate(body):
                yield from self.read_line(value, first + at)
        elif name not in CODE_DIRECTIVES:
            yield from self.read("\n".join(body), first, depth + 1)

    def _names(self, words: str) -> Iterator[tuple[str, str]]:
        """Names in braces that are those of a role or a directive, or must have been meant to be."""
        for found in in_braces(as_read(words)):
            name = shown(found[1])
            if is_hiding(name) or not (self.known.role(name) and self.known.directive(name)):
                yield f"{{{name}}} hides and shows nothing here: type {self._typed(name)}, or \\{{ for a brace", found[0]

    def _typed(self, name: str) -> str:
        """How a role or a directive is typed."""
        if name == "redact":
            return "{redact}`5.1.2.e the text`"
        if is_like(name, "internal") or (self.known.role(name) and not self.known.directive(name)):
            return f":::{{{name}}} on a line of its own"
        return f"{{{name}}}`text`, without a space between them"


def _line_of(text: Text, found: str) -> int:
    """The line on which something stands that was found in a text: where it is typed so for the first time."""
    at = text.source.find(found.strip(CODE + ESCAPED + OTHER).split("\n")[0])
    return text.line + (text.source.count("\n", 0, at) if at > 0 else 0)
