"""From a ledger to reasons: which passages carry it, in which of the applicant's words, and one sentence for it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from textwrap import shorten

from alignment.matching.scorecard import Ledger, Line
from alignment.matching.similarity import Place
from alignment.messages import listed, say
from alignment.model import Contribution, Evidence, Language, Match
from alignment.rulebook import Rulebook
from alignment.text.prose import Prose

#: The passages shown of an accepted match, and of another one. An officer cites a few, not all.
MOST_PASSAGES = 6
_MOST_OF_A_WEAK_MATCH = 2
_WORDS_QUOTED = 4
_CONCEPTS_NAMED = 3
_LONGEST_QUOTE = 120


def explain(ledger: Ledger, prose: Prose, rulebook: Rulebook, language: Language) -> Match:
    """A ledger as a match: every line with its label and passages, and a sentence an officer could paste."""
    score = ledger.score
    level = rulebook.scorecard.level_of(score)
    accepted = rulebook.scorecard.accepts(score)
    shown = _shown(ledger.lines, prose, MOST_PASSAGES if accepted else _MOST_OF_A_WEAK_MATCH)
    marks: dict[int, set[int]] = defaultdict(set)
    for line in ledger.lines:
        for passage, word in line.places:
            if passage in shown:
                marks[passage].add(word)
    order = {passage: index for index, passage in enumerate(shown)}
    return Match(
        target=ledger.target.id,
        kind=ledger.target.kind,
        score=score,
        level=level,
        accepted=accepted,
        total=ledger.total,
        contributions=tuple(_contribution(line, order, rulebook, language) for line in ledger.lines),
        evidence=tuple(_evidence(prose, passage, marks[passage]) for passage in shown),
        sentence=_sentence(ledger, prose, rulebook, language, level, accepted=accepted),
    )


def _shown(lines: Sequence[Line], prose: Prose, most: int) -> list[int]:
    """The passages that carry most of a ledger, in the order of the text.

    What a line adds is shared among the places it rests on by the weights of their sections. A line whose passages carry too
    little to be among them shows none.
    """
    carried: dict[int, float] = defaultdict(float)
    for line in lines:
        weights = [prose.passages[passage].weight for passage, _ in line.places]
        for (passage, _), weight in zip(line.places, weights, strict=True):
            carried[passage] += abs(line.amount) * weight / sum(weights)
    return sorted(sorted(carried, key=lambda passage: (-carried[passage], passage))[:most])


def _passages(places: Iterable[Place]) -> list[int]:
    return list(dict.fromkeys(passage for passage, _ in places))


def _contribution(line: Line, order: dict[int, int], rulebook: Rulebook, language: Language) -> Contribution:
    cited = tuple(sorted(order[passage] for passage in _passages(line.places) if passage in order))
    return Contribution(source=line.source, label=_label(line, rulebook, language), amount=line.amount, evidence=cited)


def _label(line: Line, rulebook: Rulebook, language: Language) -> str:
    if line.rule is not None:
        found = [name for name in line.concepts if name in line.rule.any][:_CONCEPTS_NAMED]
        partners = [name for name in line.concepts if name in line.rule.together_with][:_CONCEPTS_NAMED]
        concepts, together = (_names(names, rulebook, language) for names in (found, partners))
        return say(language, "ledger.together", concepts=concepts, partners=together) if partners else concepts
    if line.others:
        return say(language, "ledger.others", count=line.others)
    return say(language, "ledger.word", word=line.word) if line.word else say(language, "ledger.base")


def _names(concepts: Sequence[str], rulebook: Rulebook, language: Language) -> str:
    return listed(language, [rulebook.concepts[name].label.in_(language) for name in concepts])


def _evidence(prose: Prose, number: int, words: set[int]) -> Evidence:
    passage = prose.passages[number]
    section = prose.sections[passage.section]
    return Evidence(
        section=section.name,
        start=passage.start,
        end=passage.end,
        text=section.text[passage.start : passage.end],
        marks=tuple((passage.words[at].start, passage.words[at].end) for at in sorted(words)),
    )


def quoted(ledger: Ledger, prose: Prose, language: Language) -> str:
    """The applicant's own words that carry a ledger, each line's best before its second best."""
    lines = sorted((line for line in ledger.lines if line.amount > 0), key=lambda line: -line.amount)
    words: dict[str, str] = {}
    for passage, at in (place for rank in zip_longest(*(line.places for line in lines)) for place in rank if place):
        word = prose.passages[passage].words[at]
        if word.counts:
            section = prose.sections[prose.passages[passage].section]
            words.setdefault(word.lemma, section.text[word.start : word.end])
    return listed(language, [say(language, "list.quoted", text=text) for text in list(words.values())[:_WORDS_QUOTED]])


def _sentence(ledger: Ledger, prose: Prose, rulebook: Rulebook, language: Language, level: int, *, accepted: bool) -> str:
    words = quoted(ledger, prose, language)
    outcome = "accepted" if accepted else "weak" if words else "none"
    return say(
        language,
        f"match.{outcome}",
        kind=say(language, f"kind.{ledger.target.kind}"),
        name=ledger.target.names.in_(language).text,
        level=level,
        word=rulebook.scorecard.level[level].word.in_(language),
        words=words,
    )


def without_each(match: Match, levels: Mapping[int, int], language: Language) -> tuple[str, ...]:
    """What each shown passage is worth: to which level the match falls without it, the dearest first.

    ``levels`` are the levels without each piece of evidence, by its index.
    """
    falls = [(index, level) for index, level in levels.items() if level < match.level]
    sentences = []
    for index, level in sorted(falls, key=lambda fall: (fall[1], fall[0])):
        quote = say(language, "list.quoted", text=shorten(match.evidence[index].text, _LONGEST_QUOTE, placeholder=" …"))
        sentences.append(say(language, "whatif.without", quote=quote, level=match.level, other=level))
    return tuple(sentences) or ((say(language, "whatif.none", level=match.level),) if match.evidence else ())


def raised_by(match: Match, rulebook: Rulebook, language: Language) -> str:
    """Which concrete measure would raise a match most, and to which level; empty where nothing is left to say.

    Reckoned with half the weight of the strongest rule that has found nothing yet: what one plain sentence about it gives.
    """
    found = {line.source for line in match.contributions}
    silent = [rule for rule in rulebook.rules_of[match.target] if f"rule:{rule.id}" not in found and not rule.together_with]
    best = max(silent, key=lambda rule: rule.weight, default=None)
    if best is None or best.weight <= 0:
        return ""
    total = match.total + rulebook.scorecard.rule_scale * best.weight / 2
    level = rulebook.scorecard.level_of(100 / (1 + math.exp(-total)))
    concepts = " / ".join(rulebook.concepts[name].label.in_(language) for name in best.any[:_CONCEPTS_NAMED])
    return say(language, "whatif.measure", concepts=concepts, level=level) if level > match.level else ""
