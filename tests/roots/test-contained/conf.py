"""A small edition with pages in Markdown and reStructuredText, for what may not be on them."""

project = "Proef"
language = "nl"
extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "rapportage",
    "rapportage.html",
    "rapportage.plugins.priorities",
]
primary_domain = "rapportage"
rapportage_languages = {"nl": "Nederlands", "en": "English"}
bibtex_bibfiles = ["data/references.bib"]
locale_dirs = ["locale"]
gettext_compact = False
exclude_patterns = ["_build"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
html_theme = "basic"
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
latex_table_style = ["booktabs"]
version = "1"
epub_copyright = "2026"
