"""Which programme, strategy and further plans hold on a date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.errors import UsageError
from alignment.rulebook import Rulebook, choose

DATES = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("on", "programme", "strategy", "in_force"),
    [
        (dt.date(1999, 6, 1), "k22", "ris3-2021", False),
        (dt.date(2013, 12, 31), "k22", "ris3-2021", False),
        (dt.date(2014, 1, 1), "k14", None, True),
        (dt.date(2016, 4, 3), "k14", None, True),
        (dt.date(2016, 4, 4), "k14", "ris3-2016", True),
        (dt.date(2017, 12, 31), "k14", "ris3-2016", True),
        (dt.date(2018, 1, 1), "k18", "ris3-2016", True),
        (dt.date(2020, 12, 31), "k18", "ris3-2016", True),
        (dt.date(2021, 1, 1), "k18", "ris3-2021", True),
        (dt.date(2021, 12, 31), "k18", "ris3-2021", True),
        (dt.date(2022, 1, 1), "k22", "ris3-2021", True),
        (dt.date(2025, 12, 31), "k22", "ris3-2021", True),
        (dt.date(2026, 1, 1), "k22", "ris3-2021", False),
        (dt.date(2039, 1, 1), "k22", "ris3-2021", False),
    ],
)
def test_the_plans_in_force_on_a_date(
    rulebook: Rulebook, on: dt.date, programme: str, strategy: str | None, in_force: bool
) -> None:
    choice = choose(rulebook, "auto", None, on)
    assert (choice.programme.id, choice.strategy and choice.strategy.id, choice.in_force) == (programme, strategy, in_force)
    assert choice.on == on


@pytest.mark.parametrize(
    ("programme", "on", "strategy", "in_force"),
    [
        ("k14", dt.date(2017, 6, 1), "ris3-2016", True),
        ("k14", dt.date(2023, 6, 1), None, False),
        ("k18", dt.date(2019, 6, 1), "ris3-2016", True),
        ("k18", dt.date(2021, 6, 1), "ris3-2021", True),
        ("k18", dt.date(2023, 6, 1), "ris3-2016", False),
        ("k22", dt.date(2023, 6, 1), "ris3-2021", True),
        ("k22", dt.date(2015, 6, 1), "ris3-2021", False),
        ("k22", dt.date(2030, 6, 1), "ris3-2021", False),
    ],
)
def test_a_programme_asked_for_by_name(
    rulebook: Rulebook, programme: str, on: dt.date, strategy: str | None, in_force: bool
) -> None:
    choice = choose(rulebook, programme, None, on)
    assert (choice.programme.id, choice.strategy and choice.strategy.id, choice.in_force) == (programme, strategy, in_force)


@pytest.mark.parametrize(
    ("call", "others"),
    [
        (None, []),
        ("requirement-2014", []),
        ("kymenlaakso-2022-09", ["hnk"]),
        ("points-2021-2027", ["horizontal-2021"]),
    ],
)
def test_a_call_brings_its_own_plans(rulebook: Rulebook, call: str | None, others: list[str]) -> None:
    choice = choose(rulebook, "auto", call, dt.date(2022, 9, 10))
    assert choice.call.id == (call or rulebook.about.call)
    assert [plan.id for plan in choice.others] == others


def test_targets_are_those_of_programme_strategy_and_call_in_this_order(rulebook: Rulebook) -> None:
    choice = choose(rulebook, "k22", "kymenlaakso-2022-09", dt.date(2022, 9, 10))
    ids = [target.id for target in choice.targets]
    assert ids == [target.id for plan in ("k22", "ris3-2021", "hnk") for target in rulebook.plan_of[plan].target]


def test_without_a_strategy_the_targets_are_the_programme_s_alone(rulebook: Rulebook) -> None:
    choice = choose(rulebook, "auto", None, dt.date(2014, 5, 1))
    assert [target.id for target in choice.targets] == [target.id for target in rulebook.plan_of["k14"].target]


@given(on=DATES)
def test_at_most_one_programme_holds_and_it_is_chosen(rulebook: Rulebook, on: dt.date) -> None:
    holding = [plan.id for plan in rulebook.plans if plan.kind == "programme" and plan.in_force(on)]
    choice = choose(rulebook, "auto", None, on)
    assert holding == ([choice.programme.id] if choice.in_force else [])
    assert choice.in_force == (2014 <= on.year <= 2025)


@given(on=DATES)
def test_a_strategy_in_force_is_preferred_to_the_programme_s_own(rulebook: Rulebook, on: dt.date) -> None:
    choice = choose(rulebook, "auto", None, on)
    holding = {plan.id for plan in rulebook.plans if plan.kind == "strategy" and plan.in_force(on)}
    if choice.in_force and holding:
        assert choice.strategy is not None
        assert choice.strategy.id in holding
    else:
        assert (choice.strategy.id if choice.strategy else None) == choice.programme.strategy


@pytest.mark.parametrize("programme", ["k23", "", "K22", "ris3-2021", "hnk", "AUTO"])
def test_an_unknown_programme_is_told_with_those_there_are(rulebook: Rulebook, programme: str) -> None:
    with pytest.raises(UsageError, match=f"no programme '{programme}'.*auto or one of: k14, k18, k22"):
        choose(rulebook, programme, None, dt.date(2023, 1, 1))


@pytest.mark.parametrize("call", ["requirement", "k22", "points"])
def test_an_unknown_call_is_told_with_those_there_are(rulebook: Rulebook, call: str) -> None:
    with pytest.raises(UsageError, match=f"no call '{call}'.*kymenlaakso-2022-09, points-2021-2027, requirement-2014"):
        choose(rulebook, "auto", call, dt.date(2023, 1, 1))
