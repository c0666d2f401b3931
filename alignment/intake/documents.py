"""JSON: one application an object, as lines, a list or a single one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from alignment.intake.columns import CONTACT, LONG, Recognition
from alignment.intake.desk import FIELDS, LONG_TEXT, MOST_ROWS, Desk, Draft, Haul, Item
from alignment.intake.problems import Spot

_TEXTS = ("text", "sections")
_FIELD = {name: Recognition("field", name, "exact") for name in FIELDS}
#: Keys of evaluation cases: known, and of no meaning to an application.
_SILENT = frozenset(
    {"lang", "in_region", "programme_period", "hard", "source_url", "labels", "annotators", "verdicts", "shows", "expect"}
)


class _Object(dict[str, object]):
    """A JSON object that remembers the keys it was given twice; the last value counts, as everywhere in JSON."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs) if len(self) < len(pairs) else Counter[str]()
        self.twice = [key for key, count in counts.items() if count > 1]


def read_documents(text: str, file: str, desk: Desk) -> Haul:
    """Every object of a JSON text; what is broken or no object is a problem of its own."""
    return _Documents(file, desk).read(text)


class _Documents:
    """Reads one object after the other, remembering what every key was taken for."""

    def __init__(self, file: str, desk: Desk) -> None:
        self._file, self._desk = file, desk
        self._haul = Haul()
        self._meanings: dict[str, Recognition | None] = {}

    def read(self, text: str) -> Haul:
        """All objects of a text, and the account of them."""
        haul, desk, refused = self._haul, self._desk, 0
        for spot, value in _values(text, self._file, desk, haul):
            draft = self._draft(spot, value) if isinstance(value, _Object) else None
            if draft and (draft.fields or draft.sections or draft.problems):
                haul.drafts.append(draft)
            else:
                refused += 1
                haul.problems.append(desk.problem("not-an-application" if draft else "not-an-object", spot))
        refused += sum(fault.code == "not-json" for fault in haul.problems)
        if not (haul.drafts or haul.problems):
            haul.problems.append(desk.problem("no-rows", Spot(self._file)))
        for key, meaning in self._meanings.items():
            haul.mappings.append(desk.mapping(Spot(self._file), key, meaning))
        haul.readings.append(desk.reading(Spot(self._file), "lines", haul, refused=refused))
        return haul

    def _draft(self, spot: Spot, value: _Object) -> Draft:
        draft = Draft(spot)
        own = not any(key in value for key in _TEXTS)
        draft.problems += [self._desk.problem("duplicate-key", spot._replace(key=key)) for key in value.twice]
        for key, inside in value.items():
            item = Item(inside, spot._replace(key=key))
            if key in self._desk.headings.decisions:
                draft.decision[key] = item
            elif key in _TEXTS:
                self._add_sections(draft, item)
            elif key not in _SILENT:
                otherwise = _FIELD.get(key) or (self._foreign(key, inside) if own else None)
                self._add(draft, key, self._known(key, otherwise), item)
        return draft

    def _known(self, key: str, otherwise: Recognition | None) -> Recognition | None:
        """What a key means: what an officer said, else what it says itself; asked until it is known."""
        if self._meanings.get(key) is None:
            self._meanings[key] = self._desk.fixed_meaning(Spot(self._file), key) or otherwise
        return self._meanings[key]

    def _foreign(self, key: str, value: object) -> Recognition | None:
        """What a key says in records of another program, which know nothing of our sections."""
        return self._desk.recognise(key, long=len(value) > LONG_TEXT) if isinstance(value, str) else None

    def _add_sections(self, draft: Draft, texts: Item) -> None:
        if not isinstance(texts.value, _Object):
            if texts.value is not None:
                draft.problems.append(self._desk.problem("wrong-type", texts.spot))
            return
        for name in texts.value.twice:
            draft.problems.append(self._desk.problem("duplicate-key", texts.spot._replace(key=f"{texts.spot.key}.{name}")))
        for name, text in texts.value.items():
            item = Item(text, texts.spot._replace(key=f"{texts.spot.key}.{name}"))
            if text is None or isinstance(text, str):
                self._add(draft, name, self._known(name, self._section(name)), item)
            else:
                draft.problems.append(self._desk.problem("wrong-type", item.spot))

    def _section(self, name: str) -> Recognition:
        if name in self._desk.headings.roles:
            return Recognition("section", name, "exact")
        return self._desk.headings.recognise(name, ("section",)) or LONG

    def _add(self, draft: Draft, key: str, meaning: Recognition | None, item: Item) -> None:
        if meaning is None or item.value is None or meaning.name == CONTACT:
            return
        if meaning.kind == "section":
            draft.add_section(key, meaning.name, item)
        elif meaning.field in FIELDS:
            draft.fields[meaning.field] = item


def _values(text: str, file: str, desk: Desk, haul: Haul) -> Iterator[tuple[Spot, object]]:
    """The values of a JSON text with their places: a whole document when it is one, else line by line."""
    whole, fault = _parsed(text)
    if fault is None:
        whole = _unwrapped(whole)
        items = whole if isinstance(whole, list) else [whole]
        spots = (Spot(file, row=number, unit="item") for number in range(1, len(items) + 1))
        if len(items) > MOST_ROWS:
            haul.problems.append(desk.problem("too-many-rows", Spot(file), rows=len(items), most=MOST_ROWS))
        else:
            yield from zip(spots, items, strict=False) if isinstance(whole, list) else [(Spot(file), whole)]
        return
    filled = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(filled) > MOST_ROWS:
        haul.problems.append(desk.problem("too-many-rows", Spot(file), rows=len(filled), most=MOST_ROWS))
        return
    lines = [(number, *_parsed(line)) for number, line in filled]
    if not any(isinstance(value, dict) for _, value, _ in lines):
        haul.problems.append(desk.problem("not-json", Spot(file, row=fault, unit="line")))
        return
    for number, value, broken in lines:
        spot = Spot(file, row=number, unit="line")
        if broken is None:
            yield spot, value
        else:
            haul.problems.append(desk.problem("not-json", spot))


def _unwrapped(whole: object) -> object:
    """The list of applications that other programs put into an object of its own: ``{"data": [...]}``."""
    lists = [value for value in whole.values() if isinstance(value, list)] if isinstance(whole, _Object) else []
    alone = len(lists) == 1 and bool(lists[0]) and all(isinstance(value, _Object) for value in lists[0])
    return lists[0] if alone and isinstance(whole, _Object) and whole.keys().isdisjoint((*FIELDS, *_TEXTS)) else whole


def _parsed(text: str) -> tuple[object, int | None]:
    """The value, or the line at which the text stops being JSON."""
    try:
        return json.loads(text, object_pairs_hook=_Object), None
    except json.JSONDecodeError as error:
        return None, error.lineno
    except (ValueError, RecursionError):  # numbers of thousands of digits, thousands of brackets
        return None, 1
