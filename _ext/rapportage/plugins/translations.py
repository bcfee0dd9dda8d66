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
from rapportage.catalog import DATA, SOURCE_LANGUAGE
from rapportage.directives import RecordDirective
from rapportage.gate import Overview
from rapportage.tables import Column, Row, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from rapportage.cli.project import Project
    from rapportage.store import Store
    from rapportage.view import View

#: The theme's words, which are no texts of the edition.
_THEME = "sphinx.po"


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


def states(folders: Iterable[Path], store: Store) -> list[State]:
    """The state of each catalogue in the *folders* of a language (``…/en/LC_MESSAGES``), by name; that of the data first."""
    found: dict[str, State] = {}
    wanted = {each.nl for _, each in store.texts() if each.en is None}
    for folder in folders:
        for path in sorted(folder.rglob("*.po")):
            name = path.relative_to(folder).with_suffix("").as_posix()
            if path.name != _THEME:
                found.setdefault(name, _state(name, path, wanted if name == DATA else None))
    if wanted:
        found.setdefault(DATA, State(DATA, len(wanted), 0, len(wanted)))
    return sorted(found.values(), key=lambda state: (state.catalogue != DATA, state.catalogue))


def _state(name: str, path: Path, wanted: set[str] | None) -> State:
    import polib

    entries = [each for each in polib.pofile(str(path)) if not each.obsolete and (wanted is None or each.msgid in wanted)]
    fuzzy = sum(1 for each in entries if each.fuzzy)
    done = sum(1 for each in entries if each.msgstr and not each.fuzzy)
    texts = len(entries) if wanted is None else len(wanted)
    return State(name, texts, fuzzy, texts - fuzzy - done)


def _in_all(found: Iterable[State]) -> State:
    listed = [*found]
    texts, fuzzy, missing = (sum(getattr(each, what) for each in listed) for what in ("texts", "fuzzy", "missing"))
    return State("", texts, fuzzy, missing)


# ---- in a terminal -------------------------------------------------------------------------------------------------------


def lines(project: Project) -> Iterator[str]:
    """For each language what is missing, in all and by catalogue."""
    for language in project.languages:
        if language != SOURCE_LANGUAGE:
            folders = [project.folder / each / language / "LC_MESSAGES" for each in project.settings.get("locale_dirs", ())]
            found = states(folders, project.store())
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
        return [
            node
            for code, name in languages.items()
            if code != SOURCE_LANGUAGE
            for node in self._table(name, [Path(each) / code / "LC_MESSAGES" for each in self.config.locale_dirs])
        ]

    def _table(self, language: str, folders: Iterable[Path]) -> list[nodes.Node]:
        view = self.view
        inside = [view.domain.folder / each for each in folders]
        view.look_at(
            f"{each.relative_to(view.domain.folder).as_posix()}/**/*.po"
            for each in inside
            if each.is_relative_to(view.domain.folder)
        )
        view.look_at([f"{view.domain.store.folder.relative_to(view.domain.folder).as_posix()}/**/*.yaml"])
        found = states(inside, view.domain.store)
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
