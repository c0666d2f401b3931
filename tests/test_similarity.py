"""The fast similarity against a slow one written from the definition, and the exactness of its shares."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.assess import Assessor
from alignment.matching.matcher import _text
from alignment.matching.similarity import SimilarityModel, terms
from alignment.model import LANGUAGES
from alignment.text.prose import Passage, Prose
from tests.making import application

WORDS = (
    "satama",
    "kontti",
    "nuoret",
    "museo",
    "kiertotalous",
    "biohiili",
    "pyöräily",
    "kissa",
    "ja",
    "hyvinvointi",
    "satamalogistiikka",
)
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=5).map(". ".join)
TARGETS = ("k22-accessibility", "k22-biodiversity", "k22-culture-sport")


@pytest.fixture(scope="module")
def model(assessor: Assessor) -> SimilarityModel:
    rulebook = assessor.rulebook
    return SimilarityModel({t: _text(rulebook.target_of[t], rulebook, assessor.reader.plain) for t in TARGETS}, rulebook)


class Slow:
    """TF-IDF by the book, with dictionaries only."""

    def __init__(self, assessor: Assessor) -> None:
        self.rulebook = assessor.rulebook
        self.part = assessor.rulebook.scorecard.compound_part
        plain = assessor.reader.plain
        self.goals = {t: self._goal(_text(self.rulebook.target_of[t], self.rulebook, plain)) for t in TARGETS}

    def idf(self, term: str) -> float:
        language, word = term.split(":", 1)
        texts = self.rulebook.reference_texts[language]  # type: ignore[index]
        return math.log((1 + texts) / (1 + self.rulebook.frequencies[language].get(word, 0))) + 1  # type: ignore[index]

    def _goal(self, passages: list[Passage]) -> dict[str, float]:
        found: dict[str, float] = {}
        for lang in LANGUAGES:
            counts: dict[str, int] = {}
            for passage in passages:
                if passage.language == lang:
                    for word in passage.words:
                        for term, _ in terms(word, lang, self.part):
                            counts[term] = counts.get(term, 0) + 1
            weights = {term: (1 + math.log(count)) * self.idf(term) for term, count in counts.items()}
            length = math.sqrt(sum(w * w for w in weights.values()))
            found.update({term: w / length for term, w in weights.items()})
        return found

    def vector(self, passage: Passage) -> dict[str, float]:
        found: dict[str, float] = {}
        for word in passage.words:
            for term, weight in terms(word, passage.language, self.part):
                found[term] = max(found.get(term, 0.0), weight * self.idf(term))
        return found

    def cosine(self, vector: dict[str, float], target: str) -> float:
        if not vector:
            return 0.0
        squares = [value * value for value in vector.values()]
        length = math.sqrt(max(sum(squares), 6 * max(squares)))
        return sum(value * self.goals[target].get(term, 0.0) for term, value in vector.items()) / length

    def whole(self, prose: Prose, target: str) -> float:
        found: dict[str, float] = {}
        for passage in prose.passages:
            for term, value in self.vector(passage).items():
                found[term] = max(found.get(term, 0.0), value * passage.weight)
        return self.cosine(found, target)

    def best(self, prose: Prose, target: str) -> float:
        return max((p.weight * self.cosine(self.vector(p), target) for p in prose.passages), default=0.0)


@pytest.fixture(scope="module")
def slow(assessor: Assessor) -> Slow:
    return Slow(assessor)


@settings(max_examples=60, deadline=None)
@given(summary=TEXTS, need=TEXTS)
def test_fast_equals_slow_and_shares_add_up(
    assessor: Assessor, model: SimilarityModel, slow: Slow, summary: str, need: str
) -> None:
    prose = assessor.reader.read(application(summary=summary, need=need))
    card = assessor.rulebook.scorecard
    fast = model.similarity(prose, TARGETS)
    for row, target in enumerate(TARGETS):
        assert fast.whole[row] == pytest.approx(slow.whole(prose, target), abs=1e-12)
        assert fast.passage[row] == pytest.approx(slow.best(prose, target), abs=1e-12)
        booked = card.similarity_whole * fast.whole[row] + card.similarity_passage * fast.passage[row]
        assert fast.shares[row].sum() == pytest.approx(booked, abs=1e-12)
        assert 0 <= fast.whole[row] <= 1 + 1e-12


def test_the_goal_a_text_is_about_is_the_closest(assessor: Assessor, model: SimilarityModel) -> None:
    prose = assessor.reader.read(application(summary="Museo kokoaa näyttelyn ja järjestää konsertteja, taidetta ja teatteria."))
    found = dict(zip(TARGETS, model.similarity(prose, TARGETS).whole, strict=True))
    assert max(found, key=lambda t: found[t]) == "k22-culture-sport"


def test_saying_it_again_changes_nothing(assessor: Assessor, model: SimilarityModel) -> None:
    once = "Satama kehittää raideliikennettä ja kuljetuksia yhdessä."
    first, second = (
        model.similarity(assessor.reader.read(application(summary=text)), TARGETS).whole for text in (once, " ".join([once] * 20))
    )
    assert second == pytest.approx(first)


def test_words_no_goal_knows_make_one_lucky_word_small(assessor: Assessor, model: SimilarityModel) -> None:
    short, long = (
        model.similarity(assessor.reader.read(application(summary=text)), TARGETS).whole[0]
        for text in ("Satama.", "Satama. " + " ".join(f"kissa{letter}koira norsu{letter}" for letter in "bcdfghjklmnp"))
    )
    assert long < short / 2


def test_nothing_to_compare_gives_nothing(assessor: Assessor, model: SimilarityModel) -> None:
    found = model.similarity(assessor.reader.read(application()), TARGETS)
    assert found.places == ()
    assert found.shares.shape == (len(TARGETS), 0)
    assert not found.whole.any()
