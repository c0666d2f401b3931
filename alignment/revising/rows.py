"""What stands in the workbook for officers: its sheets, their columns, and the text of every row in a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from alignment.messages import say
from alignment.model import LANGUAGES, Language
from alignment.revising.changes import LISTS, List, concepts_of
from alignment.revising.places import Place, numbers, range_of
from alignment.rulebook import Rulebook

#: The sheets with something to change, and their columns; the first one names what a row is about.
COLUMNS = {
    "weights": ("rule", "target", "concepts", "weight", "why"),
    "words": ("concept", "label", "spoken", "list", "entry"),
    "limits": ("limit", "group", "what", "value", "allowed"),
}
#: Where the number is in the sheets that hold one a row.
NUMBER = {"weights": "weight", "limits": "value"}


class NumberRow(NamedTuple):
    """A row with a number: what is told of it by column, and the number itself."""

    place: Place
    told: dict[str, str]
    value: float


def heading(language: Language, name: str) -> str:
    """What a sheet or a column is called."""
    return say(language, f"rule_book.{name}")


def number_rows(rulebook: Rulebook, sheet: str, language: Language) -> Iterator[NumberRow]:
    """The rows of the weights or the limits, in the order of the files."""
    rules = {rule.id: rule for rule in rulebook.rules}
    for place, value in numbers(rulebook).items():
        if (place[0] == "rule") != (sheet == "weights"):
            continue
        if place[0] == "rule":
            rule = rules[place[1]]
            told = {
                "rule": rule.id,
                "target": rulebook.target_of[rule.target].names.in_(language).text,
                "concepts": concepts_of(rule, rulebook, language),
                "why": rule.why,
            }
        else:
            told = {
                "limit": ".".join(place),
                "group": say(language, f"rule_book.group_{place[0]}"),
                "what": _what(rulebook, place, language),
                "allowed": range_of(place).said(language),
            }
        yield NumberRow(place, told, value)


def _what(rulebook: Rulebook, place: Place, language: Language) -> str:
    kind, name, field = place[0], place[1], place[-1]
    told: dict[str, object] = {}
    match kind:
        case "level":
            told = {"id": name, "word": rulebook.scorecard.level[int(name)].word.in_(language)}
        case "call":
            told = {"call": rulebook.call_of[name].names.in_(language), "cost": say(language, f"revising.cost_{field}")}
        case "section":
            told = {"label": rulebook.forms.section[name].label.in_(language)}
    return say(language, f"rule_book.what_{kind}", **told)


def word_rows(rulebook: Rulebook) -> Iterator[tuple[str, List, Language, str]]:
    """Concept, list, language and entry of every word, each once."""
    for name, concept in rulebook.concepts.items():
        for list_ in LISTS:
            for language in LANGUAGES:
                yield from ((name, list_, language, entry) for entry in dict.fromkeys(getattr(concept, list_).in_(language)))


def spoken(language: Language) -> dict[Language, str]:
    """The languages by what they are called."""
    return {each: say(language, f"spoken.{each}") for each in LANGUAGES}


def listed_as(language: Language) -> dict[List, str]:
    """The lists of a concept by what an entry of theirs is called."""
    return {each: say(language, f"rule_book.list_{each}") for each in LISTS}
