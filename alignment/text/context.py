"""Which words of a passage must not count: denied, contrasted, merely mentioned, a name, an address, a contact line.

All cues are data of the rulebook's language files. What is silenced here gives no evidence anywhere: not in the rules, not
in the similarity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from alignment.rulebook.parts import Languages, LanguageWords
from alignment.text.tokens import Token, tokens

_ADDRESSES = re.compile(r"\S+@\S+|\(at\)\S+|https?://\S+|www\.\S+")
_PHONE = re.compile(r"\+?\d[\d\s()-]{6,}\d")
_POSTAL_CODE = re.compile(r"\d{5}")
_CLAUSE_END = re.compile(r"[;:()–—]")
_COMMA = re.compile(r"[,;:()–—]")
#: A passage with a contact label or an address and at most this many words is a contact line.
_LONGEST_CONTACT_LINE = 25
#: How many words before a postposition ("logistiikan sijaan") it speaks of.
_BEFORE = 3
_LONGEST_NAME = 6
_STEM = 5

Phrase = tuple[str, ...]
Cue = Literal["denials", "denials_before", "contrasts", "contrasts_before", "mentions", "idioms"]
_CUES: tuple[Cue, ...] = get_args(Cue)


@dataclass(frozen=True)
class Cues:
    """A language's cues, ready for matching: by its first word, every phrase with the kinds of cue it is."""

    phrases: dict[str, tuple[tuple[Phrase, Cue], ...]]
    clause_breaks: frozenset[str]
    restrictions: frozenset[str]
    stop_words: frozenset[str]

    @classmethod
    def of(cls, words: LanguageWords) -> Cues:
        """The cues of a language's data."""
        found: dict[str, list[tuple[Phrase, Cue]]] = {}
        for cue in _CUES:
            for line in getattr(words, cue):
                phrase = tuple(token.form for token in tokens(line))
                found.setdefault(phrase[0], []).append((phrase, cue))
        return cls(
            phrases={first: tuple(phrases) for first, phrases in found.items()},
            clause_breaks=frozenset(words.clause_breaks),
            restrictions=frozenset(words.restrictions),
            stop_words=frozenset(words.stop_words),
        )


@dataclass(frozen=True)
class Everywhere:
    """Cues that hold in a text of any language: names of organisations, addresses and contact lines."""

    organisation_endings: frozenset[str]
    address_words: tuple[str, ...]
    contact_labels: frozenset[str]

    @classmethod
    def of(cls, languages: Languages) -> Everywhere:
        """The cues of all languages together."""
        packs = (languages.fi, languages.sv, languages.en)
        return cls(
            organisation_endings=frozenset(word for pack in packs for word in pack.organisation_endings),
            address_words=tuple({word for pack in packs for word in pack.address_words}),
            contact_labels=frozenset(word for pack in packs for word in pack.contact_labels),
        )


def silenced(text: str, words: list[Token], cues: Cues, everywhere: Everywhere, applicant: tuple[Phrase, ...]) -> set[int]:
    """Indices of the words of one passage that must not count.

    Args:
        text: the whole section; the tokens' places refer to it.
        words: the passage's words, in order.
        applicant: names of the applicant as folded words.
    """
    if not words:
        return set()
    forms = [word.form for word in words]
    found = _found(forms, cues)
    if any(cue == "mentions" for *_, cue in found) or _is_contact_line(text, words, everywhere):
        return set(range(len(words)))
    quiet = _names(text, words, forms, everywhere) | _applicants(forms, applicant) | _postal(text, words, forms, everywhere)
    for at, end, cue in found:
        if cue == "idioms":
            quiet |= set(range(at, end))
        elif cue == "denials" and not (end < len(forms) and forms[end] in cues.restrictions):
            quiet |= set(range(at, _clause_end(text, words, forms, end, cues, _CLAUSE_END)))
        elif cue == "contrasts":
            quiet |= set(range(at, _clause_end(text, words, forms, end, cues, _COMMA)))
        elif cue == "denials_before":
            quiet |= set(range(_clause_start(text, words, forms, at, cues), end))
        elif cue == "contrasts_before":
            quiet |= set(range(max(_clause_start(text, words, forms, at, cues), at - _BEFORE), end))
    return quiet


