"""Changes to a rulebook: single numbers and words, checked one by one and made in memory."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from alignment.errors import UsageError
from alignment.messages import say
from alignment.model import LANGUAGES, Language
from alignment.revising.places import COSTS, Place, Range, figure, numbers, range_of
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Call, Concept, Entry, Part, Rule, Scorecard, WordLists
from alignment.text.tokens import tokens

__all__ = [
    "COSTS", "LISTS", "Change", "List", "Place", "Range", "concepts_of", "figure", "folded", "gathered", "number_changed",
    "numbers", "range_of", "revised", "word_added", "word_removed",
]  # fmt: skip

List = Literal["words", "hints"]
LISTS: tuple[List, ...] = ("words", "hints")
#: Finer numbers than this mean nothing to anybody.
_DECIMALS = 4
_LONGEST_ENTRY = 100
_ENTRY: TypeAdapter[str] = TypeAdapter(Entry)
P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Change:
    """One change: a number (``old`` and ``new`` are numbers), a word added (``old`` is None) or removed (``new`` is None)."""

    place: Place
    old: float | str | None
    new: float | str | None

    @property
    def entry(self) -> str | None:
        """The word that is added or removed; None for a number."""
        word = self.old if self.new is None else self.new
        return word if isinstance(word, str) else None

    def sentence(self, rulebook: Rulebook, language: Language) -> str:
        """The change in the reader's words, with the id to look it up by."""
        kind, *rest = self.place
        told: dict[str, object] = {"id": rest[0]}
        if kind == "concept":
            name, list_, spoken = rest
            told["label"] = rulebook.concepts[name].label.in_(language)
            told["spoken"] = say(language, f"spoken.{spoken}")
            done = "added" if self.old is None else "removed"
            return say(language, f"revising.{list_}_{done}", entry=self.entry, **told)
        told |= {end: figure(language, cast(float, value)) for end, value in (("old", self.old), ("new", self.new))}
        match kind:
            case "rule":
                rule = next(rule for rule in rulebook.rules if rule.id == rest[0])
                told["concepts"] = concepts_of(rule, rulebook, language)
                told["target"] = rulebook.target_of[rule.target].names.in_(language).text
            case "section":
                told["label"] = rulebook.forms.section[rest[0]].label.in_(language)
            case "level":
                told["word"] = rulebook.scorecard.level[int(rest[0])].word.in_(language)
            case "call":
                told["call"] = rulebook.call_of[rest[0]].names.in_(language)
                told["cost"] = say(language, f"revising.cost_{rest[-1]}")
        return say(language, f"revising.{kind}_changed", **told)


def concepts_of(rule: Rule, rulebook: Rulebook, language: Language) -> str:
    """What a rule looks for, by the labels of its concepts."""
    concepts, partners = (
        "; ".join(rulebook.concepts[name].label.in_(language) for name in names) for names in (rule.any, rule.together_with)
    )
    return say(language, "method.together", concepts=concepts, partners=partners) if partners else concepts


def number_changed(rulebook: Rulebook, place: Place, new: float, *, told_in: Language = "fi") -> Change:
    """A change of a number.

    Args:
        rulebook: as it stands, or with other changes made.
        told_in: the language of what is refused.

    Raises:
        UsageError: when there is no such number, or the new one is out of its range.
    """
    return _number_changed(numbers(rulebook), place, new, told_in)


def _number_changed(known: Mapping[Place, float], place: Place, new: float, told_in: Language) -> Change:
    if place not in known:
        raise _refused(told_in, "no_number", place=".".join(place))
    allowed = range_of(place)
    value = round(float(new), _DECIMALS) if math.isfinite(new) else math.nan
    if not allowed.allows(value):
        raise _refused(
            told_in, "out_of_range", value=figure(told_in, new) if math.isfinite(new) else new, range=allowed.said(told_in)
        )
    return Change(place, known[place], value + 0.0)


def word_added(
    rulebook: Rulebook, concept: str, list_: List, language: Language, entry: str, *, told_in: Language = "fi"
) -> Change:
    """A word added to a concept, written as the rulebook writes them: small letters, single blanks.

    Args:
        rulebook: as it stands, or with other changes made.
        list_: ``words``, or ``hints`` for those that are not certain.
        language: of the word.
        told_in: the language of what is refused.

    Raises:
        UsageError: when there is no such concept, the word is there already, or is not one: a misplaced star, no letter.
    """
    word = _written(entry, told_in)
    if word in _entries(rulebook, concept, list_, language, told_in):
        raise _refused(told_in, "known_word", entry=word, label=rulebook.concepts[concept].label.in_(told_in))
    return Change(("concept", concept, list_, language), None, word)


def word_removed(
    rulebook: Rulebook, concept: str, list_: List, language: Language, entry: str, *, told_in: Language = "fi"
) -> Change:
    """A word taken out of a concept.

    Args:
        rulebook: as it stands, or with other changes made.
        list_: ``words`` or ``hints``.
        language: of the word.
        told_in: the language of what is refused.

    Raises:
        UsageError: when there is no such concept or word.
    """
    if entry not in _entries(rulebook, concept, list_, language, told_in):
        raise _refused(told_in, "unknown_word", entry=entry, label=rulebook.concepts[concept].label.in_(told_in))
    return Change(("concept", concept, list_, language), entry, None)


def _entries(rulebook: Rulebook, concept: str, list_: str, language: str, told_in: Language) -> tuple[str, ...]:
    if concept not in rulebook.concepts or list_ not in LISTS:
        raise _refused(told_in, "no_concept", id=concept)
    words: WordLists = getattr(rulebook.concepts[concept], list_)
    return words.in_(cast(Language, language))


