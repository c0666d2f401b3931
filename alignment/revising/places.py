"""The numbers of a rulebook that can be changed: where each one is, and what it may be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from alignment.messages import number, say
from alignment.model import Language
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Costs, Level, Part, Rule, Scorecard, SectionRole

#: Where a change is: ``("rule", id, "weight")``, ``("section", role, "weight")``, ``("level", "3", "from_score")``,
#: ``("scorecard", "accept_level")``, ``("call", id, "costs", name)``, or ``("concept", id, "words" or "hints", language)``.
Place = tuple[str, ...]
COSTS = ("officer", "wrong_exclusion", "wrong_inclusion")

_KINDS: Mapping[str, type[Part]] = {"rule": Rule, "section": SectionRole, "level": Level, "scorecard": Scorecard, "call": Costs}


class Range(NamedTuple):
    """Which numbers are allowed: from ``least`` to ``most``.

    Attributes:
        most: None where there is no largest.
        above: whether the number must be larger than ``least``.
        whole: whether only whole numbers are allowed.
    """

    least: float
    most: float | None
    above: bool
    whole: bool

    def allows(self, value: float) -> bool:
        """Whether a number is in the range."""
        high_enough = value > self.least if self.above else value >= self.least
        low_enough = math.isfinite(value) if self.most is None else value <= self.most
        return high_enough and low_enough and (not self.whole or value == int(value))

    def said(self, language: Language) -> str:
        """The range in words.

        >>> Range(0, 1, above=False, whole=False).said("en"), Range(0, None, above=True, whole=False).said("en")
        ('from 0 to 1', 'more than 0')
        """
        least = figure(language, self.least)
        if self.most is None:
            return say(language, "revising.more_than" if self.above else "revising.at_least", least=least)
        return say(
            language, "revising.whole_from" if self.whole else "revising.from_to", least=least, most=figure(language, self.most)
        )


def figure(language: Language, value: float) -> str:
    """A number with as many decimals as it has.

    >>> figure("fi", 2.5), figure("fi", 3.0), figure("en", -0.125)
    ('2,5', '3', '-0.125')
    """
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return number(language, value, max(0, -int(exponent)))


def numbers(rulebook: Rulebook) -> Mapping[Place, float]:
    """Every number that can be changed here, in the order of the files. Level 0 begins at 0 and cannot be moved."""
    return {(*place, field): float(getattr(part, field)) for place, part, fields in _numbered(rulebook) for field in fields}


def _numbered(rulebook: Rulebook) -> Iterator[tuple[Place, Part, tuple[str, ...]]]:
    yield from ((("rule", rule.id), rule, ("weight",)) for rule in rulebook.rules)
    yield from ((("section", role), section, ("weight",)) for role, section in rulebook.forms.section.items())
    yield from ((("level", str(at)), level, ("from_score",)) for at, level in enumerate(rulebook.scorecard.level) if at)
    yield ("scorecard",), rulebook.scorecard, ("accept_level",)
    yield from ((("call", call.id, "costs"), call.costs, COSTS) for call in rulebook.calls)


def range_of(place: Place) -> Range:
    """What a number may be, as loading a rulebook has it."""
    field = _KINDS[place[0]].model_fields[place[-1]]
    bounds = {key: getattr(bound, key) for bound in field.metadata for key in ("ge", "gt", "le") if hasattr(bound, key)}
    above = "gt" in bounds
    return Range(bounds["gt" if above else "ge"], bounds.get("le"), above, field.annotation is int)
