"""What is marked as still to be done, and where it is looked for: told at its line, unless an exception says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapportage.cli import project
from rapportage.publication.todo import open_to_dos

CONF = """
extensions = ["rapportage.plugins.sources"]
rapportage_languages = {"nl": "Nederlands", "en": "English"}
locale_dirs = ["locale"]
html_static_path = ["_static"]
bibtex_bibfiles = ["data/references.bib"]
"""
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
PAGE = "# Kop\n\nEen {ref}`kop` met `code` en een methode.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project in which nothing is to be done."""
    write(tmp_path, "conf.py", CONF)
    write(tmp_path, "docs/index.md", PAGE)
    write(tmp_path, "data/sources.yaml", "post: {name: Post, type: post}\n")
    write(tmp_path, "_static/stijl.txt", "TODO\n")
    write(tmp_path, "_build/html/index.txt", "TODO\n")
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def told(folder: Path) -> list[str]:
    return [str(each) for each in open_to_dos(project.load(folder))]


def test_nothing_is_to_be_done(folder: Path) -> None:
    assert told(folder) == []


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("docs/index.md", f"{PAGE}\nNog te doen: bellen.\n", "docs/index.md:5"),
        ("docs/index.md", f"{PAGE}\n% todo stil\n", "docs/index.md:5"),
        ("docs/index.md", f"{PAGE}\n<!--\nFIXME\n-->\n", "docs/index.md:6"),
        ("docs/index.md", f"{PAGE}\n:::{{todo}}\nBellen.\n:::\n", "docs/index.md:5"),
        ("docs/index.md", f"{PAGE}\n```\ncode\n\nNog in te\nvullen.\n", "docs/index.md:8"),
        ("docs/index.md", f"{PAGE}\nEen `stray en TODO bellen`.\n", "docs/index.md:5"),
        ("docs/index.md", f"---\ntitle: TBD\n---\n\n{PAGE}", "docs/index.md:2"),
        ("docs/index.md", f"{PAGE}\nEen noot.[^a]\n\n[^a]: lorem ipsum\n".replace("\n", "\r\n"), "docs/index.md:7"),
        ("docs/index.md", f"\ufeff{PAGE}\nXXX\n", "docs/index.md:5"),
        ("docs/_deel.md", "TODO\n", "docs/_deel.md:1"),
        ("docs/tabel.csv", "land,bedrag\nUganda,p.m.\n", "docs/tabel.csv:2"),
        ("docs/deel.txt", "Tekst.\n\nnader\nte bepalen\n", "docs/deel.txt:3"),
        ("docs/deel", "todo\n", "docs/deel:1"),
        ("docs/plaatje.svg", "<svg><title>TODO</title></svg>\n", "docs/plaatje.svg:1"),
        ("data/sources.yaml", "post: {name: Post nog te bepalen, type: post}\n", "data/sources.yaml:1"),
        ("data/sources.yaml", "# fixme\npost: {name: Post, type: post}\n", "data/sources.yaml:1"),
        ("data/sources.yaml", "post:\n  name: >\n    Nog te\n    doen\n  type: post\n", "data/sources.yaml:3"),
        ("data/references.bib", "@misc{a,\n  title = {Lorem ipsum}\n}\n", "data/references.bib:2"),
        ("data/references.bib", "% XXX bron\n@misc{a, title = {B}}\n", "data/references.bib:1"),
        ("locale/en/LC_MESSAGES/index.po", f'{HEAD}\nmsgid "Kop"\nmsgstr "Todo"\n', "locale/en/LC_MESSAGES/index.po:5"),
        (
            "locale/en/LC_MESSAGES/index.po",
            f'{HEAD}\nmsgid "Kop"\nmsgstr ""\n"to be "\n"translated"\n',
            "locale/en/LC_MESSAGES/index.po:5",
        ),
        (
            "locale/en/LC_MESSAGES/index.po",
            f'{HEAD}\n# TBD with the mission\nmsgid "Kop"\nmsgstr "Head"\n',
            "locale/en/LC_MESSAGES/index.po:4",
        ),
    ],
)
def test_it_is_told_at_its_line(folder: Path, name: str, text: str, place: str) -> None:
    write(folder, name, text)
    (one,) = told(folder)
    assert one.startswith(f"{place}: still to do: ")


