"""Tables: one application a row under a row of headers, in a sheet or a comma-separated file."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from alignment.intake.columns import LONG, Recognition
from alignment.intake.desk import FIELDS, LONG_TEXT, Desk, Draft, Haul, Item
from alignment.intake.grids import Grid, Row, letter
from alignment.intake.values import as_text, is_blank

_HEADER_WITHIN = 15
_TOTALS = frozenset({"yhteensä", "summa", "kaikki yhteensä", "summa yhteensä", "totalt", "sammanlagt", "total", "sum", "totals"})


@dataclass
class _Column:
    """A column with anything in it, and what it was taken for."""

    index: int
    header: str
    long: bool
    meaning: Recognition | None

    @property
    def letter(self) -> str:
        return letter(self.index)

    @property
    def field(self) -> str | None:
        return self.meaning.name if self.meaning and self.meaning.kind == "field" else None


def find_header(rows: list[Row], desk: Desk) -> tuple[int, float]:
    """Index and strength of the row that looks most like a header, among the first ones; strength 0 when none does."""
    strengths = [_header_strength(row, desk) for row in rows[:_HEADER_WITHIN]]
    best = max(strengths, default=0.0)
    return (strengths.index(best) if best else 0), best


def _header_strength(row: Row, desk: Desk) -> float:
    """The sum of what the row's different cells were recognised with; one alone may be any word of a text."""
    said = (desk.recognise(text, long=False) for text in {cell for cell in row if isinstance(cell, str)})
    found = [meaning.confidence for meaning in said if meaning]
    return sum(found) if len(found) > 1 else 0.0


def read_table(grid: Grid, header: int, desk: Desk) -> Haul:
    """All rows below the header at that index: each an application or a problem, empty ones skipped."""
    haul = Haul()
    columns = _columns(grid, header, desk)
    _settle_fields(columns, grid, header, desk, haul)
    for column in columns:
        haul.mappings.append(desk.mapping(grid.spot(header + 1, column.index), column.header, column.meaning))
    read = [column for column in columns if column.meaning]
    for number, row in enumerate(grid.rows[header + 1 :], start=header + 2):
        filled = sum(not is_blank(cell) for cell in row)
        if not filled:
            continue
        draft = _draft(grid, number, row, read)
        if _is_application(draft, filled):
            haul.drafts.append(draft)
        else:
            haul.problems.append(desk.problem("not-an-application", grid.spot(number)))
    if haul.drafts and not any(column.field == "id" for column in read):
        _tell_ids(haul, desk, grid, header)
    return haul


def _columns(grid: Grid, header: int, desk: Desk) -> list[_Column]:
    body = grid.rows[header + 1 :]
    columns = []
    for index in range(max(len(row) for row in grid.rows[header:])):
        lengths = [len(as_text(row[index])) for row in body if index < len(row) and not is_blank(row[index])]
        text = _header(grid.rows[header], index)
        if text or lengths:
            long = bool(lengths) and median(lengths) > LONG_TEXT
            columns.append(_Column(index, text or letter(index), long, desk.recognise(text, long)))
    return columns


def _header(row: Row, index: int) -> str:
    return as_text(row[index]) if index < len(row) and not is_blank(row[index]) else ""


def _settle_fields(columns: list[_Column], grid: Grid, header: int, desk: Desk, haul: Haul) -> None:
    """One column for each field: the surest, then the first. Long texts without a meaning become sections."""
    for name in dict.fromkeys(column.field for column in columns if column.field):
        rivals = [column for column in columns if column.field == name]
        chosen = max(rivals, key=_confidence)
        for column in rivals:
            if column is chosen:
                continue
            if _confidence(column) == _confidence(chosen):
                spot = grid.spot(header + 1, column.index)
                haul.problems.append(desk.problem("duplicate-column", spot, header=column.header, first=chosen.header))
            column.meaning = None
    for column in columns:
        if column.meaning is None and column.long:
            column.meaning = LONG


def _confidence(column: _Column) -> float:
    return column.meaning.confidence if column.meaning else 0.0


def _draft(grid: Grid, number: int, row: Row, columns: list[_Column]) -> Draft:
    draft = Draft(grid.spot(number))
    for column in columns:
        value = row[column.index] if column.index < len(row) else None
        kind = column.meaning.kind if column.meaning else None
        # An empty cell is an answer of an officer, and none of an applicant.
        if is_blank(value) and kind != "decision":
            continue
        item = Item(value, grid.spot(number, column.index))
        if column.meaning and kind == "decision":
            draft.decision.setdefault(column.meaning.name, item)
        elif column.meaning and kind == "section":
            draft.add_section(column.header, column.meaning.name, item)
        elif column.field in FIELDS:
            draft.fields[column.field] = item
    return draft


def _is_application(draft: Draft, filled: int) -> bool:
    """A note or a line of totals below the table is none."""
    if draft.sections:
        return True
    totals = any(as_text(item.value).strip(" :").casefold() in _TOTALS for item in draft.fields.values())
    return filled > 1 and not totals


def _tell_ids(haul: Haul, desk: Desk, grid: Grid, header: int) -> None:
    """A table without a column of ids has one fault, not one a row; every application of it repeats the same problem."""
    told = desk.problem("missing-id-column", grid.spot(header + 1), example=haul.drafts[0].spot.made_id())
    told = told.model_copy(update={"code": "missing-id"})
    haul.problems.append(told)
    for draft in haul.drafts:
        draft.problems.append(told)
        draft.id_problem_told = True
