"""What the changes would do: the round that is loaded, assessed with them."""

from __future__ import annotations

import time

import streamlit as st

from alignment.model import Round
from alignment.notice.teller import Teller
from alignment.reports.words import Words

from ..method import Method
from ..parts.alert import alert
from ..parts.marked import safe
from ..parts.turns import Pairs, counts_html, moves, moves_html, turned_html, turns
from .progress import draw_progress
from .screening_asking import take_sample
from .screening_work import Work
from .weights_desk import Desk, Trial


def draw_trying(desk: Desk, t: Teller, method: Method) -> None:
    """Draw what the changes turn in the round of the officer's page, as soon as it is known."""
    work: Work = st.session_state.setdefault("round", Work())
    st.html(f"<h2>{safe(t.say('tried.heading'))}</h2><p>{safe(t.say('tried.what', page=t.say('page.screening')))}</p>")
    if not work.given:
        st.html(f"<p>{safe(t.say('tried.no_round', page=t.say('page.screening')))}</p>")
        st.button(t.say("tried.sample"), key="weights_sample", on_click=take_sample, args=(work,))
        return
    with st.spinner(t.say("round.reading")):
        work.bring_up(method, t.language)
    if work.fault:
        alert(*work.fault)
    elif work.intake and not work.intake.applications:
        alert(t.say("round.no_applications"), t.say("round.no_applications_hint"))
    elif work.round_ and work.job:
        _draw_round(desk, work, work.round_, t, method)


def _draw_round(desk: Desk, work: Work, round_: Round, t: Teller, method: Method) -> None:
    told = t.say("tried.round", files=t.listed(round_.files), count=t.number(len(round_.assessments)))
    invented = f" {t.say('round.invented')}" if work.is_sample else ""
    st.html(f'<p class="hint">{safe(told + invented)}</p>')
    if work.job and work.running:
        st.html(f"<p>{safe(t.say('tried.first'))}</p>")
        draw_progress(work.job, work.began, len(round_.assessments), t.language, "weights_stop_round")
        return
    if desk.asked and desk.asked == desk.changes and work.job and work.intake and work.question:
        desk.begin(method, work.intake, work.question, work.job, time.monotonic())
    if desk.changes and desk.changes != desk.asked:
        st.html(f"<p>{safe(t.say('tried.stale' if desk.trial else 'tried.not_yet'))}</p>")
        st.button(t.say("weights.try"), key="weights_try_again", type="primary", on_click=_ask, args=(desk,))
    elif not desk.changes:
        st.html(f"<p>{safe(t.say('tried.nothing'))}</p>")
    if desk.trial and desk.changes and desk.trial.before is work.job:
        _draw_trial(desk.trial, round_, t)


def _ask(desk: Desk) -> None:
    desk.asked = desk.changes


def _draw_trial(trial: Trial, round_: Round, t: Teller) -> None:
    after = trial.after.assessments
    pairs = list(zip(round_.assessments, after, strict=False))
    if trial.after.failure:
        alert(trial.after.failure)
    elif trial.after.finished and len(after) < trial.after.total:
        alert(t.say("tried.stopped", done=t.number(len(after)), total=t.number(trial.after.total)))
    if not trial.after.finished or len(after) < trial.after.done:
        draw_progress(trial.after, trial.began, len(after), t.language, "weights_stop")
    if pairs:
        st.html(_told(pairs, Words(round_)))


def _told(pairs: Pairs, words: Words) -> str:
    """The counts first, then the applications that turn, those that only gain or lose targets, and the levels that move."""
    found = turns(pairs, words)
    turned, moved = [turn for turn in found if turn.turned], [turn for turn in found if turn.changed and not turn.turned]
    numbers = {"turned": words.number(len(turned)), "total": words.number(len(found)), "moved": words.number(len(moved))}
    parts = [f'<p class="outcome" role="status">{safe(words.say("tried.outcome", **numbers))}</p>', counts_html(pairs, words)]
    if turned:
        parts.append(f"<h3>{safe(words.say('tried.turned'))}</h3>{turned_html(turned, words)}")
    if moved:
        folded = f"<summary>{safe(words.say('tried.moved', count=len(moved)))}</summary>{turned_html(moved, words)}"
        parts.append(f"<details{'' if turned else ' open'}>{folded}</details>")
    shifted = moves(pairs)
    if shifted:
        parts.append(f"<h3>{safe(words.say('tried.moves'))}</h3>{moves_html(shifted, words)}")
    return "".join(parts)
