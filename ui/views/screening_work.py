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
    fault: tuple[str, str] | None = None
    _known: dict[Hashable, object] = field(default_factory=dict)

    def take(self, given: tuple[Given, ...], *, is_sample: bool = False) -> None:
        """Begin anew with other files."""
        self.given, self.is_sample, self.fixed = given, is_sample, FixedMapping()
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

    def assess_again(self) -> None:
        """Let go of every assessment; :meth:`bring_up` begins anew."""
        if self.job:
            self.job.stop()
        self.job = self.round_ = self.fault = None
        self._known.clear()

    def bring_up(self, method: Method, language: Language) -> None:
        """Read and begin to assess whatever is not so far, and take in what was assessed meanwhile."""
        if self.language != language:
            self.language = language
            self._read_again()
        if self.intake is None:
            self.intake = method.read(self.given, language, self.fixed)
        if self.job is None and self.fault is None and self.intake.applications:
            self._start(method, self.intake, language)
        done = self.job.assessments if self.job else ()
        if self.round_ is None or len(done) != len(self.round_.assessments):
            self.round_ = round_of(method.rulebook, language, done, self.intake)

    def once(self, key: Hashable, reckon: Callable[[], T]) -> T:
        """What takes its time, reckoned once and kept for as long as the assessments stand."""
        if key not in self._known:
            self._known[key] = reckon()
        return cast(T, self._known[key])

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
