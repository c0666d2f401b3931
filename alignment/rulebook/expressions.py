"""The little language of gates and criteria: ``best("goal") >= 3 or in_region("Kymenlaakso")``.

An expression is read with Python's own parser and only the few forms named here are let through. Every value can also be
unknown (None): a gate that needs a date the application does not give is neither passed nor failed. Logic is Kleene's:
unknown or true is true, unknown and false is false, the rest stays unknown.
"""

from __future__ import annotations

import ast
import datetime as dt
import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal

Value = bool | float | dt.date | str | None

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
Type = Literal["number", "yes or no", "date"]
#: Functions a rulebook may call: how many values each takes, and what it gives.
FUNCTIONS: Mapping[str, tuple[int, Type]] = {
    "best": (1, "number"),
    "level": (1, "number"),
    "count": (2, "number"),
    "in_region": (1, "yes or no"),
    "filled": (1, "yes or no"),
    "date": (3, "date"),
}
#: Names a rulebook may use, and what they are.
NAMES: Mapping[str, Type] = {"start": "date", "end": "date", "today": "date", "budget": "number"}
#: What ``filled`` knows beside the roles of sections.
FACTS = ("title", "applicant", "region", "start", "end", "budget_eur")
_LONGEST = 1000


@cache
def parse(expression: str) -> ast.expr:
    """Read an expression and check every part of it.

    Raises:
        ValueError: with a sentence that names the part that is not allowed and what is.
    """
    if len(expression) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise ValueError(f"cannot be read: {expression!r}") from None
    try:
        _check(tree)
    except RecursionError:
        raise ValueError("nested too deep") from None
    return tree


def asked(tree: ast.expr) -> list[tuple[str, object]]:
    """What a checked expression asks for: every function with its first value, such as ``("level", "k22-welfare")``."""
    return [
        (call.func.id, call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and isinstance(call.args[0], ast.Constant)
    ]


def _check(node: ast.expr) -> Type:
    """What an expression gives; every part of it is checked on the way."""
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                _check(value)
            return "yes or no"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _check(operand)
            return "yes or no"
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            if any(type(op) not in _COMPARE for op in ops):
                raise ValueError("only < <= > >= == != compare")
            types = {_check(value) for value in (left, *comparators)}
            if len(types) > 1:
                raise ValueError(f"{ast.unparse(node)!r} compares a {' with a '.join(sorted(types))}")
            return "yes or no"
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            count, gives = FUNCTIONS[name]
            if len(args) != count:
                raise ValueError(f"{name}() takes {count} value(s), not {len(args)}")
            plain = [value.value for value in args if isinstance(value, ast.Constant)]
            if len(plain) != count:
                raise ValueError(f"{name}() takes plain values only")
            if name == "date":
                _date(plain)
            elif not isinstance(plain[0], str) or not all(isinstance(value, int) for value in plain[1:]):
                raise ValueError(f"{name}() takes a name in quotation marks{' and a whole number' if count > 1 else ''}")
            return gives
        case ast.Name(id=name) if name in NAMES:
            return NAMES[name]
        case ast.Constant(value=bool()):
            return "yes or no"
        case ast.Constant(value=int() | float()):
            return "number"
        case _:
            raise ValueError(
                f"{ast.unparse(node)!r} is not allowed; use {', '.join(FUNCTIONS)}, {', '.join(NAMES)}, numbers, and/or/not"
            )


def _date(values: list[Any]) -> None:
    try:
        dt.date(*values)
    except (TypeError, ValueError) as error:
        raise ValueError(f"date({', '.join(map(repr, values))}) is no date: {error}") from None


def evaluate(node: ast.expr, names: Mapping[str, Value], functions: Mapping[str, Callable[..., Value]]) -> Value:
    """The value of a checked expression; None where it hangs on something unknown."""
    match node:
        case ast.BoolOp(op=op, values=values):
            results = [evaluate(value, names, functions) for value in values]
            decisive = isinstance(op, ast.Or)
            if any(result is not None and bool(result) is decisive for result in results):
                return decisive
            return None if None in results else not decisive
        case ast.UnaryOp(operand=operand):
            result = evaluate(operand, names, functions)
            return None if result is None else not result
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            sides = [evaluate(value, names, functions) for value in (left, *comparators)]
            pairs = zip(ops, sides, sides[1:], strict=False)
            results = [None if a is None or b is None else _COMPARE[type(op)](a, b) for op, a, b in pairs]
            return False if False in results else None if None in results else True
        case ast.Call(func=ast.Name(id=name), args=args):
            return functions[name](*(value.value for value in args if isinstance(value, ast.Constant)))
        case ast.Name(id=name):
            return names[name]
        case ast.Constant(value=bool() | int() | float() as value):
            return value
        case _:  # pragma: no cover - parse() lets nothing else through
            raise ValueError(ast.unparse(node))
