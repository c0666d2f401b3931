"""For applicants: check a draft before it is sent."""

from __future__ import annotations

import streamlit as st

from alignment.assess import Question
from alignment.describing import round_of
from alignment.intake import questions as form
from alignment.messages import say
from alignment.model import Language

from ..method import Method, ready_method
from ..parts.alert import alert
from ..parts.marked import safe
from .check_answer import draw_answer
from .check_draft import LONGEST, UNASKED, Answer, Asked, Work, intake_of, read_form
from .check_form import draw_form, is_empty, is_too_long, written


def draw(language: Language) -> None:
    """Draw the view."""
    method, work = ready_method(), st.session_state.setdefault("check", Work())
    asked = [question for question in form.questions(method.rulebook.forms, language) if question.name != UNASKED]
    compared = say(language, "check.compared_with", rules=method.rulebook.about.title.in_(language))
    lead = f'<p class="lead">{safe(say(language, "check.lead"))}</p><p class="hint">{safe(compared)}</p>'
    st.html(f"<h1>{safe(say(language, 'page.check'))}</h1>{lead}")
    fault = _fault(work.asked, language)
    # One waits where the answer will stand, and nothing above it moves: the next press hits what it aims at.
    form_place, answer_place = st.container(), st.container()
    waiting = answer_place.empty()
    if work.asked and not fault and (work.answer is None or work.answer.language != language):
        with waiting, st.spinner(say(language, "check.working")):
            work.answer = _answer(work.asked, asked, method, language)
    faults = sum(map(len, work.answer.read.faults.values())) if work.answer else 0
    with form_place:
        draw_form(work, asked, method, language, faults)
    changed = work.asked is not None and written(asked) != work.asked.values
    with answer_place:
        if fault and not changed:
            alert(*fault)
        elif work.answer:
            # Always there: what stands below would else be drawn, and read aloud, anew at the first change.
            with st.container(key="check_changed"):
                if changed:
                    st.html(f'<p role="status">{safe(say(language, "check.changed"))}</p>')
            draw_answer(work.answer, work.before, asked, method)


def _fault(asked: Asked | None, language: Language) -> tuple[str, str] | None:
    """Why a draft is not assessed at all, and what to do."""
    if asked is None:
        return None
    if is_empty(asked.values):
        return say(language, "check.empty"), say(language, "check.empty_hint")
    if is_too_long(asked.values):
        return say(language, "check.long", most=LONGEST), say(language, "check.long_hint")
    return None


def _answer(asked: Asked, questions: list[form.Question], method: Method, language: Language) -> Answer:
    """The draft read and assessed; a file that is as it came is read as the command line reads it."""
    read = read_form(asked.values, questions, method.rulebook.forms, language)
    intake = method.read([asked.given], language) if asked.given else intake_of(read, language)
    [application] = intake.applications
    question = Question(asked.today, language=language)
    assessment = method.assess(application, question, intake.problems_of.get(0, ()))
    round_ = round_of(method.rulebook, language, [assessment], intake)
    return Answer(asked, language, read, application, assessment, round_)
