"""The noun of every table and form: the cells of a sheet as plain rows; and comma-separated files as such."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from alignment.intake.problems import Spot
from alignment.intake.values import is_blank

Row = tuple[object, ...]
#: First row, first column, last row and last column of merged cells, all counted from 0.
Merged = tuple[int, int, int, int]
_DELIMITERS = ";,\t|"
_SAMPLE_ROWS = 15
_LINE = re.compile(r"[^\r\n]++(?:\r\n|[\r\n])?|\r\n|[\r\n]")
# The default of the csv module, 131,072 characters, would refuse a whole file for one long application.
csv.field_size_limit(16 * 2**20)


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, from A1 on; blank cells at the end of a row and empty rows at the end left out.

    Attributes:
        merged: the ranges of merged cells.
        hidden_rows: numbers of the filled rows that are hidden, as the spreadsheet program shows them.
        hidden: whether the whole sheet is hidden.
    """

    file: str
    sheet: str | None
    rows: list[Row]
    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False

    def spot(self, row: int | None = None, column: int | None = None) -> Spot:
        """A place in it; the row counted from 1, the column from 0."""
        return Spot(self.file, self.sheet, row, None if column is None else letter(column))


def letter(column: int) -> str:
    """The letter of a column counted from 0.

    >>> letter(0), letter(25), letter(26), letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters, number = "", column + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def sheet_grid(
    file: str, title: str, rows: Iterable[Sequence[object]], merged: Iterable[Merged], hidden_rows: Iterable[int], hidden: bool
) -> Grid:
    """A sheet of a workbook as it stands there, with its blank ends cut off."""
    kept = _trimmed(rows)
    seen = frozenset(number for number in hidden_rows if number <= len(kept) and kept[number - 1])
    return Grid(file, title, kept, tuple(merged), seen, hidden)


def _trimmed(rows: Iterable[Sequence[object]]) -> list[Row]:
    """Rows without the blank cells at their ends and without the empty rows at the end of all."""
    kept: list[Row] = []
    last = 0
    for row in rows:
        width = len(row)
        while width and is_blank(row[width - 1]):
            width -= 1
        kept.append(tuple(row[:width]))
        if width:
            last = len(kept)
    return kept[:last]


def csv_choices(text: str) -> Iterator[tuple[str, list[Row]]]:
    """The first rows of a comma-separated text, by each delimiter it could have.

    Raises:
        csv.Error: when it is not such a text, whatever the delimiter.
    """
    possible: dict[str, list[Row]] = {}
    for delimiter in _DELIMITERS:
        with suppress(csv.Error):
            possible[delimiter] = [tuple(row) for row in itertools.islice(_csv_rows(text, delimiter), _SAMPLE_ROWS)]
    if not possible:
        message = "no delimiter parts this text into cells"
        raise csv.Error(message)
    yield from possible.items()


def csv_grid(text: str, file: str, delimiter: str) -> Grid:
    """A comma-separated text; a record is a row, as a spreadsheet program shows it, however many lines it takes.

    Raises:
        csv.Error: when it is not such a text: a cell holds more than 16 million characters.
    """
    return Grid(file, None, _trimmed(_csv_rows(text, delimiter)))


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Every record. A quotation mark that is never closed is a mark like any other: it must not swallow the rows below it."""
    record: list[str] = []
    for row in csv.reader(_noted(text, record), delimiter=delimiter):
        if len(record) > 1 and _is_open(record, delimiter):
            yield from csv.reader(record[:1], delimiter=delimiter, quoting=csv.QUOTE_NONE)
            yield from csv.reader(record[1:], delimiter=delimiter)
        else:
            yield row
        record.clear()


def _noted(text: str, record: list[str]) -> Iterator[str]:
    """The lines of a text one by one, for a copy of a large one would be costly; those of the present record are noted."""
    for line in _LINE.finditer(text):
        record.append(line[0])
        yield line[0]


def _is_open(record: list[str], delimiter: str) -> bool:
    """Whether a record lacks a closing mark: then a further line would belong to it."""
    odd = sum(line.count('"') for line in record) % 2 == 1
    return odd and len(list(csv.reader([*record, "x"], delimiter=delimiter))) == 1
