"""The round that one person screens: its files, what was read of them, and the assessments as they come."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from alignment.assess import Question
from alignment.describing import round_of
from alignment.errors import UsageError
from alignment.intake import Given, Intake
from alignment.intake.mapping import FixedMapping
from alignment.model import Language, Round

from ..method import Job, Method

T = TypeVar("T")
TABS = ("applications", "heatmap", "portfolio", "compare", "input", "columns")


@dataclass(frozen=True)
class Settings:
    """What the command line calls ``--programme``, ``--call`` and ``--on``."""

    programme: str = "auto"
    call: str | None = None
    on: dt.date | None = None


@dataclass
class Work:
    """What one person has on this page. It goes with the session and is kept nowhere else."""

    given: tuple[Given, ...] = ()
    is_sample: bool = False
    fixed: FixedMapping = field(default_factory=FixedMapping)
    settings: Settings = field(default_factory=Settings)
    language: Language | None = None
    intake: Intake | None = None
    question: Question | None = None
    job: Job | None = None
    began: float = 0.0
    round_: Round | None = None
    #: The tab that is open, and the application that the officer looks at, by its index.
    tab: str = TABS[0]
    chosen: int | None = None
    fault: tuple[str, str] | None = None
    _in_other_words: bool = False
    _known: dict[Hashable, object] = field(default_factory=dict)

    def take(self, given: tuple[Given, ...], *, is_sample: bool = False) -> None:
        """Begin anew with other files."""
        self.given, self.is_sample, self.fixed, self.chosen = given, is_sample, FixedMapping(), None
        self._read_again()

    def correct(self, fixed: FixedMapping) -> None:
        """Read the same files again, their columns as the officer says."""
        self.fixed = fixed
        self._read_again()

    def settle(self, settings: Settings) -> None:
        """Assess the same applications with other settings."""
        if settings != self.settings:
            self.settings = settings
            self.assess_again()

    def turn_to(self, tab: str) -> None:
        """Let another tab be open."""
        self.tab = tab

    def choose(self, at: int) -> None:
        """Let another application be the one that is looked at."""
        self.chosen = at

    def assess_again(self) -> None:
        """Let go of every assessment; :meth:`bring_up` begins anew."""
        if self.job:
            self.job.stop()
        self.job = self.round_ = self.fault = None
        self._in_other_words = False
        self._known.clear()

    def is_up(self, language: Language) -> bool:
        """Whether all is read, in this language, and nothing waits to be begun."""
        return self.language == language and self.round_ is not None

    def bring_up(self, method: Method, language: Language) -> Round:
        """Read and begin to assess whatever is not so far, and take in what was assessed meanwhile."""
        if self.language != language:
            known, self.language = self.round_ is not None, language
            self._read_again()
            self._in_other_words = known
        if self.intake is None:
            self.intake = method.read(self.given, language, self.fixed)
        if self.job is None and self.fault is None and self.intake.applications:
            self._start(method, self.intake, language)
        done = self.job.assessments if self.job else ()
        if self.round_ is None or len(done) != len(self.round_.assessments):
            self.round_ = round_of(method.rulebook, language, done, self.intake)
        return self.round_

    def once(self, key: Hashable, reckon: Callable[[], T]) -> T:
        """What takes its time, reckoned once and kept for as long as the assessments stand."""
        if key not in self._known:
            self._known[key] = reckon()
        return cast(T, self._known[key])

    @property
    def is_awaited(self) -> bool:
        """Whether there is nothing to show yet, or only a part of what was there whole in another language."""
        return self.running and (self._in_other_words or not (self.round_ and self.round_.assessments))

    @property
    def running(self) -> bool:
        """Whether there are or will be assessments that the round does not hold yet."""
        if self.job is None:
            return False
        return not self.job.finished or self.round_ is None or len(self.round_.assessments) < self.job.done

    def _start(self, method: Method, intake: Intake, language: Language) -> None:
        asked = self.settings
        self.question = Question(dt.date.today(), asked.programme, asked.call, asked.on, language)
        self.began = time.monotonic()
        try:
            self.job = method.start(intake, self.question)
        except UsageError as error:
            self.fault = (error.sentence, error.hint)

    def _read_again(self) -> None:
        self.intake = None
        self.assess_again()
