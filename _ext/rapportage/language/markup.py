"""What a translation has to keep of its text: each role with what it names, each note, address, piece of code and value.

Both are read as a page is, with MyST's tokeniser, and what was found in them is compared. Their order may differ, and the
words that a role shows are translated. A translation is running text and nothing else: Sphinx parses it as a page of its
own, in which a directive would run and a second paragraph would be lost.

Knows no Sphinx.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rapportage import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: Roles whose text is all words, to be translated; that of any other names something, behind its own words or without.
WORDS_ONLY = frozenset(
    {"abbr", "emphasis", "guilabel", "index", "menuselection", "strong", "sub", "subscript", "sup", "superscript"}
)

_has_markup = re.compile(r"[*_`\[\]{}<>()\\#%:+=~|&!$@^\n\t-]|^\s|^\d+[.)]|/").search
_noqa = re.compile(r"#\s*noqa\s*$").search
_braces = re.compile(r"\{[^{}]*\}").findall
#: What may be meant as secret is not repeated, as messages are kept: a text behind a ground of the Woo, unless it is the
#: number that stands for one.
_secret = re.compile(r"re[dk]a[ck]t|gelakt|intern|\b5\.[12]\b", re.IGNORECASE).search
_meant_as_redaction = re.compile(r"[(\[]\s*redact(?:ed)?\s*[)\]]|(?<![\w{])redact(?:ed)?\W{1,3}5\.\d", re.IGNORECASE).search
_is_role = re.compile(r"\{[\w:+.-]{1,20}\}").fullmatch
_numbered = re.compile(r"\{redact\}`[0-9a-z.?]+ (?:[0-9a-f]{6}-)?[0-9]+`").fullmatch
#: What stands for any text in an example of a handbook, in either language.
_example = re.compile(r" (?:een naam|de tekst|a name|the text|…)\.?$")
_language_class = re.compile(r"language-[a-z]{2,3}").fullmatch
_values = re.compile(r"%(?:\([A-Za-z_]+\))?s|\{[^{}]*\}").findall

#: What makes of a text another thing than a paragraph, in words, by the type of its token.
_BLOCKS = {
    "fence": "a directive or a block of code",
    "colon_fence": "a directive",
    "code_block": "a block of code, as it begins with spaces",
    "html_block": "HTML",
    "front_matter": "front matter",
    "myst_target": "a label",
    "myst_line_comment": "a remark",
    "myst_block_break": "a break",
    "footnote_reference_open": "the text of a note",
    "bullet_list_open": "a list",
    "ordered_list_open": "a list",
    "dl_open": "a list of definitions",
    "heading_open": "a heading",
    "blockquote_open": "a quotation",
    "table_open": "a table",
    "hr": "a line",
}
#: Those that are none of a translator's business, whatever the text is.
_NEVER = frozenset(
    {"fence", "colon_fence", "code_block", "html_block", "front_matter", "myst_target", "footnote_reference_open"}
)
_PARAGRAPH = ("paragraph_open", "inline", "paragraph_close")


class _Held(NamedTuple):
    """What was found in a text."""

    pieces: Counter[tuple[str, str]]
    """Its roles and so on: what each is, in words, and how it is written."""
    text: str
    """The words between them, with the characters that might have been markup."""


def faults_of_page(source: str, translation: str) -> Iterator[str]:
    """What is wrong with the translation of a text of a page, in plain words."""
    if _noqa(translation):
        yield '"# noqa" at its end would hide what is wrong with a translation; leave it out'
    if _meant_as_redaction(translation) and not _meant_as_redaction(source):
        yield "a redaction is {redact} with its ground and number, as in the text, and nothing else"
    if not (_has_markup(source) or _has_markup(translation)):
        return
    found, own = _parsed(translation), _parsed(source)
    blocks, refused = _types(found[0]), found[1]
    if refused:
        yield "the translation says where a link leads to, apart from the link; write [words](address)"
    if blocks != _PARAGRAPH and (blocks != _types(own[0]) or _NEVER.intersection(blocks)):
        yield _told_of_blocks(blocks)
        return
    yield from _compared(_held(own[0]), _held(found[0]))


def faults_of_data(source: str, translation: str) -> Iterator[str]:
    """What is wrong with the translation of a text of the data, in plain words."""
    if not (_has_markup(source) or _has_markup(translation)):
        return
    before = {*inline.faults(source)}
    yield from (each for each in inline.faults(translation) if each not in before)
    texts = inline.parse(source), inline.parse(translation)
    if len(texts[0]) != len(texts[1]):
        yield f"the translation has {_paragraphs(len(texts[1]))}, the text has {_paragraphs(len(texts[0]))}"
    yield from _compared(*(_held_by_data([piece for paragraph in text for piece in paragraph]) for text in texts))


def faults_of_interface(source: str, translation: str) -> Iterator[str]:
    """What is wrong with the translation of words of Sphinx, the theme or our interface."""
    pieces = [Counter(("value", each) for each in _values(text)) for text in (source, translation)]
    yield from _differences(pieces[0], pieces[1])


# ---- comparing -----------------------------------------------------------------------------------------------------------


def _compared(own: _Held, found: _Held) -> Iterator[str]:
    yield from _differences(own.pieces, found.pieces)
    notes = [[written for what, written in held.pieces.elements() if what == "note"] for held in (own, found)]
    if notes[0] != notes[1] and sorted(notes[0]) == sorted(notes[1]):
        yield "the notes stand in another order than in the text"
    yield from _loose(own.text, found.text)


def _differences(own: Counter[tuple[str, str]], found: Counter[tuple[str, str]]) -> Iterator[str]:
    missing, more = own - found, found - own
    for what in dict.fromkeys(kind for kind, _ in (*missing, *more)):
        lost = [written for kind, written in missing.elements() if kind == what]
        extra = [written for kind, written in more.elements() if kind == what]
        for before, now in zip(lost, extra, strict=False):
            yield f"the {what} {_short(before)} of the text is {_short(now)} in the translation; keep it as it is"
        for before in lost[len(extra) :]:
            yield f"the {what} {_short(before)} of the text is missing in the translation"
        for now in extra[len(lost) :]:
            if what == "value":
                yield f"{_short(now)} stands loose in the translation; a role is written {now}`text`, and a brace \\{{"
            elif what != "HTML" or not any(kind == "value" for kind, _ in more):
                yield f"the text has no {what} {_short(now)}; leave it out"


def _loose(own: str, found: str) -> Iterator[str]:
    """Characters between the words that were meant as markup, and are none."""
    if found.count("`") > own.count("`"):
        yield "a ` stands loose in the translation; a role is written {role}`text`, and code `text`"
    for sign in "*_":
        if found.count(sign) > own.count(sign):
            yield f"a {sign} stands loose in the translation; close the emphasis, or write \\{sign}"
    if found.count("{") + found.count("}") > own.count("{") + own.count("}") and not _braces(found):
        yield "a brace stands loose in the translation; a role is written {role}`text`"
    if found.count("[") != found.count("]") and own.count("[") == own.count("]"):
        yield "a bracket stands loose in the translation; a link is written [words](address), and a note [^name]"
    if found.count(":::") > own.count(":::"):
        yield "::: stands in the translation; a directive has no place there"


def _short(written: str) -> str:
    if _secret(written) and not _numbered(written):
        role, tick, _ = written.partition("`")
        if not tick:
            return role if _is_role(role) else "…"
        return f"{role if _is_role(role) else ''}`…`"
    return written if len(written) <= 80 else f"{written[:79]}…"


def _paragraphs(number: int) -> str:
    return "one paragraph" if number == 1 else f"{number} paragraphs"


def _told_of_blocks(blocks: Sequence[str]) -> str:
    what = next((_BLOCKS[each] for each in blocks if each in _BLOCKS), "")
    if not what and blocks.count("paragraph_open") > 1:
        return "the translation has several paragraphs, of which only the first would be shown"
    return (
        f"the translation is, or has in it, {what or 'no text'}; it can only be running text "
        "(write \\ before what is meant as it is)"
    )


# ---- reading -------------------------------------------------------------------------------------------------------------


def _parsed(text: str) -> tuple[list[Token], bool]:
    """The tokens of a text, and whether it defines the addresses of links, of which there is no token."""
    env: dict[str, Mapping[str, object]] = {}
    tokens = _parser().parse(text, env)
    return tokens, bool(env.get("references"))


def _types(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.type for token in tokens)


def _held(tokens: Iterable[Token]) -> _Held:
    pieces: list[tuple[str, str]] = []
    texts: list[str] = []
    waiting = [*tokens]
    while waiting:
        token = waiting.pop(0)
        waiting[:0] = token.children or ()
        match token.type:
            case "myst_role":
                pieces.append(("role", _role(token.meta["name"], token.content)))
            case "code_inline":
                pieces.append(("code", f"`{token.content}`"))
            case "html_inline":
                pieces.append(("HTML", token.content))
            case "footnote_ref":
                pieces.append(("note", f"[^{token.meta['label']}]"))
            case "link_open":
                pieces.append(("address", str(token.attrs["href"])))
            case "image":
                pieces.append(("picture", str(token.attrs["src"])))
            case "text":
                texts.append(token.content)
        pieces += _attributes(token)
    text = "\0".join(texts)
    pieces += [("value", each) for each in _braces(text)]
    return _Held(Counter(pieces), text)


def _held_by_data(pieces: Iterable[inline.Piece]) -> _Held:
    found: list[tuple[str, str]] = []
    texts: list[str] = []
    waiting = [*pieces]
    while waiting:
        piece = waiting.pop(0)
        match piece:
            case str():
                texts.append(piece)
            case inline.RoleCall():
                found.append(("role", _role(piece.name, piece.content)))
            case inline.Link():
                found.append(("address", piece.uri))
                waiting[:0] = piece.pieces
            case _:
                waiting[:0] = piece.pieces
    text = "\0".join(texts)
    return _Held(Counter([*found, *(("value", each) for each in _braces(text))]), text)


def _role(name: str, content: str) -> str:
    """A role without the words that it shows."""
    target = " ".join(inline.title_and_target(content)[1].split())
    return f"{{{name}}}`…`" if name in WORDS_ONLY else f"{{{name}}}`{_example.sub(' …', target)}`"


def _attributes(token: Token) -> Iterator[tuple[str, str]]:
    """Those that a writer gave; that a word is Dutch is for a translator to say."""
    for name, value in token.attrs.items():
        if name == "class" and token.type != "fence":
            yield from (("class", each) for each in str(value).split() if not _language_class(each))
        elif name not in {"href", "src", "alt"}:
            yield name, str(value)


@cache
def _parser() -> MarkdownIt:
    """MyST's grammar, with every block that a page can have, also those that ``conf.py`` does not allow."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import make_fence_rule
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin
    from mdit_py_plugins.myst_role import myst_role_plugin

    parser = MarkdownIt("commonmark").enable("table").disable("text_join")
    parser.use(front_matter_plugin).use(myst_block_plugin).use(myst_role_plugin).use(deflist_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(
        attrs_plugin, after=("image", "code_inline", "link_close", "span_close"), spans=True, span_after="footnote_ref"
    )
    colon_fence = make_fence_rule(markers=(":",), token_type="colon_fence")  # noqa: S106 -- a kind of token of a parser
    alt = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    parser.block.ruler.before("fence", "colon_fence", colon_fence, {"alt": alt})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser
