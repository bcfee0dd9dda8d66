"""Whether everything is translated: the catalogues, held against the templates of all that is to be translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapportage import textfile
from rapportage.catalog import SOURCE_LANGUAGE
from rapportage.gate import Reason
from rapportage.language.catalogues import DATA, THEME, Checked, called
from rapportage.language.pofile import Entry, parse
from rapportage.language.translated import known_words, why_not
from rapportage.outputs import BUILD, Output
from rapportage.publication import made

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from rapportage.cli.project import Project


def reasons(project: Project) -> Iterator[Reason]:
    """What is wrong in the catalogues, and what is missing in them."""
    languages = [language for language in project.languages if language != SOURCE_LANGUAGE]
    for language in project.languages:
        for catalogue in project.catalogues(language):
            yield from (Reason(problem.message, str(problem.place)) for problem in catalogue.problems)
    folder = project.folder / BUILD / "gettext"
    if languages:
        found = [*made.faults(project.folder, Output(folder, "gettext", SOURCE_LANGUAGE))]
        yield from found
        if not found:
            # The words of the theme's templates are English, and not ours to translate.
            templates = {
                path.relative_to(folder).with_suffix("").as_posix(): _texts(path, project)
                for path in sorted(folder.rglob("*.pot"))
            }
            templates.pop(THEME, None)
            for language in languages:
                yield from _of_language(project, language, templates)


def _texts(template: Path, project: Project) -> list[str]:
    entries = parse(textfile.read(template, called(template, project.folder))).entries
    return [each.msgid for each in entries]


def _of_language(project: Project, language: str, templates: Mapping[str, list[str]]) -> Iterator[Reason]:
    catalogues = {each.domain: each for each in project.catalogues(language) if each.domain != THEME}
    known = known_words(entry for each in catalogues.values() for entry in each.entries)
    at_home = {text: domain for domain, texts in templates.items() for text in texts}
    for domain, texts in templates.items():
        if domain not in catalogues:
            where = _missing(project, language, domain)
            yield Reason(f"there is no such catalogue; {len(texts)} texts have no translation", where)
        elif catalogues[domain].is_readable:
            yield from _of_catalogue(catalogues[domain], texts, known, at_home)
    for domain, catalogue in catalogues.items():
        if domain not in templates:
            yield Reason("this catalogue belongs to no page", catalogue.name)


def _of_catalogue(
    catalogue: Checked, texts: list[str], known: Collection[str], at_home: Mapping[str, str]
) -> Iterator[Reason]:
    wanted = {*texts}
    for entry in catalogue.entries:
        if fault := _fault(entry, wanted, known, at_home):
            yield Reason(f"{fault}: {_short(entry.msgid)}", f"{catalogue.name}:{entry.line}")
    there = {entry.msgid for entry in catalogue.entries if not entry.obsolete}
    for text in dict.fromkeys(texts):
        if text not in there:
            yield Reason(f"not in this catalogue: {_short(text)}", catalogue.name)


def _fault(entry: Entry, wanted: Collection[str], known: Collection[str], at_home: Mapping[str, str]) -> str:
    if not entry.obsolete and entry.msgid in wanted:
        return why_not(entry, known)
    if entry.obsolete and entry.msgid in wanted:
        return "this text is set aside, and yet the page has it; take #~ away, or let `make gettext` do it"
    if entry.obsolete or entry.msgid not in at_home:
        return "no page has this text any more"
    where = at_home[entry.msgid]
    return f"this text is not looked for here; it stands in {'the data' if where == DATA else f'the page {where}'}"


def _missing(project: Project, language: str, domain: str) -> str:
    folder = next(iter(project.settings.get("locale_dirs", ("locales",))))
    return called(project.folder / folder / language / "LC_MESSAGES" / f"{domain}.po", project.folder)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f'"{words}"' if len(words) <= 60 else f'"{words[:59]}…"'
