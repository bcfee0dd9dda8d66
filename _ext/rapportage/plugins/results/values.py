"""Which value of an indicator the words of a role ask for. Knows no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapportage.plugins.results.records import Indicator
    from rapportage.schema import Value

_USAGE = "write {value}`indicator 2025`, {value}`indicator 2025 target` or {value}`indicator baseline`"


def asked(indicator: Indicator, words: Sequence[str]) -> Value | None:
    """The value that *words* ask for: ``baseline``, a year, or a year and ``actual`` or ``target``; None if there is none.

    Raises LookupError if they do not say which.
    """
    match words:
        case ["baseline"]:
            return indicator.baseline.value if indicator.baseline else None
        case [year] | [year, "actual"] if year.isdigit():
            return indicator.actuals.get(int(year))
        case [year, "target"] if year.isdigit():
            return indicator.targets.get(int(year))
    raise LookupError(words)


def fault(indicator: Indicator, words: Sequence[str]) -> str:
    """What is wrong with the words behind the id in ``{value}`id 2025` ``; empty if there is such a value."""
    try:
        if asked(indicator, words) is not None:
            return ""
    except LookupError:
        hint = nearest(words[-1], ("baseline", "target", "actual"), listed=0) if words else ""
        return f'"{" ".join([indicator.id, *words])}" does not say which value{hint or "; " + _USAGE}'
    years = ", ".join(map(str, sorted(indicator.actuals.keys() | indicator.targets.keys())))
    return f'indicator "{indicator.id}" has no {" ".join(words)}; it has values for {years}'
