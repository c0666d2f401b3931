"""Alignment's own explanation as a weight for every word: the ledger's amounts, spread over the words they rest on.

A rule's amount is bounded: its first word adds much and its last one little. Two questions can be asked of such a word, and each
divides a line exactly. What is its part in the whole? By the Aumann-Shapley value (Aumann & Shapley 1974, Values of Non-Atomic
Games) that is in proportion to what it counts, whatever the curve: so much is lost when all go. What does it add to those before
it, the most valuable first? By the curve that falls with every word: so much is there when it is kept and others are not.
ERASER's two measures ask one question each, so half of every line is divided by the one and half by the other.

Saying a thing again adds nothing, and it counts as long as it stands anywhere: its share belongs to all its places alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from alignment.matching.lexicon import Hit
from alignment.matching.scorecard import Heard, Line
from alignment.matching.similarity import Place
from alignment.model import Language
from alignment.rulebook.parts import Target
from alignment.text.prose import Prose
from tests.faithful.model import Floats, Model, Span, words

Form = tuple[Language, str]
#: A theme word that carries nothing makes the text longer, and so the others count less: it ranks behind a function word.
_IDLE = -1e-6
Said = list[tuple[float, Hit]]
#: Divides a rule's strength of 1 - 0.5 ** (bits * mass) among the things said, as parts of one.
Division = Callable[[Said, float], Iterator[tuple[Hit, float]]]


def weights(model: Model, text: str, target: Target) -> Floats:
    """The weight of every word of a text in the score of a target, in log-odds points."""
    heard = model.hear(text)
    found: dict[Span, float] = {}
    for (passage, at), amount in by_place(heard, model.ledger(heard, target).lines, model.bits(heard)).items():
        word = heard.prose.passages[passage].words[at]
        # Of a word in pieces ("museum's", "EU:n") the longest one is the word.
        pieces = [(word.start + start, word.start + end) for start, end in words(text[word.start : word.end])]
        found[max(pieces, key=lambda piece: piece[1] - piece[0])] = amount
    return np.array([found.get(span, 0.0) for span in words(text)])


def by_place(heard: Heard, lines: Sequence[Line], bits: float) -> dict[Place, float]:
    """What each place of a text adds to the total; ``bits`` as :meth:`Model.bits` gives them."""
    whole = _spread(heard, lines, bits, _by_weight)
    added = _spread(heard, lines, bits, partial(_by_gain, whole))
    return {place: (amount + added[place]) / 2 for place, amount in whole.items()}


def _spread(heard: Heard, lines: Sequence[Line], bits: float, division: Division) -> dict[Place, float]:
    stands = _stands(heard.prose)
    idle = {place: _IDLE for places in stands.values() for place in places}
    amounts = dict(idle)
    for place, amount in (share for line in lines for share in _shares(line, heard, bits, division)):
        # A function word counts within its phrase only, so it has no other places.
        places = stands[_form(heard.prose, place)] if place in idle else [place]
        for each in places:
            amounts[each] = amounts.get(each, 0.0) + amount / len(places)
    return amounts


def _shares(line: Line, heard: Heard, bits: float, division: Division) -> Iterator[tuple[Place, float]]:
    """A line's amount, divided among the first places of what it rests on."""
    if line.rule is None:
        yield from ((place, line.amount) for place in line.places[:1])
        return
    groups = [said for concepts in (line.rule.any, line.rule.together_with) if (said := _said(concepts, line, heard))]
    for said, share in zip(groups, _halves([bits * _mass(said) for said in groups]), strict=True):
        for hit, part in division(said, bits):
            places = _places(hit)
            yield from ((place, line.amount * share * part / len(places)) for place in places)


def _halves(bits: Sequence[float]) -> list[float]:
    """How the product of two strengths falls to each (Aumann-Shapley): more to the one of which less is said.

    >>> [round(share, 2) for share in _halves([1.0, 1.0])], [round(share, 2) for share in _halves([1.0, 8.0])]
    ([0.5, 0.5], [0.78, 0.22])
    """
    if len(bits) == 1:
        return [1.0]
    both = 1 - 0.5 ** sum(bits)
    gains = [1 - 0.5**own - own / sum(bits) * both for own in bits]
    return [gain / sum(gains) for gain in gains]


def _by_weight(said: Said, _bits: float) -> Iterator[tuple[Hit, float]]:
    return ((hit, weight / _mass(said)) for weight, hit in said)


def _by_gain(values: Mapping[Place, float], said: Said, bits: float) -> Iterator[tuple[Hit, float]]:
    """What each adds to those before it, the most valuable first."""
    strength, before = 1 - 0.5 ** (bits * _mass(said)), 0.0
    for weight, hit in sorted(said, key=lambda each: -max(values[place] for place in _places(each[1]))):
        yield hit, (0.5 ** (bits * before) - 0.5 ** (bits * (before + weight))) / strength
        before += weight


def _mass(said: Said) -> float:
    return sum(weight for weight, _ in said)


def _places(hit: Hit) -> list[Place]:
    return [(hit.passage, at) for at in range(hit.first, hit.last + 1)]


def _said(concepts: Sequence[str], line: Line, heard: Heard) -> Said:
    """What is said of some concepts in a line's places, each thing once, where it counts most; strongest first."""
    places, found = set(line.places), dict[str, tuple[float, Hit]]()
    for weight, hit in (each for concept in concepts for each in heard.evidence.get(concept, ())):
        if (hit.passage, hit.first) in places and weight > found.get(hit.said, (0.0, hit))[0]:
            found[hit.said] = (weight, hit)
    return sorted(found.values(), key=lambda each: (-each[0], each[1].passage, each[1].first))


def _stands(prose: Prose) -> dict[Form, list[Place]]:
    """Where each dictionary form stands, as far as it counts there."""
    found: dict[Form, list[Place]] = defaultdict(list)
    for number, passage in enumerate(prose.passages):
        for at, word in enumerate(passage.words):
            if word.counts:
                found[passage.language, word.lemma].append((number, at))
    return found


def _form(prose: Prose, place: Place) -> Form:
    passage = prose.passages[place[0]]
    return passage.language, passage.words[place[1]].lemma
