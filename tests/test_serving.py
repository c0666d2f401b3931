"""What stands between the network and the screen: headers, languages, refusals, quotas, and a log without anyone's words."""

from __future__ import annotations

import asyncio
import base64
import doctest
import hashlib
import json
import logging
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Message

from alignment.messages import catalogue, say
from alignment.model import LANGUAGES, Language
from ui import language as languages
from ui.faults import hush, noted
from ui.serving import LARGEST_UPLOAD, Front, Quota, health
from ui.views import VIEWS

ROOT = Path(__file__).parents[1]
UPLOAD = "/_stcore/upload_file/{session}/1"
WORDS = "Hakijan oma lause"


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(app: ASGIApp, path: str, method: str = "GET", *, query: str = "", client: str = "10.0.0.1", **headers: str) -> Answer:
    """One request, as a server would hand it to the application."""
    answer = Answer()
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "client": (client, 1),
        "server": ("testserver", 80),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    async def run() -> None:
        await app(scope, receive, send)

    asyncio.run(run())
    return answer


def inner(request: Request) -> Response:
    """In Streamlit's place: files and uploads are taken, a lost file is Streamlit's page, and one path breaks down."""
    if request.url.path == "/_stcore/breaks":
        raise ValueError(WORDS)
    if request.url.path == "/static/lost.js":
        return HTMLResponse("<html>Streamlit</html>")
    return PlainTextResponse("inside", headers={"Cache-Control": "public"})


@pytest.fixture
def front() -> Front:
    rest = Route("/{path:path}", inner, methods=["GET", "PUT"])
    return Front(Router(routes=[Route("/api/health", health), rest]), session=Quota(3, 1_000), address=Quota(5, 10_000))


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200),
        ("/method", "GET", 200),
        ("/method", "HEAD", 200),
        ("/method", "POST", 405),
        ("/check", "GET", 308),
        ("/screen.js", "GET", 200),
        ("/icon.svg", "GET", 200),
        ("/api/health", "GET", 200),
        ("/static/js/a.js", "GET", 200),
        ("/static/lost.js", "GET", 404),
        ("/media/report.xlsx", "GET", 200),
        ("/nothing", "GET", 404),
        ("/method/", "GET", 404),
        ("/_stcore/agent/openapi.json", "GET", 404),
        ("/_stcore/metrics", "GET", 404),
        ("/_stcore/breaks", "GET", 500),
        (UPLOAD, "PUT", 411),
    ],
)
def test_every_answer_has_the_headers(front: Front, path: str, method: str, status: int) -> None:
    answer = ask(front, path, method)
    assert answer.status == status
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in answer.headers["permissions-policy"]
    kept = "public" if path.startswith("/static/") and status == 200 else "no-store"
    assert answer.headers["cache-control"] == kept


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_page_is_in_its_language(front: Front, view: str, language: Language) -> None:
    page = ask(front, "/" if view == VIEWS[0] else f"/{view}", query=f"lang={language}").text
    assert f'<html lang="{language}">' in page
    assert f"<title>{say(language, f'page.{view}')} – Alignment</title>" in page
    assert say(language, "screen.opening") in page
    assert say(language, "failure.no_script") in page
    assert "Streamlit</title>" not in page
    assert "agent" not in page


def test_first_visit_takes_the_language_of_the_browser(front: Front) -> None:
    assert '<html lang="sv">' in ask(front, "/", accept_language="de, sv-FI;q=0.8, en;q=0.5").text
    assert '<html lang="fi">' in ask(front, "/", accept_language="de").text
    assert '<html lang="en">' in ask(front, "/", query="lang=en", accept_language="sv").text
    assert say("sv", "failure.no_page") in ask(front, "/nothing", accept_language="sv").text


def test_page_asks_nothing_of_anyone_else(front: Front) -> None:
    page = ask(front, "/").text + ask(front, "/screen.js").text + (ROOT / "ui" / "style.css").read_text("utf-8")
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//|url\(|@import|fetch\(|XMLHttpRequest", page)
    assert set(re.findall(r"https?://[^\s\"'<>]+", ask(front, "/icon.svg").text)) == {"http://www.w3.org/2000/svg"}


def test_policy_lets_no_other_script_run(front: Front) -> None:
    answer = ask(front, "/")
    policy = dict(part.partition(" ")[::2] for part in answer.headers["content-security-policy"].split("; "))
    assert "unsafe" not in policy["script-src"]
    assert "*" not in answer.headers["content-security-policy"]
    assert "http" not in answer.headers["content-security-policy"]
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts]
    assert policy["script-src"].split() == ["'self'", *hashes]
    assert not re.findall(r"\son\w+=", answer.text)


