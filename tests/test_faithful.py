"""Our explanations are true to the score: taking out the words they name lowers it more than chance, the same on every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from alignment.intake import read_inputs
from alignment.rulebook import Rulebook
from tests.faithful import ours
from tests.faithful.comparing import EXPLAINERS, OURS, Case, Explainer, cases, compared
from tests.faithful.drawing import chart, table
from tests.faithful.erasing import erased
from tests.faithful.model import Floats, Model, blanked, one_section, words
from tests.faithful.rivals import eli5_weights, lime_weights

ROUND = Path(__file__).parent / "samples" / "round.jsonl"
#: Enough for a test of the way, not for a figure.
FEW = 300


@pytest.fixture(scope="module")
def model(rulebook: Rulebook) -> Model:
    return Model(rulebook)


@pytest.fixture(scope="module")
def found(model: Model, rulebook: Rulebook) -> list[Case]:
    return cases(model, read_inputs([ROUND], rulebook.forms, "en").applications)


def chance(text: str, seed: int) -> Floats:
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    return np.array([rng.random() for _ in words(text)])


def test_all_served_applications_are_compared(found: list[Case]) -> None:
    assert len(found) > 20
    assert all(case.target.kind == "goal" and case.target.id.startswith("k22-") for case in found)


def test_blanking_leaves_passages_where_they_were(model: Model, found: list[Case], rulebook: Rulebook) -> None:
    text = found[0].text
    spans = words(text)
    [application] = read_inputs([ROUND], rulebook.forms, "en").applications[:1]
    assert one_section(application) == text
    kept = blanked(text, spans[::2])
    assert len(kept) == len(text)
    assert kept.count("\n") == text.count("\n")
    assert [text[start:end] for start, end in words(kept)] == [text[start:end] for start, end in spans[1::2]]
    assert len(model.hear(kept).prose.passages) == len(model.hear(text).prose.passages)


def test_our_words_lower_the_score_at_least_as_much_as_any_others(model: Model, found: list[Case]) -> None:
    for case in found[::3]:
        probability = partial(model.probability, target=case.target)
        true, enough, _ = erased(case.text, ours.weights(model, case.text, case.target), probability)
        for seed in range(3):
            loss, left, _ = erased(case.text, chance(case.text, seed), probability)
            assert true >= loss, case.id
            assert enough <= left, case.id


def test_our_weights_add_up_to_the_score(model: Model, found: list[Case]) -> None:
    for case in found[::5]:
        heard = model.hear(case.text)
        ledger = model.ledger(heard, case.target)
        rest = ledger.total - ledger.lines[0].amount
        assert sum(ours.by_place(heard, ledger.lines, model.bits(heard)).values()) == pytest.approx(rest, abs=0.01)


def test_our_explanation_is_the_same_on_every_run(model: Model, rulebook: Rulebook, found: list[Case]) -> None:
    other = Model(rulebook)
    for case in found[::7]:
        one = ours.weights(model, case.text, case.target)
        assert np.array_equal(one, ours.weights(model, case.text, case.target))
        assert np.array_equal(one, ours.weights(other, case.text, case.target))


def test_the_report_names_every_explainer(model: Model, found: list[Case]) -> None:
    explainers: Mapping[str, Explainer] = {
        OURS: EXPLAINERS[OURS],
        "Chance": lambda _model, text, _target, seed: chance(text, seed or random.SystemRandom().randrange(10**9)),
    }
    mine, others = rows = compared(model, found[:3], explainers)
    assert mine.identical
    assert not others.identical
    assert mine.comprehensiveness > others.comprehensiveness
    assert mine.sufficiency < others.sufficiency
    assert mine.agreement == mine.slower == 1
    assert "Chance" in table(rows, "round.jsonl")
    assert chart(rows).count("<rect") == 6


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("package", "rival"), [("lime", lime_weights), ("eli5", eli5_weights)])
def test_ours_is_truer_and_faster_than_its_rivals(
    model: Model, found: list[Case], package: str, rival: Callable[..., Floats]
) -> None:
    pytest.importorskip(package)
    explainers: Mapping[str, Explainer] = {
        OURS: EXPLAINERS[OURS],
        package: lambda model, text, target, seed: rival(model, text, target, seed, FEW),
    }
    mine, other = compared(model, found[:3], explainers)
    assert mine.identical
    assert mine.comprehensiveness >= other.comprehensiveness
    assert mine.sufficiency <= other.sufficiency
    assert other.slower > 50
