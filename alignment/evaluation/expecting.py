"""Whether hard cases come out as their readers expect: what must be accepted, what must not, and what may be recommended."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from alignment.evaluation.cases import Case
from alignment.evaluation.measures import accepted
from alignment.model import Assessment


class Expectation(BaseModel):
    """How many cases of one kind came out as expected, and what went wrong in the others."""

    model_config = ConfigDict(frozen=True)

    kind: str
    cases: int
    as_expected: int
    others: dict[str, str]


def expectations(judged: Sequence[tuple[Case, Assessment]]) -> list[Expectation]:
    """The outcome by kind of case, all kinds together first; empty where no case says what is expected of it."""
    wrong = {case.id: fault(case, assessment) for case, assessment in judged if case.expect is not None}
    kinds = {case.id: case.kind or "" for case, _ in judged if case.expect is not None}
    found = []
    for kind in ("all", *sorted(set(kinds.values()))) if wrong else ():
        ids = [name for name in wrong if kind in ("all", kinds[name])]
        others = {name: wrong[name] for name in ids if wrong[name]}
        found.append(Expectation(kind=kind, cases=len(ids), as_expected=len(ids) - len(others), others=others))
    return found


def fault(case: Case, assessment: Assessment) -> str:
    """What differs from the expectation of a case, as a short line; empty when nothing does."""
    if case.expect is None:
        return ""
    found, wanted = accepted(assessment), case.expect
    faults = [f"missing {name}" for name in sorted(wanted.accept - found)]
    faults += [f"wrongly accepted {name}" for name in sorted(wanted.never & found)]
    if wanted.recommendation and assessment.recommendation not in wanted.recommendation:
        faults.append(f"recommended {assessment.recommendation}")
    return "; ".join(faults)


def table(found: Sequence[Expectation]) -> str:
    """The outcomes as a plain table, and the cases that came out otherwise."""
    lines = ["Hard cases", f"{'kind':<18}{'cases':>7}{'as expected':>13}{'%':>7}"]
    lines += [
        f"{part.kind:<18}{part.cases:>7}{part.as_expected:>13}{100 * part.as_expected / part.cases:>7.0f}" for part in found
    ]
    lines += [f"  {name}: {what}" for part in found[:1] for name, what in part.others.items()]
    return "\n".join(lines)
