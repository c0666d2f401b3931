"""What every test may ask for: the shipped rulebook, and an assessor made ready once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from alignment.assess import Assessor
from alignment.evaluation.evaluating import Evaluation, evaluate
from alignment.rulebook import Rulebook, load_rulebook

RULES = Path(__file__).parents[1] / "rules"
SETS = Path(__file__).parent / "sets"
CASES = Path(__file__).parents[2] / "shared" / "evaluation" / "cases.jsonl"
TODAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook(RULES)


@pytest.fixture(scope="session")
def assessor(rulebook: Rulebook) -> Assessor:
    return Assessor(rulebook)


@pytest.fixture(scope="session")
def invented(rulebook: Rulebook) -> Evaluation:
    """The measures of the invented sets: hard cases, long forms, parallel projects."""
    return evaluate(rulebook, [SETS / f"{name}.jsonl" for name in ("hard", "long", "parity")], TODAY)


@pytest.fixture(scope="session")
def real(rulebook: Rulebook) -> Evaluation:
    """The measures of the labelled cases, which lie beside the project and not in it."""
    if not CASES.is_file():
        pytest.skip("the labelled cases lie beside the project, not in it")
    return evaluate(rulebook, [CASES], TODAY)
