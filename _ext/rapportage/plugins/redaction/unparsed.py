"""What may have been meant to be left out, as a source looks to whoever knows nothing of Markdown. Knows no Sphinx.

The scan takes its texts from here as well: a parser that fails to see a redaction must not blind the scan too. In doubt
more is taken than less.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapportage.fences import is_like, is_placeholder
from rapportage.plugins.redaction.encoded import wide_text

if TYPE_CHECKING:
    from collections.abc import Iterator

#: So far from its beginning a page may say that it is internal.
_TOP = 600

_OPEN = "`´‘’'\"“”„«({\\[<"
_CLOSE = {"`": "`´", "´": "´`", "‘": "’‘", "’": "’", "'": "'", '"': '"', "“": "”“", "”": "”", "„": "”“", "«": "»"}
_GROUND = r"5\s?[.,]\s?(?:1\s?[.,]\s?[12]\s?[.,]\s?[a-i]|2)"
#: A name in brackets of any kind, and what stands behind it.
_named = re.compile(
    rf"[{{\[(<｛]\s*(?P<name>\w{{4,10}})\s*[}}\])>｝]\s{{0,2}}(?P<quote>[{_OPEN}]*)\s*(?P<ground>{_GROUND})?", re.IGNORECASE
)
#: A ground behind a sign that begins something, and a text behind that.
_grounded = re.compile(rf"(?P<quote>[{_OPEN}]+)\s*(?P<ground>{_GROUND})(?=[\s:])", re.IGNORECASE)
_fence = re.compile(r"^[ \t>*+-]*[:`~]{2,}[^\w\n]{0,6}(?P<name>\w*)(?P<rest>[^\n]*)$", re.MULTILINE)
_paragraph_end = re.compile(r"\n[ \t>]*(?:\n|\Z)|\Z")
_audience = re.compile(
    r"(?:audience|doelgroep|publiek|lezers?)\W{0,10}(?:intern|internal)\b|\bintern(?:al)?[\"']?\s*[:=]\s*(?:true|ja|yes|waar|1)\b",
    re.IGNORECASE,
)


class Suspect(NamedTuple):
    """A text that may have been meant to be left out."""

    text: str
    line: int
    ground: str
    """As it was typed; ``?`` where none was, and empty for what may be internal."""


def decoded(content: bytes) -> str:
    """A file as a text, however it was saved."""
    if (wide := wide_text(content)) is not None:
        text = wide
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    return re.sub("\r\n?", "\n", text.lstrip("\ufeff"))


def suspects(source: str) -> Iterator[Suspect]:
    """All texts that may have been meant to be left out."""
    if _audience.search(source[:_TOP]):
        yield from (Suspect(line, number, "") for number, line in enumerate(source.split("\n"), 1) if line.strip())
    for found in _named.finditer(source):
        # Prose about it goes on behind a space.
        is_prose = not found["quote"] and not found["ground"] and source[found.end() - 1 : found.end()].isspace()
        if is_like(found["name"], "redact") and not is_prose:
            yield from _behind(source, found, found["ground"] or "?")
    for found in _grounded.finditer(source):
        yield from _behind(source, found, found["ground"])
    for found in _fence.finditer(source):
        if found["name"] and is_like(found["name"], "internal"):
            yield from _between(source, found, "")
        elif found["name"] and is_like(found["name"], "redact"):
            yield from _between(source, found, "?")


def _behind(source: str, found: re.Match[str], ground: str) -> Iterator[Suspect]:
    """What stands behind a mark, up to what closes it, or to the end of the paragraph."""
    end = _paragraph_end.search(source, found.end()).start()  # type: ignore[union-attr]
    if quote := found["quote"].strip():
        closing = "".join(_CLOSE.get(each, {"(": ")", "{": "}", "[": "]", "<": ">"}.get(each, each)) for each in quote)
        if closes := re.compile(f"[{re.escape(closing)}]").search(source, found.end(), end):
            end = closes.start()
    text = source[found.end() : end].strip(" \t\n:")
    if text and not is_placeholder(text):
        yield Suspect(text, source.count("\n", 0, found.start()) + 1, re.sub(r"\s", "", ground).replace(",", "."))


def _between(source: str, found: re.Match[str], ground: str) -> Iterator[Suspect]:
    """What stands between lines that look like fences; nothing says which of them belong together, so all of it."""
    ends = [each for each in _fence.finditer(source, found.end()) if not each["name"]]
    end = ends[0].start() if ends else len(source)
    body = source[found.end() : end]
    if is_placeholder(body):
        return
    line = source.count("\n", 0, found.end()) + 1
    if ground:
        yield Suspect(body.strip(), line, ground)
    else:
        yield from (Suspect(each, line + at, "") for at, each in enumerate(body.split("\n")) if each.strip())
