"""Which words of a passage must not count: denied, contrasted, merely mentioned, a name, an address, a contact line.

All cues are data of the rulebook's language files. What is silenced here gives no evidence anywhere: not in the rules, not
in the similarity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, get_args

from alignment.rulebook.parts import Languages, LanguageWords
from alignment.text.tokens import Token, tokens

_EMAIL = re.compile(r"\S+@\S+|\S+\(at\)\S+")
_LINK = re.compile(rf"{_EMAIL.pattern}|https?://\S+|www\.\S+")
_PHONE = re.compile(r"(?:\+\d|\b0)\d[\d\s()-]{5,}\d")
_POSTAL_CODE = re.compile(r"\d{5}")
_CLAUSE_END = re.compile(r"[;:()–—]")
#: After one of these a capital begins a sentence or a quotation, not a name.
_SENTENCE_START = re.compile(r"[.!?:;\"“”„»«•●▪]")
_COMMA = re.compile(r"[,;:()–—]")
#: A contact line has at most this many words.
_LONGEST_CONTACT_LINE = 25
#: How many words before a postposition ("logistiikan sijaan"), or after a contrast that no comma ends, it speaks of.
_NEAR = 3
_LONGEST_NAME = 6
_LONGEST_ALTERNATIVE = 5
#: With a greater share of capitalised words, a passage is a heading.
_TITLE_CASE = 0.5
#: Stands for any one word in a cue.
_ANY = "*"
_STEM = 5
#: Legal forms are short ("Oy", "Ab", "Ltd"); longer endings ("university") belong to the name.
_LONGEST_FORM = 4
#: Small words inside names: "Kymen Vesi ja Energia Oy", "the Port of Kotka Ltd".
_INSIDE_NAMES = frozenset({"ja", "och", "and", "of"})

Phrase = tuple[str, ...]
Phrases = dict[str, tuple[Phrase, ...]]
Cue = Literal[
    "denials", "denials_of_measures", "denials_before", "contrasts", "contrasts_before", "mentions", "idioms", "clause_breaks"
]
_CUES: tuple[Cue, ...] = get_args(Cue)


@dataclass
class _Step:
    """A place in the tree of cues: where each next word leads, and which cues end here."""

    next: dict[str, _Step] = field(default_factory=dict)
    cues: list[Cue] = field(default_factory=list)


@dataclass(frozen=True)
class Cues:
    """A language's cues, ready for matching, as a tree of their words."""

    tree: _Step
    restrictions: frozenset[str]
    relatives: frozenset[str]
    alternatives: frozenset[str]
    stop_words: frozenset[str]

    @classmethod
    def of(cls, words: LanguageWords) -> Cues:
        """The cues of a language's data."""
        tree = _Step()
        for cue in _CUES:
            for phrase in map(_cue, getattr(words, cue)):
                step = tree
                for word in phrase:
                    step = step.next.setdefault(word, _Step())
                step.cues.append(cue)
        return cls(
            tree=tree,
            restrictions=frozenset(words.restrictions),
            relatives=frozenset(words.relatives),
            alternatives=frozenset(words.alternatives),
            stop_words=frozenset(words.stop_words),
        )


@dataclass(frozen=True)
class Everywhere:
    """Cues that hold in a text of any language: names of organisations, addresses and contact lines."""

    organisation_endings: Phrases
    address_words: tuple[str, ...]
    highways: frozenset[str]
    contact_labels: Phrases
    theme_names: tuple[str, ...]

    @classmethod
    def of(cls, languages: Languages) -> Everywhere:
        """The cues of all languages together."""
        packs = (languages.fi, languages.sv, languages.en)
        return cls(
            organisation_endings=_phrases(word for pack in packs for word in pack.organisation_endings),
            address_words=tuple(sorted({word for pack in packs for word in pack.address_words})),
            highways=frozenset(word for pack in packs for word in pack.highways),
            contact_labels=_phrases(word for pack in packs for word in pack.contact_labels),
            theme_names=tuple(sorted({word.lower() for pack in packs for word in pack.theme_names})),
        )


def _phrase(line: str) -> Phrase:
    return tuple(token.form for token in tokens(line))


def _cue(line: str) -> Phrase:
    """A cue as folded words; ``*`` stands for exactly one word.

    >>> _cue("Projektet * inte")
    ('projektet', '*', 'inte')
    """
    return tuple(form for part in line.split() for form in ((_ANY,) if part == _ANY else _phrase(part)))


def _phrases(lines: Iterable[str]) -> Phrases:
    found: dict[str, list[Phrase]] = {}
    for phrase in map(_phrase, lines):
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}