def folded(entry: str) -> str:
    """A word in small letters and with single blanks, as the rulebook writes them."""
    return " ".join(unicodedata.normalize("NFC", entry).lower().split())


def _written(entry: str, told_in: Language) -> str:
    word = folded(entry)
    if len(word) > _LONGEST_ENTRY:
        raise _refused(told_in, "long_word", most=_LONGEST_ENTRY)
    if not word.isprintable() or not word or not all(tokens(part) for part in word.split()):
        raise _refused(told_in, "no_word", entry=word)
    try:
        return _ENTRY.validate_python(word)
    except ValidationError:
        raise _refused(told_in, "bad_star", entry=word) from None


def gathered(changes: tuple[Change, ...], change: Change) -> tuple[Change, ...]:
    """One more change among others.

    A later change of the same number takes the place of the earlier one. What goes back to how the rulebook has it falls away:
    a number set to its old value, a word added and then removed.
    """
    earlier = next((each for each in changes if _key(each) == _key(change)), None)
    if earlier is None:
        return changes if change.old == change.new else (*changes, change)
    both = Change(change.place, earlier.old, change.new)
    if both.old == both.new:
        return tuple(each for each in changes if each is not earlier)
    return tuple(both if each is earlier else each for each in changes)


def _key(change: Change) -> tuple[Place, str | None]:
    return change.place, change.entry


def revised(rulebook: Rulebook, changes: Sequence[Change], *, told_in: Language = "fi") -> Rulebook:
    """The rulebook with the changes made, in memory, checked as loading checks it.

    Its version and date are the old ones; its fingerprint is its own.

    Args:
        rulebook: the one that the changes are of.
        changes: as :func:`gathered` leaves them.
        told_in: the language of what is refused.

    Raises:
        UsageError: when a change does not fit the rulebook, or all together break one of its rules.
    """
    if not changes:
        return rulebook
    _check(rulebook, changes, told_in)
    values: dict[Place, dict[str, Any]] = defaultdict(dict)
    words: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.place[0] == "concept":
            words[change.place[1]].append(change)
        else:
            values[change.place[:-1]][change.place[-1]] = change.new
    sections = {role: _with(part, values[("section", role)]) for role, part in rulebook.forms.section.items()}
    made = {
        "rules": tuple(_with(rule, values[("rule", rule.id)]) for rule in rulebook.rules),
        "concepts": rulebook.concepts | {name: _respoken(rulebook.concepts[name], found) for name, found in words.items()},
        "calls": tuple(_recosted(call, values[("call", call.id, "costs")], told_in) for call in rulebook.calls),
        "forms": _with(rulebook.forms, {"section": sections}),
        "scorecard": _rescaled(rulebook.scorecard, values, told_in),
        "sha256": _fingerprint(rulebook.sha256, changes),
    }
    return _with(rulebook, made)


def _check(rulebook: Rulebook, changes: Sequence[Change], told_in: Language) -> None:
    """Let no change pass that these functions would not have made of this rulebook, and none twice."""
    known = numbers(rulebook)
    seen = set()
    for change in changes:
        if change.place[0] != "concept":
            again = _number_changed(known, change.place, cast(float, change.new), told_in)
        else:
            make = word_added if change.old is None else word_removed
            _, concept, list_, language = change.place
            again = make(rulebook, concept, cast(List, list_), cast(Language, language), cast(str, change.entry), told_in=told_in)
        if again != change or _key(change) in seen:
            raise _refused(told_in, "other_rulebook", version=rulebook.about.version)
        seen.add(_key(change))


def _with(part: P, values: Mapping[str, Any]) -> P:
    """A part with other values, checked like any; the very same where there are none."""
    if not values:
        return part
    # Not as a copy: that would keep what the old one has worked out of its old values.
    return type(part)(**{name: getattr(part, name) for name in type(part).model_fields} | dict(values))


def _respoken(concept: Concept, changes: Iterable[Change]) -> Concept:
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for change in changes:
        _, _, list_, language = change.place
        present: WordLists = getattr(concept, list_)
        spoken = lists.setdefault(list_, {each: present.in_(each) for each in LANGUAGES})
        if isinstance(change.new, str):
            spoken[language] = (*spoken[language], change.new)
        else:
            spoken[language] = tuple(entry for entry in spoken[language] if entry != change.old)
    return _with(concept, {list_: WordLists(**spoken) for list_, spoken in lists.items()})


def _recosted(call: Call, values: Mapping[str, Any], told_in: Language) -> Call:
    try:
        return _with(call, {"costs": _with(call.costs, values)} if values else {})
    except ValidationError:
        raise _refused(told_in, "costs_clash", call=call.names.in_(told_in)) from None


def _rescaled(card: Scorecard, values: Mapping[Place, Mapping[str, Any]], told_in: Language) -> Scorecard:
    levels = tuple(_with(level, values.get(("level", str(at)), {})) for at, level in enumerate(card.level))
    accepted = {name: int(value) for name, value in values.get(("scorecard",), {}).items()}
    try:
        return _with(card, {"level": levels, **accepted})
    except ValidationError:
        starts = ", ".join(figure(told_in, level.from_score) for level in levels)
        raise _refused(told_in, "levels_clash", starts=starts) from None


def _fingerprint(old: str, changes: Sequence[Change]) -> str:
    return hashlib.sha256(f"{old}{json.dumps([asdict(change) for change in changes])}".encode()).hexdigest()


def _refused(language: Language, key: str, **values: object) -> UsageError:
    return UsageError(say(language, f"revising.{key}", **values), say(language, f"revising.{key}_hint", **values))
