"""The applicant's whole way, in each language: write or bring a draft, read the answer, change it, take the result along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alignment.cli import main
from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook

from .conftest import Comer
from .files import cells, document, example, filled, labels, print_out
from .person import Person

pytestmark = [
    pytest.mark.usefixtures("ready_once"),
    pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_draft_to_the_answer_and_back(comes: Comer, rulebook: Rulebook, language: Language) -> None:
    person, named, told = comes(language).open(), labels(rulebook.forms, language), example(language)
    expect(person.told("check.promise")).to_be_visible()
    for name in ("title", "summary", "need", "goals", "measures", "results"):
        person.write(named[name], told[name])
    person.write(named["start"], told["start"]).press("check.press")
    answer = person.page.get_by_role("status")
    expect(answer).to_contain_text(person.say("verdict.meets"))
    expect(answer).to_contain_text(person.say("check.no_decision"))
    draft = person.page.locator("article")
    expect(draft.locator("mark").first).to_be_visible()
    for name in ("summary", "need", "goals", "measures", "results"):
        # The tags stand between the applicant's words: all of these are there, in their order.
        assert _in_order(told[name].split(), draft.inner_text().split())
    person.choose(person.say("check.show"), _second(person))
    expect(person.page.locator("details.match")).to_have_count(1)

    person.fold(person.say("check.edit")).write(named["measures"], "").write(named["goals"], "")
    # In haste.
    person.by("button", "check.press").dblclick()
    expect(person.told("change.heading")).to_be_visible()
    person.press("check.clear")
    expect(person.page.get_by_role("textbox", name=named["title"], exact=True)).to_have_value("")
    expect(answer).to_have_count(0)


MAKERS: dict[str, Callable[[Path, Rulebook, Language, Person], Path]] = {
    "docx": lambda folder, rulebook, language, _: document(folder, rulebook.forms, language),
    "pdf": lambda folder, rulebook, language, _: print_out(folder, rulebook.forms, language),
    "xlsx": lambda folder, rulebook, language, person: filled(
        person.fetched(person.by("button", "check.template"), folder), rulebook.forms, language
    ),
}


@pytest.mark.parametrize(("kind", "language"), list(zip(MAKERS, LANGUAGES, strict=True)))
def test_a_file_gives_what_the_command_line_gives(
    comes: Comer, rulebook: Rulebook, tmp_path: Path, kind: str, language: Language
) -> None:
    person = comes(language).open()
    file = MAKERS[kind](tmp_path, rulebook, language, person)
    person.give(file)
    named, told = labels(rulebook.forms, language), example(language)
    expect(person.told("check.taken", file=file.name)).to_be_visible()
    expect(person.page.get_by_role("textbox", name=named["measures"], exact=True)).to_have_value(told["measures"])
    person.press("check.press")
    expect(person.page.get_by_role("status").filter(has_text=person.say("check.no_decision"))).to_be_visible()
    result = person.fetched(person.by("button", "check.download"), tmp_path)
    main(["check", str(file), "--language", language, "--report", str(tmp_path / "report.xlsx"), "--workers", "1"])
    assert cells(result) == cells(tmp_path / "report.xlsx")


def test_the_keyboard_is_enough(comes: Comer, rulebook: Rulebook) -> None:
    person = comes("en").open()
    keys, named = person.page.keyboard, labels(rulebook.forms, "en")
    _tab_to(person, "textbox", named["title"])
    keys.type("Practising for cyber attacks")
    _tab_to(person, "textbox", named["measures"])
    keys.type(example("en")["measures"])
    _tab_to(person, "button", person.say("check.press"))
    keys.press("Enter")
    expect(person.page.get_by_role("status")).to_contain_text(person.say("check.no_decision"))
    person.settle()
    expect(person.by("button", "check.press")).to_be_focused()
    _tab_to(person, "combobox", person.say("check.show"))
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(person.page.locator("details.match")).to_have_count(1)
    person.settle()
    _tab_to(person, "button", person.say("check.download"))
    with person.page.expect_download():
        keys.press("Enter")


def test_each_fault_stands_by_its_field(comes: Comer, rulebook: Rulebook) -> None:
    person, named = comes("sv").open(), labels(rulebook.forms, "sv")
    person.press("check.press")
    expect(person.page.get_by_role("alert")).to_contain_text(person.say("check.empty"))
    person.write(named["title"], "Hamn").write(named["start"], "i sommar").write(named["need"], example("sv")["need"])
    person.press("check.press").fold(person.say("check.edit"))
    expect(person.page.get_by_text("i sommar").first).to_be_visible()
    expect(person.page.get_by_text(person.say("check.faults", count=1))).to_be_visible()


def _second(person: Person) -> str:
    """The best of what the text serves, as the list of targets names it."""
    person.settle().page.get_by_role("combobox", name=person.say("check.show")).click()
    name = person.page.get_by_role("option").nth(1).inner_text()
    person.page.keyboard.press("Escape")
    return name


def _in_order(wanted: list[str], found: list[str]) -> bool:
    words = iter(found)
    return all(any(word == other for other in words) for word in wanted)


def _tab_to(person: Person, role: str, name: str, most: int = 80) -> None:
    """Press Tab until this has the focus."""
    wanted = person.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    for _ in range(most):
        person.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {role} {name} by the keyboard")
