"""How the figures on labelled cases move with the changes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

import streamlit as st

from alignment.errors import UsageError
from alignment.intake import Given
from alignment.notice.teller import Teller
from alignment.reports.plain import one_line

from ..method import Method
from ..parts.alert import alert
from ..parts.marked import safe
from ..parts.overview import table_html
from ..parts.turns import difference
from ..trying import Changes
from .weights_desk import Desk

if TYPE_CHECKING:
    from alignment.evaluation.measures import Measures

#: As many as a process gets through while nobody minds waiting.
MOST_CASES = 200
#: Seconds between two looks at whether the figures are there.
_EVERY = 0.5
_ALL = "all"


def draw_measuring(desk: Desk, t: Teller, method: Method) -> None:
    """Draw the place for the cases, and the figures without and with the changes that were tried."""
    st.html(f"<h2>{safe(t.say('tried.figures'))}</h2><p>{safe(t.say('tried.figures_what'))}</p>")
    st.file_uploader(t.say("tried.cases"), type=("jsonl",), key="weights_cases", on_change=_take, args=(desk,))
    st.html(f'<p class="hint">{safe(t.say("tried.cases_hint"))}</p>')
    if desk.cases is None:
        return
    count = sum(1 for line in desk.cases.content.splitlines() if line.strip())
    try:
        if count > MOST_CASES:
            raise UsageError(t.say("tried.many_cases", count=t.number(count), most=t.number(MOST_CASES)))
        for changes in ((), desk.asked):
            under_way = _begun(desk, desk.cases, changes, method)
            if not under_way.done():
                _draw_waiting(under_way, t)
                return
        before, after = desk.figures[()].result(), desk.figures[desk.asked].result()
    except UsageError as error:
        alert(t.say("tried.no_cases", file=one_line(desk.cases.name)), str(error))
        return
    st.html(_figures(before, after, t) + f'<p class="hint">{safe(t.say("tried.caution"))}</p>')


def _take(desk: Desk) -> None:
    file = st.session_state["weights_cases"]
    desk.cases = Given(file.name, file.getvalue()) if file else None
    desk.figures.clear()


def _begun(desk: Desk, cases: Given, changes: Changes, method: Method) -> Future[tuple[Measures, ...]]:
    """The figures with some changes, measured once. One measurement at a time, so that a process stays free for others."""
    if changes not in desk.figures:
        desk.figures[changes] = method.measure(cases, changes)
    return desk.figures[changes]


@st.fragment(run_every=_EVERY)
def _draw_waiting(under_way: Future[tuple[Measures, ...]], t: Teller) -> None:
    if under_way.done():
        st.rerun()
    st.html(f'<p role="status">{safe(t.say("tried.measuring"))}</p>')


def _figures(before: Sequence[Measures], after: Sequence[Measures], t: Teller) -> str:
    if not before:
        return f"<p>{safe(t.say('tried.no_labels'))}</p>"
    header = [safe(t.say(key)) for key in ("column.plan", "column.language", "tried.case_count")]
    header += [safe(t.say(f"tried.f1_{key}")) for key in ("before", "after", "difference")]
    rows = (_row(one, other, t) for one, other in zip(before, after, strict=True))
    return table_html(header, rows, safe(t.say("tried.figures")), "figures")


def _row(before: Measures, after: Measures, t: Teller) -> tuple[str, ...]:
    """A field in all languages or in one; the better and the worse are told in words too."""
    is_all = before.language == _ALL
    plan = f'{safe(t.fields[before.field])} <span class="source">{safe(before.field)}</span>' if is_all else ""
    language = t.say("tried.all_languages") if is_all else t.spoken(before.language)
    return (plan, safe(language), str(before.cases), t.figure(before.f1), t.figure(after.f1), _moved(before.f1, after.f1, t))


def _moved(before: float | None, after: float | None, t: Teller) -> str:
    if before is None or after is None or round(after, 2) == round(before, 2):
        return "–"
    better = after > before
    sign = f"{difference(after - before, t.language, 2)} {safe(t.say('tried.better' if better else 'tried.worse'))}"
    return f'<span class="{"better" if better else "worse"}">{sign}</span>'
