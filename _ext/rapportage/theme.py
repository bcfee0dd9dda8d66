"""The colours of the report: checked once, written out for the web and for print.

A :class:`Theme` holds the named colours of the look (text, link, tint …) and the accents: one colour for
every priority and result area. It is made from plain values, by :func:`theme`, so that this module knows
neither the record store nor Sphinx. :func:`css` and :func:`latex` write the same colours for a style sheet
and for LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from rapportage.schema import Finding, pattern_in_words

#: Only this form is accepted, because a colour is copied as it stands into CSS and LaTeX.
HEX = pattern_in_words(r"^#[0-9A-Fa-f]{6}$", "is not a colour; write it as #RRGGBB, between quotes")
_COLOUR = re.compile(HEX)
#: The contrast that text needs with what is behind it (WCAG 2.2, success criterion 1.4.3).
LEGIBLE = 4.5
#: Kinds and ids become part of a CSS selector and of the name of a LaTeX colour.
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ThemeError(ValueError):
    """A colour or name that cannot be written safely into CSS and LaTeX."""


class Colour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One colour, for paper and light screens (``light``) and for dark screens (``dark``), as ``#RRGGBB``."""

    light: Annotated[str, Meta(pattern=HEX, description="Kleur op papier en op een licht scherm, als #RRGGBB")]
    dark: Annotated[str, Meta(pattern=HEX, description="Kleur op een donker scherm, als #RRGGBB")]

    def __post_init__(self) -> None:
        for value in (self.light, self.dark):
            if not _COLOUR.fullmatch(value):
                raise ThemeError(f"a colour is written as #RRGGBB, not {value!r}")


class Accent(msgspec.Struct, frozen=True):
    """The colour of one record: ``kind`` and ``id`` make its name, as in ``priority-vrouwen-meisjes``."""

    kind: str
    id: str
    colour: Colour

    def __post_init__(self) -> None:
        for value in (self.kind, self.id):
            if not _NAME.fullmatch(value):
                raise ThemeError(f"a name consists of lower case letters, digits and hyphens, not {value!r}")

    @property
    def name(self) -> str:
        """The name by which style sheets and LaTeX know this colour, without the prefix ``rp-``."""
        return f"{self.kind}-{self.id}"


class Theme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All colours of the report.

    ``tint`` lies behind highlights, ``rule`` is the colour of thin lines, ``band`` is the wide band of the
    cover with white text on it, ``quiet`` is for captions and source lines.
    """

    text: Colour
    background: Colour
    link: Colour
    quiet: Colour
    tint: Colour
    rule: Colour
    band: Colour
    accents: tuple[Accent, ...] = ()

    def named(self) -> Iterator[tuple[str, Colour]]:
        """Give every colour with its name (``text``, ``priority-vrouwen-meisjes``), in a fixed order."""
        for name in COLOURS:
            yield name, getattr(self, name)
        for accent in self.accents:
            yield accent.name, accent.colour


#: The names of the colours that every theme has, in the order in which they are written.
COLOURS: tuple[str, ...] = tuple(name for name in Theme.__struct_fields__ if name != "accents")


def theme(colours: Mapping[str, object], accents: Iterable[tuple[str, str, str, str]] = ()) -> Theme:
    """Make a theme out of plain values.

    :param colours: for every name in :data:`COLOURS` a mapping ``{light: "#RRGGBB", dark: "#RRGGBB"}``.
    :param accents: for every priority and area its kind, id, light colour and dark colour.
    :raises ThemeError: for a missing or unknown name, or anything that is no colour.
    """
    try:
        named = msgspec.convert(dict(colours), Theme)
    except msgspec.ValidationError as error:
        raise ThemeError(str(error)) from error
    return msgspec.structs.replace(
        named, accents=tuple(Accent(kind, id_, Colour(light, dark)) for kind, id_, light, dark in accents)
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def faint(colour: Colour, behind: Colour, *keys: str) -> Iterator[Finding]:
    """Where text in *colour* cannot be read on *behind*: on paper and light screens, on dark screens, or on both.

    :param keys: the way to the colour in its record.
    """
    for mode in ("light", "dark"):
        front, back = getattr(colour, mode), getattr(behind, mode)
        if (ratio := contrast(front, back)) < LEGIBLE:
            told = f'"{front}" cannot be read on "{back}": the contrast is {ratio:.1f}, and text needs {LEGIBLE}'
            yield Finding((*keys, mode), told)


def _luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of ``#RRGGBB``."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def css(theme: Theme) -> str:
    """Return a style sheet with every colour as a custom property ``--rp-<name>``, for light and dark.

    An element with the class ``rp-priority-<id>`` or ``rp-area-<id>`` gets that colour as ``--rp-colour``, so
    that a rule can use the colour of whatever it stands in.
    """
    light = _properties((name, colour.light) for name, colour in theme.named())
    dark = _properties((name, colour.dark) for name, colour in theme.named())
    # A theme that knows dark pages (furo) sets data-theme on the body with JavaScript; while there is none it
    # marks the root as "no-js" and follows the system. Any other theme stays light, as its own pages do.
    lines = [
        "/* Written by rapportage.theme from data/: change the colours there. */",
        f"body{{--rp-colour:var(--rp-text);{light}}}",
        "@media not print{",
        f'body[data-theme="dark"]{{{dark}}}',
        "@media (prefers-color-scheme:dark){",
        f'body[data-theme="auto"],html.no-js body:not([data-theme]){{{dark}}}',
        "}}",
    ]
    lines += [f".rp-{accent.name}{{--rp-colour:var(--rp-{accent.name})}}" for accent in theme.accents]
    return "\n".join(lines) + "\n"


def _properties(colours: Iterable[tuple[str, str]]) -> str:
    """Write CSS declarations of custom properties out of pairs (name, colour)."""
    return "".join(f"--rp-{name}:{colour};" for name, colour in colours)


def latex(theme: Theme) -> str:
    r"""Return LaTeX code that defines every colour as ``rp-<name>``, in its light form: paper is white.

    For every accent there are also the environment and the command that Sphinx uses for a container and for
    text with the class ``rp-<name>``; inside them ``\rpcolour`` is the name of the colour.
    """
    lines = [rf"\definecolor{{rp-{name}}}{{HTML}}{{{colour.light[1:].upper()}}}" for name, colour in theme.named()]
    for name in (f"rp-{accent.name}" for accent in theme.accents):
        lines.append(rf"\newenvironment{{sphinxclass{name}}}{{\def\rpcolour{{{name}}}}}{{}}")
        lines.append(rf"\expandafter\def\csname DUrole{name}\endcsname#1{{{{\def\rpcolour{{{name}}}\color{{{name}}}#1}}}}")
    return "\n".join(lines) + "\n"
