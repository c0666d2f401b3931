"""Saving the changes as a new rulebook: a folder in one file, and how it is taken into use."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from alignment.errors import UsageError
from alignment.notice.teller import Teller
from alignment.reports.plain import one_line
from alignment.revising.saving import Revision

from ..method import Method
from ..parts.alert import alert
from ..parts.marked import safe
from .weights_desk import Desk, Saved

_ASKED = ("version", "author", "reason")
_LONGEST_NAME, _LONGEST_REASON = 100, 500
_STEPS = ("unzip", "check", "use", "screen")
_ZIP = "application/zip"


def draw_saving(desk: Desk, t: Teller, method: Method) -> None:
    """Draw what is asked of a new rulebook, and the file once it is made."""
    st.html(f"<h2>{safe(t.say('weights.save_heading'))}</h2><p>{safe(t.say('weights.save_what'))}</p>")
    if not desk.changes:
        st.html(f"<p>{safe(t.say('weights.nothing_to_save'))}</p>")
        return
    told = t.say("weights.save_from", version=desk.base.about.version, changes=t.number(len(desk.changes)))
    st.html(f'<p class="hint">{safe(told)}</p>')
    with st.form("weights_save_form", enter_to_submit=False):
        first, second = st.columns(2, gap="medium")
        with first:
            st.text_input(t.say("weights.version"), key="weights_version", max_chars=_LONGEST_NAME)
        with second:
            st.text_input(t.say("weights.author"), key="weights_author", max_chars=_LONGEST_NAME)
        st.text_area(t.say("weights.reason"), key="weights_reason", max_chars=_LONGEST_REASON)
        pressed = st.form_submit_button(t.say("weights.make"), type="primary", key="weights_make")
    if pressed:
        _save(desk, t, method)
    if desk.saved and desk.saved.changes == desk.changes:
        _draw_saved(desk.saved, t)


def _save(desk: Desk, t: Teller, method: Method) -> None:
    version, author, reason = (st.session_state[f"weights_{name}"].strip() for name in _ASKED)
    revision = Revision(version, author, reason, dt.date.today())
    desk.saved = None
    try:
        with st.spinner(t.say("weights.making")):
            desk.saved = Saved(desk.changes, version, method.zipped(desk.changes, revision, t.language))
    except UsageError as error:
        alert(error.sentence, error.hint)


def _draw_saved(saved: Saved, t: Teller) -> None:
    folder = f"rules-{one_line(saved.version)}"
    steps = "".join(f"<li>{_step(name, folder, t)}</li>" for name in _STEPS)
    st.html(f'<p role="status"><b>{safe(t.say("weights.made", version=saved.version))}</b></p>')
    st.download_button(t.say("weights.download_zip"), saved.content, f"{folder}.zip", _ZIP, key="weights_zip", on_click="ignore")
    st.html(f"<h3>{safe(t.say('weights.take_heading'))}</h3><ol>{steps}</ol>")


def _step(name: str, folder: str, t: Teller) -> str:
    """A step in words, with the command to type where there is one."""
    file = t.say("weights.take_file")
    commands = {"check": f"alignment rules check --rules {folder}", "use": f"alignment check {file} --rules {folder}"}
    command = f"<br><code>{safe(commands[name])}</code>" if name in commands else ""
    return f"{safe(t.say(f'weights.take_{name}', folder=folder))}{command}"
