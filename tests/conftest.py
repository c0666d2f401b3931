"""What every test may ask for: the shipped rulebook, an assessor made ready once, and the measures of whole sets of cases."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alignment.assess import Assessor
from alignment.evaluation.evaluating import Evaluation, evaluate
from alignment.intake import Quarantine
from alignment.matching.matcher import scorer
from alignment.matching.scorecard import Scorer
from alignment.rulebook import Rulebook, load_rulebook
from alignment.text.prose import Reader

if TYPE_CHECKING:
    from ui.method import Method

RULES = Path(__file__).parents[1] / "rules"
SETS = Path(__file__).parent / "sets"
CASES = Path(__file__).parents[2] / "shared" / "evaluation" / "cases.jsonl"
TODAY = dt.date(2026, 1, 1)
#: Parts of a rulebook that no score hangs on.
TOLD = {"about", "calls", "projects", "measured", "annotators", "sha256"}


@contextmanager
def uncounted() -> Iterator[None]:
    """Coverage counts nothing meanwhile: everything takes three times as long with it, and smaller tests run the same lines."""
    counter = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(counter)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook(RULES)


@pytest.fixture(scope="session")
def assessor(rulebook: Rulebook) -> Assessor:
    return Assessor(rulebook)


@pytest.fixture(scope="session")
def scorers() -> deque[tuple[Rulebook, Scorer]]:
    """The scorers made last, with their rulebooks."""
    return deque(maxlen=4)


@pytest.fixture(scope="session")
def room() -> Iterator[Quarantine]:
    with Quarantine() as quarantine:
        yield quarantine


@pytest.fixture(scope="module")
def ready_once(
    rulebook: Rulebook, assessor: Assessor, scorers: deque[tuple[Rulebook, Scorer]], room: Quarantine
) -> Iterator[None]:
    """Commands run in one process and find what is slow done: the rulebook read, a like one made ready, a child to open files."""
    scorers.append((rulebook, assessor.scorer))

    def ready(asked: Rulebook, reader: Reader, like: Scorer | None = None) -> Scorer:
        parts = Rulebook.model_fields.keys() - TOLD
        for known, found in scorers:
            if all(getattr(known, part) == getattr(asked, part) for part in parts):
                return found
        scorers.append((asked, scorer(asked, reader, like)))
        return scorers[-1][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: 1)
        patch.setattr("alignment.rulebook.load_rulebook", lambda at: rulebook if at == RULES else load_rulebook(at))
        for place in ("alignment.intake.Quarantine", "alignment.intake.reading.Quarantine"):
            patch.setattr(place, lambda: nullcontext(room))
        patch.setattr("alignment.assess.scorer", ready)
        patch.setattr("alignment.notice.rules.scorer", ready)
        yield


@pytest.fixture(scope="session")
def method() -> Iterator[Method]:
    """The screen's method with its processes, as a server has it before the first page is asked for."""
    from ui.method import ready_method

    yield ready_method()
    ready_method().close()


@pytest.fixture(scope="session")
def invented(rulebook: Rulebook) -> Evaluation:
    """The measures of the invented sets: hard cases, long forms, parallel projects."""
    with uncounted():
        return evaluate(rulebook, [SETS / f"{name}.jsonl" for name in ("hard", "long", "parity")], TODAY)


@pytest.fixture(scope="session")
def real(rulebook: Rulebook) -> Evaluation:
    """The measures of the labelled cases, which lie beside the project and not in it."""
    if not CASES.is_file():
        pytest.skip("the labelled cases lie beside the project, not in it")
    with uncounted():
        return evaluate(rulebook, [CASES], TODAY)
