"""The words of past applications: which of them stand out among the accepted ones, and where they were said.

Names stay out: people, places, organisations, whatever is written with a capital only, and the words of the applicant's own
name. What is left are words as anybody could have said them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from alignment.intake.problems import shown
from alignment.learning.decisions import Decisions
from alignment.matching.lexicon import Lexicon
from alignment.matching.precedents import Term
from alignment.matching.scorecard import strength
from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook
from alignment.text.prose import Passage, Prose, Word
from alignment.text.tokens import tokens

Words = Mapping[Language, tuple[str, ...]]
#: How much of what was read counts as known before it is compared.
_PRIOR = 0.1
_FEWEST_SAYING, _LEAST_Z, _MOST = 4, 2.5, 8
_PLAIN = re.compile(r"[^\W\d_]+(-[^\W\d_]+)*")
_LONG_NUMBER = re.compile(r"\d[\d\s()-]{4,}\d")
#: Two words that begin with so many equal letters are taken for forms of one name.
_STEM = 5
_SHORTEST = 3
_QUOTES, _LONGEST_QUOTE = 3, 160
#: What could be read as a link, an image or a table where the proposal is shown.
_MARKUP = str.maketrans("", "", "`*_[]<>|#\\!")


class Vocabulary:
    """What every case says, each word once with the weight of its loudest place.

    Args:
        decisions: the cases.
        proses: their texts, in the same order.
    """

    def __init__(self, decisions: Decisions, proses: Sequence[Prose], rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._proses = proses
        self._officers = decisions.names
        self._places = tuple(word for words in rulebook.about.regions.values() for word in words if word.isalpha())
        self._own = [tuple(token.form[:_STEM] for token in tokens(case.application.applicant or "")) for case in decisions.cases]
        self._ordinary = {
            (passage.language, word.lemma)
            for prose in proses
            for passage, word, text in _written(prose)
            if word.counts and text[0].islower()
        }
        self.said = [Counter(self._terms(case)) for case in range(len(proses))]
        self._loudness = [self._loudest(case) for case in range(len(proses))]
        self._lexicon = lru_cache(maxsize=None)(self._concepts)

    def standing_out(self, target: str, shares: Mapping[int, float]) -> dict[Language, tuple[str, ...]]:
        """New words that set a target's accepted cases apart from the others, the clearest first.

        Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, Political Analysis 16(4)) over the number
        of cases that say a word. Words that a rule of the target knows already are left out.

        Args:
            shares: by case, the share of its officers who accepted the target.
        """
        yes: dict[Term, float] = defaultdict(float)
        no: dict[Term, float] = defaultdict(float)
        for case, share in shares.items():
            for term in self.said[case]:
                yes[term] += share
                no[term] += 1 - share
        found: dict[Language, tuple[str, ...]] = {}
        for language in LANGUAGES:
            scores = _scores(
                {term: count for term, count in yes.items() if term[0] == language},
                {term: count for term, count in no.items() if term[0] == language},
            )
            clear = [
                (-z, word)
                for (lang, word), z in scores.items()
                if z >= _LEAST_Z and yes[lang, word] >= _FEWEST_SAYING and not self._lexicon(target).knows(lang, word, word)
            ]
            if words := tuple(word for _, word in sorted(clear)[:_MOST]):
                found[language] = words
        return found

    def strength(self, case: int, words: Words) -> float:
        """How strongly a case speaks of some words, as a concept made of them would be heard."""
        loudness = self._loudness[case]
        heard = [loudness[lang, word] for lang, said in words.items() for word in said if (lang, word) in loudness]
        return strength(heard, self._proses[case].words, self._rulebook.scorecard)

    def quotes(self, term: Term, cases: Iterable[int]) -> list[str]:
        """Passages in which a word was said, such as hold no name, number or address."""
        found = (self._quote(case, passage) for case in cases for passage in self._proses[case].passages if _says(passage, term))
        return list(dict.fromkeys(quote for quote in found if quote))[:_QUOTES]

    def _concepts(self, target: str) -> Lexicon:
        """The concepts that a target's rules ask for."""
        asked = {concept for rule in self._rulebook.rules_of[target] for concept in (*rule.any, *rule.together_with)}
        return Lexicon({name: self._rulebook.concepts[name] for name in sorted(asked)})

    def _terms(self, case: int) -> Iterator[Term]:
        for passage, word, _ in _written(self._proses[case]):
            if word.counts and self._speakable(passage.language, word, case):
                yield passage.language, word.lemma

    def _loudest(self, case: int) -> dict[Term, float]:
        loudest: dict[Term, float] = {}
        for passage, word, _ in _written(self._proses[case]):
            term = (passage.language, word.lemma)
            if word.counts and term in self.said[case]:
                loudest[term] = max(passage.weight, loudest.get(term, 0.0))
        return loudest

    def _speakable(self, language: Language, word: Word, case: int) -> bool:
        """Whether a word is an ordinary one: letters only, seen in small letters, and no part of a name that is known."""
        return (
            len(word.lemma) >= _SHORTEST
            and _PLAIN.fullmatch(word.lemma) is not None
            and (language, word.lemma) in self._ordinary
            and not word.form.startswith(self._places)
            and not self._names_somebody(word, case)
        )

    def _names_somebody(self, word: Word, case: int) -> bool:
        return word.form[:_STEM] in self._own[case] or any(form in self._officers for form in (word.form, word.lemma))

    def _quote(self, case: int, passage: Passage) -> str:
        """A passage fit to be quoted, or nothing."""
        prose = self._proses[case]
        text = prose.sections[passage.section].text
        if _LONG_NUMBER.search(text, passage.start, passage.end) or not all(
            self._harmless(case, passage, at, text) for at in range(len(passage.words))
        ):
            return ""
        return shown(text[passage.start : passage.end], _LONGEST_QUOTE).translate(_MARKUP)

    def _harmless(self, case: int, passage: Passage, at: int, text: str) -> bool:
        word = passage.words[at]
        stops = self._rulebook.languages.in_(passage.language).stop_words
        silenced = not word.counts and word.form not in stops and any(map(str.isalpha, word.form))
        if silenced or self._names_somebody(word, case):
            return False
        begins = at == 0 and (not word.counts or (passage.language, word.lemma) in self._ordinary)
        return begins or not text[word.start].isupper() or word.form.startswith(self._places)


def _written(prose: Prose) -> Iterator[tuple[Passage, Word, str]]:
    """Every word with its passage and as it is written."""
    for passage in prose.passages:
        text = prose.sections[passage.section].text
        yield from ((passage, word, text[word.start : word.end]) for word in passage.words)


def _says(passage: Passage, term: Term) -> bool:
    return passage.language == term[0] and any(word.counts and word.lemma == term[1] for word in passage.words)


def _scores(yes: Mapping[Term, float], no: Mapping[Term, float]) -> dict[Term, float]:
    """By term, how many standard errors its log-odds differ between the two."""
    many, few = sum(yes.values()), sum(no.values())
    prior = {term: _PRIOR * (count + no[term]) for term, count in yes.items()}
    before = sum(prior.values())

    def odds(count: float, whole: float, known: float) -> float:
        return math.log((count + known) / (whole + before - count - known))

    # A word alone has nothing to stand out against.
    return {
        term: (odds(yes[term], many, known) - odds(no[term], few, known))
        / math.sqrt(1 / (yes[term] + known) + 1 / (no[term] + known))
        for term, known in prior.items()
        if len(prior) > 1
    }
