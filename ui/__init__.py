"""The screen of Alignment."""
