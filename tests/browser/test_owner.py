"""The rule owner's whole way, in each language: read the rules, change one, see what turns, undo, save, and the same by Excel."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook, load_rulebook

from .conftest import Comer
from .files import round_file
from .person import Person
from .tour import changed, tried

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
VERSION = "2027.1"
RULE = "k22-business-renewal.tourism"


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_rule_to_a_new_rulebook(comes: Comer, rulebook: Rulebook, tmp_path: Path, language: Language) -> None:
    file = round_file(tmp_path, rulebook.forms, language)
    person = comes(language).open("screening").give(file).go("weights")
    goal = rulebook.plan_of["k22"].target[0]
    expect(person.page.get_by_role("radio", name=goal.names.in_(language).text).first).to_be_visible()
    expect(person.page.get_by_text(goal.covers.in_(language))).to_be_visible()

    changed(rulebook, person)
    expect(person.told("weights.changes", count=1)).to_be_visible()
    tried(Person.settle, person)
    # All four are assessed again, and those that meet the conditions by a level that now begins higher turn.
    expect(person.page.get_by_role("status").filter(has_text=re.compile(r"\b\d/4\b"))).to_be_visible()

    person.turn_to("weights.tab_save")
    person.by("textbox", "weights.version").fill(VERSION)
    person.by("textbox", "weights.author").fill("<b>A</b>")
    person.by("textbox", "weights.reason").fill("B")
    person.press("weights.make")
    path = person.fetched(person.by("button", "weights.download_zip"), tmp_path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    new = load_rulebook(tmp_path / path.stem)
    assert new.about.version == VERSION
    assert new.scorecard.level[3].from_score == pytest.approx(60)

    person.press("weights.undo_all")
    expect(person.told("weights.no_changes")).to_be_visible()


def test_a_word_is_searched_and_added(comes: Comer) -> None:
    person = comes("fi").open("weights")
    person.turn_to("weights.tab_words")
    person.by("textbox", "weights.search").fill("satamissa")
    person.page.keyboard.press("Enter")
    expect(person.page.locator("mark").filter(has_text="satama*").first).to_be_visible()
    person.settle().by("textbox", "weights.new_word").fill("laiturialue*")
    person.press("weights.add")
    expect(person.told("weights.changes", count=1)).to_be_visible()
    expect(person.page.locator("ins").filter(has_text="laiturialue*")).to_be_visible()


def test_the_rulebook_goes_to_excel_and_back(comes: Comer, tmp_path: Path) -> None:
    person = comes("sv").open("weights")
    person.turn_to("weights.tab_excel")
    path = person.fetched(person.by("button", "weights.excel_download"), tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book[person.say("rule_book.weights")]
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    row, column = places[RULE].row, places[person.say("rule_book.weight")].column
    sheet.cell(row, column).value = 1.5
    sheet.cell(row + 1, column).value = "mycket"
    book.save(path)
    person.give(path)
    expect(person.told("weights.excel_found", count="1")).to_be_visible()
    expect(person.page.get_by_role("alert")).to_contain_text(person.say("weights.excel_problems", count="1"))
    expect(person.told("weights.changes", count=1)).to_be_visible()
