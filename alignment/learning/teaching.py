"""What past decisions teach a rulebook, in plain statistics: other weights, other starting levels, new words.

Weights move from where they are only as far as the decisions carry them: a logistic regression whose ridge penalty pulls
towards the present weights. How strong the pull is, whether starting levels move too, and which words are new is chosen by
cross-validation, and all of it again inside every fold of the figures that are shown: no case has taught what it is judged by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from threadpoolctl import threadpool_limits

from alignment.errors import UsageError
from alignment.learning.decisions import Case, Decisions
from alignment.learning.figures import ALL, Figure
from alignment.learning.learner import Effect, Learner, Row
from alignment.learning.lessons import Lesson
from alignment.learning.vocabulary import Vocabulary
from alignment.matching.matcher import scorer
from alignment.matching.scorecard import Ledger
from alignment.messages import say
from alignment.model import Language
from alignment.recommending import cannot_assess
from alignment.rulebook import Rulebook
from alignment.text.prose import Reader

FEWEST_CASES, FEWEST_EACH = 40, 8


@dataclass(frozen=True)
class Learned:
    """All that was found.

    Attributes:
        cases: those whose text can be assessed.
        skipped: how many were not.
        targets: those with enough decisions of both kinds; ``scarce`` the others, with how many were accepted and not.
        before, after: cross-validated figures of those targets.
        lesson: what is proposed; nothing where the figures are not better for it.
        effects: by changed rule.
        quotes: by target and new word, passages it comes from.
    """

    cases: tuple[Case, ...]
    vocabulary: Vocabulary
    skipped: int
    targets: tuple[str, ...]
    scarce: Mapping[str, tuple[int, int]]
    before: tuple[Figure, ...]
    after: tuple[Figure, ...]
    lesson: Lesson
    effects: Mapping[str, Effect]
    quotes: Mapping[tuple[str, str], list[str]]

    @property
    def better(self) -> bool:
        """Whether F1 over all targets and languages is higher with what is learned than without."""
        return better(self.before, self.after)


def better(before: Sequence[Figure], after: Sequence[Figure]) -> bool:
    """Whether F1 over all is higher after than before."""
    first, second = (next(m.agreement.f1 for m in found if (m.target, m.language) == (ALL, ALL)) for found in (before, after))
    return (second or 0.0) > (first or 0.0)


def learn(rulebook: Rulebook, decisions: Decisions, language: Language) -> Learned:
    """Learn from decisions.

    Raises:
        UsageError: when there are too few, with what there is and what is needed.
    """
    reader = Reader(rulebook)
    ready = scorer(rulebook, reader)
    heard = [ready.hear(reader.read(case.application)) for case in decisions.cases]
    fit = [at for at, each in enumerate(heard) if cannot_assess(each.prose, rulebook, language) is None]
    heard = [heard[at] for at in fit]
    usable = replace(decisions, cases=tuple(decisions.cases[at] for at in fit))
    counts = _counts(usable.cases)
    targets = tuple(t for t in rulebook.target_of if min(counts.get(t, (0, 0))) >= FEWEST_EACH)
    if len(usable.cases) < FEWEST_CASES or not targets:
        raise _too_few(usable, counts, language)
    rows = []
    for case, shares in enumerate(each.shares for each in usable.cases):
        judged = [rulebook.target_of[target] for target in targets if target in shares]
        for target, ledger in zip(judged, ready.ledgers(heard[case], judged), strict=True):
            rows.append(Row(case, target, shares[target.id], ledger.total, _strengths(ledger, rulebook)))
    proses = [each.prose for each in heard]
    learner = Learner(rulebook, reader, usable, proses, rows, language)
    # Small fits by the hundred: threads would only wait for each other, and one adds up in the same order on every machine.
    with threadpool_limits(1):
        before, after = learner.figures()
        lesson = learner.lesson(rows) if better(before, after) else Lesson()
    return Learned(
        cases=usable.cases,
        vocabulary=learner.vocabulary,
        skipped=len(decisions.cases) - len(fit),
        targets=targets,
        scarce={target: count for target, count in counts.items() if target not in targets and count[0]},
        before=before,
        after=after,
        lesson=lesson,
        effects=learner.effects(lesson),
        quotes=learner.quotes(lesson),
    )


def _strengths(ledger: Ledger, rulebook: Rulebook) -> dict[str, float]:
    """How strongly each rule speaks, from 0 to 1; a rule without a weight does not show in a ledger."""
    scale = rulebook.scorecard.rule_scale
    return {line.rule.id: line.amount / (scale * line.rule.weight) for line in ledger.lines if line.rule and line.rule.weight}


def _counts(cases: Iterable[Case]) -> dict[str, tuple[int, int]]:
    """By target, on how many cases most officers said yes, and on how many most said no."""
    counts: dict[str, tuple[int, int]] = {}
    for target, share in (item for case in cases for item in case.shares.items()):
        yes, no = counts.get(target, (0, 0))
        counts[target] = (yes + (share > 0.5), no + (share < 0.5))
    return counts


def _too_few(decisions: Decisions, counts: Mapping[str, tuple[int, int]], language: Language) -> UsageError:
    most = max((min(count) for count in counts.values()), default=0)
    told = {"cases": len(decisions.cases), "fewest": FEWEST_CASES, "each": FEWEST_EACH, "most": most}
    return UsageError(say(language, "learn.too_few", **told))
