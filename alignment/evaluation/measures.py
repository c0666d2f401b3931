"""Measures of agreement with officers' labels, for each field and each language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
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


class Agreement(NamedTuple):
    """How far answers agree with officers; ``auc`` is the area under the ROC curve. ``None`` where there is nothing to count."""

    precision: float | None
    recall: float | None
    f1: float | None
    auc: float | None


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
    agreed = agreement(frame.label, frame.score, frame.accepted)
    return Measures(field=field, language=language, cases=int(frame.case.nunique()), top1=_top1(frame), **agreed._asdict())


def agreement(labels: ArrayLike, scores: ArrayLike, accepted: ArrayLike) -> Agreement:
    """How far scores and answers agree with officers; ``labels`` are the shares of officers who named each match.

    Where officers differ neither answer is wrong: nothing they all named is missed, and nothing one of them named is too much.
    """
    label, score, chosen = np.asarray(labels, float), np.asarray(scores, float), np.asarray(accepted, bool)
    precision, recall = _share(label[chosen] > 0), _share(chosen[label == 1])
    sure = (label == 0) | (label == 1)
    both = len(set(label[sure].tolist())) == 2
    auc = float(roc_auc_score(label[sure], score[sure])) if both else None
    return Agreement(precision, recall, f1(precision, recall), auc)


def _share(answers: NDArray[np.bool_]) -> float | None:
    return float(answers.mean()) if len(answers) else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean of precision and recall.

    >>> f1(0.5, 1.0), f1(0.0, 0.0), f1(None, 0.5)
    (0.6666666666666666, 0.0, None)
    """
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


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
