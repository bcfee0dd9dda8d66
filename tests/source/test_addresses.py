"""Where a link may lead, in whatever way an address is spelled."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapportage.source.addresses import MAX_LENGTH, fault, is_remote

ALLOWED = [
    "https://www.rijksoverheid.nl/a?b=c&d=%20#e",
    "HTTP://example.org",
    "https://nl.wikipedia.org/wiki/Help:Begin",
    "mailto:iemand@example.org?subject=Vraag:%20x",
    "tel:+31-70-1234567",
    "index.html#kop",
    "../nl/index.html",
    "#kop",
    "",
    "pagina?terug=https://example.org",
    "deel/1:2.html",
    "%geld#tabel-1",
]
REFUSED = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "java\u200bscript:alert(1)",
    "javascript&colon;alert(1)",
    "java&#115;cript:alert(1)",
    "javascript%3Aalert(1)",
    "javascript%253Aalert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "view-source:https://example.org",
    "intent://x",
    "ftp://example.org",
    "C:\\Users\\x",
    "//example.org/x",
    "/\\example.org/x",
    "\\\\example.org\\x",
    "\t//example.org/x",
    "https:example.org",
    "https:/example.org",
    "https:///example.org",
    "https://example.org/a\nb",
]


@pytest.mark.parametrize("address", ALLOWED)
def test_an_address_that_is_used_is_allowed(address: str) -> None:
    assert fault(address) == ""


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_may_do_something_is_refused(address: str) -> None:
    assert fault(address)


def test_an_address_without_end_is_refused() -> None:
    assert fault("https://example.org/" + "a" * MAX_LENGTH)


@pytest.mark.parametrize("address", ["https://x.org", "//x.org", "/\\x.org", "data:x", " \tdata:x"])
def test_what_leads_out_of_the_edition_is_remote(address: str) -> None:
    assert is_remote(address)


@pytest.mark.parametrize("address", ["a.png", "../a.png", "/a.png", "a b.png", "a/b:c.png"])
def test_what_stands_in_the_edition_is_not_remote(address: str) -> None:
    assert not is_remote(address)


schemes = st.sampled_from(["javascript", "vbscript", "data", "file", "blob"])
#: What a browser passes over, and what does not show.
unseen = st.text(st.sampled_from("\t\n\r \x00\x01\x1f\u200b\u200d\ufeff\u00ad\u2060"), max_size=3)


@st.composite
def dangerous(draw: st.DrawFn) -> str:
    """A dangerous address, with what hides its scheme from a reader but not from a browser."""
    letters = [draw(st.sampled_from([each.lower(), each.upper()])) for each in draw(schemes) + ":"]
    address = draw(unseen) + "".join(each + draw(unseen) for each in letters) + draw(st.text(max_size=20))
    for way in draw(
        st.lists(st.sampled_from([quote, escape, lambda text: "".join(f"&#{ord(c)};" for c in text)]), max_size=2)
    ):
        address = way(address)
    return address


@given(dangerous())
def test_no_spelling_of_a_dangerous_scheme_passes(address: str) -> None:
    assert fault(address)


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9+.-]{0,15}:[ -~]{0,20}", fullmatch=True))
def test_only_four_schemes_are_allowed(address: str) -> None:
    allowed = address.partition(":")[0].lower() in {"http", "https", "mailto", "tel"}
    assert allowed or fault(address)


@given(st.text(max_size=200))
def test_any_text_has_an_answer(address: str) -> None:
    assert isinstance(fault(address), str)
