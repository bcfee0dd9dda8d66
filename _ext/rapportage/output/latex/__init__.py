"""The printed PDF: which fonts have which characters, and how text is set in them."""
