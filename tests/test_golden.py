"""The sample round as it was assessed when it was last looked through: no change of the judgement goes unseen.

After an intended change run ``python tests/test_golden.py``, which writes ``golden/round.json`` anew, and read the difference.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from alignment.assess import Assessor, Question
from alignment.intake import read_inputs
from alignment.model import Assessment
from alignment.rulebook import load_rulebook

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "round.json"
FILES = [ROOT / "sample_applications" / name for name in ("round-2023.xlsx", "form.xlsx", "parallel.jsonl")]
QUESTION = Question(today=dt.date(2026, 11, 21), language="fi")


def compact(assessment: Assessment) -> dict[str, Any]:
    """What an officer would notice first: the recommendation, the first reason, and the levels above 0."""
    return {
        "recommendation": assessment.recommendation,
        "reason": assessment.reasons[0],
        "levels": {match.target: match.level for match in assessment.matches if match.level},
    }


def assessed(assessor: Assessor) -> dict[str, dict[str, Any]]:
    """The sample round by id of the application."""
    intake = read_inputs(FILES, assessor.rulebook.forms, "fi")
    return {application.id: compact(assessor.assess(application, QUESTION)) for application in intake.applications}


def test_the_sample_round_is_assessed_as_before(assessor: Assessor) -> None:
    golden, now = json.loads(GOLDEN.read_text("utf-8")), assessed(assessor)
    assert list(now) == list(golden)
    assert {name: told for name, told in now.items() if told != golden[name]} == {
        name: told for name, told in golden.items() if told != now[name]
    }


def write() -> None:
    """One application a line, so that a difference names those that changed."""
    rows = assessed(Assessor(load_rulebook(ROOT / "rules"))).items()
    lines = [f"{json.dumps(name)}: {json.dumps(told, ensure_ascii=False)}" for name, told in rows]
    GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    write()
