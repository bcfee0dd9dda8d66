"""Remarks, which writers make for each other with ``%``, are in no output: some builders would write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class LeaveOut(SphinxTransform):
    """Takes remarks away, before anybody else looks through the page."""

    default_priority = 1

    def apply(self, **kwargs: Any) -> None:
        for remark in [*self.document.findall(nodes.comment)]:
            remark.parent.remove(remark)


def setup(app: Sphinx) -> None:
    app.add_transform(LeaveOut)
