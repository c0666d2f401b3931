"""The applicant's page, driven without a browser: what it tells is what the method says, and an applicant's text stays text."""

from __future__ import annotations

import datetime as dt
import doctest
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from alignment.assess import Assessor, Question
from alignment.cli import main
from alignment.describing import round_of
from alignment.intake import Given, Intake, Quarantine, read_inputs
from alignment.intake.questions import questions
from alignment.intake.template import template_bytes
from alignment.messages import catalogue, day, number, say
from alignment.model import (
    LANGUAGES,
    Application,
    Assessment,
    Contribution,
    Evidence,
    Kind,
    Language,
    Match,
    Round,
    Section,
    Source,
)
from alignment.recommending import is_doubtful
from alignment.reports.words import Words
from alignment.reports.workbook import workbook_bytes
from alignment.rulebook import Rulebook
from ui.parts import marked
from ui.parts.marked import Tag, cited, safe, text_html
from ui.parts.waterfall import waterfall_html
from ui.views.check_asking import asked_of
from ui.views.check_changes import changes
from ui.views.check_draft import LONGEST, Answer, Work, values_of
from ui.views.check_matches import decisive

pytestmark = pytest.mark.usefixtures("method")
VIEW = """
import streamlit as st
from ui.views.check import draw
if __name__ == "__main__":
    draw(st.query_params.get("lang", "fi"))
"""
TEXT = (
    "Hankkeessa siirretään kontteja maanteiltä raiteille. Sataman ja ratapihan välille rakennetaan akkukäyttöinen vaihtotyö, "
    "kuljetusyritykset jakavat tiedon junien saapumisesta ja päästöt vähenevät. Logistiikan digitaalista palvelua kokeillaan "
    "kolmen yrityksen kanssa, ja kokemukset jaetaan koko maakuntaan."
)
VAGUE = (
    "Hankkeessa järjestetään tapaamisia ja laaditaan selvitys siitä, miten toimijat voisivat tehdä yhteistyötä. Kokouksissa "
    "keskustellaan ajankohtaisista asioista, kahvitellaan, kirjataan muistiin ajatuksia ja sovitaan seuraavasta kerrasta. "
    "Talvella painetaan esite."
)
#: Serves a theme and a spearhead very strongly, and no goal.
DIGITAL = (
    "Hankkeessa otetaan käyttöön sähköinen asiointi ja mobiilisovellus. Tietojärjestelmä siirtyy pilvipalveluun, ja lomakkeet "
    "muuttuvat verkkopalveluksi. Henkilökunta opettelee uuden ohjelmiston, tekoäly lajittelee viestit ja rajapinta yhdistää "
    "rekisterit. Vanha paperinen arkisto digitoidaan, ja käyttäjät antavat palautetta sovelluksessa."
)
HOSTILE = "<img src=x onerror=alert(1)> ![kuva](http://example.org/x.png) =cmd|'/C calc'!A0 <script>alert(2)</script>"
#: The tags and attributes that the page itself writes; an applicant's "img" and "onerror" are none of them.
OWN_ATTRIBUTES = {"class", "data-arrived", "role", "style", "aria-hidden", "title", "scope", "colspan", "open"}
FOREIGN_TAGS = {"img", "script", "a", "iframe", "svg", "object"}


class Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def page(language: Language = "fi") -> AppTest:
    app = AppTest.from_string(VIEW, default_timeout=120)
    app.query_params["lang"] = language
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def filled(app: AppTest, **values: str) -> AppTest:
    for name, value in values.items():
        boxes = [box for kind in (app.text_input, app.text_area, app.selectbox) for box in kind if box.key == f"draft_{name}"]
        boxes[0].set_value(value)
    return app


def press(app: AppTest, key: str = "check_press") -> AppTest:
    app.button(key=key).click()
    return ran(app)


def shown(app: AppTest) -> str:
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))


def cards(app: AppTest) -> list[str]:
    """Why each match shown counts."""
    return re.findall(r'<details class="match".*?</details>', shown(app), re.DOTALL)


def answer(app: AppTest) -> Answer:
    work = app.session_state["check"]
    assert isinstance(work, Work)
    assert work.answer
    return work.answer


