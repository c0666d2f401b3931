"""The views of the screen: a file each, with one function ``draw(language)``."""

#: Every view by name, which is its path in the address too; the first is the one an address without a path shows.
VIEWS = ("check", "screening", "weights", "method", "accessibility")
