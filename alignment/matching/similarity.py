"""TF-IDF similarity of prose to each target's text, split exactly among the applicant's words.

The vector space holds the terms of the targets' texts, the three languages apart ("fi:satama"). A cosine of two unit vectors
is the sum of the products of their terms, so every word's share in it is exact (Salton & Buckley 1988, Information
Processing & Management 24(5)). Document frequencies come from the rulebook's reference texts, never from the batch: an
application's result does not hang on its neighbours. Words that no target knows count in the length of the applicant's vector,
so that one lucky word in a text about something else stays small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook
from alignment.text.lemmas import parts
from alignment.text.prose import Passage, Prose, Word

Floats = NDArray[np.float64]
Place = tuple[int, int]
# A passage of fewer theme words than this is treated as if it had so many: a heading is not a close match.
_FEWEST_TERMS = 6
_SHORTEST_PART = 3
_CACHE = 200_000


@dataclass(frozen=True)
class Similarity:
    """How close prose is to each target (rows in the order asked for).

    ``whole`` and ``passage`` (the best one) are cosines between 0 and 1. ``shares[t, i]`` is what the word at ``places[i]``
    (passage, word) adds to ``similarity_whole * whole[t] + similarity_passage * passage[t]``, in log-odds points; each row
    adds up to exactly that.
    """

    whole: Floats
    passage: Floats
    places: tuple[Place, ...]
    shares: Floats


def terms(word: Word, language: Language, compound_part: float) -> list[tuple[str, float]]:
    """The terms a word stands for with their weights: its dictionary form, and the halves of a compound."""
    if not word.counts:
        return []
    halves = [(f"{language}:{half}", compound_part) for half in parts(word.lemma, language) if len(half) >= _SHORTEST_PART]
    return [(f"{language}:{word.lemma}", 1.0), *halves]


def rarity(rulebook: Rulebook, language: Language, word: str) -> float:
    """Smoothed inverse document frequency as scikit-learn defines it, over the reference texts of the language."""
    known = rulebook.frequencies[language].get(word, 0)
    return float(np.log((1 + rulebook.reference_texts[language]) / (1 + known))) + 1


class SimilarityModel:
    """The targets' texts as vectors.

    Args:
        texts: by target, the passages of its text in the three languages.
        rulebook: document frequencies and the scorecard.
    """

    def __init__(self, texts: Mapping[str, Sequence[Passage]], rulebook: Rulebook) -> None:
        self._card = rulebook.scorecard
        self._rulebook = rulebook
        self._row = {target: row for row, target in enumerate(texts)}
        documents = [
            [
                term
                for passage in passages
                if passage.language == lang
                for word in passage.words
                for term, _ in self._terms(word, lang)
            ]
            for passages in texts.values()
            for lang in LANGUAGES
        ]
        vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
        vectorizer.fit(documents)
        self._column: dict[str, int] = vectorizer.vocabulary_
        vectorizer.idf_ = np.array([self._idf(term) for term in vectorizer.get_feature_names_out()])
        unit = vectorizer.transform(documents).toarray()
        # One row a target: its text in three languages, each at unit length, each meeting only words of its own language.
        self._goals: Floats = unit.reshape(len(self._row), len(LANGUAGES), -1).sum(axis=1)
        self._weighted = lru_cache(maxsize=_CACHE)(self._weigh)

    def _terms(self, word: Word, language: Language) -> list[tuple[str, float]]:
        return terms(word, language, self._card.compound_part)

    def _weigh(self, lemma: str, language: Language) -> list[tuple[str, float]]:
        """The terms of a dictionary form with their weights in a vector."""
        word = Word(0, 0, lemma, lemma, counts=True)
        return [(term, weight * self._idf(term)) for term, weight in self._terms(word, language)]

    def _idf(self, term: str) -> float:
        language = next(lang for lang in LANGUAGES if term.startswith(lang))
        return rarity(self._rulebook, language, term.partition(":")[2])

    def similarity(self, prose: Prose, targets: Sequence[str]) -> Similarity:
        """Compare prose with the targets asked for."""
        goals = self._goals[[self._row[target] for target in targets]]
        by_passage = [self._vector(number, passage) for number, passage in enumerate(prose.passages)]
        whole: dict[str, tuple[float, Place]] = {}
        for number, vector in enumerate(by_passage):
            for term, (value, place) in vector.items():
                weighted = value * prose.passages[number].weight
                # A term counts once, where its section speaks loudest: saying it again adds nothing.
                if weighted > whole.get(term, (0.0, place))[0]:
                    whole[term] = (weighted, place)
        products, said = self._products(goals, whole)
        by_product = [self._products(goals, vector) for vector in by_passage]
        cosines = np.zeros((len(by_passage) + 1, len(targets)))
        for number, (terms_of, _) in enumerate(by_product):
            cosines[number] = prose.passages[number].weight * terms_of.sum(axis=1)
        shares = [products * self._card.similarity_whole]
        places = [said]
        # The best passage alone: said three times, it is no closer.
        best = cosines.argmax(axis=0)
        for number in sorted(set(best.tolist()) - {len(by_passage)}):
            spread = self._card.similarity_passage * (best == number) * prose.passages[number].weight
            shares.append(by_product[number][0] * spread[:, None])
            places.append(by_product[number][1])
        return Similarity(
            whole=products.sum(axis=1),
            passage=cosines.max(axis=0),
            places=tuple(chain.from_iterable(places)),
            shares=np.hstack(shares),
        )

    def _vector(self, number: int, passage: Passage) -> dict[str, tuple[float, Place]]:
        """Each term of a passage once, with its weight and the word it was first said by."""
        vector: dict[str, tuple[float, Place]] = {}
        for at, word in enumerate(passage.words):
            for term, value in self._weighted(word.lemma, passage.language) if word.counts else ():
                if value > vector.get(term, (0.0, (0, 0)))[0]:
                    vector[term] = (value, (number, at))
        return vector

    def _products(self, goals: Floats, vector: Mapping[str, tuple[float, Place]]) -> tuple[Floats, list[Place]]:
        """Products of the terms that some target knows (targets x terms), at unit length, and the words they come from."""
        known = [(self._column[term], value, place) for term, (value, place) in vector.items() if term in self._column]
        if not known:
            return np.zeros((len(goals), 0)), []
        values = np.array([value for _, value, _ in known])
        columns = [column for column, _, _ in known]
        return goals[:, columns] * values / _length(value for value, _ in vector.values()), [place for *_, place in known]


def _length(values: Iterable[float]) -> float:
    """Length of a vector, at least that of a short passage of rather rare words."""
    squares = [value * value for value in values]
    return float(np.sqrt(max(sum(squares), _FEWEST_TERMS * max(squares))))