def silenced(
    text: str, words: list[Token], cues: Cues, everywhere: Everywhere, applicant: tuple[Phrase, ...], *, measures: bool = False
) -> set[int]:
    """Indices of the words of one passage that must not count.

    Args:
        text: the whole section; the tokens' places refer to it.
        words: the passage's words, in order.
        applicant: names of the applicant as folded words.
        measures: whether the section tells what is done, so that a bare "no" denies a measure rather than tells of a need.
    """
    if not words:
        return set()
    # "Oy:n" is "Oy" with an ending.
    forms = [word.form.partition(":")[0] for word in words]
    found = _found(forms, cues)
    if any(cue == "mentions" for *_, cue in found) or _is_contact_line(text, words, forms, everywhere):
        return set(range(len(words)))
    passage = _Passage(text, words, {at for at, _, cue in found if cue == "clause_breaks"})
    quiet = passage.links() | passage.names(forms, everywhere, cues.stop_words) | passage.applicants(forms, applicant)
    quiet |= passage.proper_names(forms, everywhere)
    quiet |= passage.addresses(forms, everywhere)
    for at, end, cue in found:
        if cue == "idioms":
            quiet |= set(range(at, end))
        elif cue == "denials" and not (end < len(forms) and forms[end] in cues.restrictions):
            quiet |= set(range(at, passage.clause_end(end, _CLAUSE_END)))
        elif cue == "denials_of_measures" and measures:
            quiet |= set(range(at, passage.clause_end(end, _COMMA)))
        elif cue == "contrasts":
            quiet |= set(range(at, passage.contrast_end(end, forms, cues)))
        elif cue == "denials_before":
            quiet |= set(range(passage.clause_start(at), end))
        elif cue == "contrasts_before":
            quiet |= set(range(max(passage.clause_start(at), at - _NEAR), end))
    return quiet


def _found(forms: list[str], cues: Cues) -> list[tuple[int, int, Cue]]:
    """The cues of a passage: first word, the word after the last, and what it is."""
    found: list[tuple[int, int, Cue]] = []
    for first, form in enumerate(forms):
        steps = [cues.tree.next[form]] if form in cues.tree.next else []
        end = first + 1
        while steps:
            found += [(first, end, cue) for step in steps for cue in step.cues]
            word = forms[end] if end < len(forms) else ""
            steps = [step.next[key] for step in steps for key in (word, _ANY) if word and key in step.next]
            end += 1
    return found


def _at(forms: list[str], at: int, phrases: Phrases) -> int:
    """How many words the longest phrase beginning at a word has; 0 where none does."""
    return next((len(p) for p in phrases.get(forms[at], ()) if tuple(forms[at : at + len(p)]) == p), 0)


def _is_contact_line(text: str, words: list[Token], forms: list[str], everywhere: Everywhere) -> bool:
    """A short passage with an e-mail address, or a contact label with its colon or a telephone number."""
    if len(words) > _LONGEST_CONTACT_LINE:
        return False
    start, end = words[0].start, words[-1].end
    if _EMAIL.search(text, start, min(len(text), end + 1)) is not None:
        return True
    if everywhere.contact_labels.keys().isdisjoint(forms):
        return False
    labels = [at + length - 1 for at in range(len(words)) if (length := _at(forms, at, everywhere.contact_labels))]
    named = any(text[words[last].end : words[last].end + 1] == ":" or words[last].form.endswith(":") for last in labels)
    return named or (bool(labels) and _PHONE.search(text, start, end) is not None)


