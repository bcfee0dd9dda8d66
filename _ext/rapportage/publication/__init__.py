"""An edition on its way out: from what it is built, what was built, and whether that may go out. Knows no Sphinx."""
