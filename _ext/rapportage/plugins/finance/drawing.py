"""Charts of figures, drawn as vectors: for the web as SVG inside the page, for print as PDF. Knows no Sphinx.

What is drawn is plain data, already in the page's language. Colour is never needed to read a chart: every part has its
name or number and a pattern of its own. The same drawing gives the same bytes, on any day.
"""

from __future__ import annotations

import io
import math
import re
import textwrap
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

Form: TypeAlias = Literal["bar", "stacked", "pie"]


class Bar(NamedTuple):
    """What one row of the figures is called, and its figure in each column."""

    label: str
    colour: str
    """The name of its colour, such as ``priority-lhbtqi``."""
    values: tuple[Decimal | None, ...]
    """None where nothing counts."""
    words: tuple[str, ...]
    """The values as the page writes them; in a pie with their shares."""


class Drawing(NamedTuple):
    """A chart as plain data."""

    form: Form
    bars: tuple[Bar, ...]
    columns: tuple[str, ...]
    """What each column is called."""
    totals: tuple[str, ...] = ()
    """The total of each column as the page writes it, where the bars are parts of a whole."""


class Style(NamedTuple):
    """The size of a drawing, in points, and its fonts: the first that has a character sets it."""

    width: float
    size: float
    fonts: tuple[str, ...]


#: For a screen as narrow as a phone's; wider ones enlarge it. Its words are set in the page's own font.
_SCREEN = Style(400, 13, ("DejaVu Sans",))
#: For the width of a printed page, in the report's font (see `rapportage.latex.FONTS`), with its signs.
_PRINT = Style(430, 9, ("Noto Sans", "Noto Sans Math", "Noto Sans Symbols2"))

#: What tells parts apart besides colour and number; the first is plain.
_PATTERNS = ("", "///", "|||", "\\\\\\", "xxx", "---", "+++", "//--")

#: Rough width of a character, in sizes of type: fonts differ, and words must fit in each.
_CHARACTER = 0.62
_SVG = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink"


def texts(drawing: Drawing) -> Iterator[str]:
    """All that is written in a chart."""
    yield from (*drawing.columns, *drawing.totals)
    for bar in drawing.bars:
        yield from (bar.label, *bar.words)


def pdf(drawing: Drawing, palette: Mapping[str, str]) -> bytes:
    """The chart as a PDF. *palette* has ``#RRGGBB`` for every colour that the drawing names, ``text`` and ``background``."""
    return _saved(drawing, palette, _PRINT, "pdf", {"Creator": None, "Producer": None, "CreationDate": None})


def svg(drawing: Drawing, colours: Sequence[str], *, name: str, label: str) -> str:
    """The chart as an ``svg`` element in which a page's style sheet gives the colours, as ``--rp-<colour>``.

    :param colours: the names of the colours, with ``text`` and ``background``.
    :param name: what its ids begin with; no other chart of the page has it.
    :param label: what it shows, in words, for who cannot see it.
    """
    # Each colour has a value that nothing else has, until it gets its name.
    palette = {colour: f"#fe{at:04x}" for at, colour in enumerate(colours)}
    root = ElementTree.fromstring(_saved(drawing, palette, _SCREEN, "svg", {"Date": None}))  # noqa: S314 -- made here
    return _for_page(root, {value: f"var(--rp-{colour})" for colour, value in palette.items()}, name, label)


