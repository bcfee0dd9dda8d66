"""The directives and roles that a page may use: those that show something, and can do nothing else.

Our own are allowed by themselves, and so are those that a plugin adds to our domain. A project that wants another one names
it in ``rapportage_allow_markup`` in ``conf.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


#: By what docutils, Sphinx, MyST, sphinx-design and sphinxcontrib-bibtex call them, in English.
DIRECTIVES = _names(
    # Notices.
    "admonition attention caution danger error hint important note seealso tip warning deprecated deprecated-removed",
    "versionadded versionchanged versionremoved version-added version-changed version-deprecated version-removed",
    # Parts of a page.
    "aside centered class compound container contents cssclass div epigraph glossary highlights hlist line-block list-table",
    "csv-table only parsed-literal pull-quote replace rst-class rubric sidebar table toctree topic",
    # Code, pictures, and other files of the edition.
    "code code-block figure figure-md highlight image include literalinclude sourcecode",
    # Sources.
    "bibliography footbibliography",
    # sphinx-design.
    "accordion article-info button-link button-ref card card-carousel card-footer card-header dropdown grid grid-item",
    "grid-item-card step steps tab-item tab-set tab-set-code",
)
_BADGES = (
    f"bdg-{kind}{colour}{line}"
    for kind in ("", "link-", "ref-")
    for colour in (
        "primary",
        "secondary",
        "success",
        "info",
        "warning",
        "danger",
        "light",
        "muted",
        "dark",
        "black",
        "white",
    )
    for line in ("", "-line")
)
ROLES = _names(
    # Words.
    "abbr abbreviation acronym code command dfn emphasis file guilabel kbd literal mailheader makevar manpage",
    "menuselection mimetype newsgroup program regexp samp strong sub subscript sup superscript t title title-reference",
    # Links.
    "any cve cwe doc download envvar keyword numref option pep pep-reference ref rfc rfc-reference term token",
    # Sources.
    "cite cite:alp cite:alps cite:author cite:authorpar cite:authorpars cite:authors cite:cauthor cite:cauthors cite:ct",
    "cite:cts cite:empty cite:label cite:labelpar cite:p cite:ps cite:t cite:ts cite:year cite:yearpar footcite",
    "footcite:ct footcite:cts footcite:p footcite:ps footcite:t footcite:ts",
    # sphinx-design.
    "bdg bdg-link bdg-ref fa fa-brands fa-regular fa-solid fab far fas material-outlined material-regular",
    "material-round material-sharp material-twotone octicon sub-ref",
    *_BADGES,
)
#: What only a project may have that says so by another name.
RAW = frozenset({"raw", "role"})
#: What no project may have by naming it: it changes what the page's other text means, or is written into LaTeX or HTML.
NEVER = _names("default-domain default-role ifconfig jinja math meta restructuredtext-test-directive tabularcolumns")
#: What to do instead.
INSTEAD = {
    "raw": "write it as text, or use a directive of the handbook",
    "role": "use the roles of the handbook",
    "math": "write the formula in words, or show it as a picture",
    "eq": "write the formula in words, or show it as a picture",
    "math:numref": "write the formula in words, or show it as a picture",
    "ifconfig": "use :::{internal} for what is not for every reader",
    "index": "the report has no index of words; leave it out",
    "meta": "leave it out; what search engines see is made of the page",
    "tabularcolumns": "use :widths: at the table",
    "sectnum": "leave it out; the numbers of chapters are those of the edition",
    "date": "type the date",
    "unicode": "type the character",
    "title": "the heading of the page is its title",
}


def canonical(name: str, kind: str, language_module: ModuleType) -> str:
    """The English name of a directive or role (*kind* is ``directives`` or ``roles``), as docutils finds it."""
    from docutils.parsers.rst.languages import en

    name = name.lower()
    for module in (language_module, en):
        if found := getattr(module, kind, {}).get(name):
            return str(found)
    return name.removeprefix("std:")


def refusal(name: str, kind: str) -> str:
    """What to tell a writer of a directive or role that a page may not use."""
    advice = INSTEAD.get(name) or f'leave it out, or allow "{name}" in rapportage_allow_markup in conf.py'
    return f'the {kind} "{name}" may not be used on a page; {advice}'
