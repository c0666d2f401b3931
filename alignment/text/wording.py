"""Recognising the programme's own wording: what an application copies from it says nothing about a project.

Passages are compared with the official texts by pairs of neighbouring theme words in dictionary form (shingles: Broder 1997, "On
the resemblance and containment of documents"), so that a sentence is recognised with its small words, its endings and two or
three of its theme words changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from alignment.model import LANGUAGES, Language
from alignment.rulebook.parts import Plan, Rulebook
from alignment.text.tokens import passages

#: A passage is a copy when at least so many of its theme words, and this share of them, stand in pairs of the official texts.
_FEWEST = 5
_SHARE = 0.6
#: A shorter one is when all its theme words do, and in others runs of so many words are.
_SHORTEST = 3
_RUN = 7


class Wording:
    """The official wording of a rulebook's programmes and strategies, ready for comparison.

    Args:
        rulebook: its plans, and the official texts it holds.
        themes: gives the theme words of a text in their dictionary form.
    """

    def __init__(self, rulebook: Rulebook, themes: Callable[[str, Language], list[str]]) -> None:
        self._pairs: dict[Language, set[tuple[str, str]]] = {
            lang: {pair for text in _official(rulebook, lang) for pair in pairwise(themes(text, lang))} for lang in LANGUAGES
        }

    def copied(self, themes: Sequence[str], language: Language) -> list[int]:
        """Which theme words of a passage are the plans' own: all of them when most are, else those of long runs."""
        pairs = self._pairs[language]
        own = [at for at, pair in enumerate(pairwise(themes)) if pair in pairs]
        covered = {at + step for at in own for step in (0, 1)}
        if len(covered) >= max(_FEWEST, _SHARE * len(themes)) or len(covered) == len(themes) >= _SHORTEST:
            return list(range(len(themes)))
        return [at for run in _runs(own) if len(run) + 1 >= _RUN for at in (*run, run[-1] + 1)]


def _official(rulebook: Rulebook, language: Language) -> Iterator[str]:
    """All sentences of a language: those of the official texts, and what the plans themselves hold."""
    plans = (plan for plan in rulebook.plans if plan.kind in ("programme", "strategy"))
    for text in (*rulebook.wording.get(language, ()), *(line for plan in plans for line in _said_by(plan, language))):
        yield from (text[start:end] for start, end in passages(text))


def _said_by(plan: Plan, language: Language) -> Iterator[str]:
    """What a plan says: names, vision and what it asks for. What its targets cover is our description, in ordinary words."""
    yield from (text.in_(language) for text in (plan.vision, plan.asks) if text)
    for names in (plan.names, *(part.names for part in plan.group), *(part.names for part in plan.target)):
        name = names.in_(language)
        yield from (name.text, *(alias.text for alias in name.aliases))


def _runs(places: Iterable[int]) -> list[list[int]]:
    """Places that follow each other without a gap, together."""
    found: list[list[int]] = []
    for at in places:
        if found and found[-1][-1] == at - 1:
            found[-1].append(at)
        else:
            found.append([at])
    return found
