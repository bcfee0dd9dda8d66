"""How nodes become an output, and what the writers leave out. Knows no records."""