def test_uploads_have_a_quota_by_session_and_by_address(front: Front) -> None:
    def send(session: str, size: int, **asked: str) -> int:
        return ask(front, UPLOAD.format(session=session), "PUT", content_length=str(size), **asked).status

    assert [send("a", 10) for _ in range(4)] == [200, 200, 200, 429], "three a session"
    assert send("b", 2_000) == 429, "too many bytes"
    assert [send("b", 10), send("b", 10), send("b", 10)] == [200, 200, 429], "five an address, whatever the session"
    assert send("d", 10, client="10.0.0.2") == 200
    assert send("c", LARGEST_UPLOAD * 2, client="10.0.0.3") == 413
    refused = ask(front, UPLOAD.format(session="a"), "PUT", content_length="1", accept_language="en")
    assert refused.text == say("en", "failure.too_often")
    assert refused.headers["retry-after"] == "60"


def test_quota_begins_anew_every_minute() -> None:
    now = 0.0
    quota = Quota(1, 100, clock=lambda: now)
    assert quota.admits("a", 100)
    assert not quota.admits("a", 1)
    assert quota.admits("b", 1)
    now = 60.0
    assert quota.admits("a", 1)


def test_screen_under_a_path_of_its_own() -> None:
    front = Front(Router(routes=[Route("/haku/api/health", health)]), base="haku")
    assert ask(front, "/haku/method").status == ask(front, "/haku/").status == ask(front, "/haku/api/health").status == 200
    assert 'href="/haku/?lang=sv"' in ask(front, "/haku/nothing", query="lang=sv").text


def test_health(front: Front) -> None:
    assert json.loads(ask(front, "/api/health").body)["status"] == "ok"


def test_fault_is_told_by_its_code_and_its_words_stay_out_of_the_log(front: Front, caplog: pytest.LogCaptureFixture) -> None:
    answer = ask(front, "/_stcore/breaks", query="lang=sv")
    [code] = re.findall(r"[0-9A-F]{6}", caplog.text)
    assert say("sv", "failure.server", code=code) in answer.text.replace("&#x27;", "'")
    assert "ValueError at test_serving.py" in caplog.text
    assert WORDS not in caplog.text + answer.text


def test_no_library_writes_the_words_of_an_error(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.LogRecord)
    hush()
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("streamlit.error_util").exception("Uncaught %s", "app execution")
    assert WORDS not in caplog.text
    assert re.search(r"Uncaught .* \[ValueError at test_serving\.py:\d+", caplog.text)


def test_fault_of_another_process_tells_its_place(caplog: pytest.LogCaptureFixture) -> None:
    error = ValueError(WORDS)
    error.add_note("prose.py:1 read")
    assert noted(error) in caplog.text
    assert "ValueError at prose.py:1 read" in caplog.text


def test_settings_of_the_server() -> None:
    settings = tomllib.loads((ROOT / "ui" / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["maxUploadSize"] * 2**20 == LARGEST_UPLOAD
    assert settings["server"]["enableXsrfProtection"]
    assert not settings["server"]["enableAgentApi"]
    assert not settings["server"]["enableStaticServing"]
    assert not settings["browser"]["gatherUsageStats"]
    assert settings["client"]["showErrorDetails"] == "none"
    assert not settings["logger"]["enableRich"], "it would print the message of an error"


@pytest.mark.parametrize("base", ["", "/tools"])
def test_the_first_view_has_a_name_too(base: str) -> None:
    answer = ask(Front(Router(), base), f"{base}/check", query="lang=sv")
    assert answer.headers["location"] == f"{base}/?lang=sv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_upload_is_told_in_words(front: Front, language: Language) -> None:
    """Streamlit shows the bare error of its own client; the page's script puts our words in its place."""
    script = ask(front, "/screen.js").text
    told = json.loads(script.partition(" = ")[2].partition(";\n")[0])[language]
    assert told["AxiosError: Request failed with status code 429"] == say(language, "failure.too_often")
    assert "10" in told["AxiosError: Request failed with status code 413"]
    assert "Axios" not in "".join(told.values())


def test_built_in_words_leave_the_varying_places_alone() -> None:
    english = catalogue("en")
    keys = [key for key in english if key.startswith("built_in.")]
    assert len({english[key] for key in keys}) == len(keys)

    def places(text: str) -> set[str]:
        return set(re.findall(r"\{\w+\}", text))

    for language in LANGUAGES:
        assert all(places(catalogue(language)[key]) == places(english[key]) for key in keys)


def test_examples() -> None:
    result = doctest.testmod(languages)
    assert result.attempted
    assert not result.failed
