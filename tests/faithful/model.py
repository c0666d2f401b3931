"""The one model that all explainers explain: Alignment's own score of one target, as a function from text to probability."""

from __future__ import annotations

import copy
import math
import re
import sys
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from alignment.assess import Assessor
from alignment.matching.scorecard import Heard, Ledger
from alignment.model import Application, Section, Source
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Target
from alignment.text.tokens import passages

Floats = NDArray[np.float64]
Span = tuple[int, int]
#: What all explainers call a word; LIME and eli5 cut a text so by default.
WORD = re.compile(r"\w+")
_ROLE = "summary"


def one_section(application: Application) -> str:
    """An application's title and sections as one text, a passage a line: so passages stay when words of them are blanked."""
    texts = (application.title, *(section.text for section in application.sections))
    return "\n".join(text[start:end] for text in texts for start, end in passages(text))


def words(text: str) -> list[Span]:
    """The words of a text, by place."""
    return [match.span() for match in WORD.finditer(text)]


def blanked(text: str, spans: Collection[Span]) -> str:
    """A text with some words turned into spaces.

    >>> blanked("Satama ja rata", [(0, 6)])
    '       ja rata'
    """
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


class Model:
    """Scores of one-section applications, and the ledgers behind them with a line for every word of the similarity."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._assessor = Assessor(rulebook)
        # A ledger as it is kept, only that no word shares a line: the amounts and their sum are the same.
        self._in_full = copy.copy(self._assessor.scorer)
        self._in_full.WORDS_SHOWN = sys.maxsize

    def hear(self, text: str) -> Heard:
        """What a text speaks of."""
        section = Section(name=_ROLE, role=_ROLE, text=text)
        application = Application(id="-", sections=(section,), source=Source(file="-"))
        return self._assessor.scorer.hear(self._assessor.reader.read(application))

    def ledger(self, heard: Heard, target: Target) -> Ledger:
        """The ledger of a target in full."""
        [ledger] = self._in_full.ledgers(heard, [target])
        return ledger

    def bits(self, heard: Heard) -> float:
        """How often one full word halves what a rule's strength still lacks, in a text of this length."""
        card = self._assessor.rulebook.scorecard
        longer = max(0.0, math.log(max(1, heard.prose.words) / card.reference_length))
        return 1 / (card.half_strength * (1 + card.length_slope * longer))

    def best(self, text: str, programme: str) -> Target | None:
        """The accepted goal of the highest score in a programme; none where there is too little text to assess."""
        rulebook, heard = self._assessor.rulebook, self.hear(text)
        if heard.prose.words < rulebook.scorecard.fewest_words:
            return None
        goals = [target for target in rulebook.plan_of[programme].target if target.kind == "goal"]
        ledgers = self._assessor.scorer.ledgers(heard, goals)
        best = max(ledgers, key=lambda ledger: ledger.score)
        return best.target if rulebook.scorecard.accepts(best.score) else None

    def probability(self, text: str, target: Target) -> float:
        """The score between 0 and 1."""
        [ledger] = self._assessor.scorer.ledgers(self.hear(text), [target])
        return ledger.score / 100

    def probabilities(self, texts: Sequence[str], target: Target) -> Floats:
        """Rows of (not served, served), as scikit-learn's classifiers give them."""
        served = np.array([self.probability(text, target) for text in texts])
        return np.column_stack([1 - served, served])
