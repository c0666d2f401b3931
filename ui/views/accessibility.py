"""The accessibility statement."""

from __future__ import annotations

import os

import streamlit as st

from alignment.messages import say
from alignment.model import Language

from ..parts.marked import safe

#: When the statement was last gone through.
_DATE = "22.11.2026"
#: Where feedback goes, in words: an address of mail or a page. Whoever runs the service sets it.
_CHANNEL = "ALIGNMENT_FEEDBACK"
_GOOD = ("good_keys", "good_colour", "good_pictures", "good_narrow", "good_language")
_FAULTS = ("fault_widgets", "fault_english", "fault_grid", "fault_readers", "fault_workbook")


def draw(language: Language) -> None:
    """Draw the view."""
    channel = os.environ.get(_CHANNEL, "")
    feedback = _said(language, "feedback_to", channel=channel) if channel else _said(language, "feedback_none")
    parts = (
        f"<h1>{_said(language, 'heading')}</h1>",
        f'<p class="lead">{_said(language, "what", date=_DATE)}</p><p>{_said(language, "law")}</p>',
        f"<h2>{_said(language, 'status')}</h2><p>{_said(language, 'status_what')}</p>",
        f"<h2>{_said(language, 'faults')}</h2>{_list(language, _FAULTS)}",
        f"<h2>{_said(language, 'good')}</h2>{_list(language, _GOOD)}",
        f"<h2>{_said(language, 'tested')}</h2><p>{_said(language, 'tested_how')}</p>",
        f"<h2>{_said(language, 'feedback')}</h2><p>{feedback}</p><p>{_said(language, 'authority')}</p>",
    )
    st.html("".join(parts))


def _list(language: Language, keys: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{_said(language, key)}</li>' for key in keys)}</ul>"


def _said(language: Language, key: str, **values: object) -> str:
    return safe(say(language, f"statement.{key}", **values))
