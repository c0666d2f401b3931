"""Somebody with a browser: what they press, write and read, by the words of the page's own language."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from alignment.messages import say
from alignment.model import Language
from ui.language import NAMES
from ui.views import VIEWS

from .server import Server

#: Milliseconds after which something is not there; a machine that runs other tests beside is slow.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
#: Milliseconds that a finger rests on a button.
_CLICK = 80
#: Milliseconds of silence after which a page is taken for finished, and between two looks.
_QUIET, _LOOK = 150, 20
#: Names are not looked up: a request that should never be made goes nowhere.
_NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
#: Ends once the script has run and for a while nothing has been drawn.
_SETTLED = """([quiet, patience]) => new Promise((done, fail) => {
  const begun = performance.now();
  const idle = () => document.querySelector("[data-test-script-state=notRunning]")
    && !document.querySelector("[data-stale=true], .stSpinner, [data-testid=stSkeleton]");
  let since = begun;
  const watch = new MutationObserver(() => { since = performance.now(); });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const look = () => {
    if (!idle()) since = performance.now();
    if (performance.now() - begun > patience) return fail(new Error("the page does not come to rest"));
    if (performance.now() - since < quiet) return setTimeout(look, 30);
    watch.disconnect();
    done();
  };
  look();
})"""

Role = Literal["alert", "button", "combobox", "link", "radio", "spinbutton", "status", "tab", "textbox"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's browser.

    Raises:
        LookupError: when it is not installed.
    """
    path = shutil.which("chromium")
    if path is None:
        raise LookupError("there is no Chromium: install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", _NOBODY_ELSE])
        yield browser
        browser.close()


class Person:
    """One person: a browser context of their own, and a page.

    Attributes:
        faults: what a browser must never tell of a page: errors, dialogs, and requests to anyone but the server.
        asked: how many requests went to the server.
    """

    def __init__(self, browser: Browser, server: Server, language: Language, *, wide: int = 1280, high: int = 900) -> None:
        self.server, self.language = server, language
        self.faults: list[str] = []
        self.asked = 0
        self._runs = 0
        self.context: BrowserContext = browser.new_context(
            viewport={"width": wide, "height": high}, locale="de-DE", accept_downloads=True, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.context.on("request", self._note_request)
        self.page.on("websocket", self._note_socket)
        self.page.on("console", self._note_words)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", self._note_dialog)

    def leave(self) -> None:
        """Close the browser context, and with it the session."""
        self.context.close()

    # ---- What the page says -------------------------------------------------------------------------------------------------

    def say(self, key: str, **values: object) -> str:
        """A message of the catalogue in the language of the page."""
        return say(self.language, key, **values)

    def by(self, role: Role, key: str, **values: object) -> Locator:
        """What has a role and the name that the catalogue gives it."""
        return self.page.get_by_role(role, name=self.say(key, **values), exact=True)

    def told(self, key: str, **values: object) -> Locator:
        """Where a message of the catalogue stands."""
        return self.page.get_by_text(self.say(key, **values))

    def text(self) -> str:
        """All that can be read on the page."""
        return self.page.locator("main").inner_text()

    # ---- What the person does -----------------------------------------------------------------------------------------------

    def open(self, view: str = VIEWS[0]) -> Person:
        """Come to a view by its address, as by a link that someone sent."""
        self.page.goto(f"{self.server.url}/{'' if view == VIEWS[0] else view}?lang={self.language}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self.settle()

    def go(self, view: str) -> Person:
        """Come to a view by its link; one that is not there yet is opened by its address."""
        if not self.page.url.startswith(self.server.url):
            return self.open(view)
        self.by("link", f"page.{view}").click(delay=_CLICK)
        title = self.say("screen.page_title", page=self.say(f"page.{view}"))
        expect(self.page).to_have_title(title)
        return self.settle()

    def switch(self, language: Language) -> Person:
        """Choose another language."""
        self.page.get_by_role("radio", name=NAMES[language], exact=True).click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        self.language = language
        return self.settle()

    def press(self, key: str) -> Person:
        """Press the button that says this, and wait for what comes of it."""
        return self._done(lambda: self.by("button", key).click(delay=_CLICK))

    def turn_to(self, key: str) -> Person:
        """Come to a tab."""
        tab = self.by("tab", key)
        return self.settle() if tab.get_attribute("aria-selected") == "true" else self._done(tab.click)

    def write(self, label: str, text: str) -> Person:
        """Write into a field of a draft, in the place of what stood there, and leave it."""
        field = self.page.get_by_role("textbox", name=label, exact=True)
        if field.input_value() == text:
            return self
        field.fill(text)
        return self._done(field.blur)

    def choose(self, label: str | re.Pattern[str], words: str) -> Person:
        """Choose from a list the first that has these words."""
        box = self.page.get_by_role("combobox", name=label)
        box.click()
        box.fill(words)
        self.page.get_by_role("option").filter(has_text=words).first.click()
        return self.settle()

    def give(self, *files: Path) -> Person:
        """Bring in files."""
        return self._done(lambda: self.page.locator("input[type=file]").first.set_input_files(files))

    def fold(self, label: str) -> Person:
        """Open or close what is folded under a label."""
        self.page.locator("summary").filter(has_text=label).first.click()
        return self.settle()

    def fetched(self, button: Locator, folder: Path) -> Path:
        """What a download button gives."""
        with self.page.expect_download() as waiting:
            button.click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def settle(self) -> Person:
        """Wait until all is drawn."""
        self.page.evaluate(_SETTLED, [_QUIET, PATIENCE])
        return self

    def _done(self, act: Callable[[], object]) -> Person:
        """Do what makes the script run, and wait for that run."""
        before = self.settle()._runs
        act()
        until = time.monotonic() + PATIENCE / 1000
        while self._runs == before:
            assert time.monotonic() < until, "the script does not run"
            self.page.wait_for_timeout(_LOOK)
        return self.settle()

    # ---- What must never happen ---------------------------------------------------------------------------------------------

    def _note_request(self, request: Request) -> None:
        self._note_address(request.url)

    def _note_socket(self, socket: WebSocket) -> None:
        self._note_address(socket.url)
        socket.on("framereceived", self._note_frame)

    def _note_frame(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished":
            self._runs += 1

    def _note_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob"):
            return
        self.asked += 1
        if (parts.hostname, parts.port) != ("127.0.0.1", self.server.port):
            self.faults.append(f"a request to {url}")

    def _note_words(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _note_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()
