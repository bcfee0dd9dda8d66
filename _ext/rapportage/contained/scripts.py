"""The site's own scripts make no program of a text, so that its host can forbid that (Content-Security-Policy)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: How Sphinx takes the rule for plurals from a language's words. Its script has one already, that of Dutch and English.
_rule = re.compile(r"Documentation\.PLURAL_EXPR = new Function\([^;]*\);")


def without_rules_as_text(app: Sphinx, exception: Exception | None) -> None:
    """Take out of Sphinx's script where it makes a program of a text; a browser that forbids that stops there."""
    path = Path(app.outdir, "_static", "doctools.js")
    if exception is None and isinstance(app.builder, StandaloneHTMLBuilder) and path.is_file():
        text = path.read_text("utf-8")
        if (changed := _rule.sub("", text)) != text:
            path.write_text(changed, "utf-8")
