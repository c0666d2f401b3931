"""Learning from past decisions: what officers know and the rulebook does not is found, and nothing else is touched.

The decisions are invented here: officers who accept a goal on a word that the rulebook does not know, and who hold one rule
for heavier than it is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import random
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import Workbook
from scipy.sparse import csr_matrix

from alignment.assess import Assessor, Question
from alignment.cli import DONE, NOTHING, PROBLEMS, main
from alignment.intake import read_inputs
from alignment.learning.agreement import agreements, contradictions
from alignment.learning.decisions import Case, Decisions, read_decisions
from alignment.learning.figures import Judged, figures
from alignment.learning.fitting import BASE, Design, folds
from alignment.learning.lessons import Lesson, narrowed, with_lesson
from alignment.learning.proposing import propose
from alignment.learning.vocabulary import Vocabulary
from alignment.matching.matcher import scorer
from alignment.matching.precedents import STRONGEST, strongest, theme_words
from alignment.model import Application, Section, Source
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.parts import Project, WordLists
from alignment.text.prose import Reader
from tests.conftest import RULES, uncounted

pytestmark = pytest.mark.usefixtures("ready_once")
ROUND = Path(__file__).parent / "samples" / "round.jsonl"
TODAY = dt.date(2026, 11, 21)
COMMUNITY, NATURE, SPORT = "k22-community", "k22-biodiversity", "k22-culture-sport"
#: A rule that the invented officers hold for heavier than it is, and a word that no rule knows.
RULE, WORD = "k22-biodiversity.energy", "juttutuokio"
OFFICERS = ("Aune Tupasvuori", "Björn Kvistholm")
#: What must never be found in a proposal: names, addresses and numbers of people.
PERSONAL = ("tupasvuori", "kvistholm", "hilppa", "mesikkä", "@", "040 555", "lampikallio")
FILLER = (
    "Työ tehdään yhdessä paikallisten toimijoiden kanssa ja jaetaan vaiheisiin.",
    "Ensimmäisenä syksynä kartoitetaan lähtötilanne ja haastatellaan väkeä.",
    "Ohjausryhmä kokoontuu neljä kertaa vuodessa ja seuraa etenemistä.",
    "Kokemuksista kootaan opas, joka jaetaan muillekin paikkakunnille.",
    "Toinen vuosi käytetään kokeiluihin, joista valitaan parhaat.",
    "Mukaan kutsutaan kolme kumppania, joilla on aiempaa kokemusta.",
    "Loppuvaiheessa tulokset esitellään avoimessa illassa.",
    "Aikataulu on väljä, jotta sään vaihtelut ehtii ottaa huomioon.",
    "Tarvittavat luvat haetaan keväällä ja urakka kilpailutetaan.",
    "Palaute kerätään lyhyellä kyselyllä ennen kesää ja sen jälkeen.",
    "Vastuuhenkilö palkataan puoleksi päiväksi kahden vuoden ajaksi.",
    "Hankinnat tehdään pieninä erinä ja läheltä.",
    "Alkusysäys tuli viime talvena pidetystä keskustelusta.",
    "Jatko turvataan sopimuksella, jonka osapuolet allekirjoittavat lopuksi.",
)
TOPICS: dict[str, tuple[str, ...]] = {
    COMMUNITY: (
        "Kerrostalojen asukkaille perustetaan juttutuokio, joka kokoontuu viikoittain.",
        "Juttutuokion vetäjät koulutetaan naapurien joukosta ja työ jatkuu talvellakin.",
        "Jokainen juttutuokio saa oman varaston ja kaapin tarvikkeilleen.",
    ),
    NATURE: (
        "Navetan katolle asennetaan aurinkopaneelit ja niiden tuottoa mitataan.",
        "Tuulivoimalan lapojen huolto opetetaan kahdelle asentajalle.",
        "Pelletti korvaa öljyn kolmessa kattilassa ensi talvena.",
    ),
    SPORT: (
        "Kaupungin liikuntapaikkoja avataan iltaisin ja seurat vetävät ohjattua liikuntaa.",
        "Museo ja teatteri tekevät yhteisen näyttelyn, joka kiertää kirjastoissa.",
    ),
    "": (
        "Ostetaan kaksi kuorma-autoa käytettynä ja korjataan niiden jarrut.",
        "Toimiston hyllyt, tuolit ja pöydät uusitaan ja seinät maalataan.",
        "Arkiston mapit järjestetään uudelleen ja vanhat kuitit hävitetään.",
    ),
}


def decisions(seed: int = 7, number: int = 132) -> Iterator[dict[str, Any]]:
    """Invented applications with what an officer decided; every sixth is decided by both officers, who sometimes differ."""
    dice = random.Random(seed)  # noqa: S311  invented cases, not secrets
    for at in range(number):
        topic = dice.choice(list(TOPICS))
        sentences = [*dice.sample(FILLER, 6), dice.choice(TOPICS[topic])]
        dice.shuffle(sentences)
        case = {
            "id": f"P{at:03}",
            "title": f"Hanke {at}",
            "applicant": "Lampikallion Kehitys Oy",
            "start": "2023-03-01",
            "text": {
                "summary": " ".join(sentences),
                "contact": "Hilppa Mesikkä, puh. 040 555 1234, hilppa.mesikka@hanke.example",
            },
            "accepted": [topic] if topic else [],
            "officer": OFFICERS[at % 2],
            "decided": f"2024-{at % 12 + 1:02}-15",
        }
        yield case
        if at % 6 == 0:
            other = [] if at % 24 == 0 else case["accepted"]
            yield {**case, "officer": OFFICERS[(at + 1) % 2], "accepted": other}


def write(path: Path, cases: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), "utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def run(*words: str) -> tuple[int, str, str]:
    """A command's exit code and what it wrote to its two streams."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(words))
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rules, in a folder of their own."""
    return Path(shutil.copytree(RULES, tmp_path_factory.mktemp("own") / "rules"))


@pytest.fixture(scope="module")
def learned(rules: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A proposal, and what the command wrote to standard output."""
    folder = tmp_path_factory.mktemp("learned")
    source = write(folder / "decisions.jsonl", decisions())
    before = tree(rules)
    with uncounted():
        code, out, err = run("learn", str(source), "--rules", str(rules), "--to", str(folder / "proposal"), "--language", "en")
    assert (code, err.strip()) == (DONE, f"Proposal: {folder / 'proposal'}")
    assert tree(rules) == before
    return folder / "proposal", out


