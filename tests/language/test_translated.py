"""What counts as translated."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapportage.language import catalogues, translated
from rapportage.language.pofile import Entry

ROOT = Path(__file__).resolve().parent.parent.parent
KNOWN = frozenset({"status", "of", "the", "report", "jisra", "power", "voices", "in", "budget"})


def entry(msgid: str, msgstr: str, *remarks: str, fuzzy: bool = False) -> Entry:
    return Entry(msgid, msgstr, 1, 2, fuzzy=fuzzy, remarks=tuple((1, each) for each in remarks))


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Status", "Status"),
        ("Power of Voices", "Power of Voices"),
        ("{amount}`jisra-2025`", "{amount}`jisra-2025`"),
        ("`make check`", "`make check`"),
        ("[](schrijvers.md)", "[](schrijvers.md)"),
        ("41% in 2023", "41% in 2023"),
        ("12", "12"),
        ("–", "–"),
        ("De minister schrijft een brief.", "The minister writes a letter."),
        ("De titel is *Onvervreemdbaar*", "The title is *Onvervreemdbaar*"),
    ],
)
def test_names_numbers_and_words_of_both_languages_are_translated(text: str, translation: str) -> None:
    assert translated.why_not(entry(text, translation), KNOWN) == ""


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u200b", "\u2060 \t", "\n", ".", "…", "*", "\u00ad"])
def test_a_translation_without_a_word_is_none(blank: str) -> None:
    assert translated.why_not(entry("De minister.", blank), KNOWN) == translated.NONE


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Inleiding", "Inleiding"),
        ("Inleiding", "INLEIDING."),
        ("De minister schrijft.", "De minister schrijft."),
        ("De minister schrijft.", "De  minister\u00a0schrijft!"),
        ("De minister schrijft vandaag een brief.", "De minister schrijft nu een brief."),
        ("De *minister* schrijft.", "De minister schrijft."),
        ("Zie {ref}`de bijlage <bijlage>`.", "Zie {ref}`de bijlage <bijlage>`."),
        ("VN", "VN"),
    ],
)
def test_a_copy_is_none(text: str, translation: str) -> None:
    assert translated.why_not(entry(text, translation), KNOWN) == translated.COPIED


def test_a_translator_says_that_a_text_is_the_same_and_why() -> None:
    assert translated.why_not(entry("Onvervreemdbaar", "Onvervreemdbaar", "same: a title"), KNOWN) == ""
    assert translated.why_not(entry("Onvervreemdbaar", "Onvervreemdbaar", "Same: a title"), KNOWN) == ""
    assert translated.why_not(entry("Onvervreemdbaar", "Onvervreemdbaar", "same:"), KNOWN) == translated.COPIED
    assert translated.why_not(entry("Onvervreemdbaar", " ", "same: a title"), KNOWN) == translated.NONE


def test_fuzzy_and_plurals() -> None:
    assert translated.why_not(entry("De minister.", "The minister.", fuzzy=True), KNOWN) == translated.FUZZY
    assert translated.why_not(Entry("Brief", "", 1, 2, plural="Brieven", forms=("Letter", "")), KNOWN) == translated.PARTLY
    assert translated.why_not(Entry("Brief", "", 1, 2, plural="Brieven", forms=("", "")), KNOWN) == translated.NONE


def test_words_are_known_from_translations_that_are_no_copies() -> None:
    found = translated.known_words(
        [
            entry("Het budget van een jaar", "Annual budget, with more words"),
            entry("De minister schrijft", "De minister schrijft"),
            entry("A", "B", fuzzy=True),
        ]
    )
    assert found == {"annual", "budget", "with", "more", "words"}


def test_every_text_of_the_edition_is_translated() -> None:
    """No false alarm in the shipped catalogues."""
    found = catalogues.of_language([ROOT / "locale"], "en", ROOT)
    entries = [(each.name, entry) for each in found for entry in each.entries]
    known = translated.known_words(entry for _, entry in entries)
    assert len(entries) > 1000
    assert [(name, entry.line, entry.msgid) for name, entry in entries if translated.why_not(entry, known)] == []


def test_remarks_of_translators_outlive_an_update(tmp_path: Path) -> None:
    """As ``make gettext`` makes one, with sphinx-intl's means."""
    from babel.messages.pofile import read_po, write_po

    head = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    old, new = tmp_path / "x.po", tmp_path / "x.pot"
    old.write_bytes(head + b'\n# same: a title\n#: x.md:1\nmsgid "Titel"\nmsgstr "Titel"\n')
    new.write_bytes(head + b'\n#: x.md:7\nmsgid "Titel"\nmsgstr ""\n')
    with old.open("rb") as file, new.open("rb") as other:
        catalogue = read_po(file)
        catalogue.update(read_po(other))
    with old.open("wb") as file:
        write_po(file, catalogue)
    (found,) = catalogues.checked(old, "x.po", "x", "en").entries
    assert translated.is_accepted(found)
