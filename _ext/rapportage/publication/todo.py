"""What is marked as still to be done, in all that an edition is made of.

Pages with their remarks, whatever they include, records and their remarks, the bibliography, translations and what
translators remarked. Code counts too: what looks like code to a program may be a sentence behind a stray fence. The words
stand in ``data/unfinished.yaml`` (see `rapportage.publication.unfinished`), and so do the exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, cast

from rapportage import textfile
from rapportage.datafiles import SCHEMAS
from rapportage.gate import Reason
from rapportage.language.catalogues import THEME, called
from rapportage.outputs import BUILD
from rapportage.publication.phrases import Phrases, passages
from rapportage.publication.unfinished import DEFAULT, UNFINISHED, Unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rapportage.cli.project import Project

#: What a project has beside its pages where these stand in no folder of their own.
_CODE = {".py", ".js", ".css", ".po", ".pot", ".mo", ".json", ".toml", ".lock"}
_included = re.compile(
    r"(?:\{(?:include|literalinclude)\}|\.\.[ \t]+(?:include|literalinclude)::|^[ \t>]*:file:)[ \t]*(?P<path>\S+)",
    re.MULTILINE,
)


class _Passage(NamedTuple):
    """A text to look through."""

    file: str
    text: str
    line: int
    """That of its first line; its only one, where a text was put together."""
    in_one_line: bool = False


def open_to_dos(project: Project) -> Iterator[Reason]:
    """What is marked as still to be done, and the exceptions that nothing needs."""
    words = cast("Unfinished", project.store().get(UNFINISHED, UNFINISHED) or DEFAULT)
    phrases = Phrases(words.phrases, words.exact)
    needed: set[int] = set()
    for passage in _passages(project):
        lines: set[int] = set()
        found = phrases.find(passage.text)
        allowed = [
            (at, span)
            for at, each in enumerate(words.exceptions if found else ())
            if any(fnmatchcase(passage.file, pattern) for pattern in each.files)
            for span in passages(each.text, passage.text)
        ]
        for each in found:
            reasons = {at for at, span in allowed if span.start <= each.start and each.end <= span.end}
            line = passage.text.count("\n", 0, each.start)
            needed |= reasons
            if not reasons and line not in lines:
                lines.add(line)
                shown = passage.text.split("\n")[line].strip()
                where = passage.line + (0 if passage.in_one_line else line)
                yield Reason(f"still to do: {_cut(shown)}", f"{passage.file}:{where}")
    for at, exception in enumerate(words.exceptions):
        if at not in needed:
            told = f'this exception is not needed: nothing is found in "{_cut(exception.text)}" there'
            yield Reason(told, str(project.store().place(UNFINISHED, UNFINISHED, ("exceptions", at))))


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


# ---- what is looked through ----------------------------------------------------------------------------------------------


def _passages(project: Project) -> Iterator[_Passage]:
    for path in [*_of_pages(project), *_of_data(project)]:
        file = textfile.read(path, called(path, project.folder))
        # What cannot be read as a text, such as a picture, is none.
        yield _Passage(file.name, file.text, 1)
    for language in project.languages:
        for catalogue in project.catalogues(language):
            for entry in catalogue.entries if catalogue.domain != THEME else ():
                texts = [(entry.translated_at, entry.msgstr), *entry.remarks]
                yield from (_Passage(catalogue.name, text, line, in_one_line=True) for line, text in texts)


def _of_pages(project: Project) -> list[Path]:
    """All files among the pages, and what pages include from elsewhere in the project."""
    apart = [project.folder / BUILD, project.data, project.folder / "_ext"]
    for setting in ("locale_dirs", "html_static_path", "templates_path"):
        apart += [project.folder / each for each in project.settings.get(setting, ())]
    found = dict.fromkeys(
        path
        for path in sorted(project.pages.rglob("*"))
        if path.is_file()
        and path.suffix not in _CODE
        and not any(part.startswith(".") for part in path.relative_to(project.pages).parts)
        and not any(path.is_relative_to(each) for each in apart)
    )
    waiting = [*found]
    while waiting:
        path = waiting.pop()
        for each in _included_by(path, project):
            if each not in found:
                found[each] = None
                waiting.append(each)
    return [*found]


def _included_by(path: Path, project: Project) -> Iterator[Path]:
    if path.suffix in {".md", ".rst", ".txt", ".inc"}:
        for each in _included.finditer(textfile.read(path, "").text):
            base = project.pages if each["path"].startswith("/") else path.parent
            target = (base / each["path"].lstrip("/")).resolve()
            if target.is_file() and target.is_relative_to(project.folder):
                yield target


def _of_data(project: Project) -> Iterable[Path]:
    bibliographies = [project.folder / each for each in project.settings.get("bibtex_bibfiles", ())]
    inside = [
        path
        for path in sorted(project.data.rglob("*"))
        if path.is_file()
        and path.suffix not in _CODE
        and path.relative_to(project.data).parts[0] not in {SCHEMAS, f"{UNFINISHED}.yaml", UNFINISHED}
    ]
    yaml = [path for path in inside if path.suffix != ".bib"]
    return dict.fromkeys(
        [*yaml, *(path for path in inside if path.suffix == ".bib"), *filter(lambda each: each.is_file(), bibliographies)]
    )
