"""The ledger of a match: base + rules + similarity, in log-odds points, every line with the words it rests on.

A scorecard as credit scoring uses it: points add up, and the total is a log-odds, so that ``score`` reads as "of the matches
shown at 80, about 80 in a hundred are accepted". What a concept counts is bounded: it grows with the number of *different*
words that show it and never passes its rule's weight, however often a word is repeated.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from alignment.matching.lexicon import Hit, Lexicon
from alignment.matching.similarity import Floats, Place, Similarity, SimilarityModel
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Rule, Scorecard, Target
from alignment.text.prose import Prose

#: What parts the items of an enumeration.
_MARKS = re.compile(r"[,;:/|#•–—]")

Evidence = dict[str, list[tuple[float, Hit]]]


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


@dataclass(frozen=True)
class Heard:
    """Prose as it was read and as it is scored, where it speaks of which concepts, and what each hit counts."""

    read: Prose
    prose: Prose
    hits: tuple[Hit, ...]
    evidence: Evidence


class Scorer:
    """Everything a rulebook needs to keep ledgers."""

    #: How many words of the similarity get a line of their own; the rest share one.
    WORDS_SHOWN = 3

    def __init__(self, rulebook: Rulebook, lexicon: Lexicon, similarity: SimilarityModel) -> None:
        self.rulebook = rulebook
        self._card = rulebook.scorecard
        self.lexicon = lexicon
        self.similarity = similarity
        newest = rulebook.newest
        plans = (newest, rulebook.plan_of[newest.strategy]) if newest.strategy else (newest,)
        goals = {target.id for plan in plans for target in plan.target if target.kind != "theme"}
        self._to_the_point: dict[str, set[str]] = defaultdict(set)
        for rule in rulebook.rules:
            if rule.target in goals and rule.weight >= self._card.goal_text_from:
                for concept in rule.any:
                    self._to_the_point[concept].add(rule.target)

    def hear(self, prose: Prose) -> Heard:
        """What prose speaks of once its mere lists of keywords have been emptied."""
        return self._heard(prose, self.lexicon.hits(prose))

    def without(self, heard: Heard, number: int) -> Heard:
        """What the same prose speaks of as if one passage were not there."""
        left = [replace(hit, passage=hit.passage - (hit.passage > number)) for hit in heard.hits if hit.passage != number]
        return self._heard(heard.prose.without(number), left)

    def _heard(self, prose: Prose, hits: Sequence[Hit]) -> Heard:
        lists = self._lists(prose, hits)
        spoken = prose.emptied(lists, "listed") if lists else prose
        told = tuple(hit for hit in hits if hit.passage not in lists)
        return Heard(prose, spoken, told, self._evidence(spoken, told))

    def ledgers(self, heard: Heard, targets: Sequence[Target]) -> list[Ledger]:
        """One ledger a target, in the order asked for."""
        similar = self.similarity.similarity(heard.prose, [target.id for target in targets])
        ledgers: list[Ledger] = []
        for target, words in zip(targets, self._word_lines(heard.prose, similar), strict=True):
            rules = [line for rule in self.rulebook.rules_of[target.id] if (line := self._rule_line(rule, heard))]
            base = Line("base", self._card.base.of(target.kind), ())
            ledgers.append(Ledger(target, (base, *rules, *words)))
        return ledgers

    def features(self, heard: Heard, targets: Sequence[Target]) -> list[tuple[float, float, float]]:
        """What the scorecard's fitted numbers multiply, by target: points of all rules, and the two cosines."""
        similar = self.similarity.similarity(heard.prose, [target.id for target in targets])
        points = [
            math.fsum(line.amount for rule in self.rulebook.rules_of[target.id] if (line := self._rule_line(rule, heard)))
            / self._card.rule_scale
            for target in targets
        ]
        return list(zip(points, similar.whole.tolist(), similar.passage.tolist(), strict=True))

    def coverage(self, prose: Prose) -> float:
        """Share of the different theme words of a text that some concept knows."""
        said = {
            (passage.language, word.lemma): self.lexicon.knows(passage.language, word.form, word.lemma)
            for passage in prose.passages
            for word in passage.words
            if word.counts
        }
        return sum(said.values()) / len(said) if said else 0.0

    def _lists(self, prose: Prose, hits: Sequence[Hit]) -> set[int]:
        """Passages that are keywords without measures: sweeping ones, and in a sweeping application all dense ones."""
        card = self._card
        words = {number: len({w.lemma for w in passage.words if w.counts}) for number, passage in enumerate(prose.passages)}
        themed = {number: len(lemmas) for number, lemmas in self._themed(prose, hits).items()}
        concepts: dict[int, set[str]] = defaultdict(set)
        for hit in hits:
            concepts[hit.passage] |= set() if hit.hint else self._to_the_point.keys() & {hit.concept}
        lists = {
            number
            for number, count in themed.items()
            if count >= card.list_theme_share * words[number]
            and len(concepts[number]) >= card.list_concepts
            and (len(concepts[number]) >= card.list_concepts_alone or self._breadth(concepts[number]) >= card.list_targets)
            and _item_words(prose, [number]) <= card.list_item_words
        }
        others = words.keys() - lists
        sweeping = (
            sum(themed.get(number, 0) for number in others) >= card.sweep_theme_share * sum(words[number] for number in others)
            and self._breadth(set().union(*(concepts[number] for number in others))) >= card.sweep_targets
            and _item_words(prose, others) <= card.sweep_item_words
        )
        if sweeping or sum(words[number] for number in lists) > sum(words[number] for number in others):
            return lists | {number for number, count in themed.items() if count >= card.sweep_theme_share * words[number]}
        return lists

    @staticmethod
    def _themed(prose: Prose, hits: Sequence[Hit]) -> dict[int, set[str]]:
        """By passage, the theme words that show some concept."""
        themed: dict[int, set[str]] = defaultdict(set)
        for hit in hits:
            words = prose.passages[hit.passage].words[hit.first : hit.last + 1]
            themed[hit.passage] |= {word.lemma for word in words if word.counts}
        return themed

    def _breadth(self, concepts: set[str]) -> int:
        """How many targets of the newest plans it takes to hold all the concepts that are to the point for any of them."""
        left = {concept: targets for concept in concepts if (targets := self._to_the_point.get(concept))}
        breadth = 0
        while left:
            loudest, _ = Counter(target for targets in left.values() for target in sorted(targets)).most_common(1)[0]
            left = {concept: targets for concept, targets in left.items() if loudest not in targets}
            breadth += 1
        return breadth

    def _evidence(self, prose: Prose, hits: Sequence[Hit]) -> Evidence:
        """Hits by concept with what each counts: its section's weight, less for a hint; where two overlap, the longer."""
        found: Evidence = defaultdict(list)
        taken: set[tuple[str, int, int]] = set()
        for hit in sorted(hits, key=lambda hit: (hit.passage, hit.first - hit.last, hit.hint, hit.first)):
            places = {(hit.concept, hit.passage, at) for at in range(hit.first, hit.last + 1)}
            if not places & taken:
                taken |= places
                weight = prose.passages[hit.passage].weight * (self._card.hint if hit.hint else 1.0)
                found[hit.concept].append((weight, hit))
        return found

    def _strength(self, hits: list[tuple[float, Hit]], prose: Prose) -> float:
        """How strongly concepts are spoken of, from 0 to 1: different words add up and saturate."""
        loudest: dict[str, float] = {}
        for weight, hit in hits:
            loudest[hit.said] = max(weight, loudest.get(hit.said, 0.0))
        return strength(loudest.values(), prose.words, self._card)

    def _rule_line(self, rule: Rule, heard: Heard) -> Line | None:
        hits = self._hits_of(rule.any, rule, heard)
        partners = self._hits_of(rule.together_with, rule, heard)
        if not hits or (rule.together_with and not partners):
            return None
        strength = self._strength(hits, heard.prose) * (self._strength(partners, heard.prose) if partners else 1.0)
        ranked = sorted((*hits, *partners), key=lambda item: (-item[0], item[1].passage, item[1].first))
        places = dict.fromkeys((hit.passage, at) for _, hit in ranked for at in range(hit.first, hit.last + 1))
        concepts = dict.fromkeys(hit.concept for _, hit in ranked)
        amount = self._card.rule_scale * rule.weight * strength
        return Line(f"rule:{rule.id}", amount, tuple(places), rule, tuple(concepts))

    @staticmethod
    def _hits_of(concepts: Sequence[str], rule: Rule, heard: Heard) -> list[tuple[float, Hit]]:
        passages, sections = heard.prose.passages, heard.prose.sections
        return [
            (weight, hit)
            for concept in concepts
            for weight, hit in heard.evidence.get(concept, ())
            if weight > 0 and (not rule.sections or sections[passages[hit.passage].section].role in rule.sections)
        ]

    def _word_lines(self, prose: Prose, similar: Similarity) -> list[list[Line]]:
        """The similarity's lines by target: the words that add most each alone, all others together."""
        columns: dict[str, list[int]] = defaultdict(list)
        for column, (passage, at) in enumerate(similar.places):
            columns[prose.passages[passage].words[at].lemma].append(column)
        said = list(columns.values())
        amounts = np.column_stack([similar.shares[:, own].sum(axis=1) for own in said]) if said else similar.shares
        return [self._shown_words(prose, similar, said, row, amounts[row]) for row in range(len(amounts))]

    def _shown_words(self, prose: Prose, similar: Similarity, said: list[list[int]], row: int, amounts: Floats) -> list[Line]:
        order = np.argsort(-amounts, kind="stable")
        order = order[amounts[order] > 0].tolist()
        lines = []
        for word in order[: self.WORDS_SHOWN]:
            booked = sorted(said[word], key=lambda column: -similar.shares[row, column])
            places = tuple(similar.places[column] for column in booked if similar.shares[row, column] > 0)
            passage, at = places[0]
            lines.append(Line("similarity", float(amounts[word]), places, word=prose.passages[passage].words[at].form))
        rest = order[self.WORDS_SHOWN :]
        if rest:
            lines.append(Line("similarity", math.fsum(amounts[rest].tolist()), (), others=len(rest)))
        return lines


def _item_words(prose: Prose, numbers: Collection[int]) -> float:
    """How many words passages have to every item, where commas and other such marks part the items of one."""
    passages = [prose.passages[number] for number in numbers]
    marks = sum(len(_MARKS.findall(prose.sections[p.section].text, p.start, p.end)) for p in passages)
    return sum(len(p.words) for p in passages) / (marks + len(passages))


def strength(loudness: Iterable[float], words: int, card: Scorecard) -> float:
    """How strongly a text speaks of something, from 0 to 1: different words add up and saturate.

    Args:
        loudness: of every different word what its place counts, at most 1.
        words: theme words of the text; in a longer one each word counts less.
    """
    longer = max(0.0, math.log(max(1, words) / card.reference_length))
    mass = sum(loudness) / (1 + card.length_slope * longer)
    return float(1 - 0.5 ** (mass / card.half_strength))
