"""Another project, without records: it links to a report through intersphinx."""

project = "Ander project"
language = "nl"
extensions = [
    "myst_parser",
    "sphinx.ext.intersphinx",
    "rapportage",
    "rapportage.plugins.priorities",
    "rapportage.plugins.results",
    "rapportage.plugins.highlights",
]
primary_domain = "rapportage"
intersphinx_mapping = {"vorig": ("https://example.org/2025/", "HERE/objects.inv")}
html_theme = "basic"
