"""What stands around every view: addresses that can be shared, the language, the way between the views, and what goes wrong."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook
from ui.views import VIEWS

from .conftest import Comer
from .files import example, labels
from .server import Server


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_leads_to_its_view_in_its_language(comes: Comer, language: Language) -> None:
    person = comes(language)
    for view in VIEWS:
        person.open(view)
        expect(person.page).to_have_title(person.say("screen.page_title", page=person.say(f"page.{view}")))
        expect(person.page.locator("html")).to_have_attribute("lang", language)
        links = person.page.get_by_role("navigation", name=person.say("screen.views")).get_by_role("link")
        assert [link.inner_text() for link in links.all()] == [person.say(f"page.{each}") for each in VIEWS[:-1]]
        for link in links.all():
            assert re.fullmatch(rf"[./\w]*\?lang={language}", link.get_attribute("href") or "")


def test_another_language_is_one_press_away_and_takes_everything_along(comes: Comer, rulebook: Rulebook) -> None:
    person = comes("fi").open()
    words = "Omat sanani pysyvät."
    person.write(labels(rulebook.forms, "fi")["summary"], words)
    for language in ("sv", "en", "fi"):
        person.switch(language)
        expect(person.page).to_have_title(person.say("screen.page_title", page=person.say("page.check")))
        summary = person.page.get_by_role("textbox", name=labels(rulebook.forms, language)["summary"], exact=True)
        expect(summary).to_have_value(words)
        assert person.page.url.endswith(f"?lang={language}"), "nothing else stands in the address"
    person.page.go_back()
    expect(person.page.locator("html")).to_have_attribute("lang", "en")


def test_what_was_typed_is_there_after_a_look_at_another_view(comes: Comer, rulebook: Rulebook) -> None:
    person, summary = comes("sv").open(), labels(rulebook.forms, "sv")["summary"]
    for view in VIEWS[1:]:
        person.write(summary, view).go(view).go(VIEWS[0])
        expect(person.page.get_by_role("textbox", name=summary, exact=True)).to_have_value(view)


def test_a_view_keeps_what_was_done_while_another_is_looked_at(comes: Comer) -> None:
    person = comes("en").open().press("check.example").press("check.press")
    expect(person.page.get_by_role("status")).to_contain_text(person.say("check.no_decision"))
    for view in (*VIEWS[1:], VIEWS[0]):
        person.go(view)
        assert not person.page.url.partition("?")[2].removeprefix("lang=en")
    expect(person.page.get_by_role("status")).to_contain_text(person.say("check.no_decision"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_no_such_page(comes: Comer, language: Language) -> None:
    person = comes(language)
    answer = person.page.goto(f"{person.server.url}/nothing?lang={language}")
    assert answer
    assert answer.status == 404
    expect(person.told("failure.no_page")).to_be_visible()
    person.by("link", "failure.back").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(person.say("page.check"))
    person.faults.clear()


def test_a_fault_is_told_by_a_code_and_the_next_press_works(comes: Comer, server: Server, rulebook: Rulebook) -> None:
    person, named = comes("sv").open(), labels(rulebook.forms, "sv")
    workers = [
        process for process in server.processes()[1:] if "spawn_main" in Path(f"/proc/{process}/cmdline").read_text("utf-8")
    ]
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    person.write(named["measures"], example("sv")["measures"]).by("button", "check.press").click()
    expect(person.told("check.working")).to_be_visible()
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    alert = person.page.get_by_role("alert")
    code = re.escape(person.say("failure.page", code="CODE")).replace("CODE", "([0-9A-F]{6})")
    expect(alert).to_contain_text(re.compile(code))
    [told] = re.findall(code, alert.inner_text())
    assert told in server.log.read_text("utf-8")
    # Coming to the view again is trying again, and what was written is still there.
    person.go("check")
    expect(person.page.get_by_role("status")).to_contain_text(person.say("check.no_decision"))
