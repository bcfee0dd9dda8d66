"""Translations of the data and of the interface: which text a page in a language shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from rapportage.catalog import Catalogue, data_catalogues, template
from rapportage.problems import Place
from rapportage.schema import Text

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(folder: Path, *entries: str, name: str = "data.po", language: str = "en") -> Path:
    path = folder / language / "LC_MESSAGES" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + "\n\n".join(entries), "utf-8")
    return path


def test_the_source_language_shows_what_was_written(tmp_path: Path) -> None:
    path = catalogue(tmp_path, 'msgid "Fonds"\nmsgstr "iets anders"')
    dutch = Catalogue("nl", [path])
    assert dutch(Text("Fonds", "Fund")) == "Fonds"
    assert dutch(Text("Fonds")) == "Fonds"
    assert dutch.has(Text("wat dan ook"))


def test_a_text_is_translated_by_the_catalogue(tmp_path: Path) -> None:
    english = Catalogue("en", [catalogue(tmp_path, 'msgid "Fonds"\nmsgstr "Fund"')])
    assert english(Text("Fonds")) == "Fund"
    assert english.has(Text("Fonds"))


def test_a_fixed_term_is_not_translated_again(tmp_path: Path) -> None:
    english = Catalogue("en", [catalogue(tmp_path, 'msgid "Fonds"\nmsgstr "Fund"')])
    assert english(Text("Fonds", "Endowment")) == "Endowment"
    assert english.has(Text("Iets", "Something"))


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Anders"\nmsgstr "Other"',
        'msgid "Fonds"\nmsgstr ""',
        '#, fuzzy\nmsgid "Fonds"\nmsgstr "Fund?"',
        '#~ msgid "Fonds"\n#~ msgstr "Old fund"',
    ],
    ids=["absent", "empty", "fuzzy", "obsolete"],
)
def test_without_a_translation_the_source_is_shown(entry: str, tmp_path: Path) -> None:
    english = Catalogue("en", [catalogue(tmp_path, entry)])
    assert english(Text("Fonds")) == "Fonds"
    assert not english.has(Text("Fonds"))


def test_the_first_catalogue_that_has_a_text_wins(tmp_path: Path) -> None:
    own = catalogue(tmp_path / "own", 'msgid "Fonds"\nmsgstr "Fund"')
    other = catalogue(tmp_path / "other", 'msgid "Fonds"\nmsgstr "Endowment"', 'msgid "Post"\nmsgstr "Mission"')
    english = Catalogue("en", [own, tmp_path / "missing.po", other])
    assert english(Text("Fonds")) == "Fund"
    assert english(Text("Post")) == "Mission"


def test_a_catalogue_of_one_language_says_nothing_of_another(tmp_path: Path) -> None:
    catalogue(tmp_path, 'msgid "Fonds"\nmsgstr "Fund"')
    french = Catalogue("fr", data_catalogues([tmp_path], "fr"))
    assert french(Text("Fonds")) == "Fonds"
    english = Catalogue("en", data_catalogues([tmp_path], "en"))
    assert english(Text("Fonds")) == "Fund"


def test_long_texts_are_found_by_all_of_their_words(tmp_path: Path) -> None:
    english = Catalogue("en", [catalogue(tmp_path, 'msgid ""\n"een\\n"\n"\\n"\n"twee \\"drie\\""\nmsgstr "one\\n\\ntwo"')])
    assert english(Text('een\n\ntwee "drie"')) == "one\n\ntwo"


def test_the_template_has_each_text_once_with_all_its_lines() -> None:
    texts = [
        (Place("data/a.yaml", 3, 9), Text("Fonds")),
        (Place("data/b.yaml", 7, 2), Text("Fonds")),
        (Place("data/b.yaml", 8, 2), Text("Term", "Term")),
        (Place("data/b.yaml", 9, 2), Text('een "aanhaling"\n\nen een alinea')),
    ]
    content = template(texts, "Rapportage")
    messages = {each.id: each.locations for each in _entries(content)}
    assert messages == {
        "Fonds": [("data/a.yaml", 3), ("data/b.yaml", 7)],
        'een "aanhaling"\n\nen een alinea': [("data/b.yaml", 9)],
    }


def _entries(content: bytes) -> list[object]:
    from io import BytesIO

    return [each for each in read_po(BytesIO(content)) if each.id]


@pytest.mark.parametrize("text", ["50 % deelnemers, 41% in 2023", "Het doel van {programme}`jisra`"])
def test_percentages_and_roles_are_no_placeholders(text: str) -> None:
    """A translator's program would refuse a translation in which one stands in another place."""
    content = template([(Place("data/a.yaml", 1, 1), Text(text))], "Rapportage")
    assert text in content.decode()
    assert b"#," not in content


def test_the_same_texts_give_the_same_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it is made, and wherever: it has no date."""
    texts = [(Place("data/a.yaml", 1, 1), Text("Fonds"))]
    first = template(texts, "Rapportage")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert template(texts, "Rapportage") == first
    assert b"Date" not in first
