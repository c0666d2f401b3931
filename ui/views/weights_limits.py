"""Limits: where levels begin, what the parts of an application count, and what calls ask and hold mistakes to cost."""

from __future__ import annotations

import streamlit as st

from alignment.notice.teller import Teller
from alignment.revising.changes import number_changed
from alignment.revising.places import COSTS

from ..parts.marked import safe
from ..parts.rules import band_html, call_html
from ..parts.scale import scale_html
from .weights_desk import Desk
from .weights_number import draw_number

_LEVELS = range(1, 6)


def draw_limits(desk: Desk, t: Teller) -> None:
    """Draw the levels, the parts of an application, and one call."""
    _draw_levels(desk, t)
    _draw_sections(desk, t)
    _draw_call(desk, t)


def _draw_levels(desk: Desk, t: Teller) -> None:
    st.html(f"<h2>{safe(t.say('method_view.levels'))}</h2><p>{safe(t.say('weights.levels_what'))}</p>{scale_html(t)}")
    for level, column in zip(_LEVELS, st.columns(len(_LEVELS), gap="small"), strict=True):
        with column:
            start = t.card.level[level].from_score
            draw_number(desk, t, ("level", str(level), "from_score"), start, t.say("weights.begins", level=t.level(level)))
    key = f"weights_accept_{t.language}_{desk.turn}"
    st.selectbox(
        t.say("weights.accept"),
        _LEVELS,
        _LEVELS.index(t.card.accept_level),
        format_func=t.level,
        key=key,
        on_change=_accept,
        args=(desk, t, key),
    )


def _accept(desk: Desk, t: Teller, key: str) -> None:
    if level := st.session_state[key]:
        desk.change(t.language, lambda: number_changed(desk.base, ("scorecard", "accept_level"), level, told_in=t.language))


def _draw_sections(desk: Desk, t: Teller) -> None:
    st.html(f"<h2>{safe(t.say('method.sections'))}</h2><p>{safe(t.say('weights.sections_what'))}</p>")
    for role, section in t.rulebook.forms.section.items():
        left, right = st.columns([7, 3], gap="medium", vertical_alignment="center")
        label = section.label.in_(t.language)
        why = f'<p class="section-read"><b>{safe(label)}</b><br><span class="hint">{safe(section.why.in_(t.language))}</span></p>'
        left.html(why)
        with right:
            name = t.say("weights.weight_of", name=label)
            draw_number(desk, t, ("section", role, "weight"), section.weight, name, shown="collapsed")


def _draw_call(desk: Desk, t: Teller) -> None:
    st.html(f"<h2>{safe(t.say('weights.calls'))}</h2>")
    calls = {call.id: call for call in t.rulebook.calls}
    at = list(calls).index(t.rulebook.about.call)
    chosen = st.selectbox(
        t.say("round.call"),
        calls,
        at,
        format_func=lambda name: calls[name].names.in_(t.language),
        key=f"weights_call_{t.language}",
    )
    call = calls[chosen or t.rulebook.about.call]
    st.html(f"{call_html(call, t)}<h3>{safe(t.say('weights.costs'))}</h3><p>{safe(t.say('weights.costs_what'))}</p>")
    for name, column in zip(COSTS, st.columns(len(COSTS), gap="medium"), strict=True):
        with column:
            cost: float = getattr(call.costs, name)
            draw_number(desk, t, ("call", call.id, "costs", name), cost, t.say(f"weights.cost_{name}"))
    st.html(band_html(call, t))
