"""The list of changes: each can be undone, all can be tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from alignment.notice.teller import Teller
from alignment.revising.changes import Change

from ..parts.alert import alert
from ..parts.marked import safe
from .weights_desk import Desk

#: A list longer than this is folded but for its end.
_SHOWN = 6


def draw_changes(desk: Desk, t: Teller, show: Callable[[str], None]) -> None:
    """Draw what was changed so far, last first, and what can be done with it.

    Args:
        show: brings a tab to the front.
    """
    if desk.refusal and not desk.refusal.place:
        alert(desk.refusal.sentence, desk.refusal.hint)
    with st.container(key="weights_changes"):
        if not desk.changes:
            st.html(f'<p class="hint">{safe(t.say("weights.no_changes"))}</p>')
            return
        heading = t.say("weights.changes", count=t.number(len(desk.changes)))
        st.html(f'<h2 role="status">{safe(heading)}</h2>')
        numbered = list(enumerate(desk.changes, start=1))[::-1]
        _draw_rows(desk, numbered[:_SHOWN], t)
        if len(numbered) > _SHOWN:
            with st.expander(t.say("weights.more_changes", count=len(numbered) - _SHOWN), on_change="rerun") as rest:
                if rest.open:
                    _draw_rows(desk, numbered[_SHOWN:], t)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(t.say("weights.try"), key="weights_try", type="primary", on_click=_try, args=(desk, show))
            st.button(t.say("weights.save"), key="weights_save", on_click=show, args=("save",))
            st.button(t.say("weights.undo_all"), key="weights_undo_all", type="tertiary", on_click=_undo_all, args=(desk, t))


def _draw_rows(desk: Desk, numbered: Sequence[tuple[int, Change]], t: Teller) -> None:
    for at, change in numbered:
        with st.container(horizontal=True, vertical_alignment="center", key=f"weights_change_{at}"):
            st.html(f"<p>{at}. {safe(change.sentence(desk.base, t.language))}</p>", width="stretch")
            st.button(
                t.say("weights.undo", at=at),
                key=f"weights_undo_{at}",
                type="tertiary",
                on_click=desk.undo,
                args=(t.language, change),
            )


def _try(desk: Desk, show: Callable[[str], None]) -> None:
    desk.asked = desk.changes
    show("try")


def _undo_all(desk: Desk, t: Teller) -> None:
    desk.take(t.language, tuple)
    desk.turn += 1
