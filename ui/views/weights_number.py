"""A box for one number of the rulebook: what is put in becomes a change, or is refused beside it."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from alignment.errors import UsageError
from alignment.notice.teller import Teller
from alignment.revising.changes import Change, number_changed
from alignment.revising.places import Place, figure

from ..parts.marked import safe
from .weights_desk import Desk

#: What is no number is told so far.
_LONGEST = 20


def draw_number(
    desk: Desk, t: Teller, place: Place, value: float, label: str, *, shown: Literal["visible", "collapsed"] = "visible"
) -> None:
    """Draw the box with the number as the changes have it, and why the last one put in was refused.

    It takes text, for a browser's own box for numbers drops the decimal comma where the browser itself speaks English: 2,5
    would become 25.
    """
    key = f"weights_{'_'.join(place)}_{t.language}_{desk.turn}"
    st.session_state.setdefault(key, figure(t.language, value))
    st.text_input(
        label,
        key=key,
        on_change=_take,
        args=(desk, t, place, key),
        label_visibility=shown,
    )
    if desk.refusal and desk.refusal.place == place:
        told = f"<b>{safe(desk.refusal.sentence)}</b> {safe(desk.refusal.hint)}"
        st.html(f'<p class="fault" role="alert">{told}</p>')


def _take(desk: Desk, t: Teller, place: Place, key: str) -> None:
    written = str(st.session_state[key])

    def change() -> Change:
        return number_changed(desk.base, place, _read(written, t), told_in=t.language)

    if desk.change(t.language, change, place):
        # As the rulebook's language writes it, whichever way it was put in.
        st.session_state[key] = figure(t.language, _read(written, t))


def _read(written: str, t: Teller) -> float:
    """A number with a comma or a full stop.

    Raises:
        UsageError: when it is none.
    """
    try:
        return float("".join(written.split()).replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        raise UsageError(
            t.say("weights.no_number", text=written[:_LONGEST]), t.say("weights.no_number_hint", example=figure(t.language, 2.5))
        ) from None
