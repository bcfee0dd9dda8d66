"""A slip in a catalogue (a character dropped, doubled, swapped, replaced) changes nothing but words, or somebody is told."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from rapportage import textfile
from rapportage.language import catalogues, markup
from rapportage.language.pofile import parse

CATALOGUE = """\
# A remark of a translator.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: ../../docs/index.md:1
msgid "Meningsuiting"
msgstr "Speech"

#: ../../docs/index.md:3
#, fuzzy
msgid "Oud"
msgstr "Old"

msgid ""
"In {country}`UG` kreeg {redact}`5.1.2.e 1` steun van "
"{programme}`het programma <jisra>`.[^redactie] Zie *[de site](https://example.org/nl)*, `make check`."
msgstr ""
"In {country}`UG` {redact}`5.1.2.e 1` had support from "
"{programme}`the programme <jisra>`.[^redactie] See *[the site](https://example.org/nl)*, `make check`."

#~ msgid "Weg"
#~ msgstr "Gone"
"""
TEXTS = catalogues._checked(CATALOGUE.encode(), "index", "en").texts()
SIGNS = "\"'`\\{}[]()<>*_#:~|.,;-%^\n\t x\u00a0\u202e\u2019\u00b4"


@st.composite
def slips(draw: st.DrawFn) -> str:
    at = draw(st.integers(0, len(CATALOGUE) - 2))
    before, one, two, after = CATALOGUE[:at], CATALOGUE[at], CATALOGUE[at + 1], CATALOGUE[at + 2 :]
    match draw(st.sampled_from(["drop", "double", "swap", "replace", "insert"])):
        case "drop":
            return f"{before}{two}{after}"
        case "double":
            return f"{before}{one}{one}{two}{after}"
        case "swap":
            return f"{before}{two}{one}{after}"
        case "replace":
            return f"{before}{draw(st.sampled_from(SIGNS))}{two}{after}"
        case _:
            return f"{before}{draw(st.sampled_from(SIGNS))}{one}{two}{after}"


def shape(text: str) -> list[str]:
    """What is no word in a text: its markup."""
    named = re.sub(r"(\{[\w:]+\}`)[^`]*<(?=[^`<]*>`)", r"\1<", text)
    found = re.findall(r"\{[\w:]+\}`[^`]*`|\[\^\w+\]|\]\([^)]*\)|`[^`]*`", named)
    return ["".join(each.split()) for each in found]


@given(slips())
@example(CATALOGUE.replace('msgstr "Speech"', 'msgstr "Speech'))
@example(CATALOGUE.replace("{redact}`", "{redact}´"))
def test_a_slip_is_told_or_changes_words_only(text: str) -> None:
    found = catalogues._checked(text.encode("utf-8", "surrogatepass"), "index", "en")
    if found.problems:
        return
    shown = found.texts()
    for msgid, msgstr in shown.items():
        assert sorted(shape(msgstr)) == sorted(shape(msgid))
    # What is left of the texts is known; the rest is not translated, which the gate tells.
    for msgid in shown.keys() & TEXTS.keys():
        assert shape(shown[msgid]) == shape(TEXTS[msgid])


@given(st.binary(max_size=400))
def test_no_file_breaks_off_a_build(content: bytes) -> None:
    found = catalogues._checked(content, "index", "en")
    assert found.problems


@given(st.text(alphabet=st.sampled_from('msgidstrcxp_lua[]01"\\#~, \n:.'), max_size=200))
def test_nothing_that_looks_like_a_catalogue_breaks_it_off(text: str) -> None:
    found = parse(textfile.decode(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n{text}'.encode(), "x.po"))
    assert all(1 <= each.place.line <= text.count("\n") + 3 for each in found.problems)


MARKUP = st.text(alphabet=st.sampled_from("`*_{}[]()<>#:|~^!\\-+%=.1 \nab"), max_size=40)


@given(MARKUP, MARKUP)
def test_no_text_breaks_the_comparison(source: str, translation: str) -> None:
    for compare in (markup.faults_of_page, markup.faults_of_data, markup.faults_of_interface):
        assert all(isinstance(each, str) for each in compare(source, translation))


@given(MARKUP)
def test_a_text_is_as_good_as_itself(text: str) -> None:
    """The same text as a translation holds all that it has to; nothing is told but what no translation may be."""
    told = [*markup.faults_of_page(text, text)]
    assert not [each for each in told if "missing" in each or "keep it as it is" in each or "leave it out" in each]
    assert [*markup.faults_of_data(text, text)] == []
