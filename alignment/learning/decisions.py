"""Past decisions: applications, and the targets that each officer accepted them for.

Officers' names end here. From this file on an officer is a number, in the order in which the input names them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alignment.errors import UsageError
from alignment.intake import read_inputs
from alignment.intake.caught import Answer
from alignment.intake.problems import problem
from alignment.intake.values import UNSAVED, as_text, is_blank, parse_date
from alignment.messages import say
from alignment.model import LANGUAGES, Application, Language, Problem
from alignment.rulebook import Rulebook, choose
from alignment.rulebook.parts import Target
from alignment.text.tokens import tokens

_BETWEEN = re.compile(r"[;\r\n]+")
#: Several officers' decisions on one application repeat its id and its text, as they must.
_MEANT = frozenset({"duplicate-id", "duplicate-text"})


@dataclass(frozen=True)
class Case:
    """An application with what its officers said: by officer's number and target, whether it was accepted."""

    application: Application
    year: int | None
    opinions: Mapping[int, Mapping[str, bool]]

    def said(self, target: str) -> list[bool]:
        """What the officers who judged a target said of it."""
        return [opinion[target] for opinion in self.opinions.values() if target in opinion]

    @property
    def shares(self) -> dict[str, float]:
        """By judged target, the share of its officers who accepted it."""
        judged = dict.fromkeys(target for opinion in self.opinions.values() for target in opinion)
        return {target: sum(said) / len(said) for target in judged if (said := self.said(target))}


@dataclass(frozen=True)
class Decisions:
    """All that was read: cases sorted by id, how many officers there are, and when they decided.

    ``names`` are the words of the officers' names, by which quoted passages are checked; they are never shown.
    """

    cases: tuple[Case, ...]
    officers: int
    first: dt.date | None
    last: dt.date | None
    names: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        """How many decisions there are: one an application and officer."""
        return sum(len(case.opinions) for case in self.cases)


@dataclass(frozen=True)
class _Decision:
    """One row: what one officer said of one application, and when."""

    application: Application
    officer: str
    decided: dt.date | None
    opinion: Mapping[str, bool]


def read_decisions(inputs: Sequence[Path], rulebook: Rulebook, language: Language, today: dt.date) -> Decisions:
    """Read tables and JSON lines of past decisions; a row that cannot be understood becomes a problem.

    Args:
        today: the date to choose the plans by where a row tells neither the project's start nor the day of the decision.

    Raises:
        UsageError: when a file does not exist or nothing in the input is a decision.
    """
    intake = read_inputs(inputs, rulebook.forms, language)
    if intake.applications and not any("accepted" in said for said in intake.decisions.values()):
        raise UsageError(say(language, "learn.no_decisions"), say(language, "learn.no_decisions_hint"))
    reader = _Reader(rulebook, language, today)
    read = [reader.decision(a, intake.decisions.get(at, {})) for at, a in enumerate(intake.applications)]
    found = [decision for decision in read if decision is not None]
    problems = [fault for fault in intake.problems if fault.code not in _MEANT]
    officers = {name: number for number, name in enumerate(dict.fromkeys(d.officer for d in found), start=1)}
    dates = [decision.decided for decision in found if decision.decided]
    return Decisions(
        cases=tuple(sorted(_cases(found, officers), key=lambda case: case.application.id)),
        officers=len(officers),
        first=min(dates, default=None),
        last=max(dates, default=None),
        names=frozenset(token.form for name in officers for token in tokens(name)),
        problems=(*problems, *reader.problems),
    )


def _cases(decisions: Iterable[_Decision], officers: Mapping[str, int]) -> list[Case]:
    """Decisions on the same id or the same text together; an officer's latest word on an application counts."""
    groups: dict[int, list[_Decision]] = defaultdict(list)
    known: dict[object, int] = {}
    for decision in decisions:
        texts = tuple(section.text.strip() for section in decision.application.sections)
        keys = [key for key in (decision.application.id, texts) if key]
        group = next((known[key] for key in keys if key in known), len(groups))
        known |= {key: group for key in keys if key not in known}
        groups[group].append(decision)
    return [_case(group, officers) for group in groups.values()]


def _case(group: Sequence[_Decision], officers: Mapping[str, int]) -> Case:
    in_order = sorted(group, key=lambda decision: decision.decided or dt.date.min)
    when = in_order[-1].decided or group[0].application.start
    opinions = {officers[decision.officer]: decision.opinion for decision in in_order}
    return Case(group[0].application, when.year if when else None, dict(sorted(opinions.items())))


class _Reader:
    """Reads the decision of a row, gathering problems as it goes."""

    def __init__(self, rulebook: Rulebook, language: Language, today: dt.date) -> None:
        self.problems: list[Problem] = []
        self._rulebook = rulebook
        self._language = language
        self._today = today
        self._named: dict[str, list[Target]] = defaultdict(list)
        for target in rulebook.target_of.values():
            for name in dict.fromkeys(map(_folded, _names(target))):
                self._named[name].append(target)

    def decision(self, application: Application, said: Mapping[str, Answer]) -> _Decision | None:
        """The decision of a row; None where it cannot be read for certain, for a lost yes would count as a no."""
        accepted = said.get("accepted")
        if accepted is None:
            return None
        decided = self._decided(said.get("decided"))
        choice = choose(self._rulebook, "auto", None, application.start or decided or self._today)
        in_force = {target.id for target in choice.targets}
        found = self._accepted(accepted, in_force)
        if found is None:
            return None
        opinion = {target: target in found for target in self._rulebook.target_of if target in in_force | found}
        officer = said.get("officer")
        name = " ".join(as_text(officer.value).split()).casefold() if officer and not is_blank(officer.value) else ""
        return _Decision(application, name, decided, opinion)

    def _decided(self, item: Answer | None) -> dt.date | None:
        if item is None or is_blank(item.value):
            return None
        date = parse_date(item.value)
        if date is None:
            self._tell("bad-date", item, value=as_text(item.value))
        return date

    def _accepted(self, item: Answer, in_force: set[str]) -> set[str] | None:
        if item.value == UNSAVED:
            self._tell("formula-without-value", item)
            return None
        listed = item.value if isinstance(item.value, list) else [] if is_blank(item.value) else [item.value]
        names = [name.strip() for entry in listed for name in _BETWEEN.split(as_text(entry)) if name.strip()]
        targets = {name: self._target(name, in_force) for name in names}
        unknown = [name for name, target in targets.items() if target is None]
        if unknown:
            self._tell("unknown-target", item, value=unknown[0])
        return None if unknown else {target for target in targets.values() if target}

    def _target(self, name: str, in_force: set[str]) -> str | None:
        """The target of a name: one in force goes before others, and of several equals none is guessed."""
        named = [target.id for target in self._named.get(_folded(name), ())]
        meant = [target for target in named if target in in_force] or named
        return meant[0] if len(meant) == 1 else None

    def _tell(self, code: str, item: Answer, **values: object) -> None:
        self.problems.append(problem(self._language, code, item.spot, **values))


def _names(target: Target) -> Iterable[str]:
    """All that a target goes by: its id, and its names and their aliases in every language."""
    yield target.id
    for language in LANGUAGES:
        name = target.names.in_(language)
        yield from (name.text, *(alias.text for alias in name.aliases))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).strip(" .\"'”“»")
