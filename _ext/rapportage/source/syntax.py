"""The marks that a writer types, as MyST's own tokeniser reads them: what in a page is text, and what is syntax or code.

A page is read with the parser that MyST makes, by the same settings, but for one thing: what is escaped stays apart from
what is not, so that ``\\{`` can be told from a brace that was meant to begin a role.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from myst_parser.config.main import MdParserConfig

#: What stands in a text in place of what is no text. The reader of files refuses these characters, so nobody types them.
CODE = "\ue000"
ESCAPED = "\ue001"
OTHER = "\ue002"

#: Words that in English are no slip, where nothing beside them looks like syntax.
_english = re.compile(r"(?<![\w{}\[\]()<>:`'\"-])(?:internal|redact(?:ed)?)(?![\w{}\[\]()<>:`'\"-])", re.IGNORECASE)
_name = re.compile(r"\{([^\s{}]*)\}").fullmatch
_option = re.compile(r":[\w-]+:(?:[ \t]|$)").match


class Fence(NamedTuple):
    """A fence and what lies between its lines; a directive or code."""

    token: Token
    name: str
    """Of the directive; empty if it is none."""
    info: str
    """What stands behind the name of a directive, or all that stands behind the fence."""
    line: int
    """From 0, in the page."""
    closed: bool

    @property
    def options(self) -> Iterator[tuple[int, str]]:
        """The lines of a directive's options (``:caption: …``), each with its line in the page."""
        for at, line in enumerate(self.token.content.split("\n")):
            if not _option(line):
                return
            yield self.line + 1 + at, line


class Text(NamedTuple):
    """A text of the page: a paragraph, a heading, a cell, an alt text."""

    words: str
    """As it is read, with `CODE`, `ESCAPED` and `OTHER` in place of what is no text."""
    source: str
    """As it is typed."""
    line: int
    roles: tuple[tuple[str, str], ...] = ()
    """The roles in it, with what they say."""
    code: tuple[str, ...] = ()
    """The code in it."""


def parser(config: MdParserConfig) -> MarkdownIt:
    """A parser for pages with MyST's settings *config*."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.parsers.mdit import create_md_parser

    made = create_md_parser(config, RendererHTML)
    made.disable("text_join")
    return made


def read(markdown: MarkdownIt, source: str, line: int = 0) -> Iterator[Fence | Text]:
    """The fences and texts of a *source* that begins on a line of the page; what lies in a fence is not looked through."""
    at = line
    for token in markdown.parse(source, {}):
        if token.map:
            at = line + token.map[0]
        if token.type in {"fence", "colon_fence"}:
            yield _fence(token, at)
        elif token.type in {"code_block", "html_block"}:
            yield Text(token.content, token.content, at)
        elif token.type == "inline":
            yield from _texts(token, at)


def inline(markdown: MarkdownIt, source: str, line: int) -> Iterator[Text]:
    """The texts of what stands in one line of the page, such as an option of a directive."""
    for token in markdown.parseInline(source, {}):
        yield from _texts(token, line)


def _fence(token: Token, line: int) -> Fence:
    first, *rest = token.info.strip().split(maxsplit=1) or [""]
    found = _name(first)
    content = token.content.count("\n") + (not token.content.endswith("\n") and token.content != "")
    begin, end = token.map or (0, 0)
    closed = end - begin == content + 2
    name, info = (found[1], rest[0] if rest else "") if found else ("", token.info.strip())
    return Fence(token, name, info, line, closed)


def _texts(token: Token, line: int) -> Iterator[Text]:
    children = token.children or []
    code = tuple(each.content for each in children if each.type == "code_inline")
    yield Text(_words(children), token.content, line, _roles(children), code)
    for each in children:
        if each.type == "image":
            inside = each.children or []
            yield Text(_words(inside), token.content, line, _roles(inside))
        if title := each.attrs.get("title"):
            yield Text(str(title), token.content, line)


def _roles(tokens: Sequence[Token]) -> tuple[tuple[str, str], ...]:
    return tuple((each.meta["name"], each.content) for each in tokens if each.type == "myst_role")


def _words(tokens: Sequence[Token]) -> str:
    """What inline tokens say. Words that say in which language they are, are no slip of the writer's."""
    words: list[str] = []
    spans: list[bool] = []
    is_address = False
    for token in tokens:
        if token.type == "span_open":
            spans.append("lang" in token.attrs or "language-" in str(token.attrs.get("class", "")))
        elif token.type == "span_close" and spans:
            spans.pop()
        elif token.type in {"link_open", "link_close"}:
            # An address that is its own text.
            is_address = token.type == "link_open" and token.markup in {"autolink", "linkify"}
        # What is said of a text is no text, but may have been meant to hide it.
        words += [f"{{{name}}}" for name in str(token.attrs.get("class", "")).split() if not name.startswith("language-")]
        said = OTHER if is_address else _said(token)
        words.append(_english.sub(OTHER, said) if any(spans) else said)
    return "".join(words)


def _said(token: Token) -> str:
    match token.type:
        case "text" | "html_inline":
            return token.content
        case "text_special":
            # Before a letter a backslash is a backslash.
            return token.content if token.content == token.markup else ESCAPED
        case "softbreak" | "hardbreak":
            return "\n"
        case "code_inline":
            return CODE
        case "em_open" | "em_close" | "strong_open" | "strong_close":
            return ""
    return OTHER
