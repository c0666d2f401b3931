"""What every test may ask for: the shipped rulebook, and an assessor made ready once."""

from __future__ import annotations

from pathlib import Path

import pytest

from alignment.assess import Assessor
from alignment.rulebook import Rulebook, load_rulebook

RULES = Path(__file__).parents[1] / "rules"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook(RULES)


@pytest.fixture(scope="session")
def assessor(rulebook: Rulebook) -> Assessor:
    return Assessor(rulebook)
