"""The same measures for every tool, each at its best: accept limits found on the other folds, scores on the scale that suits it.

Every choice that is open falls for the peer: its limit is set for each field to the best F1 on the other folds, and of three
scales the one is kept, field by field, with which it does best on these very cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from alignment.evaluation.calibration import FOLDS, _folds
from alignment.evaluation.measures import Measures, Sample, f1, measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SCALES = ("as given", "by target", "by application")


def rescored(samples: Sequence[Sample], scores: Mapping[str, Mapping[str, float]]) -> list[Sample]:
    """Samples with a peer's scores, nothing accepted yet."""
    return [replace(sample, score=scores[sample.case][sample.target], accepted=False) for sample in samples]


def at_its_best(samples: Sequence[Sample]) -> tuple[list[Measures], dict[str, str]]:
    """A peer's measures, and the scale kept for each field."""
    folds = _folds(samples)
    measures: list[Measures] = []
    scales: dict[str, str] = {}
    for field in dict.fromkeys(sample.field for sample in samples):
        rows = [number for number, sample in enumerate(samples) if sample.field == field]
        part = [samples[row] for row in rows]
        tried = {scale: measure(held_out(part, folds[rows], scale)) for scale in SCALES}
        scales[field] = max(tried, key=lambda scale: (tried[scale][0].f1 or 0.0, tried[scale][0].auc or 0.0))
        measures += tried[scales[field]]
    return measures, scales


def held_out(samples: Sequence[Sample], folds: NDArray[np.int64], scale: str) -> list[Sample]:
    """The samples of one field, each accepted by the limit that is best on the other folds."""
    labels = np.array([sample.label for sample in samples])
    found = list(samples)
    for fold in range(FOLDS):
        others = folds != fold
        values = _scaled(samples, scale, others)
        limit = best_limit(values[others], labels[others])
        for row in np.flatnonzero(~others).tolist():
            found[row] = replace(samples[row], score=float(values[row]), accepted=bool(values[row] >= limit))
    return found


def _scaled(samples: Sequence[Sample], scale: str, others: Flags) -> Floats:
    """Scores as given; standardised by target, as the other folds' cases have it; or among the targets of each application."""
    values = np.array([sample.score for sample in samples])
    if scale == "as given":
        return values
    by_target = scale == "by target"
    keys = np.array([sample.target if by_target else sample.case for sample in samples])
    known = others if by_target else np.ones_like(others)
    scaled = np.zeros_like(values)
    for key in np.unique(keys):
        rows = keys == key
        reference = values[rows & known]
        scaled[rows] = (values[rows] - reference.mean()) / (reference.std() or 1.0)
    return scaled


def best_limit(values: Floats, labels: Floats) -> float:
    """The score from which accepting gives the best F1."""

    def reached(limit: float) -> float:
        accepted = values >= limit
        return f1(float((labels[accepted] > 0).mean()), float(accepted[labels == 1].mean())) or 0.0

    limits = np.unique(values)
    return float(max(limits, key=reached)) if (labels == 1).any() else float("inf")
