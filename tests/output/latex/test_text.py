"""Each character in a font that has it, in the right direction, and places where a long word may end a line."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.output.latex import fonts, text

needs_fonts = pytest.mark.skipif(not fonts.known(), reason="needs TeX and the fonts")

#: Letters of many scripts, marks, joiners, signs, figures, spaces and characters that no font has.
CHARACTERS = "aé ñ\u0301żΩжא ב\u05b0ع ر\u064bहि\u094dन्दीকক্ষสิทธิကြ្ធაႁ፡١1(.,-→☺①中한😀\u200c\u200d\u2060\ufe0f\xad\xa0\u200b"
ANY = st.text(st.sampled_from(CHARACTERS) | st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


def put(words: str, *, code: bool = False) -> text.Set:
    return text.put(words, str, code=code)


# ---- fonts ----------------------------------------------------------------------------------------------------------------


@needs_fonts
@pytest.mark.parametrize("name", [fonts.TEXT, fonts.CODE])
def test_what_needs_no_look_at_the_fonts_is_in_them(name: str) -> None:
    assert fonts.ALWAYS - fonts.characters(name) <= {"\t", "\n", "\xad"}


@needs_fonts
def test_every_font_is_there_and_sets_something_that_those_before_it_do_not() -> None:
    every = {chr(point) for point in range(0x20, 0x20000)}
    set_by = {fonts.fallback(each) for code in (True, False) for each in every - fonts.plain(code)}
    assert {font.key for font in fonts.FALLBACKS} <= set_by


@needs_fonts
@pytest.mark.parametrize(
    "words",
    [
        "Zażółć gęślą jaźń Türkiye İstanbul",
        "Việt Nam người dân",
        "Αθήνα ἄνθρωπος Київ Қазақстан",
        "e\u0301 ş\u030c ñ",
        "“dubbel” „laag” «frans» – — ‑ −5",
        "® ™ € £ ¥ ₿ ₺ ₹ ½ ⅔ ⅛ ‰ № m² CO₂ ⁄",
        "≤ ≥ ≠ ≈ × ÷ ∑ √ ∞ → ⇔ ✓ ✗ ☐ ★ ● ◐ ■",
    ],
)
def test_latin_greek_cyrillic_and_common_signs_need_no_other_font(words: str) -> None:
    assert put(words) == (words, "")


@needs_fonts
@pytest.mark.parametrize(
    ("words", "latex"),
    [
        ("de NGO हिन्दी.", r"de NGO \rpfontdeva{हिन्दी}."),
        ("क्‍ष", r"\rpfontdeva{क्‍ष}"),  # a joiner stays with its letters
        ("გ և ህ", r"\rpfontgeor{გ} \rpfontarmn{և} \rpfontethi{ህ}"),
        ("بشر حقوق en", r"\rpfontarab{بشر حقوق} en"),  # words from right to left are turned round as one
        ("(שלום)", r"(\rpfonthebr{שלום})"),
        ("♀ ① Ⅲ", r"\rpfontsymbols{♀} \rpfontsymbols{①} \rpfontsymbols{Ⅲ}"),
        ("♥️", "♥"),  # a wish for colour
        ("a\u200bb", r"a\rpbreak{}b"),
    ],
)
def test_other_scripts_are_set_in_their_font(words: str, latex: str) -> None:
    assert put(words) == (latex, "")


@needs_fonts
def test_code_takes_from_the_text_font_what_its_own_has_not() -> None:
    (character, *_) = sorted(fonts.plain(code=False) - fonts.plain(code=True))
    assert put(character) == (character, "")
    assert put(character, code=True).latex.startswith(r"\rpfont")


@needs_fonts
def test_what_no_font_has_is_told_once_and_leaves_a_box() -> None:
    assert put("中 x 中😀") == ("□ x □□", "中😀")
    told = text.complaint("中😀", "Het woord 中😀 staat hier")
    assert told.startswith(
        'the fonts of the PDF have no "中" (U+4E2D, cjk unified ideograph-4e2d), "😀" (U+1F600, grinning face)'
    )
    assert told.endswith('in "Het woord 中😀 staat hier"; write it in Latin letters, or leave it out')
    assert text.complaint("ﾂ", "ﾂ").endswith("leave it out")
    assert text.complaint("𝐀", "𝐀").endswith('write "A"')


@needs_fonts
@given(ANY, st.booleans())
def test_nothing_is_lost_or_added_and_every_character_has_its_font(words: str, code: bool) -> None:
    pieces = list(text.runs(words, code=code))
    without = re.compile("[\ufe00-\ufe0f\u200c\u200d]")  # wishes, which are not always granted
    assert without.sub("", "".join(piece.text for piece in pieces)) == without.sub("", words)
    for piece in pieces:
        for each in piece.text:
            if piece.key is None:
                assert each not in fonts.plain(code)
            elif piece.key:
                assert fonts.has(piece.key, each)
            else:
                assert each in fonts.plain(code) or each in "\u200c\u200d"


# ---- direction ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Het Centrum (مركز القاهرة) is in Caïro.",
        "2025 שלום",
        "בצלם, מרכז המידע",
        "שלום en 5 עברית woord",
        "٢٠٢٥ عام",
        "geen",
        "שלום.",
    ],
)
def test_words_from_right_to_left_among_others_are_in_order(words: str) -> None:
    assert not text.is_unordered(words)


@pytest.mark.parametrize(
    "words", ["שלום 2025", "שלום (5)", "בצלם (מרכז) המידע", f"שלום {text.PIECE}עולם", "مركز / القاهرة", "שלום, 5"]
)
def test_what_only_the_whole_algorithm_can_order_is_told(words: str) -> None:
    assert text.is_unordered(words)


# ---- long words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "De verantwoordelijkheidsverdelingsovereenkomst is lang.",
        "mensenrechtenverdedigersorganisaties, en (mensenrechtenverdedigersorganisaties).",
        "NL91ABNA0417164300 en 9.395.942",
        "https://voorbeeld.nl/",
        "मानवाधिकार" * 10,  # a break between two letters would change them
    ],
)
def test_words_that_tex_hyphenates_or_that_are_short_stay_as_they_are(words: str) -> None:
    assert text.breakable(words) == words


def test_an_address_ends_a_line_behind_its_signs() -> None:
    pieces = text.breakable("Zie https://voorbeeld.nl/een/lang/adres.html?met=vragen nu").split(text.BREAK)
    assert pieces == ["Zie https://", "voorbeeld.", "nl/", "een/", "lang/", "adres.", "html?", "met=", "vragen nu"]


@pytest.mark.parametrize("word", ["a" * 64, "a" * 3000, "d41d8cd98f00b204e9800998ecf8427e", "ё" * 100])
def test_letters_that_are_no_word_end_a_line_anywhere(word: str) -> None:
    assert text.breakable(f"x {word} y") == f"x {text.BREAK.join(word)} y"


@given(st.text(st.sampled_from("ab1é\u0301/.- ن ") | st.characters(exclude_categories=["Cs"]), max_size=200))
def test_breaks_change_nothing_and_part_no_letter_from_its_marks(words: str) -> None:
    broken = text.breakable(words)
    assert broken.replace(text.BREAK, "") == words.replace(text.BREAK, "")
    for at, each in enumerate(broken[:-1]):
        if each == text.BREAK and text.BREAK not in words:
            assert not unicodedata.combining(broken[at + 1])
