"""The server of the screen: ``alignment ui``, or ``streamlit run app.py`` in this folder."""

import asyncio
import gc
import os
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

# The screen goes by one name, in a checkout and inside the installed package alike.
sys.path.append(str(Path(__file__).parents[1]))

from alignment.messages import say
from ui.faults import hush, noted
from ui.language import page_language
from ui.method import ready_method
from ui.parts.alert import alert
from ui.serving import Front, health


@asynccontextmanager
async def _ready(_app: st.App) -> AsyncIterator[None]:
    """What takes seconds is done before the first page is asked for."""
    hush()
    method = ready_method()
    # All this lives as long as the server: the garbage collector need not walk it again and again, while pages wait.
    gc.freeze()
    if _at_a_desk():
        address = f"http://{st.get_option('server.address')}:{st.get_option('server.port')}"
        asyncio.get_running_loop().call_soon(webbrowser.open, f"{address}/{st.get_option('server.baseUrlPath')}")
    yield
    method.close()


def _at_a_desk() -> bool:
    """Whether somebody started the screen by hand on a machine that has one: a browser is opened for them."""
    has_desktop = sys.platform in ("win32", "darwin") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return has_desktop and sys.stdout is not None and sys.stdout.isatty()


def _tell(error: Exception) -> bool:
    """The error page: a sentence and a reference code in the user's language."""
    alert(say(page_language(), "failure.page", code=noted(error)), say(page_language(), "failure.page_hint"))
    return True


app = st.App(
    Path(__file__).with_name("screen.py"),
    lifespan=_ready,
    routes=[Route("/api/health", health)],
    middleware=[Middleware(Front, base=st.get_option("server.baseUrlPath"))],
    on_script_error=_tell,
)
