"""How good the judgement is: the measures are right, the fitting is honest, and the marks are reached."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alignment.assess import Assessor
from alignment.errors import UsageError
from alignment.evaluation import calibration
from alignment.evaluation.calibration import FOLDS, Calibration, cross_validated, fit, reliability
from alignment.evaluation.cases import label_fields, read_cases
from alignment.evaluation.evaluating import Evaluation, evaluate, samples_of
from alignment.evaluation.frequencies import count
from alignment.evaluation.measures import Measures, Sample, measure, table
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.parts import Scorecard
from tests.making import TODAY

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
SAMPLES = ROOT / "tests" / "samples" / "round.jsonl"
CASES = ROOT.parent / "shared" / "evaluation" / "cases.jsonl"
KINDS = ("goal", "spearhead", "choice")
#: By field: the least F1 and the least AUC.
MARKS = {
    "ris3": (0.88, 0.95),
    "goals_2022_2025": (0.76, 0.92),
    "goals_2018_2021": (0.70, 0.88),
    "goals_2014_2017": (0.70, 0.88),
}
TOLERANCE = 0.02


def sample(**changes: Any) -> Sample:
    """A sample of which nothing is remarkable."""
    plain = Sample("ris3", "c-1", "fi", "t-1", "goal", (1.0, 0.3, 0.2), score=40.0, accepted=True, label=1.0)
    return replace(plain, **changes)


def invented(seed: int, cases: int = 24) -> list[Sample]:
    """Samples of several fields and languages, scores that say something of the labels, ties among them."""
    dice = random.Random(seed)  # noqa: S311  invented numbers, not secrets
    found = []
    for case in range(cases):
        language = ("fi", "sv", "en")[case % 3]
        for field, targets in (("ris3", 3), ("goals_2022_2025", 9)):
            for target in range(targets):
                label = dice.choice((0.0, 0.0, 0.0, 0.5, 1.0))
                score = float(round(dice.gauss(30 + 40 * label, 20)))
                features = (dice.random() + label, dice.random() * (0.3 + label), dice.random() * (0.3 + label))
                kind = "spearhead" if field == "ris3" else dice.choice(("goal", "choice"))
                names = {"field": field, "case": f"c-{case}", "language": language, "target": f"t-{target}", "kind": kind}
                found.append(sample(**names, features=features, score=score, accepted=score >= 50, label=label))
    return found


# --- Measures -------------------------------------------------------------------------------------------------------------


def share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def counted(samples: Sequence[Sample]) -> dict[str, float | None]:
    """The measures as one counts them on paper."""
    precision = share([each.label > 0 for each in samples if each.accepted])
    recall = share([each.accepted for each in samples if each.label == 1])
    both = precision is not None and recall is not None
    f1 = 2 * precision * recall / (precision + recall) if both and precision + recall else 0.0 if both else None  # type: ignore[operator]
    yes = [each.score for each in samples if each.label == 1]
    no = [each.score for each in samples if each.label == 0]
    pairs = [1.0 if high > low else 0.5 if high == low else 0.0 for high in yes for low in no]
    cases = [[each for each in samples if each.case == case] for case in dict.fromkeys(each.case for each in samples)]
    asked = [case for case in cases if any(each.label == 1 for each in case)]
    top1 = share([max(case, key=lambda each: each.score).label > 0 for case in asked])
    return {"precision": precision, "recall": recall, "f1": f1, "auc": sum(pairs) / len(pairs) if pairs else None, "top1": top1}


@pytest.mark.parametrize("seed", range(4))
def test_measures_are_what_one_counts(seed: int) -> None:
    # Equal scores at the top of a case would leave open which target is the best.
    samples = [replace(each, score=each.score + number / 1e6) for number, each in enumerate(invented(seed))]
    found = {(each.field, each.language): each for each in measure(samples)}
    assert list(found) == [(field, said) for field in ("ris3", "goals_2022_2025") for said in ("all", "en", "fi", "sv")]
    for (field, language), measures in found.items():
        part = [each for each in samples if each.field == field and language in {"all", each.language}]
        assert measures.cases == len({each.case for each in part})
        told = measures.model_dump(include={"precision", "recall", "f1", "auc", "top1"})
        assert told == pytest.approx(counted(part))


def test_equal_scores_count_half_in_the_area() -> None:
    for seed in range(3):
        samples = [each for each in invented(seed) if each.field == "ris3"]
        assert measure(samples)[0].auc == pytest.approx(counted(samples)["auc"])


def test_targets_of_one_annotator_are_neither_missed_nor_wrong() -> None:
    sure = [sample(label=1.0, score=80.0), sample(label=0.0, score=10.0, accepted=False, target="t-2")]
    half = [sample(label=0.5, score=score, accepted=score > 50, target=f"h-{score}") for score in (5.0, 95.0)]
    [told, _] = measure([*sure, *half])
    assert (told.precision, told.recall, told.auc, told.top1) == (1.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        ([sample(accepted=False, label=0.0)], (None, None, None, None, None)),
        ([sample(accepted=True, label=0.0)], (0.0, None, None, None, None)),
        ([sample(accepted=False, label=1.0)], (None, 0.0, None, None, 1.0)),
        ([sample(accepted=False, label=1.0), sample(label=0.0, target="t-2", score=90.0)], (0.0, 0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_what_cannot_be_measured_is_none(samples: list[Sample], expected: tuple[float | None, ...]) -> None:
    told = measure(samples)[0]
    assert (told.precision, told.recall, told.f1, told.auc, told.top1) == expected


def test_the_table_shows_what_is_missing_as_missing() -> None:
    whole, bare = measure(invented(1))[0], measure([sample(accepted=False, label=0.0)])[0]
    heading, _, *lines = table([whole, bare], "Heading").splitlines()
    assert heading == "Heading"
    assert lines[0].split() == [
        whole.field,
        whole.language,
        str(whole.cases),
        *(f"{value:.2f}" for value in (whole.f1, whole.precision, whole.recall, whole.auc, whole.top1) if value is not None),
    ]
    assert lines[1].split()[3:] == ["–"] * 5


# --- Fitting --------------------------------------------------------------------------------------------------------------

KNOWN = Calibration({"goal": -4.0, "theme": -4.0, "spearhead": -3.0, "choice": -5.0}, 1.5, 6.0, 4.0)


def simulated(number: int, seed: int = 1) -> list[Sample]:
    """Samples whose labels are drawn as often as the known numbers say."""
    dice = np.random.default_rng(seed)
    rows = zip(
        dice.choice(KINDS, number).tolist(),
        dice.uniform(0, 3, number).tolist(),
        dice.uniform(0, 0.6, (number, 2)).tolist(),
        dice.uniform(0, 100, number).tolist(),
        strict=True,
    )
    drawn = [(sample(kind=kind, features=(points, *cosines), case=f"c-{points}"), luck) for kind, points, cosines, luck in rows]
    return [replace(each, label=float(luck < KNOWN.score(each))) for each, luck in drawn]


def test_the_known_numbers_are_found_again() -> None:
    fitted = fit(simulated(40_000))
    assert fitted.base == pytest.approx(KNOWN.base, abs=0.2)
    assert fitted.base["theme"] == fitted.base["goal"]
    assert fitted.rule_scale == pytest.approx(KNOWN.rule_scale, abs=0.1)
    # The weak penalty draws the two cosines, which are small numbers, towards zero.
    assert fitted.similarity_whole == pytest.approx(KNOWN.similarity_whole, abs=0.4)
    assert fitted.similarity_passage == pytest.approx(KNOWN.similarity_passage, abs=0.4)


def test_the_order_of_samples_changes_nothing() -> None:
    samples = invented(5)
    there, back = fit(samples), fit(samples[::-1])
    assert there.base == pytest.approx(back.base, abs=1e-3)
    assert there.rule_scale == pytest.approx(back.rule_scale, abs=1e-3)


def test_a_half_label_is_half_a_yes_and_half_a_no() -> None:
    samples = [each for each in invented(6) if each.label != 0.5]
    doubtful = [sample(kind=kind, features=(1.0, 0.1, 0.1), label=0.5) for kind in KINDS]
    halves = fit([*samples, *samples, *doubtful, *doubtful])
    wholes = fit([*samples, *samples, *(replace(each, label=label) for each in doubtful for label in (0.0, 1.0))])
    assert halves.base == pytest.approx(wholes.base, abs=1e-3)
    assert halves.similarity_whole == pytest.approx(wholes.similarity_whole, abs=1e-3)


def test_a_score_is_the_logistic_of_the_ledger() -> None:
    assert KNOWN.score(sample(kind="goal", features=(0.0, 0.0, 1.0))) == pytest.approx(50.0)
    assert KNOWN.score(sample(kind="choice", features=(2.0, 0.5, 0.0))) == pytest.approx(100 / (1 + np.exp(-1.0)))


def test_the_fitted_numbers_are_lines_for_the_scorecard(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = invented(11)
    monkeypatch.setattr("alignment.evaluation.evaluating.samples_of", lambda *_: samples)
    fitted = fit(samples)
    assert tomllib.loads(calibration.main(RULES, CASES)) == {
        "base": {kind: round(value, 2) for kind, value in fitted.base.items()},
        "rule_scale": round(fitted.rule_scale, 2),
        "similarity_whole": round(fitted.similarity_whole, 2),
        "similarity_passage": round(fitted.similarity_passage, 2),
    }


def test_no_case_is_scored_with_numbers_fitted_on_it(rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []

    class Watched(Calibration):
        def score(self, sample: Sample) -> float:
            assert sample.case not in seen[-1]
            return super().score(sample)

    def watched(samples: Sequence[Sample]) -> Calibration:
        seen.append({each.case for each in samples})
        found = fit(samples)
        return Watched(found.base, found.rule_scale, found.similarity_whole, found.similarity_passage)

    monkeypatch.setattr(calibration, "fit", watched)
    samples = invented(7)
    held_out = cross_validated(samples, rulebook.scorecard)
    assert len(seen) == FOLDS
    assert sorted(map(name, held_out)) == sorted(map(name, samples))


def name(each: Sample) -> tuple[str, str, str]:
    return each.case, each.field, each.target


def scores(samples: Sequence[Sample], card: Scorecard) -> dict[str, list[float]]:
    """The cross-validated scores by case."""
    found: dict[str, list[float]] = {each.case: [] for each in samples}
    for each in sorted(cross_validated(samples, card), key=name):
        found[each.case].append(each.score)
    return found


def test_other_labels_of_a_case_change_the_scores_of_other_folds_alone(rulebook: Rulebook) -> None:
    """Seen from outside: what a case is labelled moves no score of its own, and its fold's cases share that."""
    samples = invented(8, cases=7)
    before = scores(samples, rulebook.scorecard)
    untouched = []
    for case in before:
        turned = [replace(each, label=1 - each.label) if each.case == case else each for each in samples]
        after = scores(turned, rulebook.scorecard)
        untouched.append(frozenset(other for other in before if after[other] == before[other]))
        assert case in untouched[-1]
    folds = set(untouched)
    assert len(folds) == FOLDS
    assert sorted(case for fold in folds for case in fold) == sorted(before)
    assert max(map(len, folds)) - min(map(len, folds)) <= 1


