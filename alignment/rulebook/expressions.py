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
from typing import Any

Value = bool | float | dt.date | str | None

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
#: Functions a rulebook may call, with the number of arguments each takes.
FUNCTIONS: Mapping[str, int] = {"best": 1, "level": 1, "count": 2, "in_region": 1, "filled": 1, "date": 3}
#: What ``filled`` knows beside the roles of sections.
FACTS = ("title", "applicant", "region", "start", "end", "budget_eur")
#: Names a rulebook may use.
NAMES = ("start", "end", "today", "budget")


def parse(expression: str) -> ast.expr:
    """Read an expression and check every part of it.

    Raises:
        ValueError: with a sentence that names the part that is not allowed and what is.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except SyntaxError:
        raise ValueError(f"cannot be read: {expression!r}") from None
    _check(tree)
    return tree


def asked(tree: ast.expr) -> list[tuple[str, object]]:
    """What a checked expression asks for: every function with its first value, such as ``("level", "k22-welfare")``."""
    return [
        (call.func.id, call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and isinstance(call.args[0], ast.Constant)
    ]


def _check(node: ast.expr) -> None:
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                _check(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _check(operand)
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            if any(type(op) not in _COMPARE for op in ops):
                raise ValueError("only < <= > >= == != compare")
            for value in (left, *comparators):
                _check(value)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) != FUNCTIONS[name]:
                raise ValueError(f"{name}() takes {FUNCTIONS[name]} value(s), not {len(args)}")
            for value in args:
                if not isinstance(value, ast.Constant):
                    raise ValueError(f"{name}() takes plain values only")
        case ast.Name(id=name) if name in NAMES:
            pass
        case ast.Constant(value=bool() | int() | float()):
            pass
        case _:
            raise ValueError(
                f"{ast.unparse(node)!r} is not allowed; use {', '.join(FUNCTIONS)}, {', '.join(NAMES)}, numbers, and/or/not"
            )


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
            if None in sides:
                return None
            return all(_COMPARE[type(op)](a, b) for op, a, b in zip(ops, sides, sides[1:], strict=False))
        case ast.Call(func=ast.Name(id=name), args=args):
            return functions[name](*(value.value for value in args if isinstance(value, ast.Constant)))
        case ast.Name(id=name):
            return names[name]
        case ast.Constant(value=bool() | int() | float() as value):
            return value
        case _:  # pragma: no cover - parse() lets nothing else through
            raise ValueError(ast.unparse(node))
