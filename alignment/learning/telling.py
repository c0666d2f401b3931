"""The proposal in words: what was learned from, what it does to the figures, every change with its reason, and what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alignment.intake.problems import shown
from alignment.learning.agreement import Agreement, Contradiction, agreements, contradictions
from alignment.learning.decisions import Decisions
from alignment.learning.figures import ALL, Figure
from alignment.learning.learner import LEAST_CHANGE
from alignment.learning.lessons import Lesson
from alignment.learning.teaching import FEWEST_EACH, Learned
from alignment.matching.precedents import STRONGEST
from alignment.messages import day, listed, number, say
from alignment.model import Language
from alignment.rulebook import Rulebook

_FIGURES = ("f1", "precision", "recall", "auc")
_UNKNOWN = "–"


def tell(rulebook: Rulebook, decisions: Decisions, learned: Learned, projects: int, version: str, language: Language) -> str:
    """The proposal as Markdown, without anybody's name.

    Args:
        projects: how many reference projects the proposal holds.
        version: of the proposed rulebook.
    """
    teller = _Teller(rulebook, learned, language)
    parts = [
        teller.opening(decisions),
        teller.figures(),
        teller.changes(),
        teller.words(),
        teller.projects(projects),
        teller.differences(),
        teller.kept(),
        [f"## {say(language, 'proposal.taking')}", "", say(language, "proposal.taking_how")],
    ]
    title = [f"# {say(language, 'proposal.title', version=version)}", "", say(language, "proposal.intro")]
    return "\n\n".join("\n".join(part) for part in (title, *parts)) + "\n"


@dataclass(frozen=True)
class _Teller:
    """Writes one part of the text after another, each a list of lines."""

    rulebook: Rulebook
    learned: Learned
    language: Language

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def _head(self, text: str) -> list[str]:
        return [f"## {text}", ""]

    def _number(self, value: float | None, decimals: int = 2) -> str:
        return _UNKNOWN if value is None else number(self.language, value, decimals)

    def _named(self, target: str) -> str:
        return f"{target} ({self.rulebook.target_of[target].names.in_(self.language).text})"

    def opening(self, decisions: Decisions) -> list[str]:
        """What there was to learn from."""
        learned = self.learned
        lines = [self._say("proposal.counts", cases=len(decisions.cases), decisions=decisions.count, officers=decisions.officers)]
        if decisions.first and decisions.last:
            lines.append(self._say("proposal.period", first=day(decisions.first), last=day(decisions.last)))
        if learned.skipped:
            lines.append(self._say("proposal.skipped", count=learned.skipped))
        lines.append(self._say("proposal.targets", targets=listed(self.language, list(learned.targets))))
        return [*self._head(self._say("proposal.source")), *(f"- {line}" for line in lines)]

    def figures(self) -> list[str]:
        """The table of figures, and whether they are better."""
        learned = self.learned
        titles = [self._say(f"proposal.{key}") for key in ("target", "language", "applications")]
        titles += ["F1", self._say("proposal.precision"), self._say("proposal.recall"), "AUC"]
        lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
        lines += [self._figure(one, other) for one, other in zip(learned.before, learned.after, strict=True)]
        verdict = "proposal.better" if learned.better else "proposal.not_better"
        before, after = (self._number(found[0].agreement.f1, 3) for found in (learned.before, learned.after))
        how = self._say("proposal.figures_how")
        return [*self._head(self._say("proposal.figures")), how, "", *lines, "", self._say(verdict, before=before, after=after)]

    def _figure(self, before: Figure, after: Figure) -> str:
        target, lang = (self._say("proposal.all") if name == ALL else name for name in (before.target, before.language))
        pairs = [(getattr(before.agreement, name), getattr(after.agreement, name)) for name in _FIGURES]
        cells = [f"{self._number(one)} → {self._number(other)}" for one, other in pairs]
        return f"| {target} | {lang} | {before.cases} | " + " | ".join(cells) + " |"

    def changes(self) -> list[str]:
        """Every weight and starting level that moves, with its reason."""
        old = {rule.id: rule.weight for rule in self.rulebook.rules}
        lesson = self.learned.lesson
        lines = []
        for rule, new in sorted(lesson.weights.items()):
            effect = self.learned.effects[rule]
            weights = {"old": self._number(old.get(rule, 0.0), 1), "new": self._number(new, 1)}
            found = {"accepted": self._number(effect.accepted, 1), "expected": self._number(effect.expected, 1)}
            lines.append(self._say("proposal.weight", rule=rule, matches=effect.matches, **weights, **found))
        for kind, step in sorted(lesson.base.items()):
            level = self.rulebook.scorecard.base.of(kind)
            levels = {"old": self._number(level), "new": self._number(level + step)}
            lines.append(self._say("proposal.base", kind=self._say(f"kind.{kind}").lower(), **levels))
        listed_lines = [f"- {line}" for line in lines] or [self._say("proposal.nothing")]
        return [*self._head(self._say("proposal.changes")), *listed_lines]

    def words(self) -> list[str]:
        """The new words with the passages they come from."""
        lines = list(self._words_of(self.learned.lesson)) or [self._say("proposal.nothing")]
        return [*self._head(self._say("proposal.words")), *lines]

    def _words_of(self, lesson: Lesson) -> Iterator[str]:
        for target, words in lesson.words.items():
            said = "; ".join(f"{lang}: {', '.join(found)}" for lang, found in words.items())
            yield f"- {self._say('proposal.words_of', name=self._named(target), words=said)}"
            for word in (word for found in words.values() for word in found):
                quoted = [self._say("list.quoted", text=quote) for quote in self.learned.quotes[target, word]]
                if quoted:
                    yield f"  - {word}: {' '.join(quoted)}"

    def projects(self, count: int) -> list[str]:
        """How many reference projects there are, and what is kept of them."""
        return [*self._head(self._say("proposal.projects")), self._say("proposal.projects_count", count=count, words=STRONGEST)]

    def differences(self) -> list[str]:
        """How far officers agree, and every match they do not agree on."""
        lines = [self._agreement(each) for each in agreements(self.learned.cases)]
        differing = contradictions(self.learned.cases)
        lines += [self._contradiction(each) for each in differing]
        told = [f"- {line}" for line in lines]
        closing = self._say("proposal.fractions" if differing else "proposal.no_differences")
        return [*self._head(self._say("proposal.differences")), *told, *([""] if told else []), closing]

    def _agreement(self, each: Agreement) -> str:
        first, second = each.officers
        if each.kappa is None:
            return self._say("proposal.agreement_unknown", first=first, second=second, matches=each.matches)
        word, kappa = self._say(f"kappa.{each.word}"), self._number(each.kappa)
        return self._say("proposal.agreement", first=first, second=second, matches=each.matches, kappa=kappa, word=word)

    def _contradiction(self, each: Contradiction) -> str:
        yes, no = self._officers(each.yes), self._officers(each.no)
        return self._say("proposal.contradiction", id=shown(each.application), target=each.target, yes=yes, no=no)

    def _officers(self, numbers: Sequence[int]) -> str:
        return listed(self.language, [self._say("proposal.officer", number=each) for each in numbers])

    def kept(self) -> list[str]:
        """What was left alone, and why."""
        learned = self.learned
        lines = [
            self._say("proposal.scarce", target=self._named(target), yes=yes, no=no, each=FEWEST_EACH)
            for target, (yes, no) in learned.scarce.items()
        ]
        rules = [rule.id for target in learned.targets for rule in self.rulebook.rules_of[target]]
        left = len(set(rules) - learned.lesson.weights.keys())
        lines.append(self._say("proposal.kept_rules", count=left, least=self._number(LEAST_CHANGE, 1)))
        lines.append(self._say("proposal.kept_rest"))
        return [*self._head(self._say("proposal.kept")), *(f"- {line}" for line in lines)]
