"""Input as careless as people's, made by a program: whatever it is, it ends in a result or in a message with a place.

``python -m tests.fuzz data --number 100000 --seed 1`` makes and reads so many files of one of the `KINDS`, and prints what
went wrong, each with the smallest input found.
"""
