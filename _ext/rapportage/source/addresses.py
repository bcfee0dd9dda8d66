"""Where a link may lead: addresses of the web, of mail and of telephones, and places of the edition itself.

An allow-list: what is not known to be harmless is refused, in whatever way it is spelled. Browsers take a scheme for one
with spaces and tabs in it, in any case (https://url.spec.whatwg.org/#url-parsing), so it is looked for without them.

Knows no Sphinx.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

#: What an address may begin with; one without a scheme leads to a place in the edition.
SCHEMES = ("https", "http", "mailto", "tel")
#: Schemes that run something or open a file of the reader; refused also where only a second reading finds them.
DANGEROUS = frozenset({"javascript", "vbscript", "livescript", "mocha", "data", "file", "blob", "filesystem", "view-source"})
#: No address that a person writes is longer; a browser may cut it off.
MAX_LENGTH = 2000

#: What browsers pass over in an address, or what nobody sees there.
_passed_over = re.compile("[\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffd]+")
_control = re.compile("[\x00-\x1f\x7f]").search
_scheme = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):").match
_web = re.compile(r"https?://[^/\\]", re.IGNORECASE).match


def fault(address: str) -> str:
    """Why a link may not lead to *address*, in plain words; empty if it may."""
    if len(address) > MAX_LENGTH:
        return f"this address is longer than {MAX_LENGTH} characters"
    if found := scheme(address):
        return f"an address may not begin with {_shown(found)}:; it may with https:, http:, mailto: or tel:"
    plain = _passed_over.sub("", address)
    if plain[:1] in {"/", "\\"} and plain[1:2] in {"/", "\\"}:
        return "an address of another site is written in full: https://…"
    if _control(address.strip()):
        return "an address has no line ends, tabs or other control characters in it"
    if plain[:4].lower() == "http" and _scheme(plain) and not _web(plain):
        return "an address of another site is written in full: https://…"
    return ""


def scheme(address: str) -> str:
    """The scheme of an address that may not have it; empty if it has none, or one that it may have."""
    reading = address
    for again in range(4):
        found = _scheme(_passed_over.sub("", reading))
        name = found[1].lower() if found else ""
        if name in DANGEROUS or (name and not again and name not in SCHEMES):
            return name
        reading, before = unescape(unquote(reading)), reading
        if reading == before:
            break
    return ""


def is_remote(address: str) -> bool:
    """Whether an address leads out of the edition: it has a scheme, or names a host."""
    plain = _passed_over.sub("", address).replace("\\", "/")
    return bool(_scheme(plain)) or plain.startswith("//")


def _shown(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:29]}…"