def test_cross_validation_changes_scores_and_the_yes_alone(rulebook: Rulebook) -> None:
    card = rulebook.scorecard
    samples = {name(each): each for each in invented(9)}
    for each in cross_validated(list(samples.values()), card):
        assert replace(each, score=0.0, accepted=False) == replace(samples[name(each)], score=0.0, accepted=False)
        assert each.accepted == (card.level_of(each.score) >= card.accept_level)


def test_score_bands_hold_every_match_once() -> None:
    samples = [*invented(10), sample(score=0.0), sample(score=100.0), sample(score=99.99, label=0.5), sample(score=10.0)]
    samples = [replace(each, score=min(100.0, max(0.0, each.score))) for each in samples]
    bands = reliability(samples)
    assert sum(band.matches for band in bands) == len(samples)
    for band in bands:
        low, high = map(float, band.scores.split("–"))
        part = [each for each in samples if low <= each.score < high or each.score == high == 100]
        assert band.matches == len(part)
        assert band.mean == pytest.approx(sum(each.score for each in part) / len(part))
        assert band.accepted == pytest.approx(100 * sum(each.label for each in part) / len(part))


def test_a_band_without_matches_is_left_out() -> None:
    assert [band.scores for band in reliability([sample(score=5.0)])] == ["0–10"]


