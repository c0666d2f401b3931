"""The comparison with peers: measured fairly, told plainly, and run for every peer that is installed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from alignment.assess import Assessor
from alignment.evaluation.calibration import FOLDS, _folds, cross_validated
from alignment.evaluation.evaluating import samples_of
from alignment.evaluation.measures import Sample, measure
from alignment.matching import matcher
from alignment.matching.similarity import SimilarityModel
from alignment.model import LANGUAGES
from alignment.rulebook import Rulebook, load_rulebook
from alignment.text.prose import Passage, Reader
from tests.compare.giving import job_of, small_cases
from tests.compare.measuring import SCALES, at_its_best, best_limit, held_out, rescored
from tests.compare.peers import PEERS, Job, Peer, answer
from tests.compare.running import interpreter, run
from tests.compare.telling import MARKS, Standing, alt, as_data, table

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
LOCK = (ROOT / "tests" / "compare" / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_cases(ROOT / "tests" / "samples" / "round.jsonl", tmp_path_factory.mktemp("compare") / "small.jsonl")


@pytest.fixture(scope="module")
def job(cases: Path) -> Job:
    return job_of(RULES, cases)


@pytest.fixture(scope="module")
def samples(cases: Path) -> list[Sample]:
    return samples_of(Assessor(load_rulebook(RULES)), cases)


def drawn(seed: int, cases: int = 20) -> list[Sample]:
    """Samples of one field whose scores say something of their labels."""
    dice = np.random.default_rng(seed)
    labels = dice.choice((0.0, 0.0, 0.0, 0.5, 1.0), (cases, 6))
    return [
        Sample("ris3", f"c-{case}", "fi", f"t-{target}", "goal", (0, 0, 0), float(dice.normal(label)), False, float(label))
        for case, row in enumerate(labels)
        for target, label in enumerate(row)
    ]


# --- Measuring ------------------------------------------------------------------------------------------------------------


def test_the_best_limit_parts_what_can_be_parted() -> None:
    assert best_limit(np.array([0.1, 0.4, 0.6, 0.9]), np.array([0.0, 0.0, 1.0, 1.0])) == 0.6
    assert best_limit(np.array([0.1, 0.9]), np.array([0.0, 0.5])) == float("inf")


@pytest.mark.parametrize("scale", SCALES)
def test_no_case_sets_its_own_limit(scale: str) -> None:
    """What a case is labelled moves no limit of its own fold."""
    samples = drawn(1)
    folds = _folds(samples)
    before = held_out(samples, folds, scale)
    for fold in range(FOLDS):
        turned = [replace(each, label=1 - each.label) if of == fold else each for each, of in zip(samples, folds, strict=True)]
        after = held_out(turned, folds, scale)
        for row in np.flatnonzero(folds == fold).tolist():
            assert (after[row].score, after[row].accepted) == (before[row].score, before[row].accepted)


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_but_score_and_yes_is_changed(scale: str) -> None:
    samples = drawn(2)
    found = held_out(samples, _folds(samples), scale)
    assert [replace(each, score=0.0, accepted=False) for each in found] == [replace(each, score=0.0) for each in samples]


def test_a_peer_is_shown_at_its_best() -> None:
    samples = drawn(3)
    measures, scales = at_its_best(samples)
    tried = {scale: measure(held_out(samples, _folds(samples), scale))[0].f1 or 0.0 for scale in SCALES}
    assert measures[0].f1 == max(tried.values()) == tried[scales["ris3"]]


def test_a_scale_of_its_own_for_each_application_levels_loud_ones() -> None:
    """An application whose scores are all ten times as high is judged as the others are."""
    samples = drawn(4)
    loud = [replace(each, score=each.score * 10) if each.case == "c-3" else each for each in samples]
    folds = _folds(samples)
    told, plain = held_out(loud, folds, "by application"), held_out(samples, folds, "by application")
    assert [each.score for each in told] == pytest.approx([each.score for each in plain])


# --- What the tools are given ---------------------------------------------------------------------------------------------


def test_peers_read_what_our_similarity_reads(job: Job, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    read: dict[str, Sequence[Passage]] = {}

    class Listening(SimilarityModel):
        def __init__(self, texts: Mapping[str, Sequence[Passage]], rules: Rulebook) -> None:
            read.update(texts)
            super().__init__(texts, rules)

    monkeypatch.setattr(matcher, "SimilarityModel", Listening)
    reader = Reader(rulebook)
    matcher.scorer(rulebook, reader)
    for target, goal in job["goals"].items():
        assert [reader.plain(line, lang) for lang in LANGUAGES for line in goal[lang]["lines"]] == read[target]


def test_the_small_cases_are_of_three_languages(job: Job) -> None:
    assert {case["language"] for case in job["cases"]} == set(LANGUAGES)
    assert len(job["cases"]) >= FOLDS


# --- The tools ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.key)
def test_a_peer_scores_every_target(peer: Peer, job: Job, samples: list[Sample]) -> None:
    if interpreter(peer.module) is None:
        pytest.skip(f"{peer.module} is not installed")
    told = run(peer, job, times=1)
    assert told["rate"] > 0
    assert 10 < told["megabytes"] < 4000
    assert list(told["scores"]) == [case["id"] for case in job["cases"]]
    measures = measure(rescored(samples, told["scores"]))
    assert all(each.auc is not None and each.auc > 0.5 for each in measures if each.language == "all")


def test_alignment_is_timed_on_the_scores_it_is_measured_by(job: Job, samples: list[Sample]) -> None:
    ours = next(peer for peer in PEERS if peer.key == "alignment")
    scores = answer(ours, job)["scores"]
    assert [scores[each.case][each.target] for each in samples] == pytest.approx([each.score for each in samples])


def test_a_peer_that_is_not_installed_is_told(job: Job) -> None:
    with pytest.raises(ModuleNotFoundError, match="make compare"):
        run(replace(PEERS[0], module="no_such_module"), job, times=1)


# --- Telling --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def standings(samples: list[Sample], rulebook: Rulebook) -> list[Standing]:
    ours = measure(cross_validated(samples, rulebook.scorecard))
    theirs, scales = at_its_best(samples)
    return [
        Standing("alignment", "Alignment", "the rulebook", 20.0, 300.0, ours, {}),
        Standing("twin", "Twin", "the same", 2.0, 30.0, theirs, scales),
    ]


def test_the_table_has_every_tool_in_every_language(standings: list[Standing]) -> None:
    fields, head, *rows, marks = table(standings, MARKS).splitlines()
    assert re.split(r"\s{2,}", fields.strip()) == ["RIS3 spearheads", "Goals 2022–2025"]
    assert head.split() == ["tool", "reads", "cases", *["F1", "AUC", "top-1"] * 2, "appl./s", "MB"]
    assert [row.split()[0] for row in rows] == ["Alignment", "fi", "sv", "en", "Twin", "fi", "sv", "en"]
    assert marks.split()[-2:] == ["0.94", "0.81"]
    assert "annotators" not in table(standings, {})


def test_the_words_name_the_best_first(standings: list[Standing]) -> None:
    best = max(standings, key=lambda each: each.f1("ris3"))
    assert f"RIS3 spearheads: {best.title} ({best.reads}) {best.f1('ris3'):.2f}, " in alt(standings, MARKS)


def test_the_chart_is_drawn(standings: list[Standing], tmp_path: Path) -> None:
    python = interpreter("matplotlib")
    if python is None:
        pytest.skip("matplotlib is not installed")
    (tmp_path / "told.json").write_text(json.dumps(as_data(standings, MARKS)), "utf-8")
    script = ROOT / "tests" / "compare" / "chart.py"
    subprocess.run([python, script, tmp_path / "told.json", tmp_path / "chart.png"], check=True)
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def test_the_command_asks_for_cases() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.compare"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert "--small" in done.stderr


# --- The lock file --------------------------------------------------------------------------------------------------------


def test_the_peers_are_locked_by_hashes_and_no_address() -> None:
    requirements = [line for line in LOCK.replace("\\\n", "").splitlines() if line and not line.lstrip().startswith("#")]
    assert all("==" in line and "--hash=sha256:" in line for line in requirements)
    assert "://" not in LOCK