@pytest.mark.parametrize(
    "include",
    [
        ":::{include} ../delen/deel.inc\n:::",
        "```{literalinclude} ../delen/deel.inc\n```",
        ":::{csv-table} Tabel\n:file: ../delen/deel.inc\n:::",
        "```{eval-rst}\n.. include:: ../delen/deel.inc\n```",
    ],
)
def test_what_a_page_includes_from_elsewhere_is_looked_through(folder: Path, include: str) -> None:
    write(folder, "delen/deel.inc", "Tekst\n\nTODO bellen\n")
    write(folder, "docs/index.md", f"{PAGE}\n{include}\n")
    assert told(folder) == ["delen/deel.inc:3: still to do: TODO bellen"]


def test_pictures_and_translated_texts_are_none_of_it(folder: Path) -> None:
    write(folder, "docs/plaatje.png", b"\x89PNG\0TODO")
    write(folder, "locale/en/LC_MESSAGES/index.po", f'{HEAD}\n#: TODO.md:1\nmsgid "TODO"\nmsgstr "Done"\n')
    assert told(folder) == []


def test_each_line_is_told_once(folder: Path) -> None:
    write(folder, "docs/index.md", "# Kop\n\nTODO TODO XXX\nFIXME\n")
    assert told(folder) == ["docs/index.md:3: still to do: TODO TODO XXX", "docs/index.md:4: still to do: FIXME"]


# ---- the list of the edition -----------------------------------------------------------------------------------------

LIST = """phrases: [nog te doen, todo]
exact: [WIP]
exceptions:
  - in: [docs/index.md]
    text: wat nog te doen is
    because: De pagina gaat daarover.
"""


def test_an_edition_has_words_of_its_own(folder: Path) -> None:
    write(folder, "data/unfinished.yaml", LIST)
    write(folder, "docs/index.md", "# Kop\n\nWat nog\nte doen is.\n\nFIXME\n\nWIP, en wip.\n")
    assert told(folder) == ["docs/index.md:8: still to do: WIP, en wip."]


def test_an_exception_is_for_its_text_and_its_file_only(folder: Path) -> None:
    write(folder, "data/unfinished.yaml", LIST)
    write(folder, "docs/index.md", "# Kop\n\nWat nog te doen is. Nog te doen: bellen. En wat nog\nte doen is.\n")
    write(folder, "docs/meer.md", "# Meer\n\nWat nog te doen is.\n")
    assert [each.partition(": ")[0] for each in told(folder)] == ["docs/index.md:3", "docs/meer.md:3"]


def test_an_exception_that_nothing_needs_is_told(folder: Path) -> None:
    write(folder, "data/unfinished.yaml", LIST)
    assert told(folder) == [
        'data/unfinished.yaml:4:5: this exception is not needed: nothing is found in "wat nog te doen is" there'
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "phrases: [x, todo, todo]\n",
            ['1:11: "x" is too short to be looked for', '1:20: "todo" stands in this list already'],
        ),
        ("phrases: []\n", ["1:10: this list is empty, so nothing would be looked for"]),
        (
            "phrases: [todo]\nexceptions:\n  - in: [/etc/passwd]\n    text: todo\n    because: Zo.\n",
            ['3:10: "/etc/passwd" is no pattern of files in this project, such as docs/handleiding/*.md'],
        ),
        (
            "phrases: [todo]\nexceptions: [{in: [], text: todo, because: Zo.}]\n",
            ["2:19: this list is empty; name the files that the exception is for"],
        ),
        (
            "phrases: [todo]\nexceptions:\n  - in: [a.md]\n    text: todo\n",
            ['3:5: the key "because" is missing'],
        ),
    ],
)
def test_what_is_wrong_in_the_list_is_told_at_its_place(folder: Path, text: str, problems: list[str]) -> None:
    write(folder, "data/unfinished.yaml", text)
    found = [str(each) for each in project.load(folder).store().problems if each.place.file == "data/unfinished.yaml"]
    assert found == [f"data/unfinished.yaml:{problem}" for problem in problems]


def test_the_shipped_list_is_the_one_that_is_used_without_a_list() -> None:
    from rapportage.publication.unfinished import DEFAULT

    shipped = project.load(Path(__file__).resolve().parent.parent.parent).store().get("unfinished", "unfinished")
    assert shipped is not None
    assert (shipped.phrases, shipped.exact) == (DEFAULT.phrases, DEFAULT.exact)
