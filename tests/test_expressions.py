"""The little language of gates and criteria: what it lets through, what it refuses and why, and its logic of the unknown."""

from __future__ import annotations

import ast
import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.rulebook.expressions import FUNCTIONS, NAMES, Value, asked, evaluate, parse

FUNCS: dict[str, Callable[..., Value]] = {
    "best": lambda kind: {"goal": 4, "spearhead": 2}.get(kind, 0),
    "level": {"k22-welfare": 3}.get,
    "count": lambda kind, least: {"goal": 2}.get(kind, 0) if least <= 3 else 0,
    "in_region": {"Kymenlaakso": True, "Uusimaa": False}.get,
    "filled": lambda name: name == "summary",
    "date": dt.date,
}
DATES: dict[str, Value] = {
    "start": dt.date(2023, 1, 1),
    "end": dt.date(2024, 12, 31),
    "today": dt.date(2023, 5, 1),
    "budget": 250_000.0,
}
UNKNOWN: dict[str, Value] = dict.fromkeys(NAMES)
TRUTH = st.sampled_from([True, False, None])
MAYBE = st.one_of(st.none(), st.integers(0, 3))
#: All the kinds of syntax that may ever come out of the parser.
ALLOWED = (ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Compare, ast.Call, ast.Name, ast.Load, ast.Constant)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def value(expression: str, names: dict[str, Value] | None = None) -> Value:
    return evaluate(parse(expression), DATES if names is None else names, FUNCS)


def kleene_and(*values: Value) -> Value:
    return False if False in values else None if None in values else True


def kleene_or(*values: Value) -> Value:
    return True if True in values else None if None in values else False


@given(TRUTH, TRUTH, TRUTH)
def test_logic_is_kleene_s(a: bool | None, b: bool | None, c: bool | None) -> None:
    names: dict[str, Value] = {"start": a, "end": b, "budget": c}
    assert value("start and end", names) is kleene_and(a, b)
    assert value("start or end", names) is kleene_or(a, b)
    assert value("not start", names) is (None if a is None else not a)
    assert value("start and end and budget", names) is kleene_and(a, b, c)
    assert value("start or end or budget", names) is kleene_or(a, b, c)
    assert value("start and (end or not budget)", names) is kleene_and(a, kleene_or(b, None if c is None else not c))


@given(TRUTH, TRUTH)
def test_de_morgan_holds_with_the_unknown(a: bool | None, b: bool | None) -> None:
    names: dict[str, Value] = {"start": a, "end": b}
    assert value("not (start and end)", names) is value("not start or not end", names)
    assert value("not (start or end)", names) is value("not start and not end", names)


def test_the_truth_table_in_full() -> None:
    values: tuple[Value, ...] = (True, None, False)
    table = [
        (value("start and end", {"start": a, "end": b}), value("start or end", {"start": a, "end": b}))
        for a, b in itertools.product(values, values)
    ]
    assert table == [
        (True, True),
        (None, True),
        (False, True),
        (None, True),
        (None, None),
        (False, None),
        (False, True),
        (False, None),
        (False, False),
    ]


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_comparisons_are_python_s(a: int, b: int) -> None:
    names: dict[str, Value] = {"start": a, "end": b}
    for operator, expected in (("<", a < b), ("<=", a <= b), (">", a > b), (">=", a >= b), ("==", a == b), ("!=", a != b)):
        assert value(f"start {operator} end", names) is expected


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
def test_comparing_with_the_unknown_is_unknown(operator: str) -> None:
    assert value(f"budget {operator} 3", UNKNOWN) is None
    assert value(f"3 {operator} budget", UNKNOWN) is None
    assert value(f"start {operator} end", UNKNOWN) is None


@given(MAYBE, MAYBE, MAYBE)
def test_a_chain_of_comparisons_is_the_and_of_its_links(a: int | None, b: int | None, c: int | None) -> None:
    names: dict[str, Value] = {"start": a, "end": b, "today": c}
    assert value("start <= end < today", names) is value("start <= end and end < today", names)


