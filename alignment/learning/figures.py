"""How well scores agree with officers, by target and language: the figures that learning is judged by.

They are counted as in ``measures``: where officers differ neither answer is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sklearn.metrics import roc_auc_score

from alignment.evaluation.measures import f1

#: Stands for all targets, or all languages.
ALL = "all"


@dataclass(frozen=True)
class Judged:
    """One match: the share of its officers who accepted it, the score it gets, and whether the tool accepts it."""

    case: int
    target: str
    language: str
    share: float
    score: float
    accepted: bool


@dataclass(frozen=True)
class Figure:
    """The figures of one target in one language, or of all; ``None`` where there is nothing to count."""

    target: str
    language: str
    cases: int
    f1: float | None
    precision: float | None
    recall: float | None
    auc: float | None


def figures(matches: Sequence[Judged]) -> tuple[Figure, ...]:
    """Figures over all targets first, then by target; each over all languages first, then by language."""
    targets = (ALL, *dict.fromkeys(match.target for match in matches))
    languages = (ALL, *sorted({match.language for match in matches}))
    found = []
    for target in targets:
        for language in languages:
            part = [match for match in matches if target in (ALL, match.target) and language in (ALL, match.language)]
            if part:
                found.append(_figure(target, language, part))
    return tuple(found)


def _figure(target: str, language: str, matches: Sequence[Judged]) -> Figure:
    precision = _share((match for match in matches if match.accepted), lambda match: match.share > 0)
    recall = _share((match for match in matches if match.share == 1), lambda match: match.accepted)
    sure = [match for match in matches if match.share in (0.0, 1.0)]
    both = len({match.share for match in sure}) == 2
    auc = float(roc_auc_score([match.share for match in sure], [match.score for match in sure])) if both else None
    return Figure(target, language, len({match.case for match in matches}), f1(precision, recall), precision, recall, auc)


def _share(matches: Iterable[Judged], holds: Callable[[Judged], bool]) -> float | None:
    answers = [holds(match) for match in matches]
    return sum(answers) / len(answers) if answers else None
