"""The whole method: applications and a rulebook in, assessments out.

Read, normalise, match, score, explain, recommend: :meth:`Assessor.assess` says it in that order. Nothing here depends on what
else is assessed: an application gets the same result alone, in any batch, in any order and with any number of workers.
"""

from __future__ import annotations

import datetime as dt
import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from threading import Thread
from typing import cast

from alignment.explaining import explain, raised_by, without_each
from alignment.matching.matcher import scorer
from alignment.matching.precedents import Precedents
from alignment.matching.scorecard import Heard, Scorer
from alignment.messages import day, listed, say
from alignment.model import Application, ApplicationFacts, Assessment, Language, Match, Problem, RulebookUsed
from alignment.recommending import Advice, cannot_assess, recommend
from alignment.rulebook import Choice, Rulebook, choose
from alignment.text.prose import Prose, Reader


@dataclass(frozen=True)
class Question:
    """What is asked of every application of a run.

    Attributes:
        today: the day of the run, for applications that give no date; a clock enters only as an argument.
        programme: a programme's id, or ``auto`` for the one in force.
        call: a call's id, or None for the rulebook's own choice.
        on: a date to judge by instead of each application's own start.
        language: of the reasons.
    """

    today: dt.date
    programme: str = "auto"
    call: str | None = None
    on: dt.date | None = None
    language: Language = "fi"


class Assessor:
    """A rulebook made ready once, for any number of applications.

    Args:
        rulebook: what is judged by.
        like: an assessor of a rulebook that says nearly the same: this one is made ready sooner, and judges no otherwise.
    """

    def __init__(self, rulebook: Rulebook, like: Assessor | None = None) -> None:
        self.rulebook = rulebook
        self.reader = Reader(rulebook)
        self.scorer: Scorer = scorer(rulebook, self.reader, like.scorer if like else None)
        self._precedents = Precedents(rulebook)

    def hear(self, application: Application) -> Heard:
        """What an application speaks of, whatever is asked."""
        return self.scorer.hear(self.reader.read(application))

    def assess(self, application: Application, question: Question, problems: tuple[Problem, ...] = ()) -> Assessment:
        """One application against the plans that apply to it.

        Raises:
            UsageError: for a programme or call that the rulebook does not have.
        """
        return self.judge(application, self.hear(application), question, problems)

    def judge(self, application: Application, heard: Heard, question: Question, problems: tuple[Problem, ...] = ()) -> Assessment:
        """The same for one that has been heard already."""
        rulebook, language = self.rulebook, question.language
        choice = choose(rulebook, question.programme, question.call, question.on or application.start or question.today)
        silent = cannot_assess(heard.prose, rulebook, language)
        ledgers = [] if silent else self.scorer.ledgers(heard, choice.targets)
        matches = tuple(explain(ledger, heard.prose, rulebook, language) for ledger in ledgers)
        if silent:
            advice = Advice("cannot_assess", (silent,), ())
        else:
            advice = recommend(application, heard.prose, matches, choice, rulebook, language, question.today)
        facts = application.model_dump(exclude={"sections", "source"})
        return Assessment(
            application=ApplicationFacts(**facts, source=application.source, language=heard.read.language),
            rulebook=_used(rulebook, choice),
            recommendation=advice.recommendation,
            reasons=advice.reasons,
            gates=advice.gates,
            matches=matches,
            coverage=self.scorer.coverage(heard.read),
            problems=problems,
            notices=(*_notices(choice, language), *self._resembled(application, heard.prose, matches, language)),
        )

    def what_if(self, application: Application, match: Match, language: Language) -> tuple[str, ...]:
        """What would change a match: the level without each passage shown, and the measure that would raise it most.

        Reckoned with the whole method on the text without the passage, so it takes as long as an assessment for every passage.
        """
        target = self.rulebook.target_of[match.target]
        heard = self.hear(application)
        sections, passages = heard.prose.sections, heard.prose.passages
        number = {(sections[passage.section].name, passage.start): at for at, passage in enumerate(passages)}
        levels: dict[int, int] = {}
        for index, evidence in enumerate(match.evidence):
            rest = self.scorer.without(heard, number[evidence.section, evidence.start])
            [ledger] = self.scorer.ledgers(rest, [target])
            levels[index] = self.rulebook.scorecard.level_of(ledger.score)
        raised = raised_by(match, self.rulebook, language)
        return (*without_each(match, levels, language), *((raised,) if raised else ()))

    def _resembled(self, application: Application, prose: Prose, matches: Sequence[Match], language: Language) -> Iterator[str]:
        """For each accepted target, the earlier accepted project that is most like this one."""
        accepted = [match.target for match in matches if match.accepted]
        for target, found in self._precedents.nearest(application.id, prose, accepted).items():
            name = self.rulebook.target_of[target].names.in_(language).text
            words = listed(language, list(found.shared))
            yield say(language, "notice.precedent", name=name, id=found.project.id, words=words)


