"""A small report: every role and directive, few records."""

project = "Proefrapport"
language = "nl"
extensions = [
    "myst_parser",
    "sphinxcontrib.bibtex",
    "rapportage",
    "rapportage.html",
    "rapportage.plugins.edition",
    "rapportage.plugins.redaction",
    "rapportage.plugins.embargo",
    "rapportage.plugins.marks",
    "rapportage.plugins.countries",
    "rapportage.plugins.priorities",
    "rapportage.plugins.results",
    "rapportage.plugins.highlights",
    "rapportage.plugins.finance",
]
primary_domain = "rapportage"
bibtex_bibfiles = ["data/references.bib"]
bibtex_default_style = "unsrt"
locale_dirs = ["locale"]
gettext_compact = False
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_footnote_transition = False
myst_disable_syntax = ["html_block", "html_inline"]
suppress_warnings = ["myst.xref_ambiguous"]
numfig = True
numfig_secnum_depth = 0
html_theme = "basic"
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
latex_table_style = ["booktabs"]
