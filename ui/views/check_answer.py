"""The answer to a draft: what it means, which goals the text serves and in which words, why, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from alignment.intake.questions import Question
from alignment.model import Assessment, Match
from alignment.reports.plain import one_line
from alignment.reports.words import Words, by_score
from alignment.reports.workbook import workbook_bytes

from ..method import Method
from ..parts.marked import Tag, cited, safe, text_html
from ..parts.overview import level_html
from ..parts.waterfall import waterfall_html
from .check_asking import asked_of
from .check_changes import changes
from .check_draft import Answer
from .check_form import is_example

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MINUS, _MIDDLE = "−", "·"


def draw_answer(answer: Answer, before: Assessment | None, questions: Sequence[Question], method: Method) -> None:
    """Draw the whole answer: what it means, what changed since ``before``, the text and the reasons, what is left to ask."""
    words = Words(answer.round_)
    st.html(_verdict(answer, words))
    if before:
        st.html(_list(words.say("change.heading"), changes(before, answer.assessment, words), "changes"))
    if answer.assessment.matches:
        _draw_matches(answer, method)
    groups = asked_of(answer.assessment, answer.application, questions, method.rulebook, words)
    told = "".join(_list(heading, sentences) for heading, sentences in groups) or _paragraphs([words.say("check.nothing_asked")])
    st.html(f'<section class="asked"><h2>{safe(words.say("check.officer"))}</h2>{told}</section>')
    _draw_ways_out(answer, words)


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


@st.fragment
def _draw_matches(answer: Answer, method: Method) -> None:
    """The text with its passages beside the goals they speak for; one goal can be chosen to see its passages only."""
    words, card = Words(answer.round_), method.rulebook.scorecard
    ranked = by_score(answer.assessment.matches)
    served = [match for match in ranked if match.accepted]
    numbers = {match.target: str(at) for at, match in enumerate(served, start=1)}
    left, right = st.columns([5, 8], gap="large")
    with left.container(key="check_goals"):
        st.html(_goals(served, [match for match in ranked if not match.accepted], numbers, words))
    with right:
        st.html(f"<h2>{safe(words.say('check.text'))}</h2>")
        chosen = _chosen(ranked, numbers, words)
        st.html(_text(answer, [chosen] if chosen else served, numbers, words))
    shown = [chosen] if chosen else served or ranked[:1]
    cards = "".join(_card(match, numbers, words, waterfall_html(match, words, card), first=match is shown[0]) for match in shown)
    st.html(f"<section><h2>{safe(words.say('check.why'))}</h2>{cards}</section>")
    with st.spinner(words.say("check.reckoning")):
        told = _what_if(answer, shown[0], method)
    name = words.say("check.what_if", name=words.target(shown[0]))
    st.html(_list(name, told, "what-if"))


def _chosen(ranked: Sequence[Match], numbers: dict[str, str], words: Words) -> Match | None:
    """The match whose passages alone are to be seen."""
    by_target = {match.target: match for match in ranked}

    def name(target: str) -> str:
        if not target:
            return words.say("check.all")
        number = numbers.get(target)
        return f"{number} {_MIDDLE} {words.target(by_target[target])}" if number else words.named(by_target[target])

    target = st.selectbox(words.say("check.show"), ["", *by_target], format_func=name, key=f"check_shown_{words.language}")
    return by_target.get(target or "")


def _goals(served: Sequence[Match], others: Sequence[Match], numbers: dict[str, str], words: Words) -> str:
    """The served ones by number, best first; the others folded."""
    items = "".join(_goal(match, words, numbers) for match in served)
    best = f'<ol class="goals">{items}</ol>' if items else f"<p>{safe(words.say('check.none_served'))}</p>"
    rest = "".join(_goal(match, words, numbers) for match in others)
    folded = f'<summary>{safe(words.say("check.others", count=len(others)))}</summary><ul class="goals">{rest}</ul>'
    return f"<h2>{safe(words.say('check.served'))}</h2>{best}" + (f"<details>{folded}</details>" if rest else "")


def _goal(match: Match, words: Words, numbers: dict[str, str]) -> str:
    number = numbers.get(match.target)
    sign = f'<span class="tag" aria-hidden="true">{number}</span>' if number else ""
    kind = f'<span class="kind">{safe(words.kind(match.kind))}</span>'
    return f"<li>{sign}<div>{kind}<b>{safe(words.target(match))}</b>{_level(match, words)}</div></li>"


def _level(match: Match, words: Words) -> str:
    """A level as steps and in words, and its score."""
    score = words.say("check.score", score=words.number(match.score, 1))
    return f'<span class="standing">{level_html(match, words)} <span class="score">{safe(score)}</span></span>'


def _text(answer: Answer, matches: Iterable[Match], numbers: dict[str, str], words: Words) -> str:
    """The whole text, section by section, as the applicant wrote it."""
    found = cited(_tagged(match, numbers.get(match.target, "?"), words) for match in matches)
    sections = [("title", answer.application.title), *((each.name, each.text) for each in answer.application.sections)]
    drawn = "".join(
        f"<h3>{safe(one_line(words.section(name)))}</h3>{text_html(text, found.get(name, ()))}" for name, text in sections if text
    )
    legend = words.say("check.legend") if found else words.say("check.no_passages")
    return f'<article class="draft"><p class="hint">{safe(legend)}</p>{drawn}</article>'


def _tagged(match: Match, number: str, words: Words) -> tuple[Tag, Tag, Match]:
    name = words.target(match)
    speaking_for = Tag(number, words.say("check.speaks_for", name=name))
    against = Tag(f"{_MINUS}{number}", words.say("check.speaks_against", name=name), against=True)
    return speaking_for, against, match


def _card(match: Match, numbers: dict[str, str], words: Words, waterfall: str, *, first: bool) -> str:
    """Why a match counts: its sentence, and the sum it rests on."""
    number = numbers.get(match.target)
    sign = f'<span class="tag" aria-hidden="true">{number}</span> ' if number else ""
    summary = f"{sign}<b>{safe(words.target(match))}</b> {_level(match, words)}"
    covers = f'<p class="hint">{safe(words.guide(match).covers)}</p>'
    inside = f'<div class="two"><div><p>{safe(one_line(match.sentence))}</p>{covers}</div>{waterfall}</div>'
    return f'<details class="match"{" open" if first else ""}><summary>{summary}</summary>{inside}</details>'


def _what_if(answer: Answer, match: Match, method: Method) -> tuple[str, ...]:
    """What would change a match, reckoned once and kept for as long as the answer stands."""
    known = st.session_state.setdefault("check_what_if", {})
    if known.get("answer") is not answer.assessment:
        known.clear()
        known["answer"] = answer.assessment
    if match.target not in known:
        known[match.target] = method.what_if(answer.application, match, answer.language)
    told: tuple[str, ...] = known[match.target]
    return told


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


def _list(heading: str, sentences: Iterable[str], style: str = "") -> str:
    items = "".join(f"<li>{safe(one_line(sentence))}</li>" for sentence in sentences)
    return f'<div class="{style}"><h3>{safe(heading)}</h3><ul>{items}</ul></div>' if items else ""


def _paragraphs(texts: Iterable[str], style: str = "") -> str:
    return "".join(f'<p class="{style}">{safe(text)}</p>' for text in texts)