@dataclass(frozen=True)
class _Passage:
    """A passage's words with the section they stand in, and where a new clause begins."""

    text: str
    words: list[Token]
    breaks: set[int]

    def clause_end(self, start: int, ends: re.Pattern[str]) -> int:
        """Index of the first word after the clause that goes on at word ``start``."""
        for at in range(start, len(self.words)):
            if at in self.breaks or (at > start and ends.search(self.text, self.words[at - 1].end, self.words[at].start)):
                return at
        return len(self.words)

    def contrast_end(self, start: int, forms: list[str], cues: Cues) -> int:
        """Index of the first word after what a contrast speaks of: up to the comma, with its relative clauses and alternatives.

        Where no comma ends it, a few words.
        """
        end = self.clause_end(start, _COMMA)
        if end == len(forms):
            return min(end, start + _NEAR)
        while end < len(forms):
            further = self.clause_end(end + 1, _COMMA)
            enumerated = further - end <= _LONGEST_ALTERNATIVE and not cues.alternatives.isdisjoint(forms[end:further])
            if forms[end] not in cues.relatives and not enumerated:
                break
            end = further
        return end

    def clause_start(self, end: int) -> int:
        """Index of the first word of the clause that reaches word ``end``."""
        for at in range(end - 1, -1, -1):
            if at in self.breaks:
                return at + 1
            if at + 1 < len(self.words) and _CLAUSE_END.search(self.text, self.words[at].end, self.words[at + 1].start):
                return at + 1
        return 0

    def capital(self, at: int) -> bool:
        """Whether a word begins with a capital."""
        return self.text[self.words[at].start].isupper()

    def joins(self, at: int, forms: list[str]) -> bool:
        """Whether a word can bind a name together: "ja" after a capital that is not merely the start of a sentence."""
        return forms[at] in _INSIDE_NAMES and at > 1 and self.capital(at - 1)

    def links(self) -> set[int]:
        """Words of e-mail and web addresses."""
        spans = [match.span() for match in _LINK.finditer(self.text, self.words[0].start, self.words[-1].end)]
        return {i for i, word in enumerate(self.words) for start, end in spans if start <= word.start < end}

    def names(self, forms: list[str], everywhere: Everywhere, stop_words: frozenset[str]) -> set[int]:
        """Names of organisations: the capitalised words before "Oy", "rf", "University of Applied Sciences"."""
        quiet: set[int] = set()
        if everywhere.organisation_endings.keys().isdisjoint(forms):
            return quiet
        endings = {at: length for at in range(len(forms)) if (length := _at(forms, at, everywhere.organisation_endings))}
        for at, length in endings.items():
            first = at
            for before in range(at - 1, max(-1, at - 1 - _LONGEST_NAME), -1):
                if _COMMA.search(self.text, self.words[before].end, self.words[before + 1].start):
                    break
                if self.capital(before) and not (before == 0 and forms[before] in stop_words):
                    first = before
                elif before not in endings and not (first < at and self.joins(before, forms)):
                    break
            if first < at:
                quiet |= set(range(first, at + length))
        return quiet

    def proper_names(self, forms: list[str], everywhere: Everywhere) -> set[int]:
        """Capitalised words inside a sentence, unless the name is itself a theme. A heading in capitals has no such words."""
        capitals = {
            at for at, word in enumerate(self.words) if self.capital(at) and self.text[word.start + 1 : word.end].islower()
        }
        if len(capitals) > len(self.words) * _TITLE_CASE:
            return set()
        return {
            at
            for at in capitals
            if at > 0
            and _SENTENCE_START.search(self.text, self.words[at - 1].end, self.words[at].start) is None
            and not forms[at].startswith(everywhere.theme_names)
        }

    def applicants(self, forms: list[str], applicant: tuple[Phrase, ...]) -> set[int]:
        """The applicant's own name, inflected or not: words are compared by their beginnings.

        A name of one word is a word like any other unless it stands with a capital inside a sentence.
        """
        return {
            place
            for name in applicant
            for at in range(len(forms) - len(name) + 1)
            if all(forms[at + i].startswith(word[:_STEM]) for i, word in enumerate(name))
            and (len(name) > 1 or (at > 0 and self.capital(at)))
            for place in range(at, at + len(name))
        }

    def addresses(self, forms: list[str], everywhere: Everywhere) -> set[int]:
        """A capitalised street name with its house number, a postal code with its town."""
        quiet: set[int] = set()
        # Every address has a number.
        if not any(form[0].isdigit() for form in forms):
            return quiet
        for at, form in enumerate(forms):
            after = at + 1 < len(forms) and forms[at + 1][0].isdigit()
            if _POSTAL_CODE.fullmatch(form) and at + 1 < len(forms) and self.capital(at + 1):
                quiet |= {at, at + 1}
            elif form in everywhere.highways or not self.capital(at) or not form.endswith(everywhere.address_words):
                continue
            elif form in everywhere.address_words:
                # "Harbour Street 5", "5 Harbour Street"
                before = at > 1 and forms[at - 2][0].isdigit()
                if at > 0 and self.capital(at - 1) and (after or before):
                    quiet |= {at - 2 if before else at - 1, at - 1, at, at + 1 if after else at}
            elif after and any(len(word) > _NEAR - 1 and form.endswith(word) for word in everywhere.address_words):
                quiet |= {at, at + 1}
        return quiet


@lru_cache(maxsize=1024)
def name_phrases(applicant: str, endings: frozenset[str]) -> tuple[Phrase, ...]:
    """The names in an applicant field as folded words, legal forms at their edges left out.

    >>> name_phrases("Sataman Kehitys Oy; Kotkan kaupunki", frozenset({"oy"}))
    (('sataman', 'kehitys'), ('kotkan', 'kaupunki'))
    """
    found = []
    for part in re.split(r"[;,/\n]", applicant):
        name = list(_phrase(part))
        for edge in (-1, 0):
            if name and name[edge] in endings and len(name[edge]) <= _LONGEST_FORM:
                del name[edge]
        found.append(tuple(name))
    return tuple(name for name in found if name)
