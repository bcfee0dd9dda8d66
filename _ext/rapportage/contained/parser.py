"""MyST's parser, with the settings of ``conf.py`` and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from rapportage.contained.told import refuse

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx


class ContainedParser(MystParser):
    """Reads a page in one way: its front matter changes nothing of that."""

    def parse(self, inputstring: str, document: document) -> None:
        try:
            self._render(inputstring, document)
        except RecursionError:
            # What the bounds do not see: a page is not read half.
            self._give_up("this page is nested too deep to be read", document)
        except Exception as error:  # noqa: BLE001 -- a directive, or MyST, breaks on what nobody has thought of
            told = f"this page cannot be read ({type(error).__name__}): look for something unusual in what you changed last"
            self._give_up(told, document)

    def _render(self, source: str, document: document) -> None:
        parser = create_md_parser(document.settings.env.myst_config, SphinxRenderer)
        parser.options["document"] = document
        # Markdown leaves an address that it refuses as it was typed, and nobody is told; whoever looks at nodes tells.
        parser.validateLink = lambda url: True  # type: ignore[method-assign]
        parser.render(source)

    def _give_up(self, told: str, document: document) -> None:
        refuse(document.settings.env, told, document["source"], document.current_line or 1)
        document.children.clear()
        self._render("# …", document)


def setup(app: Sphinx) -> None:
    if "markdown" in app.registry.source_parsers:
        app.add_source_parser(ContainedParser, override=True)