# --- What is found --------------------------------------------------------------------------------------------------------


def test_a_word_that_the_rulebook_does_not_know_is_found(learned: tuple[Path, str], rulebook: Rulebook) -> None:
    proposed = load_rulebook(learned[0])
    assert WORD in proposed.concepts[f"learned-{COMMUNITY}"].words.fi
    [rule] = [rule for rule in proposed.rules if rule.id == f"{COMMUNITY}.learned"]
    assert (rule.target, rule.any) == (COMMUNITY, (f"learned-{COMMUNITY}",))
    assert rule.weight >= 1
    assert f"learned-{COMMUNITY}" not in rulebook.concepts
    assert re.search(rf"^  - {WORD}: “.*[Jj]uttutuokio.*”$", learned[1], flags=re.MULTILINE)


def test_a_rule_that_weighs_too_little_gets_heavier(learned: tuple[Path, str], rulebook: Rulebook) -> None:
    old, new = ({rule.id: rule.weight for rule in book.rules} for book in (rulebook, load_rulebook(learned[0])))
    assert new[RULE] >= old[RULE] + 1
    assert re.search(rf"^- {re.escape(RULE)}: {old[RULE]:.1f} → {new[RULE]:.1f}, because .*$", learned[1], flags=re.MULTILINE)
    moved = [rule for rule in old if old[rule] != new[rule]]
    assert {rule.partition(".")[0] for rule in moved} <= {COMMUNITY, NATURE, SPORT}
    assert all(abs(new[rule] - old[rule]) >= 0.2 - 1e-9 and round(new[rule], 1) == new[rule] for rule in moved)


def test_the_cross_validated_figures_get_better(learned: tuple[Path, str]) -> None:
    found = re.search(r"^\| all \| all \| (\d+) \| (\S+) → (\S+) \|", learned[1], flags=re.MULTILINE)
    assert found is not None
    assert int(found[1]) == len({case["id"] for case in decisions()})
    assert float(found[3]) > float(found[2]) + 0.2


