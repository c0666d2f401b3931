"""What every view has around it, and the two views that only tell: driven without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from alignment.errors import UsageError
from alignment.messages import say
from alignment.model import LANGUAGES, Language
from ui.method import Method
from ui.parts.marked import safe
from ui.views import VIEWS

# The processes start before a view is drawn, as in a server: then none of them can mistake the view for its own script.
pytestmark = pytest.mark.usefixtures("method")
SCREEN = Path(__file__).parents[1] / "ui" / "screen.py"


@pytest.fixture(autouse=True)
def first_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of the first view, which has tests of its own."""
    monkeypatch.setattr("ui.views.check.draw", lambda language: st.html(f"<h1>{language}</h1>"))


def screen(language: str | None = None) -> AppTest:
    app = AppTest.from_file(SCREEN, default_timeout=60)
    if language:
        app.query_params["lang"] = language
    return app.run()


def view(name: str, language: Language) -> AppTest:
    """One view alone."""
    app = AppTest.from_string(f"from ui.views.{name} import draw\nif __name__ == '__main__':\n    draw({language!r})")
    return app.run(timeout=60)


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_frame_speaks_the_language_of_the_address(language: Language) -> None:
    app = screen(language)
    assert f'data-language="{language}"' in shown(app)
    assert safe(say(language, "report.officer_decides")) in shown(app)
    labels = [link.proto.label for link in app.get("page_link")]
    assert labels == [say(language, f"page.{name}") for name in VIEWS]
    assert {link.proto.query_string for link in app.get("page_link")} == {f"lang={language}"}


def test_unknown_language_is_finnish() -> None:
    assert 'data-language="fi"' in shown(screen("xx<script>"))


def test_the_switch_changes_address_and_page() -> None:
    app = screen()
    app.segmented_control(key="language").set_value("sv").run()
    assert app.query_params["lang"] == "sv"
    assert 'data-language="sv"' in shown(app)
    app.segmented_control(key="language").set_value(None).run()
    assert app.segmented_control(key="language").value == "sv", "one language is always chosen"


def test_an_error_with_a_sentence_is_told_within_the_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(language: Language) -> None:
        raise UsageError(f"<b>{language}</b>", "Näin se korjataan.")

    monkeypatch.setattr("ui.views.check.draw", draw)
    told = shown(screen("sv"))
    assert 'role="alert"><b>&lt;b&gt;sv&lt;/b&gt;</b> Näin se korjataan.' in told
    assert safe(say("sv", "report.officer_decides")) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_method_tells_all_of_the_notice(language: Language, method: Method) -> None:
    told = shown(view("method", language))
    for section in method.notice(language).sections:
        assert all(safe(paragraph) in told for paragraph in section.paragraphs)
        assert section.table is None or safe(section.table.caption) in told
    assert all(safe(level.word.in_(language)) in told for level in method.rulebook.scorecard.level)


def test_statement_names_the_channel_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("fi", "statement.feedback_none") in shown(view("accessibility", "fi"))
    monkeypatch.setenv("ALIGNMENT_FEEDBACK", "<palaute@example.org>")
    assert "&lt;palaute@example.org&gt;" in shown(view("accessibility", "fi"))
