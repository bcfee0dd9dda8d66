"""How the report becomes a website: accessible markup, links between the languages, Dutch words and search.

Works with every HTML builder of Sphinx. The look itself is in ``_static/rapportage.css``, made for the theme
furo; any other theme gets the same accessible markup with its own look, and so does a project without that sheet or
without ``_templates``.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import snowballstemmer  # type: ignore[import-untyped]
from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import ConfigError
from sphinx.locale import _
from sphinx.search.nl import SearchDutch
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from rapportage.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

    _Translator = HTML5Translator
else:
    _Translator = object

#: The file in ``_static`` that gets the colours, written out of the configuration value ``rapportage_css``.
THEME_FILE = "rp-theme.css"
#: The file in the project's ``_static`` with the look.
STYLE_FILE = "rapportage.css"

#: The template in the project's ``_templates`` with the links to the other languages.
LANGUAGES = "rp-languages.html"
#: furo's own side bar, with the languages below the title.
SIDE_BAR = (
    "sidebar/brand.html",
    LANGUAGES,
    "sidebar/search.html",
    "sidebar/scroll-start.html",
    "sidebar/navigation.html",
    "sidebar/scroll-end.html",
)
#: Labels that furo writes in English into its own template. Their translations are in sphinx.po.
FURO_LABELS = (
    "Toggle site navigation sidebar",
    "Toggle table of contents sidebar",
    "Toggle Light / Dark / Auto color theme",
)
#: The same for the titles of furo's icons, which a browser shows as tooltips.
FURO_TITLES = (
    "Contents",
    "Menu",
    "Expand",
    "Light mode",
    "Dark mode",
    "Auto light/dark, in light mode",
    "Auto light/dark, in dark mode",
)
#: The label that furo's navigation gives to a switch, with the title of a page.
_FURO_TOGGLE = re.compile(r'aria-label="Toggle navigation of ([^"]*)"')


class scroll_region(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """What lies around a table that may be wider than the page: it scrolls, also with the keyboard.

    ``label`` is its name for assistive technology. It exists only between the post-transforms and the writer.
    """


class ScrollingTables(SphinxPostTransform):
    """Put every table in a :class:`scroll_region`, in place of the plain wrapper that furo gives it."""

    formats = ("html",)
    #: After furo has wrapped its tables (500).
    default_priority = 510

    def run(self, **kwargs: Any) -> None:
        for table in list(self.document.findall(nodes.table)):
            outer = table.parent
            if not (isinstance(outer, nodes.container) and "table-wrapper" in outer["classes"]):
                outer = table
            # furo copies the ids and classes of the table to its wrapper; an id must be unique.
            region = scroll_region(label=_label(table), classes=["table-wrapper", "rp-scroll"])
            outer.parent.replace(outer, region)
            region += table


def _label(table: nodes.table) -> str:
    """Return the caption of a table without its footnote marks, or just "Table"."""
    if not isinstance(table[0], nodes.title):
        return _("Table")
    caption = table[0].deepcopy()
    for mark in list(caption.findall(nodes.footnote_reference)):
        mark.parent.remove(mark)
    return caption.astext().strip()


def visit_scroll_region(self: HTML5Translator, node: Element) -> None:
    """Open the region: it must be reachable with Tab, and then it needs a role and a name."""
    attributes = {"tabindex": "0", "role": "group", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "div", **attributes))


def depart_scroll_region(self: HTML5Translator, node: Element) -> None:
    self.body.append("</div>\n")


class SourceLanguage(SphinxPostTransform):
    """Mark what is not translated with the language it is in, so that a screen reader pronounces it right."""

    formats = ("html",)
    default_priority = 600

    def run(self, **kwargs: Any) -> None:
        source = self.config.rapportage_source_language
        if self.config.language.partition("_")[0] == source:
            return
        for node in self.document.findall(nodes.TextElement):
            # Sphinx sets this attribute on every text for which it looked in the catalogue.
            if node.get("translated") is False:
                # docutils turns this class into the attribute lang.
                node["classes"].append(f"language-{source}")


class TabLabels(SphinxPostTransform):
    """Take ``aria-controls`` from the labels of sphinx-design's tabs: a label may not have it."""

    formats = ("html",)
    #: After sphinx-design has made the labels (200).
    default_priority = 210

    def run(self, **kwargs: Any) -> None:
        for node in self.document.findall(nodes.TextElement):
            if node.tagname == "sd_tab_label":
                node.attributes.pop("aria_controls", None)


