"""Workbooks of every kind, made as the programs of their kind make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from odf import style
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

Rows = Sequence[Sequence[object]]
#: Does more to a book and its sheets before it is closed.
Dress = Callable[[Any, Mapping[str, Any]], None]


def xlsx(path: Path, sheets: Mapping[str, Rows], dress: Dress | None = None, **options: object) -> Path:
    """An .xlsx with these sheets; ``dress`` may do more to the book and its sheets; ``options`` are those of xlsxwriter."""
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "d.m.yyyy"}
    book = xlsxwriter.Workbook(path, plain | options)
    pages = {name: book.add_worksheet(name) for name in sheets}
    for name, rows in sheets.items():
        for number, cells in enumerate(rows):
            pages[name].write_row(number, 0, [None if cell == "" else cell for cell in cells])
    if dress:
        dress(book, pages)
    book.close()
    return path


def xls(path: Path, sheets: Mapping[str, Rows], dress: Dress | None = None) -> Path:
    """An .xls with these sheets."""
    book = xlwt.Workbook(encoding="utf-8")
    dated = xlwt.easyxf(num_format_str="d.m.yyyy")
    pages = {name: book.add_sheet(name) for name in sheets}
    for name, rows in sheets.items():
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    pages[name].write(number, column, cell, *([dated] if isinstance(cell, dt.date) else []))
    if dress:
        dress(book, pages)
    book.save(str(path))
    return path


def ods(path: Path, sheets: Mapping[str, Rows], dress: Dress | None = None) -> Path:
    """An .ods with these sheets; ``dress`` gets the elements of its tables."""
    book = OpenDocumentSpreadsheet()
    pages = {name: _ods_table(name, rows) for name, rows in sheets.items()}
    if dress:
        dress(book, pages)
    for page in pages.values():
        book.spreadsheet.addElement(page)
    book.save(str(path))
    return path


def _ods_table(name: str, rows: Rows) -> Any:
    page = Table(name=name)
    for cells in rows:
        line = TableRow()
        for cell in cells:
            line.addElement(_ods_cell(cell))
        page.addElement(line)
    return page


def _ods_cell(value: object) -> Any:
    if value in (None, ""):
        return TableCell()
    if isinstance(value, dt.date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
        cell.addElement(P(text=f"{value.day}.{value.month}.{value.year}"))
    elif isinstance(value, (int, float)):
        cell = TableCell(valuetype="float", value=str(value))
        cell.addElement(P(text=str(value)))
    else:
        cell = TableCell(valuetype="string")
        for line in str(value).split("\n"):
            cell.addElement(P(text=line))
    return cell


def hide_ods_row(page: Any, number: int) -> None:
    """Hide a row of a table, counted from 1."""
    page.getElementsByType(TableRow)[number - 1].setAttribute("visibility", "collapse")


def hide_ods_sheet(book: Any, page: Any) -> None:
    """Hide a table."""
    unseen = style.Style(name="unseen", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    book.automaticstyles.addElement(unseen)
    page.setAttribute("stylename", unseen)


def merge_ods(page: Any, first: int, last: int, column: int) -> None:
    """Merge the cells of a column, given by index from 0, between two rows counted from 1."""
    rows = page.getElementsByType(TableRow)
    for number in range(first + 1, last + 1):
        line = rows[number - 1]
        covered = line.childNodes[column]
        line.insertBefore(CoveredTableCell(), covered)
        line.removeChild(covered)
    rows[first - 1].childNodes[column].setAttribute("numberrowsspanned", str(last - first + 1))
