"""Data footnotes: a note of the data at the foot of the page that cites it, once, in one numbering with the writer's own.

A role or a table cell leaves a `note_reference`. That is all they do, because the text of a page is parsed up to three
times when it is translated. When the page is complete, one transform makes footnotes of docutils of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from rapportage import numbers
from rapportage.roles import RecordRole, as_typed

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from rapportage.domain import RecordsDomain
    from rapportage.schema import Text
    from rapportage.view import View


class note_reference(nodes.Inline, nodes.Element):  # noqa: N801 -- named as docutils names nodes
    """Where a note is cited: a record, by ``kind`` and ``note``, or ``words`` of the interface, in the page's language.

    One that stands ``beside`` another mark is kept apart from it.
    """


class NoteRole(RecordRole):
    """Cites a record whose text becomes a footnote."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def show(self, view: View, title: str | None, target: str) -> list[nodes.Node]:
        if view.get(self.kind, target) is None:
            return as_typed(target)
        return [cite(self.kind, target)]


def cite(kind: str, record_id: str) -> note_reference:
    """A reference to a note that is known to exist, for a cell, a caption or a sentence."""
    return note_reference("", kind=kind, note=record_id)


def remark(words: str) -> note_reference:
    """A reference to a note that the program itself has to make; the same words are one note on a page."""
    return note_reference("", words=words)


class PlaceNotes(SphinxTransform):
    """Makes footnotes of the notes that a page cites, and numbers all footnotes in the order in which they are cited."""

    # After Locale (20) has put the translated text in its place; before MyST sorts footnotes (618) and docutils
    # numbers them (620), and so before Sphinx gives them their document's name (700).
    default_priority = 615

    def apply(self, **kwargs: Any) -> None:
        page = nodes.make_id(self.env.docname)
        placed: set[str] = set()
        cited = list(self.document.findall(note_reference))
        _sort_those_beside_each_other(cited)
        for reference in cited:
            self._cite(reference, placed)
        self._name_the_unnamed()
        self._number_the_numbered()
        references = list(self.document.findall(nodes.footnote_reference))
        self._sort(references)
        self._rename(references, page)

    def _cite(self, reference: note_reference, placed: set[str]) -> None:
        name = _name_of(reference)
        cited = nodes.footnote_reference("", auto=1, refname=name)
        self.document.note_autofootnote_ref(cited)
        self.document.note_footnote_ref(cited)
        self.document.set_id(cited)
        if name not in placed:
            self._add(reference, name)
            placed.add(name)
        # Two marks side by side would be one number.
        reference.replace_self([nodes.Text(numbers.NO_BREAK), cited] if reference.get("beside") else [cited])

    def _add(self, reference: note_reference, name: str) -> None:
        footnote = nodes.footnote("", auto=1, names=[name], classes=["rp-note"])
        footnote.source, footnote.line = self.document["source"], 0
        for paragraph in self._text(reference):
            # A note cites no other note: that would have no end.
            for nested in list(paragraph.findall(note_reference)):
                nested.parent.remove(nested)
            footnote += paragraph
        self.document += footnote
        self.document.note_autofootnote(footnote)
        # No explicit target: Sphinx would take the name for a label that other pages, and other projects, can refer to.
        self.document.set_id(footnote)

    def _text(self, reference: note_reference) -> list[nodes.paragraph]:
        if "words" in reference:
            return [nodes.paragraph("", reference["words"], translatable=False)]
        domain = cast("RecordsDomain", self.env.get_domain("rapportage"))
        view = domain.view(self.env.docname)
        record = view.find(reference["kind"], reference["note"])
        return view.paragraphs(cast("Text", record.text)) if record else []

    def _name_the_unnamed(self) -> None:
        """Names footnotes that have none (``[#]_`` in reStructuredText): docutils pairs them with references by order."""
        footnotes = [each for each in self.document.autofootnotes if not each["names"] and not each["dupnames"]]
        references = [each for each in self.document.autofootnote_refs if "refname" not in each]
        if len(footnotes) != len(references):
            return  # docutils says so
        for at, (footnote, reference) in enumerate(zip(footnotes, references, strict=True), 1):
            footnote["names"] = [f"UNNAMED {at}"]
            reference["refname"] = f"UNNAMED {at}"
            self.document.footnote_refs[f"UNNAMED {at}"] = [reference]

    def _number_the_numbered(self) -> None:
        """Footnotes that the writer has numbered (``[^1]``) are numbered with the others: these would get in between."""
        # Looked up on the page, because in a translated text they are others than docutils has noted.
        cited: dict[str, list[nodes.footnote_reference]] = {}
        for reference in self.document.findall(nodes.footnote_reference):
            if "auto" not in reference and "refname" in reference:
                cited.setdefault(reference["refname"], []).append(reference)
        for footnote in list(self.document.footnotes):
            number = footnote[0].astext()
            if number in footnote["names"] and number in cited:
                name = f"NUMBERED {number}"
                footnote["names"] = [name if each == number else each for each in footnote["names"]]
                footnote["auto"] = 1
                del footnote[0]
                # docutils gives no footnote a number that is a name.
                self.document.nameids.pop(number, None)
                self.document.nametypes.pop(number, None)
                self.document.footnotes.remove(footnote)
                self.document.note_autofootnote(footnote)
                for reference in cited[number]:
                    reference.children = []
                    reference["auto"], reference["refname"] = 1, name
                    self.document.autofootnote_refs.append(reference)
                self.document.footnote_refs[name] = cited[number]

    def _sort(self, references: list[nodes.footnote_reference]) -> None:
        """docutils numbers footnotes in the order in which they are *defined*; a reader meets them as they are cited."""
        place = {id(reference): at for at, reference in enumerate(references)}
        last = len(references)
        self.document.autofootnote_refs.sort(key=lambda each: place.get(id(each), last))
        first: dict[str, int] = {}
        for at, reference in enumerate(references):
            first.setdefault(reference.get("refname", ""), at)
        self.document.autofootnotes.sort(
            key=lambda each: min((first.get(name, last) for name in each["names"]), default=last)
        )

    def _rename(self, references: list[nodes.footnote_reference], page: str) -> None:
        """Ids with the page's name in them: pages are put together in singlehtml, and an id may stand there once."""
        for at, reference in enumerate(references, 1):
            self._set_id(reference, f"noteref-{page}-{at}")
        for at, footnote in enumerate(self.document.findall(nodes.footnote), 1):
            self._set_id(footnote, f"note-{page}-{at}")

    def _set_id(self, node: nodes.Element, name: str) -> None:
        for old in node["ids"]:
            self.document.ids.pop(old, None)
        node["ids"] = [name]
        self.document.ids[name] = node
        for each in node["names"]:
            if each in self.document.nameids:
                self.document.nameids[each] = name


