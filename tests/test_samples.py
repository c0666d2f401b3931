"""The sample applications: made as they are said to be, read without loss, and assessed as they are meant to be."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from alignment.assess import Assessor, Question
from alignment.intake import Intake, read_inputs
from alignment.model import KINDS, LANGUAGES, Assessment, Kind
from alignment.rulebook import Rulebook

Case = dict[str, Any]

HERE = Path(__file__).parent
SOURCES = HERE / "samples"
FOLDER = HERE.parent / "sample_applications"
WORKBOOKS = ("broken.xlsx", "form.xlsx", "round-2023.xlsx")
TEXTS = ("README.md", "parallel.jsonl")
#: Not made with the applications: the picture of a report that the front page shows.
PICTURES = {"report.png"}
QUESTION = Question(today=dt.date(2026, 11, 21))

COLUMNS = {
    "Hakemusnumero": "id",
    "Hankkeen nimi": "title",
    "Hakija": "applicant",
    "Toteutusalue": "region",
    "Alkamispäivä": "start",
    "Päättymispäivä": "end",
    "Kokonaiskustannukset (€)": "budget_eur",
    "Rahasto": "fund",
    "Tiivistelmä": "summary",
    "Hankkeen tarve": "need",
    "Tavoitteet": "goals",
    "Toimenpiteet": "measures",
    "Tulokset": "results",
    "Kohderyhmä": "target_group",
    "Maakuntaohjelman toteuttaminen": "strategy_fit",
    "Horisontaaliset periaatteet": "horizontal",
    "Uutuusarvo ja jatkuvuus": "results",
    "Yhteydet muihin hankkeisiin": "partners",
    "Hankkeen hallinto ja seuranta": "partners",
    "Yhteistyökumppanit": "partners",
    "Riskit": "risks",
    "Viestintä": "communication",
    "Kustannusarvio": "budget",
    "Yhteystiedot": "contact",
}


def _source(name: str) -> list[Case]:
    text = (SOURCES / name).read_text("utf-8")
    return [json.loads(text)] if name.endswith(".json") else [json.loads(line) for line in text.splitlines()]


def _is_parallel(case: Case) -> bool:
    return bool(case["id"].startswith("SIM-P"))


ROUND, LONG, FORM, BROKEN = (_source(name) for name in ("round.jsonl", "long.jsonl", "form.json", "broken.jsonl"))
WHOLE = [case for case in ROUND if not _is_parallel(case)] + LONG
PARALLEL = [case for case in ROUND if _is_parallel(case)]
PROJECTS = sorted({case["id"].rpartition("-")[0] for case in PARALLEL})
#: By file. Those read under their own headings come beside those in the table and the form.
EXPECTED: dict[Path, list[Case]] = {
    FOLDER / "round-2023.xlsx": WHOLE,
    FOLDER / "parallel.jsonl": PARALLEL,
    FOLDER / "form.xlsx": FORM,
    SOURCES / "long.jsonl": LONG,
    SOURCES / "form.json": FORM,
}
_EXERCISES = (
    "students exercise defending a small factory's systems: told in one language they learn, in another they only attack, so "
    "that the goal of education passes its limit in one of the three"
)
_NUTRIENTS = (
    "the Swedish “utsläppen av näring” (nutrients let into the water) counts as emissions to the air, and gravel counts as a "
    "natural resource in Swedish and English but not in Finnish; so the theme sustainability passes its limit in two of three"
)
#: What the method gets wrong, by application or project.
KNOWN = {("SIM-P1", "goals"): _EXERCISES, ("SIM-P2", "themes"): _NUTRIENTS}


# --- As they are made -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run([sys.executable, str(HERE / "make_samples.py"), str(folder)], check=True, cwd=HERE.parent)
    return folder


def _cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path).worksheets}


def test_the_folder_holds_what_the_maker_makes(made: Path) -> None:
    folder = {path.name for path in FOLDER.iterdir()} - {"report.png"}
    assert folder == {path.name for path in made.iterdir()} == {*WORKBOOKS, *TEXTS}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks_hold_the_same_cells_as_made_anew(made: Path, name: str) -> None:
    assert _cells(FOLDER / name) == _cells(made / name)


@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_the_same_as_made_anew(made: Path, name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == (made / name).read_text("utf-8")


def test_dates_and_money_are_real_ones() -> None:
    rows = load_workbook(FOLDER / "round-2023.xlsx").worksheets[0].iter_rows(min_row=2, min_col=5, max_col=7, values_only=True)
    for start, end, budget in rows:
        assert isinstance(start, dt.datetime)
        assert isinstance(end, dt.datetime)
        assert budget is None or isinstance(budget, (int, float))


# --- As they are read -----------------------------------------------------------------------------------------------------


def _read(path: Path, rulebook: Rulebook) -> Intake:
    return read_inputs([path], rulebook.forms, "en")


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_every_application_is_read_without_a_problem(path: Path, rulebook: Rulebook) -> None:
    intake = _read(path, rulebook)
    assert intake.problems == ()
    assert [application.id for application in intake.applications] == [case["id"] for case in EXPECTED[path]]


def test_the_round_is_as_large_as_a_round(rulebook: Rulebook) -> None:
    assert len(_read(FOLDER / "round-2023.xlsx", rulebook).applications) >= 40


def test_every_column_of_the_round_is_recognised(rulebook: Rulebook) -> None:
    assert {mapping.header: mapping.field for mapping in _read(FOLDER / "round-2023.xlsx", rulebook).mappings} == COLUMNS


def test_the_values_of_the_round_are_those_of_its_sources(rulebook: Rulebook) -> None:
    for application, case in zip(_read(FOLDER / "round-2023.xlsx", rulebook).applications, WHOLE, strict=True):
        read = application.model_dump(mode="json", exclude={"sections", "source"})
        assert read == {name: case[name] for name in read}
        told = {
            name: text
            for name, text in (case.get("text") or case["sections"]).items()
            if name not in ("contact", "Yhteystiedot", "Kontaktuppgifter", "Contact details")
        }
        assert sorted(section.text for section in application.sections) == sorted(told.values())


def test_every_answer_of_the_form_is_read_under_its_role(rulebook: Rulebook) -> None:
    (read,) = _read(FOLDER / "form.xlsx", rulebook).applications
    (written,) = _read(SOURCES / "form.json", rulebook).applications
    assert {section.role: section.text for section in read.sections} == {s.role: s.text for s in written.sections}
    assert read.model_dump(exclude={"sections", "source"}) == written.model_dump(exclude={"sections", "source"})


# --- broken.xlsx ----------------------------------------------------------------------------------------------------------


def _row(place: str) -> int:
    found = re.search(r"(?:row |cell [A-Z]+)(\d+)$", place)
    assert found, place
    return int(found[1])


def test_every_fault_gives_its_one_problem_and_good_rows_none(rulebook: Rulebook) -> None:
    problems = _read(FOLDER / "broken.xlsx", rulebook).problems
    expected = [(row, case["expect"]["problem"]) for row, case in enumerate(BROKEN, start=2) if case["expect"]["problem"]]
    assert sorted((_row(problem.place), problem.code) for problem in problems) == expected


def test_problems_stand_with_their_applications(rulebook: Rulebook) -> None:
    intake = _read(FOLDER / "broken.xlsx", rulebook)
    told = {intake.applications[index].source.row: [p.code for p in found] for index, found in intake.problems_of.items()}
    faults = {row: [case["expect"]["problem"]] for row, case in enumerate(BROKEN, start=2) if case["expect"]["problem"]}
    assert told == faults


def test_no_row_is_lost(rulebook: Rulebook) -> None:
    intake = _read(FOLDER / "broken.xlsx", rulebook)
    assert [(each.rows, each.applications, len(each.left_out), each.refused) for each in intake.readings] == [(23, 22, 1, 0)]
    assert len(BROKEN) == 23


def test_an_unknown_column_is_listed_and_is_no_problem(rulebook: Rulebook) -> None:
    assert [m.header for m in _read(FOLDER / "broken.xlsx", rulebook).mappings if m.field is None] == ["Kansio"]


def test_rows_beside_faulty_ones_are_assessed(assessor: Assessor, rulebook: Rulebook) -> None:
    for application in _read(FOLDER / "broken.xlsx", rulebook).applications:
        expected = BROKEN[(application.source.row or 0) - 2]["expect"]["recommendation"]
        assert assessor.assess(application, QUESTION).recommendation in expected, application.title


# --- As they are assessed -------------------------------------------------------------------------------------------------

Assessments = dict[tuple[Path, str], Assessment]


@pytest.fixture(scope="module")
def assessments(assessor: Assessor, rulebook: Rulebook) -> Assessments:
    return {
        (path, application.id): assessor.assess(application, QUESTION)
        for path in EXPECTED
        for application in _read(path, rulebook).applications
    }


def _accepted(assessment: Assessment, *kinds: Kind) -> frozenset[str]:
    return frozenset(match.target for match in assessment.matches if match.accepted and match.kind in (kinds or KINDS))


def _each_case() -> list[Any]:
    return [pytest.param(path, case, id=f"{path.name}-{case['id']}") for path, cases in EXPECTED.items() for case in cases]


def _each_target(*kinds: str) -> list[Any]:
    """A parameter for every target that is expected, or not, of an application; known faults marked."""
    return [
        pytest.param(path, case["id"], target, id=f"{path.name}-{case['id']}-{target}", marks=_marks(case["id"], target))
        for path, cases in EXPECTED.items()
        for case in cases
        for kind in kinds
        for target in case["expect"].get(kind, [])
    ]


def _marks(name: str, target: str) -> tuple[pytest.MarkDecorator, ...]:
    reason = KNOWN.get((name, target))
    return (pytest.mark.xfail(strict=True, reason=reason),) if reason else ()


@pytest.mark.parametrize(("path", "case"), _each_case())
def test_the_recommendation_is_as_expected(path: Path, case: Case, assessments: Assessments) -> None:
    assessment = assessments[path, case["id"]]
    assert assessment.recommendation in case["expect"]["recommendation"], assessment.reasons


@pytest.mark.parametrize(("path", "name", "target"), _each_target("goals", "spearheads"))
def test_the_expected_targets_are_accepted(path: Path, name: str, target: str, assessments: Assessments) -> None:
    assert target in _accepted(assessments[path, name])


@pytest.mark.parametrize(("path", "name", "target"), _each_target("not"))
def test_denied_and_merely_named_targets_are_not_accepted(path: Path, name: str, target: str, assessments: Assessments) -> None:
    assert target not in _accepted(assessments[path, name])


@pytest.mark.parametrize("project", [pytest.param(project, marks=_marks(project, "goals")) for project in PROJECTS])
def test_a_project_gets_the_same_answer_in_every_language(project: str, assessments: Assessments) -> None:
    told = [assessments[FOLDER / "parallel.jsonl", f"{project}-{language}"] for language in LANGUAGES]
    assert len({assessment.recommendation for assessment in told}) == 1
    assert len({_accepted(assessment, "goal", "spearhead") for assessment in told}) == 1


@pytest.mark.parametrize("project", [pytest.param(project, marks=_marks(project, "themes")) for project in PROJECTS])
def test_a_project_gets_the_same_themes_in_every_language(project: str, assessments: Assessments) -> None:
    told = [assessments[FOLDER / "parallel.jsonl", f"{project}-{language}"] for language in LANGUAGES]
    assert len({_accepted(assessment, "theme") for assessment in told}) == 1


@pytest.mark.parametrize(("path", "case"), _each_case())
def test_the_page_names_the_language_and_the_expectation(path: Path, case: Case, assessments: Assessments) -> None:
    language = assessments[path, case["id"]].application.language
    page = (FOLDER / "README.md").read_text("utf-8")
    found = re.search(rf"^\| {re.escape(case['id'])} \| \S+ \| ([a-z, ]+) \|", page, re.MULTILINE)
    assert found
    # The main language is one of those named; other languages than the three are not told apart.
    assert language in found[1].split(", ") or (language is None and found[1] in {"et", "de"})
