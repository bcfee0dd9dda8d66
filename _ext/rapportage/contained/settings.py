"""What ``conf.py`` may not loosen by accident: it is set here, and what contradicts it stops the build.

A project that wants raw HTML and LaTeX on its pages says so with ``rapportage_allow_raw = True``; then it is no longer
contained, and the gate refuses its publication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from rapportage.contained.names import INSTEAD, NEVER, RAW
from rapportage.problems import nearest
from rapportage.publication.raw import ALLOW_RAW
from rapportage.source.addresses import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

#: Extensions of MyST's syntax that bring neither HTML, LaTeX nor templates on a page.
SYNTAX = (
    *("alert", "attrs_block", "attrs_image", "attrs_inline", "colon_fence", "deflist", "fieldlist", "gfm_autolink"),
    *("linkify", "replacements", "section_ref", "smartquotes"),
)
#: HTML of the writer's own.
HTML = ("html_block", "html_inline")


def settle(app: Sphinx, config: Config) -> None:
    """Set what contains pages. Raises `ConfigError` with all that contradicts it."""
    faults = [*_faults(config)]
    if faults:
        raise ConfigError("conf.py loosens what pages may do:\n" + "\n".join(f"  {fault}" for fault in faults))
    if not config.rapportage_allow_raw:
        disabled = _list(config, "myst_disable_syntax")
        _set(config, "myst_disable_syntax", [*disabled, *(each for each in HTML if each not in disabled)])
    if "myst_url_schemes" not in _given(config):
        _set(config, "myst_url_schemes", [*SCHEMES])


def _faults(config: Config) -> Iterator[str]:
    if ALLOW_RAW in config.overrides:
        yield f"{ALLOW_RAW} is set in conf.py, where everybody sees it, and not on the command line"
    if not config.rapportage_allow_raw:
        for name in _list(config, "myst_enable_extensions"):
            if name not in SYNTAX:
                choice = nearest(name, SYNTAX, listed=20)
                yield f'myst_enable_extensions: "{name}" is none of those that pages may use{choice}'
        for name in ("myst_gfm_only", "myst_commonmark_only"):
            if name in _given(config) and config[name]:
                yield f"{name}: pages are read as MyST; leave it out"
    schemes = _given(config).get("myst_url_schemes", ())
    for name in schemes if isinstance(schemes, list | tuple | set | dict) else ():
        if str(name).lower() not in SCHEMES:
            yield f'myst_url_schemes: an address may not begin with "{name}:"; it may with {", ".join(SCHEMES)}'
    for name in config.rapportage_allow_markup:
        if name in RAW:
            yield f'rapportage_allow_markup: "{name}" is raw HTML or LaTeX; who wants that says {ALLOW_RAW} = True'
        elif name in NEVER:
            yield f'rapportage_allow_markup: "{name}" cannot be allowed; {INSTEAD.get(name, "leave it out")}'
    for name in config.suppress_warnings:
        if name in {"*", "rapportage", "rapportage.*", "rapportage.contained"}:
            yield f'suppress_warnings: "{name}" would silence what pages may not do; name the others one by one'


def _given(config: Config) -> dict[str, object]:
    """What ``conf.py`` and the command line say."""
    return {**config._raw_config, **config.overrides}


def _list(config: Config, name: str) -> list[str]:
    found = getattr(config, name, ())
    return [found] if isinstance(found, str) else [*map(str, found)]


def _set(config: Config, name: str, value: object) -> None:
    if name in config:
        config[name] = value


def verify(app: Sphinx) -> None:
    """Make sure that MyST reads pages as is set here: where it finds a mistake in its settings, it takes others.

    Raises `ConfigError`.
    """
    found = getattr(app.env, "myst_config", None)
    if found is None or app.config.rapportage_allow_raw:
        return
    if not {*HTML} <= {*found.disable_syntax} or not found.enable_extensions <= {*SYNTAX}:
        raise ConfigError("the settings of MyST in conf.py are not used; mend what is said of them above")
