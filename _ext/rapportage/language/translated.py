"""Whether a text is translated: one answer for builds, for the gate, and for whoever asks how far the translation is.

It is not if there is no word in its translation, if the translation has to be looked at again (fuzzy), or if it was copied.
Names, numbers and words that both languages have are the same in a translation. A text that was left as it is counts as
copied if it has a word that is not known in the other language: that no other translation has, but for those that were left
as they are themselves. What this rule cannot know, a translator says, in a remark that begins with ``same:`` and gives the
reason. Gettext's programs, ``make gettext`` among them, keep remarks of translators.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rapportage.language.pofile import Entry

#: What a translator remarks on a text that is right as it is, with the reason behind it.
SAME = "same:"

NONE = "not translated"
FUZZY = "marked as fuzzy"
PARTLY = "not all plural forms are translated"
COPIED = f'copied from the Dutch; translate it, or remark "# {SAME}" and why'

_role = re.compile(r"\{[\w:+.-]+\}(?P<ticks>`+)(?P<text>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_unread = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|\]\([^)\s]*\)|<[a-z]+:[^>\s]*>|\{[^{}]*\}|\[\^[^\]]*\]", re.DOTALL
)
_words = re.compile(r"[^\W\d_]+").findall
_readable = re.compile(r"[^\W_]").search


def why_not(entry: Entry, known: Collection[str]) -> str:
    """Why the text of an entry does not count as translated; empty if it does. *known* are the `known_words`."""
    if entry.fuzzy:
        return FUZZY
    forms = entry.forms or (entry.msgstr,)
    if any(is_blank(entry.msgid, form) for form in forms):
        return PARTLY if entry.forms and not all(is_blank(entry.msgid, form) for form in forms) else NONE
    if not is_accepted(entry) and any(_is_copied(entry.msgid, form, known) for form in forms):
        return COPIED
    return ""


def is_blank(source: str, translation: str) -> bool:
    """Whether a translation says nothing: spaces of any kind, or signs only where the text has words."""
    if not translation.strip() or (not translation.isprintable() and not _readable(translation)):
        return True
    return bool(_readable(source)) and not _readable(translation)


def is_accepted(entry: Entry) -> bool:
    """Whether a translator says that a text is right as it is, and why."""
    return any(words.casefold().startswith(SAME) and words[len(SAME) :].strip() for _, words in entry.remarks)


def known_words(entries: Iterable[Entry]) -> frozenset[str]:
    """The words that translations have and that are no copies: all that stands in a translation, but not in its text,
    and what stands in both, if that is the lesser part.
    """
    found: set[str] = set()
    for entry in entries:
        if not entry.fuzzy and not entry.obsolete:
            own, words = {*words_of(entry.msgid)}, {*words_of(entry.msgstr)}
            found |= words - own
            if len(words & own) * 2 < len(words):
                found |= words
    return frozenset(found)


def words_of(text: str) -> list[str]:
    """The words of a text that somebody reads, in small letters: those that a role shows, and none of code or addresses."""
    if "`" in text or "](" in text or "<" in text or "{" in text or "[^" in text:
        text = _unread.sub(" ", _role.sub(_shown, text))
    return _words(text.casefold())


def _shown(role: re.Match[str]) -> str:
    words, bracket, _ = role["text"].rpartition("<")
    return f" {words} " if bracket else " "


def _is_copied(source: str, translation: str, known: Collection[str]) -> bool:
    own, words = words_of(source), words_of(translation)
    unknown = [word for word in words if word not in known and word in own]
    if words == own:
        return bool(unknown)
    # Left as it is but for a word or two: most of it stands in the text, and in no other translation.
    return len(words) >= 4 and len(unknown) * 2 > len(words)
