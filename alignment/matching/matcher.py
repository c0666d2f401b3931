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


def scorer(rulebook: Rulebook, reader: Reader) -> Scorer:
    """The scorer of a rulebook: its concepts compiled and its targets' texts as vectors."""
    plain = lru_cache(maxsize=None)(reader.plain)
    texts = {target.id: _text(target, rulebook, plain) for target in rulebook.target_of.values()}
    return Scorer(rulebook, Lexicon(rulebook.concepts), SimilarityModel(texts, rulebook))


def _text(target: Target, rulebook: Rulebook, plain: Callable[[str, Language], Passage]) -> list[Passage]:
    """What the similarity reads of a target: its names, what it covers, and the words of the concepts that speak for it."""
    found: list[Passage] = []
    for lang in LANGUAGES:
        name = target.names.in_(lang)
        rules = (rule for rule in rulebook.rules_of[target.id] if rule.weight >= rulebook.scorecard.goal_text_from)
        concepts = {concept for rule in rules for concept in rule.any}
        words = [word.replace("*", "") for concept in sorted(concepts) for word in rulebook.concepts[concept].words.in_(lang)]
        lines = [name.text, *(alias.text for alias in name.aliases), target.covers.in_(lang), *words]
        found += [plain(line, lang) for line in lines]
    return found