def _saved(
    drawing: Drawing, palette: Mapping[str, str], style: Style, form: Literal["svg", "pdf"], metadata: Mapping[str, None]
) -> bytes:
    # Here and not above: it takes longer to import than most pages take to build.
    import matplotlib
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(), warnings.catch_warnings():
        # On a page the reader's own fonts set the words; for a PDF whoever writes LaTeX has looked (`texts`).
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        matplotlib.rcdefaults()  # not the habits of whoever builds
        matplotlib.rcParams.update(
            {
                "font.family": [*style.fonts],
                "font.size": style.size,
                "hatch.linewidth": style.size / 12,
                "pdf.fonttype": 42,
                "svg.fonttype": "none",
                "svg.hashsalt": "rapportage",
                "text.parse_math": False,  # text of the data is text
            }
        )
        figure = Figure()
        {"svg": FigureCanvasSVG, "pdf": FigureCanvasPdf}[form](figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        height = _Pencil(axes, style, palette).draw(drawing)
        axes.set_xlim(0, style.width)
        axes.set_ylim(height, 0)
        figure.set_size_inches(style.width / 72, height / 72)
        made = io.BytesIO()
        figure.savefig(made, format=form, metadata=dict(metadata), transparent=True)
    return made.getvalue()


class _Pencil:
    """Draws on a sheet that is measured in points, from the top left."""

    def __init__(self, axes: Axes, style: Style, palette: Mapping[str, str]) -> None:
        self.axes = axes
        self.width = style.width
        self.size = style.size
        self.line = 1.4 * style.size
        self.palette = palette

    def draw(self, drawing: Drawing) -> float:
        """Draw, and return the height that it took."""
        forms: dict[Form, Callable[[Drawing], float]] = {"bar": self._bars, "stacked": self._stacked, "pie": self._pie}
        return forms[drawing.form](drawing)

    # ---- forms --------------------------------------------------------------------------------------------------------

    def _bars(self, drawing: Drawing) -> float:
        """Horizontal bars, each with its name above it and its figure behind it."""
        several = len(drawing.columns) > 1
        left = self._room(drawing.columns) if several else 0
        right = self._room([words for bar in drawing.bars for words in bar.words])
        values = [value for bar in drawing.bars for value in bar.values if value is not None]
        lowest, highest = min([0, *map(float, values)]), max([0, *map(float, values)])
        scale = (self.width - left - right) / ((highest - lowest) or 1)
        zero = left - lowest * scale
        y = 0.0
        for bar in drawing.bars:
            y = top = self._lines(0, y, bar.label, self.width)
            for at, column in enumerate(drawing.columns):
                value = float(bar.values[at] or 0)
                thick = self.line * 0.8
                if several:
                    self._text(0, y + thick / 2, column)
                if value:
                    start = zero + min(0, value) * scale
                    self._box(start, y, abs(value) * scale, thick, bar.colour, _PATTERNS[at % len(_PATTERNS)])
                self._text(zero + max(0, value) * scale + self.size * 0.4, y + thick / 2, bar.words[at])
                y += self.line
            self._rule((zero, top), (zero, y - self.line * 0.2))
            y += self.line * 0.5
        return y

    def _stacked(self, drawing: Drawing) -> float:
        """A bar upright for each column, of parts that are numbered; the numbers stand below."""
        tall = 17 * self.size
        sums = [sum((float(bar.values[at] or 0) for bar in drawing.bars), 0.0) for at in range(len(drawing.columns))]
        scale = tall / (max(sums, default=0) or 1)
        step = self.width / max(1, len(drawing.columns))
        wide = min(step * 0.6, 8 * self.size)
        floor = tall + self.line * 1.5
        for at, column in enumerate(drawing.columns):
            x, y = at * step + (step - wide) / 2, floor
            for number, bar in enumerate(drawing.bars):
                high = float(bar.values[at] or 0) * scale
                y -= high
                if high:
                    self._box(x, y, wide, high, bar.colour, _PATTERNS[number % len(_PATTERNS)])
                if high > self.line:
                    self._number(x + wide / 2, y + high / 2, number)
            self._text(x + wide / 2, y - self.line / 2, drawing.totals[at], align="center")
            self._text(x + wide / 2, floor + self.line * 0.7, column, align="center")
        self._rule((0, floor), (self.width, floor))
        return self._legend(drawing, floor + self.line * 2, with_words=False)

    def _pie(self, drawing: Drawing) -> float:
        """Slices that are numbered, from the top and with the clock; the numbers stand below."""
        from matplotlib.patches import Wedge

        radius = 8 * self.size
        x, y = self.width / 2, radius + self.line * 1.2
        values = [float(bar.values[0] or 0) for bar in drawing.bars]
        start = -90.0  # the sheet is measured downwards: so degrees go with the clock
        for number, (bar, value) in enumerate(zip(drawing.bars, values, strict=True)):
            end = start + 360 * value / sum(values)
            if value:
                self._add(Wedge((x, y), radius, start, end), bar.colour, _PATTERNS[number % len(_PATTERNS)])
                middle = math.radians((start + end) / 2)
                out = radius + self.line * 0.7
                self._text(x + out * math.cos(middle), y + out * math.sin(middle), str(number + 1), align="center")
            start = end
        return self._legend(drawing, y + radius + self.line * 1.7, with_words=True)

    def _legend(self, drawing: Drawing, y: float, *, with_words: bool) -> float:
        """What the numbers stand for."""
        for number, bar in enumerate(drawing.bars):
            wide = self.size * 1.6
            self._box(0, y + self.line * 0.1, wide, self.line * 0.8, bar.colour, _PATTERNS[number % len(_PATTERNS)])
            self._text(wide + self.size * 0.6, y + self.line / 2, f"{number + 1}")
            left = wide + self.size * (1.6 + 0.7 * len(str(len(drawing.bars))))
            words = f"{bar.label}: {bar.words[0]}" if with_words else bar.label
            y = self._lines(left, y, words, self.width - left) + self.line * 0.2
        return y

    # ---- strokes ------------------------------------------------------------------------------------------------------

    def _room(self, words: Sequence[str]) -> float:
        """The width that the longest of *words* needs."""
        return (max(map(len, words), default=0) * _CHARACTER + 1) * self.size

    def _lines(self, x: float, y: float, words: str, width: float) -> float:
        """Set *words* on as many lines as they need; returns where the next line begins."""
        for line in textwrap.wrap(words, max(12, int(width / self.size / _CHARACTER))):
            self._text(x, y + self.line / 2, line)
            y += self.line
        return y

    def _text(self, x: float, y: float, words: str, *, align: Literal["left", "center"] = "left") -> None:
        self.axes.text(x, y, words, color=self.palette["text"], ha=align, va="center_baseline")

    def _number(self, x: float, y: float, number: int) -> None:
        """The number of a part, on a field of its own: a pattern would run through it."""
        from matplotlib.patches import Circle

        field = Circle((x, y), self.size * 0.85, facecolor=self.palette["background"], linewidth=0)
        self.axes.add_patch(field)
        self._text(x, y, str(number + 1), align="center")

    def _box(self, x: float, y: float, width: float, height: float, colour: str, pattern: str) -> None:
        from matplotlib.patches import Rectangle

        self._add(Rectangle((x, y), width, height), colour, pattern)

    def _add(self, patch: Patch, colour: str, pattern: str) -> None:
        """Fill *patch*; its pattern, and the thin line that parts it from its neighbours, have the page's colour."""
        patch.set(facecolor=self.palette[colour], edgecolor=self.palette["background"], linewidth=self.size / 12)
        patch.set_hatch(pattern)
        self.axes.add_patch(patch)

    def _rule(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x, y), (right, bottom) = start, end
        self.axes.plot([x, right], [y, bottom], color=self.palette["text"], linewidth=self.size / 13)


# ---- SVG that belongs to a page -----------------------------------------------------------------------------------------


def _for_page(root: ElementTree.Element, colours: Mapping[str, str], name: str, label: str) -> str:
    """What matplotlib drew, fit to stand in a page: its own ids, no styles for others, the page's font and colours."""
    for parent in list(root.iter()):
        for child in list(parent):
            # A description of the file, and a style that would hold for the whole page.
            if child.tag == f"{{{_SVG}}}metadata" or child.find(f"{{{_SVG}}}style") is not None:
                parent.remove(child)
    used = {reference for node in root.iter() for value in node.attrib.values() for reference in _references(value)}
    for node in root.iter():
        if (id_ := node.attrib.pop("id", None)) in used:
            node.set("id", f"{name}-{id_}")
        for key, value in node.attrib.items():
            node.set(key, _rewritten(value, colours, name))
    view = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib.update(
        {
            "viewBox": view,
            "role": "img",
            "aria-label": label,
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        }
    )
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _LINK)
    return ElementTree.tostring(root, encoding="unicode")


_reference = re.compile(r"url\(#([^)]+)\)|^#([A-Za-z].*)$")
_colour = re.compile(r"#fe[0-9a-f]{4}")
_font = re.compile(r"font-family: [^;]+;? ?|font: (?=[^;]*px)[^;]*?([\d.]+px) [^;]+")


def _references(value: str) -> list[str]:
    return [each for found in _reference.findall(value) for each in found if each]


def _rewritten(value: str, colours: Mapping[str, str], name: str) -> str:
    value = _colour.sub(lambda found: colours.get(found[0], found[0]), value)
    value = _font.sub(lambda found: f"font-size: {found[1]}" if found[1] else "", value)
    return _reference.sub(lambda found: f"url(#{name}-{found[1]})" if found[1] else f"#{name}-{found[2]}", value)
