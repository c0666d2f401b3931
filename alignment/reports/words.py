"""What reports call things: targets, levels and recommendations in the round's language."""

from __future__ import annotations

from collections.abc import Iterable

from alignment.messages import number, say
from alignment.model import Assessment, Kind, Language, Match, Problem, Recommendation, Round, TargetGuide


class Words:
    """The words of one round."""

    def __init__(self, round_: Round) -> None:
        self.language: Language = round_.language
        self._levels = round_.levels
        self._guides = {guide.id: guide for guide in round_.targets}

    def say(self, key: str, **values: object) -> str:
        """A message of the catalogue in the round's language."""
        return say(self.language, key, **values)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as the round's language writes it."""
        return number(self.language, value, decimals)

    def guide(self, match: Match) -> TargetGuide:
        """What is known of a match's target; its id stands in for a name that is not."""
        unknown = TargetGuide(id=match.target, kind=match.kind, name=match.target, plan="", group=None, covers="", reference="")
        return self._guides.get(match.target, unknown)

    def target(self, match: Match) -> str:
        """The name of a match's target."""
        return self.guide(match).name

    def kind(self, kind: Kind) -> str:
        """What a kind of target is called."""
        return self.say(f"target_kind.{kind}")

    def recommended(self, recommendation: Recommendation) -> str:
        """The recommendation in words."""
        return self.say(f"recommended.{recommendation}")

    def level(self, match: Match) -> str:
        """A match's level as number and word: ``4/5 vahva``."""
        return self.say("report.level", level=match.level, word=self._levels[match.level])

    def levels(self) -> str:
        """All levels, lowest first: ``0 ei yhteyttä · 1 heikko``."""
        return " · ".join(f"{level} {word}" for level, word in enumerate(self._levels))

    def named(self, match: Match) -> str:
        """A match's target with its level; a match that is not accepted says so."""
        key = "report.accepted_target" if match.accepted else "report.closest_target"
        return self.say(key, name=self.target(match), level=self.level(match))

    def source(self, source: str) -> str:
        """Where a line of a ledger comes from: the base, a rule by its id, or the similarity."""
        kind, _, rule = source.partition(":")
        return self.say(f"ledger_source.{kind}", rule=rule) if kind in ("base", "rule", "similarity") else source

    def section(self, name: str) -> str:
        """A section as the applicant named it; the title has no name of its own."""
        return self.say("report.title_section") if name == "title" else name


def by_score(matches: Iterable[Match]) -> list[Match]:
    """The matches, highest score first; equals keep their order."""
    return sorted(matches, key=lambda match: -match.score)


def shown(matches: Iterable[Match], kind: Kind | None = None) -> list[Match]:
    """The accepted matches, best first, or where there are none the best that is not; of one kind or of all."""
    ranked = by_score(match for match in matches if kind in (None, match.kind))
    return [match for match in ranked if match.accepted] or ranked[:1]


def best(assessment: Assessment) -> Match | None:
    """The match that carries a recommendation: the highest goal or spearhead, or any target where there is neither."""
    carrying = [match for match in assessment.matches if match.kind in ("goal", "spearhead")]
    return next(iter(by_score(carrying or assessment.matches)), None)


def all_problems(round_: Round) -> list[tuple[str, Problem]]:
    """Every problem with the id of its application: first those that belong to none."""
    own = [(item.application.id, problem) for item in round_.assessments for problem in item.problems]
    placed = {problem for _, problem in own}
    return [("", problem) for problem in round_.problems if problem not in placed] + own
