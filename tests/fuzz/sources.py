"""Files of a bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage.bibliography.rules import FIELDS, REQUIRED

if TYPE_CHECKING:
    from random import Random

VALUES = {
    "author": [
        "{{Ministerie van Buitenlandse Zaken}}",
        "{de Vries, Anna and Smit, B.}",
        '"Jan {van den} Berg"',
        "{A, B, C}",
        "{and}",
    ],
    "year": ["2024", "{2024}", '"2023--2024"', "24"],
    "month": ["mar", "{maart}", "3", "13"],
    "url": ["{https://example.org/a?b=c&d=%20}", "{javascript:x}", "{https://[::1/}", "{http://example.org:99999/}"],
    "doi": ["{10.1000/182}", "{https://doi.org/10.1000/182}"],
    "date": ["{2024-01-02}", "{2024-13}", "{2024/2025}"],
    "langid": ["{dutch}", "english"],
    "crossref": ["{k1}", "{k2}", "{K3}", "{k}"],
}
TEXTS = [
    "{{Een verslag, nr. 3}}",
    "{Caf\\'e \\\"{u}ber \\& \\ss{} {\\o} \\c{c}}",
    '"Een" # tk',
    "tk",
    "12",
    "{Kosten: 100\\%}",
    "{$x$}",
    "{a~b -- c}",
]
SIGNS = [
    *'{}@,=#"%\\$&~^_()\n ',
    "@misc{",
    "}\n\n@",
    "\\",
    "\\'",
    "{\\",
    "and",
    " and ",
    ",,",
    "# tk",
    "@string{",
    "@comment{",
]


def bibliography(random: Random) -> str:
    """A BibTeX file as a person would write it, most of it right."""
    parts = random.choices(["% een opmerking\n", "\n", "@string{tk = {Tweede Kamer}}\n", "@comment{x {y}}\n", ""], k=2)
    for number in range(random.choice([1, 2, 4])):
        kind = random.choice([*REQUIRED, "raport"])
        names = {name.partition("|")[0] for name in REQUIRED.get(kind, ()) if random.random() < 0.95}
        names.update(random.choices(FIELDS, k=random.choice([0, 1, 3])))
        fields = [f"  {name} = {random.choice(VALUES.get(name, TEXTS))}" for name in sorted(names)]
        parts.append(
            f"@{kind}{{k{random.choice([number, 1])},\n" + ",\n".join(fields) + random.choice([",\n}\n", "\n}\n", "}\n\n"])
        )
    return "".join(parts)
