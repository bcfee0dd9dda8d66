"""A large report of made-up figures, written twice: for Rapportage, and for plain Sphinx and MyST by hand.

Both show the same tables, links, footnotes and captions. Rapportage keeps them in YAML, a file per theme; plain Sphinx has
them written out on its pages, every figure formatted and every status worked out. The numbers are drawn with a fixed seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from rapportage import catalog

#: The files of a project by their path in it.
Files: TypeAlias = dict[str, str]

YEARS = (2023, 2024, 2025)
LAST = YEARS[-1]
#: How many indicators stand in one table, and how many amounts in a row of one.
PER_OUTCOME = 20
PER_PROGRAMME = len(YEARS)

#: The figure that the benchmark edits: it occurs once, on a page in the middle.
EDITED = 777_001

AREAS = {
    "mensenrechten": "Mensenrechtenprioriteiten",
    "democratie": "Democratie",
    "multilateraal": "Multilaterale orde",
    "accountability": "Accountability",
}
PRIORITIES = {
    "vrijheid-meningsuiting": "Vrijheid van meningsuiting",
    "vrouwen-meisjes": "Vrouwen en meisjes",
    "lhbtqi": "Gelijke rechten",
    "vrijheid-religie": "Vrijheid van religie",
    "verdedigers-ruimte": "Mensenrechtenverdedigers",
}
_WHO = [
    "vrouwen",
    "jongeren",
    "journalisten",
    "verdedigers",
    "rechters",
    "gemeenten",
    "parlementen",
    "vakbonden",
    "scholen",
    "kerken",
    "redacties",
]
_WHAT = [
    "opleidingen",
    "beurzen",
    "adviezen",
    "procedures",
    "meldingen",
    "plannen",
    "wetten",
    "zaken",
    "netwerken",
    "onderzoeken",
    "afspraken",
]
_HOW = [
    "toegankelijke",
    "veilige",
    "onafhankelijke",
    "openbare",
    "duurzame",
    "lokale",
    "regionale",
    "nationale",
    "digitale",
    "inclusieve",
]
_WHERE = ["regio", "stad", "provincie", "hoofdstad", "grensstreek", "kustgebied", "delta", "hoogland", "eilanden", "vallei"]
_UNITS = ("%", "%", "organisaties", "personen", "dossiers")
_WORDS = catalog.words("nl")


@dataclass
class Indicator:
    """An indicator with its figures; a text that starts with a capital stands in the place of a number."""

    id: str
    name: str
    unit: str
    cumulative: bool
    priority: str
    baseline: str
    targets: dict[int, str]
    actuals: dict[int, str]
    status: str
    explanation: Explanation | None = None


@dataclass
class Explanation:
    """Why a target was not met; it may point at another indicator, and cite a note of its page."""

    words: str
    emphasis: str
    see: Indicator | None = None
    note: int | None = None


@dataclass
class Outcome:
    id: str
    name: str
    indicators: list[Indicator]


@dataclass
class Programme:
    """A programme with what was paid in each year, and the notes (by their number on the page) that go with a year."""

    id: str
    name: str
    paid: dict[int, int]
    notes: dict[int, int]


@dataclass
class Theme:
    """A page of the report."""

    number: int
    area: str
    outcomes: list[Outcome]
    programmes: list[Programme]
    notes: list[str]

    @property
    def id(self) -> str:
        return f"thema-{self.number}"

    @property
    def indicators(self) -> list[Indicator]:
        return [indicator for outcome in self.outcomes for indicator in outcome.indicators]


@dataclass
class Corpus:
    themes: list[Theme]
    homes: dict[str, str] = field(default_factory=dict)
    """For each indicator the label of the section that shows it, which is what a writer by hand can link to."""

    def of(self, area: str, priority: str) -> list[Indicator]:
        """The indicators of an area and a priority."""
        indicators = (each for theme in self.themes if theme.area == area for each in theme.indicators)
        return [each for each in indicators if each.priority == priority]


def draw(records: int, pages: int) -> Corpus:
    """Draw a report with *records* indicators and amounts, spread evenly over *pages* pages."""
    random_ = random.Random(20_250_101)
    corpus = Corpus([_theme(random_, number, records // pages) for number in range(1, pages + 1)])
    for theme in corpus.themes:
        for outcome in theme.outcomes:
            corpus.homes |= {indicator.id: outcome.id for indicator in outcome.indicators}
    everywhere = [indicator for theme in corpus.themes for indicator in theme.indicators]
    for indicator in everywhere:
        if indicator.explanation and random_.random() < 0.7:
            indicator.explanation.see = random_.choice(everywhere)
    edited = corpus.themes[pages // 2].indicators[0]
    edited.unit, edited.targets[LAST], edited.actuals[LAST] = "organisaties", "700000", str(EDITED)
    edited.status, edited.explanation = "Met", None
    return corpus


def _theme(random_: random.Random, number: int, records: int) -> Theme:
    programmes = max(1, round(records / 15))
    indicators = records - programmes * PER_PROGRAMME
    area = [*AREAS][number % len(AREAS)]
    notes = [f"De {_words(random_)} loopt door in het volgende jaar, bij {_words(random_)}." for _ in range(3)]
    sizes = [len(range(at, indicators, -(-indicators // PER_OUTCOME))) for at in range(-(-indicators // PER_OUTCOME))]
    return Theme(
        number,
        area,
        [_outcome(random_, f"thema-{number}-uitkomst-{at}", size) for at, size in enumerate(sizes, 1)],
        [_programme(random_, f"thema-{number}-programma-{at}") for at in range(1, programmes + 1)],
        notes,
    )


def _outcome(random_: random.Random, outcome_id: str, size: int) -> Outcome:
    indicators = [_indicator(random_, f"{outcome_id}-{at}") for at in range(1, size + 1)]
    return Outcome(outcome_id, f"Meer {_words(random_)}", indicators)


def _programme(random_: random.Random, programme_id: str) -> Programme:
    paid = {year: random_.randrange(20_000, 9_000_000) for year in YEARS}
    notes = {year: random_.randrange(3) for year in YEARS if random_.random() < 0.25}
    return Programme(programme_id, f"Programma voor {_words(random_)}", paid, notes)


def _indicator(random_: random.Random, indicator_id: str) -> Indicator:
    unit = random_.choice(_UNITS)
    first = random_.randrange(12, 40) if unit == "%" else random_.randrange(10, 40_000)
    targets = [first + first * at // 5 for at in (1, 2, 3)]
    actuals = [target + random_.randrange(3) for target in targets]
    last, status = str(actuals[-1]), "Met"
    match random_.randrange(20):
        case 0:
            last, status = "N.v.t.", "No data"
        case 1 | 2 | 3:
            last, status = str(first + (targets[-1] - first) * 2 // 3 + (unit == "%")), "Partly met"
        case 4 | 5:
            last, status = str(first - 1), "Not met"
        case 6:
            last = f"{actuals[-1]}.5"
    explanation = None
    if status in {"Partly met", "Not met"}:
        note = random_.randrange(3) if random_.random() < 0.3 else None
        words = f"Het aantal bleef achter, omdat {_words(random_)} en {_words(random_)} later begonnen dan gepland."
        explanation = Explanation(words, random_.choice(_HOW), note=note)
    return Indicator(
        indicator_id,
        f"{random_.choice(_WHAT).capitalize()} voor {_words(random_)}",
        unit,
        unit != "%" and random_.random() < 0.4,
        random_.choice([*PRIORITIES]),
        str(first),
        dict(zip(YEARS, map(str, targets), strict=True)),
        dict(zip(YEARS, [*map(str, actuals[:-1]), last], strict=True)),
        status,
        explanation,
    )


def _words(random_: random.Random) -> str:
    return f"{random_.choice(_HOW)} {random_.choice(_WHO)} in {random_.choice(_WHERE)} {random_.randrange(1000)}"


# ---- for Rapportage ----------------------------------------------------------------------------------------------------


def ours(corpus: Corpus) -> Files:
    """The project in Rapportage: YAML, and pages that show it."""
    files = {
        "data/edition.yaml": _edition(),
        "data/priorities.yaml": "".join(map(_priority, PRIORITIES)),
        "data/results/areas.yaml": "".join(map(_area, AREAS)),
        "data/finance/series.yaml": "uitgaven:\n  name: Uitgaven\n  example: true\n",
        "data/finance/frameworks.yaml": "kader:\n  name: Kader\n  example: true\n",
        "docs/index.md": _front_of_ours(corpus),
    }
    for theme in corpus.themes:
        outcomes = "".join(
            f"{each.id}:\n  area: {theme.area}\n  name: {each.name}\n  example: true\n" for each in theme.outcomes
        )
        files[f"data/results/outcomes/{theme.id}.yaml"] = outcomes
        files[f"data/results/indicators/{theme.id}.yaml"] = "\n".join(
            _record(outcome, indicator) for outcome in theme.outcomes for indicator in outcome.indicators
        )
        files[f"data/finance/programmes/{theme.id}.yaml"] = "".join(
            f"{each.id}:\n  name: {each.name}\n  framework: kader\n  example: true\n" for each in theme.programmes
        )
        files[f"data/finance/amounts/{theme.id}.yaml"] = "".join(_amounts(theme))
        files[f"data/finance/notes/{theme.id}.yaml"] = "".join(
            f"{_note_id(theme, at)}:\n  text: {text}\n  example: true\n" for at, text in enumerate(theme.notes)
        )
        files[f"docs/{theme.id}.md"] = _page_of_ours(theme)
    return files


def _edition() -> str:
    return (
        "title: Rapportage\nyear: 2025\nyears: [2023, 2024, 2025]\nstate: concept\nplanned: 2026-04\n"
        'publisher: Ministerie\ndossier: "32 735"\nexample: true\n'
    )


def _priority(priority: str) -> str:
    name = PRIORITIES[priority]
    return (
        f'{priority}:\n  name: {name}\n  short: {name}\n  colour: {{light: "#2F6FC4", dark: "#B3E2FD"}}\n'
        f"  icon: M2 1H4.5V23H2Z\n  text: Nederland werkt aan {name.lower()}.\n  example: true\n"
    )


def _area(area: str) -> str:
    number = 1 + [*AREAS].index(area)
    return (
        f'{area}:\n  number: {number}\n  name: {AREAS[area]}\n  colour: {{light: "#1B3A93", dark: "#8FA4E0"}}\n'
        f"  aim: Dit gebied gaat over {AREAS[area].lower()}.\n  example: true\n"
    )


def _record(outcome: Outcome, indicator: Indicator) -> str:
    lines = [
        f"{indicator.id}:",
        f"  outcome: {outcome.id}",
        f"  name: {indicator.name}",
        f'  unit: "{indicator.unit}"',
        "  direction: up",
        *(["  counting: cumulative"] if indicator.cumulative else []),
        f"  baseline: {{year: 2022, value: {indicator.baseline}}}",
        f"  targets: {_mapping(indicator.targets)}",
        f"  actuals: {_mapping(indicator.actuals)}",
    ]
    if explanation := indicator.explanation:
        theme = outcome.id.partition("-uitkomst")[0]
        words = f"{explanation.words} De *{explanation.emphasis}* aanpak blijft."
        words += f" Zie ook {{indicator}}`{explanation.see.id}`." if explanation.see else ""
        words += f"{{finance-note}}`{theme}-noot-{explanation.note}`" if explanation.note is not None else ""
        lines += ["  explanations:", f"    {LAST}: >-", f"      {words}"]
    lines += ["  source: Opgave van de uitvoerders", f"  priorities: [{indicator.priority}]", "  example: true"]
    return "\n".join(lines) + "\n"


def _mapping(values: dict[int, str]) -> str:
    return "{" + ", ".join(f"{year}: {value}" for year, value in values.items()) + "}"


def _amounts(theme: Theme) -> list[str]:
    return [
        f"{programme.id}-{year}:\n  name: {programme.name} in {year}\n  value: {programme.paid[year]}\n"
        f"  kind: disbursement\n  series: uitgaven\n  paid: {year}\n  programme: {programme.id}\n"
        + (f"  notes: [{_note_id(theme, programme.notes[year])}]\n" if year in programme.notes else "")
        + "  example: true\n"
        for programme in theme.programmes
        for year in YEARS
    ]


def _note_id(theme: Theme, at: int) -> str:
    return f"{theme.id}-noot-{at}"


def _front_of_ours(corpus: Corpus) -> str:
    priorities = [f"## {name}\n\n:::{{priority-home}} {each}\n:::\n\n" for each, name in PRIORITIES.items()]
    areas = [f"## {name}\n\n:::{{area-home}} {each}\n:::\n\n" for each, name in AREAS.items()]
    return "".join(
        ["# Rapportage\n\n", *priorities, *areas, ":::{priority-matrix} Wat waar staat\n:::\n\n", _toctree(corpus)]
    )


def _page_of_ours(theme: Theme) -> str:
    first, last = theme.indicators[0], theme.indicators[-1]
    paid = f"{theme.programmes[0].id}-{LAST}"
    opening = (
        f"# Thema {theme.number}\n\nDit thema hoort bij {{area}}`{theme.area}`. "
        f"Eén cijfer: {{indicator}}`{last.id}` begon bij {{value}}`{last.id} baseline`. "
        f"In {LAST} is {{amount}}`{paid}` betaald.{{finance-note}}`{_note_id(theme, 0)}`\n"
    )
    results = [
        f"## {outcome.name}\n\nHier telt {{priority}}`{first.priority}` mee, en {{outcome}}`{outcome.id}`.\n\n"
        f":::{{results-framework}} Resultaten: {outcome.name}\n:outcome: {outcome.id}\n:years: 2023 2024 2025\n:::\n"
        for outcome in theme.outcomes
    ]
    programmes = " ".join(programme.id for programme in theme.programmes)
    payments = (
        f"## Uitgaven\n\n:::{{finance-table}} Uitgaven van thema {theme.number}{{finance-note}}`{_note_id(theme, 1)}`\n"
        f":by: programme\n:kind: disbursement\n:programme: {programmes}\n:::\n"
    )
    return "\n".join([opening, *results, payments])


def _toctree(corpus: Corpus) -> str:
    return ":::{toctree}\n:hidden:\n\n" + "".join(f"{theme.id}\n" for theme in corpus.themes) + ":::\n"


# ---- by hand -----------------------------------------------------------------------------------------------------------

_EXAMPLE = (
    "This page contains example data: figures, programmes and highlights that are marked as such "
    "serve to show the report and state nothing about reality."
)


#: What the notes of a page are called on it: MyST takes a number as the very number to show.
_NOTES = ("a", "b", "c")


def by_hand(corpus: Corpus) -> Files:
    """The project in plain Sphinx and MyST. Its tables are pipe tables: MyST reads them quicker than list-tables."""
    pages = {f"docs/{theme.id}.md": _page_by_hand(theme, corpus) for theme in corpus.themes}
    return {"docs/index.md": _front_by_hand(corpus), **pages}


def _front_by_hand(corpus: Corpus) -> str:
    parts = [f"# Rapportage\n\n{_say(_EXAMPLE)}\n\n"]
    parts += [
        f"({each})=\n## {name}\n\n[{name}](#{each})\n\nNederland werkt aan {name.lower()}.\n\n"
        for each, name in PRIORITIES.items()
    ]
    parts += [
        f"({each})=\n## {name}\n\nResultaatgebied {number}\n\nDit gebied gaat over {name.lower()}.\n\n"
        for number, (each, name) in enumerate(AREAS.items(), 1)
    ]
    rows = [[_say("Priority"), *(f"{number}. {name}" for number, name in enumerate(AREAS.values(), 1))]]
    rows += [
        [f"{{ref}}`{name} <{each}>`", *(_counted(corpus, area, each) for area in AREAS)] for each, name in PRIORITIES.items()
    ]
    return "".join([*parts, _table(f"Wat waar staat {_say('example data')}", rows), "\n", _toctree(corpus)])


def _counted(corpus: Corpus, area: str, priority: str) -> str:
    """How many indicators there are, linked to the first of them."""
    found = corpus.of(area, priority)
    if not found:
        return "– " + _say("not reported")
    words = _say("{number} indicators" if len(found) > 1 else "{number} indicator", number=len(found))
    return f"{{ref}}`{words} <{corpus.homes[found[0].id]}>`"


def _page_by_hand(theme: Theme, corpus: Corpus) -> str:
    first, last = theme.indicators[0], theme.indicators[-1]
    example = _say("example data")
    opening = (
        f"# Thema {theme.number}\n\n{_say(_EXAMPLE)}\n\nDit thema hoort bij {{ref}}`{AREAS[theme.area]} <{theme.area}>`. "
        f"Eén cijfer: {{ref}}`{last.name} <{corpus.homes[last.id]}>` begon bij {_figure(last.baseline, last.unit)}. "
        f"In {LAST} is EUR\N{NO-BREAK SPACE}{_paid(theme.programmes[0], LAST)} betaald.[^{_NOTES[0]}]\n"
    )
    parts = [opening]
    for outcome in theme.outcomes:
        rows = [_heads()]
        for indicator in outcome.indicators:
            rows += [_row(indicator), *_explanation(indicator, corpus)]
        parts.append(
            f"({outcome.id})=\n## {outcome.name}\n\nHier telt {{ref}}`{PRIORITIES[first.priority]} <{first.priority}>` "
            f"mee, en {{ref}}`{outcome.name} <{outcome.id}>`.\n\n{_table(f'Resultaten: {outcome.name} {example}', rows)}"
        )
    parts.append(f"## Uitgaven\n\n{_table(f'Uitgaven van thema {theme.number}[^{_NOTES[1]}] {example}', _payments(theme))}")
    # MyST numbers footnotes as they are defined, and warns of those that nothing cites.
    cited = list(dict.fromkeys(_labels("".join(parts))))
    parts.append("".join(f"[^{label}]: {theme.notes[_NOTES.index(label)]}\n\n" for label in cited))
    return _side_by_side.sub(lambda marks: _marks(sorted(_labels(marks[0]), key=cited.index)), "\n".join(parts))


_labels = re.compile(r"\[\^(\w+)\]").findall
_side_by_side = re.compile(r"(?:\[\^\w+\]\N{NO-BREAK SPACE}?){2,}")


def _marks(labels: Iterable[str]) -> str:
    """The marks of notes beside each other."""
    return "\N{NO-BREAK SPACE}".join(f"[^{label}]" for label in labels)


def _heads() -> list[str]:
    actuals = [str(year) for year in YEARS]
    return [
        _say("Indicator"),
        _say("Baseline"),
        *actuals,
        _say("Target {year}", year=LAST),
        _say("Status {year}", year=LAST),
    ]


def _row(indicator: Indicator) -> list[str]:
    counting = f", {_say('cumulative')}" if indicator.cumulative else ""
    unit = "" if indicator.unit == "%" else f" ({indicator.unit}{counting})"
    actuals = [_figure(value, indicator.unit) for value in indicator.actuals.values()]
    baseline = f"{_figure(indicator.baseline, indicator.unit)} (2022)"
    target = _figure(indicator.targets[LAST], indicator.unit)
    return [f"{indicator.name}{unit}", baseline, *actuals, target, _say(indicator.status)]


def _explanation(indicator: Indicator, corpus: Corpus) -> list[list[str]]:
    """A row for the explanation. A pipe table cannot let a cell run on: what is left of the row stays empty."""
    explanation = indicator.explanation
    if explanation is None:
        return []
    words = f"{explanation.words} De *{explanation.emphasis}* aanpak blijft."
    if see := explanation.see:
        words += f" Zie ook {{ref}}`{see.name} <{corpus.homes[see.id]}>`."
    words += f"[^{_NOTES[explanation.note]}]" if explanation.note is not None else ""
    return [[_say("Explanation {year}", year=LAST), words]]


def _payments(theme: Theme) -> list[list[str]]:
    rows = [[_say("{what} (EUR)", what=_say("Programme")), *map(str, YEARS)]]
    rows += [[programme.name, *(_paid(programme, year) for year in YEARS)] for programme in theme.programmes]
    if len(theme.programmes) > 1:
        rows.append([_say("Total"), *(_paid_in_all(theme.programmes, year) for year in YEARS)])
    return rows


def _paid(programme: Programme, year: int) -> str:
    """What was paid in a year, with its note."""
    return _dutch(programme.paid[year]) + (f"[^{_NOTES[programme.notes[year]]}]" if year in programme.notes else "")


def _paid_in_all(programmes: list[Programme], year: int) -> str:
    """The total of a year, with the notes of all that it is made of."""
    notes = dict.fromkeys(programme.notes[year] for programme in programmes if year in programme.notes)
    return _dutch(sum(programme.paid[year] for programme in programmes)) + _marks(_NOTES[note] for note in notes)


def _table(caption: str, rows: list[list[str]]) -> str:
    ruler = ["---", *["---:"] * (len(rows[0]) - 1)]
    lines = [f"| {' | '.join(row)} |\n" for row in (rows[0], ruler, *rows[1:])]
    return f":::{{table}} {caption}\n{''.join(lines)}:::\n"


def _figure(value: str, unit: str) -> str:
    """A figure as Dutch writes it."""
    if not value[0].isdigit():
        return value
    whole, point, decimals = value.partition(".")
    return _dutch(int(whole)) + (f",{decimals}" if point else "") + ("%" if unit == "%" else "")


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _say(words: str, **values: object) -> str:
    """A word of the interface in Dutch."""
    return (_WORDS.get(words) or words).format(**values)


# ---- on disk -----------------------------------------------------------------------------------------------------------


def write(folder: Path, files: Files) -> None:
    """Write a project."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def edited_in(files: Files) -> tuple[str, str]:
    """The file with the figure to edit, and the figure as it stands there: 777001 in YAML, 777.001 by hand."""
    [found] = [(name, each) for name, text in files.items() for each in (str(EDITED), _dutch(EDITED)) if each in text]
    return found
