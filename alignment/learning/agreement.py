"""Where officers differ: the matches they contradict each other on, and how far two of them agree beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sklearn.metrics import cohen_kappa_score

from alignment.learning.decisions import Case

#: Up to which kappa which word holds (Landis & Koch 1977, Biometrics 33(1)).
_WORDS = ((0.0, "none"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))


@dataclass(frozen=True)
class Contradiction:
    """A match on which officers differ: who said yes and who no, by number."""

    application: str
    target: str
    yes: tuple[int, ...]
    no: tuple[int, ...]


@dataclass(frozen=True)
class Agreement:
    """Two officers, how many matches both judged, and Cohen's kappa; None where both said the same of all."""

    officers: tuple[int, int]
    matches: int
    kappa: float | None

    @property
    def word(self) -> str:
        """What the kappa means, as the end of a message's key."""
        if self.kappa is None:
            return "unknown"
        return next((word for limit, word in _WORDS if self.kappa <= limit), "near_perfect")


def contradictions(cases: Sequence[Case]) -> list[Contradiction]:
    """Every match that some officer accepted and another did not."""
    return [
        Contradiction(
            case.application.id,
            target,
            tuple(number for number, opinion in case.opinions.items() if opinion.get(target) is True),
            tuple(number for number, opinion in case.opinions.items() if opinion.get(target) is False),
        )
        for case in cases
        for target, share in case.shares.items()
        if 0 < share < 1
    ]


def agreements(cases: Sequence[Case]) -> list[Agreement]:
    """Every pair of officers with applications in common, over the targets that anybody ever accepted."""
    judged = {target for case in cases for target, share in case.shares.items() if share}
    said: dict[tuple[int, int], list[tuple[bool, bool]]] = {}
    for case in cases:
        for (first, one), (second, other) in combinations(case.opinions.items(), 2):
            both = [(one[target], other[target]) for target in one if target in other and target in judged]
            said.setdefault((first, second), []).extend(both)
    return [Agreement(pair, len(answers), _kappa(answers)) for pair, answers in sorted(said.items()) if answers]


def _kappa(answers: Sequence[tuple[bool, bool]]) -> float | None:
    # Where only one answer was ever given there is no chance to agree beyond.
    if len({answer for both in answers for answer in both}) < 2:
        return None
    return float(cohen_kappa_score([one for one, _ in answers], [other for _, other in answers]))
