"""What a heading means: the field or the section role it stands for, how sure that is, and why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from alignment.model import LANGUAGES
from alignment.rulebook.parts import FormField, Forms, SectionRole

Kind = Literal["field", "section", "decision"]
KINDS: tuple[Kind, ...] = ("field", "section", "decision")
Reason = Literal["exact", "cleaned", "prefix", "contained", "long"]
#: The role of a section whose heading says nothing that is known.
OTHER = "other"

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERING = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})*[.):]*\s*(?=[^\W\d])|[a-z][.)]\s+|[ivx]{1,4}[.)]\s+)")
_TAIL = re.compile(r"[\s:*?.…\u2013-]+$")
_CONFIDENCE: dict[Reason, float] = {"exact": 1.0, "cleaned": 0.95, "prefix": 0.8, "contained": 0.6, "long": 0.5}
# Longer than this is a sentence, not a heading: only an exact match counts.
_LONGEST = 100
_SHORTEST_PREFIX, _SHORTEST_CONTAINED = 5, 8


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a heading was recognised as."""

    kind: Kind
    name: str
    reason: Reason

    @property
    def confidence(self) -> float:
        """From 0 to 1."""
        return _CONFIDENCE[self.reason]


#: An unknown heading over long texts.
LONG = Recognition("section", OTHER, "long")


class Headings:
    """All headings that the forms of a rulebook know, in every language at once."""

    def __init__(self, forms: Forms) -> None:
        self.roles = frozenset(forms.section)
        self.decisions = tuple(forms.decision)
        self._exact: dict[Kind, dict[str, str]] = {kind: {} for kind in KINDS}
        self._words: dict[Kind, dict[str, str]] = {kind: {} for kind in KINDS}
        for kind, name, heading in _known(forms):
            self._exact[kind].setdefault(_fold(heading), name)
            self._words[kind].setdefault(_cleaned(heading), name)
        self.recognise = cache(self._recognise)

    def _recognise(self, heading: str, kinds: tuple[Kind, ...] = KINDS) -> Recognition | None:
        """The best reading of a heading, or None. An exact match of any kind goes before a looser one."""
        folded = _fold(heading)
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
        return None if folded.endswith(".") else self._loose(cleaned, kinds)

    def _loose(self, cleaned: str, kinds: tuple[Kind, ...]) -> Recognition | None:
        known = [(words, kind, name) for kind in kinds for words, name in self._words[kind].items()]
        begins = [entry for entry in known if len(entry[0]) >= _SHORTEST_PREFIX and f"{cleaned} ".startswith(f"{entry[0]} ")]
        if begins:
            _, kind, name = max(begins, key=lambda entry: len(entry[0]))
            return Recognition(kind, name, "prefix")
        within = [entry for entry in known if len(entry[0]) >= _SHORTEST_CONTAINED and f" {entry[0]} " in f" {cleaned} "]
        longest = max(within, key=lambda entry: len(entry[0]), default=None)
        # Two different things named in one heading, or a heading lost in a long one: better not to guess.
        if longest is None or 3 * len(longest[0]) < len(cleaned) or any(words not in longest[0] for words, _, _ in within):
            return None
        return Recognition(longest[1], longest[2], "contained")


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


def _fold(heading: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", heading).replace("\u00ad", "").casefold().split())


def _cleaned(heading: str) -> str:
    """A heading without numbering, bracketed help, closing marks and punctuation.

    >>> _cleaned("4.1 Hankkeen tavoitteet (max. 2000 merkkiä): *")
    'hankkeen tavoitteet'
    """
    folded = _NUMBERING.sub("", _BRACKETS.sub(" ", _fold(heading)).strip())
    return " ".join(re.sub(r"[^\w'/+-]+", " ", _TAIL.sub("", folded)).split())
