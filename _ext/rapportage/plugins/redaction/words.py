"""A text as it is compared with others: capitals, accents and signs make no difference. Knows no Sphinx."""

from __future__ import annotations

import re
import unicodedata

_words = re.compile(r"[^\W_]+").findall
_accents = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def normal(text: str) -> str:
    """The words of a text in small letters without accents, with one space between them."""
    folded = text.casefold()
    return " ".join(_words(folded if folded.isascii() else _accents.sub("", unicodedata.normalize("NFKD", folded))))