class AccessibleTranslator(_Translator):
    """Repairs the markup of Sphinx and docutils where it is invalid or says too little.

    A mixin: :func:`use_translator` puts it in front of whatever translator the builder would use. Each method
    corrects what the method behind it has just written, so that it follows changes in Sphinx.
    """

    def visit_entry(self, node: nodes.entry) -> None:
        """Say for every header cell whether it is the head of a column or of a row."""
        place = len(self.body)
        super().visit_entry(node)
        if self.body[place].startswith("<th"):
            head = isinstance(node.parent.parent, nodes.thead)
            scope = "col" if head else "row"
            if node.get("morecols" if head else "morerows"):
                scope += "group"
            self.body[place] = f'<th scope="{scope}"' + self.body[place][3:]

    def visit_title(self, node: nodes.title) -> None:
        """Give the caption of a toctree a level: a heading without one is invalid."""
        place = len(self.body)
        super().visit_title(node)
        self._replace(place, ' role="heading"', ' role="heading" aria-level="2"')

    def visit_citation(self, node: nodes.citation) -> None:
        """Make the bibliography a list of items; ``doc-biblioentry`` is deprecated and not allowed here."""
        place = len(self.body)
        super().visit_citation(node)
        self._replace(place, ' role="doc-biblioentry"', ' role="listitem"')

    def visit_label(self, node: nodes.label) -> None:
        """Name the link from a footnote or source back to the text: it shows only a number."""
        place = len(self.body)
        super().visit_label(node)
        self._replace(place, "<a ", f'<a title="{escape(_("Back to the text"))}" ')

    def depart_label(self, node: nodes.label) -> None:
        """Name the links back to the text where there are several of them."""
        place = len(self.body)
        super().depart_label(node)
        self._replace(place, "<a ", f'<a title="{escape(_("Back to the text"))}" ')

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Let a block of code that is wider than the page be scrolled with the keyboard."""
        place = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:  # it ends with SkipNode
            self._replace(place, "<pre>", '<pre tabindex="0">')

    def visit_meta(self, node: nodes.meta) -> None:
        """Keep Sphinx's bookkeeping of translations out of the page: it is no attribute of ``<meta>``."""
        node.attributes.pop("translated", None)
        super().visit_meta(node)

    def _replace(self, place: int, old: str, new: str) -> None:
        """Replace ``old`` by ``new`` in everything written since ``place``."""
        for index in range(place, len(self.body)):
            self.body[index] = self.body[index].replace(old, new)


def use_translator(app: Sphinx) -> None:
    """Put :class:`AccessibleTranslator` in front of the translator of an HTML builder."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    base = app.registry.get_translator_class(app.builder)
    if not issubclass(base, HTML5Translator):
        return
    app.set_translator(app.builder.name, type("RapportageTranslator", (AccessibleTranslator, base), {}), override=True)


class SearchDutchPorter(SearchDutch):
    """Dutch search with the Porter stemmer.

    Snowball's newer Dutch stemmer gives "uitgave" and "uitgaven" different stems, so that a search for one
    does not find the other; that also goes for "bijlage" and "opgave".
    """

    #: Also names the class in the JavaScript file: ``DutchPorterStemmer``.
    language_name = "DutchPorter"
    js_stemmer_rawcode = "dutch_porter-stemmer.js"

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stemmer = snowballstemmer.stemmer("dutch_porter")


def language_links(app: Sphinx, pagename: str) -> list[dict[str, Any]]:
    """Return for every language of the report where this page is in it.

    The languages are built into folders beside each other (``nl/``, ``en/``), from the same sources, so a
    relative link leads from each page to its translation: on any host, from a disk, and without JavaScript.
    ``url`` is what search engines want: absolute, if ``html_baseurl`` says where the site will be.
    """
    builder = app.builder
    if isinstance(builder, SingleFileHTMLBuilder):
        # Everything is on one page, and an anchor in the one language does not exist in the other.
        target = f"{app.config.root_doc}{builder.out_suffix}"
    else:
        target = builder.get_target_uri(pagename)
    up = "../" * (target.count("/") + 1)
    base = app.config.html_baseurl.rstrip("/")
    return [
        {
            "code": code,
            "name": name,
            "current": code == app.config.language,
            "href": f"{up}{code}/{target}",
            "url": urljoin(f"{base}/", f"../{code}/{target}") if base else f"{up}{code}/{target}",
        }
        for code, name in app.config.rapportage_languages.items()
    ]


def translate_furo(html: str) -> str:
    """Translate the words that furo has in its own template, and name its two side bars."""
    for label in FURO_LABELS:
        html = html.replace(f'aria-label="{label}"', f'aria-label="{escape(_(label))}"')
    for title in FURO_TITLES:
        html = html.replace(f"<title>{title}</title>", f"<title>{escape(_(title))}</title>")
    html = _FURO_TOGGLE.sub(lambda found: f'aria-label="{escape(_("Toggle navigation of %s")) % found[1]}"', html)
    for name, label in (("sidebar-drawer", _("Navigation")), ("toc-drawer", _("On this page"))):
        html = html.replace(f'<aside class="{name}', f'<aside aria-label="{escape(label)}" class="{name}')
    return html


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates of ``_templates`` what they show: languages, imprint, and furo's words."""
    links = language_links(app, pagename)
    # With one language there is nothing to choose.
    context["rp_languages"] = links if len(links) > 1 else []
    context["rp_imprint"] = app.config.rapportage_imprint
    context["rp_translate_furo"] = translate_furo


