"""The ledger of a match: base + rules + similarity, in log-odds points, every line with the words it rests on.

A scorecard as credit scoring uses it: points add up, and the total is a log-odds, so that ``score`` reads as "of the matches
shown at 80, about 80 in a hundred are accepted". What a concept counts is bounded: it grows with the number of *different*
words that show it and never passes its rule's weight, however often a word is repeated.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from alignment.matching.lexicon import Hit, Lexicon
from alignment.matching.similarity import Place, SimilarityModel
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Rule, Target
from alignment.text.prose import Prose


@dataclass(frozen=True)
class Line:
    """One line of a ledger before it is put into words: what it rests on as (passage, word) places, strongest first."""

    source: str
    amount: float
    places: tuple[Place, ...]
    rule: Rule | None = None
    concepts: tuple[str, ...] = ()
    word: str = ""
    others: int = 0


@dataclass(frozen=True)
class Ledger:
    """All lines of one target."""

    target: Target
    lines: tuple[Line, ...]

    @property
    def total(self) -> float:
        """Log-odds points: the exact sum of the lines."""
        return math.fsum(line.amount for line in self.lines)

    @property
    def score(self) -> float:
        """100 / (1 + exp(-total)).

        >>> Ledger(target=None, lines=(Line("base", 0.0, ()),)).score  # type: ignore[arg-type]
        50.0
        """
        return 100 / (1 + math.exp(-self.total))


class Scorer:
    """Everything a rulebook needs to keep ledgers."""

    #: How many words of the similarity get a line of their own; the rest share one.
    WORDS_SHOWN = 5

    def __init__(self, rulebook: Rulebook, lexicon: Lexicon, similarity: SimilarityModel) -> None:
        self._rulebook = rulebook
        self._card = rulebook.scorecard
        self._lexicon = lexicon
        self._similarity = similarity

    def ledgers(self, prose: Prose, targets: Sequence[Target]) -> list[Ledger]:
        """One ledger a target, in the order asked for."""
        evidence = self._evidence(prose)
        similar = self._similarity.similarity(prose, [target.id for target in targets])
        ledgers: list[Ledger] = []
        for row, target in enumerate(targets):
            rules = [line for rule in self._rulebook.rules_of[target.id] if (line := self._rule_line(rule, evidence, prose))]
            words = self._word_lines(prose, similar.places, similar.shares[row].tolist())
            base = Line("base", self._card.base.of(target.kind), ())
            ledgers.append(Ledger(target, (base, *rules, *words)))
        return ledgers

    def features(self, prose: Prose, targets: Sequence[Target]) -> list[tuple[float, float, float]]:
        """What the scorecard's fitted numbers multiply, by target: points of all rules, and the two cosines."""
        evidence = self._evidence(prose)
        similar = self._similarity.similarity(prose, [target.id for target in targets])
        points = [
            math.fsum(line.amount for rule in self._rulebook.rules_of[target.id] if (line := self._rule_line(rule, evidence, prose)))
            / self._card.rule_scale
            for target in targets
        ]
        return list(zip(points, similar.whole.tolist(), similar.passages.tolist(), strict=True))

    def coverage(self, prose: Prose) -> float:
        """Share of the different theme words of a text that some concept knows."""
        said = {
            (passage.language, word.lemma): self._lexicon.knows(passage.language, word.form, word.lemma)
            for passage in prose.passages
            for word in passage.words
            if word.counts
        }
        return sum(said.values()) / len(said) if said else 0.0

    def _evidence(self, prose: Prose) -> dict[str, list[tuple[float, Hit]]]:
        """Hits by concept with what each counts: its section's weight, less for hints and word lists, overlaps once."""
        hits = self._lexicon.hits(prose)
        themed: dict[int, set[int]] = defaultdict(set)
        for hit in hits:
            themed[hit.passage].update(range(hit.first, hit.last + 1))
        found: dict[str, list[tuple[float, Hit]]] = defaultdict(list)
        taken: set[tuple[str, int, int]] = set()
        for hit in sorted(hits, key=lambda hit: (hit.passage, hit.first - hit.last, hit.hint, hit.first)):
            places = {(hit.concept, hit.passage, at) for at in range(hit.first, hit.last + 1)}
            if places & taken:
                continue
            taken |= places
            passage = prose.passages[hit.passage]
            words = len(passage.words)
            listed = words >= self._card.dense_words and len(themed[hit.passage]) > self._card.dense_share * words
            weight = passage.weight * (self._card.hint if hit.hint else 1.0) * (self._card.dense_factor if listed else 1.0)
            found[hit.concept].append((weight, hit))
        return found

    def _strength(self, hits: list[tuple[float, Hit]], prose: Prose) -> float:
        """How strongly concepts are spoken of, from 0 to 1: different words add up and saturate."""
        loudest: dict[str, float] = {}
        for weight, hit in hits:
            loudest[hit.said] = max(weight, loudest.get(hit.said, 0.0))
        longer = max(0.0, math.log(max(1, prose.words) / self._card.reference_length))
        mass = sum(loudest.values()) / (1 + self._card.length_slope * longer)
        return 1 - 0.5 ** (mass / self._card.half_strength)

    def _rule_line(self, rule: Rule, evidence: dict[str, list[tuple[float, Hit]]], prose: Prose) -> Line | None:
        hits = self._hits_of(rule.any, rule, evidence, prose)
        partners = self._hits_of(rule.together_with, rule, evidence, prose)
        if not hits or (rule.together_with and not partners):
            return None
        strength = self._strength(hits, prose) * (self._strength(partners, prose) if partners else 1.0)
        ranked = sorted((*hits, *partners), key=lambda item: (-item[0], item[1].passage, item[1].first))
        places = dict.fromkeys((hit.passage, at) for _, hit in ranked for at in range(hit.first, hit.last + 1))
        concepts = dict.fromkeys(hit.concept for _, hit in ranked)
        amount = self._card.rule_scale * rule.weight * strength
        return Line(f"rule:{rule.id}", amount, tuple(places), rule, tuple(concepts))

    @staticmethod
    def _hits_of(
        concepts: Sequence[str], rule: Rule, evidence: dict[str, list[tuple[float, Hit]]], prose: Prose
    ) -> list[tuple[float, Hit]]:
        return [
            (weight, hit)
            for concept in concepts
            for weight, hit in evidence.get(concept, ())
            if weight > 0
            and (not rule.sections or prose.sections[prose.passages[hit.passage].section].role in rule.sections)
        ]

    def _word_lines(self, prose: Prose, places: Sequence[Place], shares: list[float]) -> list[Line]:
        """The similarity's lines: the words that add most each alone, all others together."""
        by_word: dict[str, list[tuple[float, Place]]] = defaultdict(list)
        for share, place in zip(shares, places, strict=True):
            if share > 0:
                by_word[prose.passages[place[0]].words[place[1]].lemma].append((share, place))
        lines = []
        for booked in by_word.values():
            booked.sort(key=lambda item: (-item[0], item[1]))
            passage, at = booked[0][1]
            amount = math.fsum(share for share, _ in booked)
            lines.append(Line("similarity", amount, tuple(place for _, place in booked), word=prose.passages[passage].words[at].form))
        lines.sort(key=lambda line: (-line.amount, line.word))
        rest = lines[self.WORDS_SHOWN :]
        if not rest:
            return lines
        together = Line("similarity", math.fsum(line.amount for line in rest), (), others=len(rest))
        return [*lines[: self.WORDS_SHOWN], together]
