"""What an officer would ask of a draft: conditions left open, matches on the line, what is missing, faults of the input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alignment.intake.questions import Question
from alignment.messages import listed
from alignment.model import Application, Assessment, Match
from alignment.recommending import is_doubtful, lacking
from alignment.reports.plain import one_line
from alignment.reports.words import Words, by_score
from alignment.rulebook import Rulebook

from .check_draft import MUCH, OF_OFFICERS

#: A text is short when it has less than this share of the expected length.
_SHORT = 0.15
#: A missing title is told as a missing fact.
_TOLD_ELSEWHERE = (*OF_OFFICERS, "missing-title")


def asked_of(
    assessment: Assessment, application: Application, questions: Sequence[Question], rulebook: Rulebook, words: Words
) -> list[tuple[str, list[str]]]:
    """The questions under their headings; a heading without any is left out."""
    groups = (
        ("asking_of.gates", _gates(assessment)),
        ("asking_of.next", _advice(assessment, rulebook, words)),
        ("asking_of.doubtful", _doubtful(assessment, rulebook, words)),
        ("asking_of.missing", _missing(application, questions, rulebook, words)),
        ("asking_of.input", _problems(assessment)),
    )
    told = [(words.say(key), list(sentences)) for key, sentences in groups]
    return [(heading, sentences) for heading, sentences in told if sentences]


def _gates(assessment: Assessment) -> Iterator[str]:
    return (gate.reason for gate in assessment.gates if gate.passed is not True)


def _advice(assessment: Assessment, rulebook: Rulebook, words: Words) -> Iterator[str]:
    """The reasons that are neither a condition nor a match: what was left out, and what to write next.

    A report names the next level of the best goal; an applicant whose goal is not accepted yet needs the level that is.
    """
    told = {gate.reason for gate in assessment.gates} | {match.sentence for match in assessment.matches}
    least = rulebook.scorecard.accept_level

    def aim(match: Match, level: int) -> str:
        return lacking(match, level, rulebook, words.language)

    aims = {aim(match, match.level + 1): aim(match, max(match.level + 1, least)) for match in assessment.matches}
    if assessment.recommendation != "cannot_assess":
        yield from (aims.get(reason, reason) for reason in assessment.reasons if reason not in told)


def doubtful_of(assessment: Assessment, rulebook: Rulebook) -> list[Match]:
    """The matches that an officer settles, best first."""
    call = rulebook.call_of[assessment.rulebook.call]
    return [match for match in by_score(assessment.matches) if is_doubtful(match, call, rulebook)]


def _doubtful(assessment: Assessment, rulebook: Rulebook, words: Words) -> Iterator[str]:
    for match in doubtful_of(assessment, rulebook):
        score = words.number(match.score, 1)
        yield words.say("asking_of.on_the_line", name=words.target(match), level=words.level(match), score=score)


def _missing(application: Application, questions: Sequence[Question], rulebook: Rulebook, words: Words) -> Iterator[str]:
    """Facts and main texts that nobody wrote, and main texts much shorter than expected."""
    lengths: dict[str, int] = {}
    for section in application.sections:
        lengths[section.role] = lengths.get(section.role, 0) + len(section.text.strip())
    main = [each for each in questions if each.section and each.length and rulebook.forms.section[each.name].weight >= MUCH]
    facts = [each.label for each in questions if not each.section and not getattr(application, each.name)]
    empty = [*facts, *(each.label for each in main if each.name not in lengths)]
    short = [each.label for each in main if 0 < lengths.get(each.name, 0) < _SHORT * each.length]
    if empty:
        yield words.say("asking_of.empty", names=listed(words.language, empty))
    if short:
        yield words.say("asking_of.short", names=listed(words.language, short))


def _problems(assessment: Assessment) -> Iterator[str]:
    for problem in assessment.problems:
        if problem.code not in _TOLD_ELSEWHERE:
            yield f"{one_line(problem.place)}: {problem.message} {problem.hint}"
