"""Dictionary forms of Finnish, Swedish and English words, compounds included.

The dictionaries are simplemma's. What it lacks are compounds it has never seen ("biohiilen", "hamnlogistiken"): those
are split here into a known head and a known tail, and the tail alone is inflected. Measured in ``tests/test_lemmas.py``.
"""

from __future__ import annotations

from functools import lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

from alignment.model import Language

# As tries the dictionaries load in 15 ms and take 25 MB instead of 400. simplemma builds them at the first use, which takes
# some ten seconds, and keeps them in the user's cache folder; where it cannot write, it builds them anew each time.
_STRATEGY = DefaultStrategy(dictionary_factory=TrieDictionaryFactory())
_LEMMATIZER = Lemmatizer(lemmatization_strategy=_STRATEGY, cache_max_size=1)
# An inflection rarely takes more letters than this; a dictionary form that is shorter still has lost a part of a compound
# ("hyvinvointialueen" is not "hyvinvointi").
_LONGEST_ENDING = 5
# Learned first parts that stand in no dictionary because they are no words alone.
_COMBINING_FORMS = frozenset(
    "aero agro audio auto bio cyber foto geo hydro info kryo kyber mikro multi nano neuro petro poly psyko pyro robo socio sosio "
    "tele termo turbo video".split()
)
_SHORTEST_PART = 4
_SHORTEST_HEAD = 3
_CACHE = 200_000


@lru_cache(maxsize=_CACHE)
def lemma(form: str, language: Language) -> str:
    """The dictionary form of a folded word; the word itself where nothing is known of it.

    >>> lemma("satamalogistiikan", "fi"), lemma("biohiilen", "fi"), lemma("hamnlogistiken", "sv"), lemma("ports", "en")
    ('satamalogistiikka', 'biohiili', 'hamnlogistik', 'port')
    """
    if len(form) <= _SHORTEST_HEAD - 1:
        return form
    head, joint, tail = form.rpartition("-")
    if joint and tail:
        return f"{head}-{lemma(tail, language)}"
    word, colon, _ending = form.partition(":")
    if colon:
        return word
    found = _LEMMATIZER.lemmatize(form, lang=language).lower()
    cut_short = len(form) - len(found) > _LONGEST_ENDING
    if (found != form or _known(form, language)) and not cut_short:
        return found
    split = _split(form, language)
    return split[0] + lemma(split[1], language) if split else found


@lru_cache(maxsize=_CACHE)
def parts(word: str, language: Language) -> tuple[str, ...]:
    """The two halves of a compound, empty for a simple word.

    >>> parts("satamalogistiikka", "fi"), parts("hamnlogistik", "sv"), parts("satama", "fi")
    (('satama', 'logistiikka'), ('hamn', 'logistik'), ())
    """
    split = _split(word, language)
    if split is None:
        return ()
    head, tail = split
    bound = language == "sv" and head.endswith("s") and _known(head[:-1], language)
    return (head[:-1] if bound else head, tail)


def is_word(form: str, language: Language) -> bool:
    """Whether a folded form is a word of the language, as far as the dictionary and its compounds go.

    >>> is_word("satamalogistiikan", "fi"), is_word("qwertyuiop", "fi")
    (True, False)
    """
    tail = form.rpartition("-")[2].partition(":")[0]
    return _known(tail, language) or _split(tail, language) is not None


def _known(form: str, language: Language) -> bool:
    return _STRATEGY.is_dictionary_member(form, language)


def _split(form: str, language: Language) -> tuple[str, str] | None:
    """Head and tail of a compound: the longest known tail whose head is known too. English writes compounds apart."""
    if language == "en":
        return None
    for cut in range(_SHORTEST_HEAD, len(form) - _SHORTEST_PART + 1):
        head, tail = form[:cut], form[cut:]
        if _known(tail, language) and _head_known(head, language):
            return head, tail
    return None


def _head_known(head: str, language: Language) -> bool:
    if head in _COMBINING_FORMS or _known(head, language):
        return True
    # Swedish binds compounds with an s: "vindkraftspark".
    return language == "sv" and head.endswith("s") and len(head) > _SHORTEST_HEAD and _known(head[:-1], language)
