"""Which applications of a round an officer wants to see, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from alignment.model import RECOMMENDATIONS, Assessment, Match, Recommendation, Round
from alignment.reports.words import best

ORDERS = ("input", "recommendation", "score", "budget", "applicant")


@dataclass(frozen=True)
class Wanted:
    """The filters as they stand; what is empty filters nothing.

    Attributes:
        text: words of the identifier, the title or the applicant.
        target: only applications accepted for it, or with ``level`` at least at that level of it.
        level: the least level, of the target or else of the best match.
        spoken: languages of the text; ``other`` for any but ours.
        order: one of :data:`ORDERS`, or a target by whose score to sort.
    """

    text: str = ""
    recommendations: Sequence[Recommendation] = ()
    target: str | None = None
    level: int = 0
    spoken: Sequence[str] = ()
    order: str = ORDERS[0]


def picked(round_: Round, wanted: Wanted) -> list[int]:
    """The indices of the applications that are wanted, in the order that is wanted."""
    found = [at for at, assessment in enumerate(round_.assessments) if _is_wanted(assessment, wanted)]
    keys: dict[str, Callable[[Assessment], tuple[Any, ...]]] = {
        "input": lambda _: (),
        "recommendation": lambda each: (RECOMMENDATIONS.index(each.recommendation), -_score(each, wanted.target)),
        "score": lambda each: (-_score(each, wanted.target),),
        "budget": lambda each: (-(each.application.budget_eur or 0),),
        "applicant": lambda each: ((each.application.applicant or "\uffff").casefold(),),
    }
    # An order that is none of these is a target, whose score counts.
    key = keys.get(wanted.order) or (lambda each: (-_score(each, wanted.order),))
    return sorted(found, key=lambda at: key(round_.assessments[at]))


def match_of(assessment: Assessment, target: str) -> Match | None:
    """The match of an application with a target; None where they were not compared."""
    return next((match for match in assessment.matches if match.target == target), None)


def _is_wanted(assessment: Assessment, wanted: Wanted) -> bool:
    facts = assessment.application
    written = " ".join((facts.id, facts.title, facts.applicant or "")).casefold()
    return (
        all(word in written for word in wanted.text.casefold().split())
        and (not wanted.recommendations or assessment.recommendation in wanted.recommendations)
        and (not wanted.spoken or (facts.language or "other") in wanted.spoken)
        and _is_high(assessment, wanted)
    )


def _is_high(assessment: Assessment, wanted: Wanted) -> bool:
    match = match_of(assessment, wanted.target) if wanted.target else best(assessment)
    if wanted.target and not wanted.level:
        return match is not None and match.accepted
    return not wanted.level or (match is not None and match.level >= wanted.level)


def _score(assessment: Assessment, target: str | None) -> float:
    match = match_of(assessment, target) if target else best(assessment)
    return match.score if match else -1.0
