"""Icons that an extension draws from what a page says, such as sphinx-design's: they are lines, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

#: Elements and attributes of SVG that draw.
_ELEMENTS = {"svg", "g", "path", "circle", "ellipse", "line", "polygon", "polyline", "rect", "title"}
_ATTRIBUTES = {
    *("aria-hidden", "aria-label", "class", "focusable", "height", "role", "version", "viewbox", "width", "xmlns"),
    *("clip-rule", "cx", "cy", "d", "fill", "fill-rule", "points", "r", "rx", "ry", "transform", "x", "x1", "x2"),
    *("stroke", "stroke-linecap", "stroke-linejoin", "stroke-width", "y", "y1", "y2"),
}


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.wrong |= tag not in _ELEMENTS or not {name for name, _ in attrs} <= _ATTRIBUTES

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        self.wrong = True

    def handle_decl(self, decl: str) -> None:
        self.wrong = True

    def handle_pi(self, data: str) -> None:
        self.wrong = True

    def unknown_decl(self, data: str) -> None:
        self.wrong = True


def fault(svg: str) -> str:
    """Why a page may not show this drawing, in plain words; empty if it may."""
    parts = _Parts()
    parts.feed(svg)
    parts.close()
    return "an icon has a name, a size and classes, and nothing else" if parts.wrong else ""
