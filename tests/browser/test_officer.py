"""The officer's whole way, in each language: bring a round, see what was read, find an application, its reasons, the workbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alignment.cli import main
from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook

from .conftest import Comer
from .files import cells, example, labels, round_file
from .person import Person

pytestmark = [
    pytest.mark.usefixtures("ready_once"),
    pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning"),
]
SAMPLES = Path(__file__).parents[2] / "sample_applications"


def screened(person: Person, *files: Path) -> Person:
    """Somebody who has brought a round, all of which is assessed."""
    person.open("screening").give(*files)
    expect(person.by("button", "round.download")).to_be_visible()
    return person.settle()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_files_to_the_reasons(comes: Comer, rulebook: Rulebook, tmp_path: Path, language: Language) -> None:
    files = (round_file(tmp_path, rulebook.forms, language), SAMPLES / "broken.xlsx")
    person = screened(comes(language), *files)
    result = person.fetched(person.by("button", "round.download"), tmp_path)
    report, lines = tmp_path / "report.xlsx", tmp_path / "lines.jsonl"
    asked = ["--language", language, "--report", str(report), "--json", str(lines), "--workers", "1"]
    main(["check", *map(str, files), *asked])
    assert cells(result) == cells(report)
    total = len(lines.read_text("utf-8").splitlines())

    person.by("textbox", "round.search").press_sequentially("H-")
    expect(person.page.get_by_text(re.compile(rf"\b4(/| av ){total}\b"))).to_be_visible()
    person.choose(person.say("round.application"), "H-3")
    detail = person.page.locator("article.application")
    expect(detail).to_contain_text(example(language)["title"])
    expect(detail).to_contain_text("32.13.2024")
    expect(person.page.locator(".context mark").first).to_be_visible()

    person.turn_to("round.tab_heatmap")
    expect(person.page.get_by_role("region", name=person.say("heat.caption")).get_by_role("rowheader")).to_have_count(total)
    person.turn_to("round.tab_portfolio")
    expect(person.told("money.several")).to_be_visible()
    person.turn_to("round.tab_compare")
    expect(person.page.get_by_role("table", name=person.say("compare.differences"))).to_be_visible()
    person.settle().by("radio", "compare.programmes").click()
    expect(person.page.get_by_role("combobox", name=person.say("compare.programme_right"))).to_be_visible()
    person.turn_to("round.tab_input")
    expect(person.page.get_by_role("cell", name="broken.xlsx").first).to_be_visible()


def test_a_wrong_column_is_put_right(comes: Comer, rulebook: Rulebook, tmp_path: Path) -> None:
    named, told = labels(rulebook.forms, "en"), example("en")
    file = tmp_path / "round.csv"
    file.write_text(f"{named['id']};{named['title']};Notes\nH-1;{told['title']};{told['goals']} {told['summary']}", "utf-8")
    person = screened(comes("en"), file)
    expect(person.page.locator("article.application")).to_be_visible()
    person.turn_to("round.tab_columns")
    box = re.compile(re.escape(person.say("mapped.column", place="C")))
    person.settle().choose(box, person.say("report.read_as_section", name=rulebook.forms.section["measures"].label.in_("en")))
    person.press("mapped.apply")
    expect(person.by("button", "round.download")).to_be_visible()
    person.turn_to("round.tab_applications")
    expect(person.page.locator(".context mark").first).to_be_visible()
    mapping = tmp_path / "map.toml"
    person.turn_to("round.tab_columns")
    person.fetched(person.by("button", "mapped.download"), tmp_path).rename(mapping)
    result = person.fetched(person.by("button", "round.download"), tmp_path)
    report = tmp_path / "report.xlsx"
    main(["check", str(file), "--map", str(mapping), "--language", "en", "--report", str(report), "--workers", "1"])
    # The mapping tells of every column, the officer told of one: how sure a reading is may differ, what was read may not.
    sure = f"{person.say('sheet.columns')}!"
    ours, theirs = (
        {place: value for place, value in cells(book).items() if not place.startswith(sure)} for book in (result, report)
    )
    assert ours == theirs


def test_long_work_shows_how_far_it_is_and_can_be_stopped(comes: Comer, rulebook: Rulebook, tmp_path: Path) -> None:
    lines = round_file(tmp_path, rulebook.forms, "sv").read_text("utf-8-sig").splitlines()
    header = lines[0]
    rows = [f"A-{number}{lines[1].removeprefix('H-1')}" for number in range(600)]
    file = tmp_path / "many.csv"
    file.write_text("\n".join((header, *rows)), "utf-8")
    person = comes("sv").open("screening")
    person.page.locator("input[type=file]").set_input_files(file)
    expect(person.page.get_by_role("progressbar")).to_be_visible()
    person.by("button", "round.stop").click()
    expect(person.page.get_by_role("alert")).to_contain_text("600")
    expect(person.by("button", "round.again")).to_be_visible()
