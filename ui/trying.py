"""What a process of the method does for the owner of the rules: assess and measure with changes, find words, write files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from alignment.assess import Assessor
from alignment.cli import rules_folder
from alignment.errors import RulebookError, UsageError
from alignment.intake import Given
from alignment.matching.lexicon import Lexicon
from alignment.model import LANGUAGES, Language
from alignment.revising.changes import LISTS, Change, List, revised
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Concept, WordLists
from alignment.text.prose import Prose

if TYPE_CHECKING:
    from alignment.evaluation.measures import Measures
    from alignment.revising.saving import Revision

Changes = tuple[Change, ...]


@dataclass(frozen=True)
class Known:
    """An entry of a concept that a searched word is recognised by."""

    concept: str
    list: List
    language: Language
    entry: str


def assessor_with(assessor: Assessor, changes: Changes) -> Assessor:
    """The assessor as changes of its rulebook would make it."""
    return _made(assessor, changes) if changes else assessor


# Two people may be trying at a time; a third has to wait a second more for each piece of the round.
@lru_cache(maxsize=2)
def _made(assessor: Assessor, changes: Changes) -> Assessor:
    return Assessor(revised(assessor.rulebook, changes), like=assessor)


def measured(assessor: Assessor, cases: Given, changes: Changes) -> tuple[Measures, ...]:
    """How far the rulebook agrees with labelled cases, as ``alignment evaluate`` measures it."""
    from alignment.evaluation.evaluating import samples_of
    from alignment.evaluation.measures import measure

    return tuple(measure(samples_of(assessor_with(assessor, changes), cases)))


def known(assessor: Assessor, text: str, changes: Changes) -> tuple[Known, ...]:
    """The entries that recognise a word or phrase, inflected or not, in any of the three languages, with words just changed."""
    passages = tuple(assessor.reader.plain(text, language) for language in LANGUAGES)
    prose = Prose(sections=(), passages=passages, language=None, foreign=None, words=0)
    rulebook, lexicon = _words_of(assessor, tuple(change for change in changes if change.entry))
    concepts = dict.fromkeys(hit.concept for hit in lexicon.hits(prose))
    # Each entry as a concept of its own, so that the same search tells which of them it was.
    entries = {entry: _alone(rulebook, entry) for name in concepts for entry in _entries(name, rulebook.concepts[name])}
    names = {str(at): entry for at, entry in enumerate(entries)}
    found = {hit.concept for hit in Lexicon({name: entries[entry] for name, entry in names.items()}).hits(prose)}
    return tuple(entry for name, entry in names.items() if name in found)


@lru_cache(maxsize=2)
def _words_of(assessor: Assessor, changes: Changes) -> tuple[Rulebook, Lexicon]:
    rulebook = revised(assessor.rulebook, changes)
    return rulebook, Lexicon(rulebook.concepts)


def _entries(name: str, concept: Concept) -> Sequence[Known]:
    lists: dict[List, WordLists] = {"words": concept.words, "hints": concept.hints}
    return [Known(name, list_, lang, entry) for list_ in LISTS for lang in LANGUAGES for entry in lists[list_].in_(lang)]


def _alone(rulebook: Rulebook, known: Known) -> Concept:
    words = WordLists.model_validate({known.language: (known.entry,)})
    return Concept(label=rulebook.concepts[known.concept].label, words=words)


def rules_zipped(_assessor: Assessor, changes: Changes, revision: Revision, language: Language) -> bytes:
    """The rulebook that comes with the program, with changes, as one file."""
    from alignment.revising.saving import zipped

    try:
        return zipped(rules_folder(), changes, revision, language)
    except RulebookError as error:
        # With all its faults it does not come through between processes.
        raise UsageError(error.sentence, error.hint) from None


def rules_book(assessor: Assessor, language: Language) -> bytes:
    """The rulebook as a workbook."""
    from alignment.revising.book import book

    return book(assessor.rulebook, language)
