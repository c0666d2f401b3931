"""Forms: one application a sheet, every label with its answer beside it or below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from alignment.intake.columns import LONG, Recognition
from alignment.intake.desk import FIELDS, LONG_TEXT, Desk, Draft, Haul, Item
from alignment.intake.grids import Grid, Row
from alignment.intake.problems import shown
from alignment.intake.values import as_text, is_blank

#: Sheets wider than this are tables.
_WIDEST = 8
_FEWEST_LABELS = 2
_LABELS_WITHIN = 3
#: Row from 1, column from 0, value.
_Cell = tuple[int, int, object]


@dataclass
class _Answer:
    """A label and the cells that answer it."""

    row: int
    label: str
    meaning: Recognition | None
    beside: list[_Cell] = field(default_factory=list)
    below: list[_Cell] = field(default_factory=list)


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
        cells = _chosen(answer, stacked)
        item = _item(grid, cells) if cells else None
        long = item is not None and len(as_text(item.value)) > LONG_TEXT
        meaning = _put(draft, answer, item, desk.recognise(answer.label, long) or (LONG if long else None), grid, desk, haul)
        haul.mappings.append(desk.mapping(grid.spot(answer.row, column), answer.label, meaning))
        left = (cell for cell in answer.below if cell not in cells)
        haul.mappings += [desk.mapping(grid.spot(row, index), shown(as_text(text)), None) for row, index, text in left]
    for index in _unread(grid, column):
        haul.mappings.append(desk.mapping(grid.spot(column=index), "", None, "beside"))
    if draft.fields or draft.sections:
        haul.drafts.append(draft)
    return haul


def _put(
    draft: Draft, answer: _Answer, item: Item | None, meaning: Recognition | None, grid: Grid, desk: Desk, haul: Haul
) -> Recognition | None:
    """Put an answer where it belongs; what comes back is the meaning it was read by."""
    if item is None or meaning is None:
        return meaning
    if meaning.kind == "section":
        draft.add_section(answer.label, meaning.name, item)
    elif meaning.name in draft.fields:
        first = draft.fields[meaning.name].spot.said(desk.language)
        haul.problems.append(desk.problem("duplicate-label", grid.spot(answer.row), header=answer.label, first=first))
        return None
    elif meaning.name in FIELDS:
        draft.fields[meaning.name] = item
    return meaning


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


def _chosen(answer: _Answer, stacked: bool) -> list[_Cell]:
    """The cells that answer a label. In a form answered beside, a short line below a fact is another heading."""
    if answer.beside:
        # What stands beside may be guidance: a long text below belongs to the answer too.
        return answer.beside + [cell for cell in answer.below if len(as_text(cell[2])) > LONG_TEXT]
    is_section = answer.meaning is not None and answer.meaning.kind == "section"
    return answer.below if stacked or is_section else []


def _item(grid: Grid, cells: list[_Cell]) -> Item:
    """One value of one or more cells, its place that of the first; a single cell's value stays as it is."""
    row, column, value = cells[0]
    if len(cells) > 1:
        value = "\n".join(as_text(value) for _, _, value in cells)
    return Item(value, grid.spot(row, column))
