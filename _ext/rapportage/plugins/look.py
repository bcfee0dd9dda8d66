"""The look: one set of colours, in ``data/theme.yaml`` and with the priorities and areas, for the web and for print.

Sphinx wants to know what a PDF looks like before it has a builder, so the few records that matter are read on their own
when the configuration is complete.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from rapportage import inline, latex, numbers, theme, translating
from rapportage.catalog import Catalogue, data_catalogues, message, words
from rapportage.kinds import Kind
from rapportage.plugins.edition import STATES
from rapportage.rebuild import kinds_of
from rapportage.schema import Finding, Record, Text
from rapportage.store import Store
from rapportage.theme import Colour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


#: What the foot of a page says of the edition's place among the parliamentary papers.
_DOSSIER = message("Parliamentary dossier {dossier}")
_PAPER = message("Parliamentary paper {dossier}, no. {paper}")


class Colours(Record, frozen=True, kw_only=True):
    """The colours that belong to no record."""

    text: Annotated[Colour, Meta(description="Lopende tekst")]
    background: Annotated[Colour, Meta(description="Achtergrond van de pagina")]
    link: Annotated[Colour, Meta(description="Verwijzingen")]
    quiet: Annotated[Colour, Meta(description="Bijschriften en bronregels")]
    tint: Annotated[Colour, Meta(description="Vlak achter uitgelichte resultaten")]
    rule: Annotated[Colour, Meta(description="Dunne lijnen")]
    band: Annotated[Colour, Meta(description="Brede band van de omslag")]

    def check(self) -> Iterator[Finding]:
        for name in ("text", "link", "quiet"):
            for behind in (self.background, self.tint):
                yield from theme.faint(getattr(self, name), behind, name)


KINDS = (Kind("theme", "theme", Colours, single=True, title=""),)


def dress(app: Sphinx, config: Config) -> None:
    """Give the site its colours, and the PDF its colours, cover and running heads."""
    records = _records(app, config)
    colours, edition = records.get("theme", "theme"), records.get("edition", "edition")
    if not isinstance(colours, Colours) or edition is None:
        return  # a project without them, or with mistakes in them, which are told when all data are read
    look = theme.Theme(
        **{name: getattr(colours, name) for name in theme.COLOURS},
        accents=tuple(theme.Accent(kind, record.id, record.colour) for kind, record in _coloured(records)),
    )
    publication = _publication(
        records, edition, Catalogue(config.language, data_catalogues(translating.folders(app), config.language))
    )
    config["rapportage_css"] = theme.css(look)
    config["html_title"] = publication.title
    config["rapportage_imprint"] = [
        publication.publisher,
        f"{publication.state.capitalize()}, {publication.date}",
        publication.paper,
    ]
    latex.apply(config, latex.settings(config.language, publication, theme.latex(look)))


def _records(app: Sphinx, config: Config) -> Store:
    """What the look needs: the edition, the colours, and the records that have a colour."""
    kinds = [
        kind for kind in kinds_of(app) if kind.name in {"edition", "theme"} or "colour" in kind.record.__struct_fields__
    ]
    return Store(Path(app.confdir, config.rapportage_data), kinds, partial=True)


def _coloured(records: Store) -> Iterator[tuple[str, Any]]:
    for kind in records.kinds.values():
        if "colour" in kind.record.__struct_fields__:
            for record in records.records(kind.name):
                yield kind.name, record


def _publication(records: Store, edition: Any, translate: Catalogue) -> latex.Publication:
    language = translate.language
    say = words(language).get

    def plain(text: Text | None) -> str:
        return inline.plain(translate(text)) if text else ""

    known_as = _DOSSIER if edition.paper is None else _PAPER
    return latex.Publication(
        title=plain(edition.title),
        subtitle=plain(edition.subtitle),
        year=str(edition.year),
        publisher=plain(edition.publisher),
        date=numbers.date(edition.planned, language),
        state=say(STATES[edition.state]) or STATES[edition.state],
        paper=(say(known_as) or known_as).format(dossier=edition.dossier, paper=edition.paper),
        colophon=(plain(edition.summary),),
        icons=tuple((f"{kind}-{record.id}", record.icon) for kind, record in _coloured(records) if hasattr(record, "icon")),
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the look when the configuration is complete; ``-D language=en`` counts by then."""
    app.connect("config-inited", dress)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
