"""The round trip through Excel: the rulebook as a workbook, and the workbook read back as changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from alignment.intake import Given
from alignment.model import Problem
from alignment.notice.teller import Teller
from alignment.reports.plain import one_line
from alignment.revising.changes import gathered

from ..method import Method
from ..parts.alert import alert
from ..parts.marked import safe
from ..parts.overview import MOST_PROBLEMS, table_html
from ..serving import LARGEST_UPLOAD
from ..trying import Changes
from .weights_desk import Desk

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_excel(desk: Desk, t: Teller, method: Method) -> None:
    """Draw the workbook to take, the place to give it back, and what was found in it."""
    st.html(f"<h2>{safe(t.say('weights.excel_heading'))}</h2><p>{safe(t.say('weights.excel_what'))}</p>")
    st.html(f"<h3>{safe(t.say('weights.excel_take'))}</h3><p>{safe(t.say('weights.excel_take_what'))}</p>")
    st.download_button(
        t.say("weights.excel_download"),
        partial(method.book, t.language),
        f"alignment-rules-{desk.base.about.version}.xlsx",
        _WORKBOOK,
        key="weights_book",
        on_click="ignore",
    )
    st.html(f"<h3>{safe(t.say('weights.excel_give'))}</h3><p>{safe(t.say('weights.excel_give_what'))}</p>")
    st.file_uploader(
        t.say("weights.excel_file"),
        type=("xlsx",),
        key="weights_book_back",
        on_change=_take,
        args=(desk, t, method),
        max_upload_size=LARGEST_UPLOAD // 2**20,
    )
    if desk.book:
        _tell(desk.book, desk.problems, t)


def _take(desk: Desk, t: Teller, method: Method) -> None:
    file = st.session_state["weights_book_back"]
    desk.book, desk.problems = None, ()
    if file is None:
        return
    found, desk.problems = method.read_book(Given(one_line(file.name) or "-", file.getvalue()), t.language)

    def all_gathered() -> Changes:
        changes = desk.changes
        for change in found:
            changes = gathered(changes, change)
        return changes

    desk.book = found if desk.take(t.language, all_gathered) else ()
    desk.turn += 1


def _tell(found: Changes, problems: Sequence[Problem], t: Teller) -> None:
    """How many changes were found in the workbook, and what is wrong in it by cell."""
    count = t.say("weights.excel_found", count=t.number(len(found))) if found else t.say("weights.excel_same")
    st.html(f'<p role="status">{safe(count)}</p>')
    if not problems:
        return
    alert(t.say("weights.excel_problems", count=t.number(len(problems))), t.say("weights.excel_problems_hint"))
    header = [safe(t.say(f"column.{key}")) for key in ("place", "message", "hint")]
    rows = ([safe(one_line(text)) for text in (each.place, each.message, each.hint)] for each in problems[:MOST_PROBLEMS])
    st.html(table_html(header, rows, safe(t.say("sheet.problems"))))
