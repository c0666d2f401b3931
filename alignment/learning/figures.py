"""How well scores agree with officers, by target and language: the figures that learning is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.evaluation.measures import Agreement, agreement

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
    """The figures of one target in one language, or of all."""

    target: str
    language: str
    cases: int
    agreement: Agreement


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
    shares, scores, accepted = zip(*((match.share, match.score, match.accepted) for match in matches), strict=True)
    return Figure(target, language, len({match.case for match in matches}), agreement(shares, scores, accepted))
