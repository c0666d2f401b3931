"""For officers: screen a round of applications."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from alignment.messages import say
from alignment.model import Language, Round
from alignment.reports.account import accounted
from alignment.reports.words import Words, all_problems
from alignment.reports.workbook import workbook_bytes

from ..method import Method, ready_method
from ..parts.alert import alert
from ..parts.marked import safe
from ..parts.overview import counts_html, problems_html, readings_html
from ..parts.unread import missing_told, reasons_told, unread_columns, unread_files
from .progress import draw_progress
from .screening_application import draw_application
from .screening_asking import draw_asking, draw_empty
from .screening_comparing import draw_comparing
from .screening_keeping import keep
from .screening_mapping import draw_mapping
from .screening_pictures import draw_heatmap, draw_portfolio
from .screening_table import draw_filters, draw_table
from .screening_work import TABS, Work

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STYLE = Path(__file__).parents[1] / "round.css"


def draw(language: Language) -> None:
    """Draw the view."""
    method, work = ready_method(), st.session_state.setdefault("round", Work())
    st.html(_STYLE)
    lead = "" if work.given else f'<p class="lead">{safe(say(language, "round.lead"))}</p>'
    st.html(f"<h1>{safe(say(language, 'page.screening'))}</h1>{lead}")
    with st.container(key="round_page"):
        draw_asking(work, method.rulebook, language)
        if not work.given:
            draw_empty(work, language)
            return
        keep(work.language, language)
        if work.is_up(language):
            place = st.container()
        else:
            # What the page showed is no longer so: it goes at once.
            before = st.empty()
            with before, st.spinner(say(language, "round.reading")):
                work.bring_up(method, language)
            place = before.container()
        with place:
            _draw_round(work, work.bring_up(method, language), method)


def _draw_round(work: Work, round_: Round, method: Method) -> None:
    words = Words(round_)
    _draw_state(work, round_, words)
    if work.is_awaited:
        return
    names, key = {words.say(f"round.tab_{name}"): name for name in TABS}, f"round_tabs_{words.language}"
    # Said anew each time: the same tab is open when they come back, in another language too.
    st.session_state[key] = words.say(f"round.tab_{work.tab}")
    tabs = st.tabs(list(names), key=key, on_change=lambda: work.turn_to(names[st.session_state[key]]))
    applications, heatmap, portfolio, compare, given, columns = tabs
    none = f"<p>{safe(words.say('round.none_yet'))}</p>"
    with applications:
        if applications.open and round_.assessments:
            picked = draw_filters(round_, words)
            chosen = draw_table(work, round_, picked, words)
            if chosen is not None:
                draw_application(work, round_, chosen, method)
        elif applications.open:
            st.html(none)
    with heatmap:
        if heatmap.open:
            draw_heatmap(round_, words)
    with portfolio:
        if portfolio.open:
            draw_portfolio(round_, words)
    with compare:
        if compare.open and round_.assessments:
            draw_comparing(work, round_, method)
        elif compare.open:
            st.html(none)
    with given:
        if given.open:
            st.html(readings_html(round_, words) + problems_html(round_, words))
    with columns:
        if columns.open:
            draw_mapping(work, method.rulebook.forms, words.language)


def _draw_state(work: Work, round_: Round, words: Words) -> None:
    """How far the round is assessed and how it came out, what was read, and the way out: the first things one looks for."""
    if work.fault:
        alert(*work.fault)
    files = unread_files(round_)
    why = f"\n{reasons_told(files, round_, words)}"
    if work.intake and not work.intake.applications:
        alert(words.say("round.no_applications"), why if files else words.say("round.no_applications_hint"))
    elif files:
        alert(words.say("unread.files", count=words.number(len(files))), why)
    if work.job and work.job.failure:
        alert(work.job.failure)
    elif work.job and work.job.finished and work.job.done < work.job.total:
        alert(words.say("round.stopped", done=words.number(work.job.done), total=words.number(work.job.total)))
        st.button(words.say("round.again"), key="round_again", on_click=work.assess_again)
    with st.container(key="round_state", horizontal=True, vertical_alignment="center"):
        st.html(_account(work, round_, words), width="stretch")
        if round_.assessments and not work.running:
            day = f"{work.question.today:%Y-%m-%d}" if work.question else ""
            st.download_button(
                words.say("round.download"),
                partial(workbook_bytes, round_),
                f"alignment-{day}.xlsx",
                _WORKBOOK,
                key="round_download",
                on_click="ignore",
            )
    if work.job and work.running:
        draw_progress(work.job, work.began, len(round_.assessments), words.language, "round_stop")


def _account(work: Work, round_: Round, words: Words) -> str:
    """The counts by recommendation, and what became of every row."""
    told = [accounted(words, round_), words.say("round.problems", count=words.number(len(all_problems(round_))))]
    unread = unread_columns(round_, words)
    if unread:
        told.append(words.say("unread.columns", count=words.number(sum(len(each.headings) for each in unread))))
    missing = missing_told(unread, words)
    lack = f"<p>{safe(missing)}</p>" if missing else ""
    invented = f'<p class="hint">{safe(words.say("round.invented"))}</p>' if work.is_sample else ""
    counts = counts_html(round_, words) if round_.assessments else ""
    return f'{counts}<p class="hint" role="status">{safe(" · ".join(told))}</p>{lack}{invented}'
