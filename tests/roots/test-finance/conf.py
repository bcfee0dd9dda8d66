"""A small annex: every role and directive of the finances, few amounts."""

project = "Proefbijlage"
language = "nl"
extensions = [
    "myst_parser",
    "sphinxcontrib.bibtex",
    "rapportage",
    "rapportage.html",
    "rapportage.plugins.priorities",
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
numfig = True
numfig_secnum_depth = 0
html_theme = "basic"
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
latex_table_style = ["booktabs"]
