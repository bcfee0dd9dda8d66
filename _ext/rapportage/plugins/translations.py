"""How far the translations are: in ``rapportage status``, and on an internal page.

The catalogues of the pages are counted as they were when texts were last carried into them (``make gettext``); that of the
data is held against the data themselves.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes

from rapportage import numbers
from rapportage.audience import is_internal
from rapportage.catalog import SOURCE_LANGUAGE
from rapportage.directives import RecordDirective
from rapportage.gate import Overview
from rapportage.language.catalogues import DATA, THEME, of_language
from rapportage.language.translated import FUZZY, NONE, known_words, why_not
from rapportage.tables import Column, Row, table, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.cli.project import Project
    from rapportage.language.catalogues import Checked
    from rapportage.store import Store
    from rapportage.view import View


class State(NamedTuple):
    """How far one catalogue is, in numbers of texts."""

    catalogue: str
    """Its name: that of a page, or ``data``."""
    texts: int
    fuzzy: int
    """Translated before the text was changed: to be looked at again."""
    missing: int

    @property
    def translated(self) -> int:
        return self.texts - self.fuzzy - self.missing


def states(found: Iterable[Checked], store: Store) -> list[State]:
    """The state of each of the catalogues of a language, by name; that of the data first."""
    pages = [each for each in found if each.domain != THEME]
    known = known_words(entry for each in pages for entry in each.entries)
    wanted = {each.nl for _, each in store.texts() if each.en is None}
    states = {each.domain: _state(each, known, wanted if each.domain == DATA else None) for each in pages}
    if wanted:
        states.setdefault(DATA, State(DATA, len(wanted), 0, len(wanted)))
    return sorted(states.values(), key=lambda state: (state.catalogue != DATA, state.catalogue))


def _state(catalogue: Checked, known: Collection[str], wanted: set[str] | None) -> State:
    """How far a catalogue is. One that cannot be read has no texts, as far as anybody knows."""
    entries = {each.msgid: each for each in catalogue.entries if not each.obsolete}
    texts = entries.keys() if wanted is None else wanted
    why = {text: why_not(entries[text], known) if text in entries else NONE for text in texts}
    fuzzy = sum(1 for each in why.values() if each == FUZZY)
    missing = sum(1 for text, each in why.items() if each != FUZZY and (each or text in catalogue.faulty))
    return State(catalogue.domain, len(why), fuzzy, missing)


def _in_all(found: Iterable[State]) -> State:
    listed = [*found]
    texts, fuzzy, missing = (sum(getattr(each, what) for each in listed) for what in ("texts", "fuzzy", "missing"))
    return State("", texts, fuzzy, missing)


# ---- in a terminal -------------------------------------------------------------------------------------------------------


def lines(project: Project) -> Iterator[str]:
    """For each language what is missing, in all and by catalogue."""
    for language in project.languages:
        if language != SOURCE_LANGUAGE:
            found = states(project.catalogues(language), project.store())
            yield f"{language}: {_told(_in_all(found))}"
            yield from (f"  {each.catalogue}: {_told(each)}" for each in found if each.fuzzy or each.missing)


def _told(state: State) -> str:
    return f"{state.translated} of {state.texts} translated, {state.fuzzy} to look at again, {state.missing} missing"


# ---- on a page -----------------------------------------------------------------------------------------------------------


class TranslationList(RecordDirective):
    """How far each catalogue is, for every language. Only internal pages have one."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        if not is_internal(self.config):
            self.warn("option", "only internal pages list translations; see audience: internal")
            return []
        languages: Mapping[str, str] = self.config.rapportage_languages
        return [node for code, name in languages.items() if code != SOURCE_LANGUAGE for node in self._table(code, name)]

    def _table(self, code: str, language: str) -> list[nodes.Node]:
        view = self.view
        folders = [Path(each) for each in self.config.rapportage_locale_dirs]
        inside = [each / code / "LC_MESSAGES" for each in folders]
        view.look_at(
            f"{each.relative_to(view.domain.folder).as_posix()}/**/*.po"
            for each in inside
            if each.is_relative_to(view.domain.folder)
        )
        view.look_at([f"{view.domain.store.folder.relative_to(view.domain.folder).as_posix()}/**/*.yaml"])
        found = states(of_language(folders, code, view.domain.folder), view.domain.store)
        columns = [
            Column(view.word("Catalogue"), 40),
            Column(view.word("Texts"), 15, figures=True),
            Column(view.word("Translated"), 15, figures=True),
            Column(view.word("To look at again"), 15, figures=True),
            Column(view.word("Missing"), 15, figures=True),
        ]
        rows = [Row([[nodes.literal("", each.catalogue)], *_figures(view, each)]) for each in found]
        rows.append(Row([text(view.word("Total")), *_figures(view, _in_all(found))], ("rp-total",)))
        words = view.word("Translations: {language}", language=language)
        caption = nodes.title("", words, translatable=False)
        return table(columns, rows, caption=[caption], classes=["rp-translations"], table_id=self.table_id())


def _figures(view: View, state: State) -> list[list[nodes.Node]]:
    counts = (state.texts, state.translated, state.fuzzy, state.missing)
    return [text(numbers.number(Decimal(each), view.language)) for each in counts]


STATUS = (Overview("Translations", lines),)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive ``translation-list``."""
    app.add_directive_to_domain("rapportage", "translation-list", TranslationList)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
