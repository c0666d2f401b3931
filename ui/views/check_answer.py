"""The answer to a draft: what it means, what has changed, why, what an officer would ask, and how to take it along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from alignment.intake.questions import Question
from alignment.messages import day
from alignment.model import Assessment
from alignment.reports.words import Words
from alignment.reports.workbook import workbook_bytes

from ..method import Method
from ..parts.marked import safe
from .check_asking import asked_of
from .check_changes import changes
from .check_draft import Answer
from .check_form import is_example
from .check_matches import draw_matches, list_html

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_answer(answer: Answer, before: Assessment | None, questions: Sequence[Question], method: Method) -> None:
    """Draw the whole answer: what it means, what changed since ``before``, the text and the reasons, what is left to ask."""
    words = Words(answer.round_)
    st.html(_on_paper(answer, words) + _verdict(answer, words))
    if before:
        st.html(list_html(words.say("change.heading"), changes(before, answer.assessment, words), "changes"))
    if answer.assessment.matches:
        draw_matches(answer, method)
    groups = asked_of(answer.assessment, answer.application, questions, method.rulebook, words)
    told = "".join(list_html(*group) for group in groups) or _paragraphs([words.say("check.nothing_asked")])
    st.html(f'<section class="asked"><h2>{safe(words.say("check.officer"))}</h2>{told}</section>')
    _draw_ways_out(answer, words)


def _on_paper(answer: Answer, words: Words) -> str:
    """What a sheet must tell once the page is gone: what made it, when, and by which rules."""
    told = words.say("check.on_paper", date=day(answer.asked.today), version=answer.assessment.rulebook.version)
    return f'<p class="on-paper">{safe(told)}</p>'


def _verdict(answer: Answer, words: Words) -> str:
    """The recommendation as an applicant needs to hear it; the first thing that is read aloud."""
    recommendation = answer.assessment.recommendation
    what, means = words.say(f"verdict.{recommendation}"), words.say(f"verdict.{recommendation}_means")
    said = [*answer.assessment.reasons, means] if recommendation == "cannot_assess" else [means]
    notes = [words.say("check.invented")] if is_example(answer.asked.values, answer.language) else []
    notes += answer.assessment.notices
    arrived = f'role="status" data-arrived="{answer.asked.turn}"'
    return (
        f'<section class="verdict {recommendation}" {arrived}><h2>{safe(what)}</h2>{_paragraphs(said)}'
        f"<p><b>{safe(words.say('check.no_decision'))}</b> {safe(words.say('check.compared', plans=_plans(words, answer)))}</p>"
        f"</section>{_paragraphs(notes, 'hint')}"
    )


def _plans(words: Words, answer: Answer) -> str:
    """What the text was compared with; nothing where it could not be."""
    plans = dict.fromkeys(words.guide(match).plan for match in answer.assessment.matches)
    return ", ".join(plans) or words.say("check.with_nothing")


def _draw_ways_out(answer: Answer, words: Words) -> None:
    """The result to keep: as a workbook, or on paper."""
    with st.container(key="check_out"):
        name = f"alignment-{answer.asked.today.isoformat()}.xlsx"
        st.download_button(
            words.say("check.download"),
            partial(workbook_bytes, answer.round_),
            name,
            _WORKBOOK,
            on_click="ignore",
        )
        summary, how = safe(words.say("check.print")), safe(words.say("check.print_how"))
        st.html(f"<details><summary>{summary}</summary><p>{how}</p></details>")


def _paragraphs(texts: Iterable[str], style: str = "") -> str:
    return "".join(f'<p class="{style}">{safe(text)}</p>' for text in texts)
