"""Which files a page may show as a picture or hand out: those that are what their name says, and run nothing.

A browser runs what stands in a page of HTML and in a drawing (SVG) of the site itself, as it does what the site brings.
Knows no Sphinx.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from rapportage import textfile

if TYPE_CHECKING:
    from pathlib import Path

#: How files of each kind of picture begin (https://en.wikipedia.org/wiki/List_of_file_signatures).
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".pdf": (b"%PDF-",),
    ".avif": (b"\0\0\0",),
}
PICTURES = frozenset({*_SIGNATURES, ".svg"})
#: What a browser would run, if it opened it.
_RUNS = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".js", ".mjs", ".hta", ".swf", ".wasm"})
_READ_AS_XML = frozenset({".svg", ".xml", ".xsl", ".xslt"})
#: Elements of a drawing that run something, or take something in.
_ELEMENTS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video"})


def picture_fault(path: Path) -> str:
    """Why the file at *path* cannot be shown as a picture, in plain words; empty if it can, or if there is none."""
    kind = path.suffix.lower()
    if kind not in PICTURES:
        return f"is no picture; a page shows {', '.join(sorted(PICTURES))}"
    if not path.is_file():
        return ""
    if kind == ".svg":
        return file_fault(path)
    with path.open("rb") as file:
        begins = file.read(12)
    # An empty file is a picture that is still to be made.
    return "" if not begins or begins.startswith(_SIGNATURES[kind]) else f"is not what its name says: no {kind}"


def file_fault(path: Path) -> str:
    """Why the file at *path* cannot be handed out, in plain words; empty if it can."""
    kind = path.suffix.lower()
    if kind in _RUNS:
        return "could run something in a reader's browser"
    if kind not in _READ_AS_XML or not path.is_file():
        return ""
    file = textfile.read(path, path.name)
    if file.problems:
        return f"cannot be looked through: {file.problems[0].message}"
    parts = _Parts()
    parts.feed(file.text)
    parts.close()
    return f"could run something in a reader's browser ({parts.found})" if parts.found else ""


class _Parts(HTMLParser):
    """Finds what runs in a drawing, or in other XML."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.rpartition(":")[2] in _ELEMENTS:
            self.found = self.found or f"<{tag}>"
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or address.startswith(("javascript:", "vbscript:", "data:text", "data:application")):
                self.found = self.found or name
            if name == "xmlns" and "xhtml" in address:
                self.found = self.found or name

    handle_startendtag = handle_starttag

    def handle_decl(self, decl: str) -> None:
        if "[" in decl or "entity" in decl.lower():
            self.found = self.found or "<!ENTITY>"

    def handle_pi(self, data: str) -> None:
        if "stylesheet" in data.lower():
            self.found = self.found or f"<?{data.split(maxsplit=1)[0]}"
