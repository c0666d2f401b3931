"""How far long work is, and the way to stop it."""

from __future__ import annotations

import time

import streamlit as st

from alignment.messages import number, say
from alignment.model import Language

from ..method import Job

#: Seconds between two looks at what was done meanwhile.
_EVERY = 0.5
#: The whole page is drawn again when so many times as much is done as it shows: drawing takes the time of those who assess.
_MORE = 10


@st.fragment(run_every=_EVERY)
def draw_progress(job: Job, began: float, drawn: int, language: Language, key: str) -> None:
    """Draw how far a round is. The whole page is drawn again when much more is done than it shows, and at the end.

    Args:
        job: the round.
        began: when it began, by the monotonic clock.
        drawn: how many of its assessments the page shows.
        language: of the page.
        key: of the button that stops it.
    """
    if job.finished or job.done >= max(1, _MORE * drawn):
        st.rerun()
    told = say(language, "round.progress", done=number(language, job.done), total=number(language, job.total))
    left = (time.monotonic() - began) / job.done * (job.total - job.done) if job.done else None
    rest = say(language, "round.begins")
    if left is not None:
        rest = say(language, "round.seconds_left", seconds=number(language, max(1, left)))
    bar, button = st.columns([6, 1], gap="medium", vertical_alignment="bottom")
    bar.progress(job.done / job.total, f"{told} · {rest}")
    button.button(say(language, "round.stop"), key=key, on_click=job.stop, width="stretch")
