"""Which files, and with which settings: what an officer gives to have a round screened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from os.path import splitext
from pathlib import Path

import streamlit as st

from alignment.intake import Given
from alignment.messages import say
from alignment.model import Language
from alignment.reports.plain import one_line
from alignment.rulebook import Rulebook

from ..parts.marked import safe
from ..serving import LARGEST_UPLOAD
from .screening_work import Settings, Work

_TYPES = ("xlsx", "xlsm", "xls", "ods", "csv", "tsv", "json", "jsonl", "docx", "pdf")
#: An invented round.
_SAMPLE = Path(__file__).parents[2] / "sample_applications" / "round-2023.xlsx"
_STEPS = ("give", "check", "decide")


def draw_asking(work: Work, rulebook: Rulebook, language: Language) -> None:
    """Draw the place for the files, folded away once there are some, and the settings folded beneath it."""
    megabytes = LARGEST_UPLOAD // 2**20
    # Said anew each time: in another language a box forgets whether it was open.
    st.session_state["round_open"] = st.session_state.get("round_open", not work.given)
    with st.expander(say(language, "round.files"), key="round_open", on_change="rerun"):
        st.file_uploader(
            say(language, "round.files"),
            type=_TYPES,
            accept_multiple_files=True,
            key="round_files",
            on_change=_take,
            args=(work,),
            max_upload_size=megabytes,
            label_visibility="collapsed",
        )
        st.html(f'<p class="hint">{safe(say(language, "round.files_hint", megabytes=megabytes))}</p>')
    with st.expander(say(language, "round.settings")):
        _draw_settings(work, rulebook, language)


def draw_empty(work: Work, language: Language) -> None:
    """What to do where nothing was given yet."""
    steps = "".join(
        f"<li><b>{safe(say(language, f'round.{step}'))}</b>{safe(say(language, f'round.{step}_how'))}</li>" for step in _STEPS
    )
    st.html(f'<ol class="steps-of-method">{steps}</ol>')
    st.button(say(language, "round.sample"), key="round_sample", on_click=take_sample, args=(work,))


def _take(work: Work) -> None:
    files = st.session_state["round_files"] or ()
    names = distinct([one_line(file.name) or "-" for file in files])
    work.take(tuple(Given(name, file.getvalue()) for name, file in zip(names, files, strict=True)))
    st.session_state["round_open"] = not files


def distinct(names: Sequence[str]) -> list[str]:
    """Names of files that may come from several folders, told apart: places in the report and corrections of columns go by them.

    >>> distinct(["haku.xlsx", "haku.xlsx", "haku"])
    ['haku.xlsx', 'haku (2).xlsx', 'haku']
    """
    found: list[str] = []
    for name in names:
        stem, ending = splitext(name)
        tries = chain([name], (f"{stem} ({number}){ending}" for number in count(2)))
        found.append(next(each for each in tries if each not in found))
    return found


def take_sample(work: Work) -> None:
    """Let the invented round be the one that is screened."""
    work.take((Given(_SAMPLE.name, _SAMPLE.read_bytes()),), is_sample=True)
    st.session_state["round_open"] = False


def _draw_settings(work: Work, rulebook: Rulebook, language: Language) -> None:
    """Programme, call and date. A browser keeps the name it shows, so each language has lists of its own."""
    programmes = {"auto": say(language, "round.auto")}
    programmes |= {plan.id: plan.names.in_(language).text for plan in rulebook.plans if plan.kind == "programme"}
    calls = {call.id: call.names.in_(language) for call in rulebook.calls}
    now = work.settings
    first, second, third = st.columns([5, 5, 3], gap="medium")
    programme = first.selectbox(
        say(language, "round.programme"),
        programmes,
        list(programmes).index(now.programme),
        format_func=programmes.__getitem__,
        key=f"round_programme_{language}",
    )
    call = second.selectbox(
        say(language, "round.call"),
        calls,
        list(calls).index(now.call or rulebook.about.call),
        format_func=calls.__getitem__,
        key=f"round_call_{language}",
    )
    on = third.date_input(say(language, "round.on"), now.on, key=f"round_on_{language}", format="DD.MM.YYYY")
    st.html(f'<p class="hint">{safe(say(language, "round.settings_hint"))}</p>')
    # A call that was not chosen stays the rulebook's own, as on the command line.
    chosen = None if call == rulebook.about.call else call
    work.settle(Settings(programme or "auto", chosen, on))
