"""A rulebook in one language: words, numbers and names as the notice writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from alignment.matching.scorecard import Scorer
from alignment.messages import listed, number, say
from alignment.model import Language, NoticeTable, Recommendation
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Call, FieldAgreement, Measured, Plan
from alignment.text.prose import Reader

#: What a section is told in: paragraphs and at most one table.
Told = Iterator[str | NoticeTable]
#: The method made ready: it reads and scores.
Ready = tuple[Reader, Scorer]


class Teller:
    """A rulebook in one language: words, numbers and names as the notice writes them."""

    def __init__(self, rulebook: Rulebook, language: Language, ready: Ready | None = None) -> None:
        self.rulebook = rulebook
        self.ready = ready
        self.card = rulebook.scorecard
        self.language: Language = language

    def say(self, key: str, **values: object) -> str:
        """A message in the notice's language."""
        return say(self.language, key, **values)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as the language writes it."""
        return number(self.language, value, decimals)

    def figure(self, value: float | None) -> str:
        """A measure with two decimals, or that it is not known."""
        return self.say("notice_figures.unknown") if value is None else self.number(value, 2)

    def listed(self, items: Iterable[str]) -> str:
        """Items as a person lists them."""
        return listed(self.language, list(items))

    def quoted(self, text: str) -> str:
        """A text in the language's quotation marks."""
        return self.say("list.quoted", text=text)

    def level(self, level: int) -> str:
        """A level as number and word: ``4/5 vahva``."""
        return self.say("report.level", level=level, word=self.card.level[level].word.in_(self.language))

    def recommended(self, recommendation: Recommendation) -> str:
        """A recommendation in words, quoted."""
        return self.quoted(self.say(f"recommended.{recommendation}"))

    def spoken(self, language: str) -> str:
        """The name of a language."""
        return self.say(f"spoken.{language}")

    def plan(self, plan: Plan) -> str:
        """The name of a plan."""
        return plan.names.in_(self.language).text

    @cached_property
    def title(self) -> str:
        """What the rulebook calls itself."""
        return self.rulebook.about.title.in_(self.language)

    @cached_property
    def call(self) -> Call:
        """The call used when none is asked for."""
        return self.rulebook.call_of[self.rulebook.about.call]

    @cached_property
    def called(self) -> str:
        """The name of the call, quoted."""
        return self.quoted(self.call.names.in_(self.language))

    @cached_property
    def fields(self) -> dict[str, str]:
        """The labelled fields that a plan of this rulebook answers to, with the plan's name."""
        return {field: self.plan(plan) for field, plan in self.rulebook.labelled.items()}

    def measured(self, part: Callable[[Measured], Iterable[FieldAgreement]]) -> list[FieldAgreement]:
        """One row of measures a field and language, of the fields that this rulebook knows."""
        found = self.rulebook.measured
        return [row for row in part(found) if row.field in self.fields] if found else []
