"""What a change of the rules would do to a round: every application assessed under both rulebooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from alignment.assess import Question, assess_all
from alignment.errors import UsageError
from alignment.intake import read_inputs
from alignment.messages import say
from alignment.model import Assessment, Language, Problem, Source
from alignment.reports.changes import Turn, turn_of
from alignment.rulebook import Rulebook

#: Where an application was read from, and which of those read from there it is.
_Place = tuple[Source, int]


@dataclass(frozen=True)
class Turning:
    """A round under two rulebooks.

    Attributes:
        turns: the applications that both could read, in input order.
        only_old: ids of those that only the old rulebook's form data could read.
        only_new: ids of those that only the new one's could.
        problems: what intake found, under either.
    """

    turns: tuple[Turn, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    problems: tuple[Problem, ...]


def turning(inputs: Sequence[Path], old: Rulebook, new: Rulebook, question: Question, workers: int = 1) -> Turning:
    """Assess every application under both rulebooks, each reading it by its own form data.

    Raises:
        UsageError: when there is no application to assess, or a rulebook lacks the programme or call asked for.
    """
    before, told = _assessed(inputs, old, question, workers)
    after, also_told = _assessed(inputs, new, question, workers)
    problems = tuple(dict.fromkeys((*told, *also_told)))
    if not before and not after:
        listed = "\n".join(f"{problem.place}: {problem.message} {problem.hint}" for problem in problems)
        raise UsageError(say(question.language, "command.nothing"), listed)
    names = [partial(_named, rulebook=rulebook, language=question.language) for rulebook in (old, new)]
    return Turning(
        turns=tuple(turn_of(before[place], after[place], *names) for place in before if place in after),
        only_old=tuple(assessment.application.id for place, assessment in before.items() if place not in after),
        only_new=tuple(assessment.application.id for place, assessment in after.items() if place not in before),
        problems=problems,
    )


def _assessed(
    inputs: Sequence[Path], rulebook: Rulebook, question: Question, workers: int
) -> tuple[Mapping[_Place, Assessment], tuple[Problem, ...]]:
    """Assessments by where their applications stand: an id can hang on the form data, a place cannot."""
    intake = read_inputs(inputs, rulebook.forms, question.language)
    found: dict[_Place, Assessment] = {}
    met: dict[Source, int] = defaultdict(int)
    for assessment in assess_all(intake.applications, rulebook, question, intake.problems_of, workers):
        source = assessment.application.source
        met[source] += 1
        found[source, met[source]] = assessment
    return found, intake.problems


def _named(target: str, rulebook: Rulebook, language: Language) -> str:
    return f"{rulebook.target_of[target].names.in_(language).text} ({target})"
