"""The rule owner's page, driven without a browser: what is changed, tried, undone and saved is what the command line does."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from alignment.assess import Assessor, Question
from alignment.evaluation.evaluating import evaluate
from alignment.evaluation.turning import turning
from alignment.intake import Given, Intake
from alignment.messages import say
from alignment.model import LANGUAGES, Language
from alignment.notice.teller import Teller
from alignment.reports.words import Words
from alignment.revising.changes import Change, gathered, number_changed, revised, word_added, word_removed
from alignment.revising.saving import Revision
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.differences import differences
from ui.method import Job, Method
from ui.parts.marked import safe
from ui.parts.rules import by_place, rule_html, target_html, words_html
from ui.parts.turns import moves, turns
from ui.trying import Changes, Known
from ui.views.screening_work import Work
from ui.views.weights_desk import Desk
from ui.views.weights_measuring import MOST_CASES

from .conftest import SETS, TODAY

pytestmark = pytest.mark.usefixtures("method", "ready_once")
SAMPLE = Path(__file__).parents[1] / "sample_applications" / "round-2023.xlsx"
TABS = ("targets", "words", "limits", "try", "save", "excel")
RULE = "k22-business-renewal.tourism"
PLACE = ("rule", RULE, "weight")
HOSTILE = "<img src=x onerror=alert(1)>"


def page(language: Language = "fi", tab: str = "targets") -> AppTest:
    app = AppTest.from_string(f"from ui.views.weights import draw\nif __name__ == '__main__':\n    draw({language!r})")
    return opened(app, tab, language)


def opened(app: AppTest, tab: str, language: Language = "fi") -> AppTest:
    app.session_state[f"weights_tabs_{language}"] = say(language, f"weights.tab_{tab}")
    app.run(timeout=60)
    assert not app.exception
    return app


def desk_of(app: AppTest) -> Desk:
    desk = app.session_state["weights"]
    assert isinstance(desk, Desk)
    return desk


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))


def put(app: AppTest, place: tuple[str, ...], text: str, language: Language = "fi") -> AppTest:
    app.text_input(key=f"weights_{'_'.join(place)}_{language}_{desk_of(app).turn}").set_value(text).run(timeout=60)
    return app


def tried(app: AppTest) -> AppTest:
    """The page once the trial is through."""
    for _ in range(600):
        work, trial = app.session_state["round"], desk_of(app).trial
        assert isinstance(work, Work)
        if trial and trial.after.finished and not work.running:
            break
        time.sleep(0.1)
        app.run(timeout=60)
    app.run(timeout=60)
    return app


def measured(app: AppTest) -> AppTest:
    """The page once the figures are there."""
    for _ in range(600):
        if safe(say("fi", "tried.measuring")) not in shown(app):
            break
        time.sleep(0.1)
        app.run(timeout=60)
    return app


def finished(job: Job) -> Job:
    until = time.monotonic() + 120
    while not job.finished:
        assert time.monotonic() < until, "the round does not end"
        time.sleep(0.02)
    return job


def many_changes(rulebook: Rulebook) -> Changes:
    """A change of each kind."""
    changes: Changes = ()
    for change in (
        number_changed(rulebook, PLACE, 0.5),
        number_changed(rulebook, ("level", "3", "from_score"), 55),
        number_changed(rulebook, ("section", "need", "weight"), 0.9),
        number_changed(rulebook, ("call", rulebook.about.call, "costs", "wrong_exclusion"), 8),
        word_added(rulebook, "tourism", "words", "fi", "hanke*"),
        word_removed(rulebook, "ports-shipping", "words", "fi", "satama*"),
    ):
        changes = gathered(changes, change)
    return changes


@pytest.fixture(scope="module")
def intake(method: Method) -> Intake:
    return method.read([Given(SAMPLE.name, SAMPLE.read_bytes())], "fi")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_in_every_language(tab: str, language: Language) -> None:
    app = page(language, tab)
    assert safe(say(language, "weights.no_changes")) in shown(app)


def test_a_target_tells_all_of_its_rules() -> None:
    app = page()
    desk = desk_of(app)
    told = shown(app)
    for rule in desk.base.rules_of[desk.target]:
        assert safe(rule.id) in told
        assert safe(rule.why) in told
    other = desk.base.plan_of["k18"].target[0]
    app.selectbox(key="weights_plan_fi").set_value("k18").run(timeout=60)
    assert safe(other.covers.fi) in shown(app)
    assert safe(other.excludes.fi) in shown(app)


def test_the_whole_way_of_the_rule_owner(method: Method, tmp_path: Path) -> None:
    app = put(page(), PLACE, "-3")
    app = put(opened(app, "limits"), ("level", "3", "from_score"), "60,5")
    assert [(change.place, change.new) for change in desk_of(app).changes] == [
        (PLACE, -3.0),
        (("level", "3", "from_score"), 60.5),
    ]
    assert all(safe(change.sentence(method.rulebook, "fi")) in shown(app) for change in desk_of(app).changes)
    app.button(key="weights_try").click().run(timeout=60)
    app.button(key="weights_sample").click().run(timeout=60)
    tried(app)
    work = app.session_state["round"]
    pairs = list(zip(work.round_.assessments, desk_of(app).trial.after.assessments, strict=True))  # type: ignore[union-attr]
    found = [turn for turn in turns(pairs, Words(work.round_)) if turn.turned]
    assert found
    assert all(safe(turn.title) in shown(app) for turn in found)
    app.button(key="weights_undo_1").click().run(timeout=60)
    [change] = desk_of(app).changes
    assert change.place[0] == "level"
    assert safe(say("fi", "tried.stale")) in shown(app)
    opened(app, "save")
    app.text_input(key="weights_version").set_value("2027.1")
    app.text_input(key="weights_author").set_value("Aino <b>Virtanen</b>")
    app.text_area(key="weights_reason").set_value("Raja oli liian matala.")
    app.button(key="weights_make").click().run(timeout=60)
    saved = desk_of(app).saved
    assert saved is not None
    assert safe(say("fi", "weights.made", version="2027.1")) in shown(app)
    zipfile.ZipFile(io.BytesIO(saved.content)).extractall(tmp_path)
    new = load_rulebook(tmp_path / "rules-2027.1")
    assert new.about.version == "2027.1"
    assert new.scorecard == desk_of(app).rulebook.scorecard
    assert [each.group for each in differences(method.rulebook, new) if each.group != "version"] == ["scorecard"]
    assert "Raja oli liian matala" in (tmp_path / "rules-2027.1" / "CHANGES.md").read_text("utf-8")
    app.button(key="weights_undo_all").click().run(timeout=60)
    assert desk_of(app).changes == ()
    assert safe(say("fi", "weights.nothing_to_save")) in shown(app)


def test_a_trial_is_a_full_run_with_the_saved_rulebook(method: Method, intake: Intake, tmp_path: Path) -> None:
    changes, question = many_changes(method.rulebook), Question(TODAY)
    before, after = finished(method.start(intake, question)), finished(method.start(intake, question, changes))
    assert after.failure is None
    content = method.zipped(changes, Revision("2027.1", "A", "B", TODAY), "fi")
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    new = load_rulebook(tmp_path / "rules-2027.1")
    assessor = Assessor(new)
    expected = [assessor.assess(each, question, intake.problems_of.get(at, ())) for at, each in enumerate(intake.applications)]
    used = expected[0].rulebook
    same = {"version": used.version, "sha256": used.sha256}
    assert [each.model_copy(update={"rulebook": each.rulebook.model_copy(update=same)}) for each in after.assessments] == expected
    told = turning([SAMPLE], method.rulebook, new, question).turns
    pairs = list(zip(before.assessments, after.assessments, strict=True))
    names = {target.id: target.names.fi.text for target in new.target_of.values()}
    for ours, theirs in zip(turns(pairs, words_of(method, intake, before)), told, strict=True):
        assert (ours.id, ours.old, ours.new) == (theirs.id, theirs.old, theirs.new)
        assert ours.gained == tuple(name.rpartition(" (")[0] for name in theirs.gained)
        assert ours.lost == tuple(name.rpartition(" (")[0] for name in theirs.lost)
    assert any(turn.turned for turn in told)
    for move in moves(pairs):
        assert move.match.target in names
        accepted = [[match.accepted for match in each.matches if match.target == move.match.target] for each in after.assessments]
        assert move.after == sum(map(sum, accepted))


def words_of(method: Method, intake: Intake, job: Job) -> Words:
    from alignment.describing import round_of

    return Words(round_of(method.rulebook, "fi", job.assessments, intake))


def test_a_trial_can_be_stopped(method: Method, intake: Intake) -> None:
    changes = (number_changed(method.rulebook, PLACE, 1.0),)
    job = method.start(intake, Question(TODAY), changes)
    job.stop()
    assert finished(job).done < job.total
    # What others ask meanwhile is answered with the rulebook in force.
    application = intake.applications[0]
    assert method.assess(application, Question(TODAY)).rulebook.sha256 == method.rulebook.sha256


def test_what_does_not_fit_is_refused_and_said() -> None:
    app = put(page(), PLACE, "25")
    assert desk_of(app).changes == ()
    assert 'role="alert"' in shown(app)
    put(app, PLACE, HOSTILE)
    assert f'<p class="fault" role="alert"><b>{safe(say("fi", "weights.no_number", text=HOSTILE[:20]))}' in shown(app)
    app = put(opened(app, "limits"), ("level", "3", "from_score"), "90")
    assert desk_of(app).changes == ()
    assert 'role="alert"' in shown(app)
    put(app, ("level", "3", "from_score"), "41")
    assert len(desk_of(app).changes) == 1
    assert 'role="alert"' not in shown(app)
    put(app, ("level", "3", "from_score"), "40")
    assert desk_of(app).changes == (), "what goes back to the rulebook's own number is no change"


def test_words_are_searched_added_and_taken_out() -> None:
    app = page(tab="words")
    app.text_input(key="weights_search").set_value("satamissa").run(timeout=60)
    assert desk_of(app).concept == "ports-shipping"
    assert "<mark>satama*</mark>" in shown(app)
    app.text_input(key="weights_search").set_value("hamnen").run(timeout=60)
    assert "<mark>hamnen*</mark>" in shown(app)
    app.text_input(key="weights_search").set_value("qwertyuiop").run(timeout=60)
    assert safe(say("fi", "weights.none_know", word="qwertyuiop")) in shown(app)
    app.text_input(key="weights_search").set_value("satama").run(timeout=60)
    app.text_input(key="weights_new_word").set_value("Laiturialue*")
    app.button(key="weights_add_word").click().run(timeout=60)
    [added] = desk_of(app).changes
    assert added == Change(("concept", "ports-shipping", "words", "fi"), None, "laiturialue*")
    assert "<ins>laiturialue*" in shown(app)
    app.text_input(key="weights_new_word").set_value("sa*tama")
    app.button(key="weights_add_word").click().run(timeout=60)
    assert 'role="alert"' in shown(app)
    box = next(each for each in app.selectbox if each.label == say("fi", "weights.old_word"))
    box.set_value("satama*").run(timeout=60)
    app.button(key="weights_remove_word").click().run(timeout=60)
    assert {change.entry for change in desk_of(app).changes} == {"laiturialue*", "satama*"}
    assert "<del>satama*" in shown(app)
    # What was just added is found too, and what was taken out is not.
    app.text_input(key="weights_search").set_value("laiturialueella").run(timeout=60)
    assert desk_of(app).searched[-1] == (Known("ports-shipping", "words", "fi", "laiturialue*"),)


def test_by_excel(method: Method) -> None:
    app = page(tab="excel")
    workbook = openpyxl.load_workbook(io.BytesIO(method.book("fi")))
    sheet = workbook[say("fi", "rule_book.weights")]
    [row] = [row for row in sheet.iter_rows() if any(cell.value == RULE for cell in row)]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == say("fi", "rule_book.weight") for cell in row))
    column = next(cell.column for cell in heading if cell.value == say("fi", "rule_book.weight"))
    at = row[0].row
    assert at
    assert column
    sheet.cell(at, column).value = 1.5
    other = sheet.cell(at + 1, column)
    other.value = "paljon"
    out = io.BytesIO()
    workbook.save(out)
    app.file_uploader(key="weights_book_back").upload("säännöt.xlsx", out.getvalue()).run(timeout=60)
    assert desk_of(app).changes == (Change(PLACE, 3.0, 1.5),)
    assert safe(say("fi", "weights.excel_found", count="1")) in shown(app)
    [problem] = desk_of(app).problems
    assert other.coordinate in problem.place
    assert safe(problem.message) in shown(app)
    app.file_uploader(key="weights_book_back").upload("rikki.xlsx", b"PK\x03\x04junk").run(timeout=60)
    assert len(desk_of(app).changes) == 1
    assert desk_of(app).problems


def test_figures_are_those_of_the_command_line(rulebook: Rulebook, tmp_path: Path) -> None:
    lines = (SETS / "parity.jsonl").read_text("utf-8").splitlines()[:6]
    cases = [
        line[:-1] + ', "labels": {"goals_2022_2025": {"required": ["k22-accessibility"], "acceptable": ["k22-accessibility"]}}}'
        for line in lines
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(cases), "utf-8")
    app = put(page(), PLACE, "0,5")
    opened(app, "try")
    app.button(key="weights_try").click().run(timeout=60)
    app.file_uploader(key="weights_cases").upload("tapaukset.jsonl", path.read_bytes()).run(timeout=60)
    assert safe(say("fi", "tried.measuring")) in shown(app)
    measured(app)
    changes = desk_of(app).changes
    figures = {key: figures.result() for key, figures in desk_of(app).figures.items()}
    assert figures[()] == evaluate(rulebook, [path], dt.date.today()).measures
    assert figures[changes] == evaluate(revised(rulebook, changes), [path], dt.date.today()).measures
    assert safe(Teller(rulebook, "fi").fields["goals_2022_2025"]) in shown(app)


@pytest.mark.parametrize(
    ("content", "told"), [(b"{}", "not a case"), (b"{}\n" * (MOST_CASES + 1), str(MOST_CASES)), (b"\xff\xfe", "UTF-8")]
)
def test_files_that_hold_no_cases_are_told(content: bytes, told: str) -> None:
    app = page(tab="try")
    app.file_uploader(key="weights_cases").upload("<b>.jsonl", content).run(timeout=60)
    measured(app)
    assert safe(say("fi", "tried.no_cases", file="<b>.jsonl")) in shown(app)
    assert told in shown(app)


@pytest.mark.parametrize("wrong", ["", "../x", "2026 1"])
def test_a_version_that_is_none_is_told(wrong: str) -> None:
    app = opened(put(page(), PLACE, "1"), "save")
    app.text_input(key="weights_version").set_value(wrong)
    app.text_input(key="weights_author").set_value("A")
    app.text_area(key="weights_reason").set_value("B")
    app.button(key="weights_make").click().run(timeout=60)
    assert 'role="alert"' in shown(app)
    assert desk_of(app).saved is None


def test_long_lists_are_folded(rulebook: Rulebook) -> None:
    t = Teller(rulebook, "fi")
    told = words_html("freight-transport", t, {})
    assert told.count("<details>") >= 3
    change = word_added(rulebook, "freight-transport", "words", "fi", "rahtikeskus*")
    assert "<ins>rahtikeskus*" in words_html("freight-transport", Teller(revised(rulebook, (change,)), "fi"), by_place((change,)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_and_rule_can_be_drawn(rulebook: Rulebook, language: Language) -> None:
    t = Teller(rulebook, language)
    for plan in rulebook.plans:
        for target in plan.target:
            assert safe(target.names.in_(language).text) in target_html(target, plan, t)
    for rule in rulebook.rules:
        assert safe(rule.id) in rule_html(rule, t, {})