def test_differing_officers_are_told_with_their_kappa(learned: tuple[Path, str]) -> None:
    found = re.search(r"^- Officers 1 and 2: (\d+) matches in common, kappa (\S+) \((.+)\)\.$", learned[1], flags=re.MULTILINE)
    assert found is not None
    assert 0 < float(found[2]) < 1
    cases: dict[str, list[tuple[str, ...]]] = {}
    for case in decisions():
        cases.setdefault(case["id"], []).append(tuple(case["accepted"]))
    differing = [(id_, said[0][0]) for id_, said in cases.items() if len(set(said)) > 1]
    told = re.findall(
        r"^- (\S+), (\S+): accepted by officer (\d), not accepted by officer (\d)\.$", learned[1], flags=re.MULTILINE
    )
    assert [(id_, target) for id_, target, *_ in told] == differing
    assert len(differing) > 2


# --- What is written ------------------------------------------------------------------------------------------------------


def test_the_text_lies_in_the_folder(learned: tuple[Path, str]) -> None:
    assert (learned[0] / "proposal.md").read_text("utf-8") == learned[1]


def test_only_the_changes_are_changed_and_every_comment_stays(learned: tuple[Path, str], rules: Path, rulebook: Rulebook) -> None:
    old, new = tree(rules), tree(learned[0])
    added = {"proposal.md", "concepts/learned.toml", "weights/learned.toml", "reference/projects.toml"}
    assert new.keys() - old.keys() == added
    assert old.keys() <= new.keys()
    weights = {rule.id: rule.weight for rule in rulebook.rules}
    moved = [rule for rule in load_rulebook(learned[0]).rules if weights.get(rule.id, rule.weight) != rule.weight]
    lines = [
        pair
        for name in old
        if name.startswith("weights/")
        for pair in zip(old[name].decode().splitlines(), new[name].decode().splitlines(), strict=True)
        if pair[0] != pair[1]
    ]
    assert len(lines) == len(moved) > 0
    assert all(before.startswith("weight = ") and after.startswith("weight = ") for before, after in lines)
    untouched = {name for name in old if old[name] == new[name]}
    assert old.keys() - untouched <= {"rulebook.toml", "scorecard.toml", "weights/k22.toml"}
    assert new["rulebook.toml"].count(b"#") == old["rulebook.toml"].count(b"#")


def test_the_proposal_says_what_it_is(learned: tuple[Path, str], rulebook: Rulebook) -> None:
    about = load_rulebook(learned[0]).about
    assert about.version == f"{rulebook.about.version}+learned"
    assert about.date == dt.date.today()
    code, out, _ = run("rules", "check", "--rules", str(learned[0]))
    assert code == DONE
    assert about.version in out


def test_reference_projects_hold_words_and_nothing_else(learned: tuple[Path, str]) -> None:
    listed = tomllib.loads((learned[0] / "reference" / "projects.toml").read_text("utf-8"))["project"]
    assert {key for project in listed for key in project} == {"id", "decided", "accepted", "words"}
    accepted = {case["id"] for case in decisions() if case["accepted"]}
    projects = load_rulebook(learned[0]).projects
    assert {project.id for project in projects} <= accepted
    assert all(project.decided == 2024 and len(project.words.fi) <= STRONGEST for project in projects)
    assert 20 <= sum(COMMUNITY in project.accepted for project in projects) <= 40


def test_nobody_is_named(learned: tuple[Path, str], rules: Path) -> None:
    old, new = tree(rules), tree(learned[0])
    texts = {name: content.decode().lower() for name, content in new.items() if content != old.get(name)}
    texts = {name: text for name, text in texts.items() if name != "weights/k22.toml"} | {"output": learned[1].lower()}
    assert len(texts) >= 6
    assert [(name, word) for name, text in texts.items() for word in PERSONAL if word in text] == []


@uncounted()
def test_a_second_run_writes_the_same_bytes(learned: tuple[Path, str], rules: Path, tmp_path: Path) -> None:
    source = write(tmp_path / "again.jsonl", decisions())
    code, out, _ = run("learn", str(source), "--rules", str(rules), "--to", str(tmp_path / "again"), "--language", "en")
    assert (code, out) == (DONE, learned[1])
    assert tree(tmp_path / "again") == tree(learned[0])


def test_what_is_proposed_is_what_was_judged(learned: tuple[Path, str], rulebook: Rulebook) -> None:
    proposed = load_rulebook(learned[0])
    old = {rule.id: rule.weight for rule in rulebook.rules}
    lesson = Lesson(
        words={rule.target: {"fi": proposed.concepts[rule.any[0]].words.fi} for rule in proposed.rules if rule.id not in old},
        weights={rule.id: rule.weight for rule in proposed.rules if rule.weight != old.get(rule.id)},
    )
    made = with_lesson(rulebook, lesson, "en")
    assert made.concepts == proposed.concepts
    assert {rule.id: rule for rule in made.rules} == {rule.id: rule for rule in proposed.rules}