def parts(workbook: bytes) -> dict[str, bytes]:
    """The parts of a workbook but for the one that tells when it was written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_what_the_empty_form_asks(language: Language, rulebook: Rulebook) -> None:
    app = page(language)
    labels = {box.label for kind in (app.text_input, app.text_area, app.selectbox) for box in kind}
    assert labels == {question.label for question in questions(rulebook.forms, language) if question.name != "id"}
    assert say(language, "check.promise") in Tags(shown(app)).text
    assert app.button(key="check_press").label == say(language, "check.press")


def test_a_draft_gets_what_the_assessor_says(assessor: Assessor) -> None:
    facts = {
        "title": "Sähköinen satama",
        "applicant": "Satama Oy",
        "region": "Kotka",
        "start": "1.3.2024",
        "budget_eur": "250 000 €",
    }
    app = press(filled(page(), **facts, measures=TEXT))
    application = Application(
        id="luonnos",
        title="Sähköinen satama",
        applicant="Satama Oy",
        region="Kotka",
        start=dt.date(2024, 3, 1),
        budget_eur=250_000,
        sections=(Section(name="Toimenpiteet", role="measures", text=TEXT),),
        source=Source(file="luonnos"),
    )
    expected = assessor.assess(application, Question(dt.date.today()))
    assert answer(app).assessment == expected
    told = Tags(shown(app)).text
    assert say("fi", f"verdict.{expected.recommendation}") in told
    assert say("fi", "check.no_decision") in told
    assert TEXT.partition(".")[0] in told.replace("\n", "")
    for match in expected.matches:
        assert f"{number('fi', match.score, 1)}/100" in told


def test_what_would_change_the_deciding_match_stands_in_its_card(assessor: Assessor) -> None:
    app = press(filled(page(), measures=TEXT))
    found = answer(app)
    best = max((match for match in found.assessment.matches if match.kind == "goal"), key=lambda match: match.score)
    told = assessor.what_if(found.application, best, "fi")
    [card] = [card for card in cards(app) if safe(best.sentence) in card]
    assert card.startswith('<details class="match" open>')
    assert safe(say("fi", "check.what_if", name=Words(found.round_).target(best))) in card
    assert told
    assert all(safe(sentence) in card for sentence in told)
    assert shown(app).count('class="what-if"') == 1


def test_the_best_of_what_the_call_asks_for_decides(rulebook: Rulebook) -> None:
    def match(target: str, kind: Kind, score: float) -> Match:
        return match_of().model_copy(update={"target": target, "kind": kind, "score": score})

    call = rulebook.call_of["requirement-2014"]
    theme, spearhead = match("t", "theme", 90), match("s", "spearhead", 80)
    good, weak = match("g", "goal", 30), match("w", "goal", 3)
    assert decisive([theme, spearhead, good, weak], call) is good, "only goals count here, accepted or not"
    assert decisive([theme, spearhead], call) is theme, "none of what is asked for"
    both = rulebook.call_of["kymenlaakso-2022-09"]
    assert decisive([theme, spearhead, good], both) is spearhead
    named = match("hnk-carbon-neutral", "choice", 85)
    assert decisive([theme, named, spearhead], both) is named


def test_an_unaccepted_goal_that_decides_is_shown_beside_what_is_served() -> None:
    app = press(filled(page(), measures=DIGITAL))
    matches = answer(app).assessment.matches
    served = [match for match in matches if match.accepted]
    closest = max((match for match in matches if match.kind == "goal"), key=lambda match: match.score)
    assert served, "otherwise this draft shows nothing"
    assert not closest.accepted
    first, *rest = cards(app)
    assert safe(closest.sentence) in first
    assert 'class="what-if"' in first
    assert len(rest) == len(served)


def test_a_doubtful_match_says_so_wherever_its_level_stands(rulebook: Rulebook) -> None:
    app = press(press(page(), "check_example"))
    found = answer(app)
    call, words, told = rulebook.call_of[found.assessment.rulebook.call], Words(found.round_), safe(say("fi", "check.doubtful"))
    goals = re.findall(r'<li>(?:(?!</li>).)*class="kind".*?</li>', shown(app))
    summaries = [card.partition("</summary>")[0] for card in cards(app)]
    doubtful = {words.target(match): is_doubtful(match, call, rulebook) for match in found.assessment.matches}
    assert set(doubtful.values()) == {True, False}
    for name, is_open in doubtful.items():
        places = [place for place in (*goals, *summaries) if f"<b>{safe(name)}</b>" in place]
        assert places
        assert all((told in place) == is_open for place in places), name


def test_advice_aims_at_what_is_accepted_first(rulebook: Rulebook, assessor: Assessor) -> None:
    def advice(text: str) -> tuple[str, Match]:
        section = Section(name="a", role="measures", text=text)
        application = Application(id="1", sections=(section,), source=Source(file="a"))
        assessment = assessor.assess(application, Question(dt.date(2024, 1, 1), language="en"))
        goal = max((match for match in assessment.matches if match.kind == "goal"), key=lambda match: match.score)
        intake = Intake(applications=(), problems=(), files=(), mappings=(), readings=(), problems_of={}, decisions={})
        words = Words(round_of(rulebook, "en", [assessment], intake))
        groups = dict(asked_of(assessment, application, [], rulebook, words))
        [told] = [sentence for sentence in groups[say("en", "asking_of.next")] if words.target(goal) in sentence]
        return told, goal

    told, goal = advice(VAGUE)
    assert goal.level + 1 < rulebook.scorecard.accept_level
    assert f"level {rulebook.scorecard.accept_level}:" in told
    assert rulebook.target_of[goal.target].missing.en in told
    told, goal = advice(f"{VAGUE} Yritykset uudistavat liiketoimintaa ja saavat uusia asiakkaita. Yrittäjiä neuvotaan.")
    assert goal.accepted
    assert f"level {goal.level + 1}:" in told


def test_one_goal_can_be_chosen() -> None:
    app = press(filled(page(), measures=TEXT))
    chooser = app.selectbox(key="check_shown_fi")
    matches = answer(app).assessment.matches
    weak = min(matches, key=lambda match: match.score)
    chooser.set_value(weak.target)
    told = shown(ran(app))
    assert told.count('class="match"') == 1
    assert safe(weak.sentence) in told


def test_an_edit_is_told_in_words() -> None:
    app = press(filled(page(), measures=VAGUE))
    before = answer(app).assessment
    press(filled(app, measures=f"{VAGUE} {TEXT}"))
    found = answer(app)
    assert say("fi", "change.heading") in shown(app)
    told = changes(before, found.assessment, Words(found.round_))
    assert any("taso nousi" in sentence for sentence in told)
    assert all(safe(sentence) in shown(app) for sentence in told)
    press(app)
    assert say("fi", "change.none") in shown(app)


def test_a_change_after_the_check_is_told_until_it_is_taken_back_or_checked() -> None:
    app, told = press(filled(page(), measures=TEXT)), safe(say("fi", "check.changed"))
    assert told not in shown(app)
    ran(filled(app, measures=f"{TEXT} Lisää."))
    assert shown(app).count(told) == 1
    assert f'role="status">{told}' in shown(app)
    assert shown(app).index(told) < shown(app).index("verdict")
    ran(filled(app, measures=TEXT))
    assert told not in shown(app)
    ran(filled(app, title="Satama"))
    assert told in shown(app), "any field counts"
    assert told not in shown(press(app))


def test_nothing_to_check_is_said_no_more_once_there_is_something() -> None:
    app = press(page())
    assert 'role="alert"' in shown(app)
    ran(filled(app, measures=TEXT))
    assert 'role="alert"' not in shown(app)
    assert safe(say("fi", "check.changed")) not in shown(app), "there is no result yet"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whose_goals_they_are_and_what_made_the_paper_is_told(language: Language, rulebook: Rulebook) -> None:
    app = page(language)
    assert safe(rulebook.about.title.in_(language)) in shown(app)
    assert "on-paper" not in shown(app)
    press(filled(app, measures=TEXT))
    [line] = re.findall(r'<p class="on-paper">(.*?)</p>', shown(app))
    assert all(part in line for part in ("Alignment", day(dt.date.today()), rulebook.about.version))


def test_faults_stand_by_their_field() -> None:
    app = press(filled(page(), title="Satama", start="ensi kesänä", budget_eur="paljon", measures=TEXT))
    faults = answer(app).read.faults
    assert {name: [fault.code for fault in found] for name, found in faults.items()} == {
        "start": ["bad-date"],
        "budget_eur": ["bad-number"],
    }
    assert shown(app).count('class="fault"') == 2
    assert [problem.code for problem in answer(app).assessment.problems] == ["bad-date", "bad-number"]
    assert say("fi", "check.faults", count=2) in app.expander[0].label


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_and_too_much_are_told_in_plain_words(language: Language) -> None:
    app = press(page(language))
    assert safe(say(language, "check.empty")) in shown(app)
    press(filled(app, other="a " * LONGEST))
    assert safe(say(language, "check.long", most=LONGEST)) in shown(app)
    assert "verdict" not in shown(app)


@pytest.mark.parametrize("text", ["Lyhyt.", "Das Projekt baut einen Hafen für Züge und Schiffe. " * 8])
def test_what_cannot_be_assessed_says_why(text: str) -> None:
    app = press(filled(page(), summary=text))
    told = Tags(shown(app)).text
    assert say("fi", "verdict.cannot_assess") in told
    assert all(reason in told for reason in answer(app).assessment.reasons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_marked_as_invented(language: Language) -> None:
    app = press(press(page(language), "check_example"))
    assert safe(say(language, "check.invented")) in shown(app)
    assert answer(app).assessment.recommendation == "meets"
    press(app, "check_clear")
    assert all(not box.value for kind in (app.text_input, app.text_area) for box in kind)
    assert "verdict" not in shown(app)


def test_a_file_fills_the_form_and_gives_the_command_line_s_workbook(tmp_path: Path) -> None:
    line = {
        "id": "H-1",
        "title": "Satama",
        "start": "2024-03-01",
        "budget_eur": 1234.5,
        "fund": "EAKR",
        "text": {"measures": TEXT},
    }
    path = tmp_path / "hakemus.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    app = page()
    app.file_uploader[0].upload("../hakemus.jsonl", path.read_bytes())
    ran(app)
    assert app.text_input(key="draft_start").value == "1.3.2024"
    assert app.text_input(key="draft_budget_eur").value == "1\u00a0234,50"
    assert app.text_area(key="draft_measures").value == TEXT
    press(app)
    main(["check", str(path), "--report", str(tmp_path / "report.xlsx"), "--workers", "1"])
    content = workbook_bytes(answer(app).round_)
    name = {entry: text.replace(b"../hakemus.jsonl", b"hakemus.jsonl") for entry, text in parts(content).items()}
    assert name == parts((tmp_path / "report.xlsx").read_bytes())
    press(filled(app, title="Muu satama"))
    assert answer(app).application.id == "luonnos", "edited, it is no longer the file's"


def test_of_several_applications_one_is_chosen() -> None:
    lines = "\n".join(json.dumps({"id": f"H-{n}", "title": f"Satama {n}", "text": {"measures": TEXT}}) for n in (1, 2, 3))
    app = page()
    app.file_uploader[0].upload("haku.jsonl", lines.encode())
    ran(app)
    assert app.text_input(key="draft_title").value == "Satama 1"
    assert safe(say("fi", "check.many")) in shown(app)
    app.selectbox(key="check_chosen").set_value(2)
    ran(app)
    assert app.text_input(key="draft_title").value == "Satama 3"
    press(app, "check_clear")
    assert not app.text_input(key="draft_title").value
    assert "haku.jsonl" not in shown(app)


def test_the_filled_form_of_the_template_is_read(rulebook: Rulebook) -> None:
    app = page("sv")
    app.file_uploader[0].upload("tom.xlsx", template_bytes(rulebook.forms, "sv", shape="form"))
    assert 'role="alert"' in shown(ran(app)) or "tom.xlsx" in shown(app)


@pytest.mark.parametrize(("name", "content"), [("rikki.xlsx", b"PK\x03\x04junk"), ("tyhjä.csv", b""), ("kuva.pdf", b"%PDF-1.4")])
def test_a_file_that_cannot_be_read_is_told(name: str, content: bytes) -> None:
    app = filled(page(), title="Satama")
    app.file_uploader[0].upload(name, content)
    assert 'role="alert"' in shown(ran(app))
    assert app.text_input(key="draft_title").value == "Satama", "what was written stays"


def test_hostile_text_stays_text() -> None:
    app = filled(page(), title=HOSTILE, applicant=HOSTILE, measures=f"{TEXT} {HOSTILE} {TEXT}")
    tags = Tags(shown(press(app)))
    assert not FOREIGN_TAGS & tags.names
    assert tags.attributes <= OWN_ATTRIBUTES
    assert HOSTILE in tags.text
    markdown = [str(getattr(each, "value", "")) for kind in ("markdown", "caption", "error", "info") for each in app.get(kind)]
    assert not any("example.org" in text for text in markdown)


def test_another_language_tells_the_same_answer_in_its_words() -> None:
    app = press(filled(page(), measures=TEXT, start="1.13.2024"))
    before = answer(app).assessment
    app.query_params["lang"] = "sv"
    ran(app)
    after = answer(app).assessment
    assert [match.total for match in after.matches] == [match.total for match in before.matches]
    assert safe(say("sv", f"verdict.{after.recommendation}")) in shown(app)
    finnish = set(catalogue("fi").values()) - set(catalogue("sv").values())
    told = Tags(shown(app)).text
    assert not [text for text in finnish if len(text) > 20 and text in told]
    assert app.text_area(key="draft_measures").value == TEXT


def test_examples_in_the_marked_text() -> None:
    result = doctest.testmod(marked)
    assert result.attempted
    assert not result.failed


def empty_round() -> Round:
    return Round(
        language="en", assessments=(), problems=(), targets=(), levels=("a", "b", "c", "d", "e", "f"), method=(), files=()
    )


def match_of(*contributions: Contribution, evidence: tuple[Evidence, ...] = ()) -> Match:
    total = sum(line.amount for line in contributions)
    return Match(
        target="t",
        kind="goal",
        score=50,
        level=3,
        accepted=True,
        total=total,
        contributions=contributions,
        evidence=evidence,
        sentence="It counts.",
    )


def test_the_waterfall_adds_up(rulebook: Rulebook) -> None:
    match = match_of(
        Contribution(source="base", label="Base", amount=-4.0),
        Contribution(source="rule:a", label="<b>Ports</b>", amount=3.0),
        Contribution(source="rule:b", label="Houses", amount=-0.5),
    )
    drawn = waterfall_html(match, Words(empty_round()), rulebook.scorecard)
    text = Tags(drawn).text
    assert all(amount in text for amount in ("-4.00", "+3.00", "-0.50", "-1.50"))
    assert "&lt;b&gt;Ports&lt;/b&gt;" in drawn
    assert drawn.count('class="bar"') == 4
    assert 'class="base down"' in drawn


def test_a_passage_that_several_goals_cite_stands_once() -> None:
    text = "Satama kasvaa. Rata ei kasva. Muu jää."
    first = Evidence(section="need", start=0, end=14, text=text[:14], marks=((0, 6),))
    again = Evidence(section="need", start=0, end=14, text=text[:14], marks=((7, 13),))
    second = Evidence(section="need", start=15, end=29, text=text[15:29], marks=((15, 19),))
    one = match_of(
        Contribution(source="rule:a", label="Port", amount=1.0, evidence=(0,)),
        Contribution(source="rule:b", label="Rail", amount=-1.0, evidence=(1,)),
        evidence=(first, second),
    )
    two = match_of(Contribution(source="rule:a", label="Port", amount=1.0, evidence=(0,)), evidence=(again,))
    found = cited((Tag(n, f"for {n}"), Tag(f"-{n}", f"against {n}", against=True), each) for n, each in (("1", one), ("2", two)))
    assert [(passage.evidence.start, [tag.sign for tag in passage.tags]) for passage in found["need"]] == [
        (0, ["1", "2"]),
        (15, ["-1"]),
    ]
    drawn = text_html(text, found["need"])
    assert drawn.count("<mark>") == 3
    assert Tags(drawn).text.startswith("Satama kasvaa.")
    assert 'class="cited against"' in drawn
    assert drawn.endswith(" Muu jää.</div>")


def test_what_a_file_holds_stands_in_the_form(rulebook: Rulebook, room: Quarantine) -> None:
    text = {"Tavoitteet": "Yksi.", "Hankkeen tavoitteet": "Kaksi.", "Yhteystiedot": "Puhelin 040"}
    given = Given(
        "a.json", json.dumps({"id": "1", "title": "A", "end": "2027-12-31", "budget_eur": 90000, "text": text}).encode()
    )
    [application] = read_inputs([given], rulebook.forms, "fi", quarantine=room).applications
    values = values_of(application, rulebook.forms, "fi")
    assert values == {"title": "A", "end": "31.12.2027", "budget_eur": "90\u00a0000", "goals": "Yksi.\n\nKaksi."}


def test_changes_name_the_greatest_first(assessor: Assessor) -> None:
    def judged(text: str) -> Assessment:
        section = Section(name="a", role="measures", text=text)
        application = Application(id="1", sections=(section,), source=Source(file="a"))
        return assessor.assess(application, Question(dt.date(2024, 1, 1)))

    before, now = judged(VAGUE), judged(f"{VAGUE} {TEXT}")
    words = Words(empty_round())
    assert changes(before, before, words) == [say("en", "change.none")]
    levels = {match.target: match.level for match in before.matches}
    risen = max(now.matches, key=lambda match: (match.level - levels[match.target], match.score))
    first = next(sentence for sentence in changes(before, now, words) if sentence.startswith(risen.target))
    assert f"{levels[risen.target]}/5" in first
