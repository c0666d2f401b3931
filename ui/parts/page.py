"""The page: language, form, answer. What it knows it knows until the page is closed, and no longer."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import streamlit as st

from alignment.errors import AlignmentError
from alignment.messages import say
from alignment.model import LANGUAGES, Language, Round
from alignment.reports.notice import sections_html
from alignment.reports.plain import one_line
from alignment.reports.words import Words, all_problems
from alignment.reports.workbook import workbook_bytes

from .answering import answer, ready_method, ready_notice, ready_rulebook
from .asking import Asked, ask
from .detail import detail_html
from .marked import safe
from .overview import applications_html, counts_html, problems_html

_STYLE = Path(__file__).with_name("style.css")
_NAMES: dict[Language, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EVERY = 10


def draw() -> None:
    """Draw the whole page."""
    language = _language()
    st.set_page_config(page_title=say(language, "screen.title"), page_icon="🧭", layout="wide")
    _dress(language)
    _header(language)
    try:
        _work(language)
        _notice(language)
    except AlignmentError as error:
        st.html(f'<p class="alert" role="alert"><b>{safe(error.sentence)}</b> {safe(error.hint)}</p>')


def _language() -> Language:
    """The language chosen on the page, or before that the one of its address."""
    wanted = st.session_state.get("language") or st.query_params.get("lang")
    language = next((known for known in LANGUAGES if known == wanted), LANGUAGES[0])
    st.session_state["language"] = language
    return language


def _dress(language: Language) -> None:
    st.html(_STYLE)
    # Streamlit's own button says "Upload" in every language; the style sheet puts this in its place.
    st.html(f'<style>:root {{ --choose-files: "{say(language, "asking.choose_files")}"; }}</style>')
    # Streamlit says every page is English. The script is constant but for a code out of a fixed list.
    st.html(f"<script>document.documentElement.lang = '{language}'</script>", unsafe_allow_javascript=True)


def _header(language: Language) -> None:
    left, right = st.columns([3, 1], vertical_alignment="top")
    left.html(
        f'<header class="top"><h1>{say(language, "screen.title")}</h1><p>{say(language, "screen.about")}</p>'
        f'<p class="promise"><b>{say(language, "report.officer_decides")}</b> {say(language, "screen.nothing_kept")}</p></header>'
    )
    right.segmented_control(
        say(language, "screen.language"),
        LANGUAGES,
        format_func=_NAMES.__getitem__,
        key="language",
        on_change=_remember_language,
        label_visibility="collapsed",
    )


def _remember_language() -> None:
    if chosen := st.session_state["language"]:
        st.query_params["lang"] = chosen


def _work(language: Language) -> None:
    asked = ask(ready_rulebook(), language, dt.date.today(), st.session_state.get("asked"))
    if asked is None:
        return
    st.session_state["asked"] = asked
    if not asked.given:
        st.html(f'<p class="alert" role="alert">{say(language, "asking.nothing")}</p>')
        return
    _show(_answer(asked, language), asked.today)


def _answer(asked: Asked, language: Language) -> Round:
    """The answer to what was asked, in the language of the page: told once, and again when the language changes."""
    known: tuple[Asked, Language, Round] | None = st.session_state.get("answer")
    if known and known[0] is asked and known[1] == language:
        return known[2]
    place = st.empty()
    with place.container(), st.spinner(say(language, "answer.working")):
        bar = st.progress(0.0)
        round_ = answer(asked, language, ready_method(), lambda done, of: done % _EVERY or bar.progress(done / of))
    place.empty()
    if known is None or known[0] is not asked:
        st.session_state["chosen"] = 0
    st.session_state["answer"] = (asked, language, round_)
    return round_


def _show(round_: Round, today: dt.date) -> None:
    words = Words(round_)
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    counts = words.say("report.counts", applications=len(round_.assessments), problems=len(all_problems(round_)))
    left.html(f'<h2>{words.say("answer.heading")}</h2><p class="hint">{counts}</p>{counts_html(round_, words)}')
    right.download_button(
        words.say("answer.download"),
        partial(workbook_bytes, round_),
        f"alignment-{today.isoformat()}.xlsx",
        _WORKBOOK,
        on_click="ignore",
        width="stretch",
    )
    if problems := problems_html(round_, words):
        st.html(problems)
    if round_.assessments:
        st.html(applications_html(round_, words))
        st.html(detail_html(round_.assessments[_chosen(round_, words)], words))


def _notice(language: Language) -> None:
    """How the rulebook judges, told only when it is asked for."""
    if st.toggle(say(language, "notice_page.screen"), key="notice"):
        with st.spinner(say(language, "notice_page.working")):
            told = ready_notice(language)
        st.html(f'<article class="notice"><h2>{safe(told.title)}</h2>{sections_html(told, 3)}</article>')


def _chosen(round_: Round, words: Words) -> int:
    names = [one_line(f"{each.application.id} · {each.application.title}") for each in round_.assessments]
    if len(names) == 1:
        return 0
    return st.selectbox(words.say("answer.choose"), range(len(names)), format_func=names.__getitem__, key="chosen") or 0
