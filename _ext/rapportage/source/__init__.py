"""A page before it is parsed: what stands at its beginning, its fences, what in it is internal or redacted, and whether all
of it is understood. Knows no Sphinx.
"""
