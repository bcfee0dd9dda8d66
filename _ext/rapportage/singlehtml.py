"""All pages put together in one HTML page: an id stands there once, and every link leads to it.

Sphinx puts the pages together as they are. Their ids are unique on a page only, and a link between pages gets two anchors
(``#document-page#id``), which no browser understands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from rapportage.domain import RecordsDomain

_between_pages = re.compile(r"#document-(?P<docname>[^#\"]+)(?:#(?P<id>[^\"]+))?")


class PutTogether(SphinxPostTransform):
    """Names ids that two pages have after the page of the second, and lets links lead there."""

    builders = ("singlehtml",)
    # After references have been resolved (10) and footnotes numbered (590).
    default_priority = 650

    def run(self, **kwargs: Any) -> None:
        elements = list(_elements(self.document, self.config.root_doc))
        places: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for docname, element in elements:
            for each in element["ids"]:
                new = each if each not in taken else f"{nodes.make_id(docname)}-{each}"
                places[docname, each] = new
                taken.add(new)
                if new != each:
                    self._keep_number(docname, each, new)
        for docname, element in elements:
            for attribute in ("ids", "backrefs"):
                old: list[str] = element.get(attribute, [])
                element[attribute] = [places.get((docname, each), each) for each in old]
            if "refid" in element:
                element["refid"] = places.get((docname, element["refid"]), element["refid"])
            if "refuri" in element:
                element["refuri"] = _repaired(element["refuri"], places, self.config.root_doc)
        _domain(self.env).places = places

    def _keep_number(self, docname: str, old: str, new: str) -> None:
        """Lets a section, table or figure keep its number, which Sphinx looks up by id."""
        sections = self.env.toc_secnumbers.get(docname, {})
        if f"#{old}" in sections:
            sections[f"#{new}"] = sections[f"#{old}"]
        for figures in self.env.toc_fignumbers.get(docname, {}).values():
            if old in figures:
                figures[new] = figures[old]


def _elements(node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """All elements, each with the page that it comes from."""
    for child in node.children:
        if isinstance(child, nodes.Element):
            page = child["docname"] if isinstance(child, addnodes.start_of_file) else docname
            yield page, child
            yield from _elements(child, page)


def _repaired(text: str, places: dict[tuple[str, str], str], root_doc: str) -> str:
    """The links between pages in *text*, an address or HTML, as links within one."""

    def repair(found: re.Match[str]) -> str:
        docname, element = found["docname"], found["id"]
        if element is not None:
            return f"#{places.get((docname, element), element)}"
        return "#" if docname == root_doc else found[0]

    return _between_pages.sub(repair, text)


def repair_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """The tables of contents beside the page are made when a template asks for them."""
    if app.builder.name != "singlehtml":
        return
    places, root_doc = _domain(app.env).places, app.config.root_doc
    if "toc" in context:
        context["toc"] = _repaired(context["toc"], places, root_doc)
    if make := cast("Callable[..., str] | None", context.get("toctree")):
        context["toctree"] = lambda **options: _repaired(make(**options), places, root_doc)


def _domain(env: Any) -> RecordsDomain:
    return cast("RecordsDomain", env.get_domain("rapportage"))


def setup(app: Sphinx) -> None:
    app.add_post_transform(PutTogether)
    app.connect("html-page-context", repair_navigation)