def _found(forms: list[str], cues: Cues) -> list[tuple[int, int, Cue]]:
    """The cues of a passage: first word, the word after the last, and what it is."""
    return [
        (at, at + len(phrase), cue)
        for at, form in enumerate(forms)
        for phrase, cue in cues.phrases.get(form, ())
        if tuple(forms[at : at + len(phrase)]) == phrase
    ]


def _clause_end(text: str, words: list[Token], forms: list[str], start: int, cues: Cues, ends: re.Pattern[str]) -> int:
    """Index of the first word after the clause that goes on at word ``start``."""
    for at in range(start, len(words)):
        if forms[at] in cues.clause_breaks or (at > start and ends.search(text, words[at - 1].end, words[at].start)):
            return at
    return len(words)


def _clause_start(text: str, words: list[Token], forms: list[str], end: int, cues: Cues) -> int:
    """Index of the first word of the clause that reaches word ``end``."""
    for at in range(end - 1, -1, -1):
        if forms[at] in cues.clause_breaks:
            return at + 1
        if at + 1 < len(words) and _CLAUSE_END.search(text, words[at].end, words[at + 1].start):
            return at + 1
    return 0


def _is_contact_line(text: str, words: list[Token], everywhere: Everywhere) -> bool:
    if len(words) > _LONGEST_CONTACT_LINE:
        return False
    start, end = words[0].start, words[-1].end
    labelled = any(word.form in everywhere.contact_labels for word in words)
    numbered = _PHONE.search(text, start, end) is not None
    addressed = _ADDRESSES.search(text, start, min(len(text), end + 1)) is not None
    return addressed or (labelled and (numbered or words[0].form in everywhere.contact_labels))


def _names(text: str, words: list[Token], forms: list[str], everywhere: Everywhere) -> set[int]:
    """Names of organisations: the capitalised words before "Oy", "rf", "Ltd"."""
    quiet: set[int] = set()
    for at, form in enumerate(forms):
        if form not in everywhere.organisation_endings:
            continue
        first = at
        for before in range(at - 1, max(-1, at - 1 - _LONGEST_NAME), -1):
            if _COMMA.search(text, words[before].end, words[before + 1].start):
                break
            if text[words[before].start].isupper():
                first = before
            elif before < at - 2:
                break
        if first < at:
            quiet |= set(range(first, at + 1))
    for match in _ADDRESSES.finditer(text, words[0].start, words[-1].end):
        quiet |= {i for i, word in enumerate(words) if match.start() <= word.start < match.end()}
    return quiet


def _applicants(forms: list[str], applicant: tuple[Phrase, ...]) -> set[int]:
    """The applicant's own name, inflected or not: words are compared by their beginnings."""
    return {
        place
        for name in applicant
        for at in range(len(forms) - len(name) + 1)
        if all(forms[at + i].startswith(word[:_STEM]) for i, word in enumerate(name))
        for place in range(at, at + len(name))
    }


def _postal(text: str, words: list[Token], forms: list[str], everywhere: Everywhere) -> set[int]:
    """Addresses: a capitalised street name with its house number, a postal code with its town."""
    quiet: set[int] = set()
    for at in range(len(words) - 1):
        street = forms[at].endswith(everywhere.address_words) and forms[at + 1][0].isdigit()
        town = _POSTAL_CODE.fullmatch(forms[at]) is not None and text[words[at + 1].start].isupper()
        if (street and text[words[at].start].isupper()) or town:
            quiet |= {at, at + 1}
    return quiet


@lru_cache(maxsize=1024)
def name_phrases(applicant: str, endings: frozenset[str]) -> tuple[Phrase, ...]:
    """The names in an applicant field as folded words, legal forms left out.

    >>> name_phrases("Sataman Kehitys Oy; Kotkan kaupunki", frozenset({"oy"}))
    (('sataman', 'kehitys'), ('kotkan', 'kaupunki'))
    """
    names = (tuple(t.form for t in tokens(part) if t.form not in endings) for part in re.split(r"[;,/\n]", applicant))
    return tuple(name for name in names if name)
