"""The matcher of a rulebook: everything that is prepared once and then used for every application."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from alignment.matching.lexicon import Lexicon
from alignment.matching.scorecard import Scorer
from alignment.matching.similarity import SimilarityModel
from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Target
from alignment.text.prose import Passage, Reader


def scorer(rulebook: Rulebook, reader: Reader, like: Scorer | None = None) -> Scorer:
    """The scorer of a rulebook: its concepts compiled and its targets' texts as vectors.

    Args:
        rulebook: what it scores by.
        reader: of the same rulebook.
        like: the scorer of a rulebook that says nearly the same; what is the same of it is not made again.
    """
    same_concepts = like is not None and like.rulebook.concepts == rulebook.concepts
    lexicon = like.lexicon if like and same_concepts else Lexicon(rulebook.concepts)
    if like and same_concepts and _behind_texts(like.rulebook) == _behind_texts(rulebook):
        return Scorer(rulebook, lexicon, like.similarity)
    plain = lru_cache(maxsize=None)(reader.plain)
    texts = {target.id: _text(target, rulebook, plain) for target in rulebook.target_of.values()}
    return Scorer(rulebook, lexicon, SimilarityModel(texts, rulebook))


def _behind_texts(rulebook: Rulebook) -> tuple[object, ...]:
    """All that the similarity hangs on, beside the concepts."""
    card = rulebook.scorecard
    numbers = (card.compound_part, card.similarity_whole, card.similarity_passage)
    spoken_by = {target: _speaking(target, rulebook) for target in rulebook.target_of}
    return (rulebook.plans, rulebook.languages, rulebook.frequencies, rulebook.reference_texts, numbers, spoken_by)


def _speaking(target: str, rulebook: Rulebook) -> list[str]:
    """The concepts that clearly speak for a target."""
    rules = (rule for rule in rulebook.rules_of[target] if rule.weight >= rulebook.scorecard.goal_text_from)
    return sorted({concept for rule in rules for concept in rule.any})


def _text(target: Target, rulebook: Rulebook, plain: Callable[[str, Language], Passage]) -> list[Passage]:
    """What the similarity reads of a target: its names, what it covers, and the words of the concepts that speak for it."""
    found: list[Passage] = []
    concepts = _speaking(target.id, rulebook)
    for lang in LANGUAGES:
        name = target.names.in_(lang)
        words = [word.replace("*", "") for concept in concepts for word in rulebook.concepts[concept].words.in_(lang)]
        lines = [name.text, *(alias.text for alias in name.aliases), target.covers.in_(lang), *words]
        found += [plain(line, lang) for line in lines]
    return found
