"""Whether all of a page is understood: each fence and brace in its text is syntax, code or escaped, or it is a mistake.

A slip around ``{redact}`` or ``:::{internal}`` makes text of what was meant to hide text. There are more slips than anybody
can list, so nothing is looked for that is wrong: what MyST's tokeniser has left as text may not look like syntax.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rapportage.fences import is_like
from rapportage.problems import Place, Problem, in_short, short
from rapportage.source import syntax
from rapportage.source.syntax import CODE, ESCAPED, OTHER, Fence, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it import MarkdownIt

#: How deep directives may lie in each other.
MAX_DEPTH = 20

#: The names that hide a text.
HIDING = ("redact", "internal")

#: Directives whose lines are no Markdown: code, names of files, or another language, which is looked at as text.
CODE_DIRECTIVES = frozenset(
    {"code-block", "sourcecode", "code", "literalinclude", "math", "raw", "highlight", "parsed-literal"}
)
PLAIN_DIRECTIVES = frozenset({"toctree", "csv-table", "eval-rst", "bibliography", "include", "image", "glossary"})

_quote = "`´\"'‘’‚‛“”„‟«»‹›′″‵‶＂＇｀" + CODE
_line_fence = re.compile(r"[ \t>]*(?P<fence>:{3,}|`{3,}|~{3,})(?P<info>[^\n]*)")


class Known(Protocol):
    """What there is, besides the syntax: a build knows that."""

    def directive(self, name: str) -> str:
        """Empty for a directive that there is; otherwise the end of a message, with the nearest."""

    def role(self, name: str) -> str:
        """The same of a role."""

    def language(self, name: str) -> bool:
        """Whether code can be in this language."""


class _Rule(NamedTuple):
    """Something that no text may have."""

    find: Callable[[str], Iterator[re.Match[str]]]
    told: str
    """What to say of it; ``{found}`` is what was found."""


class _Kind(NamedTuple):
    """A kind of text, and what may not stand in it."""

    rules: tuple[_Rule, ...]
    word: Callable[[str, re.Match[str]], bool]
    """Whether a word that hides texts is a mistake where it stands."""


def problems(source: str, name: str, markdown: MarkdownIt, known: Known) -> list[Problem]:
    """All that is not understood in the *source* of a page, which messages call *name*, by place."""
    return _by_line(_Reader(markdown, known).read(source, 0, 0), name)


def problems_elsewhere(source: str, name: str) -> list[Problem]:
    """The same in a page that is reStructuredText, where nothing can be hidden."""
    return _by_line(_in_restructured(source, 0), name)


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
    text = _literal.sub(lambda literal: "\n" * literal[0].count("\n"), source)
    for at, words in enumerate(text.split("\n"), line):
        if any(is_hiding(found[1]) for found in _in_braces(_as_read(words))):
            yield at, "nothing can be redacted or internal in reStructuredText; write this in Markdown (MyST)"
        yield from ((at, told) for told, _ in _slips(words, _RESTRUCTURED))


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
            yield from self._in_fence(each, depth) if isinstance(each, Fence) else self._in_text(each, _TEXT)

    def _in_text(self, text: Text, kind: _Kind) -> Iterator[tuple[int, str]]:
        for role, says in text.roles:
            if fault := self.known.role(role):
                # The name may be the secret.
                swapped = any(map(is_hiding, says.split()[:1]))
                told = "a redaction is {redact}`5.1.2.e the text`" if swapped else f'unknown role "{role}"{fault}'
                yield _line_of(text, f"{{{role}}}"), told
            for told, found in (*self._names(says), *_slips(says, _ROLE)):
                yield _line_of(text, found), told
        for told, found in (*self._names(text.words), *_slips(text.words, kind)):
            yield _line_of(text, found), told
        if text.roles and "`" in text.words:
            # Without a role beside it, it may be an apostrophe of somebody in a hurry.
            yield (
                _line_of(text, "`"),
                "a ` stands alone here: the text of a role ends at the first; for the sign itself, type \\`",
            )

    def read_line(self, source: str, line: int) -> Iterator[tuple[int, str]]:
        """What is wrong in a text of one line, such as an option of a directive or a row of a table."""
        for text in syntax.inline(self.markdown, source, line):
            yield from self._in_text(text, _LINE)

    def _in_fence(self, fence: Fence, depth: int) -> Iterator[tuple[int, str]]:
        markup = fence.token.markup
        if not fence.closed:
            yield fence.line, f"nothing ends what begins here: a line with {markup} is missing below it"
        for at, line in enumerate(fence.token.content.split("\n"), 1):
            inner = _line_fence.match(line)
            if inner and inner["fence"].startswith(markup) and inner["info"].strip():
                outer = f"put {markup}{markup[0]} around what begins on line {fence.line + 1}"
                yield fence.line + at, f"a fence within another must be shorter: {outer}"
        if fence.name:
            yield from self._in_directive(fence, depth)
        elif markup[0] == ":":
            yield fence.line, f"{markup} begins or ends a directive, and there is none here{self._meant(fence)}"
        elif fence.info and not self.known.language(fence.info.split()[0]):
            yield fence.line, f'code cannot be in the language "{fence.info.split()[0]}"{self._meant(fence)}'

    def _meant(self, fence: Fence) -> str:
        """The directive that may have been meant, as the end of a message."""
        word = _no_words.sub("", _as_read(fence.info.split(maxsplit=1)[0])) if fence.info else ""
        is_known = word and (is_hiding(word) or not self.known.directive(word))
        return f"; did you mean {fence.token.markup}{{{word}}}?" if is_known else "; it is typed {name}"

    def _in_directive(self, fence: Fence, depth: int) -> Iterator[tuple[int, str]]:
        if fence.name != "eval-rst" and (fault := self.known.directive(fence.name)):
            yield fence.line, f'unknown directive "{fence.name}"{fault}'
        options = dict(fence.options)
        for line, value in ((fence.line, fence.info), *options.items()):
            yield from self.read_line(value, line)
        name = fence.name.rpartition(":")[2].lower()
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
        for found in _in_braces(_as_read(words)):
            name = _shown(found[1])
            if is_hiding(name) or not (self.known.role(name) and self.known.directive(name)):
                yield f"{{{name}}} hides and shows nothing here: type {self._typed(name)}, or \\{{ for a brace", found[0]

    def _typed(self, name: str) -> str:
        """How a role or a directive is typed."""
        if name == "redact":
            return "{redact}`5.1.2.e the text`"
        if is_like(name, "internal") or (self.known.role(name) and not self.known.directive(name)):
            return f":::{{{name}}} on a line of its own"
        return f"{{{name}}}`text`, without a space between them"


def _slips(words: str, kind: _Kind) -> Iterator[tuple[str, str]]:
    """What in a text looks like syntax: what to say of it, and what it is."""
    text = _as_read(words)
    for rule in kind.rules:
        for found in rule.find(text):
            yield rule.told.format(found=_shown(found[0])), found[0]
    for found in _half_in_braces(text):
        if is_hiding(found[1] or found[2]):
            yield f"{_shown(found[0])} hides nothing here: type {{redact}}`5.1.2.e the text` or :::{{internal}}", found[0]
    for found in _hiding_word(text):
        if kind.word(text, found):
            how = "{redact}`…` or :::{internal}; write the word between backticks"
            yield f'"{found[0]}" hides a text only as {how}', found[0]


def is_hiding(name: str) -> bool:
    """Whether a name in braces hides a text, or must have been meant to."""
    return any(is_like(name, wanted) for wanted in HIDING)


_no_words = re.compile(r"[^\w:-]+")
_invisible = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f]")
_accents = re.compile("[\u0300-\u036f]")
_in_braces = re.compile(r"\{\s*([^{}\n`]{1,40}?)\s*\}").finditer
_hiding_word = re.compile(
    r"(?<![\w-])(?:redact(?:ed)?|internal)(?![\w-])|(?<![\w-])(?:[Rr]edact|[Ii]nternal|REDACT|INTERNAL)(?=\W*$)",
    re.MULTILINE,
).finditer

_half_in_braces = re.compile(r"\{\s*([\w:-]{4,40})(?![\w:-]|\s*\})|(?<![\w:{-])([\w:-]{4,40})\s*\}").finditer
_literal = re.compile(r"``.+?``", re.DOTALL)


def _is_beside_a_mark(text: str, found: re.Match[str]) -> bool:
    marks = "{}[]()<>|:=`\\" + _quote + CODE + ESCAPED + OTHER
    before, after = text[: found.start()].rstrip()[-1:], text[found.end() :].lstrip()[:1]
    return bool((before and before in marks) or (after and after in marks))


_COLONS = _Rule(re.compile(r":{3,}").finditer, "{found} begins or ends no directive here")
_TICKS = _Rule(re.compile("`{2,}|~{3,}").finditer, "{found} begins or ends no code here")
_QUOTED = _Rule(
    re.compile(
        rf"\{{\s*[\w:+-]{{1,40}}\s*\}}[{_quote}]|(?:\{{\s*[\w:+-]{{1,40}}\s*\}}?|[\w:+-]{{1,40}}\}})\s*[`´｀{CODE}]"
    ).finditer,
    "a role is its name in braces and its text between two backticks, {{name}}`text`, without a space between them",
)
_FOREIGN = (
    _Rule(re.compile(rf"[:：][\w:+-]{{1,40}}[:：][`´｀{CODE}]").finditer, "a role is {{name}}`text` here, not :name:`text`"),
    _Rule(re.compile(r"^\s*\.\. [\w:+-]+::", re.MULTILINE).finditer, "a directive is :::{{name}} here, not .. name::"),
)
_REMARK = _Rule(
    re.compile("<!--|-->").finditer, "a remark begins with % at the beginning of its line; {found} would be shown"
)
_AUDIENCE = _Rule(
    re.compile(r"^\W{0,5}audi[ae]n[cs]e\W{0,3}\s*[:=]", re.MULTILINE | re.IGNORECASE).finditer,
    "an audience is said at the top of a page only, between two lines with ---",
)

_TEXT = _Kind((_QUOTED, _COLONS, _TICKS, *_FOREIGN, _REMARK, _AUDIENCE), lambda text, found: True)
_LINE = _Kind((_QUOTED, _COLONS, _TICKS, *_FOREIGN, _REMARK), _is_beside_a_mark)
_ROLE = _Kind((_QUOTED,), lambda text, found: False)
_RESTRUCTURED = _Kind((_COLONS, _REMARK), _is_beside_a_mark)


def _as_read(words: str) -> str:
    """A text as a tired reader sees it: without what is invisible, without accents, and with wide signs made narrow."""
    words = _invisible.sub("", words)
    if words.isascii():
        return words
    kept = words.replace("´", "`")
    return unicodedata.normalize("NFC", _accents.sub("", unicodedata.normalize("NFKD", kept)))


def _line_of(text: Text, found: str) -> int:
    """The line on which something stands that was found in a text: where it is typed so for the first time."""
    at = text.source.find(found.strip(CODE + ESCAPED + OTHER).split("\n")[0])
    return text.line + (text.source.count("\n", 0, at) if at > 0 else 0)


def _shown(found: str) -> str:
    return _stand_ins.sub("…", short(found.strip(CODE + ESCAPED + OTHER + "\n"), 100))


_stand_ins = re.compile(f"[{CODE}{ESCAPED}{OTHER}]")
