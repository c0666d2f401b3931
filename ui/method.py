"""The method as the screen uses it: one a server process, shared by everyone who has a page open.

Assessing takes a processor for as long as it lasts and would hold up every page, so it is done in processes of its own. They are
started afresh and not forked, for a fork of a server full of threads may never wake up.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Event, Lock, Semaphore, Thread
from typing import TYPE_CHECKING, TypeVar

from alignment.assess import Assessor, Question, enlist, enlisted
from alignment.cli import rules_folder
from alignment.errors import AlignmentError, UsageError
from alignment.intake import Given, Intake, Quarantine, read_inputs
from alignment.intake.mapping import FixedMapping
from alignment.messages import say
from alignment.model import Application, Assessment, Language, Match, Notice, Problem
from alignment.notice import notice
from alignment.rulebook import Rulebook, choose, load_rulebook

from .faults import noted, place_of
from .trying import Changes, Known, assessor_with, known, measured, rules_book, rules_zipped

if TYPE_CHECKING:
    from alignment.evaluation.measures import Measures
    from alignment.revising.saving import Revision

#: Processes that assess, and as many quarantines that files are opened in. Each takes some 400 MB; with one alone a round would
#: hold up every draft.
WORKERS = min(4, max(2, os.cpu_count() or 2))
#: A page that takes minutes to answer helps nobody; larger rounds are for the command line.
MOST_APPLICATIONS = 1_000
#: Applications a worker takes at a time: so many a single draft may have to wait for.
_PIECE = 4

_Task = tuple[Application, Question, tuple[Problem, ...]]
T = TypeVar("T")


class Job:
    """A round that is being assessed in the background. Read it at any time; it only ever grows."""

    def __init__(self, total: int) -> None:
        self.total = total
        #: Nothing more will come: all is done, or it was stopped, or it failed.
        self.finished = False
        #: Why it ended too soon, as a sentence for the user.
        self.failure: str | None = None
        self._done: list[Assessment] = []
        self._stop = Event()

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Those done so far, in the order of the input."""
        return tuple(self._done)

    @property
    def done(self) -> int:
        """How many are done so far."""
        return len(self._done)

    def stop(self) -> None:
        """Let no more be begun; what was done stays."""
        self._stop.set()


