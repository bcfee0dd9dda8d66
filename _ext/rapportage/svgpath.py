"""SVG path data (the ``d`` of an icon), rewritten so that a simple program can draw it.

SVG allows a path to be written very tightly: relative commands, commands left out, numbers that touch, arc
flags without a space. TikZ reads only part of that. :func:`normalise` keeps the shape and leaves nothing but
absolute moves, lines, cubic curves and closings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

_Point = complex  # x is the real part, y the imaginary part

_COMMAND = re.compile(r"[\s,]*([MmLlHhVvCcSsQqTtAaZz])")
_NUMBER = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_FLAG = re.compile(r"[\s,]*([01])")
#: How many numbers follow each command; ``A`` is read apart, for its two flags of one digit.
_COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


class PathError(ValueError):
    """The text is no SVG path data."""


def normalise(data: str) -> str:
    """Return the same path with only the commands ``M``, ``L``, ``C`` and ``Z``, absolute, with spaces.

    :raises PathError: if ``data`` is no path data.
    """
    parts: list[str] = []
    for command, points in _segments(data):
        parts.append(command)
        parts += [f"{_decimal(point.real)} {_decimal(point.imag)}" for point in points]
    return " ".join(parts)


def _decimal(value: float) -> str:
    """Write a number with at most three decimals and without an exponent: TeX reads no other."""
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")


def _segments(data: str) -> Iterator[tuple[str, list[_Point]]]:
    """Give the commands of a path one by one, absolute and simplified, with their points."""
    here = start = 0j
    control = here  # the last control point, which S and T mirror
    before = ""  # the previous command
    for letter, numbers in _commands(data):
        command = letter.upper()
        origin = here if letter.islower() else 0j
        if not before and command != "M":
            raise PathError(f"a path starts with M, not with {letter}")
        pairs = [origin + complex(x, y) for x, y in zip(numbers[0::2], numbers[1::2], strict=False)]
        if command == "Z":
            yield "Z", []
            here = start
        elif command == "M":
            here = start = pairs[0]
            yield "M", [here]
        elif command in "LHV":
            if command == "H":
                here = complex(origin.real + numbers[0], here.imag)
            elif command == "V":
                here = complex(here.real, origin.imag + numbers[0])
            else:
                here = pairs[0]
            yield "L", [here]
        elif command in "CS":
            mirrored = 2 * here - control if before in ("C", "S") else here
            one, two, end = pairs if command == "C" else (mirrored, *pairs)
            yield "C", [one, two, end]
            control, here = two, end
        elif command in "QT":
            mirrored = 2 * here - control if before in ("Q", "T") else here
            control, end = pairs if command == "Q" else (mirrored, pairs[0])
            yield "C", [here + 2 / 3 * (control - here), end + 2 / 3 * (control - end), end]
            here = end
        else:
            rx, ry, rotation, large, sweep, x, y = numbers
            end = origin + complex(x, y)
            yield from _arc(here, end, abs(rx), abs(ry), math.radians(rotation), bool(large), bool(sweep))
            here = end
        before = command


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Give every command letter with its numbers, also where the letter is left out (when it is repeated)."""
    place = 0
    letter = ""
    while data[place:].strip(" ,\t\n\r"):
        if found := _COMMAND.match(data, place):
            letter, place = found[1], found.end()
        elif letter.upper() in ("", "Z"):
            raise PathError(f"no path data: {data[place : place + 12]!r}")
        numbers: list[float] = []
        for index in range(_COUNT[letter.upper()]):
            pattern = _FLAG if letter in "Aa" and index in (3, 4) else _NUMBER
            if not (found := pattern.match(data, place)):
                raise PathError(f"a number is missing after {letter}: {data[place : place + 12]!r}")
            numbers.append(float(found[1]))
            place = found.end()
        yield letter, numbers
        letter = {"M": "L", "m": "l"}.get(letter, letter)  # further pairs after a move are lines


def _arc(
    here: _Point, end: _Point, rx: float, ry: float, rotation: float, large: bool, sweep: bool
) -> Iterator[tuple[str, list[_Point]]]:
    """Approximate an elliptical arc with cubic curves of at most a quarter turn (SVG 2, appendix B.2.4)."""
    if here == end:
        return
    if not rx or not ry:
        yield "L", [end]
        return
    turn = complex(math.cos(rotation), math.sin(rotation))
    half = (here - end) / 2 / turn
    # An arc whose radii are too small to reach is scaled up until they do.
    scale = math.hypot(half.real / rx, half.imag / ry)
    if scale > 1:
        rx, ry = rx * scale, ry * scale
    away = (rx * half.imag) ** 2 + (ry * half.real) ** 2
    factor = math.sqrt(max(0.0, ((rx * ry) ** 2 - away) / away)) * (-1 if large == sweep else 1)
    middle = factor * complex(rx * half.imag / ry, -ry * half.real / rx)
    centre = middle * turn + (here + end) / 2

    def angle(point: _Point) -> float:
        return math.atan2(point.imag / ry, point.real / rx)

    first, last = angle(half - middle), angle(-half - middle)
    if sweep and last < first:
        last += math.tau
    elif not sweep and last > first:
        last -= math.tau
    pieces = max(1, math.ceil(abs(last - first) / (math.pi / 2) - 1e-9))
    step = (last - first) / pieces
    reach = 4 / 3 * math.tan(step / 4)

    def at(theta: float, offset: float) -> _Point:
        """The point at an angle, moved along the tangent by ``offset``."""
        x = math.cos(theta) - offset * math.sin(theta)
        y = math.sin(theta) + offset * math.cos(theta)
        return complex(rx * x, ry * y) * turn + centre

    for piece in range(pieces):
        theta = first + piece * step
        stop = end if piece == pieces - 1 else at(theta + step, 0)
        yield "C", [at(theta, reach), at(theta + step, -reach), stop]
