"""Slips of writers around a secret: correct markup in any construct, with one thing wrong, saved in any way.

Each is a page that hides ``Zqx…`` when it is typed right. `slip` draws one; whatever it is, the secret may not come out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

SECRET = "Zqxgeheim"  # noqa: S105 -- no password

#: What hides a text, with the text.
ROLES = [
    "{redact}`5.1.2.e %s`",
    "{redact}``5.1.2.i van %s``",
    "{rapportage:redact}`5.2 %s`",
    "{redact}`5.1.2.e Jan\n%s`",
]
#: A line at a time: they are indented, quoted and the like as a whole.
BLOCKS = [
    ":::{redact} 5.1.2.i\nOver %s.\n:::",
    "```{redact} 5.2\nOver %s.\n```",
    ":::{internal}\nOver %s.\n:::",
    "```{internal}\nOver %s.\n```",
    "::::{internal}\n:::{note}\nEen.\n:::\nOver %s.\n::::",
    "::::{redact} 5.2\n:::{note}\nEen.\n:::\nOver %s.\n::::",
    ":::{internal}\n- een\n- over %s\n\n| a | b |\n|---|---|\n| 1 | %s |\n:::",
    "~~~{internal}\n# Kop %s\n~~~",
]
PAGES = [
    "---\naudience: internal\n---\n# Titel\n\nOver %s.\n",
    "---\nauthor: x\naudience: internal\norphan: true\n---\n# T\n\n%s\n",
]

#: Where in a page it stands.
IN_TEXT: list[Callable[[str], str]] = [
    lambda each: f"Dat zei {each} gisteren.",
    lambda each: f"# Kop van {' '.join(each.split())}",
    lambda each: f"- een\n- twee {each}\n  - drie",
    lambda each: f"1. een {each}",
    lambda each: f"> Citaat van {each}",
    lambda each: f"**vet {each}** en *schuin*",
    lambda each: f"[link {each}](https://example.org/)",
    lambda each: f"![beeld {each}](plaatje.png)",
    lambda each: f"| kop | b |\n|---|---|\n| {' '.join(each.split())} | c |",
    lambda each: f"Zin.[^a]\n\n[^a]: Noot van {each}.",
    lambda each: f"begrip\n: uitleg van {each}",
    lambda each: f":::{{note}}\nVan {each}.\n:::",
    lambda each: f":::{{admonition}} Titel {' '.join(each.split())}\nTekst.\n:::",
    lambda each: f":::{{figure}} plaatje.png\n:alt: Van {' '.join(each.split())}\n\nBijschrift {each}\n:::",
    lambda each: f"```{{list-table}}\n* - een\n  - {' '.join(each.split())}\n```",
    lambda each: f"```{{csv-table}}\n:header: a, b\n\n{' '.join(each.split())}, c\n```",
    lambda each: f"`code` {each} `code`",
    lambda each: f"Zie {{ref}}`daar <los>`, {each} en {{amount}}`voorschot`.",
    lambda each: f"'s Ochtends {{een, twee}}: {each}: einde",
]
IN_BLOCKS: list[Callable[[str], str]] = [
    lambda each: each,
    lambda each: "- een\n\n" + _indented(each, "  "),
    lambda each: "1. een\n\n" + _indented(each, "   "),
    lambda each: _indented(each, "> "),
    lambda each: "Tekst\n" + each + "\nTekst",
    lambda each: ":::::{note}\n" + each + "\n:::::",
    lambda each: "`````{tip}\n" + each + "\n`````",
    lambda each: _indented(each, "  "),
]

#: In place of a character, or beside it.
STRANGE = [*"`'\"{}[]()<>:;-_#%&*+~^|\\/=.,!? \t\n", *"´‘’“”„–—：｛｝ａо\u00a0\u200b\u00ad", "é", "x", "INTERNAL", "1"]

_NEWLINES = ["\n", "\r\n", "\r"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp437", "utf-7"]


class Slip(NamedTuple):
    """A page, as it is saved."""

    content: bytes
    kind: str
    """What was done, for whoever looks for a pattern."""


def page(random: Random, secret: str = SECRET) -> str:
    """A page on which *secret* is hidden, without a mistake."""
    if random.random() < 0.25:
        return random.choice(PAGES) % secret
    if random.random() < 0.5:
        hidden = random.choice(IN_TEXT)(random.choice(ROLES) % secret)
    else:
        hidden = random.choice(IN_BLOCKS)(random.choice(BLOCKS).replace("%s", secret))
    return f"# Titel\n\nEen zin vooraf.\n\n{hidden}\n\nEen zin erna met `code`.\n"


def slip(random: Random, secret: str = SECRET) -> Slip:
    """A page with one slip in or around what hides *secret*, or saved in an odd way."""
    whole = page(random, secret)
    kind, text = "right", whole
    if random.random() < 0.9:
        kind = random.choice(["drop", "double", "swap", "replace", "insert"])
        text = _changed(random, whole, kind, _place(random, whole, secret))
    newline = random.choices(_NEWLINES, [8, 1, 1])[0]
    encoding = random.choices(ENCODINGS, [40, 2, 1, 1, 1, 1, 1, 1, 1])[0]
    content = text.replace("\n", newline).encode(encoding, "ignore")
    return Slip(content, f"{kind} {encoding} {newline!r}")


def _place(random: Random, text: str, secret: str) -> int:
    """Where the slip is: not in the secret itself, and more often near markup than elsewhere."""
    marks = [at for at, sign in enumerate(text) if sign in "{}`:-~\n" or text.startswith(("redact", "internal", "5."), at)]
    for _ in range(100):
        at = random.choice(marks) + random.randint(-1, 1) if random.random() < 0.6 else random.randrange(len(text))
        inside = any(start <= at < start + len(secret) for start in _all(text, secret))
        if 0 <= at < len(text) and not inside:
            return at
    return 0


def _all(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]


def _changed(random: Random, text: str, kind: str, at: int) -> str:
    match kind:
        case "drop":
            return text[:at] + text[at + 1 :]
        case "double":
            return text[: at + 1] + text[at:]
        case "swap":
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        case "replace":
            return text[:at] + random.choice(STRANGE) + text[at + 1 :]
    return text[:at] + random.choice(STRANGE) + text[at:]


def _indented(text: str, by: str) -> str:
    return "\n".join(by + line for line in text.split("\n"))
