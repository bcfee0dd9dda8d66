"""What is in doubt stops a build: all of it is told in one run, and nothing is written.

A page that is not understood may show what was meant to be hidden. So it is no warning that somebody can overlook, or
suppress: a build without ``-W`` stops as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from rapportage.logs import warn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from rapportage.domain import RecordsDomain
    from rapportage.logs import Subtype


class RefusedError(SystemExit):
    """A build that would give away what is not for its readers ends here. Its message gives nothing away either.

    It ends the program as any command ends that refuses to go on: a line of text, status 1, and no traceback. What was
    read before stays known, which Sphinx throws away after any other error.
    """

    def __init__(self, message: str) -> None:
        super().__init__(f"Stopped: {message}")


def doubt(env: BuildEnvironment, message: str, location: str, docname: str = "", *, subtype: Subtype = "doubt") -> None:
    """Tell what is in doubt at *location* (``file:line``), on the page *docname* if it is on one; the build stops then."""
    warn(subtype, message, location, docname or None)
    domain = _domain(env)
    domain.doubts.add(location)
    if docname:
        domain.page(docname).in_doubt = True
    else:
        domain.in_doubt = True


def is_in_doubt(env: BuildEnvironment, location: str) -> bool:
    """Whether something was told already of what stands at *location* (``file:line``)."""
    return location in _domain(env).doubts


def stop(app: Sphinx, env: BuildEnvironment) -> None:
    """Raise `RefusedError` if anything is in doubt, when all pages have been read and none has been written."""
    domain = _domain(env)
    pages = [docname for docname, page in domain.pages.items() if page.in_doubt]
    if not pages and not domain.in_doubt:
        return
    _tell_the_rest(app, domain.to_read)
    for docname in pages:
        # The environment forgets that it was read; what was read of it must not be there for the next build.
        Path(app.doctreedir, f"{docname}.doctree").unlink(missing_ok=True)
    raise RefusedError("nothing was written: what is told above may show what was meant to be hidden")


def _tell_the_rest(app: Sphinx, docnames: Iterable[str]) -> None:
    """Let what is wrong with references be told in the same run: it turns out when a page would be written."""
    # Others know where references lead only when they begin to write.
    if app.builder.format in {"html", ""}:
        app.emit("env-get-updated", app.env)  # tables and figures get their numbers
        for docname in docnames:
            if Path(app.doctreedir, f"{docname}.doctree").is_file():
                app.env.get_and_resolve_doctree(docname, app.builder, tags=app.tags)
        _domain(app.env).check_consistency()


def note(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note which pages this build reads."""
    _domain(env).to_read = sorted(docnames)


def _domain(env: BuildEnvironment) -> RecordsDomain:
    return cast("RecordsDomain", env.get_domain("rapportage"))


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", note)
    # When all others know what was read; Sphinx keeps it after that.
    app.connect("env-updated", stop, priority=1000)