def _used(rulebook: Rulebook, choice: Choice) -> RulebookUsed:
    return RulebookUsed(
        version=rulebook.about.version,
        sha256=rulebook.sha256,
        programme=choice.programme.id,
        strategy=choice.strategy.id if choice.strategy else None,
        call=choice.call.id,
    )


def _notices(choice: Choice, language: Language) -> tuple[str, ...]:
    """What the reader must know of the plans: that none was in force, or that the one asked for was not."""
    if choice.in_force:
        return ()
    name = choice.programme.names.in_(language).text
    return (say(language, "notice.not_in_force", date=day(choice.on), name=name),)


# The assessor of a process: made at its first use and kept.
_worker: Assessor | None = None


def assess_all(
    applications: Sequence[Application],
    rulebook: Rulebook,
    question: Question,
    problems: Mapping[int, tuple[Problem, ...]],
    workers: int = 1,
) -> Iterator[Assessment]:
    """Assess applications in order, on several processors when there is enough to do.

    ``problems`` is what intake found, by index of the application. The results are the same for any number of workers.

    Raises:
        UsageError: for a programme or call that the rulebook does not have, before anything is assessed.
    """
    choose(rulebook, question.programme, question.call, question.today)
    jobs = [(application, question, problems.get(index, ())) for index, application in enumerate(applications)]
    workers = min(workers, len(jobs))
    if workers <= 1:
        ready = _prepare(rulebook)
        yield from (ready.assess(*job) for job in jobs)
        return
    batch = max(1, min(32, len(jobs) // (workers * 4)))
    batches = [jobs[start : start + batch] for start in range(0, len(jobs), batch)]
    with ProcessPoolExecutor(workers, multiprocessing.get_context(), enlist, (rulebook,)) as pool:
        yield from chain.from_iterable(pool.map(_run, batches))


def _prepare(rulebook: Rulebook) -> Assessor:
    global _worker  # noqa: PLW0603 - one assessor a process is the point
    if _worker is None or _worker.rulebook is not rulebook:
        _worker = Assessor(rulebook)
        # All this lives as long as the process: the garbage collector need not walk it again and again.
        gc.freeze()
    return _worker


def enlist(rulebook: Rulebook) -> None:
    """Make this process a worker of a pool, with an assessor of its own."""
    # Ctrl-C is the parent's to answer: a worker that dies of it would leave the pool waiting.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_follow_parent, daemon=True).start()
    _prepare(rulebook)


def _follow_parent() -> None:
    """End when the parent has been killed: nobody is left to give work, and the pool's pipes would never say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def enlisted() -> Assessor:
    """The assessor of this worker: a pool enlists every process before it gives it work."""
    return cast(Assessor, _worker)


def _run(batch: Sequence[tuple[Application, Question, tuple[Problem, ...]]]) -> list[Assessment]:
    return [enlisted().assess(*job) for job in batch]
