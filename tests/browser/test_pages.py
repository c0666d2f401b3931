"""Every view, empty and with results, in each language: nothing for axe to find in light or dark, nothing to scroll sideways on a
narrow phone, not a word of another language."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from alignment.model import LANGUAGES
from alignment.rulebook import Rulebook
from ui.language import NAMES
from ui.views import VIEWS

from .conftest import Comer
from .files import example, round_file
from .looking import foreign, sideways, texts, violations, violations_in_the_dark
from .tour import tour, walk

#: axe passes over what is out of sight.
_TALL = 4_000
#: What is the same in every language, or in two of them; the last is a part of Streamlit's date field, which follows the browser.
_SAME = {*NAMES.values(), "Alignment", "Excel", "Budget (euro)", "Region", "Summa", "yyyy"}
#: The kinds of files beside the place for them.
_KINDS = "•"


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_is_for_everyone(comes: Comer, rulebook: Rulebook, tmp_path: Path, view: str) -> None:
    found: list[str] = []
    people = [comes(language, high=_TALL) for language in LANGUAGES]
    rounds = {person.language: round_file(tmp_path, rulebook.forms, person.language) for person in people}
    ways = (walk(person, tour(rulebook, rounds[person.language], view)) for person in people)
    once = _told_in_one_language(rulebook)
    for stop, *_ in zip(*ways, strict=True):
        told = {person.language: texts(person) - once for person in people}
        for person in people:
            faults = [*violations(person), *sideways(person), *foreign(told[person.language], person.language)]
            found += [f"{stop.name}, {person.language}: {fault}" for fault in faults]
        # Colours are the same in every language.
        found += [f"{stop.name}: {fault}" for fault in violations_in_the_dark(people[0])]
        for one, other in combinations(told, 2):
            same = filter(_speaks, told[one] & told[other])
            found += [f"{stop.name}: the same in {one} and {other}: {text}" for text in same]
    assert "\n".join(found) == ""


def _told_in_one_language(rulebook: Rulebook) -> set[str]:
    """What the rulebook itself says in one language only: the names of its parts, where a target comes from, why a rule is."""
    told = {gate.expression for call in rulebook.calls for gate in call.gate}
    told |= {words for rule in rulebook.rules for words in (rule.id, rule.why)}
    return told | {target.reference for target in rulebook.target_of.values()}


def _speaks(text: str) -> bool:
    """Whether a text is words of some language and not a name, a number or a kind of file."""
    named = text in _SAME or text.startswith(_KINDS) or example("fi")["applicant"].split()[0] in text
    return not named and bool(re.search(r"[^\W\d_]{4}", text))
