"""How many words of project applications get their dictionary form, and how many compounds their halves.

``lemmas.tsv`` was written by hand before anything was measured: ordinary words of applications, most of them compounds. A row is
a language, a form, its dictionary form and, for a compound, its two halves: the head as it stands in the compound (in Swedish
without the binding s) and the tail in dictionary form; ``-`` for a simple word. Measured with simplemma 2.0.0:

==========================================  ========  ========  ========
right of all words                           Finnish   Swedish   English
==========================================  ========  ========  ========
words (compounds among them)                 96 (76)   66 (58)   35 (0)
dictionary form, simplemma alone             90        51        34
dictionary form, ``lemma``                   91        65        34
same stem as the dictionary form, snowball   42        55        23
compounds with exactly the right halves      64        46        --
compounds split at the right place           64        48        --
simple words split all the same              0         3         0
==========================================  ========  ========  ========

A stemmer gives no dictionary form, so snowball is asked the easier question whether the form and its dictionary form meet. What
``lemma`` still gets wrong: Finnish "museoiden" (taken for a verb), "etätyöpisteitä", "anturidataa", "vetylaitosta",
"muovitonta"; Swedish "sidoströmmar"; English "shelves". Of the ten Swedish compounds left whole most have a half of two or three
letters, which is too short to be looked for ("el" + "bil", "kultur" + "arv"); two lose an s that is no binding s, because the
head without it is a word as well ("gods" + "transport", "gräns" + "trafik").
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

from alignment.model import LANGUAGES, Language
from alignment.text.lemmas import lemma, parts
from alignment.text.tokens import tokens


class Gold(NamedTuple):
    """One line of the hand-written list."""

    language: str
    form: str
    lemma: str
    parts: str


def listed() -> list[Gold]:
    with (Path(__file__).parent / "lemmas.tsv").open(encoding="utf-8", newline="") as file:
        return [Gold(**line) for line in csv.DictReader(file, delimiter="\t")]


GOLD = listed()


def rows(language: Language) -> list[Gold]:
    return [line for line in GOLD if line.language == language]


def right(language: Language, asked: Callable[[Gold], bool]) -> int:
    return sum(asked(line) for line in rows(language))


@pytest.mark.parametrize(("language", "least"), [("fi", 80), ("sv", 50), ("en", 25)])
def test_the_list_is_long_enough_and_names_no_word_twice(language: Language, least: int) -> None:
    forms = [line.form for line in rows(language)]
    assert len(forms) == len(set(forms)) >= least
    assert all(form == form.lower() for form in forms)


@pytest.mark.parametrize(("language", "measured"), [("fi", 91), ("sv", 65), ("en", 34)])
def test_dictionary_forms(language: Language, measured: int) -> None:
    assert right(language, lambda line: lemma(line.form, language) == line.lemma) >= measured


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_worse_than_the_bare_dictionary(language: Language) -> None:
    # As tries, for the plain dictionaries take seconds to load.
    bare = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=TrieDictionaryFactory()))
    found = right(language, lambda line: bare.lemmatize(line.form, lang=language).lower() == line.lemma)
    assert right(language, lambda line: lemma(line.form, language) == line.lemma) >= found


@pytest.mark.parametrize(("language", "measured"), [("fi", 64), ("sv", 46)])
def test_compounds_have_exactly_their_halves(language: Language, measured: int) -> None:
    assert right(language, lambda line: "+".join(parts(line.lemma, language)) == line.parts) >= measured


@pytest.mark.parametrize(("language", "at_most"), [("fi", 0), ("sv", 3), ("en", 0)])
def test_simple_words_are_left_whole(language: Language, at_most: int) -> None:
    assert right(language, lambda line: line.parts == "-" and bool(parts(line.lemma, language))) <= at_most


def test_the_binding_s_of_a_swedish_head_is_dropped() -> None:
    assert parts("järnvägsförbindelse", "sv") == ("järnväg", "förbindelse")


@pytest.mark.parametrize(("word", "halves"), [("solpanel", ("sol", "panel")), ("naturstig", ("natur", "stig"))])
def test_the_tail_of_a_dictionary_form_is_left_as_it_is(word: str, halves: tuple[str, str]) -> None:
    assert parts(word, "sv") == halves


@pytest.mark.parametrize(
    ("form", "language", "expected"),
    [
        ("eu:n", "fi", "eu"),
        ("ris3-strategian", "fi", "ris3-strategia"),
        ("satama-alueella", "fi", "satama-alue"),
        ("it-tjänsterna", "sv", "it-tjänst"),
        ("5", "fi", "5"),
        ("2023", "sv", "2023"),
        ("ab", "en", "ab"),
        ("xyzzy", "fi", "xyzzy"),
    ],
)
def test_words_that_are_no_ordinary_words(form: str, language: Language, expected: str) -> None:
    assert lemma(form, language) == expected


@given(st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_any_word_has_some_dictionary_form_and_always_the_same(text: str, language: Language) -> None:
    forms = [token.form for token in tokens(text)]
    first = [lemma(form, language) for form in forms]
    lemma.cache_clear()
    assert [lemma(form, language) for form in forms] == first
    assert all(first)
    assert {len(parts(form, language)) for form in first} <= {0, 2}
