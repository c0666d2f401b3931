"""The form of a draft: filled by hand, from a file, or with an example."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alignment.intake import Given
from alignment.intake.questions import Question
from alignment.intake.template import template_bytes
from alignment.messages import say
from alignment.model import Language, Problem
from alignment.reports.plain import one_line
from alignment.rulebook.parts import Forms

from ..method import Method
from ..parts.alert import alert
from ..parts.marked import safe
from ..serving import LARGEST_UPLOAD
from .check_draft import LONGEST, MUCH, OF_OFFICERS, Asked, Taken, Values, Work, values_of

_TYPES = ("docx", "pdf", "xlsx", "xlsm", "xls", "ods", "csv", "tsv", "json", "jsonl")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Facts side by side, row by row; the texts follow.
_ROWS = (("title",), ("applicant", "region", "fund"), ("start", "end", "budget_eur"))
_TALL, _LOW = 190, 110
#: The invented application of the catalogue.
_EXAMPLE = (
    "title", "applicant", "region", "start", "end", "budget_eur", "fund", "summary", "need", "goals", "measures", "results",
)  # fmt: skip


def draw_form(work: Work, asked: Sequence[Question], method: Method, language: Language, faults: int) -> None:
    """Draw the form, and what is done with it."""
    # Said anew each time: with another label, as in another language, a box forgets whether it was open.
    st.session_state["check_open"] = st.session_state.get("check_open", work.answer is None)
    label = say(language, "check.form") if work.answer is None else say(language, "check.edit")
    if faults:
        label = f"{label} ({say(language, 'check.faults', count=faults)})"
    with st.expander(label, key="check_open", on_change="rerun"):
        _take(work, asked, method, language)
        _draw_fields(work, asked, method.rulebook.forms, language)
    with st.container(key="check_buttons", horizontal=True, vertical_alignment="center"):
        st.button(say(language, "check.press"), key="check_press", type="primary", on_click=_press, args=(work, asked))
        st.button(say(language, "check.clear"), key="check_clear", type="tertiary", on_click=_begin, args=(work, asked, {}))
        st.html(f'<p class="promise">{safe(say(language, "check.promise"))}</p>', width="stretch")


def is_example(values: Values, language: Language) -> bool:
    """Whether a draft is the catalogue's own, and nobody's."""
    return values.get("title") == say(language, "example.title")


def written(asked: Sequence[Question]) -> Values:
    """What is in the form now."""
    return {question.name: st.session_state.get(_key(question.name)) or "" for question in asked}


def _key(name: str) -> str:
    return f"draft_{name}"


def _press(work: Work, asked: Sequence[Question]) -> None:
    values = written(asked)
    untouched = work.taken if work.taken and values == work.filled and len(work.taken.intake.applications) == 1 else None
    # Pressed twice in haste, the answer that was last seen is still the one before.
    work.before = work.answer.assessment if work.answer else work.before
    turn = work.asked.turn + 1 if work.asked else 1
    work.asked = Asked(values, untouched.given if untouched else None, dt.date.today(), turn)
    work.answer = None
    st.session_state["check_open"] = is_empty(values) or is_too_long(values)


def is_empty(values: Values) -> bool:
    """Whether nothing was written at all."""
    return not any(value.strip() for value in values.values())


def is_too_long(values: Values) -> bool:
    """Whether a draft is longer than any form is."""
    return sum(map(len, values.values())) > LONGEST


def _begin(work: Work, asked: Sequence[Question], values: Values) -> None:
    """The same at the press of a button, wherever the form was; a file that lay there is put away."""
    _fill(work, asked, values)
    work.begun += 1
    st.session_state["check_open"] = True


def _fill(work: Work, asked: Sequence[Question], values: Values) -> None:
    """Let the form hold these values, and nothing be known of what it held before."""
    work.filled = {question.name: values.get(question.name, "") for question in asked}
    work.asked = work.answer = work.before = None
    for question in asked:
        st.session_state[_key(question.name)] = work.filled[question.name] or (None if question.choices else "")


def _take(work: Work, asked: Sequence[Question], method: Method, language: Language) -> None:
    """A file, or the way to the empty form; what was read of it fills the form, once."""
    left, right = st.columns([3, 2], gap="large")
    megabytes = LARGEST_UPLOAD // 2**20
    file = left.file_uploader(say(language, "check.file"), type=_TYPES, key=f"check_file_{work.begun}", max_upload_size=megabytes)
    forms = method.rulebook.forms
    with right:
        st.html(f'<p class="hint">{safe(say(language, "check.file_hint", megabytes=megabytes))}</p>')
        _draw_ways(work, asked, forms, language)
    if file is None:
        work.taken = None
        return
    fresh = work.taken is None or work.taken.id != file.file_id
    if fresh or (work.taken and work.taken.language != language):
        given = Given(one_line(file.name) or "-", file.getvalue())
        with left, st.spinner(say(language, "check.reading")):
            work.taken = Taken(file.file_id, given, method.read([given], language), language)
    if work.taken:
        with left:
            _tell_taken(work.taken, language)
            at = _chosen(work, work.taken, asked, forms, language)
        if fresh and work.taken.intake.applications:
            _fill(work, asked, values_of(work.taken.intake.applications[at], forms, language))
            st.rerun()


def _draw_ways(work: Work, asked: Sequence[Question], forms: Forms, language: Language) -> None:
    """For those who have nothing yet: an empty form to take along, and an example to look at."""
    with st.container(horizontal=True):
        template, name = partial(template_bytes, forms, language, shape="form"), say(language, "check.template_file")
        st.download_button(say(language, "check.template"), template, name, _WORKBOOK, on_click="ignore")
        example = {name: say(language, f"example.{name}") for name in _EXAMPLE}
        st.button(say(language, "check.example"), key="check_example", on_click=_begin, args=(work, asked, example))


def _chosen(work: Work, taken: Taken, asked: Sequence[Question], forms: Forms, language: Language) -> int:
    """Which application of the file fills the form."""
    found = taken.intake.applications
    if len(found) < 2:
        return 0

    def choose() -> None:
        _fill(work, asked, values_of(found[st.session_state["check_chosen"]], forms, language))

    at = st.selectbox(
        say(language, "check.choose", count=len(found)),
        range(len(found)),
        format_func=lambda index: " · ".join(filter(None, (one_line(found[index].id), one_line(found[index].title)))),
        key="check_chosen",
        on_change=choose,
    )
    st.html(f'<p class="hint">{safe(say(language, "check.many"))}</p>')
    return at or 0


def _tell_taken(taken: Taken, language: Language) -> None:
    problems = [problem for problem in taken.intake.problems if problem.code not in OF_OFFICERS]
    if not taken.intake.applications:
        for problem in problems:
            alert(problem.message, problem.hint)
        return
    told = "".join(f"<li>{safe(each.place)}: {safe(each.message)} {safe(each.hint)}</li>" for each in problems)
    st.html(f'<p role="status">{safe(say(language, "check.taken", file=taken.given.name))}</p><ul class="faults">{told}</ul>')


def _draw_fields(work: Work, asked: Sequence[Question], forms: Forms, language: Language) -> None:
    """Draw the fields. Whoever leaves one has told it, and finds it again after a look at another view."""
    faults = work.answer.read.faults if work.answer else {}
    by_name = {question.name: question for question in asked}
    for row in _ROWS:
        names = [name for name in row if name in by_name]
        for name, place in zip(names, st.columns(len(names), gap="medium"), strict=True):
            _draw_fact(by_name[name], place, language)
            _draw_faults(faults.get(name, ()), place)
    texts = [question for question in asked if question.section]
    much = [question for question in texts if forms.section[question.name].weight >= MUCH]
    _draw_texts(much, 2, _TALL, faults)
    st.html(f'<p class="hint">{safe(say(language, "check.minor"))}</p>')
    _draw_texts([question for question in texts if question not in much], 3, _LOW, faults)


def _draw_texts(asked: Sequence[Question], wide: int, height: int, faults: Mapping[str, Sequence[Problem]]) -> None:
    for first in range(0, len(asked), wide):
        for question, place in zip(asked[first : first + wide], st.columns(wide, gap="medium"), strict=False):
            place.text_area(
                question.label,
                key=_key(question.name),
                height=height,
                placeholder=question.guidance,
                persist_state="session",
            )
            _draw_faults(faults.get(question.name, ()), place)


def _draw_fact(question: Question, place: DeltaGenerator, language: Language) -> None:
    key = _key(question.name)
    if question.choices:
        now = st.session_state.get(key)
        place.selectbox(
            question.label,
            question.choices if now in (None, *question.choices) else (*question.choices, now),
            None,
            key=key,
            placeholder=say(language, "check.choose_or_write"),
            accept_new_options=True,
            persist_state="session",
        )
    else:
        place.text_input(question.label, key=key, placeholder=question.guidance, persist_state="session")


def _draw_faults(faults: Sequence[Problem], place: DeltaGenerator) -> None:
    for fault in faults:
        place.html(f'<p class="fault"><b>{safe(fault.message)}</b> {safe(fault.hint)}</p>')
