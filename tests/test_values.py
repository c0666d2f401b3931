"""Dates, money and texts as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.intake.values import CELL_LIMIT, as_text, is_blank, is_broken, is_cut, is_error, parse_date, parse_money

MARCH = dt.date(2026, 3, 1)
# A cell's date has no time zone.
NOON = dt.datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001
MIDNIGHT = dt.datetime(2026, 3, 1)  # noqa: DTZ001
DATES = st.dates(dt.date(1955, 1, 1), dt.date(2118, 12, 31))


@pytest.mark.parametrize(
    "value",
    [
        NOON,
        MARCH,
        "1.3.2026",
        "01.03.2026",
        " 1. 3. 2026 ",
        "1.\u00a03.\u00a02026",
        "2026-03-01",
        "1/3/2026",
        "1-3-2026",
        "1.3.2026 klo 12.00",
        "2026-03-01T00:00:00Z",
        "2026-03-01 10:15:00",
        46082,
        46082.75,
        "46082",
    ],
)
def test_a_date_is_read(value: object) -> None:
    assert parse_date(value) == MARCH


@pytest.mark.parametrize(
    "value",
    [
        "",
        "keväällä",
        "3/2026",
        "2026",
        2026,
        250_000,
        "31.2.2026",
        "1.13.2026",
        "1.3.26",
        True,
        float("nan"),
        10**400,
        "9" * 999,
        [],
    ],
)
def test_what_is_no_date_is_not_guessed(value: object) -> None:
    assert parse_date(value) is None


@given(DATES)
def test_every_way_of_writing_a_date_gives_it_back(date: dt.date) -> None:
    serial = (date - dt.date(1899, 12, 30)).days
    day, month, year = date.day, date.month, date.year
    written = [date.isoformat(), f"{date:%d.%m.%Y}", f"{day}.{month}.{year}", f"{day}/{month}/{year}"]
    assert {parse_date(value) for value in [*written, serial, float(serial), str(serial)]} == {date}


@pytest.mark.parametrize(
    ("value", "euros"),
    [
        ("250 000 €", 250_000),
        ("250\u00a0000\u00a0€", 250_000),
        ("250\u202f000 euroa", 250_000),
        ("1 234,50", 1234.5),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234.567", 1_234_567),
        ("1'234'567.25", 1_234_567.25),
        ("1.234", 1234),
        ("1,234", 1234),
        ("0,234", 0.23),
        ("12345,678", None),
        ("1234,5", 1234.5),
        ("0,25 milj. €", 250_000),
        ("1,250 milj. euroa", 1_250_000),
        ("2 M€", 2_000_000),
        ("1.5 million euros", 1_500_000),
        ("1,5 miljoner euro", 1_500_000),
        ("300 t€", 300_000),
        ("300 tusen", 300_000),
        ("2 MEUR", 2_000_000),
        ("250 000,-", 250_000),
        ("250 000:- ", 250_000),
        ("EUR 5000", 5000),
        ("€5,000", 5000),
        ("\u221250,0", -50),
        ("- 50", -50),
        (0, 0),
        (1234.5, 1234.5),
        ("noin 5", None),
        ("5 kk", None),
        ("12 34", None),
        ("1,2,3", None),
        ("1.234.56", None),
        ("", None),
        ("€", None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        ("9" * 59, None),
        ("1" * 10_000, None),
        ("250 000 €, josta 50 000 €", None),
    ],
)
def test_money(value: object, euros: float | None) -> None:
    assert parse_money(value) == euros


@given(st.integers(0, 10**12))
def test_every_way_of_grouping_gives_the_cents_back(cents: int) -> None:
    euros = cents / 100
    english = f"{euros:,.2f}"
    finnish = english.replace(",", "\u00a0").replace(".", ",")
    german = english.replace(",", "_").replace(".", ",").replace("_", ".")
    for written in (english, finnish, german, f"{euros:.2f}", f"{finnish} €", f"{finnish.replace(chr(0xA0), chr(0x202F))} euroa"):
        assert parse_money(written) == pytest.approx(euros, abs=1e-4)


@given(st.text())
def test_no_text_breaks_a_parser(text: str) -> None:
    parse_date(text)
    parse_money(text)
    for ask in (is_broken, is_cut, is_error):
        ask(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_given_text_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text


def test_numbers_become_short_text() -> None:
    values = [5, 101.0, 2.5, True, MIDNIGHT]
    assert [as_text(value) for value in values] == ["5", "101", "2.5", "True", "2026-03-01"]


def test_a_lone_half_of_a_pair_is_replaced() -> None:
    assert as_text("a\ud800b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["a\ufffdb", "a\x00", "TyÃ¶llisyys", "â€œsatamaâ€", "a\x85b"])
def test_broken_text_is_seen(text: str) -> None:
    assert is_broken(text)


@pytest.mark.parametrize("text", ["Työllisyys", "São Paulo", "a\r\n\tb", "”\u00a0–", "", "😀", "Château â la"])
def test_sound_text_is_left_in_peace(text: str) -> None:
    assert not is_broken(text)


@pytest.mark.parametrize(
    ("text", "cut"),
    [("a" * CELL_LIMIT, True), ("a" * (CELL_LIMIT - 1), False), ("a" * (CELL_LIMIT - 2) + "😀", True), ("a" * 40_000, False)],
)
def test_a_text_as_long_as_a_cell_is_cut(text: str, cut: bool) -> None:
    assert is_cut(text) is cut


def test_blank_is_what_nobody_sees() -> None:
    assert all(map(is_blank, (None, "", " \u00a0\n\u200b")))
    assert not any(map(is_blank, (0, False, "-")))
