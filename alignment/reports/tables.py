"""One table on a sheet: a header row that stays, a filter, rows tall enough to read, and a page that prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format

from alignment.errors import UsageError
from alignment.reports.book import Book
from alignment.reports.plain import cell_text
from alignment.reports.styles import BAR

_SHEET_ROWS = 1_048_576
#: Letters of running text to one unit of column width.
_LETTERS = 1.25
_INDENT = 1.5
_LINE_HEIGHT = 13.0
#: The tallest row Excel draws, in points.
_TALLEST = 409.0


@dataclass(frozen=True)
class Column:
    """A column: its heading in the catalogue, its width in characters, its trait, and whether it carries data bars."""

    key: str
    width: float
    trait: str = "text"
    bar: bool = False


@dataclass(frozen=True)
class Link:
    """A cell that leads to another place in the workbook."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True)
class Sum:
    """A live sum over the rows ``first`` to ``last`` of its own column, with its value."""

    first: int
    last: int
    value: float


@dataclass(frozen=True)
class Rich:
    """Text in runs, each with whether it is marked."""

    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Toned:
    """Text with a trait of its own."""

    text: str
    trait: str


@dataclass(frozen=True)
class Repeated:
    """Text that stands in the row above as well: there for the filter, shown quietly and on one line."""

    text: str


Value = str | float | None | Link | Sum | Rich | Toned | Repeated


class Table:
    """Rows are added from the top; rows and columns are counted from 0, as the writer does."""

    def __init__(self, book: Book, sheet: str, columns: Sequence[Column], *, top: int = 0, fixed: int = 1) -> None:
        self._book = book
        self._name = sheet
        self._sheet = book.sheets[sheet]
        self._columns = columns
        self._top = top
        self._fixed = fixed
        #: The row that the next call of :meth:`add` fills.
        self.next_row = top + 1
        self._sheet.set_row(top, 32)
        for number, column in enumerate(columns):
            self._sheet.set_column(number, number, column.width)
            style = book.styles.of(column.trait, "header")
            self._sheet.write_string(top, number, book.words.say(f"column.{column.key}"), style)

    def add(self, values: Sequence[Value], *traits: str) -> int:
        """Write one row and return its number.

        Raises:
            UsageError: when the sheet is full, because a report never leaves rows out in silence.
        """
        row = self.next_row
        if row >= _SHEET_ROWS:
            say = self._book.words.say
            raise UsageError(say("report.full", sheet=say(f"sheet.{self._name}"), rows=_SHEET_ROWS), say("report.split"))
        for number, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            self._write(row, number, value, self._book.styles.of("cell", column.trait, *traits))
        lines = max(_lines(value, column.width) for column, value in zip(self._columns, values, strict=True))
        self._sheet.set_row(row, min(_TALLEST, lines * _LINE_HEIGHT + 3))
        self.next_row += 1
        return row

    def close(self) -> None:
        """Everything that needs the last row: filter, data bars, frozen header, and the printed page."""
        sheet, last = self._sheet, max(self.next_row - 1, self._top + 1)
        sheet.autofilter(self._top, 0, last, len(self._columns) - 1)
        sheet.freeze_panes(self._top + 1, self._fixed)
        bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "data_bar_2010": True}
        limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
        for number, column in enumerate(self._columns):
            if column.bar:
                sheet.conditional_format(self._top + 1, number, last, number, bar | limits)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
        sheet.repeat_rows(self._top)

    def _write(self, row: int, column: int, value: Value, style: Format) -> None:
        match value:
            case None | "":
                self._sheet.write_blank(row, column, None, style)
            case str():
                self._sheet.write_string(row, column, cell_text(value), style)
            case Toned():
                self._sheet.write_string(row, column, cell_text(value.text), self._book.styles.of("cell", value.trait))
            case Repeated():
                self._sheet.write_string(row, column, cell_text(value.text), self._book.styles.of("cell", "repeated"))
            case Rich():
                self._write_runs(row, column, value, style)
            case Link():
                target = self._book.words.say(f"sheet.{value.sheet}")
                self._sheet.write_url(row, column, f"internal:'{target}'!A{value.row + 1}", style, cell_text(value.text))
            case Sum():
                letter = chr(ord("A") + column)
                formula = f"=SUM({letter}{value.first + 1}:{letter}{value.last + 1})"
                self._sheet.write_formula(row, column, formula, style, value.value)
            case _:
                self._sheet.write_number(row, column, value, style)

    def _write_runs(self, row: int, column: int, value: Rich, style: Format) -> None:
        """Excel has no rich text of a single run: that one takes the format of its cell."""
        plain, mark = self._book.styles.of(), self._book.styles.of("mark")
        if len(value.runs) > 1:
            parts = [part for run, marked in value.runs for part in (mark if marked else plain, run)]
            self._sheet.write_rich_string(row, column, *parts, style)
            return
        for run, marked in value.runs:
            self._sheet.write_string(row, column, run, self._book.styles.of("cell", "text", "mark") if marked else style)


def _lines(value: Value, width: float) -> int:
    """How many lines a value takes in a column: nobody else sets the height of rows with rich text."""
    match value:
        case str():
            text = value
        case Rich():
            text = "".join(run for run, _ in value.runs)
        case Toned():
            text = value.text
        case _:
            return 1
    room = int((width - _INDENT) * _LETTERS)
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: int) -> int:
    """How many lines a paragraph breaks into, words kept whole unless longer than a line."""
    lines, used = 1, 0
    for word in line.split(" ") if len(line) > room else ():
        if used and used + len(word) > room:
            lines, used = lines + 1, 0
        lines += len(word) // (room + 1)
        used += len(word) % (room + 1) + 1
    return lines