def test_what_was_learned_can_be_learned_further(learned: tuple[Path, str], tmp_path: Path) -> None:
    # The same goal is now accepted on another word.
    said = json.dumps(list(decisions(number=72)), ensure_ascii=False).replace("uttutuokio", "ankakärry")
    source = write(tmp_path / "further.jsonl", json.loads(said))
    text, _ = propose(learned[0], [source], tmp_path / "further", "fi", TODAY)
    further, first = load_rulebook(tmp_path / "further"), load_rulebook(learned[0])
    name = f"learned-{COMMUNITY}"
    assert set(first.concepts[name].words.fi) < set(further.concepts[name].words.fi)
    assert sum(rule.id == f"{COMMUNITY}.learned" for rule in further.rules) == 1
    assert further.about.version.endswith("+learned+learned")
    assert "F1 paranee" in text


# --- When there is nothing to learn ---------------------------------------------------------------------------------------


def refused(*words: str, to: Path) -> str:
    """What a run says that wrote nothing."""
    before = tree(to.parent)
    code, out, err = run("learn", *words, "--to", str(to), "--language", "en")
    assert (code, out) == (NOTHING, "")
    assert tree(to.parent) == before
    return err


def test_too_few_applications(tmp_path: Path) -> None:
    source = write(tmp_path / "few.jsonl", decisions(number=39))
    told = refused(str(source), to=tmp_path / "proposal")
    assert told.startswith("There are too few decisions: 39 applications")
    assert told.count("\n") == 1


def test_too_few_of_every_target(tmp_path: Path) -> None:
    cases = [{**case, "accepted": case["accepted"] if case["id"] < "P010" else []} for case in decisions(number=50)]
    told = refused(str(write(tmp_path / "scarce.jsonl", cases)), to=tmp_path / "proposal")
    assert "at least one target with 8 accepted and 8 not accepted" in told


def test_a_table_without_decisions(tmp_path: Path) -> None:
    told = refused(str(ROUND), to=tmp_path / "proposal")
    assert told.startswith("There are no decisions in the input")


@pytest.mark.parametrize("name", ["", "proposal"])
def test_nothing_is_written_into_the_rules(rules: Path, name: str) -> None:
    before = tree(rules)
    code, _, err = run("learn", str(ROUND), "--rules", str(rules), "--to", str(rules / name), "--language", "en")
    assert (code, tree(rules)) == (NOTHING, before)
    assert err.startswith("A new rulebook is not written into the present rulebook's folder")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "proposal").mkdir()
    (tmp_path / "proposal" / "mine.txt").write_text("mine")
    assert refused(str(ROUND), to=tmp_path / "proposal").startswith("There are files in the folder")


def test_officers_who_agree_with_the_rulebook_change_nothing_in_it(tmp_path: Path, rules: Path, rulebook: Rulebook) -> None:
    cases = [{**case, "accepted": [t for t in case["accepted"] if t == SPORT]} for case in decisions(number=60)]
    source = write(tmp_path / "agreed.jsonl", cases)
    text, problems = propose(rules, [source], tmp_path / "proposal", "en", TODAY)
    assert problems == ()
    assert "F1 does not get better" in text
    proposed = load_rulebook(tmp_path / "proposal")
    parts = [name for name in Rulebook.model_fields if name not in {"about", "projects", "sha256"}]
    assert [name for name in parts if getattr(proposed, name) != getattr(rulebook, name)] == []
    assert proposed.about.date == TODAY
    assert len(proposed.projects) > 5


# --- Reading decisions ----------------------------------------------------------------------------------------------------

HEADINGS = ("Tunnus", "Hankkeen nimi", "Alkamispäivä", "Tiivistelmä", "Hyväksytyt tavoitteet", "Käsittelijä", "Päätetty")
SUMMARY = "Kylätalon pihalle rakennetaan katos, jossa kokoonnutaan kesäiltoina ja soitetaan yhdessä vanhoja lauluja."


def table(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, *rows):
        sheet.append(row)
    book.save(path)
    return path


