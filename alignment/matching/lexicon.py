"""Finding a rulebook's concepts in prose.

Every vocabulary entry is compiled once: whole words, word beginnings (``satama*``), endings (``*logistiikka``), middles, and
phrases of those. What a word form stands for is worked out once per form and remembered, so a text costs one look-up a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alignment.model import LANGUAGES, Language
from alignment.rulebook.parts import Concept
from alignment.text.lemmas import lemma
from alignment.text.prose import Prose
from alignment.text.tokens import tokens

_SHORTEST_PATTERN = 3
_CACHE = 500_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found: which words of which passage show it, and whether as a full word or a hint."""

    concept: str
    passage: int
    first: int
    last: int
    hint: bool
    #: What was said, in dictionary form: the same thing said twice counts once.
    said: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A vocabulary entry by the patterns that must follow its first word, and what it stands for."""

    rest: tuple[int, ...]
    concept: str
    hint: bool


@dataclass(frozen=True, slots=True)
class _Met:
    """What is known of a word.

    Attributes:
        patterns: the numbers of the patterns that it matches.
        alone: the entries that it is by itself.
        begun: the phrases that can begin with it, by the pattern of their second word.
    """

    patterns: frozenset[int]
    alone: tuple[_Phrase, ...]
    begun: Mapping[int, Sequence[_Phrase]]


@dataclass
class _Vocabulary:
    """All entries of one language: their single-word patterns by number, the phrases, and what each word met so far matches."""

    exact: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    begins: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    ends: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    within: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[str, int] = field(default_factory=dict)
    #: By the number of their first word.
    phrases: dict[int, list[_Phrase]] = field(default_factory=lambda: defaultdict(list))
    known: dict[tuple[str, str], _Met] = field(default_factory=dict)

    def number(self, pattern: str, language: Language) -> int:
        """The number of a pattern, compiled at its first use."""
        if pattern in self.numbers:
            return self.numbers[pattern]
        unit = self.numbers[pattern] = len(self.numbers)
        stem = pattern.strip("*")
        match (pattern.startswith("*"), pattern.endswith("*")):
            case (False, False):
                self.exact[stem].add(unit)
                # An entry whose dictionary form the lemmatiser sees otherwise must still meet its own inflected forms.
                # Not in English, where "training" would become "train".
                if language != "en":
                    self.exact[lemma(stem, language)].add(unit)
            case (False, True):
                self.begins[stem].add(unit)
            case (True, False):
                self.ends[stem].add(unit)
            case _:
                self.within[stem].add(unit)
        return unit

    def met(self, form: str, dictionary_form: str) -> _Met:
        """What a word form and its dictionary form match."""
        key = (form, dictionary_form)
        found = self.known.get(key)
        if found is None:
            if len(self.known) > _CACHE:
                self.known.clear()
            patterns = frozenset(self._matched(form) | self._matched(dictionary_form))
            phrases = [phrase for pattern in sorted(patterns) for phrase in self.phrases.get(pattern, ())]
            begun: dict[int, list[_Phrase]] = {}
            for phrase in phrases:
                if phrase.rest:
                    begun.setdefault(phrase.rest[0], []).append(phrase)
            found = self.known[key] = _Met(patterns, tuple(phrase for phrase in phrases if not phrase.rest), begun)
        return found

    def _matched(self, word: str) -> set[int]:
        found = set(self.exact.get(word, ()))
        for cut in range(_SHORTEST_PATTERN - 1, len(word) + 1):
            found.update(self.begins.get(word[:cut], ()), self.ends.get(word[-cut:], ()))
        for stem, patterns in self.within.items():
            if stem in word:
                found |= patterns
        return found


class Lexicon:
    """All concepts of a rulebook, ready to be found in prose of any of the three languages."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._vocabularies = {lang: _Vocabulary() for lang in LANGUAGES}
        for name, concept in concepts.items():
            for lang in LANGUAGES:
                for hint, entries in ((False, concept.words.in_(lang)), (True, concept.hints.in_(lang))):
                    for entry in entries:
                        self._add(lang, entry, name, hint=hint)

    def _add(self, language: Language, entry: str, concept: str, *, hint: bool) -> None:
        vocabulary = self._vocabularies[language]
        first, *rest = (vocabulary.number(word, language) for word in _words(entry))
        vocabulary.phrases[first].append(_Phrase(tuple(rest), concept, hint))

    def hits(self, prose: Prose) -> list[Hit]:
        """Every place where a concept is spoken of, in the order of the text; silenced words speak of nothing."""
        found: list[Hit] = []
        for number, passage in enumerate(prose.passages):
            vocabulary = self._vocabularies[passage.language]
            met = [vocabulary.met(word.form, word.lemma) for word in passage.words]
            for first, here in enumerate(met):
                following = met[first + 1].patterns if first + 1 < len(met) else frozenset()
                begun = (phrase for second in here.begun.keys() & following for phrase in here.begun[second])
                for phrase in (*here.alone, *begun):
                    last = first + len(phrase.rest)
                    if last < len(met) and all(pattern in met[at].patterns for at, pattern in enumerate(phrase.rest, first + 1)):
                        words = passage.words[first : last + 1]
                        # In a phrase a stop word may stand ("in need of care"), but something in it must count.
                        if any(word.counts for word in words):
                            said = " ".join(word.lemma for word in words)
                            found.append(Hit(phrase.concept, number, first, last, phrase.hint, said))
        return found

    def knows(self, language: Language, form: str, dictionary_form: str) -> bool:
        """Whether a word alone stands for some concept."""
        return bool(self._vocabularies[language].met(form, dictionary_form).alone)


def _words(entry: str) -> list[str]:
    """The words of an entry as the text's own tokens would be cut, with the stars back at their edges.

    >>> _words("*satama*"), _words("iso 27001"), _words("t&k-toiminta*")
    (['*satama*'], ['iso', '27001'], ['t', 'k-toiminta*'])
    """
    found = []
    for word in entry.split():
        cut = [token.form for token in tokens(word)]
        cut[0] = "*" + cut[0] if word.startswith("*") else cut[0]
        cut[-1] += "*" if word.endswith("*") else ""
        found += cut
    return found
