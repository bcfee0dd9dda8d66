"""What the whole of an edition rests on, beside its pages and records: its look, its settings, and what builds it.

Each part is a mapping of names, of files above all, to digests or values. Knows no Sphinx.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rapportage
from rapportage.publication.tree import Tree, UnreadableError, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: What pip-compile or uv writes, from the folder of the project.
LOCK = "requirements/report.txt"
#: What a project's own programs are called: they turn the pages into a PDF.
_PROGRAMS = ("Makefile", "tools", "packages.txt")
#: The settings of Sphinx that name files which readers get as they are, or which give an output its look.
_LOOK = (
    "html_static_path",
    "html_extra_path",
    "html_logo",
    "html_favicon",
    "latex_additional_files",
    "latex_logo",
    "epub_cover",
)

_locked = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE).findall


def bibliography(tree: Tree) -> dict[str, str]:
    """The files with the sources that pages cite."""
    return _digests(tree, _named(tree, "bibtex_bibfiles"))


def translations(tree: Tree) -> dict[str, str]:
    """All catalogues, of every language: a catalogue of the source language may say something else, too.

    Two that say the same have the same digest: dates, remarks and lines of the sources count for nothing.
    """
    names = sorted(_named(tree, "locale_dirs", default=["locales"]))
    return {name: catalogue(tree, name) if name.endswith(".po") else tree.digest(name) for name in names}


def look(tree: Tree) -> dict[str, str]:
    """Style sheets, scripts, fonts, logos, and what else is handed out as it is."""
    return _digests(tree, {*_named(tree, *_LOOK), *tree.below(tree.folder / "_static")})


def templates(tree: Tree) -> dict[str, str]:
    """What pages are poured into."""
    return _digests(tree, {*_named(tree, "templates_path"), *tree.below(tree.folder / "_templates")})


def settings(tree: Tree) -> dict[str, str]:
    """``conf.py``, and the files that it names."""
    others = tree.pages | tree.records | _files_of_parts(tree)
    candidates = (each for each in tree.files if each not in others and not each.startswith("tests/"))
    return _digests(tree, {"conf.py", *tree.taken_in(tree.text("conf.py") or "", candidates)})


def _files_of_parts(tree: Tree) -> set[str]:
    return {name for part in (bibliography, translations, look, templates) for name in part(tree)}


def engine(tree: Tree) -> dict[str, str]:
    """This program, plugins of the project's own, and what it runs to make a PDF."""
    own = Path(rapportage.__file__).parent
    code = {path.relative_to(own).as_posix(): path for path in own.rglob("*") if path.is_file() and _is_source(path)}
    whole = "".join(f"{name}\0{_digest_of(code[name])}\n" for name in sorted(code))
    inside = tree.below(own) if own.is_relative_to(tree.folder) else frozenset()
    return {"rapportage": digest(whole), **_digests(tree, (_plugins(tree) | _programs(tree)) - inside)}


def packages(tree: Tree) -> dict[str, str]:
    """The packages that it is built with: their versions as they are locked, or without a lock as they are installed."""
    if LOCK not in tree.files:
        return dict(sorted(_installed()))
    versions = {name.lower(): version for name, version in _locked(tree.text(LOCK) or "")}
    return {**versions, LOCK: tree.digest(LOCK)}


#: What a part is called in data/workflow.yaml, and what finds it.
PARTS: dict[str, Callable[[Tree], dict[str, Any]]] = {
    "bibliography": bibliography,
    "translations": translations,
    "look": look,
    "templates": templates,
    "settings": settings,
    "engine": engine,
    "packages": packages,
}


# Nothing but a date: what a reader could see is never taken for one.
_date = r"(?:[-+: 0-9]*|YEAR-MO-DA HO:MI\+ZONE)"
#: What differs between two catalogues that say the same. (What begins with "#," or "#~" says whether an entry counts.)
_unsaid = re.compile(rf'^(?:#(?:[^,~\n].*)?|"(?:POT-Creation|PO-Revision)-Date: {_date}\\n")$', re.MULTILINE)


def catalogue(tree: Tree, name: str) -> str:
    """The digest of what a catalogue says."""
    text = tree.text(name)
    return tree.digest(name) if text is None else digest("\n".join(filter(None, _unsaid.sub("", text).split("\n"))))


# ---- finding files -----------------------------------------------------------------------------------------------------


def _digests(tree: Tree, names: Iterable[str]) -> dict[str, str]:
    return {name: tree.digest(name) for name in sorted(names)}


def _named(tree: Tree, *keys: str, default: Iterable[str] = ()) -> set[str]:
    """The files that settings name, or that stand in folders which they name."""
    found: set[str] = set()
    for key in keys:
        value = tree.settings.get(key, default)
        for each in [value] if isinstance(value, str) else value or ():
            # Some are looked for from the folder of conf.py, some from that of the pages.
            for base in dict.fromkeys((tree.folder, tree.pages_folder)):
                path = base / each
                if path.exists() and not path.resolve().is_relative_to(tree.folder.resolve()):
                    raise UnreadableError(f"conf.py: {key} names {each}, which stands outside of this project; move it here")
                found |= tree.below(path)
    return found


def _plugins(tree: Tree) -> frozenset[str]:
    """The Python that stands in this project, beside its ``conf.py`` or where its plugins are."""
    found = {each for each in tree.files if each.endswith(".py") and "/" not in each and each != "conf.py"}
    found |= tree.below(tree.folder / "_ext")
    for name in tree.settings.get("extensions", ()):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and Path(file).resolve().is_relative_to(tree.folder.resolve()):
            path = Path(file).resolve()
            found |= tree.below(path.parent if path.name == "__init__.py" else path)
    return frozenset(found)


def _programs(tree: Tree) -> frozenset[str]:
    return tree.below(*(tree.folder / each for each in _PROGRAMS))


def _is_source(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.suffix not in {".pyc", ".mo"}


def _digest_of(path: Path) -> str:
    """A file of this program; its line ends are what git makes of them."""
    return digest(path.read_bytes().replace(b"\r\n", b"\n"))


def _installed() -> Iterator[tuple[str, str]]:
    """All that this program needs, with what that needs in turn, as it is installed."""
    wanted, seen = ["rapportage"], set[str]()
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        if name != "rapportage":
            yield name, found.version
        needs = (each for each in found.requires or () if "extra ==" not in each)
        wanted += [match[0] for each in needs if (match := re.match(r"[A-Za-z0-9._-]+", each))]