def test_a_table_of_decisions(tmp_path: Path, rulebook: Rulebook) -> None:
    names = [rulebook.target_of[COMMUNITY].names.in_(lang).text for lang in ("fi", "sv", "en")]
    rows = [
        (f"A{at}", "Katos", dt.date(2023, 3, 1), f"{SUMMARY} Vaihe {at}.", accepted, "Aune Tupasvuori", dt.date(2023, 1, 9))
        for at, accepted in enumerate([*names, f"{COMMUNITY}; {SPORT}", f"{SPORT}\n{NATURE}", None, "Jokin muu", "7"])
    ]
    source = table(tmp_path / "decisions.xlsx", *rows)
    found = read_decisions([source], rulebook, "fi", TODAY)
    said = {case.application.id: {t for t, share in case.shares.items() if share} for case in found.cases}
    assert said == {**{f"A{at}": {COMMUNITY} for at in range(3)}, "A3": {COMMUNITY, SPORT}, "A4": {SPORT, NATURE}, "A5": set()}
    assert [problem.code for problem in found.problems] == ["unknown-target", "unknown-target"]
    assert [problem.place for problem in found.problems] == [f"decisions.xlsx, taulukko Sheet, solu E{row}" for row in (8, 9)]
    assert (found.officers, found.count, found.first) == (1, 6, dt.date(2023, 1, 9))
    assert all(section.role == "summary" for case in found.cases for section in case.application.sections)
    # Nor does any other command take an officer's words for an applicant's.
    for application in read_inputs([source], rulebook.forms, "fi").applications:
        assert [section.role for section in application.sections] == ["summary"]


def test_rows_that_cannot_be_read_are_told_by_the_exit_code(tmp_path: Path) -> None:
    cases = [*decisions(number=60), {**next(decisions()), "id": "X", "accepted": ["nowhere"]}]
    source = write(tmp_path / "decisions.jsonl", cases)
    code, _, err = run("learn", str(source), "--to", str(tmp_path / "proposal"), "--language", "sv")
    assert code == PROBLEMS
    assert "”nowhere” är varken beteckningen på eller namnet på något mål" in err


def case_of(id_: str, **said: Any) -> dict[str, Any]:
    return {"id": id_, "title": "Katos", "text": {"summary": f"{SUMMARY} {id_}"}, **said}


def read(tmp_path: Path, rulebook: Rulebook, *cases: dict[str, Any]) -> Decisions:
    return read_decisions([write(tmp_path / "cases.jsonl", list(cases))], rulebook, "en", TODAY)


def test_what_is_not_in_force_is_not_denied(tmp_path: Path, rulebook: Rulebook) -> None:
    one = case_of("A", start="2023-01-01", accepted=[COMMUNITY], officer="a")
    other = {**one, "accepted": ["k14-cities"], "officer": "b"}
    elsewhere = next(target for target in rulebook.target_of if target.startswith("k18-"))
    [case] = read(tmp_path, rulebook, one, {**other, "accepted": [elsewhere]}).cases
    assert case.said(elsewhere) == [True]
    assert case.said(COMMUNITY) == [True, False]


def test_the_day_of_the_decision_tells_the_plans(tmp_path: Path, rulebook: Rulebook) -> None:
    [case] = read(tmp_path, rulebook, case_of("A", decided="2019-05-02", accepted=[])).cases
    assert case.year == 2019
    assert {target.partition("-")[0] for target in case.shares} == {"k18", "ris3"}


def test_an_officer_s_latest_word_counts(tmp_path: Path, rulebook: Rulebook) -> None:
    late = case_of("A", start="2023-01-01", officer="a", decided="2023-05-01", accepted=[SPORT])
    early = {**late, "decided": "2023-02-01", "accepted": [NATURE]}
    found = read(tmp_path, rulebook, late, early)
    [case] = found.cases
    assert (found.count, case.said(SPORT), case.said(NATURE)) == (1, [True], [False])


def test_the_same_text_under_another_id_is_the_same_application(tmp_path: Path, rulebook: Rulebook) -> None:
    one = case_of("A", start="2023-01-01", officer="a", accepted=[SPORT])
    found = read(tmp_path, rulebook, one, {**one, "id": "B", "officer": "b", "accepted": []})
    [case] = found.cases
    assert case.shares[SPORT] == 0.5
    assert found.problems == ()


# --- Statistics -----------------------------------------------------------------------------------------------------------


def application(text: str, id_: str = "A", **facts: Any) -> Application:
    sections = (Section(name="summary", role="summary", text=text),)
    return Application(id=id_, sections=sections, source=Source(file="made"), **facts)


