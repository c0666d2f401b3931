"""Words without a project carry nothing: the programme's own sentences, lists of keywords, a stuffed paragraph, too little."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.assess import Assessor, Question
from alignment.evaluation.measures import accepted
from alignment.model import LANGUAGES, Assessment, Language
from alignment.text.tokens import passages
from tests.making import TODAY, application

SETS = Path(__file__).parent / "sets"
QUESTION = Question(TODAY, programme="k22", language="en")
HARD = [json.loads(line) for line in (SETS / "hard.jsonl").read_text("utf-8").splitlines()]
LONG = [json.loads(line) for line in (SETS / "long.jsonl").read_text("utf-8").splitlines()]
REAL = (
    "A bus for three villages. The municipality orders two minibuses that drive on request between the villages, the church and "
    "the railway station on weekdays. The ride is ordered by telephone an hour before. The timetable is fitted to the trains "
    "towards the town. The stops get shelters and stands for bicycles, and commuters get forty parking places at the station."
)
KITTENS = (
    "The clerks of the office paint the cellar where they drink their coffee. The walls are washed in May, the loose paint is "
    "scraped off and two coats of yellow are rolled on by the clerks themselves, who bring their own brushes, buckets and "
    "sandwiches. Afterwards the benches are carried back in and the curtains hang where they hung before."
)
KEYWORDS = (
    "Smart logistics, ports, biogas, circular economy, data economy, cyber security, gamification, biodiversity, museums, sport, "
    "tourism, inclusion, well-being, vocational training, exports, start-ups and town centres."
)
OFFICIAL = {
    "fi": "Tarjotaan luotettava liiketoimintaympäristö, suurien markkina-alueiden, EU:n ja Venäjän välissä sekä haetaan "
    "aktiivisesti kumppanuuksia globaaleilta markkinoilta.",
    "sv": "Tryggande av den biologiska mångfalden och hållbar användning av naturresurserna",
    "en": "Smart specialisation is the driving force behind innovation, growth and internationalization - to be a competitive, "
    "attractive and vibrant Kymenlaakso.",
}


def assessed(assessor: Assessor, **sections: str) -> Assessment:
    return assessor.assess(application(sections=sections), QUESTION)


#: Six sentences of buzzwords in whole sentences, with fewer themes than a list and more than a project has.
BUZZWORDS = "HG-09"


def of_kind(*kinds: str) -> list[object]:
    missed = pytest.mark.xfail(strict=True, reason="buzzwords in whole sentences pass for a project")
    return [
        pytest.param(case, id=case["id"], marks=[missed] if case["id"] == BUZZWORDS else [])
        for case in HARD
        if case["kind"] in kinds
    ]


@pytest.mark.parametrize("case", of_kind("list", "copied", "stuffed-tail", "little"))
def test_words_without_a_project_are_never_recommended(assessor: Assessor, case: dict[str, dict[str, str]]) -> None:
    found = assessor.assess(application(title=str(case["title"]), sections=case["text"]), QUESTION)
    assert found.recommendation != "meets"
    assert accepted(found) == set()


@pytest.mark.parametrize(("kind", "reason"), [("copied", "own wording"), ("list", "keywords without measures")])
def test_the_reason_is_plain(assessor: Assessor, kind: str, reason: str) -> None:
    cases = [case for case in HARD if case["kind"] == kind and case["id"] != BUZZWORDS]
    told = [assessor.assess(application(title=case["title"], sections=case["text"]), QUESTION) for case in cases]
    assert all(assessment.recommendation == "cannot_assess" for assessment in told)
    plain = ("own wording", "keywords without measures", "too little text")
    assert all(any(said in assessment.reasons[0] for said in plain) for assessment in told)
    assert sum(reason in assessment.reasons[0] for assessment in told) > len(told) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pasted_sentence_is_left_out_and_the_project_keeps_its_matches(assessor: Assessor, language: Language) -> None:
    plain, pasted = assessed(assessor, measures=REAL), assessed(assessor, measures=REAL, results=OFFICIAL[language])
    assert accepted(plain) == accepted(pasted) != set()
    assert all(evidence.section != "results" for match in pasted.matches for evidence in match.evidence)
    assert any("own wording" in reason and "“" in reason for reason in pasted.reasons)


def test_a_stuffed_paragraph_saves_no_other_project(assessor: Assessor) -> None:
    plain, stuffed = assessed(assessor, measures=KITTENS), assessed(assessor, measures=KITTENS, results=KEYWORDS)
    assert accepted(plain) == accepted(stuffed) == set()
    assert stuffed.recommendation == plain.recommendation == "does_not_meet"
    assert any("keywords without measures" in reason for reason in stuffed.reasons)


@given(st.integers(1, 6))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pasting_more_helps_no_more(assessor: Assessor, times: int) -> None:
    pasted = " ".join([KEYWORDS, *OFFICIAL.values()] * times)
    assert accepted(assessed(assessor, measures=KITTENS, results=pasted)) == set()


def test_every_sentence_of_the_official_texts_is_recognised(assessor: Assessor) -> None:
    kept = []
    for language, lines in assessor.rulebook.wording.items():
        for line in lines:
            for start, end in passages(line):
                prose = assessor.reader.read(application(title="", sections={"summary": line[start:end]}))
                themes = sum(word.counts for word in assessor.reader.plain(line[start:end], language).words)
                kept += [line[start:end]] if themes >= 5 and prose.words == themes else []
    assert kept == []


def test_ordinary_projects_are_not_taken_for_lists(assessor: Assessor) -> None:
    """Only boilerplate of the long forms, where programmes are summed up, is."""
    hollow = [
        text
        for case in LONG
        for section, written in case["text"].items()
        if section in ("summary", "need", "goals", "measures", "results")
        for text in assessor.scorer.hear(assessor.reader.read(application(title="", sections={section: written}))).prose.hollow(
            "listed"
        )
    ]
    assert hollow == []


#: A project that touches many goals and is told in few words; no sentence of it is a list.
REPAIR = {
    "summary": "Kiertävä korjauskahvila käy kolmessa kylässä. Asukkaat korjaavat kodinkoneita ja vaatteita vapaaehtoisten "
    "kanssa, ja pienyritykset kokeilevat, syntyykö korjaamisesta uutta liiketoimintaa.",
    "goals": "Lisäksi kolme yritystä aloittaa korjauspalvelun, 20 työtöntä nuorta saa osaamismerkin ja kylien kirjastot "
    "lainaavat yhteisiä työkaluja matkailijoillekin.",
    "measures": "Järjestämme korjausiltoja ja työpajoja kouluille ammattiopiston opettajien kanssa. Koulutamme 30 "
    "korjausohjaajaa, joista osa on maahanmuuttajia ja eläkeläisiä. Tulostamme varaosia 3D-tulostimella.",
    "results": "Jätteen määrä vähenee arviolta 9 tonnia ja päästöt 40 tonnia. Nuorten osallisuus kasvaa ja heidän polkunsa "
    "työelämään lyhenee. Kolme pk-yritystä saa uuden palvelun.",
    "target_group": "Kylien asukkaat, työttömät nuoret, maahanmuuttajat, eläkeläiset, pienet korjausalan yritykset ja koulut.",
}


def test_a_dense_project_in_sentences_is_no_list(assessor: Assessor) -> None:
    heard = assessor.hear(application(title="Korjauskahvilat kyliin", sections=REPAIR))
    assert heard.prose.hollow("listed") == []


@pytest.mark.parametrize("left", REPAIR)
def test_less_of_a_project_is_no_list_either(assessor: Assessor, left: str) -> None:
    fewer = {section: text for section, text in REPAIR.items() if section != left}
    assert assessor.hear(application(title="", sections=fewer)).prose.hollow("listed") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "asdf jklö qwer tyui zxcv bnmq fghj rtyu vbnm ghjk kjhg fdsa poiu ytre lkjh mnbv cxzä jhgf dsap oiuy trew",
            "legible",
        ),
        (
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore. " * 3,
            "la",
        ),
        ("We will tell more later. " * 20, "too little text"),
        ("Budget 2023: 120 000 + 80 000 + 45 000 = 245 000. 2024: 98 000, 2025: 11 500.", "too little text"),
    ],
)
def test_what_says_nothing_cannot_be_assessed(assessor: Assessor, text: str, reason: str) -> None:
    found = assessed(assessor, measures=text)
    assert found.recommendation == "cannot_assess"
    assert reason in found.reasons[0]
    assert found.matches == ()