def add_style(app: Sphinx) -> None:
    """Write the colours where the site finds them, and link both style sheets: those that there are."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    # After furo-extensions (600), so that these rules win.
    if app.config.rapportage_css:
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / THEME_FILE).write_text(app.config.rapportage_css, encoding="utf-8")
        app.add_css_file(THEME_FILE, priority=700)
    if _has(app, app.config.html_static_path, STYLE_FILE):
        app.add_css_file(STYLE_FILE, priority=710)


def refuse_other_languages(app: Sphinx, config: Config) -> None:
    """Stop at a language that the report is not made in: nothing of ours has words in it."""
    known = config.rapportage_languages
    if known and config.language not in known:
        raise ConfigError(f'the report is not made in the language "{config.language}"{nearest(config.language, known)}')


def fill_side_bar(app: Sphinx, config: Config) -> None:
    """Put the languages in furo's side bar, unless ``conf.py`` says what stands there."""
    if config.html_theme == "furo" and not config.html_sidebars and _has(app, config.templates_path, LANGUAGES):
        config["html_sidebars"] = {"**": list(SIDE_BAR)}


def _has(app: Sphinx, folders: Iterable[str], name: str) -> bool:
    """Whether one of the project's folders has a file of this name."""
    return any(Path(app.confdir, folder, name).is_file() for folder in folders)


def leave_out_sources(app: Sphinx) -> None:
    """Without copies of the pages' sources there is no folder for them: Sphinx makes an empty one."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and not app.config.html_copy_source:
        app.builder.copysource = False


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register translator, transforms, search and context, and the configuration values they read.

    ``rapportage_css``: the style sheet with the colours (from :func:`rapportage.theme.css`).
    ``rapportage_languages``: code and own name of every language that is built, in the order to show.
    ``rapportage_source_language``: the language of ``docs/``.
    ``rapportage_imprint``: lines of text at the foot of every page.
    """
    app.add_config_value("rapportage_css", "", "html", types=(str,))
    app.add_config_value("rapportage_languages", {}, "html", types=(dict,))
    app.add_config_value("rapportage_source_language", "nl", "html", types=(str,))
    app.add_config_value("rapportage_imprint", (), "html", types=(list, tuple))

    app.add_node(scroll_region, html=(visit_scroll_region, depart_scroll_region))
    app.add_post_transform(ScrollingTables)
    app.add_post_transform(SourceLanguage)
    app.add_post_transform(TabLabels)
    app.add_search_language(SearchDutchPorter)
    # Before what looks for words in the language.
    app.connect("config-inited", refuse_other_languages, priority=400)
    app.connect("config-inited", fill_side_bar)
    app.connect("builder-inited", add_style)
    app.connect("builder-inited", leave_out_sources)
    # Late, so that a translator which another extension sets is the one that is extended.
    app.connect("builder-inited", use_translator, priority=900)
    app.connect("html-page-context", add_context)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
