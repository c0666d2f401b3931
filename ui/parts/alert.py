"""A sentence that must be heard: what went wrong, and what to do next."""

from __future__ import annotations

import streamlit as st

from .marked import safe


def alert(sentence: str, hint: str = "") -> None:
    """Draw it where the page stands; it is read aloud at once."""
    st.html(f'<p class="alert" role="alert"><b>{safe(sentence)}</b> {safe(hint)}</p>')
