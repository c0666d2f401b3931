"""What a heading means: the field or the section role it stands for, how sure that is, and why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from alignment.model import LANGUAGES, Language
from alignment.rulebook.parts import FormField, Forms, SectionRole

Kind = Literal["field", "section", "decision"]
KINDS: tuple[Kind, ...] = ("field", "section", "decision")
Reason = Literal["exact", "cleaned", "prefix", "contained", "long", "fixed", "export", "service"]
#: The role of a section whose heading says nothing that is known.
OTHER = "other"
#: The role whose answers are listed and never kept: personal data, bank data, formalities.
CONTACT = "contact"

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERING = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]*\s*(?=[^\W\d])|[a-z][.)]\s+|[ivx]{1,4}[.)]\s+)")
# A word divided by hand at the end of a line.
_DIVIDED = re.compile(r"(?<=\w)-\s*\n\s*(?=[^\W\d])")
# Programs write their names without blanks: projectName.
_HUMP = re.compile(r"(?<=[^\W\d_A-ZÅÄÖ])(?=[A-ZÅÄÖ])")
_TAIL = re.compile(r"[\s:*?.…\u2013-]+$")
_CONFIDENCE: dict[Reason, float] = {
    "fixed": 1.0,
    "export": 1.0,
    "service": 1.0,
    "exact": 1.0,
    "cleaned": 0.95,
    "prefix": 0.8,
    "contained": 0.6,
    "long": 0.5,
}
#: Before the names of roles and decisions, wherever a meaning is written in a word; the name of a field stands alone.
PREFIXES: dict[Kind, str] = {"field": "", "section": "section:", "decision": "decision:"}
# Longer than this is a sentence, not a heading: only an exact match counts.
_LONGEST = 100
_SHORTEST_PREFIX, _SHORTEST_CONTAINED = 5, 8


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a heading was recognised as; ``kind`` is None when it is known that it is not to be read."""

    kind: Kind | None
    name: str
    reason: Reason

    @property
    def confidence(self) -> float:
        """From 0 to 1."""
        return _CONFIDENCE[self.reason]

    @property
    def field(self) -> str | None:
        """The name of the field, when it is one."""
        return self.name if self.kind == "field" else None


def meant(written: str, reason: Reason) -> Recognition:
    """A meaning as mapping files and exports write it: a field, ``section:`` and a role, or nothing.

    >>> meant("section:goals", "export").name, meant("", "export").kind
    ('goals', None)
    """
    for kind in ("section", "decision"):
        if written.startswith(PREFIXES[kind]):
            return Recognition(kind, written.removeprefix(PREFIXES[kind]), reason)
    return Recognition("field" if written else None, written, reason)


#: An unknown heading over long texts.
LONG = Recognition("section", OTHER, "long")
#: A heading that an officer said is not to be read.
NOT_READ = meant("", "fixed")


