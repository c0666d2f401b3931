"""Sheets and comma-separated files as plain rows of cells, whatever they were written with."""

from __future__ import annotations

import csv
import io
import itertools
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter
from openpyxl.xml.constants import SHARED_STRINGS
from openpyxl.xml.functions import iterparse

from alignment.intake.problems import Spot
from alignment.intake.values import UNSAVED, is_blank, unescape

Row = tuple[object, ...]
_DELIMITERS = ";,\t"
_SAMPLE_ROWS = 15
# The default of the csv module, 131,072 characters, would refuse a whole file for one long application.
csv.field_size_limit(16 * 2**20)


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, from A1 on; empty rows at the end left out."""

    file: str
    sheet: str | None
    rows: list[Row]

    def spot(self, row: int | None = None, column: int | None = None) -> Spot:
        """A place in it; the row counted from 1, the column from 0."""
        return Spot(self.file, self.sheet, row, None if column is None else letter(column))


class _Reader(ExcelReader):
    """openpyxl with a reader of shared strings that takes a third of the time: they are most of a table of texts."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName.lstrip("/")) as source:
                self.shared_strings = list(_strings(source))


def _strings(source: IO[bytes]) -> Iterator[str]:
    # The plain text or the runs of an item; what a phonetic run (rPh) holds is not the text but how it is read.
    for _, item in iterparse(source):
        if item.tag.endswith("}si"):
            runs = (child.iter() for child in item if not child.tag.endswith("}rPh"))
            yield "".join(part.text or "" for run in runs for part in run if part.tag.endswith("}t"))
            item.clear()


def letter(column: int) -> str:
    """The letter of a column counted from 0."""
    return get_column_letter(column + 1)


def workbook_grids(data: bytes, file: str, unsaved: dict[str, set[str]]) -> list[Grid]:
    """All sheets of a workbook, hidden ones and hidden rows too.

    Raises:
        Exception: of many kinds when the workbook is broken; openpyxl does not say which.
    """
    with warnings.catch_warnings():
        # openpyxl warns of every feature it drops; none of them holds an applicant's words.
        warnings.simplefilter("ignore")
        reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        reader.read()
        parts = {sheet.name: rel.target.lstrip("/") for sheet, rel in reader.parser.find_sheets()}
        grids = []
        for sheet in reader.wb.worksheets:
            # The stated size of a sheet can be wrong, and then rows would be lost.
            sheet.reset_dimensions()
            rows = _trimmed(_unescaped(row) for row in sheet.iter_rows(values_only=True))
            grids.append(Grid(file, sheet.title, _marked(rows, unsaved.get(parts.get(sheet.title, ""), set()))))
        return grids


def _trimmed(rows: Iterable[Row]) -> list[Row]:
    """Rows as a list, without the empty rows at the end."""
    kept: list[Row] = []
    last = 0
    for row in rows:
        kept.append(row)
        if not all(is_blank(cell) for cell in row):
            last = len(kept)
    return kept[:last]


def _unescaped(row: Row) -> Row:
    return tuple([unescape(cell) if isinstance(cell, str) else cell for cell in row])


def _marked(rows: list[Row], unsaved: set[str]) -> list[Row]:
    """Rows with a mark in the cells whose formula has no result."""
    for address in unsaved:
        letters, number = coordinate_from_string(address)
        column = column_index_from_string(letters) - 1
        rows += [()] * (number - len(rows))
        cells = list(rows[number - 1])
        cells += [None] * (column + 1 - len(cells))
        if cells[column] is None:
            cells[column] = UNSAVED
        rows[number - 1] = tuple(cells)
    return rows


def csv_choices(text: str) -> Iterator[tuple[str, list[Row]]]:
    """The first rows of a comma-separated text, by each delimiter it could have."""
    for delimiter in _DELIMITERS:
        yield delimiter, list(itertools.islice(_csv_rows(text, delimiter), _SAMPLE_ROWS))


def csv_grid(text: str, file: str, delimiter: str) -> Grid:
    """A comma-separated text; a record is a row, as a spreadsheet program shows it, however many lines it takes.

    Raises:
        csv.Error: when it is not such a text.
    """
    return Grid(file, None, _trimmed(_csv_rows(text, delimiter)))


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    return (tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
