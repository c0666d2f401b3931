"""What every view has around it: its language, the way to the other views, the look. Then the view itself."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from alignment.errors import AlignmentError
from alignment.messages import say
from alignment.model import LANGUAGES, Language
from ui.language import NAMES, page_language
from ui.parts.alert import alert
from ui.views import VIEWS, accessibility, check, method, screening, weights

_STYLE = Path(__file__).with_name("style.css")
_DRAWN = dict(zip(VIEWS, (check.draw, screening.draw, weights.draw, method.draw, accessibility.draw), strict=True))


def draw() -> None:
    """Draw the view that the address names, in the language that it names."""
    language = page_language()
    pages = [
        st.Page(partial(_DRAWN[view], language), title=say(language, f"page.{view}"), url_path=view, default=view == VIEWS[0])
        for view in VIEWS
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=say(language, "screen.page_title", page=page.title), layout="wide")
    st.html(_STYLE)
    _header(pages[:-1], language)
    try:
        with st.container(key="view"):
            page.run()
    except AlignmentError as error:
        alert(error.sentence, error.hint)
    _footer(pages[-1], language)


def _header(pages: list[st.Page], language: Language) -> None:
    """The way to the other views and languages. Every link names the language, so that it can be shared."""
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        # The script of the page reads here which language it is in and what the links are called together.
        views = say(language, "screen.views")
        st.html(f'<span class="brand" data-language="{language}" data-views="{views}">Alignment</span>', width="content")
        with st.container(key="views", horizontal=True, gap=None):
            for page in pages:
                st.page_link(page, query_params={"lang": language})
        st.session_state["language"] = language
        st.segmented_control(
            say(language, "screen.language"),
            LANGUAGES,
            format_func=NAMES.__getitem__,
            key="language",
            on_change=_follow_language,
            label_visibility="collapsed",
            width="content",
        )


def _footer(statement: st.Page, language: Language) -> None:
    with st.container(key="footer", horizontal=True, vertical_alignment="center"):
        promise = f"<b>{say(language, 'report.officer_decides')}</b> {say(language, 'screen.nothing_kept')}"
        st.html(f"<p>{promise}</p>", width="stretch")
        st.page_link(statement, query_params={"lang": language})


def _follow_language() -> None:
    if chosen := st.session_state["language"]:
        st.query_params["lang"] = chosen


# Processes that the server starts import the script that is running; they must not draw it.
if __name__ == "__main__":
    draw()
