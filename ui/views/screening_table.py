"""All applications of a round: narrowed down, sorted, and one of them chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from alignment.model import LANGUAGES, RECOMMENDATIONS, Assessment, Kind, Round
from alignment.reports.plain import one_line
from alignment.reports.words import Words, best, shown

from ..parts.marked import safe
from .screening_picking import ORDERS, Wanted, picked
from .screening_work import Work

_TARGETS_NAMED = 3
_ROWS_SHOWN = 10
_ROW_HEIGHT = 35
#: Pixels of the columns that would otherwise push the score out of sight.
_WIDTHS = {"title": 250, "goals": 250, "spearheads": 180, "reasons": 420}
_LEVELS = range(6)
#: The columns of numbers, with the decimals they are told with.
_DECIMALS = {"best": 1, "budget": 0, "problem_count": 0}


def draw_filters(round_: Round, words: Words) -> list[int]:
    """Draw what narrows the round down; the indices of the applications that are left, in the order asked for."""
    say, language = words.say, words.language
    first, second, third = st.columns([4, 5, 3], gap="medium")
    text = first.text_input(say("round.search"), key="round_text", persist_state="session", live=True)
    recommendations = second.multiselect(
        say("column.recommendation"),
        RECOMMENDATIONS,
        format_func=words.recommended,
        key=f"round_recommendations_{language}",
        placeholder=say("round.any"),
        persist_state="session",
    )
    order = third.selectbox(
        say("round.order"),
        ORDERS,
        format_func=lambda name: say(f"round.by_{name}"),
        key=f"round_order_{language}",
        persist_state="session",
    )
    with st.expander(say("round.more_filters")):
        target, level, spoken = _more(round_, words)
    wanted = Wanted(text or "", recommendations, target or None, level or 0, spoken, order or ORDERS[0])
    found = picked(round_, wanted)
    told = say("round.shown", shown=words.number(len(found)), total=words.number(len(round_.assessments)))
    st.html(f'<p class="hint" role="status">{safe(told)}</p>')
    return found


def _more(round_: Round, words: Words) -> tuple[str | None, int | None, Sequence[str]]:
    say, language = words.say, words.language
    names = {"": say("round.any")} | {
        guide.id: f"{guide.name} ({words.kind(guide.kind)}, {guide.plan})"
        for guide in round_.targets
        if guide.kind in ("goal", "spearhead")
    }
    first, second, third = st.columns([6, 3, 3], gap="medium")
    target = first.selectbox(
        say("round.target"), names, format_func=names.__getitem__, key=f"round_target_{language}", persist_state="session"
    )
    level = second.selectbox(
        say("round.level"),
        _LEVELS,
        format_func=lambda level: say("round.at_least", level=level) if level else say("round.any"),
        key=f"round_level_{language}",
        persist_state="session",
    )
    spoken = third.multiselect(
        say("column.language"),
        (*LANGUAGES, "other"),
        format_func=lambda code: say(f"spoken.{code}"),
        key=f"round_spoken_{language}",
        placeholder=say("round.any"),
        persist_state="session",
    )
    return target, level, spoken


def draw_table(work: Work, round_: Round, found: Sequence[int], words: Words) -> int | None:
    """Draw the table, and beneath it the box that names the chosen application; its index, or None where none is left."""
    if not found:
        st.html(f"<p>{safe(words.say('round.none_left'))}</p>")
        return None
    # What was chosen comes back once it is among those found again, or the tab or the language is.
    st.session_state["round_chosen"] = work.chosen if work.chosen in found else found[0]

    def choose() -> None:
        selection = st.session_state["round_table"]["selection"]
        rows = [*selection["rows"], *(row for row, _ in selection["cells"])]
        if rows and rows[0] < len(found):
            work.choose(found[rows[0]])

    frame = pd.DataFrame([_row(round_.assessments[at], words) for at in found])
    numbers: dict[str, Callable[[Any], str] | str | None] = {
        words.say(f"column.{name}"): partial(words.number, decimals=decimals) for name, decimals in _DECIMALS.items()
    }
    wide = {words.say(f"column.{name}"): width for name, width in _WIDTHS.items()}
    st.dataframe(
        # Numbers are sorted as numbers and read as the language of the page writes them, whatever the browser's is.
        frame.style.format(numbers, na_rep=""),
        column_config={
            name: st.column_config.TextColumn(width=wide.get(name)) for name in frame.columns.difference(list(numbers))
        },
        hide_index=True,
        height=_ROW_HEIGHT * (min(len(found), _ROWS_SHOWN) + 1) + 3,
        row_height=_ROW_HEIGHT,
        key="round_table",
        on_select=choose,
        selection_mode=["single-row", "single-cell"],
        placeholder="",
        alt=words.say("round.table"),
    )
    return st.selectbox(
        words.say("round.application"),
        found,
        format_func=lambda at: name_of(round_.assessments[at], words),
        key="round_chosen",
        on_change=lambda: work.choose(st.session_state["round_chosen"]),
    )


def name_of(assessment: Assessment, words: Words) -> str:
    """An application as lists name it."""
    facts = assessment.application
    told = (one_line(facts.id), one_line(facts.title), words.recommended(assessment.recommendation))
    return " · ".join(filter(None, told))


def _row(assessment: Assessment, words: Words) -> dict[str, str | float | None]:
    """The columns of the workbook's summary."""
    facts, top = assessment.application, best(assessment)
    values: dict[str, str | float | None] = {
        "id": one_line(facts.id),
        "title": one_line(facts.title),
        "recommendation": words.recommended(assessment.recommendation),
        "goals": _targets(assessment, "goal", words),
        "spearheads": _targets(assessment, "spearhead", words),
        "best": None if top is None else round(top.score, 1),
        "level": "" if top is None else words.level(top),
        "applicant": one_line(facts.applicant or ""),
        "budget": facts.budget_eur,
        "reasons": " ".join(map(one_line, assessment.reasons)),
        "problem_count": len(assessment.problems),
        "language": words.say(f"spoken.{facts.language or 'other'}"),
    }
    return {words.say(f"column.{name}"): value for name, value in values.items()}


def _targets(assessment: Assessment, kind: Kind, words: Words) -> str:
    return "; ".join(words.named(match) for match in shown(assessment.matches, kind)[:_TARGETS_NAMED])
