"""The headers of a sheet: which rows they take, what each column is called, and which rows belong to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import NamedTuple

from alignment.intake.columns import Recognition, fold
from alignment.intake.desk import LONG_TEXT, Desk
from alignment.intake.grids import Grid, Row
from alignment.intake.values import as_text, is_blank

#: A longer text is an answer.
_LONGEST_HEADING = 100
#: Known headings that make a row below a table the header of another one.
_FEWEST_HEADINGS = 3
_SURE = 0.9


class _Span(NamedTuple):
    """A cell of an upper row of a header and the last column it stands over."""

    column: int
    last: int
    text: str
    merged: bool


class Group(NamedTuple):
    """What stands above the headings of several columns, and the row and column it stands in."""

    text: str
    row: int
    column: int


@dataclass
class Column:
    """A column with anything in it.

    Attributes:
        header: its heading as it stands there, or its letter.
        group: what stands above its heading and those beside it.
        sample: the first of its filled cells.
        meaning: what it was taken for.
        reason: the key of the sentence that tells why, when the meaning's own does not.
    """

    index: int
    header: str
    group: Group | None
    sample: list[object]
    meaning: Recognition | None = None
    reason: str = ""

    @property
    def long(self) -> bool:
        """Whether it holds texts rather than facts."""
        return bool(self.sample) and median(len(as_text(value)) for value in self.sample) > LONG_TEXT


@dataclass(frozen=True)
class Header:
    """One row of headings, or several of which the upper ones name groups of columns.

    Attributes:
        first: index of the uppermost row.
        last: index of the lowest row; the applications begin below it.
    """

    grid: Grid
    first: int
    last: int

    def text(self, column: int) -> str:
        """The heading of a column itself: the lowest cell that stands over it."""
        lowest, *upper = self._spans
        own = [lowest[column]] if column in lowest and lowest[column].column == column else []
        over = (row[column] for row in upper if column in row)
        return next((span.text for span in (*own, *over) if span.merged or span.column == column), "")

    def group(self, column: int) -> Group | None:
        """What stands above the heading of a column."""
        text = self.text(column)
        for row, spans in zip(range(self.last, self.first - 1, -1), self._spans, strict=True):
            span = spans.get(column)
            if span and span.text != text and (row < self.last or span.merged):
                return Group(span.text, row, span.column)
        return None

    @cached_property
    def _spans(self) -> list[dict[int, _Span]]:
        """What stands over each column, from the lowest row up."""
        return [_spans(self.grid, row) for row in range(self.last, self.first - 1, -1)]

    def repeats(self, row: int) -> bool:
        """Whether a row lower down says the same once more, as at the top of every printed page."""
        cells = self.grid.rows[row]
        return may_be_header(cells) and _filled(cells) != [] and _folded(cells) in self._folded

    @cached_property
    def _folded(self) -> list[list[tuple[int, str]]]:
        return [_folded(cells) for cells in self.grid.rows[self.first : self.last + 1]]


@dataclass(frozen=True)
class Part:
    """A header and the rows below it, up to the next table of the sheet.

    Attributes:
        rows: indexes of the rows.
        left_out: indexes of rows that are no applications, with the key of the reason.
    """

    header: Header
    rows: range
    left_out: dict[int, str] = field(default_factory=dict)


def parts(grid: Grid, row: int, desk: Desk) -> Iterator[Part]:
    """The tables that stand under each other in a sheet, the first with its header at the index of a row."""
    header = _header_at(grid, row)
    start = at = header.last + 1
    left_out: dict[int, str] = {}
    while at < len(grid.rows):
        if header.repeats(at):
            left_out[at] = "header"
        elif _is_header(grid, at, desk):
            further = _header_at(grid, at)
            title = _title_above(grid, further.first, start)
            yield Part(header, range(start, further.first), left_out | title)
            header, left_out = further, {}
            start = at = header.last
            start += 1
        at += 1
    yield Part(header, range(start, len(grid.rows)), left_out)


def _header_at(grid: Grid, row: int) -> Header:
    """The whole header around a row of it."""
    last = row
    while last + 1 < len(grid.rows) and _goes_on(grid, row, last):
        last += 1
    first = last
    while first and _names_groups(grid, first - 1):
        first -= 1
    return Header(grid, first, last)


def _goes_on(grid: Grid, row: int, last: int) -> bool:
    """Whether the row below belongs to the header: cells reach into it, or it divides what stands above it."""
    below, spans = grid.rows[last + 1], _spans(grid, last)
    if any(row <= top <= last < bottom and left in _filled(grid.rows[top]) for top, left, bottom, _ in grid.merged):
        return may_be_header(below)
    filled = _filled(below)
    if _fill_each_other(grid, last):
        return True
    divided = all(column in spans and spans[column].last > spans[column].column for column in filled)
    return len(filled) > 1 and divided and may_be_header(below)


def _names_groups(grid: Grid, row: int) -> bool:
    """Whether a row holds what groups of the columns below it have in common; a title alone does not."""
    spans, below = list(dict.fromkeys(_spans(grid, row).values())), _filled(grid.rows[row + 1])
    if not spans or not below or not may_be_header(grid.rows[row]):
        return False
    if _fill_each_other(grid, row):
        return True
    over = [span.last > span.column or span.column not in below for span in spans]
    # Where cells are merged, a group may have a single column; else a line of text could be taken for groups.
    return (any(over) if spans[0].merged else all(over)) and (len(spans) > 1 or spans[0].column > below[0])


def _fill_each_other(grid: Grid, row: int) -> bool:
    """Whether a row and the one below it are two halves of a header: each has gaps where the other has words.

    Below the first heading nothing may stand, for there an application would have its number or its name.
    """
    upper, lower = set(_filled(grid.rows[row])), set(_filled(grid.rows[row + 1]))
    if len(upper) < _FEWEST_HEADINGS or min(upper) >= min(lower, default=0):
        return False
    gaps = min(len(upper - lower), len(lower - upper))
    return gaps > 1 and may_be_header(grid.rows[row]) and may_be_header(grid.rows[row + 1])


def _spans(grid: Grid, row: int) -> dict[int, _Span]:
    """The filled cells of a row by the columns they stand over; where none is merged, up to the next filled one."""
    cells = grid.rows[row]
    wide = {left: right for top, left, _, right in grid.merged if top == row and right > left}
    filled = _filled(cells)
    end = max(len(cells), len(grid.rows[row + 1]) if row + 1 < len(grid.rows) else 0)
    spans: dict[int, _Span] = {}
    for column, following in zip(filled, [*filled, end][1:], strict=True):
        last = wide.get(column, column) if wide else following - 1
        spans |= dict.fromkeys(range(column, last + 1), _Span(column, last, as_text(cells[column]), merged=bool(wide)))
    return spans


def _is_header(grid: Grid, row: int, desk: Desk) -> bool:
    """Whether a row among the applications is the header of another table."""
    cells = grid.rows[row]
    if not may_be_header(cells):
        return False
    texts = [cell for cell in cells if isinstance(cell, str) and not is_blank(cell)]
    if len(texts) < _FEWEST_HEADINGS or sum(map(desk.headings.is_exact, texts)) < 2:
        return False
    found = [desk.meaning(grid.spot(row + 1), text, long=False) for text in texts]
    sure = sum(meaning is not None and meaning.confidence > _SURE for meaning in found)
    return sure >= _FEWEST_HEADINGS and 2 * sure > len(texts)


def _title_above(grid: Grid, row: int, start: int) -> dict[int, str]:
    """The line of text above a header, if there is one, as a row to be left out."""
    above = next((index for index in range(row - 1, start - 1, -1) if _filled(grid.rows[index])), None)
    is_title = above is not None and len(_filled(grid.rows[above])) == 1 and may_be_header(grid.rows[above])
    return {above: "title"} if above is not None and is_title else {}


def may_be_header(cells: Row) -> bool:
    """Whether a row holds short texts only."""
    return all(isinstance(cell, str) and len(cell) <= _LONGEST_HEADING for cell in cells if not is_blank(cell))


def _filled(cells: Row) -> list[int]:
    return [index for index, cell in enumerate(cells) if not is_blank(cell)]


def _folded(cells: Row) -> list[tuple[int, str]]:
    return [(index, fold(as_text(cell))) for index, cell in enumerate(cells) if not is_blank(cell)]
