"""What differs between two rulebooks, as a list of places a person can look up.

The rulebooks are walked field by field, so that a new part of their shape is compared without a new line here. Things with an id,
a name or a text are paired by it, wherever they stand; the order of lists of plain values does not matter. Only things that
have none of these, such as the levels, are paired by their number, counted from 0 as the levels are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeGuard

from pydantic import BaseModel

from alignment.messages import listed, say
from alignment.model import Language
from alignment.rulebook.parts import Rulebook

Plain = str | float | bool | dt.date | None
Change = Literal["new", "gone", "changed", "added", "removed", "many"]
Found = tuple[str, Change, tuple[Plain, ...]]
_OTHER = "other"
#: The groups in the order they are told, each with the fields of the rulebook it gathers; a field named in none is in the last.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "version": ("about",),
    "plans": ("plans",),
    "concepts": ("concepts",),
    "rules": ("rules",),
    "calls": ("calls",),
    "scorecard": ("scorecard",),
    "languages": ("languages",),
    "forms": ("forms",),
    "wording": ("wording",),
    "reference": ("frequencies", "reference_texts", "projects", "annotators"),
    _OTHER: (),
}
_GROUP_OF = {field: group for group, fields in GROUPS.items() for field in fields}
#: Fields whose own name adds nothing to a place: ``k22.target[…]`` says as much as ``plans[k22].target[…]``.
_UNNAMED = frozenset({"about", "plans", "concepts", "rules", "calls", "scorecard", "languages"})
#: The fingerprint of the files, which differs whenever anything does, remarks included, and what the rulebook was measured at.
_LEFT_OUT = frozenset({"sha256", "measured"})
_PAIRED_BY = ("id", "name", "text")
#: More changed entries than this in a table of plain values are counted, not listed.
_MOST_ENTRIES = 20
_MOST_NOTES = 6
_LONG = 80
_CONTEXT = 3


@dataclass(frozen=True)
class Difference:
    """One change: where it is, and what was and is there.

    Attributes:
        group: a key of :data:`GROUPS`.
        place: the ids and keys that lead to it, such as ``k22-community.squares.weight``.
        change: ``new`` and ``gone`` for whole things, ``changed`` for a value, ``added`` and ``removed`` for entries of a list,
            ``many`` for a table with too many changes to list.
        values: what is told with it: notes on a new thing, the old and the new value, the entries, the number of changes.
    """

    group: str
    place: str
    change: Change
    values: tuple[Plain, ...] = ()

    def sentence(self, language: Language) -> str:
        """The change in words; ids, keys and numbers as they are in the files."""
        match self.change, self.values:
            case "changed", (old, new):
                before, after = (_said(value, language) for value in _apart(old, new))
                return say(language, "differences.changed", place=self.place, old=before, new=after)
            case "many", (count,):
                return say(language, "differences.many", place=self.place, count=count)
            case ("added" | "removed") as change, entries:
                told = listed(language, [_said(_cut(entry), language) for entry in entries])
                return say(language, f"differences.{change}", place=self.place, entries=told)
            case "new", (_, *_) as notes:
                return say(language, "differences.noted", place=self.place, notes=", ".join(map(str, notes)))
        return say(language, f"differences.{self.change}", place=self.place)


def differences(old: Rulebook, new: Rulebook) -> list[Difference]:
    """All changes from one rulebook to another, group by group; empty when both say the same."""
    found = []
    for field in sorted(Rulebook.model_fields.keys() - _LEFT_OUT, key=_rank):
        group, place = _GROUP_OF.get(field, _OTHER), "" if field in _UNNAMED else field
        found += [Difference(group, *change) for change in _compared(getattr(old, field), getattr(new, field), place)]
    return found


def _rank(field: str) -> tuple[int, int]:
    """Groups in their order, and the fields of a group in the order of the rulebook."""
    return list(GROUPS).index(_GROUP_OF.get(field, _OTHER)), list(Rulebook.model_fields).index(field)


def _compared(old: object, new: object, place: str) -> Iterator[Found]:
    if old == new:
        return
    if isinstance(old, BaseModel) and isinstance(new, BaseModel):
        for field in type(old).model_fields:
            yield from _compared(getattr(old, field), getattr(new, field), f"{place}.{field}" if place else field)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _mappings(old, new, place)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _lists(old, new, place)
    elif _plain(old) and _plain(new):
        yield place, "changed", (old, new)
    else:
        # What may be left out is there in one of the two rulebooks only.
        yield (place, "new", _notes(new)) if old is None else (place, "gone", ())


def _lists(old: tuple[object, ...], new: tuple[object, ...], place: str) -> Iterator[Found]:
    """Lists of plain values as sets; lists of things by what each is called."""
    ours, theirs = [each for each in old if _plain(each)], [each for each in new if _plain(each)]
    if len(ours) == len(old) and len(theirs) == len(new):
        if added := tuple(dict.fromkeys(value for value in theirs if value not in ours)):
            yield place, "added", added
        if removed := tuple(dict.fromkeys(value for value in ours if value not in theirs)):
            yield place, "removed", removed
        return
    before, after = _named(old), _named(new)
    if before is None or after is None:
        before, after = dict(enumerate(old)), dict(enumerate(new))
    yield from _mappings(before, after, place)


def _mappings(old: Mapping[object, object], new: Mapping[object, object], place: str) -> Iterator[Found]:
    found: list[Found] = []
    for key in dict.fromkeys((*old, *new)):
        at = f"{place}[{key}]" if place else str(key)
        if key not in new:
            found.append((at, "gone", ()))
        elif key not in old:
            found.append((at, "new", _notes(new[key])))
        else:
            found += _compared(old[key], new[key], at)
    if len(found) > _MOST_ENTRIES and all(map(_plain, (*old.values(), *new.values()))):
        found = [(place, "many", (len(found),))]
    yield from found


def _named(things: Iterable[object]) -> dict[object, object] | None:
    """Things by what each is called; None where one has no name of its own."""
    found: dict[object, object] = {}
    for thing in things:
        name = next((name for key in _PAIRED_BY if isinstance(name := getattr(thing, key, None), str)), None)
        if name is None or name in found:
            return None
        found[name] = thing
    return found


def _plain(value: object) -> TypeGuard[Plain]:
    return value is None or isinstance(value, str | int | float | dt.date)


def _notes(thing: object) -> tuple[str, ...]:
    """The first short facts of a new thing, such as a rule's target, concepts and weight."""
    if not isinstance(thing, BaseModel):
        return (str(thing),) if _plain(thing) else ()
    notes = []
    for field in type(thing).model_fields:
        value = getattr(thing, field) if field in thing.model_fields_set and field not in _PAIRED_BY else ()
        values = value if isinstance(value, tuple) else (value,)
        note = f"{field} {', '.join(map(str, values))}"
        if values and all(map(_plain, values)) and len(note) <= _LONG:
            notes.append(note)
    return tuple(notes[:_MOST_NOTES])


