"""The notice: the same in three languages, every figure the rulebook's own, and a page that needs nothing but itself."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from alignment.cli import main
from alignment.errors import RulebookError
from alignment.evaluation.evaluating import Evaluation
from alignment.messages import number, say
from alignment.model import LANGUAGES, Language, Notice, NoticeSection, NoticeTable
from alignment.notice import notice
from alignment.notice.figures import bands, doubt, figures
from alignment.notice.rules import data, example, oversight, steps, worked
from alignment.notice.teller import Teller, Told
from alignment.reports.notice import notice_html, notice_text
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.parts import Annotators, Measured, Screened

pytestmark = pytest.mark.usefixtures("ready_once")
ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
HOSTILE = '</h1><script src="https://example.org/x.js">alert(1)</script><img src=x onerror="alert(2)"> | \x1b[31m'
MEASURED: dict[str, Any] = {
    "measures": [
        {
            "field": "ris3",
            "language": "all",
            "cases": 51,
            "precision": 1.0,
            "recall": 0.9,
            "f1": 0.123,
            "auc": 0.987,
            "top1": 1.0,
        },
        {"field": "ris3", "language": "sv", "cases": 7, "f1": 0.321, "auc": None},
        {"field": "goals_1990_1993", "language": "all", "cases": 999, "f1": 0.777, "auc": 0.777},
    ],
    "cross_validated": [{"field": "ris3", "language": "all", "cases": 51, "f1": 0.456, "auc": 0.654}],
    "reliability": [
        {"scores": "0–40", "matches": 314, "mean": 12.3, "accepted": 13.4},
        {"scores": "40–100", "matches": 271, "mean": 71.2, "accepted": 45.6},
    ],
    "screening": [
        {
            "wrong_exclusion": 5.0,
            "refer_from": 20.0,
            "in_force": True,
            "aligned": {"meets": 41, "refer": 42, "does_not_meet": 43, "cannot_assess": 44},
            "between": {"meets": 1, "refer": 2, "does_not_meet": 3, "cannot_assess": 4},
            "not_aligned": {"meets": 5, "refer": 6, "does_not_meet": 7, "cannot_assess": 8},
        }
    ],
    "parity": [],
}


@pytest.fixture(scope="module")
def plain(rulebook: Rulebook) -> Rulebook:
    """The shipped rulebook with measures of our own, so that no measuring anew changes these tests."""
    return changed(rulebook, measured=Measured.model_validate(MEASURED))


@pytest.fixture(scope="module")
def told(plain: Rulebook) -> dict[Language, Notice]:
    return {language: notice(plain, language) for language in LANGUAGES}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(RULES, tmp_path / "rules")


def changed(rulebook: Rulebook, **update: object) -> Rulebook:
    """A rulebook with other parts; a mere copy would keep what the old one has looked up."""
    return Rulebook.model_validate({name: getattr(rulebook, name) for name in Rulebook.model_fields} | update)


def with_costs(rulebook: Rulebook, **costs: float) -> Rulebook:
    own = rulebook.call_of[rulebook.about.call]
    other = own.model_copy(update={"costs": own.costs.model_copy(update=costs)})
    return changed(rulebook, calls=tuple(other if call.id == own.id else call for call in rulebook.calls))


def alone(told: Told) -> NoticeSection:
    """One section without the others, which take seconds."""
    parts = list(told)
    tables = [part for part in parts if isinstance(part, NoticeTable)]
    assert len(tables) < 2
    paragraphs = tuple(part for part in parts if isinstance(part, str))
    return NoticeSection(id="", heading="", paragraphs=paragraphs, table=tables[0] if tables else None)


def part(found: Notice, name: str) -> NoticeSection:
    return next(section for section in found.sections if section.id == name)


def words(section: NoticeSection) -> str:
    return " ".join(section.paragraphs)


def cells(section: NoticeSection) -> tuple[tuple[str, ...], ...]:
    assert section.table is not None
    return section.table.rows


def counts(section: NoticeSection) -> dict[str, str]:
    return {row[0]: row[1] for row in cells(section)}


def figure(text: str) -> float:
    return float(text.replace("\u00a0", "").replace(",", "."))


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def shape(found: Notice) -> list[tuple[str, int, int, int]]:
    return [
        (part.id, len(part.paragraphs), len(part.table.header) if part.table else 0, len(part.table.rows) if part.table else 0)
        for part in found.sections
        if part.id != "example"
    ]


def test_the_same_sections_in_three_languages(told: dict[Language, Notice]) -> None:
    assert shape(told["fi"]) == shape(told["sv"]) == shape(told["en"])
    assert len({found.title for found in told.values()}) == len(LANGUAGES)
    for found in told.values():
        assert all(section.heading and section.paragraphs for section in found.sections)
        rows = [(section.table.header, row) for section in found.sections if section.table for row in section.table.rows]
        assert all(len(header) == len(row) for header, row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_stands_in_the_words(language: Language) -> None:
    text = (ROOT / "alignment" / "messages" / f"notice.{language}.toml").read_text("utf-8")
    messages = [message for table in tomllib.loads(text).values() for message in table.values()]
    assert [message for message in messages if re.search(r"\d", re.sub(r"\{\w+\}|F1", "", message))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_adds_up(told: dict[Language, Notice], plain: Rulebook, language: Language) -> None:
    match, _ = worked(plain, language)
    assert sum(line.amount for line in match.contributions) == pytest.approx(match.total, abs=1e-9)
    section = part(told[language], "example")
    *lines, (_, total) = cells(section)
    assert [label for label, _ in lines] == [line.label for line in match.contributions]
    if say(language, "terminal.rounded") not in section.paragraphs:
        assert sum(figure(amount) for _, amount in lines) == pytest.approx(figure(total), abs=1e-9)
    assert number(language, match.score, 1) in words(section)
    assert match.accepted
    assert len(match.contributions) > 3


def test_another_weight_another_example(plain: Rulebook, told: dict[Language, Notice]) -> None:
    tourism = "k22-business-renewal.tourism"
    rules = tuple(rule.model_copy(update={"weight": 1.0}) if rule.id == tourism else rule for rule in plain.rules)
    assert rules != plain.rules
    after = alone(example(Teller(changed(plain, rules=rules), "en")))
    assert cells(after) != cells(part(told["en"], "example"))


def test_the_figures_are_the_rulebook_s(plain: Rulebook, told: dict[Language, Notice]) -> None:
    counted = counts(part(told["en"], "data"))
    assert counted[say("en", "notice_data.rules")] == number("en", len(plain.rules))
    assert counted[say("en", "notice_data.concepts")] == number("en", len(plain.concepts))
    assert sum(int(counted[say("en", f"notice_data.{kind}")]) for kind in ("goal", "spearhead", "theme", "choice")) == len(
        plain.target_of
    )
    spoken = sum(len(concept.words.sv) + len(concept.hints.sv) for concept in plain.concepts.values())
    assert counted[say("en", "notice_data.words", spoken="Swedish")] == number("en", spoken)
    for value in (plain.scorecard.rule_scale, plain.scorecard.similarity_whole, plain.scorecard.base.spearhead):
        assert number("en", value, 2) in words(part(told["en"], "data"))
    assert plain.sha256 in words(part(told["en"], "versions"))


def test_another_rule_less_is_counted(plain: Rulebook) -> None:
    counted = counts(alone(data(Teller(changed(plain, rules=plain.rules[1:]), "en"))))
    assert counted[say("en", "notice_data.rules")] == str(len(plain.rules) - 1)


def test_other_levels_are_told(plain: Rulebook) -> None:
    levels = tuple(
        level.model_copy(update={"from_score": level.from_score + 1.0 if at else 0.0})
        for at, level in enumerate(plain.scorecard.level)
    )
    card = plain.scorecard.model_copy(update={"level": levels, "accept_level": 4, "fewest_words": 37, "half_strength": 2.0})
    teller = Teller(changed(plain, scorecard=card), "en")
    found = alone(steps(teller))
    assert [row[1] for row in cells(found)] == [number("en", level.from_score) for level in levels]
    assert [row[2] for row in cells(found)] == ["no"] * 4 + ["yes"] * 2
    assert "fewer than 37 " in words(found)
    assert "one word gives 29 % of the rule's weight and two different words 50 %" in words(found)
    assert f"At a score of {number('en', levels[-1].from_score)}," in words(alone(bands(teller)))


def test_other_costs_make_another_band(plain: Rulebook, told: dict[Language, Notice]) -> None:
    after = alone(doubt(Teller(with_costs(plain, officer=1.0, wrong_exclusion=8.0, wrong_inclusion=4.0), "en")))
    assert "at least 12 but below 75" in words(after)
    assert "8.0 looks" in words(after)
    assert after.table is None
    before = part(told["en"], "doubt")
    assert number("en", plain.call_of[plain.about.call].costs.refer_from) in words(before)


def test_what_the_costs_mean_for_the_measured_projects(plain: Rulebook) -> None:
    found = alone(doubt(Teller(with_costs(plain, officer=2.0, wrong_exclusion=10.0, wrong_inclusion=5.0), "en")))
    assert [row[1:] for row in cells(found)] == [("41", "42", "43", "44"), ("1", "2", "3", "4"), ("5", "6", "7", "8")]


def test_where_no_match_is_doubtful_it_says_so(plain: Rulebook) -> None:
    found = alone(doubt(Teller(with_costs(plain, officer=1.0, wrong_exclusion=2.0, wrong_inclusion=2.0), "en")))
    assert say("en", "notice_doubt.never") in found.paragraphs


def test_scored_criteria_of_a_call_are_told(plain: Rulebook) -> None:
    scored = next(call for call in plain.calls if call.pass_line)
    about = plain.about.model_copy(update={"call": scored.id})
    found = alone(oversight(Teller(changed(plain, about=about), "en")))
    assert scored.pass_line
    assert number("en", scored.pass_line.percent) in words(found)
    assert all(gate.passed.en in words(found) for gate in scored.gate)


def test_measured_figures_stand_as_they_were_measured(told: dict[Language, Notice], plain: Rulebook) -> None:
    assert plain.annotators
    mark = number("fi", plain.annotators.f1["ris3"], 2)
    [(_, *row)] = cells(part(told["fi"], "figures"))
    assert row == ["0,12", "0,46", "0,65", mark]
    assert "51" in words(part(told["fi"], "figures"))
    assert cells(part(told["fi"], "bands")) == (("0–40", "314", "12,3", "13,4"), ("40–100", "271", "71,2", "45,6"))
    assert "40–100" in words(part(told["fi"], "bands"))
    assert "0,32 (7 tapausta)" in words(part(told["fi"], "limits"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_measures_it_says_so(plain: Rulebook, told: dict[Language, Notice], language: Language) -> None:
    found = notice(changed(plain, measured=None, annotators=None), language)
    assert [section.id for section in found.sections] == [section.id for section in told[language].sections]
    assert part(found, "figures").paragraphs == (say(language, "notice_figures.none"),)
    assert say(language, "notice_bands.none") in part(found, "bands").paragraphs
    assert [part(found, name).table for name in ("figures", "bands", "doubt")] == [None] * 3
    notice_html(found)


def test_measures_without_annotators_have_no_mark(plain: Rulebook) -> None:
    [(*_, mark)] = cells(alone(figures(Teller(changed(plain, annotators=None), "en"))))
    assert mark == say("en", "notice_figures.unknown")


def test_a_rulebook_of_other_goals_has_a_notice_of_its_own(rulebook: Rulebook, tmp_path: Path) -> None:
    folder = tmp_path / "sdg"
    shutil.copytree(RULES, folder, ignore=shutil.ignore_patterns("plans", "weights", "concepts", "calls", "reference"))
    shutil.copytree(ROOT / "tests" / "rulebooks" / "sdg", folder, dirs_exist_ok=True)
    found = notice(load_rulebook(folder), "sv")
    assert rulebook.about.title.sv not in notice_text(found)
    assert shape(found)


def test_the_shipped_figures_are_those_of_the_shipped_rules(rulebook: Rulebook, real: Evaluation) -> None:
    if rulebook.measured is None:
        pytest.skip("nothing is told to be measured")
    anew = Measured.model_validate_json(real.as_json())
    for section in (figures, bands, doubt):
        fresh = alone(section(Teller(changed(rulebook, measured=anew), "en")))
        assert cells(alone(section(Teller(rulebook, "en")))) == cells(fresh), (
            "rules/reference/measures.json is not of these rules"
        )


# --- The files ----------------------------------------------------------------------------------------------------


def write(folder: Path, name: str, text: str) -> None:
    (folder / "reference" / name).write_text(text, "utf-8")


def test_measures_and_annotators_are_optional_and_part_of_the_fingerprint(copy: Path) -> None:
    write(copy, "measures.json", json.dumps(MEASURED))
    whole = load_rulebook(copy)
    assert whole.measured
    assert whole.measured.screening == (Screened.model_validate(MEASURED["screening"][0]),)
    (copy / "reference" / "measures.json").unlink()
    less = load_rulebook(copy)
    (copy / "reference" / "annotators.toml").unlink()
    least = load_rulebook(copy)
    assert (less.measured, least.annotators) == (None, None)
    assert isinstance(less.annotators, Annotators)
    assert len({whole.sha256, less.sha256, least.sha256}) == 3


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "reference/measures.json: not readable as JSON: "),
        ("{}", "reference/measures.json: measures: missing"),
        ("[]", "reference/measures.json: file: "),
        (json.dumps({"measures": [{**MEASURED["measures"][0], "f1": 1.5}]}), "reference/measures.json: measures[1].f1: "),
        ('{"measures": [], "reliability": [{"scores": "0", "matches": 1, "mean": NaN, "accepted": 1}]}', "reliability[1].mean"),
    ],
)
def test_measures_that_cannot_be_read_are_a_fault(copy: Path, text: str, fault: str) -> None:
    write(copy, "measures.json", text)
    with pytest.raises(RulebookError) as caught:
        load_rulebook(copy)
    assert any(fault in each for each in caught.value.faults)


def test_measures_that_are_not_utf_8_are_a_fault(copy: Path) -> None:
    (copy / "reference" / "measures.json").write_bytes(b'{"measures": "\xff"}')
    with pytest.raises(RulebookError, match="not readable as JSON"):
        load_rulebook(copy)


# --- The page ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(plain: Rulebook) -> Rulebook:
    """A rulebook whose every goal and plan has a hostile name."""
    told = plain.model_dump(mode="json")
    for plan in told["plans"]:
        for names in (plan["names"], *(target["names"] for target in plan["target"])):
            for language in LANGUAGES:
                names[language]["text"] = HOSTILE
    return Rulebook.model_validate(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_stays_text(hostile: Rulebook, language: Language) -> None:
    found = notice(hostile, language)
    page = Page(notice_html(found))
    assert {"script", "img"} & set(page.tags) == set()
    assert "onerror" not in dict(page.attributes)
    assert "alert(1)" in page.text
    assert "\x1b" not in notice_html(found) + notice_text(found)
    table = [line for line in notice_text(found).splitlines() if line.startswith("|") and "alert(1)" in line]
    assert table
    assert {line.count(" | ") for line in table} <= {2, 4}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone(told: dict[Language, Notice], language: Language) -> None:
    markup = notice_html(told[language])
    page = Page(markup)
    assert {"link", "script", "img", "iframe", "object", "base", "form"} & set(page.tags) == set()
    assert not any(mark in markup for mark in ("http:", "https:", "url(", "@import", "src="))
    links = [value for name, value in page.attributes if name == "href"]
    named = [value for name, value in page.attributes if name == "id"]
    assert links == [f"#{section.id}" for section in told[language].sections]
    assert len(named) == len(set(named))
    assert {link[1:] for link in links if link} <= set(named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_heard(told: dict[Language, Notice], language: Language) -> None:
    page = Page(notice_html(told[language]))
    assert ("lang", language) in page.attributes
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    tables = sum(section.table is not None for section in told[language].sections)
    assert page.tags.count("caption") == page.tags.count("table") == tables
    assert page.tags.count("th") == page.attributes.count(("scope", "col")) + page.attributes.count(("scope", "row"))
    assert all(paragraph in page.text for section in told[language].sections for paragraph in section.paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_holds_all_that_the_page_holds(told: dict[Language, Notice], language: Language) -> None:
    text = " ".join(notice_text(told[language]).split())
    for section in told[language].sections:
        assert f"## {section.heading}" in text
        # Lines are broken at any space, and hard ones become soft.
        assert all(" ".join(paragraph.split()) in text for paragraph in section.paragraphs)
        assert all(" ".join(cell.split()) in text for row in (section.table.rows if section.table else ()) for cell in row)


def test_the_command_writes_both(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, page = notice(load_rulebook(copy), "sv"), tmp_path / "notice.html"
    asked = ["--language", "sv", "--rules", str(copy)]
    assert main(["notice", *asked]) == 0
    assert capsys.readouterr().out == notice_text(found)
    assert main(["notice", str(page), *asked]) == 0
    assert page.read_text("utf-8") == notice_html(found)
    assert str(page) in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notice", str(tmp_path / "nowhere" / "notice.html")]) == 2
    assert "Traceback" not in capsys.readouterr().err
