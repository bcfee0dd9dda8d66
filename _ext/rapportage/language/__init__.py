"""What stands between the Dutch that was written and the languages in which it is read. Knows no Sphinx."""