def _said(value: Plain, language: Language) -> str:
    if value is None:
        return say(language, "differences.nothing")
    if isinstance(value, bool):
        return str(value).lower()
    return say(language, "list.quoted", text=value) if isinstance(value, str) else str(value)


def _cut(value: Plain) -> Plain:
    return f"{value[:_LONG]}…" if isinstance(value, str) and len(value) > _LONG else value


def _apart(old: Plain, new: Plain) -> tuple[Plain, Plain]:
    """Two values as they are; of long texts the words that differ, with a few around them.

    >>> _apart("a " * 60 + "port b c d e", "a " * 60 + "quay b c d e")
    ('… a a a port b c d …', '… a a a quay b c d …')
    """
    if not isinstance(old, str) or not isinstance(new, str) or max(len(old), len(new)) <= _LONG:
        return old, new
    one, two = old.split(), new.split()
    head = _shared(one, two)
    tail = _shared(one[head:][::-1], two[head:][::-1])
    return _window(one, head, tail), _window(two, head, tail)


def _shared(one: list[str], two: list[str]) -> int:
    """How many words two texts have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _window(words: list[str], head: int, tail: int) -> str:
    first, last = max(0, head - _CONTEXT), len(words) - max(0, tail - _CONTEXT)
    return " ".join(["…"] * (first > 0) + words[first:last] + ["…"] * (last < len(words)))
