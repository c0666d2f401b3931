"""Sheets of an OpenDocument workbook (.ods), read row by row: cells that are only repeated take no memory that way."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from alignment.intake.grids import Grid, Merged, Row, sheet_grid
from alignment.intake.values import UNSAVED, is_error

_OASIS: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _STYLE, _TABLE, _TEXT, _DRAW = (_OASIS % name for name in ("office", "style", "table", "text", "drawing"))
_SHEET, _ROW, _TITLE, _LOOK = (_TABLE + name for name in ("table", "table-row", "name", "style-name"))
_FORMULA, _VISIBILITY, _DISPLAY = (_TABLE + name for name in ("formula", "visibility", "display"))
_ROWS_REPEATED, _COLUMNS_REPEATED = (f"{_TABLE}number-{name}-repeated" for name in ("rows", "columns"))
_ROWS_SPANNED, _COLUMNS_SPANNED = (f"{_TABLE}number-{name}-spanned" for name in ("rows", "columns"))
_KIND, _NUMBER, _DATE, _TIME, _TRUTH, _STRING = (
    _OFFICE + name for name in ("value-type", "value", "date-value", "time-value", "boolean-value", "string-value")
)
_PARAGRAPH, _SPACES, _TAB, _BREAK = (_TEXT + name for name in ("p", "s", "tab", "line-break"))
_ERROR: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
#: What stands in a cell beside its text: comments, drawings, and how a word is pronounced.
_BESIDE = (f"{_OFFICE}annotation", f"{_TEXT}ruby-text", _DRAW)
_DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+(?:\.\d+)?)S")
#: How LibreOffice begins the name of a sheet in which it keeps what another file said; nobody entered anything there.
_OTHER_FILE = "'file:"


class _Row(NamedTuple):
    """A row as it is written: values with how often each is repeated, and the same for the whole row."""

    cells: list[tuple[object, int]]
    times: int
    hidden: bool
    #: First column, and how many rows and columns, of each merged cell that begins here.
    merged: list[tuple[int, int, int]]


def opendocument_grids(content: bytes, file: str) -> list[Grid]:
    """All sheets of the part ``content.xml``, hidden ones and hidden rows too.

    Raises:
        ParseError: when it is not well-formed XML.
        ValueError: when a count is no number.
    """
    grids: list[Grid] = []
    hidden_styles: set[str | None] = set()
    rows: list[_Row] = []
    for _, element in ET.iterparse(io.BytesIO(content)):  # noqa: S314  the guard has refused every DTD
        if element.tag == _ROW:
            rows.append(_row(element))
            element.clear()
        elif element.tag == _STYLE + "style" and _hides(element):
            hidden_styles.add(element.get(_STYLE + "name"))
        elif element.tag == _SHEET:
            title = element.get(_TITLE)
            if title is not None and not title.startswith(_OTHER_FILE):
                grids.append(_grid(file, title, rows, element.get(_LOOK) in hidden_styles))
            rows = []
    return grids


def _hides(style: Element) -> bool:
    return any(properties.get(_DISPLAY) == "false" for properties in style)


def _grid(file: str, title: str, written: list[_Row], hidden: bool) -> Grid:
    """A sheet; empty rows are only put down when a filled one follows."""
    rows: list[Row] = []
    merged: list[Merged] = []
    hidden_rows: set[int] = set()
    height = 0
    for row in written:
        if row.cells:
            rows += [()] * (height - len(rows))
            rows += [tuple([value for value, count in row.cells for _ in range(count)])] * row.times
            hidden_rows.update(range(height + 1, height + row.times + 1) if row.hidden else ())
        merged += [(height, first, height + down - 1, first + across - 1) for first, down, across in row.merged]
        height += row.times
    return sheet_grid(file, title, rows, merged, hidden_rows, hidden)


def _row(element: Element) -> _Row:
    cells: list[tuple[object, int]] = []
    merged: list[tuple[int, int, int]] = []
    width = 0
    for cell in element:
        down, across = _count(cell, _ROWS_SPANNED), _count(cell, _COLUMNS_SPANNED)
        if down * across > 1:
            merged.append((width, down, across))
        count = _count(cell, _COLUMNS_REPEATED)
        cells.append((_value(cell), count))
        width += count
    while cells and cells[-1][0] is None:
        cells.pop()
    return _Row(cells, _count(element, _ROWS_REPEATED), element.get(_VISIBILITY, "visible") != "visible", merged)


def _count(element: Element, name: str) -> int:
    given = element.get(name)
    return int(given) if given else 1


def _value(cell: Element) -> object:
    """What a cell says; what cannot be read as its kind stays the text that a person sees."""
    if not len(cell) and not cell.attrib:
        return None
    text = _text(cell)
    formula = cell.get(_FORMULA)
    if cell.get(_ERROR) == "error" or (formula and is_error(text or "")):
        # LibreOffice numbers those of its errors that have no code in other programs: "Err:502".
        return text if text and is_error(text) else "#VALUE!"
    kind = cell.get(_KIND)
    if formula and kind is None and text is None:
        return UNSAVED
    try:
        return _typed(cell, kind, text)
    except ValueError:
        return text


def _typed(cell: Element, kind: str | None, text: str | None) -> object:
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(_NUMBER, ""))
    if kind == "date":
        return _date(cell.get(_DATE, ""))
    if kind == "time":
        return _time(cell.get(_TIME, ""))
    if kind == "boolean":
        return cell.get(_TRUTH) == "true"
    return (cell.get(_STRING) if text is None else text) or None


def _date(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def _time(text: str) -> dt.time | float:
    """The time of a day, or a duration in days as other workbooks hold it."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    span = dt.timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=float(found[4]))
    if found[1] or span >= dt.timedelta(days=1):
        return span / dt.timedelta(days=-1 if found[1] else 1)
    return (dt.datetime.min + span).time()  # noqa: DTZ901  a cell has no time zone


def _text(cell: Element) -> str | None:
    """The paragraphs of a cell as lines, or None when it has none."""
    paragraphs = ["".join(_pieces(part)) if len(part) else part.text or "" for part in cell if part.tag == _PARAGRAPH]
    return "\n".join(paragraphs) if paragraphs else None


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == _SPACES:
            yield " " * int(part.get(f"{_TEXT}c", 1))
        elif part.tag == _TAB:
            yield "\t"
        elif part.tag == _BREAK:
            yield "\n"
        elif not part.tag.startswith(_BESIDE):
            yield from _pieces(part)
        yield part.tail or ""
