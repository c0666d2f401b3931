"""The text beside the goals it serves, and why: which words count for what, how doubtful that is, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import streamlit as st

from alignment.model import Match
from alignment.reports.plain import one_line
from alignment.reports.words import Words, by_score
from alignment.rulebook.expressions import asked, parse
from alignment.rulebook.parts import Call, Scorecard

from ..method import Method
from ..parts.marked import Tag, cited, safe, text_html
from ..parts.overview import level_html
from ..parts.waterfall import waterfall_html
from .check_asking import doubtful_of
from .check_draft import Answer

_MINUS, _MIDDLE = "−", "·"


@dataclass(frozen=True)
class _Told:
    """How the matches of an answer are told.

    Attributes:
        numbers: the served targets as they are numbered, best first.
        doubtful: the targets that an officer settles.
    """

    words: Words
    numbers: Mapping[str, str]
    doubtful: Set[str]


@st.fragment
def draw_matches(answer: Answer, method: Method) -> None:
    """The text with its passages beside the goals they speak for; one goal can be chosen to see its passages only."""
    assessment, rulebook = answer.assessment, method.rulebook
    ranked = by_score(assessment.matches)
    served = [match for match in ranked if match.accepted]
    numbers = {match.target: str(at) for at, match in enumerate(served, start=1)}
    doubtful = {match.target for match in doubtful_of(assessment, rulebook)}
    told = _Told(Words(answer.round_), numbers, doubtful)
    left, right = st.columns([5, 8], gap="large")
    with left.container(key="check_goals"):
        st.html(_goals(served, [match for match in ranked if not match.accepted], told))
    with right:
        st.html(f"<h2>{safe(told.words.say('check.text'))}</h2>")
        chosen = _chosen(ranked, told)
        st.html(_text(answer, [chosen] if chosen else served, told))
    first = chosen or decisive(ranked, rulebook.call_of[assessment.rulebook.call])
    shown = [chosen] if chosen else served if first in served else [first, *served]
    with st.spinner(told.words.say("check.reckoning")):
        what_if = _what_if(answer, first, method)
    cards = "".join(_card(match, rulebook.scorecard, told, what_if if match is first else None) for match in shown)
    st.html(f"<section><h2>{safe(told.words.say('check.why'))}</h2>{cards}</section>")


def decisive(ranked: Sequence[Match], call: Call) -> Match:
    """The match that the outcome hangs on most: the best of what the conditions of the call ask for, or else the best of all."""
    wanted = {name for gate in call.gate for _, name in asked(parse(gate.expression))}
    return next((match for match in ranked if match.kind in wanted or match.target in wanted), ranked[0])


def _chosen(ranked: Sequence[Match], told: _Told) -> Match | None:
    """The match whose passages alone are to be seen."""
    words, by_target = told.words, {match.target: match for match in ranked}

    def name(target: str) -> str:
        if not target:
            return words.say("check.all")
        number = told.numbers.get(target)
        return f"{number} {_MIDDLE} {words.target(by_target[target])}" if number else words.named(by_target[target])

    target = st.selectbox(words.say("check.show"), ["", *by_target], format_func=name, key=f"check_shown_{words.language}")
    return by_target.get(target or "")


def _goals(served: Sequence[Match], others: Sequence[Match], told: _Told) -> str:
    """The served ones by number, best first; the others folded."""
    words = told.words
    items = "".join(_goal(match, told) for match in served)
    best = f'<ol class="goals">{items}</ol>' if items else f"<p>{safe(words.say('check.none_served'))}</p>"
    rest = "".join(_goal(match, told) for match in others)
    folded = f'<summary>{safe(words.say("check.others", count=len(others)))}</summary><ul class="goals">{rest}</ul>'
    return f"<h2>{safe(words.say('check.served'))}</h2>{best}" + (f"<details>{folded}</details>" if rest else "")


def _goal(match: Match, told: _Told) -> str:
    kind = f'<span class="kind">{safe(told.words.kind(match.kind))}</span>'
    return f"<li>{_sign(match, told)}<div>{kind}<b>{safe(told.words.target(match))}</b>{_level(match, told)}</div></li>"


def _sign(match: Match, told: _Told) -> str:
    """The number that stands behind the passages of a served target."""
    number = told.numbers.get(match.target)
    return f'<span class="tag" aria-hidden="true">{number}</span> ' if number else ""


def _level(match: Match, told: _Told) -> str:
    """A level as steps and in words, and its score; a doubtful one is an officer's to settle."""
    words = told.words
    score = words.say("check.score", score=words.number(match.score, 1))
    standing = f'<span class="standing">{level_html(match, words)} <span class="score">{safe(score)}</span></span>'
    doubt = f' <span class="doubtful">{safe(words.say("check.doubtful"))}</span>' if match.target in told.doubtful else ""
    return standing + doubt


def _text(answer: Answer, matches: Iterable[Match], told: _Told) -> str:
    """The whole text, section by section, as the applicant wrote it."""
    words, found = told.words, cited(_tagged(match, told) for match in matches)
    sections = [("title", answer.application.title), *((each.name, each.text) for each in answer.application.sections)]
    drawn = "".join(
        f"<h3>{safe(one_line(words.section(name)))}</h3>{text_html(text, found.get(name, ()))}" for name, text in sections if text
    )
    legend = words.say("check.legend") if found else words.say("check.no_passages")
    return f'<article class="draft"><p class="hint">{safe(legend)}</p>{drawn}</article>'


def _tagged(match: Match, told: _Told) -> tuple[Tag, Tag, Match]:
    name, number = told.words.target(match), told.numbers.get(match.target, "?")
    speaking_for = Tag(number, told.words.say("check.speaks_for", name=name))
    against = Tag(f"{_MINUS}{number}", told.words.say("check.speaks_against", name=name), against=True)
    return speaking_for, against, match


def _card(match: Match, card: Scorecard, told: _Told, what_if: Sequence[str] | None) -> str:
    """Why a match counts: its sentence, and the sum it rests on. The one with what would change it is open."""
    words = told.words
    summary = f"{_sign(match, told)}<b>{safe(words.target(match))}</b> {_level(match, told)}"
    covers = f'<p class="hint">{safe(words.guide(match).covers)}</p>'
    changing = list_html(words.say("check.what_if", name=words.target(match)), what_if or (), "what-if")
    said = f"<div><p>{safe(one_line(match.sentence))}</p>{covers}{changing}</div>"
    inside = f'<div class="two">{said}{waterfall_html(match, words, card)}</div>'
    return f'<details class="match"{"" if what_if is None else " open"}><summary>{summary}</summary>{inside}</details>'


def _what_if(answer: Answer, match: Match, method: Method) -> tuple[str, ...]:
    """What would change a match, reckoned once and kept for as long as the answer stands."""
    if match.target not in answer.what_if:
        answer.what_if[match.target] = method.what_if(answer.application, match, answer.language)
    return answer.what_if[match.target]


def list_html(heading: str, sentences: Iterable[str], style: str = "") -> str:
    """Sentences under their heading; nothing where there are none."""
    items = "".join(f"<li>{safe(one_line(sentence))}</li>" for sentence in sentences)
    return f'<div class="{style}"><h3>{safe(heading)}</h3><ul>{items}</ul></div>' if items else ""
