"""Teaching: which words are new, how strong the pull towards the present weights is, and what all cases or some of them teach."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from alignment.evaluation.calibration import FOLDS
from alignment.learning.decisions import Decisions
from alignment.learning.figures import Figure, Judged, figures
from alignment.learning.fitting import BASE, Design, chance, folds
from alignment.learning.lessons import Lesson, learned_rule, narrowed, with_lesson
from alignment.learning.vocabulary import Vocabulary, Words
from alignment.matching.matcher import scorer
from alignment.model import LANGUAGES, Kind, Language
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Target
from alignment.text.prose import Prose, Reader

#: Smaller changes of a weight are not worth reading.
LEAST_CHANGE = 0.2
_INNER_FOLDS = 4
#: Strengths of the pull towards the present weights, the strongest first: of equals the least change is taken.
_PULLS = (64.0, 32.0, 16.0, 8.0, 4.0, 2.0, 1.0, 0.5)
#: The weights a rulebook allows, either way.
_LIMIT = 10.0


@dataclass(frozen=True)
class Row:
    """One case against one target: what the officers said, and what the rulebook as it stands makes of it."""

    case: int
    target: Target
    share: float
    total: float
    strengths: Mapping[str, float]


@dataclass(frozen=True)
class Effect:
    """What a changed rule rests on: in how many matches it speaks, how many were accepted, and how many were expected."""

    matches: int
    accepted: float
    expected: float


class Learner:
    """Everything that teaching takes: the cases' rows, their words, and the rulebook as it stands."""

    def __init__(
        self,
        rulebook: Rulebook,
        reader: Reader,
        decisions: Decisions,
        proses: Sequence[Prose],
        rows: Sequence[Row],
        language: Language,
    ) -> None:
        self._rulebook = rulebook
        self._reader = reader
        self._cases = decisions.cases
        self._proses = proses
        self._rows = rows
        self._language = language
        self._weights = {rule.id: rule.weight for rule in rulebook.rules}
        self.vocabulary = Vocabulary(decisions, proses, rulebook)

    def figures(self) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
        """Figures as things stand, and with what is learned, every case judged by what the others taught."""
        before = {(row.case, row.target.id): row.total for row in self._rows}
        after: dict[tuple[int, str], float] = {}
        for held in folds([row.case for row in self._rows], FOLDS):
            rows = [self._rows[at] for at in held]
            lesson = self.lesson([row for at, row in enumerate(self._rows) if at not in held])
            after |= self._totals(lesson, rows) if lesson else {(row.case, row.target.id): row.total for row in rows}
        return self._figures(before), self._figures(after)

    def lesson(self, rows: Sequence[Row]) -> Lesson:
        """What some rows teach."""
        setting = self._setting(rows)
        if setting is None:
            return Lesson()
        words = self._words(rows)
        design = self._design(rows, words)
        pull, bases = setting
        # A weight moves only the way its own matches point, whatever the others do.
        steps = zip(design.columns, design.fitted(pull, bases=bases).tolist(), design.pointing().tolist(), strict=True)
        return self._proposed(words, {column: step for column, step, points in steps if step * points > 0})

    def effects(self, lesson: Lesson) -> dict[str, Effect]:
        """What each changed rule rests on, by the rulebook as it stands."""
        found: dict[str, Effect] = {}
        rows = [(row, self._strengths(row, lesson.words)) for row in self._rows]
        for rule in lesson.weights:
            spoken = [row for row, strengths in rows if strengths.get(rule)]
            expected = math.fsum(chance(np.array([row.total for row in spoken])).tolist())
            found[rule] = Effect(len(spoken), math.fsum(row.share for row in spoken), expected)
        return found

    def quotes(self, lesson: Lesson) -> dict[tuple[str, str], list[str]]:
        """By target and new word, where accepted cases say it."""
        found: dict[tuple[str, str], list[str]] = {}
        for target, words in lesson.words.items():
            accepted = [row.case for row in self._rows if row.target.id == target and row.share == 1]
            for lang, said in words.items():
                found |= {(target, word): self.vocabulary.quotes((lang, word), accepted) for word in said}
        return found

    def _proposed(self, words: Mapping[str, Words], steps: Mapping[str, float]) -> Lesson:
        """Steps as a person would write them: rounded, the small ones left out, words without a weight too."""
        moved = {name: round(step, 1) for name, step in steps.items() if name.startswith(BASE)}
        new = {learned_rule(target): target for target in words}
        weights = {}
        for rule, step in steps.items():
            old = self._weights.get(rule, 0.0)
            weight = round(min(_LIMIT, max(-_LIMIT, old + step)), 1)
            if rule.startswith(BASE) or abs(weight - old) < LEAST_CHANGE - 1e-9:
                continue
            if rule not in new or weight > 0:
                weights[rule] = weight
        kinds: dict[str, Kind] = {f"{BASE}{row.target.kind}": row.target.kind for row in self._rows}
        base = {kinds[name]: step for name, step in moved.items() if abs(step) >= LEAST_CHANGE - 1e-9}
        return Lesson({target: words[target] for rule, target in new.items() if rule in weights}, weights, base)

    def _setting(self, rows: Sequence[Row]) -> tuple[float, bool] | None:
        """The pull, and whether starting levels move: what judges held-out rows best; None where nothing beats no change."""
        losses: dict[tuple[float, bool], float] = {}
        stands = 0.0
        for held in folds([row.case for row in rows], _INNER_FOLDS):
            kept = [at for at in range(len(rows)) if at not in held]
            design = self._design(rows, self._words([rows[at] for at in kept]))
            taught, asked = design.only(kept), design.only(sorted(held))
            stands += asked.loss(np.zeros(len(design.columns)))
            for setting in ((pull, bases) for bases in (False, True) for pull in _PULLS):
                steps = taught.fitted(setting[0], bases=setting[1])
                losses[setting] = losses.get(setting, 0.0) + asked.loss(steps)
        best = min(losses, key=lambda setting: losses[setting])
        return best if losses[best] < stands else None

    def _words(self, rows: Sequence[Row]) -> dict[str, Words]:
        """New words by target."""
        found: dict[str, Words] = {}
        for target in dict.fromkeys(row.target.id for row in rows):
            shares = {row.case: row.share for row in rows if row.target.id == target}
            if words := self.vocabulary.standing_out(target, shares):
                found[target] = words
        return found

    def _strengths(self, row: Row, words: Mapping[str, Words]) -> dict[str, float]:
        """How strongly each rule speaks in a row, the rule of new words with what it knows already."""
        target = row.target.id
        if target not in words:
            return dict(row.strengths)
        rule = learned_rule(target)
        known = self._known(target)
        both = {lang: (*known.get(lang, ()), *words[target].get(lang, ())) for lang in LANGUAGES}
        return {**row.strengths, rule: self.vocabulary.strength(row.case, both)}

    def _known(self, target: str) -> Words:
        concept = self._rulebook.concepts.get(f"learned-{target}")
        return {lang: concept.words.in_(lang) for lang in LANGUAGES} if concept else {}

    def _design(self, rows: Sequence[Row], words: Mapping[str, Words]) -> Design:
        scale = self._rulebook.scorecard.rule_scale
        columns: dict[str, int] = {}
        cells: list[tuple[int, int, float]] = []
        totals = np.array([row.total for row in rows])
        for at, row in enumerate(rows):
            strengths = self._strengths(row, words)
            if row.target.id in words:
                # A rule that stands already hears the new words with its present weight.
                rule = learned_rule(row.target.id)
                totals[at] += scale * self._weights.get(rule, 0.0) * (strengths[rule] - row.strengths.get(rule, 0.0))
            for rule, strength in strengths.items():
                cells.append((at, columns.setdefault(rule, len(columns)), scale * strength))
            cells.append((at, columns.setdefault(f"{BASE}{row.target.kind}", len(columns)), 1.0))
        shape = (len(rows), len(columns))
        values = csr_matrix(
            ([value for *_, value in cells], ([at for at, *_ in cells], [column for _, column, _ in cells])), shape
        )
        return Design(tuple(columns), values, totals, np.array([row.share for row in rows]))

    def _totals(self, lesson: Lesson, rows: Sequence[Row]) -> dict[tuple[int, str], float]:
        """The totals that the changed rulebook itself gives."""
        changed = narrowed(with_lesson(self._rulebook, lesson, self._language), {row.target.id for row in rows})
        ready = scorer(changed, self._reader)
        found: dict[tuple[int, str], float] = {}
        for case in dict.fromkeys(row.case for row in rows):
            targets = [row.target for row in rows if row.case == case]
            ledgers = ready.ledgers(ready.hear(self._proses[case]), targets)
            found |= {(case, ledger.target.id): ledger.total for ledger in ledgers}
        return found

    def _figures(self, totals: Mapping[tuple[int, str], float]) -> tuple[Figure, ...]:
        """The figures that totals give."""
        scores = [(row, 100 / (1 + math.exp(-totals[row.case, row.target.id]))) for row in self._rows]
        accepts = self._rulebook.scorecard.accepts
        return figures(
            [
                Judged(row.case, row.target.id, self._proses[row.case].language or "", row.share, score, accepts(score))
                for row, score in scores
            ]
        )
