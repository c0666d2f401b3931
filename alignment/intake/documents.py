"""JSON: one application an object, as lines, a list or a single one."""

from __future__ import annotations

import json
from collections.abc import Iterator

from alignment.intake.columns import OTHER
from alignment.intake.desk import FIELDS, Desk, Draft, Haul, Item
from alignment.intake.problems import Spot

_TEXTS = ("text", "sections")
#: Keys of evaluation cases: known, and of no meaning to an application.
_SILENT = frozenset(
    {"lang", "in_region", "programme_period", "hard", "source_url", "labels", "annotators", "verdicts", "shows", "expect"}
)


def read_documents(text: str, file: str, desk: Desk) -> Haul:
    """Every object of a JSON text; what is broken or no object is a problem of its own."""
    haul = Haul()
    others: dict[str, None] = {}
    for spot, value in _values(text, file, desk, haul):
        if isinstance(value, dict):
            haul.drafts.append(_draft(spot, value, desk))
            others |= dict.fromkeys(key for key in value if key not in (*FIELDS, *_TEXTS) and key not in _SILENT)
        else:
            haul.problems.append(desk.problem("not-an-object", spot))
    haul.mappings += [desk.mapping(Spot(file), key, None) for key in others]
    return haul


def _values(text: str, file: str, desk: Desk, haul: Haul) -> Iterator[tuple[Spot, object]]:
    """The values of a JSON text with their places: a whole document when it is one, else line by line."""
    whole, fault = _parsed(text)
    if fault is None:
        if isinstance(whole, list):
            yield from ((Spot(file, row=number, unit="item"), value) for number, value in enumerate(whole, start=1))
        else:
            yield Spot(file), whole
        return
    lines = [(number, *_parsed(line)) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not any(isinstance(value, dict) for _, value, _ in lines):
        haul.problems.append(desk.problem("not-json", Spot(file, row=fault, unit="line")))
        return
    for number, value, broken in lines:
        spot = Spot(file, row=number, unit="line")
        if broken is None:
            yield spot, value
        else:
            haul.problems.append(desk.problem("not-json", spot))


def _parsed(text: str) -> tuple[object, int | None]:
    """The value, or the line at which the text stops being JSON."""
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        return None, error.lineno
    except (ValueError, RecursionError):  # numbers of thousands of digits, thousands of brackets
        return None, 1


def _draft(spot: Spot, value: dict[str, object], desk: Desk) -> Draft:
    draft = Draft(spot)
    draft.fields = {name: Item(value[name], spot._replace(key=name)) for name in FIELDS if value.get(name) is not None}
    draft.decision = {name: Item(value[name], spot._replace(key=name)) for name in desk.headings.decisions if name in value}
    for key in _TEXTS:
        texts = value.get(key)
        if isinstance(texts, dict):
            for name, text in texts.items():
                _add_section(draft, name, Item(text, spot._replace(key=f"{key}.{name}")), desk)
        elif texts is not None:
            draft.problems.append(desk.problem("wrong-type", spot._replace(key=key)))
    return draft


def _add_section(draft: Draft, name: str, item: Item, desk: Desk) -> None:
    if isinstance(item.value, str):
        draft.add_section(name, _role(name, desk), item)
    elif item.value is not None:
        draft.problems.append(desk.problem("wrong-type", item.spot))


def _role(name: str, desk: Desk) -> str:
    if name in desk.headings.roles:
        return name
    found = desk.headings.recognise(name, ("section",))
    return found.name if found else OTHER
