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
_LETTERS = 1.35
_INDENT = 1.5
_LINE_HEIGHT = 13.0
_ROOM = 3.0
#: The tallest row Excel draws, in points.
_TALLEST = 409.0
#: A bar from 0 to 100, the same length for the same score on every sheet.
_BAR = {
    "type": "data_bar",
    "bar_color": BAR,
    "bar_solid": True,
    "data_bar_2010": True,
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 100,
}


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
        self._rooms = [room(column.width) for column in columns]
        self._quiet = book.styles.of("repeated")
        self._row_styles: dict[tuple[str, ...], list[Format]] = {}
        #: The row that the next call of :meth:`add` fills.
        self.next_row = top + 1
        self._sheet.set_default_row(_LINE_HEIGHT + _ROOM)
        self._sheet.set_row(top, 32)
        for number, column in enumerate(columns):
            self._sheet.set_column(number, number, column.width)
            style = book.styles.of(column.trait, "header")
            self._sheet.write_string(top, number, book.words.say(f"column.{column.key}"), style)

    def add(self, values: Sequence[Value], *traits: str) -> int:
        """Write one row, a value for each column, all with these traits; return its number.

        Raises:
            UsageError: when the sheet is full, because a report never leaves rows out in silence.
        """
        row = self.next_row
        if row >= _SHEET_ROWS:
            say = self._book.words.say
            raise UsageError(say("report.full", sheet=say(f"sheet.{self._name}"), rows=_SHEET_ROWS), say("report.split"))
        if traits not in self._row_styles:
            self._row_styles[traits] = [self._book.styles.of(column.trait, *traits) for column in self._columns]
        styles = self._row_styles[traits]
        lines = 1
        for number, value in enumerate(values):
            if traits or value not in (None, ""):
                lines = max(lines, self._write(row, number, value, styles[number]))
        if lines > 1:
            self._sheet.set_row(row, height(lines))
        self.next_row += 1
        return row

    def close(self) -> None:
        """Everything that needs the last row: filter, lines between rows, data bars, frozen header, and the printed page."""
        sheet, first, last, end = self._sheet, self._top + 1, max(self.next_row - 1, self._top + 1), len(self._columns) - 1
        sheet.autofilter(self._top, 0, last, end)
        sheet.freeze_panes(first, self._fixed)
        line = {"type": "formula", "criteria": "=TRUE", "format": self._book.styles.line}
        for number, column in enumerate(self._columns):
            # Never both on one column: LibreOffice would draw only the first of them.
            sheet.conditional_format(first, number, last, number, _BAR if column.bar else line)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
        sheet.repeat_rows(self._top)

    def _write(self, row: int, column: int, value: Value, style: Format) -> int:
        """Write one cell and return how many lines of text it takes."""
        match value:
            case None | "":
                self._sheet.write_blank(row, column, None, style)
            case str():
                return self._write_text(row, column, value, style)
            case Toned():
                return self._write_text(row, column, value.text, self._book.styles.of(value.trait))
            case Repeated():
                self._sheet.write_string(row, column, cell_text(value.text), self._quiet)
            case Rich():
                return self._write_runs(row, column, value, style)
            case Link():
                place = f"internal:'{self._book.words.say(f'sheet.{value.sheet}')}'!A{value.row + 1}"
                self._sheet.write_url(row, column, place, style, cell_text(value.text))
            case Sum():
                letter = chr(ord("A") + column)
                formula = f"=SUM({letter}{value.first + 1}:{letter}{value.last + 1})"
                self._sheet.write_formula(row, column, formula, style, value.value)
            case _:
                self._sheet.write_number(row, column, value, style)
        return 1

    def _write_text(self, row: int, column: int, text: str, style: Format) -> int:
        text = cell_text(text)
        self._sheet.write_string(row, column, text, style)
        return self._lines(column, text)

    def _write_runs(self, row: int, column: int, value: Rich, style: Format) -> int:
        """Excel has no rich text of a single run: that one takes the format of its cell."""
        plain, mark = self._book.styles.of(), self._book.styles.of("mark")
        if len(value.runs) > 1:
            parts = [part for run, marked in value.runs for part in (mark if marked else plain, run)]
            # A first run without a format has the cell's own, and the file is smaller.
            self._sheet.write_rich_string(row, column, *(parts if value.runs[0][1] else parts[1:]), style)
        for run, marked in value.runs if len(value.runs) == 1 else ():
            self._sheet.write_string(row, column, run, self._book.styles.of("text", "mark") if marked else style)
        return self._lines(column, "".join(run for run, _ in value.runs))

    def _lines(self, column: int, text: str) -> int:
        """How many lines a text takes in a column: nobody else sets the height of rows with rich text."""
        return lines_of(text, self._rooms[column])


def room(width: float) -> int:
    """How many letters fit on a line of a column that is so many characters wide."""
    return int((width - _INDENT) * _LETTERS)


def height(lines: int) -> float:
    """How tall a row of so many lines is, in points."""
    return min(_TALLEST, lines * _LINE_HEIGHT + _ROOM)


def lines_of(text: str, letters: int) -> int:
    """How many lines a text takes where so many letters fit on one.

    >>> lines_of("kaksi sanaa", 6), lines_of("yksi", 6)
    (2, 1)
    """
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(_wrapped(line, letters) for line in text.split("\n"))


def _wrapped(line: str, room: int) -> int:
    """How many lines a paragraph breaks into, words kept whole unless longer than a line."""
    lines, used = 1, 0
    for word in line.split(" ") if len(line) > room else ():
        if used and used + len(word) > room:
            lines, used = lines + 1, 0
        lines += len(word) // (room + 1)
        used += len(word) % (room + 1) + 1
    return lines
