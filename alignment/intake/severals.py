"""Several applications in one sheet of questions: forms under each other, or a column of answers for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from alignment.intake.answers import is_sure
from alignment.intake.columns import fold
from alignment.intake.desk import DATES, MONEY, Desk
from alignment.intake.grids import Grid
from alignment.intake.problems import Spot
from alignment.intake.values import as_text, is_blank, parse_date, parse_money

#: What tells one application from another.
_TELLING = ("id", "title")
_FEWEST_LABELS = 2


class _Label(NamedTuple):
    """A known question: the index of its row, the field it asks for if it asks for one."""

    row: int
    text: str
    name: str | None


def forms(grid: Grid, column: int, desk: Desk) -> Iterator[tuple[Grid, Spot]]:
    """The forms of a sheet, each with cells in their places and all others blank; mostly one, the sheet itself.

    Args:
        column: where the labels stand.
    """
    labels = list(_labels(grid, column, desk))
    starts = _starts(grid, column, labels)
    columns = [] if starts else _columns(grid, column, labels)
    for first, last in pairwise([*starts, len(grid.rows)]):
        rows = [row if first <= index < last else () for index, row in enumerate(grid.rows)]
        yield replace(grid, rows=rows), grid.spot(first + 1)
    for index in columns:
        kept = (column, index)
        rows = [tuple(cell if at in kept else None for at, cell in enumerate(row)) for row in grid.rows]
        yield replace(grid, rows=rows), grid.spot(column=index)
    if not starts and not columns:
        yield grid, grid.spot()


def _labels(grid: Grid, column: int, desk: Desk) -> Iterator[_Label]:
    for number, row in enumerate(grid.rows, start=1):
        cell = row[column] if column < len(row) else None
        if isinstance(cell, str) and is_sure(meaning := desk.meaning(grid.spot(number, column), cell, long=False)) and meaning:
            yield _Label(number - 1, fold(cell), meaning.field)


def _starts(grid: Grid, column: int, labels: list[_Label]) -> list[int]:
    """The rows where forms under each other begin: with the same question for a number or a name, each time answered otherwise.

    A form that repeats its name at the top of every page is one form.
    """
    for name in dict.fromkeys(label.text for label in labels if label.name in _TELLING):
        rows = [label.row for label in labels if label.text == name]
        answers = [_beside(grid, column, row) for row in rows]
        if len(rows) > 1 and None not in answers and len(set(answers)) == len(answers):
            return _begun(rows, labels)
    return []


def _begun(rows: list[int], labels: list[_Label]) -> list[int]:
    """Where the forms that hold these rows begin: with the first question that all ask. With too few such they are one form."""
    places: dict[str, list[int]] = {}
    for label in labels:
        places.setdefault(label.text, []).append(label.row)
    before = [-1, *rows]
    heads = [
        found
        for found in places.values()
        if len(found) == len(rows) and all(above < at <= row for above, at, row in zip(before, found, rows, strict=False))
    ]
    alike = sum(len(found) == len(rows) for found in places.values())
    return [0, *min(heads)[1:]] if alike >= _FEWEST_LABELS else []


def _beside(grid: Grid, column: int, row: int) -> str | None:
    return next((as_text(cell).strip() for cell in grid.rows[row][column + 1 :] if not is_blank(cell)), None)


def _columns(grid: Grid, column: int, labels: list[_Label]) -> list[int]:
    """The columns of answers when there are several, all alike; guidance beside the answers names no dates and no sums."""
    wide = max(map(len, grid.rows), default=0)
    found = [index for index in range(column + 1, wide) if _answers_all(grid, index, labels)]
    telling = [label.row for label in labels if label.name in _TELLING]
    names = [tuple(as_text(_cell(grid, row, index)) for row in telling) for index in found]
    return found if len(found) > 1 and len(set(names)) == len(names) else []


def _answers_all(grid: Grid, column: int, labels: list[_Label]) -> bool:
    filled = [label for label in labels if not is_blank(_cell(grid, label.row, column))]
    measured = [label for label in filled if label.name in (MONEY, *DATES)]
    fits = all(_fits(label, _cell(grid, label.row, column)) for label in measured)
    told = any(label.name in _TELLING for label in filled)
    return told and bool(measured) and fits and 2 * len(filled) > len(labels) >= _FEWEST_LABELS


def _fits(label: _Label, value: object) -> bool:
    return (parse_money(value) if label.name == MONEY else parse_date(value)) is not None


def _cell(grid: Grid, row: int, column: int) -> object:
    cells = grid.rows[row]
    return cells[column] if column < len(cells) else None
