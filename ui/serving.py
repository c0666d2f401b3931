"""What stands between the network and the screen: the page itself, headers, refusals, quotas and the health of the server.

Streamlit answers any path with one English page. Here that page is made ready in each language, and every path that is no view is
refused.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alignment import __version__
from alignment.messages import catalogue, say
from alignment.model import LANGUAGES, Language

from .faults import noted
from .language import language_of
from .views import VIEWS

#: Bytes of the largest upload; ``maxUploadSize`` in the settings says the same to the browser.
LARGEST_UPLOAD = 10 * 2**20
#: What the form around an upload may add to it.
_ENVELOPE = 2**16
_HERE = Path(__file__).parent
_INDEX = Path(st.__file__).parent / "static" / "index.html"
#: Streamlit's own paths that the screen needs, and those below them that stay closed: another way in, and the server's measures.
_INNER = ("/_stcore/", "/static/", "/media/", "/component/", "/api/")
_CLOSED = ("/_stcore/agent", "/_stcore/metrics", "/_stcore/script-health-check")
_UPLOADS = "/_stcore/upload_file/"
#: What may be kept by a browser: the program, never what someone wrote.
_KEEPABLE = "/static/"
#: How a page looks that is not the screen: before it is there, or instead of it.
_PLAIN = (
    ":root { color-scheme: light dark } body { background: light-dark(#fff, #12181c); color: light-dark(#1f2a33, #e8eef1) } "
    ".told { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 25vh auto 0; padding: 0 1.5rem } "
    ".told a { color: light-dark(#1f4e5f, #7cc0d1) }"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class Quota:
    """How much each client may send a minute."""

    def __init__(self, requests: int, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.requests, self.size = requests, size
        self._clock = clock
        self._minute = 0
        self._sent: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()

    def admits(self, client: str, size: int) -> bool:
        """Whether a client may send so many bytes now; if so they are counted."""
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute = minute
            self._sent.clear()
            self._bytes.clear()
        if self._sent[client] >= self.requests or self._bytes[client] + size > self.size:
            return False
        self._sent[client] += 1
        self._bytes[client] += size
        return True


class Front:
    """ASGI middleware around Streamlit.

    Args:
        app: what it stands in front of.
        base: the path the screen is served under, as in Streamlit's ``server.baseUrlPath``.
        session: the quota of one page that is open: a round of several hundred small files passes.
        address: the quota of one address, behind which a whole office may sit.
    """

    def __init__(self, app: ASGIApp, base: str = "", session: Quota | None = None, address: Quota | None = None) -> None:
        self._app = app
        self._base = f"/{base.strip('/')}" if base.strip("/") else ""
        self._session = session or Quota(400, 100 * 2**20)
        self._address = address or Quota(2_000, 400 * 2**20)
        paths = {view: f"/{view}" for view in VIEWS} | {VIEWS[0]: "/"}
        self._pages = {(path, language): page_html(view, language) for view, path in paths.items() for language in LANGUAGES}
        self._headers = _HEADERS | {"Content-Security-Policy": policy(self._pages["/", "fi"])}
        self._files = {"/screen.js": (_script(), "text/javascript"), "/icon.svg": (_read("icon.svg"), "image/svg+xml")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on; everything that goes out gets its headers here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        path = request.url.path.removeprefix(self._base) or "/"
        language = language_of(request.query_params.get("lang"), request.headers.get("Accept-Language"))
        answer = self._answer(request, path, language)
        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if answer is None and message["status"] == 200 and headers.get("Content-Type", "").startswith("text/html"):
                    # Streamlit's only page is answered here; where it sends it, it is for want of a file.
                    message["status"] = 404
                if not path.startswith(_KEEPABLE) or message["status"] == 404:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        try:
            await (answer or self._app)(scope, receive, dressed)
        except Exception as error:
            if begun:
                raise
            await _told(self._base, language, "failure.server", 500, code=noted(error))(scope, receive, dressed)

    def _answer(self, request: Request, path: str, language: Language) -> Response | None:
        """The answer that needs no Streamlit; None for what Streamlit is to answer."""
        if path.startswith(_UPLOADS) and request.method == "PUT":
            return self._refused(request, path, language)
        if path.startswith(_INNER) and not path.startswith(_CLOSED):
            return None
        if path == f"/{VIEWS[0]}":
            # The first view has a name too, for whoever guesses it from the others.
            return RedirectResponse(f"{self._base}/?lang={language}", 308)
        if path not in self._files and (path, language) not in self._pages:
            return _told(self._base, language, "failure.no_page", 404)
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse(status_code=405, headers={"Allow": "GET, HEAD"})
        if path in self._files:
            content, kind = self._files[path]
            return Response(content, media_type=kind)
        return HTMLResponse(self._pages[path, language])

    def _refused(self, request: Request, path: str, language: Language) -> Response | None:
        """Why an upload is not taken; None when it is."""
        length = request.headers.get("Content-Length", "")
        if not length.isdecimal():
            return PlainTextResponse(status_code=411)
        size = int(length)
        if size > LARGEST_UPLOAD + _ENVELOPE:
            return PlainTextResponse(say(language, "failure.too_large", megabytes=LARGEST_UPLOAD // 2**20), 413)
        session = path.removeprefix(_UPLOADS).partition("/")[0]
        address = request.client.host if request.client else ""
        if self._session.admits(session, size) and self._address.admits(address, size):
            return None
        return PlainTextResponse(say(language, "failure.too_often"), 429, headers={"Retry-After": "60"})


async def health(_request: Request) -> JSONResponse:
    """That the server answers, for whoever watches over it."""
    return JSONResponse({"status": "ok", "version": __version__})


def page_html(view: str, language: Language) -> str:
    """Streamlit's page as ours: its language, title and icon, and nothing that speaks of Streamlit or fetches a font."""
    title = say(language, "screen.page_title", page=say(language, f"page.{view}"))
    own = (
        '<link rel="icon" href="./icon.svg" type="image/svg+xml"><script src="./screen.js"></script>'
        f"<style>{_PLAIN}</style><title>{html.escape(title)}</title>"
    )
    replaced = {
        r"<!--.*?-->": "",
        r'<html lang="en">': f'<html lang="{language}">',
        r"<link\s[^>]*(?:favicon|as=\"font\"|service-desc)[^>]*>": "",
        r"<title>.*?</title>": own,
        r'<div id="root"></div>': f'<div id="root"><p class="told">{html.escape(say(language, "screen.opening"))}</p></div>',
        r"<noscript>.*?</noscript>": f"<noscript><p>{html.escape(say(language, 'failure.no_script'))}</p></noscript>",
    }
    page = _INDEX.read_text("utf-8")
    for pattern, text in replaced.items():
        # No text here has a backslash, which re.sub would read as its own.
        page = re.sub(pattern, text, page, flags=re.DOTALL)
    return "\n".join(line for line in page.splitlines() if line.strip())


