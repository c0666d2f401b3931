"""Tables: one application a row under a header, in a sheet or a comma-separated file; every filled row is accounted for."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from alignment.intake.desk import DATES, FIELDS, MONEY, MOST_ROWS, Desk, Draft, Haul, Item, Passage
from alignment.intake.exports import as_list
from alignment.intake.grids import Grid, Row, letter
from alignment.intake.headers import Header, Part, may_be_header, parts
from alignment.intake.joining import Joiner
from alignment.intake.leftovers import footer, no_answers
from alignment.intake.plans import Plan, Source
from alignment.intake.problems import Spot
from alignment.intake.ticks import Ticks
from alignment.intake.values import as_text, is_blank, parse_period
from alignment.messages import say

_HEADER_WITHIN = 30
#: Known headings, more than half of those in a row, which make it the header though a later row knows more.
_FEWEST_HEADINGS = 3
_SURE = 0.9
_ANYWHERE = Spot("")
_EUROS = frozenset({"eur", "euro", "€"})
_SHORTEST_PERIOD = len("1.3.-1.8.2026")


def find_header(rows: list[Row], desk: Desk, spot: Spot = _ANYWHERE) -> tuple[int, float]:
    """Index and strength of the row that looks most like a header, among the first ones; strength 0 when none does.

    Args:
        spot: the sheet, for an officer may have said which row it is.
    """
    fixed = desk.fixed.table(spot) if desk.fixed else None
    if fixed and fixed.header_row and fixed.header_row <= len(rows):
        return fixed.header_row - 1, math.inf
    found = [_confidences(row, desk, spot) for row in rows[:_HEADER_WITHIN]]
    strengths = [sum(each) if len(each) > 1 else 0.0 for each in found]
    best = max(range(len(strengths)), key=lambda index: strengths[index], default=0)
    # Of two tables under each other the lower one may know more headings; right above the best row stand groups of its columns.
    sure = [sum(confidence > _SURE for confidence in each) for each in found]
    for index in range(best - 1):
        if sure[index] >= _FEWEST_HEADINGS and 2 * sure[index] > sum(not is_blank(cell) for cell in rows[index]):
            return index, strengths[index]
    # Groups of columns may have better known names than the columns themselves, but there are gaps between them.
    below = best + 1
    is_divided = below < len(sure) and sure[below] > 1 and may_be_header(rows[below]) and _has_gaps(rows[best])
    return (below if is_divided else best, strengths[best]) if strengths else (0, 0.0)


def _has_gaps(row: Row) -> bool:
    filled = [index for index, cell in enumerate(row) if not is_blank(cell)]
    return filled[-1] - filled[0] >= len(filled)


def _confidences(row: Row, desk: Desk, spot: Spot) -> list[float]:
    """How sure the row's different cells are headings; one alone may be any word of a text."""
    said = (desk.meaning(spot, text, long=False) for text in dict.fromkeys(cell for cell in row if isinstance(cell, str)))
    return [meaning.confidence for meaning in said if meaning]


def read_table(grid: Grid, header: int, desk: Desk) -> Haul:
    """The table below the header at that index, and further ones: a row is an application, part of one, left out or a problem."""
    filled = sum(any(not is_blank(cell) for cell in row) for row in grid.rows[header + 1 :])
    haul, account = Haul(), _Account()
    if filled > MOST_ROWS:
        haul.problems.append(desk.problem("too-many-rows", grid.spot(), rows=filled, most=MOST_ROWS))
        account.refused = filled
    else:
        for part in parts(grid, header, desk):
            _Table(part, desk).read(haul, account)
        _tell_missing(grid, desk, haul)
        _tell_hidden(grid, desk, haul, account)
    left_out = [say(desk.language, f"left.{why}", place=grid.spot(row).said(desk.language)) for row, why in account.left_out]
    told = desk.reading(
        grid.spot(), account.shape, haul, name=account.name, joined=account.joined, left_out=left_out, refused=account.refused
    )
    haul.readings.append(told)
    return haul


@dataclass
class _Account:
    """What became of the rows of a sheet; rows by their numbers."""

    shape: str = "table"
    name: str = ""
    joined: int = 0
    refused: int = 0
    left_out: list[tuple[int, str]] = field(default_factory=list)
    #: Rows that told of an application.
    used: set[int] = field(default_factory=set)


