"""Forms: one application a sheet, every label with its answer beside it or below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from alignment.intake.columns import LONG, Recognition
from alignment.intake.desk import FIELDS, LONG_TEXT, Desk, Draft, Haul, Item
from alignment.intake.grids import Grid, Row
from alignment.intake.values import as_text, is_blank

#: Sheets wider than this are tables.
_WIDEST = 8
_FEWEST_LABELS = 2
_LABELS_WITHIN = 3


@dataclass
class _Answer:
    """A label and the cells that answer it."""

    row: int
    label: str
    meaning: Recognition | None
    beside: list[tuple[int, int, object]] = field(default_factory=list)
    below: list[tuple[int, int, object]] = field(default_factory=list)


def find_labels(grid: Grid, desk: Desk) -> tuple[int, float]:
    """Index and strength of the column that looks most like labels; strength 0 when the sheet is no form."""
    if max(len(row) for row in grid.rows) > _WIDEST:
        return 0, 0.0
    best, strength = 0, 0.0
    for index in range(_LABELS_WITHIN):
        found = {meaning.name: meaning.confidence for row in grid.rows if (meaning := _meaning(row, index, desk))}
        if len(found) >= _FEWEST_LABELS and sum(found.values()) > strength:
            best, strength = index, sum(found.values())
    return best, strength


def _meaning(row: Row, index: int, desk: Desk) -> Recognition | None:
    cell = row[index] if index < len(row) else None
    return desk.recognise(cell, long=False) if isinstance(cell, str) else None


def read_form(grid: Grid, column: int, desk: Desk) -> Haul:
    """The one application of a sheet whose labels stand in that column; none when nothing is answered."""
    haul, draft = Haul(), Draft(grid.spot())
    answers = list(_answers(grid, column, desk))
    stacked = sum(bool(a.below) and not a.beside for a in answers) > sum(bool(a.beside) for a in answers)
    for answer in answers:
        item, long = _item(grid, answer, stacked)
        meaning = desk.recognise(answer.label, long) or (LONG if long else None)
        taken = meaning is not None and meaning.kind == "field" and meaning.name in draft.fields
        spot = grid.spot(answer.row, column)
        if taken and meaning and item:
            first = draft.fields[meaning.name].spot
            haul.problems.append(desk.problem("duplicate-label", spot, header=answer.label, first=first.said(desk.language)))
        elif meaning and item and meaning.kind == "section":
            draft.add_section(answer.label, meaning.name, item)
        elif meaning and item and meaning.name in FIELDS:
            draft.fields[meaning.name] = item
        haul.mappings.append(desk.mapping(spot, answer.label, None if taken else meaning))
    for index in _unread(grid, column):
        haul.mappings.append(desk.mapping(grid.spot(column=index), "", None, "beside"))
    if draft.fields or draft.sections:
        haul.drafts.append(draft)
    return haul


def _unread(grid: Grid, column: int) -> list[int]:
    """Columns further to the right than an answer: mostly guidance, and listed in case it is not."""
    filled = ([index for index, cell in enumerate(row) if index > column and not is_blank(cell)] for row in grid.rows)
    return sorted({index for indices in filled for index in indices[1:]})


def _answers(grid: Grid, column: int, desk: Desk) -> Iterator[_Answer]:
    """Every label with its answers; an unknown text is a label only when an answer stands beside it."""
    current: _Answer | None = None
    for number, row in enumerate(grid.rows, start=1):
        label = row[column] if column < len(row) else None
        beside = [(number, index, cell) for index, cell in enumerate(row) if index > column and not is_blank(cell)][:1]
        meaning = _meaning(row, column, desk)
        if meaning or (beside and isinstance(label, str) and not is_blank(label)):
            if current:
                yield current
            current = _Answer(number, as_text(label), meaning, beside)
        elif current and not is_blank(label):
            current.below.append((number, column, label))
        elif current and beside:
            # A label over several rows, or an answer below that begins further to the right.
            (current.beside if current.beside else current.below).extend(beside)
    if current:
        yield current


def _item(grid: Grid, answer: _Answer, stacked: bool) -> tuple[Item | None, bool]:
    """The answer as one value and whether it is long. In a form answered beside, a short line below is another heading."""
    cells = answer.beside or answer.below
    values = [value for _, _, value in cells]
    if not values:
        return None, False
    value = values[0] if len(values) == 1 else "\n".join(as_text(value) for value in values)
    long = len(as_text(value)) > LONG_TEXT
    if not answer.beside and not stacked and not long:
        return None, False
    return Item(value, grid.spot(cells[0][0], cells[0][1])), long
