"""What shows things of other pages: known only when all pages have been read, and written again when they change.

A directive leaves a `listing` on the page. When the page is written the directive's `show` makes the nodes; before that,
`rapportage.rebuild` holds what it would show against what was written last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from rapportage.directives import RecordDirective

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from rapportage.domain import RecordsDomain
    from rapportage.view import View


class listing(nodes.General, nodes.Element):  # noqa: N801 -- named as docutils names nodes
    """Where a listing goes. Its attributes are plain: ``directive``, ``options`` and ``docname``.

    Its children are the writer's caption, if any: text of the page, translated with the page.
    """


class ListingDirective(RecordDirective):
    """The base of directives that show things of other pages: a subclass checks its options, and says what to `show`.

    A required argument is an id, which `show` finds among the options; an optional one is a caption.
    """

    default_caption: ClassVar[str] = ""
    """What stands above it if the writer gives no caption, in the interface's words."""

    def run(self) -> list[nodes.Node]:
        takes_id = bool(self.required_arguments)
        node = listing(
            "",
            *([] if takes_id else self.caption(self.default_caption)),
            directive=self.name.removeprefix("rapportage:"),
            options={**self.options, "id": self.arguments[0]} if takes_id else dict(self.options),
            docname=self.env.docname,
            ids=[self.table_id()],
        )
        self.set_source_info(node)
        domain = cast("RecordsDomain", self.env.get_domain("rapportage"))
        domain.page(self.env.docname).lists_pages = True
        self.check()
        return [node]

    def check(self) -> None:
        """Tell the writer, at this directive, of options that ask for what does not exist."""

    @classmethod
    def show(cls, view: View, options: dict[str, Any], caption: Sequence[nodes.Node]) -> list[nodes.Node]:
        """What stands on the page, from all that is known now."""
        raise NotImplementedError


def shown(domain: RecordsDomain, node: listing) -> list[nodes.Node]:
    """What a listing shows now."""
    directive = cast("type[ListingDirective]", domain.directives[node["directive"]])
    view = domain.view(source_info=(node.source, node.line), shown_on=node["docname"])
    made = directive.show(view, node["options"], [_copy(child) for child in node.children])
    for each in made:
        if isinstance(each, nodes.table):
            each["ids"] = [*node["ids"]]
        for reference in each.findall(lambda found: isinstance(found, nodes.Element) and "refdoc" in found):
            cast("nodes.Element", reference)["refdoc"] = node["docname"]
    return made


def _copy(caption: nodes.Node) -> nodes.Node:
    copy = caption.deepcopy()
    if hasattr(caption, "uid"):  # without it the gettext builder leaves a text out
        copy.uid = caption.uid  # type: ignore[attr-defined]
    return copy


class ShowListings(SphinxPostTransform):
    # Before intersphinx (9) and ReferencesResolver (10): what is shown here holds references.
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        domain = cast("RecordsDomain", self.env.get_domain("rapportage"))
        for node in list(self.document.findall(listing)):
            made = shown(domain, node)
            node["ids"] = []  # the table has it; docutils would give it to the first of the new nodes
            node.replace_self(made)


def _caption(node: nodes.Node) -> str:
    """What makes Sphinx number a listing among the tables: its caption, which a table always has."""
    return node.children[0].astext() if node.children else ""


def setup(app: Sphinx) -> None:
    app.add_enumerable_node(listing, "table", title_getter=_caption)
    app.add_post_transform(ShowListings)
