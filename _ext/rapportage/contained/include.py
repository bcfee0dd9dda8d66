"""``include``, but only of what belongs to the edition, so often and so deep as a person would do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from myst_parser.mocking import MockIncludeDirective, MockState
from sphinx.directives.other import Include
from sphinx.util.docutils import SphinxDirective

from rapportage.contained.told import refuse

if TYPE_CHECKING:
    from docutils.nodes import Node

#: How deep files may include each other, and how many a page may include in all.
MAX_DEPTH = 5
MAX_FILES = 100

_DEPTH, _NUMBER = "rapportage include depth", "rapportage included"


class ContainedInclude(SphinxDirective):
    """Takes the place of docutils' directive, for which MyST has its own reading in places that nobody can extend."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        # Not "parser": it loads any module by its name, and reads the file with none of what is set for pages.
        **{name: each for name, each in (Include.option_spec or {}).items() if name != "parser"},
        "relative-images": directives.flag,
        "relative-docs": directives.path,
        "heading-offset": directives.nonnegative_int,
    }

    def run(self) -> list[Node]:
        now = self.env.current_document
        depth, number = int(now.get(_DEPTH) or 0), int(now.get(_NUMBER) or 0)
        now[_NUMBER] = number + 1
        if depth >= MAX_DEPTH or number >= MAX_FILES:
            most = f"{MAX_DEPTH} deep" if depth >= MAX_DEPTH else f"{MAX_FILES} files"
            refuse(self.env, f"a page includes at most {most}; put the text on the page itself", *self.get_source_info())
            return []
        now[_DEPTH] = depth + 1
        try:
            return self._include()
        finally:
            now[_DEPTH] = depth

    def _include(self) -> list[Node]:
        if isinstance(self.state, MockState):
            mock = MockIncludeDirective(
                self.state._renderer,
                name=self.name,
                klass=Include,
                arguments=self.arguments,
                options=self.options,
                body=list(self.content),
                lineno=self.lineno,
            )
            return [*mock.run()]
        if {"literal", "code"} & self.options.keys():
            # Sphinx tells nobody of what it reads then, so nothing could be left out of it.
            refuse(self.env, "use literalinclude to show a file as it is", *self.get_source_info())
            return []
        include = Include(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )
        return [*include.run()]
