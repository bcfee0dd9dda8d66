"""What stands on the page in place of a redacted text: its ground; in the internal edition the text, marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from rapportage.audience import shows_internal
from rapportage.catalog import SOURCE_LANGUAGE
from rapportage.directives import RecordDirective
from rapportage.fences import is_placeholder
from rapportage.plugins.redaction.reading import note_shown, redactions
from rapportage.plugins.redaction.source import Placed, placed
from rapportage.roles import RecordRole

if TYPE_CHECKING:
    from docutils.nodes import Node

    from rapportage.plugins.redaction.grounds import Ground
    from rapportage.view import View

#: How the public edition names a ground, by the choice in the edition.
FORMS = {"words": "[{words}]", "code": "[{code}]", "both": "[{words}, {code}]"}


class RedactRole(RecordRole):
    """A redacted text in a sentence: ``{redact}`5.1.2.e the text` ``."""

    def show(self, view: View, title: str | None, target: str) -> list[Node]:
        redaction = _of(view, target if title is None else "")
        if redaction is None:
            return []
        text = text_of(view, redaction)
        if text is None:
            return [nodes.inline("", ground_in_public(view, redaction.ground), classes=["rp-redacted"])]
        code = nodes.inline("", f"[{ground_code(redaction.ground)}]", classes=["rp-redacted-ground"])
        return [nodes.inline("", "", *_in_dutch(view, text), nodes.Text(" "), code, classes=["rp-unredacted"])]


class Redact(RecordDirective):
    """Redacted paragraphs, or whatever else the internal edition has there."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[Node]:
        view = self.view
        redaction = _of(view, self.arguments[0], "\n".join(self.content))
        if redaction is None:
            return []
        text = text_of(view, redaction)
        if text is None:
            shown = nodes.inline("", ground_in_public(view, redaction.ground), classes=["rp-redacted"])
            return [nodes.paragraph("", "", shown, translatable=False)]
        told = view.word("Left out of the public edition: {ground}", ground=ground_in_public(view, redaction.ground, "both"))
        head = nodes.paragraph("", told, translatable=False, classes=["rp-meta"])
        body = self.parse_text_to_nodes(text)
        return [nodes.container("", head, *body, classes=["rp-unredacted-block"])]


def text_of(view: View, redaction: Placed) -> str | None:
    """The redacted text in the internal edition; None in the public one."""
    env = view.domain.env
    if redaction.placeholder:
        return redaction.placeholder if shows_internal(env) else None
    known_here = redactions(env).pages.get(view.docname or "", {})
    known = known_here.get(redaction.number)
    note_shown(env, redaction.number)
    if known is None:
        view.warn("redaction", f"this page has no redaction of this number; it has {len(known_here)}")
        return None
    if known.ground != redaction.ground:
        view.warn("redaction", "the redaction of this number on this page has another ground")
    return known.text


def ground_in_public(view: View, ground: str, form: str = "") -> str:
    """How the public edition names a ground: in words, by its code, or both."""
    if not form:
        edition = view.find("edition", "edition", "redaction")
        form = getattr(edition, "redaction", "words")
    record: Ground | None = view.find("ground", ground) if ground else None
    if record is None:
        view.select("ground")  # a page is read again when its ground is added
        return FORMS["words"].format(words=view.word("redacted"))
    return FORMS[form].format(words=view.plain(record.shown), code=record.code)


def ground_code(ground: str) -> str:
    """The code of a ground as it is written, also of one that is not known."""
    return ground.replace("-", ".") or "?"


def _of(view: View, content: str, body: str = "") -> Placed | None:
    """What a redaction says; None, and the build stops, if its text is still there: a translation has it, or data."""
    if is_placeholder(body):
        return Placed(placed(f"{content} 1").ground, "", body)  # type: ignore[union-attr]
    if (found := placed(content)) and not body.strip():
        return found
    told = "a redacted text stands where it was not taken out: in a translation or in the data it cannot be redacted"
    view.doubt(told)
    return None


def _in_dutch(view: View, text: str) -> list[Node]:
    """A redacted text, which no translator sees."""
    words = " ".join(text.split())
    return (
        [nodes.Text(words)]
        if view.language == SOURCE_LANGUAGE
        else [nodes.inline("", words, classes=[f"language-{SOURCE_LANGUAGE}"])]
    )
