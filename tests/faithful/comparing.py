"""Every explainer on every application: how true it is to the score, how long it takes, and whether it says the same twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from alignment.model import Application
from alignment.rulebook.parts import Target
from tests.faithful import ours
from tests.faithful.erasing import erased
from tests.faithful.model import Floats, Model, one_section
from tests.faithful.rivals import SAMPLES, eli5_weights, lime_weights

#: Weights of a text's words for a target, with a seed or without.
Explainer = Callable[[Model, str, Target, int | None], Floats]
OURS = "Alignment"
EXPLAINERS: Mapping[str, Explainer] = {
    OURS: lambda model, text, target, _seed: ours.weights(model, text, target),
    "LIME": lime_weights,
    "eli5": eli5_weights,
}
PROGRAMME = "k22"
SEED = 2026
#: The share of the words by which two rankings are compared.
_TOP = 0.1


@dataclass(frozen=True)
class Case:
    """An application as one text, and the goal it serves best."""

    id: str
    text: str
    target: Target


@dataclass(frozen=True)
class Row:
    """One explainer over all applications.

    Attributes:
        explainer: its name.
        applications: how many were explained.
        samples: changed texts it asks the model for with each explanation, beside the text itself.
        comprehensiveness: mean; higher is better.
        sufficiency: mean; lower is better.
        lost: mean of sufficiency with gains counted as nothing; lower is better.
        seconds: mean time of one explanation.
        slower: that time over ours.
        identical: whether two runs without a seed gave the same weights, on the first application.
        agreement: of the words in the top tenth, the share that two runs without a seed have in common.
    """

    explainer: str
    applications: int
    samples: int
    comprehensiveness: float
    sufficiency: float
    lost: float
    seconds: float
    slower: float
    identical: bool
    agreement: float


def cases(model: Model, applications: Iterable[Application]) -> list[Case]:
    """The applications with an accepted goal."""
    texts = [(application.id, one_section(application)) for application in applications]
    return [Case(id, text, target) for id, text in texts if (target := model.best(text, PROGRAMME)) is not None]  # noqa: A001


def compared(model: Model, chosen: Iterable[Case], explainers: Mapping[str, Explainer]) -> list[Row]:
    """One row an explainer, ours first."""
    measured: dict[str, list[tuple[float, ...]]] = {name: [] for name in explainers}
    met: list[Case] = []
    for case in chosen:
        met.append(case)
        for name, explainer in explainers.items():
            measured[name].append(_measured(model, case, explainer))
    means = {name: np.mean(figures, axis=0).tolist() for name, figures in measured.items()}
    rows = []
    for name, explainer in explainers.items():
        identical, agreement = _twice(model, met[0], explainer)
        true, enough, lost, seconds = means[name]
        samples, slower = 0 if name == OURS else SAMPLES, seconds / means[OURS][-1]
        rows.append(Row(name, len(met), samples, true, enough, lost, seconds, slower, identical, agreement))
    return rows


def _measured(model: Model, case: Case, explainer: Explainer) -> tuple[float, ...]:
    """The measures and the seconds of one explanation."""
    begun = time.perf_counter()
    weights = explainer(model, case.text, case.target, SEED)
    seconds = time.perf_counter() - begun
    return *erased(case.text, weights, lambda text: model.probability(text, case.target)), seconds


def _twice(model: Model, case: Case, explainer: Explainer) -> tuple[bool, float]:
    """Whether two runs without a seed are the same, and how many of their first words are."""
    one, two = (explainer(model, case.text, case.target, None) for _ in range(2))
    top = max(1, round(_TOP * len(one)))
    first, second = ({*np.argsort(-weights, kind="stable")[:top].tolist()} for weights in (one, two))
    return np.array_equal(one, two), len(first & second) / top