def test_one_false_link_makes_a_chain_false_whatever_is_unknown() -> None:
    assert value("3 < 2 < budget", UNKNOWN) is False
    assert value("2 < 3 < budget", UNKNOWN) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('best("goal") >= 3', True),
        ('best("theme") >= 3', False),
        ('best("goal")', 4),
        ("best('spearhead')", 2),
        ('level("k22-welfare") >= 3', True),
        ('level("k22-community") >= 3', None),
        ('count("goal", 3) >= 2', True),
        ('count("goal", 4) >= 2', False),
        ('in_region("Kymenlaakso")', True),
        ('in_region("Uusimaa")', False),
        ('in_region("Ahvenanmaa")', None),
        ('not in_region("Ahvenanmaa")', None),
        ('in_region("Ahvenanmaa") or filled("summary")', True),
        ('filled("summary") or filled("measures")', True),
        ('filled("measures")', False),
        ("end > start", True),
        ("start >= date(2023, 1, 1)", True),
        ("end <= date(2023, 12, 31)", False),
        ("start < today < end", True),
        ("today <= end", True),
        ("budget <= 300_000", True),
        ("budget <= 1e5", False),
        ("budget >= 0.5 and not budget > 1000000", True),
        ("True", True),
        ("not False", True),
        ("(best('goal') >= 5 or best('spearhead') >= 2) and end != start", True),
        ("  end > start\n", True),
        ("end > start  # the dates are in order", True),
    ],
)
def test_every_form_that_is_let_through(expression: str, expected: Value) -> None:
    assert value(expression) == expected
    assert type(value(expression)) is type(expected)