class Headings:
    """All headings that the forms of a rulebook know, in every language at once."""

    def __init__(self, forms: Forms) -> None:
        self.roles = frozenset(forms.section)
        self.exports = forms.exports
        self.decisions = tuple(forms.decision)
        named: dict[Kind, dict[str, SectionRole] | dict[str, FormField]]
        named = {"field": forms.field, "section": forms.section, "decision": forms.decision}
        self._labels = {(kind, name): part.label for kind, parts in named.items() for name, part in parts.items()}
        self._exact: dict[Kind, dict[str, str]] = {kind: {} for kind in KINDS}
        self._words: dict[Kind, dict[str, str]] = {kind: {} for kind in KINDS}
        for kind, name, heading in _known(forms):
            self._exact[kind].setdefault(fold(heading), name)
            self._words[kind].setdefault(_cleaned(heading), name)
        self._tongues = _tongues(forms)
        self._alone = {
            _cleaned(word): name
            for name, field in forms.field.items()
            for language in LANGUAGES
            for word in field.alone.in_(language)
        }
        self._ranks = dict(reversed(list(_ranked(forms))))
        self.recognise = cache(self._recognise)

    def alone(self, heading: str) -> Recognition | None:
        """What a word says that is a heading only when it stands alone over a column."""
        name = self._alone.get(_cleaned(heading))
        return Recognition("field", name, "contained") if name else None

    def label(self, meaning: Recognition, language: Language) -> str:
        """What people call the field or role that a heading was taken for."""
        return self._labels[meaning.kind, meaning.name].in_(language) if meaning.kind else ""

    def rank(self, heading: str) -> int:
        """The place of a heading in the list of its field, 0 the first: of several numbers the first one is the identifier."""
        return self._ranks.get(_cleaned(heading), len(self._ranks))

    def tongues(self, heading: str) -> frozenset[Language]:
        """The languages in which a heading is a known name of a fact."""
        return self._tongues.get(_cleaned(heading), frozenset())

    def is_exact(self, heading: str) -> bool:
        """Whether a text is a known heading as it stands; quick, for it is asked of every row."""
        folded = heading.strip().casefold()
        return any(folded in known for known in self._exact.values())

    def _recognise(self, heading: str, kinds: tuple[Kind, ...] = KINDS) -> Recognition | None:
        """The best reading of a heading, or None. An exact match of any kind goes before a looser one."""
        readings = dict.fromkeys((_DIVIDED.sub("", heading), heading, heading if " " in heading else _HUMP.sub(" ", heading)))
        found = (self._recognise_line(reading, kinds) for reading in readings)
        return next((meaning for meaning in found if meaning), None) or self._above_help(heading, kinds)

    def _recognise_line(self, heading: str, kinds: tuple[Kind, ...]) -> Recognition | None:
        folded = fold(heading)
        for kind in kinds:
            if name := self._exact[kind].get(folded):
                return Recognition(kind, name, "exact")
        if not folded or len(folded) > _LONGEST:
            return None
        cleaned = _cleaned(heading)
        for kind in kinds:
            if name := self._words[kind].get(cleaned):
                return Recognition(kind, name, "cleaned")
        # A sentence that begins with a heading's word is somebody's answer.
        return None if folded.endswith(".") else self._loose(cleaned.split(), kinds)

    def _above_help(self, heading: str, kinds: tuple[Kind, ...]) -> Recognition | None:
        """A known heading with help below it or in long brackets; less sure, for what stands below may be an answer."""
        first = _cleaned(_BRACKETS.sub(" ", heading).strip().partition("\n")[0])
        found = self._named(first, kinds) if len(first) <= _LONGEST else None
        return Recognition(*found, "prefix") if found else None

    def _loose(self, words: list[str], kinds: tuple[Kind, ...]) -> Recognition | None:
        """A heading that begins with a known one, or has one in it."""
        for last in range(len(words), 0, -1):
            known = " ".join(words[:last])
            if len(known) >= _SHORTEST_PREFIX and (found := self._named(known, kinds)):
                return Recognition(*found, "prefix")
        parts = {" ".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1)}
        within = {part: found for part in parts if len(part) >= _SHORTEST_CONTAINED and (found := self._named(part, kinds))}
        longest = max(within, key=len, default="")
        # Two different things named in one heading, or a heading lost in a long one: better not to guess.
        if not longest or 3 * len(longest) < len(" ".join(words)) or any(part not in longest for part in within):
            return None
        return Recognition(*within[longest], "contained")

    def _named(self, words: str, kinds: tuple[Kind, ...]) -> tuple[Kind, str] | None:
        return next(((kind, name) for kind in kinds if (name := self._words[kind].get(words))), None)


def _known(forms: Forms) -> Iterator[tuple[Kind, str, str]]:
    parts: list[tuple[Kind, str, SectionRole | FormField]] = [("field", name, field) for name, field in forms.field.items()]
    parts += [("section", role, section) for role, section in forms.section.items()]
    parts += [("decision", name, field) for name, field in forms.decision.items()]
    for kind, name, part in parts:
        yield kind, name, name
        for language in LANGUAGES:
            yield kind, name, part.label.in_(language)
            for heading in part.headings.in_(language):
                yield kind, name, heading


def _ranked(forms: Forms) -> Iterator[tuple[str, int]]:
    lists = (field.headings.in_(language) for field in forms.field.values() for language in LANGUAGES)
    return ((_cleaned(heading), place) for headings in lists for place, heading in enumerate(headings))


def _tongues(forms: Forms) -> dict[str, frozenset[Language]]:
    found: dict[str, frozenset[Language]] = {}
    for language in LANGUAGES:
        for field in forms.field.values():
            for heading in (field.label.in_(language), *field.headings.in_(language)):
                found[_cleaned(heading)] = found.get(_cleaned(heading), frozenset()) | {language}
    return found


@lru_cache(maxsize=4096)
def fold(heading: str) -> str:
    """A heading as it is compared: without regard to letter case, odd blanks and soft hyphens."""
    return " ".join(unicodedata.normalize("NFKC", heading).replace("\u00ad", "").casefold().split())


@lru_cache(maxsize=4096)
def _cleaned(heading: str) -> str:
    """A heading without numbering, bracketed help, closing marks and punctuation.

    >>> _cleaned("4.1 Hankkeen tavoitteet (max. 2000 merkkiä): *")
    'hankkeen tavoitteet'
    """
    folded = _NUMBERING.sub("", _BRACKETS.sub(" ", fold(heading)).strip())
    return " ".join(re.sub(r"(?:[^\w'/+-]|_)+", " ", _TAIL.sub("", folded)).split())
