"""Prose against targets: which concepts it speaks of, how close it is to each goal's text, and the ledger of both."""
