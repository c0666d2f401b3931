"""Fitting the scorecard's few numbers, and checking them on cases they were not fitted on.

Fitted are the bases by kind of target, the scale of the rules' weights and the weights of the two cosines: a logistic regression
(hence log-odds points). Words and weights of single rules are never fitted. A target that only one annotator named counts half
as accepted. Run ``python -m alignment.evaluation.calibration rules CASES.jsonl`` to print the numbers for ``scorecard.toml``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from sklearn.linear_model import LogisticRegression

from alignment.errors import UsageError
from alignment.evaluation.measures import Sample
from alignment.rulebook.parts import Scorecard

FOLDS = 5
#: Inverse strength of the ridge penalty: weak, for there are six numbers and thousands of pairs.
_FREEDOM = 10.0
_KINDS = ("spearhead", "choice")
_NAMES = ("rule_scale", "similarity_whole", "similarity_passage")


@dataclass(frozen=True)
class Calibration:
    """The fitted numbers under their names in the scorecard; ``base`` by kind of target."""

    base: dict[str, float]
    rule_scale: float
    similarity_whole: float
    similarity_passage: float

    def score(self, sample: Sample) -> float:
        """The score a sample gets with these numbers (0–100)."""
        weights = (self.rule_scale, self.similarity_whole, self.similarity_passage)
        total = self.base[sample.kind] + sum(w * x for w, x in zip(weights, sample.features, strict=True))
        return float(100 / (1 + np.exp(-total)))


def fit(samples: Sequence[Sample]) -> Calibration:
    """Fit the numbers to labelled samples.

    Raises:
        UsageError: when the samples are all accepted or all not.
    """
    features = np.array([[*(sample.kind == kind for kind in _KINDS), *sample.features] for sample in samples], dtype=float)
    labels = np.array([sample.label for sample in samples])
    # Every sample stands once as accepted and once as not, with the weight of each: half-labels count half.
    doubled, answers = np.vstack([features, features]), np.repeat([1, 0], len(labels))
    weights = np.concatenate([labels, 1 - labels])
    if labels.max() == 0 or labels.min() == 1:
        raise UsageError("Nothing can be fitted to cases in which every match is accepted, or none is.")
    model = LogisticRegression(C=_FREEDOM, max_iter=5000)
    model.fit(doubled[weights > 0], answers[weights > 0], sample_weight=weights[weights > 0])
    start, slopes = float(model.intercept_[0]), [float(slope) for slope in model.coef_[0]]
    base = {"goal": start, "theme": start, **{kind: start + slope for kind, slope in zip(_KINDS, slopes, strict=False)}}
    return Calibration(base, *slopes[len(_KINDS) :])


def cross_validated(samples: Sequence[Sample], card: Scorecard) -> list[Sample]:
    """The same samples, each scored with numbers fitted without its case's fold."""
    folds = _folds(samples)
    found = []
    for fold in range(FOLDS):
        calibration = fit([sample for sample, of in zip(samples, folds, strict=True) if of != fold])
        for sample in (sample for sample, of in zip(samples, folds, strict=True) if of == fold):
            score = calibration.score(sample)
            found.append(replace(sample, score=score, accepted=card.accepts(score)))
    return found


def _folds(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """A fold for every sample; all samples of a case share it, cases take turns in the order of the file."""
    order = {case: number % FOLDS for number, case in enumerate(dict.fromkeys(sample.case for sample in samples))}
    return np.array([order[sample.case] for sample in samples])


class Band(BaseModel):
    """A band of scores: how many matches, their mean score, and how many in a hundred readers accepted (half-labels half)."""

    model_config = ConfigDict(frozen=True)

    scores: str
    matches: int
    mean: float
    accepted: float


def reliability(samples: Sequence[Sample], edges: Sequence[float] = (0, 10, 33, 60, 70, 80, 90, 100)) -> list[Band]:
    """How far the scores of samples mean what they say, by band."""
    found = []
    for low, high in pairwise(edges):
        band = [sample for sample in samples if low <= sample.score < high or (high == 100 and sample.score == 100)]
        if band:
            mean = sum(sample.score for sample in band) / len(band)
            accepted = 100 * sum(sample.label for sample in band) / len(band)
            found.append(Band(scores=f"{low:g}–{high:g}", matches=len(band), mean=mean, accepted=accepted))
    return found


def table(bands: Sequence[Band]) -> str:
    """The bands as a plain table with a bar for the share accepted and a mark at the mean score."""
    lines = [
        "Score bands (cross-validated)",
        f"{'score':<10}{'matches':>8}{'mean score':>12}{'accepted %':>12}   0 · | mean · 100",
    ]
    lines += [f"{b.scores:<10}{b.matches:>8}{b.mean:>12.1f}{b.accepted:>12.1f}   {_curve(b)}" for b in bands]
    return "\n".join(lines)


def _curve(band: Band) -> str:
    """The share accepted as a bar of fifty places, the mean score as a stroke in it.

    >>> _curve(Band(scores="40–60", matches=9, mean=50, accepted=20))
    '##########               |'
    """
    bar = list("#" * round(band.accepted / 2) + " " * 51)
    bar[round(band.mean / 2)] = "|"
    return "".join(bar).rstrip()


def main(rules: Path, cases: Path) -> str:
    """The fitted numbers as lines for ``scorecard.toml``."""
    # evaluating uses this module: what only this command needs is imported here.
    from alignment.assess import Assessor
    from alignment.evaluation.evaluating import samples_of
    from alignment.rulebook import load_rulebook

    fitted = fit(samples_of(Assessor(load_rulebook(rules)), cases))
    base = "".join(f"{kind} = {value:.2f}\n" for kind, value in fitted.base.items())
    return "".join(f"{name} = {getattr(fitted, name):.2f}\n" for name in _NAMES) + f"\n[base]\n{base}"


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), Path(sys.argv[2])))
