"""Footnotes: of the data and of the writer, in Markdown and in reStructuredText, everywhere where one can stand."""

project = "Noten"
language = "nl"
extensions = [
    "myst_parser",
    "rapportage",
    "rapportage.html",
    "rapportage.plugins.highlights",
    "rapportage.plugins.finance",
]
primary_domain = "rapportage"
locale_dirs = ["locale"]
gettext_compact = False
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_footnote_transition = False
numfig = True
html_theme = "basic"
html_copy_source = False
html_use_index = False
latex_table_style = ["booktabs"]