# --- Labelled cases -------------------------------------------------------------------------------------------------------


def labelled(number: int, **changes: Any) -> dict[str, Any]:
    """One of the invented applications of the sample round, labelled by what is expected of it."""
    case = json.loads(SAMPLES.read_text("utf-8").splitlines()[number])
    goals, spearheads = case["expect"].get("goals", []), case["expect"].get("spearheads", [])
    said = {
        "goals_2022_2025": [goal for goal in goals if goal.startswith("k22-")],
        "ris3": [spearhead.removeprefix("ris3-2021-") for spearhead in spearheads],
    }
    labels = {field: {"required": ids, "acceptable": ids} for field, ids in said.items()}
    return {**case, "lang": "fi", "labels": labels, **changes}


def written(path: Path, *cases: dict[str, Any] | str) -> Path:
    lines = [case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def labels_of(**fields: list[str]) -> dict[str, dict[str, list[str]]]:
    return {field: {"required": ids, "acceptable": ids} for field, ids in fields.items()}


def test_labels_are_read_and_other_keys_are_not(tmp_path: Path) -> None:
    [label, _] = read_cases(written(tmp_path / "c.jsonl", labelled(0, verdicts=["aligned"]), labelled(1)))
    assert (label.id, label.lang) == ("SIM-001", "fi")
    assert label.labels["ris3"].required == {"logistics"}


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ("{", "line"),
        ("[]", "line"),
        ("a,b", "line"),
        (labelled(0, id=1), "id"),
        (labelled(0, lang="et"), "lang"),
        (labelled(0, labels={"ris3": {"required": []}}), "labels.ris3.acceptable"),
        (labelled(0, labels={"ris3": {"required": "logistics", "acceptable": []}}), "labels.ris3.required"),
        (labelled(0, expect={"recommendation": ["perhaps"]}), "expect.recommendation"),
        (labelled(0, marks={"k22-welfare": ["said"]}), "marks.k22-welfare"),
    ],
)
def test_a_line_that_is_no_labelled_case_is_told_with_its_place(tmp_path: Path, case: dict[str, Any] | str, place: str) -> None:
    path = written(tmp_path / "c.jsonl", labelled(0), labelled(1), case)
    with pytest.raises(UsageError, match=r"c\.jsonl, line 3") as caught:
        read_cases(path)
    assert place in str(caught.value)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda text: text.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(lambda text: f"{text}\n".encode(), id="empty line at the end"),
        pytest.param(lambda text: text.replace("Kouvolan", "Kouvolan\u2028", 1).encode(), id="line separator inside a text"),
    ],
)
def test_a_case_that_intake_reads_is_labelled(tmp_path: Path, told: Callable[[str], bytes]) -> None:
    path = written(tmp_path / "c.jsonl", labelled(0))
    path.write_bytes(told(path.read_text("utf-8")))
    assert len(read_cases(path)) == 1