def judged(*opinions: dict[str, bool]) -> Case:
    return Case(application(SUMMARY), None, dict(enumerate(opinions, start=1)))


def test_kappa_is_what_one_counts() -> None:
    answers = [(True, True)] * 6 + [(False, False)] * 10 + [(True, False)] * 3 + [(False, True)]
    cases = [judged({"t": one}, {"t": other}) for one, other in answers]
    [found] = agreements(cases)
    agreed, chance = 16 / 20, (9 * 7 + 11 * 13) / 400
    assert found.kappa == pytest.approx((agreed - chance) / (1 - chance))
    assert (found.officers, found.matches, found.word) == ((1, 2), 20, "moderate")
    assert len(contradictions(cases)) == 4


def test_where_one_answer_is_all_there_is_kappa_is_unknown() -> None:
    [found] = agreements([judged({"t": True}, {"t": True})] * 3)
    assert (found.kappa, found.word) == (None, "unknown")


def design(number: int = 400, step: float = 2.0) -> Design:
    """Rows of two columns: the first deserves a step, the second none."""
    dice = np.random.default_rng(3)
    values = dice.uniform(0, 1, (number, 2))
    totals = dice.normal(-0.5, 1, number)
    answers = (dice.uniform(0, 1, number) < 1 / (1 + np.exp(-totals - step * values[:, 0]))).astype(float)
    return Design(("rule", f"{BASE}goal"), csr_matrix(values), totals, answers)


def test_a_weight_moves_as_far_as_the_answers_carry_it() -> None:
    steps = [design().fitted(pull, bases=False)[0] for pull in (1e6, 64.0, 4.0, 0.01)]
    assert steps == sorted(steps)
    assert steps[0] == pytest.approx(0, abs=1e-3)
    assert steps[-1] == pytest.approx(2.0, abs=0.5)
    assert design().fitted(0.01, bases=False)[1] == 0


def test_a_starting_level_moves_only_so_far() -> None:
    given = Design((f"{BASE}goal",), csr_matrix(np.ones((50, 1))), np.full(50, -4.0), np.ones(50))
    assert given.fitted(0.5, bases=True).tolist() == [1.0]
    assert given.fitted(0.5, bases=False).tolist() == [0.0]


@pytest.mark.parametrize(("answers", "points"), [(0, -1), (5, 0), (12, 1)])
def test_a_column_points_where_its_rows_say_so_clearly(answers: int, points: int) -> None:
    given = Design(("rule",), csr_matrix(np.ones((12, 1))), np.full(12, -0.5), np.repeat([1.0, 0.0], [answers, 12 - answers]))
    assert given.pointing().tolist() == [points]


def test_answers_as_expected_move_nothing() -> None:
    assert design(step=0.0).fitted(0.01, bases=True).tolist() == [0.0, 0.0]


