"""Words and passages: every one at its exact place, whatever an applicant's text holds."""

from __future__ import annotations

import inspect
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.text.tokens import LONGEST_PASSAGE, Token, fold, passages, tokens

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# What has broken tokenisers before: marks apart, invisible letters, emoji, line ends of every kind, bullets, quotation marks.
WORDS = 'satama Åbo äö a\u0308 o\u0308 A\u030a RIS3 EU:n 5 1,5 t&k l’eau vene- -vene Oy _ İ ß 漢字 😀 👩‍🔬 🇫🇮 1️⃣ – — ( ) ” "'
GAPS = ["\r\n", "\n", "\r", "\u2028", "\u00a0", " ", "  ", "\t", ". ", "! ", "? ", "… ", ", ", "; ", ": ", "- ", "• ", "● "]
PIECES = st.sampled_from([*WORDS.split(" "), *GAPS, *INVISIBLE, "\x00", "\x1b[31m", "\x85"])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))
LONG_TEXTS = st.lists(
    st.sampled_from(["sana", "ord", "word", "5"]), min_size=LONGEST_PASSAGE, max_size=5 * LONGEST_PASSAGE
).flatmap(
    lambda words: st.lists(
        st.sampled_from([" ", "  ", ", ", "; ", "/", "\t", "\u00a0"]), min_size=len(words), max_size=len(words)
    ).map(lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True)))
)
NORDIC_WORDS = st.text("abcdefghijklmnopqrstuvwxyzåäöéüABCÅÄÖ", min_size=1)


def in_order(ranges: list[tuple[int, int]], length: int) -> bool:
    """Whether ranges are non-empty, in order and apart, and lie within a text of this length."""
    edges = [0, *(edge for span in ranges for edge in span), length]
    return edges == sorted(edges) and all(start < end for start, end in ranges)


@given(TEXTS)
def test_every_token_is_its_own_piece_of_the_text(text: str) -> None:
    found = tokens(text)
    assert [fold(text[token.start : token.end]) for token in found] == [token.form for token in found]
    assert all(token.form for token in found)
    assert in_order([(token.start, token.end) for token in found], len(text))


@given(TEXTS, st.data())
def test_part_of_a_text_has_its_tokens_at_the_same_places(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = tokens(text, start, end)
    assert in_order([(token.start - start, token.end - start) for token in found], end - start)
    assert [fold(text[token.start : token.end]) for token in found] == [token.form for token in found]


@given(st.one_of(TEXTS, LONG_TEXTS))
def test_passages_hold_every_word_once_and_in_order(text: str) -> None:
    ranges = passages(text)
    assert in_order(ranges, len(text))
    assert [token for start, end in ranges for token in tokens(text, start, end)] == tokens(text)


@given(st.one_of(TEXTS, LONG_TEXTS))
def test_passages_are_not_blank_and_have_no_blank_edges(text: str) -> None:
    pieces = [text[start:end] for start, end in passages(text)]
    assert pieces == [piece.strip() for piece in pieces]
    assert all(pieces)


@given(st.one_of(TEXTS, LONG_TEXTS))
def test_a_long_passage_is_one_that_has_no_place_to_cut(text: str) -> None:
    for start, end in passages(text):
        words = tokens(text, start, end)
        if len(words) > LONGEST_PASSAGE:
            assert not re.search("[;, ]", text[words[LONGEST_PASSAGE // 2].end : words[LONGEST_PASSAGE].end])


def test_a_long_passage_is_cut_at_a_semicolon_first() -> None:
    text = "sana, " * 45 + "sana; " + "sana, " * 45
    assert next(text[start:end][-1] for start, end in passages(text)) == ";"


def test_a_long_text_without_full_stops_is_cut_in_bounded_depth() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        ranges = passages("sana " * 5_000)
    finally:
        sys.setrecursionlimit(limit)
    assert max(len(tokens("sana " * 5_000, start, end)) for start, end in ranges) <= LONGEST_PASSAGE


@given(NORDIC_WORDS)
def test_letters_in_two_parts_are_the_same_word(word: str) -> None:
    apart = unicodedata.normalize("NFD", word)
    assert tokens(apart) == [Token(0, len(apart), tokens(word)[0].form)]


@given(NORDIC_WORDS, st.data())
def test_invisible_letters_do_not_change_a_word(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word)))
    sprinkled = word[:place] + data.draw(st.text(INVISIBLE, min_size=1, max_size=3)) + word[place:]
    assert tokens(sprinkled) == [Token(0, len(sprinkled), fold(word))]


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    forms = [token.form for token in tokens(text)]
    assert [fold(form) for form in forms] == forms


@given(st.lists(st.sampled_from(["Satama kasvaa.", "Hamnen växer!", "Työ alkaa", "- mitä?", ""]), max_size=8))
def test_line_ends_of_windows_give_the_same_passages(lines: list[str]) -> None:
    unix, windows = "\n".join(lines), "\r\n".join(lines)
    assert [unix[a:b] for a, b in passages(unix)] == [windows[a:b] for a, b in passages(windows)]


def test_nordic_letters_stand_at_their_exact_places() -> None:
    text = "Åbo: työ, hållbar öljy – ÄÄNI"
    assert [(token.form, token.start, token.end) for token in tokens(text)] == [
        ("åbo", 0, 3),
        ("työ", 5, 8),
        ("hållbar", 10, 17),
        ("öljy", 18, 22),
        ("ääni", 25, 29),
    ]


def test_nordic_letters_in_two_parts_stand_at_their_exact_places() -> None:
    text = unicodedata.normalize("NFD", "Åbo: työ, hållbar öljy – ÄÄNI")
    assert [(token.form, token.start, token.end) for token in tokens(text)] == [
        ("åbo", 0, 4),
        ("työ", 6, 10),
        ("hållbar", 12, 20),
        ("öljy", 21, 26),
        ("ääni", 29, 35),
    ]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("RIS3-strategia ja EU:n rahoitus", ["ris3-strategia", "ja", "eu:n", "rahoitus"]),
        ("raide- ja tieliikenne", ["raide", "ja", "tieliikenne"]),
        ("satama\u2011alue", ["satama-alue"]),
        ("Port’s and port's", ["port’s", "and", "port's"]),
        ("sata\u00adma\u200bopera\ufefftion", ["satamaoperation"]),
        ("👩‍🔬 tutkii 😀merta", ["tutkii", "merta"]),
        ("snake_case", ["snake", "case"]),
        ("CO₂ ja H2O", ["co₂", "ja", "h2o"]),
        ("", []),
        ("😀\u200d –…", []),
    ],
)
def test_what_a_word_is(text: str, forms: list[str]) -> None:
    assert [token.form for token in tokens(text)] == forms


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Satama kasvaa. Rata sähköistyy! Entä tie?", ["Satama kasvaa.", "Rata sähköistyy!", "Entä tie?"]),
        ("Tavoitteet:\r\n- satama\r\n- rata\r\n\r\nTulokset", ["Tavoitteet:", "- satama", "- rata", "Tulokset"]),
        ("Mukana: • satama • rata", ["Mukana:", "• satama", "• rata"]),
        ("Han sade: ”Hamnen växer.” Det är bra.", ["Han sade: ”Hamnen växer.", "Det är bra."]),
        ("klo 9.30 satamassa, noin 1.5 milj. euroa", ["klo 9.30 satamassa, noin 1.5 milj. euroa"]),
        ("\n \r\n\t", []),
        ("", []),
    ],
)
def test_what_a_passage_is(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in passages(text)] == pieces
