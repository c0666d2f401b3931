"""Changes to a rulebook: gathered, tried in memory, saved as a new rulebook, and carried through Excel and back."""
