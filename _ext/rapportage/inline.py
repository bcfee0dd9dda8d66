"""The inline MyST that a text in the data may hold: emphasis, links and roles, in paragraphs.

Anything else (HTML, images, math, raw text, code) is no markup here and stays the plain text that it is, so that data can
never run code, read files or inject HTML or LaTeX. The result is plain data; `rapportage.view` makes nodes of it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Emphasis(NamedTuple):
    pieces: tuple[Piece, ...]


class Strong(NamedTuple):
    pieces: tuple[Piece, ...]


class Link(NamedTuple):
    uri: str
    pieces: tuple[Piece, ...]


class RoleCall(NamedTuple):
    """A role with its text: ``{value}`opleidingen 2025` ``."""

    name: str
    content: str


Piece: TypeAlias = str | Emphasis | Strong | Link | RoleCall
Paragraph: TypeAlias = tuple[Piece, ...]

_has_markup = re.compile(r"[*_\[\]{}`\\\n<>&]").search
_explicit = re.compile(r"^(?P<title>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL).match
_LINKS = ("https://", "http://", "mailto:")


@lru_cache(maxsize=50_000)
def parse(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of *text*."""
    if not _has_markup(text):
        return ((text,),)
    blocks = (token for token in _parser().parse(text) if token.type == "inline")
    return tuple(_pieces(iter(block.children or ())) for block in blocks)


def title_and_target(content: str) -> tuple[str | None, str]:
    """Split a role's text, ``own words <target>`` or just ``target``; the words are None if there are none."""
    if match := _explicit(content):
        return match["title"], match["target"].strip()
    return None, content.strip()


def role_calls(text: str) -> Iterator[RoleCall]:
    """All roles in *text*, also those within emphasis and links."""
    if "{" in text:
        for paragraph in parse(text):
            yield from _calls(paragraph)


def faults(text: str) -> Iterator[str]:
    """What looks like markup in *text* but is none here, in plain words."""
    if not _has_markup(text):
        return
    for piece in _all(piece for paragraph in parse(text) for piece in paragraph):
        if isinstance(piece, Link) and not piece.uri.startswith(_LINKS):
            yield f'a link in the data goes to a full address (https://…), not to "{piece.uri}"'
        elif isinstance(piece, str):
            if "`" in piece:
                yield "a backtick without a role before it; write {role}`text`, or leave the backtick out"
            if match := re.search(r"</?[A-Za-z][^<>]*>", piece):
                yield f"HTML is not possible in the data: {match[0]}"
            if match := re.search(r"!\[", piece):
                yield "an image is not possible in the data"


def _calls(pieces: tuple[Piece, ...]) -> Iterator[RoleCall]:
    return (piece for piece in _all(iter(pieces)) if isinstance(piece, RoleCall))


def _all(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        if isinstance(piece, Emphasis | Strong | Link):
            yield from _all(iter(piece.pieces))


def _pieces(tokens: Iterator[Token], closing: str = "") -> tuple[Piece, ...]:
    """The pieces up to the token of type *closing*, or up to the end."""
    pieces: list[Piece] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                if pieces and isinstance(pieces[-1], str):
                    pieces[-1] += token.content
                elif token.content:
                    pieces.append(token.content)
            case "softbreak":
                pieces.append(" ")
            case "em_open":
                pieces.append(Emphasis(_pieces(tokens, "em_close")))
            case "strong_open":
                pieces.append(Strong(_pieces(tokens, "strong_close")))
            case "link_open":
                pieces.append(Link(str(token.attrs["href"]), _pieces(tokens, "link_close")))
            case "myst_role":
                pieces.append(RoleCall(token.meta["name"], token.content))
            case kind if kind == closing:
                break
    return tuple(pieces)


@cache
def _parser() -> MarkdownIt:
    # Imported here because a build that reads nothing, and most of the data, needs no parser.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.myst_role import myst_role_plugin

    rules = ["emphasis", "link", "escape", "newline"]
    parser = MarkdownIt("zero").enable(rules).use(myst_role_plugin)
    # What may not be linked to is told in `faults`, not shown as it was typed.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser
