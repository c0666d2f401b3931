"""Measures of agreement with officers' labels, for each field and each language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
from pydantic import BaseModel, ConfigDict
from sklearn.metrics import roc_auc_score

from alignment.model import Assessment


@dataclass(frozen=True)
class Sample:
    """One case against one target: what the tool gives and what the officers said.

    ``label`` is 1 when both annotators named the target, 0.5 when one did and 0 when none did.
    """

    field: str
    case: str
    language: str
    target: str
    kind: str
    features: tuple[float, float, float]
    score: float
    accepted: bool
    label: float


class Measures(BaseModel):
    """The measures of one field, over all languages or one. ``None`` where there is nothing to measure."""

    model_config = ConfigDict(frozen=True)

    field: str
    language: str
    cases: int
    precision: float | None
    recall: float | None
    f1: float | None
    auc: float | None
    top1: float | None


def accepted(assessment: Assessment) -> set[str]:
    """The goals and spearheads that an assessment accepts; cross-cutting themes are not labelled, so they are left out."""
    return {match.target for match in assessment.matches if match.accepted and match.kind != "theme"}


def measure(samples: Sequence[Sample]) -> list[Measures]:
    """The measures of every field, over all languages first and then by language."""
    frame = pd.DataFrame(samples)
    found = []
    for field, part in frame.groupby("field", sort=False):
        found.append(_measure(part, str(field), "all"))
        found += [_measure(piece, str(field), str(language)) for language, piece in part.groupby("language")]
    return found


def _measure(frame: pd.DataFrame, field: str, language: str) -> Measures:
    chosen, required = frame[frame.accepted], frame[frame.label == 1]
    precision = float((chosen.label > 0).mean()) if len(chosen) else None
    recall = float(required.accepted.mean()) if len(required) else None
    return Measures(
        field=field,
        language=language,
        cases=int(frame.case.nunique()),
        precision=precision,
        recall=recall,
        f1=f1(precision, recall),
        auc=_auc(frame),
        top1=_top1(frame),
    )


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean of precision and recall.

    >>> f1(0.5, 1.0), f1(0.0, 0.0), f1(None, 0.5)
    (0.6666666666666666, 0.0, None)
    """
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _auc(frame: pd.DataFrame) -> float | None:
    """Area under the ROC curve, leaving out targets that only one annotator named."""
    sure = frame[frame.label != 0.5]
    return float(roc_auc_score(sure.label, sure.score)) if sure.label.nunique() == 2 else None


def _top1(frame: pd.DataFrame) -> float | None:
    """How often the best-scored target is acceptable, over cases that have a required one."""
    hits = [
        bool(case.sort_values("score", kind="stable").label.iloc[-1] > 0)
        for _, case in frame.groupby("case")
        if (case.label == 1).any()
    ]
    return sum(hits) / len(hits) if hits else None


def table(measures: Sequence[Measures], heading: str) -> str:
    """Measures as a plain table for the terminal."""
    say: Callable[[float | None], str] = lambda value: "   –" if value is None else f"{value:.2f}"  # noqa: E731
    lines = [heading, f"{'field':<18}{'language':<10}{'cases':>6}{'F1':>7}{'prec':>7}{'recall':>8}{'AUC':>7}{'top-1':>7}"]
    lines += [
        f"{m.field:<18}{m.language:<10}{m.cases:>6}{say(m.f1):>7}{say(m.precision):>7}{say(m.recall):>8}"
        f"{say(m.auc):>7}{say(m.top1):>7}"
        for m in measures
    ]
    return "\n".join(lines)