NOT_ALLOWED = "is not allowed; use best, level, count, in_region, filled, date, start, end, today, budget, numbers, and/or/not"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "cannot be read: ''"),
        ("   ", "cannot be read"),
        ("best('goal'", "cannot be read"),
        ("best('goal') >=", "cannot be read"),
        ("end > start; start", "cannot be read"),
        ("import os", "cannot be read"),
        ("start = end", "cannot be read"),
        ("start := end", "cannot be read"),
        ("end > start\nend > start", "cannot be read"),
        ("best('goal') => 3", "cannot be read"),
        ("best('goal') ja 3", "cannot be read"),
        ("\0", "cannot be read"),
        ("start is end", "only < <= > >= == != compare"),
        ("start is not end", "only < <= > >= == != compare"),
        ("start in end", "only < <= > >= == != compare"),
        ("start not in end", "only < <= > >= == != compare"),
        ("best()", r"best\(\) takes 1 value\(s\), not 0"),
        ("best('goal', 3)", r"best\(\) takes 1 value\(s\), not 2"),
        ("count('goal')", r"count\(\) takes 2 value\(s\), not 1"),
        ("date(2023, 1)", r"date\(\) takes 3 value\(s\), not 2"),
        ("date(2023, 1, 1, 1)", r"date\(\) takes 3 value\(s\), not 4"),
        ("level(start)", r"level\(\) takes plain values only"),
        ("level(best('goal'))", r"level\(\) takes plain values only"),
        ("level(*'a')", r"level\(\) takes plain values only"),
        ("level(f'{start}')", r"level\(\) takes plain values only"),
        ("count('goal', -1)", r"count\(\) takes plain values only"),
        ("level('k' + '22')", r"level\(\) takes plain values only"),
        ("level(target='k22')", NOT_ALLOWED),
        ("level(**{})", NOT_ALLOWED),
        ("goal >= 3", f"'goal' {NOT_ALLOWED}"),
        ("start > deadline", f"'deadline' {NOT_ALLOWED}"),
        ("'goal'", NOT_ALLOWED),
        ("b'goal'", NOT_ALLOWED),
        ("None", f"'None' {NOT_ALLOWED}"),
        ("...", NOT_ALLOWED),
        ("1j", NOT_ALLOWED),
        ("-1", f"'-1' {NOT_ALLOWED}"),
        ("~1", NOT_ALLOWED),
        ("1 + 1", NOT_ALLOWED),
        ("9**9**9", NOT_ALLOWED),
        ("start - end > 3", "'start - end' is not allowed"),
        ("sum(start)", NOT_ALLOWED),
        ("eval('1')", NOT_ALLOWED),
        ("open('x')", NOT_ALLOWED),
        ("__import__('os')", NOT_ALLOWED),
        ("__import__('os').system('true')", NOT_ALLOWED),
        ("().__class__.__bases__", NOT_ALLOWED),
        ("start.year", r"'start\.year' is not allowed"),
        ("best.__globals__", NOT_ALLOWED),
        ("best('goal').real", NOT_ALLOWED),
        ("best('goal')('goal')", NOT_ALLOWED),
        ("best['goal']", NOT_ALLOWED),
        ("(best)('goal').x and True", NOT_ALLOWED),
        ("start or lambda: 1", "cannot be read"),
        ("lambda: 1", NOT_ALLOWED),
        ("(lambda: 1)()", NOT_ALLOWED),
        ("[x for x in start]", NOT_ALLOWED),
        ("{x for x in start}", NOT_ALLOWED),
        ("{x: x for x in start}", NOT_ALLOWED),
        ("any(x for x in start)", NOT_ALLOWED),
        ("[1, 2]", NOT_ALLOWED),
        ("(1, 2)", NOT_ALLOWED),
        ("{1: 2}", NOT_ALLOWED),
        ("{1}", NOT_ALLOWED),
        ("1 if start else 2", NOT_ALLOWED),
        ("f'{start}'", NOT_ALLOWED),
        ("(start := end)", NOT_ALLOWED),
        ("not start.year", NOT_ALLOWED),
        ("end > start and __import__('os')", NOT_ALLOWED),
        ("end > start > (yield)", NOT_ALLOWED),
        ("await start", NOT_ALLOWED),
    ],
)
def test_every_form_that_is_refused_says_why(expression: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(expression)


def test_an_expression_is_no_longer_than_a_person_reads() -> None:
    longest = "not " * 249 + "True"
    assert value(longest) is False
    with pytest.raises(ValueError, match="longer than 1000 characters"):
        parse(longest + " ")


@pytest.mark.parametrize("expression", ["(" * 300 + "1" + ")" * 300, "not " * 5_000 + "True"])
def test_an_expression_nested_too_deep_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be read|longer than"):
        parse(expression)


def test_a_form_that_is_not_allowed_is_refused_however_deep() -> None:
    with pytest.raises(ValueError, match=r"not allowed|nested too deep"):
        parse("-" * 900 + "1")


@pytest.mark.parametrize(
    ("expression", "unlike"),
    [
        ("start > 3", "a date with a number"),
        ("budget >= end", "a date with a number"),
        ("start < end < 3", "a date with a number"),
        ("date(2023, 1, 31) == 2023", "a date with a number"),
        ('best("goal") >= True', "a number with a yes or no"),
        ('filled("summary") == 1', "a number with a yes or no"),
        ("today != (start < end)", "a date with a yes or no"),
        ("end > start and not (budget > today)", "a date with a number"),
    ],
)
def test_a_comparison_of_unlike_things_is_refused(expression: str, unlike: str) -> None:
    with pytest.raises(ValueError, match=f"compares {unlike}"):
        parse(expression)


@pytest.mark.parametrize("day", ["2023, 13, 45", "2023, 2, 29", "0, 1, 1", "'2023', 1, 1", "2023, 1, 1.5"])
def test_a_date_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(ValueError, match=rf"date\({day}\) is no date: "):
        parse(f"start > date({day})")


def test_a_count_from_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"count\("):
        parse("count('goal', 'three') >= 2")


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "best(",
            "level(",
            "date(",
            "count(",
            "'k22'",
            '"goal"',
            ")",
            "(",
            ",",
            "1",
            "2.5",
            "start",
            "end",
            "budget",
            "today",
            "and",
            "or",
        ]
    )
    | st.sampled_from(
        ["not", "<", ">=", "==", "is", "in", "__import__", "os", ".", "lambda:", "[", "]", "{", "}", "for x in", "if"]
    )
    | st.sampled_from(["else", ":=", "*", "**", "f'{start}'", "=", "True", "None", "#", "-", "await", "\n"]),
    max_size=14,
).map(" ".join)


@given(st.one_of(FRAGMENTS, st.text(max_size=40)))
def test_nothing_else_gets_through(expression: str) -> None:
    try:
        tree = parse(expression)
    except ValueError:
        return
    for node in ast.walk(tree):
        assert isinstance(node, (ALLOWED, COMPARISONS))
        if isinstance(node, ast.Name):
            assert node.id in {*NAMES, *FUNCTIONS}
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            assert len(node.args) == FUNCTIONS[node.func.id][0]
            assert all(isinstance(argument, ast.Constant) for argument in node.args)


def test_what_an_expression_asks_for() -> None:
    tree = parse(
        'level("k22-welfare") >= 3 or (count("goal", 3) >= 2 and not in_region("Kymenlaakso")) or end > date(2023, 1, 31)'
    )
    assert sorted(asked(tree), key=str) == [
        ("count", "goal"),
        ("date", 2023),
        ("in_region", "Kymenlaakso"),
        ("level", "k22-welfare"),
    ]
    assert asked(parse("end > start")) == []
