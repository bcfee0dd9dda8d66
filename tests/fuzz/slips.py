"""What goes wrong on the way from a right text to a file: slips of a hand, of a program, of an encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

#: Characters that mean something to a reader, or nothing to a person.
SIGNS = [
    *"{}[]()<>`'\"|>:;,.!?@#$%^&*_-+=~/\\ \t\n\r",
    *("```", ":::", "---", "...", "${", "}}", "](", "![", "\\\\", "\n\n", "\n  ", "\n- ", "\n# ", "\n> ", ": ", "#", "%"),
    *(
        "\x00",
        "\x07",
        "\x0b",
        "\x0c",
        "\x1b",
        "\x7f",
        "\x85",
        "\xa0",
        "\xad",
        "\u2028",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
    ),
    *(
        "\ufffd",
        "\uf0b7",
        "\ud800",
        "\U000e0041",
        "é",
        "e\u0301",
        "\u0660",
        "\uff11",
        "\U0001d7d8",
        "«",
        "“",
        "’",
        "–",
        "你",
        "ש",
    ),
    *(
        "\\u202e",
        "\\x00",
        "\\0",
        "\\input{x}",
        '\\"{e}',
        "&#8238;",
        "<b>",
        "*a",
        "&a",
        "!!x",
        "<<: ",
        "NaN",
        ".inf",
        "1e999",
    ),
    *("9" * 30, "0", "-0", "0000-00-00", "9999-12-31", "2026-02-30T24:00+99:00", "a" * 300),
]
LINE_ENDS = ["\n", "\n", "\n", "\r\n", "\r", "\r\n\n"]
ENCODINGS = ["utf-8", "utf-8", "utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le", "utf-32", "cp1252"]


def slip(random: Random, text: str, signs: list[str] = SIGNS) -> str:
    """*text* with one to six slips, or rarely none."""
    for _ in range(random.choice([0, 1, 1, 1, 2, 2, 3, 6])):
        text = random.choice(_SLIPS)(random, text, signs)
    return text


def saved(random: Random, text: str) -> bytes:
    """*text* as some program saves it; as a rule in UTF-8."""
    if random.random() < 0.9:
        return text.encode("utf-8", "surrogatepass")
    text = text.replace("\n", random.choice(LINE_ENDS))
    return text.encode(random.choice(ENCODINGS), "replace")[
        : random.choice([None, None, None, random.randrange(len(text) + 1)])
    ]


def _span(random: Random, text: str) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + random.choice([1, 1, 1, 2, 5, 20]))


def _drop(random: Random, text: str, signs: list[str]) -> str:
    start, end = _span(random, text)
    return text[:start] + text[end:]


def _double(random: Random, text: str, signs: list[str]) -> str:
    start, end = _span(random, text)
    return text[:end] + text[start:]


def _swap(random: Random, text: str, signs: list[str]) -> str:
    start, end = _span(random, text)
    return text[:start] + text[start:end][::-1] + text[end:]


def _put(random: Random, text: str, signs: list[str]) -> str:
    start, _ = _span(random, text)
    return text[:start] + random.choice(signs) + text[start:]


def _replace(random: Random, text: str, signs: list[str]) -> str:
    start, end = _span(random, text)
    return text[:start] + random.choice(signs) + text[end:]


def _cut(random: Random, text: str, signs: list[str]) -> str:
    return text[: random.randrange(len(text) + 1)]


def _move_line(random: Random, text: str, signs: list[str]) -> str:
    lines = text.split("\n")
    line = lines.pop(random.randrange(len(lines)))
    lines.insert(random.randrange(len(lines) + 1), random.choice(["", "  ", " "]) + line)
    return "\n".join(lines)


def _indent(random: Random, text: str, signs: list[str]) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = random.choice([" ", "  ", "    ", "\t", "> ", "- "]) + lines[at]
    return "\n".join(lines)


def _repeat(random: Random, text: str, signs: list[str]) -> str:
    start, end = _span(random, text)
    return text[:end] + text[start:end] * random.choice([3, 30, 300]) + text[end:]


_SLIPS: list[Callable[[Random, str, list[str]], str]] = [
    *(_drop, _drop, _double, _swap, _put, _put, _replace, _replace, _cut, _move_line, _indent, _repeat),
]
