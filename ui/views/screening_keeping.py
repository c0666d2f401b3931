"""What was chosen on the page, kept when its language changes.

A browser keeps the name that a box shows, so every language has boxes of its own: what they hold is handed on.
"""

from __future__ import annotations

import streamlit as st

from alignment.model import Language

#: The boxes whose choices are the same in all languages.
_KEPT = (
    "round_recommendations",
    "round_order",
    "round_target",
    "round_level",
    "round_spoken",
    "heat_plan",
    "heat_order",
    "compare_way",
    "compare_one",
    "compare_other",
    "compare_application",
    "compare_left",
    "compare_right",
    "mapped",
)


def keep(before: Language | None, now: Language) -> None:
    """Let the boxes of a language hold what those of the language before hold."""
    if before in (None, now):
        return
    for name in _KEPT:
        if (held := f"{name}_{before}") in st.session_state:
            st.session_state[f"{name}_{now}"] = st.session_state[held]
