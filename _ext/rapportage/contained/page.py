"""The last lock: what a page has become is looked through, whoever made it and from whatever text.

Once when a page has been read, with its translations; and once before it is written, when references have found their
places, and sources and lists their entries.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from rapportage.contained import drawings
from rapportage.contained.files import file_fault, folder_of
from rapportage.contained.told import forget_typed, refuse_node
from rapportage.source import pictures
from rapportage.source.addresses import DANGEROUS, fault, is_remote, scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Element, document
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What is wrong in a node, and what the writer typed there.
_Found = tuple[str, str]

#: Attributes in which docutils, Sphinx and extensions keep an address.
_ADDRESSES = frozenset({"refuri", "href", "src", "url", "link", "poster", "action", "cite", "formaction"})
#: Attributes in which they keep words: of them nothing is opened.
_WORDS = frozenset({"alt", "title", "names", "dupnames", "label", "caption", "content", "rawsource", "reftarget", "source"})
#: What MyST makes of a line end that the writer typed, and nothing else.
_LINE_ENDS = {("html", "<br />\n"), ("latex", "\\\\\n")}
#: Names of classes, ids and languages become names in HTML and LaTeX.
_name = re.compile(r"[^\s\\{}<>\"'`%^$#&~\x00-\x1f\x7f]{1,200}").fullmatch

_MATHS = "mathematics may not be used on a page; write the formula in words, or show it as a picture"
#: Nodes that are written into an output as they are, and what a writer does instead.
_VERBATIM: dict[type[nodes.Node], str] = {
    nodes.raw: "raw HTML or LaTeX may not be used on a page; write it as text",
    nodes.math: _MATHS,
    nodes.math_block: _MATHS,
}


def check_read(app: Sphinx, doctree: document) -> None:
    """Take what may not be out of a page that has been read."""
    folder = folder_of(app)

    def wrong(node: Element) -> Iterator[_Found]:
        if not (isinstance(node, nodes.raw) and app.config.rapportage_allow_raw):
            yield from _verbatim(node)
        yield from _wrong_names(node)
        yield from _wrong_addresses(node)
        if told := drawings.fault(str(node.get("svg", ""))):
            yield told, ""
        if isinstance(node, nodes.image | addnodes.download_reference):
            name = str(node.get("uri") or node.get("reftarget") or "")
            for each in dict.fromkeys((name, unquote(name))):
                if told := _elsewhere(name) or file_fault(app.env, folder, each) or _kind_fault(app.env, node, each):
                    yield told, name

    _take_out(app.env, doctree, wrong)
    for toctree in doctree.findall(addnodes.toctree):
        for entry in [*toctree["entries"]]:
            if told := fault(str(entry[1])):
                refuse_node(app.env, told, toctree, str(entry[1]))
                toctree["entries"].remove(entry)
    forget_typed(app.env, doctree)


class CheckWritten(SphinxPostTransform):
    """Takes addresses out that a page got after it was read: of sources, of other projects, of an extension."""

    #: After all others.
    default_priority = 10_000

    def run(self, **kwargs: Any) -> None:
        def wrong(node: Element) -> Iterator[_Found]:
            yield from _wrong_addresses(node)
            if isinstance(node, nodes.image) and (told := _elsewhere(str(node.get("uri", "")))):
                yield told, ""

        _take_out(self.env, self.document, wrong)


def _take_out(env: BuildEnvironment, doctree: document, wrong: Callable[[Element], Iterator[_Found]]) -> None:
    for node in [*doctree.findall(nodes.Element)]:
        found = next(wrong(node), None)
        if found and node.parent is not None:
            refuse_node(env, found[0], node, found[1])
            node.parent.remove(node)


def _verbatim(node: Element) -> Iterator[_Found]:
    if isinstance(node, nodes.raw) and (node.get("format"), node.astext()) in _LINE_ENDS:
        return
    for kind, told in _VERBATIM.items():
        if isinstance(node, kind):
            yield told, node.astext()
    if isinstance(node, nodes.meta) and "http-equiv" in node:
        yield "a page may not tell the browser what to do", ""


def _wrong_names(node: Element) -> Iterator[_Found]:
    names: list[Any] = [*node.get("classes", ()), *node.get("ids", ())]
    names += [node["language"]] if node.get("language") else []
    for name in map(str, names):
        if not _name(name):
            shown = name if len(name) < 50 else f"{name[:49]}…"
            yield f'"{shown}" is no name of a class, an id or a language: it has letters, digits and hyphens', name


def _wrong_addresses(node: Element) -> Iterator[_Found]:
    for attribute, value in node.attributes.items():
        if isinstance(value, str) and attribute not in _WORDS:
            if attribute in _ADDRESSES and (told := fault(value)):
                yield told, value
            elif scheme(value) in DANGEROUS:
                yield fault(value), value
    # Of links that lead to a place in the edition only MyST's can be meant as an address.
    if isinstance(node, addnodes.pending_xref) and node.get("reftype") in {None, "myst"}:
        target = str(node.get("reftarget", ""))
        if scheme(target) in DANGEROUS or (is_remote(target) and ("//" in target or "\\" in target)):
            yield fault(target), target


def _kind_fault(env: BuildEnvironment, node: Element, name: str) -> str:
    """Why a file of the edition is none that is shown or handed out so."""
    if not name or "*" in name:
        return ""
    path = Path(env.relfn2path(name)[1])
    fault = pictures.picture_fault(path) if isinstance(node, nodes.image) else pictures.file_fault(path)
    return f"{name} {fault}" if fault else ""


def _elsewhere(name: str) -> str:
    if not is_remote(name):
        return ""
    told = "a picture or a download of another site may not be used; put the file in the folder of the edition"
    return told if not scheme(name) else fault(name)