def test_fields_are_the_plans_of_their_years(rulebook: Rulebook, tmp_path: Path) -> None:
    labels = read_cases(written(tmp_path / "c.jsonl", labelled(0, labels=labels_of(ris3=[], goals_2014_2017=[]))))
    spearheads, goals = label_fields(rulebook, labels)
    assert {label: target.id for label, target in spearheads.targets.items()} == {
        label: f"ris3-2021-{label}" for label in ("logistics", "bioeconomy", "digital")
    }
    expected = [target.id for target in rulebook.plan_of["k14"].target if target.kind != "theme"]
    assert [*goals.targets] == [target.id for target in goals.targets.values()] == expected


@pytest.mark.parametrize(
    "labels",
    [
        labels_of(ris4=[]),
        labels_of(goals=[]),
        labels_of(goals_2022=[]),
        labels_of(goals_2022_2026=[]),
        labels_of(goals_x_y=[]),
        labels_of(ris3=["forestry"]),
        pytest.param(
            {"ris3": {"required": ["forestry"], "acceptable": []}},
        ),
    ],
)
def test_labels_that_the_rulebook_does_not_know_are_told(rulebook: Rulebook, tmp_path: Path, labels: dict[str, Any]) -> None:
    path = written(tmp_path / "c.jsonl", labelled(0, labels=labels))
    with pytest.raises(UsageError):
        label_fields(rulebook, read_cases(path))


