"""A small edition that may be published, once it has been approved, translated and built (see tests/published.py)."""

project = "Proefuitgave"
language = "nl"
extensions = [
    "myst_parser",
    "sphinxcontrib.bibtex",
    "rapportage",
    "rapportage.html",
    "rapportage.plugins.edition",
    "rapportage.plugins.documents",
    "rapportage.plugins.redaction",
    "rapportage.plugins.embargo",
    "rapportage.plugins.marks",
    "rapportage.plugins.priorities",
    "rapportage.plugins.results",
    "rapportage.plugins.highlights",
    "rapportage.plugins.finance",
    "rapportage.plugins.contributions",
    "rapportage.plugins.workflow",
]
primary_domain = "rapportage"
rapportage_languages = {"nl": "Nederlands", "en": "English"}
bibtex_bibfiles = ["data/references.bib"]
locale_dirs = ["locale"]
gettext_compact = False
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_disable_syntax = ["html_block", "html_inline"]
html_theme = "basic"
html_copy_source = False
latex_engine = "xelatex"
latex_elements = {"fontpkg": "", "preamble": r"\newcommand{\rpicon}[1]{}"}
latex_table_style = ["booktabs"]