class Method:
    """A rulebook, the processes that assess with it, and the quarantines that read files for it; safe to share by threads."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._quarantines: SimpleQueue[Quarantine] = SimpleQueue()
        for _ in range(WORKERS):
            self._quarantines.put(Quarantine())
        # A rulebook cannot be pickled, and its text is too long to go through a pipe without waiting: each process reads a copy.
        self._folder = TemporaryDirectory(prefix="alignment-")
        self._copy = Path(self._folder.name) / "rulebook.json"
        self._copy.write_text(rulebook.model_dump_json(), "utf-8")
        self._renewing = Lock()
        self._pool = self._started()
        # All rounds together have no more pieces under way than there are workers, so a single draft is never far from its turn.
        self._room = Semaphore(WORKERS)
        self._notices: dict[Language, Future[Notice]] = {}

    def read(self, given: Sequence[Given], language: Language, fixed: FixedMapping | None = None) -> Intake:
        """What files hold, opened in quarantine."""
        with self._quarantine() as quarantine:
            return read_inputs(given, self.rulebook.forms, language, fixed=fixed, quarantine=quarantine)

    def assess(self, application: Application, question: Question, problems: tuple[Problem, ...] = ()) -> Assessment:
        """One application, soon.

        Raises:
            UsageError: for a programme or call that the rulebook does not have.
        """
        return self._handed(Assessor.assess, application, question, problems).result()

    def what_if(self, application: Application, match: Match, language: Language) -> tuple[str, ...]:
        """What would change a match, as :meth:`Assessor.what_if` tells it."""
        return self._handed(Assessor.what_if, application, match, language).result()

    def notice(self, language: Language) -> Notice:
        """How the rulebook judges."""
        told = self._notices.get(language)
        if told is None or (told.done() and told.exception()):
            told = self._notices[language] = self._handed(_notice, language)
        return told.result()

    def start(self, intake: Intake, question: Question, changes: Changes = ()) -> Job:
        """Begin to assess a round in the background, with the rulebook as changes would make it.

        Raises:
            UsageError: for a programme or call that the rulebook does not have, or more applications than the screen takes.
        """
        choose(self.rulebook, question.programme, question.call, question.today)
        count = len(intake.applications)
        if count > MOST_APPLICATIONS:
            sentence = say(question.language, "failure.many", count=count, most=MOST_APPLICATIONS)
            raise UsageError(sentence, say(question.language, "failure.many_hint"))
        tasks = [(each, question, intake.problems_of.get(at, ())) for at, each in enumerate(intake.applications)]
        job = Job(count)
        Thread(target=self._work_through, args=(job, tasks, question.language, changes), daemon=True).start()
        return job

    def measure(self, cases: Given, changes: Changes = ()) -> Future[tuple[Measures, ...]]:
        """How far the rulebook, as changes would make it, agrees with the labels of cases (a file, one JSON object a line).

        It takes seconds. The result is a UsageError when the file does not hold cases.
        """
        return self._handed(measured, cases, changes)

    def known(self, text: str, changes: Changes = ()) -> tuple[Known, ...]:
        """The entries of the rulebook, as changes would make it, that recognise a word or phrase."""
        return self._handed(known, text, changes).result()

    def book(self, language: Language) -> bytes:
        """The rulebook as a workbook that officers can change."""
        return self._handed(rules_book, language).result()

    def read_book(self, given: Given, language: Language) -> tuple[Changes, tuple[Problem, ...]]:
        """What was changed in such a workbook, opened in quarantine, and what is wrong in it."""
        from alignment.revising.book import read_book

        with self._quarantine() as quarantine:
            return read_book(given, self.rulebook, language, quarantine)

    def zipped(self, changes: Changes, revision: Revision, language: Language) -> bytes:
        """The rulebook with changes as a folder in one file.

        Raises:
            UsageError: when the version is none or the old one.
        """
        return self._handed(rules_zipped, changes, revision, language).result()

    def close(self) -> None:
        """Let the processes go; what is under way is given up."""
        self._pool.shutdown(cancel_futures=True)
        # What the processes shared is given back when the pool is collected, and a server told to end does not wait for that.
        del self._pool
        gc.collect()
        while not self._quarantines.empty():
            self._quarantines.get().close()
        self._folder.cleanup()

    def _work_through(self, job: Job, tasks: Sequence[_Task], language: Language, changes: Changes) -> None:
        try:
            for assessments in self._in_pieces(job, tasks, changes):
                job._done += assessments
        except AlignmentError as error:
            job.failure = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the page must hear of it
            job.failure = say(language, "failure.round", code=noted(error))
        job.finished = True

    def _in_pieces(self, job: Job, tasks: Sequence[_Task], changes: Changes) -> Iterator[list[Assessment]]:
        """The assessments in order, a few at a time, as soon as they are there."""
        under_way: deque[Future[list[Assessment]]] = deque()
        for start in range(0, len(tasks), _PIECE):
            self._room.acquire()
            if job._stop.is_set():
                self._room.release()
                break
            try:
                piece = self._handed(_assess, tasks[start : start + _PIECE], changes)
            except Exception:
                self._room.release()
                raise
            piece.add_done_callback(lambda _: self._room.release())
            under_way.append(piece)
            while under_way and under_way[0].done():
                yield under_way.popleft().result()
        for piece in under_way:
            yield piece.result()

    def _handed(self, task: Callable[..., T], *given: object) -> Future[T]:
        """Work handed to the processes; they are started anew when one of them has died."""
        pool = self._pool
        try:
            return pool.submit(_work, task, *given)
        except BrokenProcessPool:
            with self._renewing:
                if self._pool is pool:
                    self._pool = self._started()
            return self._pool.submit(_work, task, *given)

    def _started(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), _enlist, (self._copy,))
        for _ in range(WORKERS):
            # A process starts with the first work it is given.
            pool.submit(bool)
        return pool

    @contextmanager
    def _quarantine(self) -> Iterator[Quarantine]:
        quarantine = self._quarantines.get()
        try:
            yield quarantine
        finally:
            self._quarantines.put(quarantine)


@cache
def ready_method() -> Method:
    """The method with the rulebook that comes with the program, made once: the server does so before its first page.

    Raises:
        RulebookError: when the rulebook has faults.
    """
    return Method(load_rulebook(rules_folder()))


def _enlist(copy: Path) -> None:
    enlist(Rulebook.model_validate_json(copy.read_bytes()))


def _work(task: Callable[..., T], *given: object) -> T:
    try:
        return task(enlisted(), *given)
    except Exception as error:
        # The traceback stays behind in this process.
        error.add_note(place_of(error))
        raise


def _assess(assessor: Assessor, tasks: Sequence[_Task], changes: Changes) -> list[Assessment]:
    changed = assessor_with(assessor, changes)
    return [changed.assess(*task) for task in tasks]


def _notice(assessor: Assessor, language: Language) -> Notice:
    return notice(assessor.rulebook, language, (assessor.reader, assessor.scorer))
