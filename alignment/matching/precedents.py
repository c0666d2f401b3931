"""Earlier accepted projects that an application resembles: something for the officer to look up, never a part of a score.

Compared are the words that tell each text from others: its strongest theme words by the rulebook's document frequencies.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alignment.matching.similarity import rarity
from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Project
from alignment.text.prose import Prose

Term = tuple[Language, str]
#: How many words of a language a project is known by.
STRONGEST = 30
#: The least cosine at which two projects resemble each other.
_ALIKE = 0.35
_SHOWN = 6


@dataclass(frozen=True)
class Precedent:
    """A project that an application resembles: the cosine of their strongest words, and the ones they share, rarest first."""

    project: Project
    cosine: float
    shared: tuple[str, ...]


def strongest(said: Mapping[Term, int], rulebook: Rulebook) -> dict[Language, tuple[str, ...]]:
    """The words with the highest TF-IDF of each language, from how often each was said."""
    found: dict[Language, tuple[str, ...]] = {}
    for language in LANGUAGES:
        values = {
            word: (1 + math.log(count)) * rarity(rulebook, language, word)
            for (lang, word), count in said.items()
            if lang == language
        }
        found[language] = tuple(sorted(values, key=lambda word: (-values[word], word))[:STRONGEST])
    return found


def theme_words(prose: Prose) -> Counter[Term]:
    """How often each theme word is said."""
    return Counter((passage.language, word.lemma) for passage in prose.passages for word in passage.words if word.counts)


class Precedents:
    """The reference projects of a rulebook, ready for comparison."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._known = [(project, self._vector(_terms(project))) for project in rulebook.projects]

    def nearest(self, application: str, prose: Prose, targets: Sequence[str]) -> dict[str, Precedent]:
        """By target, the accepted project most like a text, where one is alike enough; never the application's own, by its id."""
        if not self._known or not targets:
            return {}
        words = strongest(theme_words(prose), self._rulebook)
        own = self._vector((language, word) for language, said in words.items() for word in said)
        alike = [
            self._compared(project, vector, own)
            for project, vector in self._known
            if project.id != application and not set(targets).isdisjoint(project.accepted)
        ]
        ranked = sorted((each for each in alike if each.cosine >= _ALIKE), key=lambda each: (-each.cosine, each.project.id))
        best = {target: next((each for each in ranked if target in each.project.accepted), None) for target in targets}
        return {target: each for target, each in best.items() if each}

    def _vector(self, terms: Iterable[Term]) -> dict[Term, float]:
        """Terms by their rarity, at unit length."""
        values = {term: rarity(self._rulebook, *term) for term in terms}
        length = math.sqrt(math.fsum(value * value for value in values.values()))
        return {term: value / length for term, value in values.items()}

    @staticmethod
    def _compared(project: Project, vector: Mapping[Term, float], own: Mapping[Term, float]) -> Precedent:
        products = {term: value * own[term] for term, value in vector.items() if term in own}
        shared = sorted(products, key=lambda term: (-products[term], term))[:_SHOWN]
        return Precedent(project, math.fsum(products.values()), tuple(word for _, word in shared))


def _terms(project: Project) -> Iterable[Term]:
    return ((language, word) for language in LANGUAGES for word in project.words.in_(language))
