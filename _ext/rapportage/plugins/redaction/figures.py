"""Numbers in whatever notation: an amount with points, with commas, in millions; a telephone number likewise."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_run = re.compile(
    r"(?<![\w.,])(?P<plus>\+|00)?(?P<digits>\d(?:[ \u00a0\u202f'’().\-–/]{0,2}\d|,\d)*)"
    r"(?:[ \u00a0]?(?P<unit>miljoen|miljard|duizend|mln|mld|million|billion|thousand|mio|m|k)\b)?",
    re.IGNORECASE,
)
_UNITS = {
    **dict.fromkeys(("duizend", "thousand", "k"), 3),
    **dict.fromkeys(("miljoen", "mln", "million", "mio", "m"), 6),
    **dict.fromkeys(("miljard", "mld", "billion"), 9),
}
#: A telephone or other number of a person has at least so many digits; fewer are anything.
_LONG = 7
#: Below it, a number is anything.
_LEAST = 1000
_YEARS = range(1900, 2101)


class Figure(NamedTuple):
    """A number as it is written somewhere."""

    at: int
    """Where it begins in its text."""
    digits: str
    """All its digits, without a country's code and zeros before it."""
    values: frozenset[Decimal]
    """What it may say as an amount: ``1.234`` may be two things."""
    exponent: int
    """How many zeros its unit has: 6 for millions; 0 without one."""

    def is_same(self, other: Figure) -> bool:
        """Whether both may be one number; one in millions is the same as what rounds to it."""
        if len(self.digits) >= _LONG and (
            self.digits == other.digits or (self.digits in other.digits and not self.exponent)
        ):
            return True
        return bool(self.values & other.values) or self._rounds_to(other) or other._rounds_to(self)

    def _rounds_to(self, other: Figure) -> bool:
        if self.exponent or not other.exponent:
            return False
        unit = Decimal(10) ** other.exponent
        for value in other.values:
            shown = value / unit
            if len(shown.normalize().as_tuple().digits) > 1 and any(
                (each / unit).quantize(shown) == shown for each in self.values if each >= unit / 10
            ):
                return True
        return False


def figures(text: str) -> Iterator[Figure]:
    """The numbers in a text that could be a secret: no years, and none that is anything."""
    for found in _run.finditer(text):
        digits = re.sub(r"\D", "", found["digits"])
        unit = _UNITS.get((found["unit"] or "").lower(), 0)
        values = frozenset(
            value
            for each in _readings(found["digits"])
            if (value := each.scaleb(unit)) >= _LEAST and not (not unit and value in _YEARS)
        )
        number = digits.lstrip("0")
        if (found["plus"] or len(number) > 10) and number.startswith("31"):
            number = number[2:].lstrip("0")
        if values or len(number) >= _LONG:
            yield Figure(found.start(), number, values, unit)


def _readings(written: str) -> Iterator[Decimal]:
    """What a number says if points, or commas, or neither stand before its decimals."""
    plain = re.sub(r"[ \u00a0\u202f'’]", "", written)
    if not re.fullmatch(r"[\d.,]+", plain):
        return
    for thousands, decimal in ((".", ","), (",", ".")):
        whole, _, rest = plain.partition(decimal)
        if (
            decimal in rest
            or thousands in rest
            or (thousands in whole and not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", whole))
        ):
            continue
        try:
            yield Decimal(f"{whole.replace(thousands, '')}.{rest or '0'}").normalize()
        except InvalidOperation:
            continue
