"""Where a translator has written something that may not be on a page: Sphinx knows the page of the original only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: Where the translation that is being read is kept.
TRANSLATION = "rapportage translation"


def place(env: BuildEnvironment, part: str) -> tuple[str, int] | None:
    """The catalogue and the line of the translation that is being read, or of one that has *part* in it."""
    import polib

    whole = str(env.current_document.get(TRANSLATION) or "")
    name = docname_to_domain(env.current_document.docname, env.config.gettext_compact)
    for folder in env.config.locale_dirs:
        path = Path(env.srcdir, folder, env.config.language, "LC_MESSAGES", f"{name}.po")
        try:
            entries = polib.pofile(str(path)) if path.is_file() else ()
        except (OSError, UnicodeDecodeError):
            continue
        for entry in entries:
            if entry.msgstr and (
                (whole and whole.startswith(entry.msgstr)) or (part and not whole and part in entry.msgstr)
            ):
                # polib tells where an entry begins; what was translated is told as well.
                return str(path), entry.linenum or 1
    return None