class _Table:
    """One table of a sheet: its columns understood once, its rows read one by one."""

    def __init__(self, part: Part, desk: Desk) -> None:
        self._desk, self._grid, self._header = desk, part.header.grid, part.header
        self._rows = part.header.grid.rows
        others = dict(no_answers(part, desk.headings.exports))
        self._part = Part(part.header, part.rows, part.left_out | others)
        self._plan = plan = Plan(self._part, desk)
        self._sources = plan.sources()
        self._letters = [letter(index) for index in range(max((column.index for column in plan.columns), default=0) + 1)]
        self._ids = [source.column for source in self._sources if source.meaning == "id"]
        currencies = (column.index for column in plan.columns if plan.known and plan.known.is_currency(column.header))
        self._currency = next(currencies, None)
        self._above = dict(_merged_down(part.header))
        self._ticks, self._joiner = Ticks(desk.headings.exports), Joiner(desk)

    def read(self, haul: Haul, account: _Account) -> None:
        """Put everything of the table into a haul and an account."""
        if self._plan.known:
            account.shape, account.name = "export", self._plan.known.export.names.in_(self._desk.language)
        elif self._plan.is_service:
            account.shape = "service"
        haul.problems += self._plan.problems
        haul.mappings += self._plan.mappings()
        left_out = self._part.left_out | dict(footer(self._part, self._plan))
        first = len(haul.drafts)
        for index in self._part.rows:
            if index in left_out:
                account.left_out.append((index + 1, left_out[index]))
            elif not all(map(is_blank, self._rows[index])):
                self._read_row(index, haul, account)
        if len(haul.drafts) > first and not self._ids and not any(draft.fields.get("id") for draft in haul.drafts[first:]):
            self._tell_ids(haul, haul.drafts[first:])

    def _read_row(self, index: int, haul: Haul, account: _Account) -> None:
        draft = self._draft(index)
        key = self._key(draft, index)
        more = key is not None and self._joiner.knows(key)
        if not (draft.sections or (draft.fields and (more or sum(not is_blank(cell) for cell in self._rows[index]) > 1))):
            # A note or a sum below the table is no application.
            account.refused += 1
            haul.problems.append(self._desk.problem("not-an-application", draft.spot))
            return
        account.used.add(index + 1)
        if key is not None and self._joiner.join(key, draft):
            account.joined += 1
        else:
            haul.drafts.append(draft)

    def _draft(self, index: int) -> Draft:
        draft = Draft(self._grid.spot(index + 1))
        for source in self._sources:
            row, value = self._value(source, index)
            # An empty cell is an answer of an officer, and none of an applicant.
            if source.kind != "decision" and (value is None or is_blank(value)):
                continue
            item = Item(value, Spot(self._grid.file, self._grid.sheet, row + 1, self._letters[source.column]))
            if source.kind == "section":
                draft.sections.append(Passage(source.name, source.meaning, item))
            elif source.kind == "decision":
                draft.decision.setdefault(source.meaning, item)
            else:
                self._put_fact(draft, source.meaning, item, index)
        return draft

    def _value(self, source: Source, index: int) -> tuple[int, object]:
        """What a row says, and the row where it stands: a cell may be merged over several."""
        if source.options:
            answers = [(self._cell(index, column)[1], option) for column, option in source.options.items()]
            return index, self._ticks.chosen(answers)
        row, value = self._cell(index, source.column)
        return row, as_list(value) if self._plan.is_service else value

    def _cell(self, index: int, column: int) -> tuple[int, object]:
        cells = self._rows[index]
        value = cells[column] if column < len(cells) else None
        if self._above and is_blank(value) and (above := self._above.get((index, column))) is not None:
            return above, self._rows[above][column]
        return index, value

    def _put_fact(self, draft: Draft, name: str, item: Item, index: int) -> None:
        if name in (*DATES, "period"):
            # One cell may tell both dates; what cannot be read is told as a start.
            both = parse_period(item.value) if isinstance(item.value, str) and len(item.value) >= _SHORTEST_PERIOD else None
            facts = dict(zip(DATES, both, strict=True)) if both else {"start" if name == "period" else name: item.value}
            for date, value in facts.items():
                draft.fields.setdefault(date, Item(value, item.spot))
        elif name == MONEY and self._currency is not None:
            draft.fields.setdefault(name, item._replace(value=self._in_currency(item.value, index, self._currency)))
        elif name in (*FIELDS, "group"):
            draft.fields.setdefault(name, item)

    def _in_currency(self, amount: object, index: int, column: int) -> object:
        """A sum as it stands when it is in euros; with its currency when it is not, so that nobody takes it for euros."""
        currency = self._cell(index, column)[1]
        is_euros = is_blank(currency) or as_text(currency).strip().casefold() in _EUROS
        return amount if is_euros else f"{as_text(amount)} {as_text(currency)}"

    def _key(self, draft: Draft, index: int) -> Hashable | None:
        """What all rows of one application have in common, when it may have several."""
        group = draft.fields.pop("group", None)
        if group:
            draft.fields.setdefault("id", group)
            return "group", as_text(group.value).strip()
        for column in self._ids:
            top = self._above.get((index, column))
            if top is not None:
                return "merged", top, column
        given = draft.fields.get("id")
        return ("id", as_text(given.value).strip()) if given and self._plan.known and self._plan.known.export.repeats else None

    def _tell_ids(self, haul: Haul, drafts: list[Draft]) -> None:
        """A table without a column of ids has one fault, not one a row; every application of it repeats the same problem."""
        place = self._grid.spot(self._header.last + 1)
        told = self._desk.problem("missing-id-column", place, example=drafts[0].spot.made_id())
        told = told.model_copy(update={"code": "missing-id"})
        haul.problems.append(told)
        for draft in drafts:
            draft.problems.append(told)
            draft.id_problem_told = True


def _merged_down(header: Header) -> Iterator[tuple[tuple[int, int], int]]:
    """Cells merged over several rows below a header, each with the row that holds the value; that row is among them."""
    rows = header.grid.rows
    for top, column, bottom, _ in header.grid.merged:
        if header.last < top < bottom and top < len(rows) and column < len(rows[top]):
            yield from (((row, column), top) for row in range(top, min(bottom + 1, len(rows))))


def _tell_missing(grid: Grid, desk: Desk, haul: Haul) -> None:
    """Headings that an officer named and the sheet does not have."""
    there = [(mapping.header, grid.spot()._replace(row=mapping.header_row, column=mapping.column)) for mapping in haul.mappings]
    missing = desk.fixed.missing(there) if desk.fixed else []
    haul.problems += [desk.problem("mapped-heading-missing", grid.spot(), header=heading) for heading in missing]


def _tell_hidden(grid: Grid, desk: Desk, haul: Haul, account: _Account) -> None:
    rows = sorted(grid.hidden_rows & account.used)
    if rows or (grid.hidden and account.used):
        haul.problems.append(desk.problem("hidden", grid.spot(), rows=", ".join(map(str, rows)) or "–"))
