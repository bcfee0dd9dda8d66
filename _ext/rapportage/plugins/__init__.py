"""The plugins: each a kind of record or of thing on a page, with the roles and directives that show it.

No plugin is special. Each is an extension of its own in ``conf.py``, and one that somebody else writes works the same way.
"""
