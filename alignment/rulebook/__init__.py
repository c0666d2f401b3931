"""What ``rules/`` holds, read and checked: plans, concepts, rules, calls, languages, forms and the scorecard."""

from alignment.rulebook.choosing import Choice, choose
from alignment.rulebook.loading import load_rulebook
from alignment.rulebook.parts import Rulebook

__all__ = ["Choice", "Rulebook", "choose", "load_rulebook"]
