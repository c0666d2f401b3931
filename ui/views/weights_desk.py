"""What one person changes in the rulebook: the list of changes, and what was tried with them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alignment.assess import Question
from alignment.errors import UsageError
from alignment.intake import Given, Intake
from alignment.model import Language, Problem
from alignment.revising.changes import Change, gathered, revised
from alignment.revising.places import Place
from alignment.rulebook import Rulebook

from ..method import Job, Method
from ..trying import Changes, Known

if TYPE_CHECKING:
    from alignment.evaluation.measures import Measures


@dataclass(frozen=True)
class Refusal:
    """Why a change was refused, what to do, and the number that it was of, if it was one: there it is told."""

    sentence: str
    hint: str
    place: Place | None


@dataclass(frozen=True)
class Trial:
    """A round that is assessed with changes, beside the job that assessed it without."""

    changes: Changes
    before: Job
    after: Job
    began: float


@dataclass(frozen=True)
class Saved:
    """Changes saved as a new rulebook: its version, and its folder in one file."""

    changes: Changes
    version: str
    content: bytes


@dataclass
class Desk:
    """What one person has on this page. It goes with the session and is kept nowhere else.

    The changes always fit together: one that does not is refused, and said so.
    """

    #: The rulebook in force, and as the changes make it.
    base: Rulebook
    rulebook: Rulebook
    changes: Changes = ()
    #: What became of the last change, where it was refused.
    refusal: Refusal | None = None
    #: Boxes begin anew when this goes up, with what holds then.
    turn: int = 0
    target: str = ""
    concept: str = ""
    #: What was searched last, under which changes, and the entries that know it.
    searched: tuple[str, Changes, tuple[Known, ...]] = ("", (), ())
    #: The changes that were last asked to be tried, and the trial of them.
    asked: Changes = ()
    trial: Trial | None = None
    cases: Given | None = None
    #: The figures on these cases by the changes they were measured with.
    figures: dict[Changes, Future[tuple[Measures, ...]]] = field(default_factory=dict)
    #: What was changed in the workbook that was given back last, and what is wrong in it.
    book: Changes | None = None
    problems: tuple[Problem, ...] = ()
    saved: Saved | None = None

    def change(self, language: Language, make: Callable[[], Change], place: Place | None = None) -> bool:
        """Take in one more change, of the number at a place where it is of one; whether it could be."""
        return self.take(language, lambda: gathered(self.changes, make()), place)

    def undo(self, language: Language, change: Change) -> None:
        """Take back one change."""
        self.take(language, lambda: tuple(each for each in self.changes if each != change))
        self.turn += 1

    def take(self, language: Language, make: Callable[[], Changes], place: Place | None = None) -> bool:
        """Let other changes hold instead; those before stay where these do not fit together."""
        try:
            changes = make()
            self.rulebook = revised(self.base, changes, told_in=language)
        except UsageError as error:
            self.refusal = Refusal(error.sentence, error.hint, place)
            self.turn += 1
            return False
        self.changes, self.refusal = changes, None
        return True

    def known(self, word: str, method: Method) -> tuple[Known, ...]:
        """The entries that recognise a word, searched once."""
        if self.searched[:2] != (word, self.changes):
            self.searched = (word, self.changes, method.known(word, self.changes))
        return self.searched[-1]

    def begin(self, method: Method, intake: Intake, question: Question, before: Job, now: float) -> None:
        """Begin to assess a round with the changes, unless just that is under way or done."""
        trial = self.trial
        if trial and trial.changes == self.asked and trial.before is before:
            return
        self.stop()
        self.trial = Trial(self.asked, before, method.start(intake, question, self.asked), now)

    def stop(self) -> None:
        """Let the trial go no further."""
        if self.trial:
            self.trial.after.stop()
