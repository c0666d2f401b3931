"""Alignment beside its peers: the same goals, the same texts, the same cases, the same measures. Run as ``make compare``."""