def _name_of(reference: note_reference) -> str:
    """What a note is called on its page; names that a writer gives have no capitals."""
    return f"REMARK {reference['words']}" if "words" in reference else f"NOTE {reference['kind']} {reference['note']}"


def _sort_those_beside_each_other(references: list[note_reference]) -> None:
    """Let marks that stand side by side be in the order of their numbers, which is that of where each is cited first."""
    first: dict[str, int] = {}
    for at, reference in enumerate(references):
        first.setdefault(_name_of(reference), at)
    side_by_side: list[list[note_reference]] = []
    for reference in references:
        if reference.get("beside"):
            side_by_side[-1].append(reference)
        else:
            side_by_side.append([reference])
    for marks in side_by_side:
        in_order = [mark.attributes for mark in sorted(marks, key=lambda mark: first[_name_of(mark)])]
        for mark, attributes in zip(marks, in_order, strict=True):
            mark.attributes = {**attributes, "beside": mark is not marks[0]}


class CollectNotes(SphinxTransform):
    """Puts the footnotes of a page with data footnotes at its end, by number. MyST does that for its own pages (623)."""

    default_priority = 624

    def apply(self, **kwargs: Any) -> None:
        footnotes = list(self.document.findall(nodes.footnote))
        if any("rp-note" in each["classes"] for each in footnotes):
            for footnote in sorted(footnotes, key=_number):
                footnote.parent.remove(footnote)
                self.document += footnote


def _number(footnote: nodes.footnote) -> tuple[bool, int]:
    """What footnotes are sorted by: those that have another mark than a number come first, as they stand."""
    mark = footnote.next_node(nodes.label)
    return (True, int(mark.astext())) if mark and mark.astext().isdecimal() else (False, 0)


class NumberThrough(SphinxPostTransform):
    """Lets the numbers of footnotes run on where pages are put together in one document: in a PDF and in singlehtml."""

    # Before LaTeXFootnoteTransform (600), which knows a footnote by its page and number.
    default_priority = 590
    builders = ("latex", "singlehtml")

    def run(self, **kwargs: Any) -> None:
        footnotes = {each["ids"][0]: each for each in self.document.findall(nodes.footnote) if each["ids"]}
        numbers: dict[str, str] = {}
        for reference in self.document.findall(nodes.footnote_reference):
            footnote = footnotes.get(reference.get("refid", ""))
            if footnote is None:
                continue
            number = numbers.setdefault(reference["refid"], str(len(numbers) + 1))
            for shown in (reference, next(iter(footnote.findall(nodes.label)))):
                shown.children = []
                shown.append(nodes.Text(number))


def setup(app: Sphinx) -> None:
    app.add_node(note_reference)
    app.add_transform(PlaceNotes)
    app.add_transform(CollectNotes)
    app.add_post_transform(NumberThrough)
