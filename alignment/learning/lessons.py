"""What a rulebook would change after learning, and the rulebook as it would then be."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from alignment.learning.vocabulary import Words
from alignment.messages import say
from alignment.model import LANGUAGES, Kind, Language
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Base, Concept, Rule, Translated, WordLists


@dataclass(frozen=True)
class Lesson:
    """What would change: new words by target, new weights by rule, and steps of the starting levels by kind of target."""

    words: Mapping[str, Words] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    base: Mapping[Kind, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.weights or self.base)


def learned_rule(target: str) -> str:
    """The id of the rule that new words of a target come under."""
    return f"{target}.learned"


def learned_parts(rulebook: Rulebook, lesson: Lesson, language: Language) -> tuple[dict[str, Concept], list[Rule]]:
    """The concepts of new words and their rules, with the words that were learned before."""
    concepts, rules = {}, []
    for target, words in lesson.words.items():
        name = f"learned-{target}"
        old = rulebook.concepts[name].words if name in rulebook.concepts else WordLists()
        named = rulebook.target_of[target].names
        labels = {lang: say(lang, "learn.concept", name=named.in_(lang).text) for lang in LANGUAGES}
        lists = {lang: (*old.in_(lang), *words.get(lang, ())) for lang in LANGUAGES}
        concepts[name] = Concept(label=Translated(**labels), words=WordLists(**lists))
        rule = learned_rule(target)
        why = say(language, "learn.why")
        rules.append(Rule(id=rule, target=target, any=(name,), weight=lesson.weights[rule], why=why))
    return concepts, rules


def with_lesson(rulebook: Rulebook, lesson: Lesson, language: Language) -> Rulebook:
    """The rulebook as it would be."""
    concepts, rules = learned_parts(rulebook, lesson, language)
    new = {rule.id: rule for rule in rules}
    kept = [rule.model_copy(update={"weight": lesson.weights.get(rule.id, rule.weight)}) for rule in rulebook.rules]
    base = {kind: round(rulebook.scorecard.base.of(kind) + step, 2) for kind, step in lesson.base.items()}
    levels = Base.model_validate(rulebook.scorecard.base.model_dump() | base)
    return _changed(
        rulebook,
        concepts=rulebook.concepts | concepts,
        rules=(*(rule for rule in kept if rule.id not in new), *rules),
        scorecard=rulebook.scorecard.model_copy(update={"base": levels}),
    )


def narrowed(rulebook: Rulebook, targets: Set[str]) -> Rulebook:
    """A rulebook with the rules of some targets only: it scores them as the whole one does, and is sooner made ready."""
    rules = tuple(rule for rule in rulebook.rules if rule.target in targets)
    asked = {concept for rule in rules for concept in (*rule.any, *rule.together_with)}
    return _changed(rulebook, rules=rules, concepts={name: rulebook.concepts[name] for name in sorted(asked)})


def _changed(rulebook: Rulebook, **parts: object) -> Rulebook:
    # Not a copy: what a rulebook has worked out once would be copied with it.
    values: dict[str, Any] = {name: getattr(rulebook, name) for name in Rulebook.model_fields}
    return Rulebook(**values | parts)
