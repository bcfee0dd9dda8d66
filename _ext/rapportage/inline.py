"""The inline MyST that a text in the data may hold: emphasis, links and roles, in paragraphs.

Anything else (HTML, images, math, raw text, code) is no markup here and stays the plain text that it is, so that data can
never run code, read files or inject HTML or LaTeX. The result is plain data; `rapportage.view` makes nodes of it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_tags = re.compile(r"</?[A-Za-z][^<>]*>").finditer
_image = re.compile(r"(?<!\\)!\[").search
_LINKS = ("https://", "http://", "mailto:")

#: How deep emphasis and links may be nested; what is deeper belongs to the level above.
_MAX_DEPTH = 8


@lru_cache(maxsize=50_000)
def parse(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of *text*."""
    if not _has_markup(text):
        return ((text,),)
    return _paragraphs(text, _parser())


def title_and_target(content: str) -> tuple[str | None, str]:
    """Split a role's text, ``own words <target>`` or just ``target``; the words are None if there are none."""
    if match := _explicit(content):
        return match["title"], match["target"].strip()
    return None, content.strip()


def plain(text: str) -> str:
    """The words of *text* without its markup; paragraphs run on."""
    return " ".join(_words(paragraph) for paragraph in parse(text))


def role_calls(text: str) -> Iterator[RoleCall]:
    """All roles in *text*, also those within emphasis and links."""
    if "{" in text:
        for paragraph in parse(text):
            yield from _calls(paragraph)


def faults(text: str) -> Iterator[str]:
    """What looks like markup in *text* but is none here, in plain words."""
    if not _has_markup(text):
        return
    paragraphs = _paragraphs(text, _parser(any_link=True)) if "](" in text else parse(text)
    for piece in _all(piece for paragraph in paragraphs for piece in paragraph):
        if isinstance(piece, Link) and not piece.uri.startswith(_LINKS):
            yield f'a link in the data goes to a full address (https://…), not to "{piece.uri}"'
        elif isinstance(piece, str):
            if "`" in piece:
                yield "a backtick without a role before it; write {role}`text`, or leave the backtick out"
            for match in _tags(piece):
                yield f"HTML is not possible in the data: {match[0]}"
    if _image(text):
        yield "an image is not possible in the data"


def _words(pieces: Iterable[Piece]) -> str:
    return "".join(
        piece
        if isinstance(piece, str)
        else title_and_target(piece.content)[0] or title_and_target(piece.content)[1]
        if isinstance(piece, RoleCall)
        else _words(piece.pieces)
        for piece in pieces
    )


def _calls(pieces: tuple[Piece, ...]) -> Iterator[RoleCall]:
    return (piece for piece in _all(iter(pieces)) if isinstance(piece, RoleCall))


def _all(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        if isinstance(piece, Emphasis | Strong | Link):
            yield from _all(iter(piece.pieces))


def _paragraphs(text: str, parser: MarkdownIt) -> tuple[Paragraph, ...]:
    return tuple(_pieces(token.children or ()) for token in parser.parse(text) if token.type == "inline")


def _pieces(tokens: Iterable[Token]) -> tuple[Piece, ...]:
    # No recursion: a text may open emphasis a thousand times.
    pieces: list[Piece] = []
    above: list[tuple[Token, list[Piece]]] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                _add(pieces, token.content)
            case "softbreak" | "hardbreak":
                _add(pieces, " ")
            case "em_open" | "strong_open" | "link_open":
                above.append((token, pieces))
                pieces = [] if len(above) <= _MAX_DEPTH else pieces
            case "em_close" | "strong_close" | "link_close":
                opening, outer = above.pop()
                if pieces is not outer:
                    outer.append(_wrapped(opening, tuple(pieces)))
                    pieces = outer
            case "myst_role":
                pieces.append(RoleCall(token.meta["name"], token.content))
    return tuple(pieces)


def _add(pieces: list[Piece], text: str) -> None:
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] += text
    elif text:
        pieces.append(text)


def _wrapped(opening: Token, pieces: tuple[Piece, ...]) -> Piece:
    if opening.type == "link_open":
        return Link(str(opening.attrs["href"]), pieces)
    return Emphasis(pieces) if opening.type == "em_open" else Strong(pieces)


@cache
def _parser(*, any_link: bool = False) -> MarkdownIt:
    # Imported here because a build that reads nothing, and most of the data, needs no parser.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.myst_role import myst_role_plugin

    rules = ["emphasis", "link", "escape", "newline"]
    parser = MarkdownIt("zero").enable(rules).use(myst_role_plugin)
    # What may not be linked to stays as it was typed, in a translation too; `faults` finds it.
    parser.validateLink = lambda url: any_link or url.startswith(_LINKS)  # type: ignore[method-assign]
    return parser
