"""The Sphinx configuration of the report. The edition itself (title, year, state) stands in data/edition.yaml."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))

project = "Rapportage"
language = "nl"
extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "rapportage",
    "rapportage.html",
    "rapportage.latex",
    "rapportage.plugins.edition",
    "rapportage.plugins.redaction",
    "rapportage.plugins.look",
    "rapportage.plugins.documents",
    "rapportage.plugins.embargo",
    "rapportage.plugins.marks",
    "rapportage.plugins.countries",
    "rapportage.plugins.sources",
    "rapportage.plugins.priorities",
    "rapportage.plugins.results",
    "rapportage.plugins.highlights",
    "rapportage.plugins.finance",
    "rapportage.plugins.contributions",
    "rapportage.plugins.workflow",
    "rapportage.plugins.translations",
    "rapportage.plugins.reference",
]

# Our roles and directives need no prefix.
primary_domain = "rapportage"
rapportage_data = "data"
rapportage_languages = {"nl": "Nederlands", "en": "English"}
bibtex_bibfiles = ["data/references.bib"]
bibtex_default_style = "unsrt"

# Sphinx looks for both from the folder of the pages, unless they are absolute.
locale_dirs = [str(HERE / "locale")]
templates_path = [str(HERE / "_templates")]
gettext_compact = False
gettext_location = True

# attrs_inline: [Mensenrechtenrapportage]{.language-nl} says that a word is Dutch, on an English page.
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
# Footnotes stand at the foot of a page; a rule above them is the style sheet's business.
myst_footnote_transition = False
# Text can never read a file or bring HTML or LaTeX of its own.
myst_disable_syntax = ["html_block", "html_inline"]
numfig = True
numfig_secnum_depth = 0
suppress_warnings = ["myst.xref_ambiguous"]

html_theme = "furo"
html_static_path = [str(HERE / "_static")]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
