"""Random sequences of edits to data and pages: after each, an incremental build gives what a clean build gives.

The edits make mistakes too: ids that do not exist, homes that are missing or double, data that cannot be read.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from reports import Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reports import Build

PRIORITIES = ("pers", "geloof", "ruimte", "perss")
AREAS = ("mensen", "democratie", "mens")
OUTCOMES = ("veilig", "samenleven", "stem")
FRAMEWORKS = ("voices", "focus")
PROGRAMMES = ("jisra", "vrij", "jisr")
NOTES = ("kasbasis", "reeksen", "rekening", "kas")
WORDS = (
    "Een",
    "Twee",
    "Drie *schuine* woorden",
    "Met {priority}`pers`",
    "Met {amount}`voorschot`",
    "Met [een](https://x.nl)",
)


class Data:
    """The records as they are kept: edited here, and written out after every edit."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.kinds: dict[str, dict[str, dict[Any, Any]]] = {
            "priorities": {
                each: {
                    "name": {"nl": each.title(), "en": f"{each.title()} (en)"},
                    "short": {"nl": each[:4].title(), "en": each[:3].title()},
                    "colour": {"light": "#102030", "dark": "#405060"},
                    "icon": "M4 4H20V20H4Z",
                    "text": f"Tekst van {each}.",
                }
                for each in PRIORITIES[:3]
            },
            "results/areas": {
                each: {
                    "number": at,
                    "name": {"nl": each.title(), "en": f"{each.title()} (en)"},
                    "colour": {"light": "#102030", "dark": "#405060"},
                    "aim": f"Doel van {each}.",
                }
                for at, each in enumerate(AREAS[:2], 1)
            },
            "results/outcomes": {
                each: {"area": AREAS[at // 2], "name": f"Uitkomst {each}"} for at, each in enumerate(OUTCOMES)
            },
            "results/indicators/een": {},
            "results/indicators/twee": {},
            "sources": {"post": {"name": "De post", "type": "post"}},
            "finance/series": {"uitgaven": {"name": "Uitgaven"}},
            "finance/frameworks": {each: {"name": f"Kader {each}"} for each in FRAMEWORKS},
            "finance/programmes": {
                each: {"name": f"Programma {each}", "framework": FRAMEWORKS[at]} for at, each in enumerate(PROGRAMMES[:2])
            },
            "finance/notes": {each: {"text": f"Noot {each}."} for each in NOTES[:3]},
            "finance/amounts": {},
        }
        for _ in range(4):
            self.add_indicator()
            self.add_amount()
        self.kinds["finance/amounts"]["voorschot"] = self._amount()

    def _indicator(self) -> dict[Any, Any]:
        random = self.random
        return {
            "outcome": random.choice(OUTCOMES),
            "name": f"Indicator {random.randrange(100)}",
            "unit": random.choice(("%", "stuks")),
            "direction": "up",
            "targets": {2024: 10, 2025: random.randrange(5, 15)},
            "actuals": {2024: 10, 2025: random.choice((random.randrange(20), "N.v.t."))},
            "explanations": {2025: random.choice(WORDS)},
            "source": "Telling",
            "priorities": sorted({random.choice(PRIORITIES[:3]) for _ in range(2)}),
            "example": random.random() < 0.2,
        }

    def _amount(self) -> dict[Any, Any]:
        random = self.random
        return {
            "name": f"Bedrag {random.randrange(100)}",
            "value": random.randrange(1, 10**6),
            "kind": "disbursement",
            "series": "uitgaven",
            "paid": random.choice((2024, 2025)),
            "priority": random.choice(PRIORITIES[:3]),
            "programme": random.choice(PROGRAMMES[:2]),
            "channel": random.choice(("posts", "central")),
            "notes": sorted({random.choice(NOTES[:3]) for _ in range(random.randrange(3))}),
            "example": True,
        }

    def add_indicator(self) -> None:
        kind = self.random.choice(("results/indicators/een", "results/indicators/twee"))
        self.kinds[kind][f"indicator-{self.random.randrange(6)}-{kind[-1]}"] = self._indicator()

    def add_amount(self) -> None:
        self.kinds["finance/amounts"][f"bedrag-{self.random.randrange(6)}"] = self._amount()

    def change(self) -> str:
        """Give one field of a record another value, which now and then is a wrong one."""
        random = self.random
        kind = random.choice([name for name, records in self.kinds.items() if records])
        record_id = random.choice([*self.kinds[kind]])
        record = self.kinds[kind][record_id]
        field = random.choice([*record])
        record[field] = {
            "area": lambda: random.choice(AREAS),
            "priority": lambda: random.choice(PRIORITIES),
            "priorities": lambda: [random.choice(PRIORITIES[:3])],
            "programme": lambda: random.choice(PROGRAMMES),
            "framework": lambda: random.choice(FRAMEWORKS),
            "notes": lambda: [random.choice(NOTES)],
            "outcome": lambda: random.choice(OUTCOMES),
            "name": lambda: f"Naam {random.randrange(100)}",
            "text": lambda: random.choice(WORDS),
            "aim": lambda: random.choice(WORDS),
            "short": lambda: {"nl": f"Kort {random.randrange(9)}", "en": "Short"},
            "value": lambda: random.choice((random.randrange(10**6), "veel")),
            "year": lambda: random.choice((2024, 2025)),
            "actuals": lambda: {2024: random.randrange(20), 2025: random.randrange(20)},
            "example": lambda: not record["example"],
        }.get(field, lambda: record[field])()
        return f"{kind} {record_id} {field} = {record[field]!r}"

    def delete(self) -> str:
        kind = self.random.choice([name for name, records in self.kinds.items() if records])
        record_id = self.random.choice([*self.kinds[kind]])
        del self.kinds[kind][record_id]
        return f"{kind} {record_id} deleted"

    def add(self) -> str:
        self.add_indicator()
        self.add_amount()
        return "indicator and amount added"

    def shuffle(self) -> str:
        kind = self.random.choice([*self.kinds])
        records = [*self.kinds[kind].items()]
        self.random.shuffle(records)
        self.kinds[kind] = dict(records)
        return f"{kind} shuffled"

    def write(self, report: Report) -> None:
        for kind, records in self.kinds.items():
            report[f"data/{kind}.yaml"] = "".join(f"{key}: {_flow(record)}\n" for key, record in records.items())


def _flow(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return "'" + value.replace("'", "''") + "'"
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


class Pages:
    """The pages: blocks that come, go and move."""

    NAMES = ("a", "b", "c", "sub/d", "e")

    def __init__(self, random: Random) -> None:
        self.random = random
        self.blocks: dict[str, list[str]] = {name: [] for name in self.NAMES}
        self.order = [*self.NAMES]
        self.internal: set[str] = set()
        self.titles: dict[str, str] = {}
        homes = [f":::{{priority-home}} {each}\n:::" for each in PRIORITIES[:3]]
        homes += [f":::{{area-home}} {each}\n:::" for each in AREAS[:2]]
        for home in homes:
            self._somewhere().append(home)
        for _ in range(12):
            self._somewhere().append(self._block())

    def _somewhere(self) -> list[str]:
        return self.blocks[self.random.choice([*self.blocks])]

    def _block(self) -> str:
        random = self.random
        one = random.choice(PRIORITIES)
        area = random.choice(AREAS)
        chosen = random.choice((f"area: {area}", f"priority: {one}", "country: UG"))
        number = random.randrange(8)
        return random.choice(
            (
                f"Zie {{priority}}`{one}` en {{area}}`eigen woorden <{area}>`.",
                f"Zie {{highlight}}`verhaal-{number}` en {{amount}}`voorschot`.",
                f"Een noot{{finance-note}}`{random.choice(NOTES)}` en nog een{{finance-note}}`{random.choice(NOTES)}`.",
                f"Zie {{programme}}`{random.choice(PROGRAMMES)}`, {{indicator}}`indicator-{number}-n`.",
                f"Bron {{cite:p}}`{random.choice(('nota', 'website'))}`.",
                "Ook {value}`indicator-1-n 2025` en {edition}`title`.",
                f":::{{results-framework}} Van {{area}}`{area}`\n:area: {area}\n:::",
                f":::{{results-framework}}\n:priority: {one}\n:columns: actual status explanation\n:::",
                ":::{finance-table} Bedragen{finance-note}`reeksen`\n:by: framework\n:::",
                f":::{{finance-table}}\n:by: priority\n:columns: channel\n:programme: {random.choice(PROGRAMMES)}\n:::",
                ":::{priority-matrix} Overzicht\n:::",
                ":::{priority-list}\n:::",
                ":::{area-list}\n:::",
                f":::{{highlight-list}} Verhalen\n:{chosen}\n:::",
                f":::{{priority-reported}} {one}\n:::",
                self._highlight(number, one, area),
                self._highlight(number, one, area),
                self._taken_in(number),
                self._taken_in(number),
                self._secret(number),
                self._secret(number),
                f"Over begrip {number}.\n\n## Kop {number}",
            )
        )

    def _taken_in(self, number: int) -> str:
        return self.random.choice(
            (f"![Beeld {number}](beeld{number}.svg)", f"Zie {{download}}`tabel {number} <tabel{number}.csv>`.")
        )

    def _secret(self, number: int) -> str:
        """What may stand openly in one step and is left out in the next."""
        text = f"Geheim{number}woord van de ander"
        return self.random.choice(
            (
                f"Van {text}.",
                f"Van {{redact}}`5.1.2.e {text}`.",
                f":::{{internal}}\n{text}\n\n![Intern](beeld{number}.svg)\n:::",
            )
        )

    def _highlight(self, number: int, priority: str, area: str) -> str:
        options = [
            f":title: Verhaal {self.random.randrange(100)}",
            f":priority: {priority}",
            f":area: {area}",
            ":country: UG",
        ]
        if self.random.random() < 0.3:
            options.append(":example:")
        body = f"Tekst{{finance-note}}`{self.random.choice(NOTES)}`."
        return "\n".join([f":::{{highlight}} verhaal-{number}", *options, "", body, ":::"])

    def add(self) -> str:
        block = self._block()
        blocks = self._somewhere()
        blocks.insert(self.random.randrange(len(blocks) + 1), block)
        return f"added {block!r}"

    def remove(self) -> str:
        blocks = self._somewhere()
        return f"removed {blocks.pop(self.random.randrange(len(blocks)))!r}" if blocks else "nothing"

    def move(self) -> str:
        blocks = self._somewhere()
        if not blocks:
            return "nothing"
        block = blocks.pop(self.random.randrange(len(blocks)))
        self._somewhere().append(block)
        return f"moved {block!r}"

    def reorder(self) -> str:
        self.random.shuffle(self.order)
        return f"pages in the order {self.order}"

    def come_and_go(self) -> str:
        name = self.random.choice(self.NAMES)
        if name in self.blocks:
            del self.blocks[name]
            self.order.remove(name)
            return f"page {name} deleted"
        self.blocks[name] = [self._block()]
        self.order.append(name)
        return f"page {name} added"

    def rename(self) -> str:
        """Give a page the name of another, and that one its name: or a new name, if there is no other."""
        old, new = self.random.sample(self.NAMES, 2)
        self.blocks[old], self.blocks[new] = self.blocks.get(new, []), self.blocks.get(old, [])
        for name in (old, new):
            if not self.blocks[name]:
                del self.blocks[name]
        self.order = [*(name for name in self.order if name in self.blocks), *(self.blocks.keys() - set(self.order))]
        return f"{old} and {new} exchanged"

    def hide(self) -> str:
        name = self.random.choice(self.NAMES)
        self.internal ^= {name}
        return f"{name} is {'internal' if name in self.internal else 'public'}"

    def retitle(self) -> str:
        name = self.random.choice(self.NAMES)
        self.titles[name] = f"Titel{self.random.randrange(9)} van {name}"
        return f"{name} has another title"

    def write(self, report: Report) -> None:
        for number in range(8):
            report[f"beeld{number}.svg"] = f'<svg xmlns="http://www.w3.org/2000/svg"><title>{number}</title></svg>'
            report[f"tabel{number}.csv"] = f"{number}\n"
            for kind in ("svg", "csv"):
                path = report.folder / "sub" / f"{'beeld' if kind == 'svg' else 'tabel'}{number}.{kind}"
                path.parent.mkdir(exist_ok=True)
                path.write_text((report.folder / path.name).read_text())
        for name in self.NAMES:
            if name in self.blocks:
                text = "\n\n".join([f"# {self.titles.get(name, f'Pagina {name}')}", *self.blocks[name]]) + "\n"
                if name in self.internal:
                    text = f"---\naudience: internal\n---\n{text}"
                if not (report.folder / f"{name}.md").is_file() or report[f"{name}.md"] != text:
                    report[f"{name}.md"] = text
            elif (report.folder / f"{name}.md").is_file():
                del report[f"{name}.md"]
        index = "\n".join(["# Voorop", "", ":::{toctree}", *self.order, "bronnen", ":::", ""])
        if report["index.md"] != index:
            report["index.md"] = index


def sequence(report: Report, seed: int, steps: int, *, language: str = "nl") -> None:
    """Edit and build *steps* times; every build must equal a clean one."""
    random = Random(seed)
    for page in ("overzicht", "pers", "geloof", "mensen", "democratie", "geld", "los", "plat"):
        del report[f"{page}.md"]
    for path in (report.folder / "data").rglob("*.yaml"):
        if path.name not in {"edition.yaml", "grounds.yaml"}:
            path.unlink()
    data, pages = Data(random), Pages(random)
    done: list[str] = []
    edits: list[Callable[[], str]] = [
        *[data.change] * 6,
        data.delete,
        *[data.add, data.shuffle] * 2,
        *[pages.add, pages.remove, pages.move] * 3,
        pages.reorder,
        *[pages.come_and_go, pages.rename, pages.hide, pages.retitle] * 2,
    ]
    for step in range(steps + 1):
        if step:
            done += [random.choice(edits)() for _ in range(random.randrange(1, 4))]
        data.write(report)
        pages.write(report)
        if random.random() < 0.2:
            # Another builder reads what has changed, and leaves html with nothing to read.
            report.build(random.choice(("latex", "dirhtml")), language=language, may_warn=True)
        build = report.build(language=language, may_warn=True, jobs=random.choice((0, 0, 2)))
        clean = report.fresh_copy().build(language=language, may_warn=True)
        assert_equal(build, clean, "\n".join([f"seed {seed}", *done]))


def assert_equal(build: Build, clean: Build, told: str) -> None:
    made, wanted = _output(build), _output(clean)
    assert made.keys() == wanted.keys(), told
    for name, content in wanted.items():
        assert made[name] == content, f"{name}\n{told}"
    assert build.domain.pages == clean.domain.pages, told
    assert build.domain.data["shows"] == clean.domain.data["shows"], told
    assert build.failed == clean.failed, told
    doctrees = {name for name in _names(build.out.parent / "doctrees") if name.endswith(".doctree")}
    assert doctrees == {f"{docname}.doctree" for docname in build.app.env.all_docs}, told


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _output(build: Build) -> dict[str, bytes]:
    """All files that a reader gets."""
    return {name: (build.out / name).read_bytes() for name in sorted(_names(build.out)) if not name.startswith(".")}


@pytest.mark.parametrize("seed", range(4))
def test_random_edits(report: Report, seed: int) -> None:
    sequence(report, seed, steps=5, language="en" if seed % 4 == 3 else "nl")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 112))
def test_many_random_edits(report: Report, seed: int) -> None:
    sequence(report, seed, steps=12, language="en" if seed % 4 == 3 else "nl")
