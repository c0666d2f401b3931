"""Two applications of a round side by side, or one of them under two programmes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from alignment.assess import Question
from alignment.describing import round_of
from alignment.intake import Intake
from alignment.model import Assessment, Round
from alignment.reports.words import Words

from ..method import Method
from ..parts.comparing import applications_html, programmes_html
from ..parts.marked import safe
from .screening_table import name_of
from .screening_work import Work

_WAYS = ("applications", "programmes")


def draw_comparing(work: Work, round_: Round, method: Method) -> None:
    """Draw what is compared, and the two sides."""
    words = Words(round_)
    way = st.segmented_control(
        words.say("compare.what"),
        _WAYS,
        default=_WAYS[0],
        format_func=lambda name: words.say(f"compare.{name}"),
        key=f"compare_way_{words.language}",
        persist_state="session",
        required=True,
    )
    if way == "programmes" and work.intake and work.question:
        _draw_programmes(work, work.intake, work.question, round_, method)
    elif len(round_.assessments) < 2:
        st.html(f"<p>{safe(words.say('compare.one_only'))}</p>")
    else:
        first, second = st.columns(2, gap="medium")
        with first:
            one = _chosen(round_, "one", 0, words)
        with second:
            other = _chosen(round_, "other", 1, words)
        st.html(applications_html(round_.assessments[one], round_.assessments[other], words))


def _chosen(round_: Round, key: str, at: int, words: Words) -> int:
    names = [name_of(assessment, words) for assessment in round_.assessments]
    chosen = st.selectbox(
        words.say(f"compare.{key}"),
        range(len(names)),
        format_func=names.__getitem__,
        key=_begun(f"compare_{key}_{words.language}", at),
        persist_state="session",
    )
    return chosen or 0


def _begun(key: str, value: int | str) -> str:
    """The key of a box that holds a value at first: one given to the box itself would not let another language's be handed on."""
    st.session_state.setdefault(key, value)
    return key


def _draw_programmes(work: Work, intake: Intake, question: Question, round_: Round, method: Method) -> None:
    """Both sides are assessed anew; on the same day and by the same call."""
    words = Words(round_)
    plans = [plan for plan in method.rulebook.plans if plan.kind == "programme"]
    names = {plan.id: plan.names.in_(words.language).text for plan in reversed(plans)}
    places = st.columns([4, 3, 3], gap="medium")
    with places[0]:
        at = _chosen(round_, "application", 0, words)
    asked = [
        place.selectbox(
            words.say(f"compare.programme_{key}"),
            names,
            format_func=names.__getitem__,
            key=_begun(f"compare_{key}_{words.language}", start),
            persist_state="session",
        )
        for place, key, start in zip(places[1:], ("left", "right"), (*names, *names), strict=False)
    ]

    with st.spinner(words.say("check.working")):
        one, other = (
            work.once((at, programme), partial(_assessed, method, intake, question, at, programme)) for programme in asked
        )
    told = tuple(Words(round_of(method.rulebook, words.language, [each], intake)) for each in (one, other))
    st.html(f"<h2>{safe(name_of(round_.assessments[at], words))}</h2>")
    st.html(programmes_html((names[asked[0]], names[asked[1]]), (one, other), (told[0], told[1])))


def _assessed(method: Method, intake: Intake, question: Question, at: int, programme: str) -> Assessment:
    return method.assess(intake.applications[at], replace(question, programme=programme), intake.problems_of.get(at, ()))
