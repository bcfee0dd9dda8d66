"""The sources on the pages are made of what `rapportage.bibliography` reads, and of nothing else.

sphinxcontrib-bibtex reads the files again by itself if they differ from what it has. So it is given what was read here,
before it looks; where something is wrong, nothing is built: nobody knows what the sources say.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapportage import bibliography
from rapportage.doubts import RefusedError

if TYPE_CHECKING:
    from pybtex.database import BibliographyData
    from sphinx.application import Sphinx

    from rapportage.bibliography.entries import Entry


def read(app: Sphinx) -> bibliography.Bibliography:
    """The bibliography of a project, as its ``conf.py`` names the files."""
    return bibliography.read(Path(app.confdir), getattr(app.config, "bibtex_bibfiles", None) or ())


class _Giver:
    """Gives sphinxcontrib-bibtex its sources, and sees that it has these and no others."""

    def __init__(self) -> None:
        self._given: BibliographyData | None = None

    def give(self, app: Sphinx) -> None:
        """Raises `RefusedError` where something is wrong with the sources."""
        if "cite" not in app.env.domains:
            return
        from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

        paths = {str(name): Path(app.confdir, name).resolve() for name in app.config.bibtex_bibfiles or ()}
        times = {name: get_mtime(path) for name, path in paths.items()}
        found = read(app)
        if found.problems:
            number = "one problem" if len(found.problems) == 1 else f"{len(found.problems)} problems"
            raise RefusedError(f"{number} in the bibliography\n" + "\n".join(map(str, found.problems)))
        self._given = as_pybtex(found.entries)
        keys = {name: dict.fromkeys(each.key for each in found.entries if each.place.file == name) for name in paths}
        files = {path: BibFile(times[name], keys[name]) for name, path in paths.items()}
        _domain(app).data["bibdata"] = BibData(app.config.bibtex_encoding, files, self._given)

    def hold(self, app: Sphinx) -> None:
        """Raises `RefusedError` where the sources were read again."""
        if self._given is not None and _domain(app).bibdata.data is not self._given:
            raise RefusedError("the bibliography was changed while it was read; build once more")


def _domain(app: Sphinx) -> Any:
    return app.env.get_domain("cite")


def as_pybtex(entries: tuple[Entry, ...]) -> BibliographyData:
    """The entries as pybtex has them."""
    from pybtex.bibtex.utils import split_name_list
    from pybtex.database import BibliographyData, Entry, Person

    from rapportage.bibliography.rules import PERSONS

    made = BibliographyData()
    for entry in entries:
        fields = {each.name: each.value for each in entry.fields.values() if each.name not in (*PERSONS, "crossref")}
        persons = {
            role: [Person(name) for name in split_name_list(entry.fields[role].value)]
            for role in PERSONS
            if role in entry.fields
        }
        made.add_entry(entry.key, Entry(entry.type, fields, persons))
    return made


def setup(app: Sphinx) -> None:
    giver = _Giver()
    # Around sphinxcontrib-bibtex (500), and after the embargo (100).
    app.connect("builder-inited", giver.give, priority=400)
    app.connect("builder-inited", giver.hold, priority=600)
