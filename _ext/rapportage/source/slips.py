"""What in a text looks like syntax, and so must have been meant as such: names in braces, fences, words that hide a text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rapportage.fences import is_like, is_placeholder
from rapportage.problems import short
from rapportage.source.syntax import CODE, ESCAPED, OTHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The names that hide a text.
HIDING = ("redact", "internal")
#: What people type for them who think in Dutch.
ALSO_HIDING = frozenset({"lak", "lakken", "gelakt", "intern", "interne", "geheim", "vertrouwelijk"})

IN_CODE = "code hides nothing: a redaction is {redact}`5.1.2.e the text`, and an internal part :::{internal}"
ONLY = (
    'only knows the kinds of output, such as html and latex, and not "{found}"; what is not for everyone is :::{{internal}}'
)
#: The kinds of output; other words behind ``only`` would be read by translators, and by indexes, all the same.
FORMATS = frozenset(
    {"html", "latex", "text", "epub", "builder_html", "builder_dirhtml", "builder_singlehtml", "builder_latex"}
)

_quote = "`´\"'‘’‚‛“”„‟«»‹›′″‵‶＂＇｀" + CODE


class _Rule(NamedTuple):
    """Something that no text may have."""

    find: Callable[[str], Iterator[re.Match[str]]]
    told: str
    """What to say of it; ``{found}`` is what was found."""


class Kind(NamedTuple):
    """A kind of text, and what may not stand in it."""

    rules: tuple[_Rule, ...]
    word: Callable[[str, re.Match[str]], bool]
    """Whether a word that hides texts is a mistake where it stands."""


def slips(words: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """What in a text looks like syntax: what to say of it, and what it is."""
    text = as_read(words)
    for rule in kind.rules:
        for found in rule.find(text):
            yield rule.told.format(found=shown(found[0])), found[0]
    for found in _half_in_braces(text):
        if is_hiding(found[1] or found[2]):
            yield f"{shown(found[0])} hides nothing here: type {{redact}}`5.1.2.e the text` or :::{{internal}}", found[0]
    for found in _hiding_word(text):
        if kind.word(text, found):
            how = "{redact}`…` or :::{internal}; write the word between backticks"
            yield f'"{found[0]}" hides a text only as {how}', found[0]


def is_hiding(name: str) -> bool:
    """Whether a name in braces hides a text, or must have been meant to."""
    return name.lower().strip(".#") in ALSO_HIDING or any(is_like(name, wanted) for wanted in HIDING)


no_words = re.compile(r"[^\w:-]+")
_invisible = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f]")
_accents = re.compile("[\u0300-\u036f]")
in_braces = re.compile(r"\{\s*([^{}\n`]{1,40}?)\s*\}").finditer
_hiding_word = re.compile(r"(?<![\w-])(?:redact(?:ed)?|internal)(?![\w-])", re.IGNORECASE).finditer

hiding_word_alone = re.compile(r"redact(?:ed)?|internal", re.IGNORECASE).fullmatch
_ground = re.compile(r"\W{0,3}5\.(?:1\.[125]|2)\b").match
only = re.compile(r"\s*\.\. only::(.*)").match
_half_in_braces = re.compile(r"\{\s*([\w:-]{4,40})(?![\w:-]|\s*\})|(?<![\w:{-])([\w:-]{4,40})\s*\}").finditer
literal = re.compile(r"``.+?``", re.DOTALL)


#: Marks of syntax, and marks that stand around a word as often as not for another reason.
_marks = "{}[]<>|`\\" + CODE + ESCAPED
pairs = "()=:,;" + _quote + OTHER


def _is_marked(text: str, found: re.Match[str]) -> bool:
    """Whether a word stands where syntax would: beside a mark of it, or by itself between others, or before a ground."""
    before, after = text[: found.start()].rstrip(" \t")[-1:], text[found.end() :].lstrip(" \t")[:1]
    if (before and before in _marks) or (after and after in _marks) or _ground(text, found.end()):
        return True
    is_apart = (not before or before == "\n" or before in pairs), (not after or after == "\n" or after in pairs)
    return all(is_apart)


def _is_meant(text: str, found: re.Match[str]) -> bool:
    """The same in a text of the page, where the word is a slip but for the beginning of a sentence or a name in English."""
    word = found[0]
    return (
        word[0].islower() or word.isupper() or word.lower() != "internal" or _is_marked(text, found) or _label(text, found)
    )


def _label(text: str, found: re.Match[str]) -> bool:
    return text[found.end() :].lstrip()[:1] in {":", ")", "]", "}"} or text[: found.start()][-1:] in {"(", "[", "{"}


_COLONS = _Rule(
    re.compile(r"^[ \t>*+-]*:{3,}|:{3,}(?=\s*\{)", re.MULTILINE).finditer, "{found} begins or ends no directive here"
)
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
    re.compile("<!--?|<--|!--|<!\u2014|<!\u2013|--\\s[^\n]*-->").finditer,
    "a remark begins with % at the beginning of its line; {found} would be shown",
)
_AUDIENCE = _Rule(
    re.compile(r"^\W{0,5}audi[ae]n[cs]e\W{0,3}\s*[:=]", re.MULTILINE | re.IGNORECASE).finditer,
    "an audience is said at the top of a page only, between two lines with ---",
)

_GROUND = _Rule(
    re.compile(r"[{\[][^{}\[\]\n]{0,40}\b5\.(?:1\.[125](?:\.[a-i])?|2)\b[^{}\[\]\n]*[}\]]|\{\s*/\s*\w+\s*\}").finditer,
    "a redaction is {{redact}}`5.1.2.e the text`",
)
TEXT = Kind((_QUOTED, _COLONS, _TICKS, *_FOREIGN, _REMARK, _AUDIENCE, _GROUND), _is_meant)
LINE = Kind((_QUOTED, _COLONS, _TICKS, *_FOREIGN, _REMARK, _GROUND), _is_marked)
ROLE = Kind((_QUOTED,), lambda text, found: _label(text, found) or bool(_ground(text, found.end())))
RESTRUCTURED = Kind((_COLONS, _REMARK, _GROUND), _is_marked)
#: What is shown as code hides nothing; where it looks as if it was meant to, it is a slip around the first tick or fence.
_hidden_in_code = re.compile(
    r"\s*\{\s*(?P<name>[\w:-]+)\s*\}\s*(?P<text>\S.*)|\s*\{?\s*(?P<bare>redact)\w*\s*\}?\W{0,3}5\.\d\S*\s+(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
).fullmatch


def as_read(words: str) -> str:
    """A text as a tired reader sees it: without what is invisible, without accents, and with wide signs made narrow."""
    words = _invisible.sub("", words)
    if words.isascii():
        return words
    kept = words.replace("´", "`")
    return unicodedata.normalize("NFC", _accents.sub("", unicodedata.normalize("NFKD", kept)))


def hides(code: str) -> bool:
    """Whether code looks like a slip around what was meant to be hidden; an example in a handbook is none."""
    found = _hidden_in_code(code)
    if not found:
        return False
    text = found["text"] or found["rest"] or ""
    is_whole = text.startswith("`")  # typed right, it has been taken out already
    is_example = is_placeholder(text) or is_placeholder(text.partition(" ")[2])
    return not is_whole and not is_example and bool(found["bare"] or is_hiding(found["name"]))


def other_than_formats(expression: str) -> str:
    """The first word of the expression behind ``only`` that is no kind of output."""
    words = re.findall(r"[\w-]+", expression)
    return next((word for word in words if word not in {*FORMATS, "and", "or", "not"}), "")


def shown(found: str) -> str:
    return _stand_ins.sub("…", short(found.strip(CODE + ESCAPED + OTHER + "\n"), 100))


_stand_ins = re.compile(f"[{CODE}{ESCAPED}{OTHER}]")
