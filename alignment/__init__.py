"""Alignment: does a project application serve the goals of a regional programme, and which of its own words show it?"""

__version__ = "0.1.0"
