"""Learning from officers' past decisions: a proposed rulebook, never a changed one."""
