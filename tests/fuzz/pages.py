"""Pages: our roles and directives in all that MyST knows, one in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

INLINE = [
    *(
        "*nadruk*",
        "**sterk**",
        "`code`",
        "[tekst](https://example.org)",
        "<https://example.org>",
        "![plaatje](a.png)",
        "[^1]",
    ),
    *(
        "[^2]",
        "{ref}`x`",
        "{cite}`nota`",
        "[x][y]",
        "&euro;",
        "\\{redact}`x`",
        "$x$",
        "een {woord",
        "accolade }",
        "“aanhaling”",
    ),
    *("{redact}`5.1.2.e Jan Jansen`", "{redact}`5.1.2.e`", "{doc}`index`", "{numref}`a`", "{math}`x`", "{download}`a.pdf`"),
    *(
        "Regel.",
        "getal 12.345,67",
        "é",
        "a|b",
        "<!-- weg -->",
        "[x](y.md#z)",
        "[a]{.language-nl}",
        "{term}`a`",
        "{abbr}`a (b)`",
    ),
]
DIRECTIVES = [
    "note",
    "table",
    "figure",
    "admonition",
    "list-table",
    "csv-table",
    "toctree",
    "internal",
    "redact",
    "eval-rst",
    "grid",
]
FRONT = [
    "audience: internal",
    "audience: public",
    "language: nl",
    "myst:\n  substitutions: {}",
    "title: x",
    "doelgroep: intern",
]
SIGNS = [
    *"{}`:|<>[]()*_#-+~^\\$!&%@\"' \t\n",
    "```",
    "````",
    ":::",
    "::::",
    ":::{",
    "```{",
    "}`",
    "{redact}`",
    "[^1]: ",
    "---\n",
]


def page(random: Random, roles: Sequence[str], directives: Mapping[str, Sequence[str]], ids: Sequence[str]) -> str:
    """A page as a person would write it; *directives* each have the names of their options."""
    maker = _Maker(random, roles, directives, ids)
    front = "\n".join(random.sample(FRONT, random.choice([1, 1, 2])))
    head = random.choice(["", "", f"---\n{front}\n---\n"])
    return (
        f"{head}# Kop {maker.words(1)}\n\n" + maker.blocks(random.choice([1, 2, 4]), 0) + "\n[^1]: " + maker.words(2) + "\n"
    )


class _Maker:
    def __init__(
        self, random: Random, roles: Sequence[str], directives: Mapping[str, Sequence[str]], ids: Sequence[str]
    ) -> None:
        self.random = random
        self.roles = roles
        self.directives = directives
        self.ids = ids

    def words(self, number: int) -> str:
        return " ".join(self._word() for _ in range(number))

    def _word(self) -> str:
        if self.random.random() < 0.6:
            return self.random.choice(INLINE)
        role = self.random.choice(self.roles)
        target = " ".join(
            [self.random.choice(self.ids), *self.random.choices(["2025", "target", "nl"], k=self.random.choice([0, 0, 1]))]
        )
        return f"{{{role}}}`" + self.random.choice([target, f"tekst <{target}>", "", "onbekend"]) + "`"

    def blocks(self, number: int, depth: int) -> str:
        return "\n\n".join(self._block(depth) for _ in range(number)) + "\n"

    def _block(self, depth: int) -> str:
        kind = self.random.choice(
            ["text", "text", "list", "quote", "table", "code", "head", "directive", "directive", "directive"]
        )
        match kind:
            case "list":
                return "\n".join(f"{self.random.choice(['-', '1.', '  -', '*'])} {self.words(2)}" for _ in range(3))
            case "quote":
                return "> " + self.words(3).replace("\n", "\n> ")
            case "table":
                return f"| a | {self.words(1)} |\n|---|--:|\n| {self.words(1)} | {self.words(1)} |"
            case "code":
                return f"```{self.random.choice(['', 'python', 'yaml'])}\n{self.words(2)}\n```"
            case "head":
                return f"{'#' * self.random.randrange(1, 7)} {self.words(2)}"
            case "directive" if depth < 4:
                return self._directive(depth)
        return self.words(6)

    def _directive(self, depth: int) -> str:
        name = self.random.choice([*self.directives, *self.directives, *DIRECTIVES])
        fence = self.random.choice([":", "`"]) * (3 + 4 - depth if self.random.random() < 0.9 else 3)
        argument = self.random.choice(["", self.random.choice(self.ids), self.words(1), "5.1.2.e"])
        options = [
            f":{option}: {self.random.choice([self.random.choice(self.ids), '2024 2025', '', 'x', '2024'])}"
            for option in self.directives.get(name, ())
            if self.random.random() < 0.4
        ]
        body = self.blocks(self.random.choice([0, 1, 2]), depth + 1)
        return "\n".join([f"{fence}{{{name}}} {argument}", *options, "", body.strip("\n"), fence])