@pytest.mark.parametrize(
    "cases",
    [
        pytest.param([labelled(0, labels={}, expect=None)], id="nothing said of the case"),
        pytest.param(
            [labelled(number, labels=labels_of(ris3=[])) for number in range(FOLDS)],
            id="nothing accepted",
        ),
    ],
)
def test_cases_that_cannot_be_measured_are_told(rulebook: Rulebook, tmp_path: Path, cases: list[Any]) -> None:
    with pytest.raises(UsageError, match=r"nothing to measure|Nothing can be fitted"):
        evaluate(rulebook, [written(tmp_path / "c.jsonl", *cases)], TODAY)


def test_an_evaluation_has_all_its_parts(rulebook: Rulebook, tmp_path: Path) -> None:
    cases = [labelled(number) for number in range(FOLDS + 3)]
    evaluation = evaluate(rulebook, [written(tmp_path / "c.jsonl", *cases)], TODAY)
    read = json.loads(evaluation.as_json())
    assert list(read) == ["measures", "cross_validated", "reliability", "screening", "expectations", "parity", "citing"]
    assert [each["field"] for each in read["measures"]] == ["goals_2022_2025", "goals_2022_2025", "ris3", "ris3"]
    assert {each["cases"] for each in read["measures"] + read["cross_validated"]} == {len(cases)}
    assert read["measures"][0]["auc"] > 0.8
    goals = sum(target.kind == "goal" for target in rulebook.plan_of["k22"].target)
    assert sum(band["matches"] for band in read["reliability"]) == len(cases) * (goals + 3)
    shown = str(evaluation)
    assert all(heading in shown for heading in ("as it stands", "cross-validated", "Score bands"))


# --- The real cases -------------------------------------------------------------------------------------------------------

there = pytest.mark.skipif(not CASES.is_file(), reason="the labelled cases lie beside the repository, in shared/evaluation")


@pytest.fixture(scope="module")
def real_samples() -> list[Sample]:
    return samples_of(Assessor(load_rulebook(RULES)), CASES)


@pytest.fixture(scope="module")
def real_measures(real: Evaluation) -> dict[tuple[str, str], Measures]:
    told = {"as it stands": real.measures, "cross-validated": real.cross_validated}
    return {(how, each.field): each for how, measures in told.items() for each in measures if each.language == "all"}


@pytest.mark.parametrize("how", ["as it stands", "cross-validated"])
@pytest.mark.parametrize("field", MARKS)
def test_the_required_marks_are_reached(real_measures: dict[tuple[str, str], Measures], how: str, field: str) -> None:
    told = real_measures[how, field]
    least_f1, least_auc = MARKS[field]
    assert told.f1 is not None
    assert told.f1 >= least_f1
    assert told.auc is not None
    assert told.auc >= least_auc


@there
def test_the_scorecard_holds_what_a_fresh_fit_gives(real_samples: list[Sample], rulebook: Rulebook) -> None:
    """Whoever changes words or weights fits the numbers anew."""
    fitted, card = fit(real_samples), rulebook.scorecard
    for kind, base in fitted.base.items():
        assert getattr(card.base, kind) == pytest.approx(base, abs=TOLERANCE), f"base.{kind}"
    for number in ("rule_scale", "similarity_whole", "similarity_passage"):
        assert getattr(card, number) == pytest.approx(getattr(fitted, number), abs=TOLERANCE), number


@there
def test_scores_and_features_tell_the_same(real_samples: list[Sample], rulebook: Rulebook) -> None:
    """What is fitted on is what is scored with: the card's numbers over the features give the ledgers' scores."""
    card = rulebook.scorecard
    bases = {kind: card.base.of(kind) for kind in ("goal", "spearhead", "theme", "choice")}
    standing = Calibration(dict(bases), card.rule_scale, card.similarity_whole, card.similarity_passage)
    assert [standing.score(each) for each in real_samples] == pytest.approx([each.score for each in real_samples], abs=1e-6)


def test_the_frequencies_are_those_of_the_reference_texts() -> None:
    assert count(RULES) == (RULES / "reference" / "frequencies.tsv").read_text("utf-8")
