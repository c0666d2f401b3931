"""One application of a round in full: why it is recommended, and every match with its sum and the applicant's own words."""

from __future__ import annotations

import streamlit as st

from alignment.model import Application, Match, Round
from alignment.reports.plain import one_line
from alignment.reports.words import Words, by_score

from ..method import Method
from ..parts.detail import detail_html, draft_of, matches_html
from ..parts.marked import Tag, cited, safe, text_html
from ..parts.waterfall import waterfall_html
from .screening_work import Work

_FOR, _AGAINST = "+", "−"


def draw_application(work: Work, round_: Round, at: int, method: Method) -> None:
    """Draw the application at an index of the round."""
    words, assessment = Words(round_), round_.assessments[at]
    st.html(detail_html(assessment, words))
    with st.expander(words.say("round.draft")):
        st.code(draft_of(assessment, words), None, wrap_lines=True)
    if assessment.matches and work.intake:
        _draw_matches(work, round_, at, work.intake.applications[at], method)


@st.fragment
def _draw_matches(work: Work, round_: Round, at: int, application: Application, method: Method) -> None:
    """All matches at a glance; one of them, the best at first, with its sum, its passages and what would change it."""
    words = Words(round_)
    ranked = by_score(round_.assessments[at].matches)
    by_target = {match.target: match for match in ranked}
    st.html(f"<h3>{safe(words.say('terminal.matches'))}</h3>{matches_html(ranked, words)}")
    target = st.selectbox(
        words.say("round.match"),
        by_target,
        format_func=lambda target: f"{words.target(by_target[target])} ({words.level(by_target[target])})",
        key=f"round_match_{words.language}_{at}",
    )
    match = by_target.get(target or "", ranked[0])
    left, right = st.columns(2, gap="large")
    with left:
        st.html(f"<p>{safe(one_line(match.sentence))}</p>{waterfall_html(match, words, method.rulebook.scorecard)}")
        with st.spinner(words.say("check.reckoning")):
            told = work.once((at, match.target), lambda: method.what_if(application, match, words.language))
        items = "".join(f"<li>{safe(one_line(sentence))}</li>" for sentence in told)
        if items:
            st.html(f"<h3>{safe(words.say('whatif.heading'))}</h3><ul>{items}</ul>")
    right.html(f"<h3>{safe(words.say('round.passages'))}</h3>{_text(application, match, words)}")


def _text(application: Application, match: Match, words: Words) -> str:
    """The sections that hold a passage, whole, with the passages marked in them."""
    name = words.target(match)
    speaking_for = Tag(_FOR, words.say("check.speaks_for", name=name))
    against = Tag(_AGAINST, words.say("check.speaks_against", name=name), against=True)
    found = cited([(speaking_for, against, match)])
    drawn = []
    for section, text in (("title", application.title), *((each.name, each.text) for each in application.sections)):
        # Two sections may go by one name: a passage is shown where it stands.
        here = [each for each in found.get(section, ()) if text[each.evidence.start : each.evidence.end] == each.evidence.text]
        if here:
            drawn.append(f"<h4>{safe(one_line(words.section(section)))}</h4>{text_html(text, here)}")
    if not drawn:
        return f"<p>{safe(words.say('check.no_passages'))}</p>"
    legend = f'<p class="hint">{safe(words.say("round.legend"))}</p>'
    region = f'<div class="draft context" role="region" aria-label="{safe(name)}" tabindex="0">'
    return f"{legend}{region}{''.join(drawn)}</div>"
