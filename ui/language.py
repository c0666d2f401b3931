"""In which language a page is shown: the one its address names, or the first of the browser's that we speak."""

from __future__ import annotations

import streamlit as st

from alignment.model import LANGUAGES, Language

#: The languages as they call themselves.
NAMES: dict[Language, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def page_language() -> Language:
    """The language of the page that is being drawn."""
    return language_of(st.query_params.get("lang"), st.context.headers.get("Accept-Language"))


def language_of(wanted: str | None, accepted: str | None) -> Language:
    """The language of a page.

    Args:
        wanted: ``lang`` of the address.
        accepted: what the browser says its user reads, as in the header Accept-Language.

    >>> language_of("sv", "fi"), language_of(None, "de, en-GB;q=0.7, fi;q=0.9"), language_of("xx<script>", None)
    ('sv', 'fi', 'fi')
    """
    read = sorted((accepted or "").split(","), key=_quality, reverse=True)
    codes = [wanted, *(each.strip()[:2].lower() for each in read)]
    return next((known for code in codes for known in LANGUAGES if known == code), LANGUAGES[0])


def _quality(accepted: str) -> float:
    _, _, quality = accepted.partition(";q=")
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0
