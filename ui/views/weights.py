"""For the owner of the rules: read the rulebook, try changes of it, and save them as a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from alignment.messages import day, say
from alignment.model import Language
from alignment.notice.teller import Teller
from alignment.rulebook import Rulebook

from ..method import ready_method
from ..parts.marked import safe
from .weights_changes import draw_changes
from .weights_desk import Desk
from .weights_excel import draw_excel
from .weights_limits import draw_limits
from .weights_measuring import draw_measuring
from .weights_saving import draw_saving
from .weights_targets import draw_targets
from .weights_trying import draw_trying
from .weights_words import draw_words

_STYLE = Path(__file__).parents[1] / "weights.css"
_TABS = ("targets", "words", "limits", "try", "save", "excel")


def draw(language: Language) -> None:
    """Draw the view."""
    method = ready_method()
    desk: Desk = st.session_state.setdefault("weights", Desk(method.rulebook, method.rulebook))
    st.html(_STYLE)
    st.html(f'<h1>{safe(say(language, "page.weights"))}</h1><p class="lead">{safe(say(language, "weights.lead"))}</p>')
    t = Teller(desk.rulebook, language)
    with st.container(key="weights_page"):
        st.html(_in_force(desk.base, t))
        draw_changes(desk, t, partial(_open, language))
        labels = [t.say(f"weights.tab_{name}") for name in _TABS]
        targets, words, limits, trying, saving, excel = st.tabs(labels, key=_key(language), on_change="rerun")
        with targets:
            if targets.open:
                draw_targets(desk, t, partial(_open, language))
        with words:
            if words.open:
                draw_words(desk, t, method)
        with limits:
            if limits.open:
                draw_limits(desk, t)
        with trying:
            if trying.open:
                draw_trying(desk, t, method)
                draw_measuring(desk, t, method)
        with saving:
            if saving.open:
                draw_saving(desk, t, method)
        with excel:
            if excel.open:
                draw_excel(desk, t, method)


def _in_force(rulebook: Rulebook, t: Teller) -> str:
    about = rulebook.about
    facts = (t.title, t.say("report.version", version=about.version), day(about.date))
    counts = {"targets": len(rulebook.target_of), "concepts": len(rulebook.concepts), "rules": len(rulebook.rules)}
    told = (*facts, t.say("weights.holds", **{name: t.number(count) for name, count in counts.items()}))
    return f'<p class="hint">{" · ".join(map(safe, told))}</p>'


def _key(language: Language) -> str:
    return f"weights_tabs_{language}"


def _open(language: Language, name: str) -> None:
    """Bring a tab to the front."""
    st.session_state[_key(language)] = say(language, f"weights.tab_{name}")
