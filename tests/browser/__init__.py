"""The screen in a real browser: one server, one Chromium, and people who each have a browser context of their own."""
