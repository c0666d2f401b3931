"""Another goal system is other data, not other code: the same program judges by the Sustainable Development Goals."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from alignment.assess import Assessor, Question
from alignment.cli import main
from alignment.model import Application, Language, Section, Source
from alignment.rulebook import Rulebook, load_rulebook
from tests.sdg_benchmark import put_together


@dataclass(frozen=True)
class Told:
    """A project told in a few sentences, and the goal it serves before all others."""

    language: Language
    goal: str
    title: str
    summary: str

    @property
    def id(self) -> str:
        return f"{self.language}-{self.goal}"


PROJECTS = (
    Told(
        "fi",
        "sdg-06-water",
        "Vettä kolmeen kylään",
        "Hankkeessa porataan kuivan ylängön kolmeen kylään viisi kaivoa ja asennetaan niihin käsipumput. Koulujen "
        "pihoille rakennetaan käymälät ja pesupaikat, joissa on saippuaa. Kyläläisistä valitaan vesikomitea, joka oppii "
        "korjaamaan pumput ja kerää pienen maksun varaosiin. Juomaveden laatu tutkitaan joka kuukausi. Noin kaksituhatta "
        "ihmistä saa puhdasta vettä kävelymatkan päästä.",
    ),
    Told(
        "fi",
        "sdg-11-cities",
        "Bussilla joka aamu",
        "Kaupunki uudistaa bussilinjansa niin, että jokaiselta asuinalueelta pääsee keskustaan vartin välein. Pysäkeille "
        "tulee katos, näyttötaulu ja korotettu reuna, ja niiden viereen tehdään telineet polkupyörille. Puuttuvat "
        "pyörätien pätkät rakennetaan ja matkakortti käy jatkossa myös lähijunassa. Asukkaat ehdottavat reittejä "
        "iltatilaisuuksissa ja verkkokyselyssä.",
    ),
    Told(
        "sv",
        "sdg-04-education",
        "Flickorna tillbaka till skolbänken",
        "I två landskap har var tredje flicka slutat skolan före tolv års ålder. Projektet bygger sex klassrum, utbildar "
        "fyrtio lärare och delar ut läroböcker på elevernas eget modersmål. Familjer som låter sina döttrar fortsätta får "
        "ett litet stipendium. De som aldrig lärt sig läsa får undervisning om kvällarna, och byarnas föräldraråd följer "
        "upp skolgången varje termin.",
    ),
    Told(
        "sv",
        "sdg-14-ocean",
        "Fiskarna och viken",
        "Yrkesfiskare, forskare och skärgårdskommuner räknar tillsammans hur mycket strömming viken tål att man fångar. "
        "Borttappade nät dras upp från bottnen och fiskeredskapen märks så att de kan återlämnas. Lekvikar lämnas i fred "
        "på våren, plastskräp samlas längs kusten och näringen som orsakar övergödning följs med mätbojar. Fiskbestånden "
        "väntas återhämta sig på fem år.",
    ),
    Told(
        "en",
        "sdg-02-hunger",
        "Two harvests a year",
        "Nine hundred smallholders in a district that went hungry after two failed rains will receive drought-tolerant "
        "seed, drip irrigation kits and advice on compost. Village granaries keep the grain dry until prices rise. Cooks "
        "buy beans and millet from the same farmers for the school meals, and clinics weigh children every month to see "
        "whether malnutrition declines.",
    ),
    Told(
        "en",
        "sdg-16-peace",
        "A lawyer on the bus",
        "A bus with two lawyers and a mediator tours forty villages where land quarrels have turned into violence. People "
        "receive free legal aid, births are registered, and elders are trained in mediation before cases reach the court. "
        "A hotline lets anyone report bribery by officials, and the district council begins to publish its budget and "
        "decisions.",
    ),
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put_together(tmp_path_factory.mktemp("rulebook") / "sdg")


@pytest.fixture(scope="module")
def rulebook(rules: Path) -> Rulebook:
    return load_rulebook(rules)


@pytest.fixture(scope="module")
def assessor(rulebook: Rulebook) -> Assessor:
    return Assessor(rulebook)


def application(project: Told) -> Application:
    return Application(
        id=project.id,
        title=project.title,
        start=dt.date(2024, 1, 1),
        end=dt.date(2026, 12, 31),
        sections=(Section(name="summary", role="summary", text=project.summary),),
        source=Source(file="invented"),
    )


def test_the_rulebook_holds_the_seventeen_goals(rulebook: Rulebook) -> None:
    [plan] = rulebook.plans
    assert len(plan.target) == 17
    assert {target.kind for target in plan.target} == {"goal"}
    assert plan.in_force(dt.date(2016, 1, 1))
    assert plan.in_force(dt.date(2030, 12, 31))
    assert not plan.in_force(dt.date(2031, 1, 1))


def test_every_goal_has_words_in_every_language(rulebook: Rulebook) -> None:
    for rules_of_goal in rulebook.rules_of.values():
        concepts = [rulebook.concepts[name] for rule in rules_of_goal if rule.weight >= 3 for name in rule.any]
        assert concepts
        assert all(len(concept.words.in_(language)) >= 15 for concept in concepts for language in ("fi", "sv", "en"))


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.id)
def test_the_right_goal_comes_first(project: Told, assessor: Assessor) -> None:
    found = assessor.assess(application(project), Question(dt.date(2024, 1, 1), language=project.language))
    best = max(found.matches, key=lambda match: match.score)
    assert (best.target, best.accepted) == (project.goal, True)
    assert found.recommendation == "meets"
    assert found.application.language == project.language


def test_a_project_that_serves_no_goal_is_not_accepted(assessor: Assessor) -> None:
    band = Told(
        "en",
        "none",
        "Brass at midsummer",
        "The brass band celebrates its ninetieth year with a concert in the old hall. New uniforms are sewn, two marches "
        "are commissioned from a composer, and a trumpet player from abroad appears as soloist. The recording is pressed "
        "on vinyl and sold at the door together with coffee and buns, and old photographs of the players hang in the foyer.",
    )
    found = assessor.assess(application(band), Question(dt.date(2024, 1, 1), language="en"))
    assert found.recommendation == "does_not_meet"
    assert not any(match.accepted for match in found.matches)


def test_the_command_line_judges_by_it(rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, answers = tmp_path / "round.jsonl", tmp_path / "answers.jsonl"
    lines = (
        {"id": p.id, "title": p.title, "start": "2024-01-01", "end": "2026-12-31", "text": {"summary": p.summary}}
        for p in PROJECTS
    )
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    asked = ["check", str(file), "--rules", str(rules), "--language", "en", "--workers", "1", "--json", str(answers)]
    assert main(asked) == 0
    found = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    assert [answer["application"]["id"] for answer in found] == [project.id for project in PROJECTS]
    for answer, project in zip(found, PROJECTS, strict=True):
        assert answer["rulebook"]["programme"] == "sdg"
        assert answer["rulebook"]["strategy"] is None
        assert answer["rulebook"]["call"] == "any-goal"
        assert answer["notices"] == []
        assert max(answer["matches"], key=lambda match: match["score"])["target"] == project.goal
    # The shared program must not speak of the region it was first made for.
    said = capsys.readouterr().out + answers.read_text("utf-8")
    assert "Kymenlaakso" not in said
