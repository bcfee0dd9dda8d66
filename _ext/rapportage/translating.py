"""Gives Sphinx the translations of pages: from the catalogues (``.po``) as they stand there, and from nothing else.

Sphinx would compile each catalogue beside itself, and believe a compiled one that is newer: a catalogue that was put back
would not count. Here no ``.mo`` is read, nor kept: what may be shown of a catalogue (see `rapportage.language.catalogues`)
is handed over when a build begins, and a page is read again when that has changed for it. A fault is told in every build,
which fails then, and its text stays untranslated.
"""

from __future__ import annotations

import contextlib
import shutil
from gettext import GNUTranslations
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import locale, package_dir
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from rapportage.language import catalogues
from rapportage.language.catalogues import THEME, Checked
from rapportage.logs import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


class Texts(GNUTranslations):
    """What Sphinx looks a text up in."""

    def __init__(self, texts: Mapping[str, str], plurals: Mapping[tuple[str, int], str] = {}) -> None:
        super().__init__()
        self._catalog: dict[str | tuple[str, int], str] = {}
        self._catalog.update(texts.items())
        self._catalog.update(plurals.items())
        self.plural = lambda number: int(number != 1)


def folders(app: Sphinx) -> list[Path]:
    """The locale folders of the project, in which its catalogues are."""
    return [Path(each) for each in app.config.rapportage_locale_dirs]


def take_over(app: Sphinx, config: Config) -> None:
    """Keep Sphinx away from the locale folders; hand over the words of the theme, of which it has compiled a catalogue."""
    config["rapportage_locale_dirs"] = [str(Path(app.confdir, each)) for each in config.locale_dirs]
    own = Path(app.doctreedir, ".locale")
    shutil.rmtree(own, ignore_errors=True)
    config["locale_dirs"] = [str(own)]
    inside = Path(config.language, "LC_MESSAGES")
    scripts = [each / inside / f"{THEME}.js" for each in folders(app)]
    if script := next((each for each in scripts if each.is_file()), None):
        (own / inside).mkdir(parents=True)
        shutil.copyfile(script, own / inside / script.name)
    for folder in folders(app):
        if (folder / inside / f"{THEME}.po").is_file():
            with contextlib.suppress(OSError):
                (folder / inside / f"{THEME}.mo").unlink(missing_ok=True)
    locale.translators.pop(("general", THEME), None)
    if theme := next((each for each in _all(app) if each.domain == THEME), None):
        locale.translators["general", THEME] = Texts(theme.texts(), theme.plurals())
    app.translator, _ = locale.init([package_dir / "locale"], config.language)


def hand_over(app: Sphinx) -> None:
    """Let Sphinx find the translations of the pages; texts for translators are taken from what was written."""
    for name, known in [*locale.translators.items()]:
        if isinstance(known, Texts) and name[1] != THEME:
            del locale.translators[name]  # of an earlier build in this process
    if app.builder.use_message_catalog:
        for each in _all(app):
            if each.domain != THEME and (texts := each.texts()):
                locale.translators["general", each.domain] = Texts(texts)


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Tell of what is wrong in the catalogues; returns the pages of which the translation has changed."""
    for each in _all(app):
        for problem in each.problems:
            warn("catalogue", problem.message, str(problem.place))
    now, before = _digests(app, env.all_docs), _seen(env)
    return [docname for docname in env.all_docs if before.get(docname, "") != now[docname]]


def remember(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remember with which translations pages are read."""
    seen = {docname: digest for docname, digest in _seen(env).items() if docname in env.found_docs}
    env.get_domain("rapportage").data["translated"] = seen | _digests(app, docnames)


def fail(app: Sphinx, exception: Exception | None) -> None:
    """A build fails for what is wrong in a catalogue, also without ``-W``."""
    number = sum(len(each.problems) for each in _all(app))
    if exception is None and number:
        problems = "One problem" if number == 1 else f"{number} problems"
        logger.info("%s in the catalogues, named above: this build has failed.", problems)
        app.statuscode = app.statuscode or 1


def _all(app: Sphinx) -> list[Checked]:
    return catalogues.of_language(folders(app), app.config.language, Path(app.confdir))


def _digests(app: Sphinx, docnames: Iterable[str]) -> dict[str, str]:
    """What the translation of each page says; nothing for one without, or where nothing is translated."""
    said: dict[str, str] = {}
    for each in _all(app) if app.builder.use_message_catalog else ():
        if texts := each.texts():
            said[each.domain] = blake2b(repr(sorted(texts.items())).encode(), digest_size=16).hexdigest()
    return {docname: said.get(docname_to_domain(docname, app.config.gettext_compact), "") for docname in docnames}


def _seen(env: BuildEnvironment) -> dict[str, str]:
    seen: dict[str, str] = env.get_domain("rapportage").data.get("translated", {})
    return seen


def setup(app: Sphinx) -> None:
    app.add_config_value("rapportage_locale_dirs", [], "", list, "The locale folders, filled in from locale_dirs")
    # Before anything asks for a text or a catalogue.
    app.connect("config-inited", take_over, priority=1)
    app.connect("builder-inited", hand_over)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", remember)
    app.connect("build-finished", fail)