def test_all_rows_of_a_case_share_a_fold() -> None:
    cases = [at // 3 for at in range(60)]
    found = folds(cases, 5)
    assert sorted(row for fold in found for row in fold) == list(range(60))
    assert all({cases[row] for row in fold}.isdisjoint(cases[row] for row in range(60) if row not in fold) for fold in found)


def test_figures_are_what_one_counts() -> None:
    shares, scores = (1.0, 1.0, 0.0, 0.0, 0.5), (90.0, 20.0, 80.0, 10.0, 95.0)
    matches = [Judged(at, "t", "fi", *pair, accepted=pair[1] > 50) for at, pair in enumerate(zip(shares, scores, strict=True))]
    whole = figures(matches)[0]
    assert (whole.target, whole.language, whole.cases) == ("all", "all", 5)
    assert [whole.agreement.precision, whole.agreement.recall, whole.agreement.auc] == pytest.approx([2 / 3, 0.5, 0.75])


def test_a_narrowed_rulebook_scores_the_same(assessor: Assessor) -> None:
    book = assessor.rulebook
    targets = [book.target_of[target] for target in (COMMUNITY, SPORT)]
    small = scorer(narrowed(book, {target.id for target in targets}), assessor.reader)
    for made in read_inputs([ROUND], book.forms, "fi").applications[:8]:
        heard = assessor.scorer.hear(assessor.reader.read(made))
        totals = [ledger.total for ledger in assessor.scorer.ledgers(heard, targets)]
        assert [ledger.total for ledger in small.ledgers(small.hear(heard.prose), targets)] == pytest.approx(totals, abs=1e-9)


# --- Words ----------------------------------------------------------------------------------------------------------------

SAYING = (
    "Kotkan rannalla pidetään juttutuokio, jonka vetää Hilppa Mesikkä. Jokainen juttutuokio kestää tunnin. "
    "Varaukset: hilppa.mesikka@hanke.example tai 040 555 1234. Lampikallion juttutuokio on maksuton. Vuosi 2024 oli ensimmäinen."
)


@pytest.fixture(scope="module")
def vocabulary(rulebook: Rulebook) -> Vocabulary:
    cases = [
        Case(application(SAYING if at < 6 else SUMMARY, f"A{at}", applicant="Lampikallion Kehitys Oy"), None, {1: {"t": at < 6}})
        for at in range(30)
    ]
    found = Decisions(tuple(cases), 1, None, None, frozenset({"maksuton"}), ())
    reader = Reader(rulebook)
    return Vocabulary(found, [reader.read(case.application) for case in cases], rulebook)


def test_names_places_and_numbers_are_no_words(vocabulary: Vocabulary) -> None:
    said = {word for _, word in vocabulary.said[0]}
    assert {"juttutuokio", "tunti", "ranta"} <= said
    assert said.isdisjoint({"hilppa", "mesikkä", "kotka", "kotkan", "lampikallio", "lampikallion", "maksuton", "2024", "040"})


def test_words_that_stand_out_are_found_and_known_ones_are_not(vocabulary: Vocabulary) -> None:
    words = vocabulary.standing_out(COMMUNITY, {at: float(at < 6) for at in range(30)})
    assert "juttutuokio" in words["fi"]
    assert "kylätalo" not in vocabulary.standing_out(COMMUNITY, {at: float(at >= 6) for at in range(30)}).get("fi", ())
    assert vocabulary.standing_out(COMMUNITY, dict.fromkeys(range(30), 1.0)) == {}


def test_only_passages_without_names_are_quoted(vocabulary: Vocabulary) -> None:
    assert vocabulary.quotes(("fi", "juttutuokio"), range(30)) == ["Jokainen juttutuokio kestää tunnin."]


# --- Reference projects ---------------------------------------------------------------------------------------------------


def with_projects(rulebook: Rulebook, *projects: Project) -> Rulebook:
    return Rulebook(**{name: getattr(rulebook, name) for name in Rulebook.model_fields} | {"projects": projects})


def sports(assessor: Assessor) -> Application:
    found = read_inputs([ROUND], assessor.rulebook.forms, "fi").applications
    question = Question(TODAY)
    return next(a for a in found if any(m.accepted and m.target == SPORT for m in assessor.assess(a, question).matches))


def test_a_likeness_is_told_and_changes_no_score(assessor: Assessor, rulebook: Rulebook) -> None:
    asked = sports(assessor)
    plain = assessor.assess(asked, Question(TODAY, language="en"))
    words = WordLists(**strongest(theme_words(assessor.reader.read(asked)), rulebook))
    alike = Project(id="A75790", decided=2023, accepted=(SPORT,), words=words)
    other = Project(id="A1", accepted=(COMMUNITY,), words=words)
    told = Assessor(with_projects(rulebook, alike, other)).assess(asked, Question(TODAY, language="en"))
    assert told.matches == plain.matches
    accepted = {match.target for match in plain.matches if match.accepted}
    new = [notice for notice in told.notices if notice not in plain.notices]
    assert len(new) == len(accepted & {SPORT, COMMUNITY})
    assert re.search(r"resembles project A75790, which was accepted for this target\. Words in common: \w+", new[0])


@pytest.mark.parametrize(("id_", "kept"), [(None, 30), ("A75790", 3)])
def test_neither_itself_nor_a_stranger_is_a_precedent(assessor: Assessor, rulebook: Rulebook, id_: str | None, kept: int) -> None:
    asked = sports(assessor)
    words = strongest(theme_words(assessor.reader.read(asked)), rulebook)
    few = {lang: (*said[:kept], *(f"vieras{at}" for at in range(30 - kept))) for lang, said in words.items()}
    project = Project(id=id_ or asked.id, accepted=(SPORT,), words=WordLists(**few))
    told = Assessor(with_projects(rulebook, project)).assess(asked, Question(TODAY, language="en"))
    assert told.notices == assessor.assess(asked, Question(TODAY, language="en")).notices
