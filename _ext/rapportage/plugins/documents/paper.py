r"""Heads in print: what ``_static/rapportage-paper.sty`` needs of them, as commands of LaTeX.

A head becomes ``\rphead{routing}{column}{short column}{subject}`` and the like, out of the same nodes as on the site; the
commands are ours, and all text in them goes through Sphinx's writer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from rapportage.logs import warn
from rapportage.plugins.documents.heads import heads_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx


class PutOnPaper(SphinxPostTransform):
    """Makes of every head what is printed."""

    formats = ("latex",)
    # When references have been resolved (10) and footnotes prepared (600): nothing else looks into a head.
    default_priority = 700

    def run(self, **kwargs: Any) -> None:
        for head in heads_in(self.document):
            # An inline node: the writer puts no line ends around the commands in it.
            head.parent.replace(head, nodes.inline("", "", *_head(head)))


class TellOfNumbersWithoutAList(SphinxPostTransform):
    """Tells of a source that is cited by its number in a memo or letter whose PDF has no list of sources."""

    formats = ("latex",)
    # When citations have been resolved (10).
    default_priority = 700

    def run(self, **kwargs: Any) -> None:
        if any(self.document.findall(nodes.citation)) or not heads_in(self.document):
            return
        for cited in self.document.findall(nodes.inline):
            if "bibtex-citation" in cited["classes"]:
                message = "the PDF of this document has no list of sources; write {footcite:p} in place of {cite:p}"
                warn("structure", message, cited.parent)


def _head(head: nodes.Element) -> Iterator[nodes.Node]:
    for part in head.children:
        match part:
            case nodes.definition_list() if "rp-references" in part["classes"]:
                yield from _command("rpcolumn", _column(part, short=False), _column(part, short=True))
            case nodes.definition_list():
                yield from _command("rprouting", _routing(part))
            case nodes.paragraph():
                yield from _command(part["classes"][0].replace("-", ""), part.children)


def _column(part: nodes.definition_list, *, short: bool) -> Iterator[nodes.Node]:
    for item in _items(part):
        if item["short"] or not short:
            lines = [line.children for line in item.findall(nodes.paragraph)]
            # Copies: what is short stands in both columns.
            value = [node.deepcopy() for at, line in enumerate(lines) for node in (*_next(at), *line)]
            yield from _command("rpitem", [node.deepcopy() for node in _label(item)], value)


def _routing(part: nodes.definition_list) -> Iterator[nodes.Node]:
    for item in _items(part):
        label = _label(item)
        for line in item.findall(nodes.definition):
            for each in line.children:
                party, *mark = [paragraph.children for paragraph in each.findall(nodes.paragraph)]
                yield from _command("rpline", label, party, *mark or [[]])
                label = []


def _items(part: nodes.definition_list) -> list[nodes.definition_list_item]:
    return list(part.findall(nodes.definition_list_item))


def _label(item: nodes.definition_list_item) -> list[nodes.Node]:
    return cast("nodes.term", item[0]).children


def _next(at: int) -> list[nodes.Node]:
    return [_raw(r"\rpnext ")] if at else []


def _command(name: str, *arguments: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """A command of LaTeX, with its arguments."""
    yield _raw(f"\\{name}")
    for argument in arguments:
        yield _raw("{")
        yield from argument
        yield _raw("}")


def _raw(latex: str) -> nodes.raw:
    return nodes.raw("", latex, format="latex")


def setup(app: Sphinx) -> None:
    app.add_post_transform(TellOfNumbersWithoutAList)
    app.add_post_transform(PutOnPaper)