def policy(page: str) -> str:
    """The content policy of a page: nothing from elsewhere, and no script but files of ours and those that stand in the page."""
    inside = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inside]
    scripts = " ".join(["'self'", *(f"'sha256-{each}'" for each in hashes)])
    own = (
        "default-src 'self'",
        f"script-src {scripts}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return "; ".join(own)


def _script() -> str:
    """The page's own script, with what Streamlit says in English and what it means in the other languages."""
    words = {language: _failed_uploads(language) | _built_in(language) for language in LANGUAGES}
    return f"const BUILT_IN = {json.dumps(words, ensure_ascii=False)};\n{_read('screen.js')}"


def _built_in(language: Language) -> dict[str, str]:
    return {catalogue("en")[key]: text for key, text in catalogue(language).items() if key.startswith("built_in.")}


def _failed_uploads(language: Language) -> dict[str, str]:
    """What an upload that is refused says: Streamlit's own words are no English either. The first that fits is told."""
    failed = "AxiosError: Request failed with status code "
    return {
        f"{failed}413": say(language, "failure.too_large", megabytes=LARGEST_UPLOAD // 2**20),
        f"{failed}429": say(language, "failure.too_often"),
        f"{failed}{{status}}": catalogue(language)["failure.not_taken"],
    }


def _told(base: str, language: Language, key: str, status: int, **values: object) -> HTMLResponse:
    """A page of one sentence, with the way back."""
    sentence, back = html.escape(say(language, key, **values)), html.escape(say(language, "failure.back"))
    link = f'<a href="{base}/?lang={language}">{back}</a>'
    return HTMLResponse(
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>Alignment</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_PLAIN}</style></head>'
        f'<body><main class="told"><h1>Alignment</h1><p>{sentence}</p><p>{link}</p></main></body></html>',
        status,
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
