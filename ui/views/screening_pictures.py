"""The whole round in pictures: which application reaches which target, and what the round does for each."""

from __future__ import annotations

import streamlit as st

from alignment.model import Round
from alignment.reports.words import Words

from ..parts.heatmap import heatmap_html
from ..parts.marked import safe
from ..parts.portfolio import portfolio_html
from .screening_picking import ORDERS, Wanted, picked

#: Rows beyond which a page grows slow and nobody reads on.
_MOST_ROWS = 250


def draw_heatmap(round_: Round, words: Words) -> None:
    """Draw the heat map of one document or of all, sorted as asked."""
    plans = list(dict.fromkeys(guide.plan for guide in round_.targets))
    guides = {guide.id: guide for guide in round_.targets}
    if not guides:
        st.html(f"<p>{safe(words.say('round.none_yet'))}</p>")
        return
    first, second = st.columns(2, gap="medium")
    names = [words.say("heat.all"), *plans]
    plan = first.selectbox(
        words.say("column.plan"),
        range(len(names)),
        format_func=names.__getitem__,
        key=f"heat_plan_{words.language}",
        persist_state="session",
    )
    shown = [guide for guide in guides.values() if not plan or guide.plan == names[plan]]
    # Either one of the orders of the table, or the level of one target.
    orders = {name: words.say(f"round.by_{name}") for name in ORDERS}
    orders |= {guide.id: words.say("heat.by_target", name=guide.name) for guide in shown}
    order = second.selectbox(
        words.say("round.order"),
        orders,
        format_func=orders.__getitem__,
        key=f"heat_order_{words.language}",
        persist_state="session",
    )
    found = picked(round_, Wanted(order=order or ORDERS[0]))
    if len(found) > _MOST_ROWS:
        st.html(f'<p class="hint">{safe(words.say("heat.more", most=_MOST_ROWS, total=words.number(len(found))))}</p>')
    st.html(heatmap_html(round_, found[:_MOST_ROWS], shown, words))


def draw_portfolio(round_: Round, words: Words) -> None:
    """Draw the counts and the money by target."""
    if round_.assessments:
        st.html(portfolio_html(round_, words))
    else:
        st.html(f"<p>{safe(words.say('round.none_yet'))}</p>")
