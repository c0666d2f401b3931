"""Forms: one application a sheet, every label with its answer beside it, below it or after it in the same cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from alignment.intake.answers import Answers, is_sure, split_label
from alignment.intake.columns import Recognition
from alignment.intake.desk import LONG_TEXT, Desk, Haul, Item
from alignment.intake.grids import Grid, Row
from alignment.intake.problems import shown
from alignment.intake.severals import forms
from alignment.intake.values import as_text, is_blank
from alignment.messages import say

#: Sheets with more filled cells in most of their rows, or with more rows, are tables.
_WIDEST, _LONGEST = 5, 1_000
_FEWEST_LABELS = 2
_LABELS_WITHIN = 8
#: Row from 1, column from 0, value.
_Cell = tuple[int, int, object]


@dataclass
class _Question:
    """A label and the cells that answer it."""

    row: int
    column: int
    label: str
    meaning: Recognition | None
    beside: list[_Cell] = field(default_factory=list)
    below: list[_Cell] = field(default_factory=list)

    def chosen(self, stacked: bool) -> list[_Cell]:
        """The cells that answer. In a form answered beside, a short line below a fact is another heading."""
        if self.beside:
            # What stands beside may be guidance: a long text below belongs to the answer too.
            return self.beside + [cell for cell in self.below if len(as_text(cell[2])) > LONG_TEXT]
        is_section = self.meaning is not None and self.meaning.kind == "section"
        return self.below if stacked or is_section else []


def find_labels(grid: Grid, desk: Desk) -> tuple[int, float]:
    """Index and strength of the column that looks most like labels; strength 0 when the sheet is no form."""
    widths = [width for row in grid.rows if (width := sum(not is_blank(cell) for cell in row))]
    if not widths or len(widths) > _LONGEST or median(widths) > _WIDEST:
        return 0, 0.0
    best, strength = 0, 0.0
    for index in range(_LABELS_WITHIN):
        meanings = (_meaning(grid, number, index, desk) for number in range(1, len(grid.rows) + 1))
        found = {meaning.name: meaning.confidence for meaning in meanings if meaning}
        if len(found) >= _FEWEST_LABELS and sum(found.values()) > strength:
            best, strength = index, sum(found.values())
    return best, strength


def read_form(grid: Grid, column: int, desk: Desk) -> Haul:
    """The application of a sheet whose labels stand in that column, or several of them; none when nothing is answered."""
    haul, used = Haul(), set[int]()
    for part, spot in forms(grid, column, desk):
        answers = Answers(spot, desk)
        used |= put_answers(part, column, answers, desk)
        answers.finish()
        haul.add(answers.haul)
    hidden = sorted(grid.hidden_rows & used)
    empty = [] if haul.drafts else [say(desk.language, "left.empty-form", place=grid.spot().said(desk.language))]
    haul.readings.append(desk.reading(grid.spot(), "form", haul, left_out=empty))
    if haul.drafts and (grid.hidden or hidden):
        haul.problems.append(desk.problem("hidden", grid.spot(), rows=", ".join(map(str, hidden)) or "–"))
    return haul


def put_answers(grid: Grid, column: int, answers: Answers, desk: Desk) -> set[int]:
    """Give all answers of a grid to an application; what stands beside them and is not read is listed.

    Returns:
        The numbers of the rows with labels and answers.
    """
    questions = list(_Questions(grid, column, desk))
    stacked = sum(bool(each.below) and not each.beside for each in questions) > sum(bool(each.beside) for each in questions)
    used: set[tuple[int, int]] = set()
    for question in questions:
        cells = question.chosen(stacked)
        item = _item(grid, cells) if cells else None
        answers.put(grid.spot(question.row, question.column), question.label, item)
        left = [cell for cell in question.below if cell not in cells]
        answers.haul.mappings += [desk.mapping(grid.spot(row, index), shown(as_text(text)), None) for row, index, text in left]
        used |= {(row, index) for row, index, _ in (*question.beside, *question.below)} | {(question.row, question.column)}
    for index in _unread(grid, column, used):
        answers.haul.mappings.append(desk.mapping(grid.spot(column=index), "", None, "beside"))
    return {row for row, _ in used}


def label_rows(grid: Grid, desk: Desk) -> dict[int, int]:
    """Rows of labels whose answers stand in the one row below, by their numbers; more rows below would be a list."""
    sure = [
        sum(is_sure(_meaning(grid, number, index, desk)) for index in range(len(row)))
        for number, row in enumerate(grid.rows, start=1)
    ]
    filled = [[index for index, cell in enumerate(row) if not is_blank(cell)] for row in grid.rows]
    found: dict[int, int] = {}
    for at, (labels, answers) in enumerate(pairwise(filled)):
        asks = sure[at] >= _FEWEST_LABELS and 2 * sure[at] > len(labels)
        answered = asks and not sure[at + 1] and answers[:1] == labels[:1]
        alone = at + 2 == len(filled) or not filled[at + 2] or sure[at + 2] > 0
        if answered and alone:
            found[at + 1] = at + 2
    return found


class _Questions:
    """All questions of a grid, in order; an unknown text is a label only when an answer stands beside it."""

    def __init__(self, grid: Grid, column: int, desk: Desk) -> None:
        self._grid, self._column, self._desk = grid, column, desk
        self._stacked = label_rows(grid, desk)
        self._current: _Question | None = None

    def __iter__(self) -> Iterator[_Question]:
        answering = set(self._stacked.values())
        for number, row in enumerate(self._grid.rows, start=1):
            if number in self._stacked:
                yield from self._closed()
                yield from self._columns(number, row)
            elif number not in answering:
                yield from self._row(number, row)
        yield from self._closed()

    def _closed(self) -> Iterator[_Question]:
        if self._current:
            yield self._current
        self._current = None

    def _columns(self, number: int, row: Row) -> Iterator[_Question]:
        """Labels side by side, each with its answer below."""
        below = self._grid.rows[number]
        for index, cell in enumerate(row):
            if not is_blank(cell):
                answer = below[index] if index < len(below) else None
                cells = [] if is_blank(answer) else [(number + 1, index, answer)]
                yield _Question(number, index, as_text(cell), _meaning(self._grid, number, index, self._desk), cells)

    def _row(self, number: int, row: Row) -> Iterator[_Question]:
        starts = [self._column, *self._further(number, row)]
        for start, end in zip(starts, [*starts[1:], len(row)], strict=True):
            cells = [(number, index, cell) for index, cell in enumerate(row[:end]) if index > start and not is_blank(cell)]
            label = row[start] if start < len(row) else None
            question = self._question(number, start, label, cells)
            if question:
                yield from self._closed()
                self._current = question
            elif self._current and not is_blank(label):
                self._current.below.append((number, start, label))
            elif self._current and cells:
                # A label over several rows, or an answer below that begins further to the right.
                (self._current.beside if self._current.beside else self._current.below).extend(cells[:1])

    def _further(self, number: int, row: Row) -> list[int]:
        """Labels to the right of an answer, where two questions share a row. Right beside a label stands its answer."""
        filled = [index for index, cell in enumerate(row) if index >= self._column and not is_blank(cell)]
        starts: list[int] = []
        last = self._column
        for before, index in pairwise(filled):
            apart = before != last or index > before + 1
            if apart and before >= last and is_sure(_meaning(self._grid, number, index, self._desk)):
                starts.append(index)
                last = index
        return starts

    def _question(self, number: int, column: int, label: object, cells: list[_Cell]) -> _Question | None:
        if not isinstance(label, str) or is_blank(label):
            return None
        spot = self._grid.spot(number, column)
        meaning = self._desk.meaning(spot, label, long=False)
        if not is_sure(meaning) and (parts := split_label(label, spot, self._desk)):
            label, answer = parts
            return _Question(number, column, label, self._desk.meaning(spot, label, long=False), [(number, column, answer)])
        return _Question(number, column, label, meaning, cells[:1]) if meaning or cells else None


def _meaning(grid: Grid, number: int, index: int, desk: Desk) -> Recognition | None:
    """What a cell means as a label, alone or with its answer in it."""
    row = grid.rows[number - 1]
    cell = row[index] if index < len(row) else None
    if not isinstance(cell, str) or is_blank(cell):
        return None
    spot = grid.spot(number, index)
    meaning = desk.meaning(spot, cell, long=False)
    parts = None if is_sure(meaning) else split_label(cell, spot, desk)
    return desk.meaning(spot, parts[0], long=False) if parts else meaning


def _unread(grid: Grid, column: int, used: set[tuple[int, int]]) -> list[int]:
    """Columns further to the right than an answer: mostly guidance, and listed in case it is not."""
    cells = ((number, index) for number, row in enumerate(grid.rows, start=1) for index in range(column + 1, len(row)))
    return sorted(
        {index for number, index in cells if (number, index) not in used and not is_blank(grid.rows[number - 1][index])}
    )


def _item(grid: Grid, cells: list[_Cell]) -> Item:
    """One value of one or more cells, its place that of the first; a single cell's value stays as it is."""
    row, column, value = cells[0]
    if len(cells) > 1:
        value = "\n".join(as_text(value) for _, _, value in cells)
    return Item(value, grid.spot(row, column))
