"""Workbooks of every kind as grids: Excel of today (.xlsx, .xlsm), of before 2007 (.xls) and OpenDocument (.ods)."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from python_calamine import CalamineSheet, SheetMetadata, SheetTypeEnum, SheetVisibleEnum, load_workbook

from alignment.intake import biff
from alignment.intake.grids import Grid, Row, sheet_grid
from alignment.intake.guard import Look, part_name
from alignment.intake.opendocument import opendocument_grids
from alignment.intake.values import UNSAVED

_ERROR = re.compile(rb"(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*)(?:\"e\"|'e')")
# Without any of these there is nothing to mend, and no need for a slow search.
_ERROR_SIGNS, _FORMULA_SIGNS = (b'"e"', b"'e'"), (b"<f", b":f")
# A cell with a formula and nothing more, or an empty value.
_UNSAVED = re.compile(
    rb"<((?:\w+:)?)c\s([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'][^\"']*[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")


def workbook_grids(data: bytes, file: str, look: Look) -> list[Grid]:
    """All sheets of a workbook, hidden ones and hidden rows too.

    A cell holds what the program that saved it knew: an error code is there as text, a formula without a saved result as
    :data:`~alignment.intake.values.UNSAVED`, a duration as days, and a date that no calendar has as its number.

    Args:
        data: the file's content.
        file: the name it goes by.
        look: what the guard found; it lets go of the file's parts.

    Raises:
        ValueError: when the workbook has no sheets.
        Exception: of many kinds when it is broken; the readers do not say which.
    """
    if look.kind == "ods":
        grids = opendocument_grids(look.parts.pop("content.xml"), file)
    else:
        grids = _old_grids(data, file, look) if look.kind == "xls" else _grids(data, file, look)
    if not grids:
        message = "a workbook without sheets"
        raise ValueError(message)
    return grids


def _grids(data: bytes, file: str, look: Look) -> list[Grid]:
    sheets = dict(_sheets(look.parts))
    hidden_rows = {title: list(_hidden_rows(look.parts[name])) for title, name in sheets.items()}
    for name in sheets.values():
        _mend(name, look)
    source = _mended(data, look) if look.mended else data
    # Memory is scarce here.
    look.parts.clear()
    with load_workbook(io.BytesIO(source)) as book:
        return [
            _grid(book.get_sheet_by_name(about.name), about, file, hidden_rows.get(about.name, ()))
            for about in book.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet
        ]


def _old_grids(data: bytes, file: str, look: Look) -> list[Grid]:
    stream = look.parts.pop(biff.STREAMS[0])
    with load_workbook(io.BytesIO(biff.without_sizes(data, stream))) as book:
        sheets = zip(book.sheets_metadata, biff.marks(stream), strict=True)
        return [
            _grid(book.get_sheet_by_name(about.name), about, file, marks.hidden_rows, marks.codes)
            for about, marks in sheets
            if about.typ == SheetTypeEnum.WorkSheet
        ]


def _grid(
    sheet: CalamineSheet,
    about: SheetMetadata,
    file: str,
    hidden_rows: Iterable[int],
    codes: dict[tuple[int, int], str] | None = None,
) -> Grid:
    merged = ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    hidden = about.visible != SheetVisibleEnum.Visible
    return sheet_grid(file, about.name, _rows(sheet, codes or {}), merged, hidden_rows, hidden)


def _rows(sheet: CalamineSheet, codes: dict[tuple[int, int], str]) -> Iterator[Row]:
    rows_with_codes = {row for row, _ in codes}
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = [_value(cell) for cell in row]
        if number in rows_with_codes:
            cells = [codes.get((number, column), cell) for column, cell in enumerate(cells)]
        yield tuple(cells)


def _value(cell: object) -> object:
    if cell == "":
        return None
    if isinstance(cell, dt.timedelta):
        return cell / dt.timedelta(days=1)
    # The one object itself, as those who ask for it compare by identity.
    return UNSAVED if cell == UNSAVED else cell


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Title and part of each sheet of a workbook."""
    names = {name.lower(): name for name in parts}
    book = next(path for kind, path in _related("", parts, names).values() if kind.endswith("/officeDocument"))
    related = _related(book, parts, names)
    for sheet in ET.fromstring(parts[names[book]]).iter():  # noqa: S314  the guard has refused every DTD
        if sheet.tag.endswith("}sheet"):
            relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
            _, path = related.get(relation, ("", ""))
            if path in names:
                yield sheet.get("name", ""), names[path]


def _related(part: str, parts: dict[str, bytes], names: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Kind and path of all that belongs to a part, or to the whole file, by the names that the part calls them."""
    folder, name = posixpath.split(part)
    relations = ET.fromstring(parts[names[posixpath.join(folder, "_rels", f"{name}.rels")]])  # noqa: S314
    paths = (
        (each, posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/").lower()) for each in relations
    )
    return {each.get("Id", ""): (each.get("Type", ""), path) for each, path in paths}


def _hidden_rows(content: bytes) -> Iterator[int]:
    if not _HIDDEN.search(content):
        return
    number = 0
    for row in _ROW.finditer(content):
        given = _NUMBER.search(row[1])
        number = int(given[1]) if given else number + 1
        if _HIDDEN.search(row[1]):
            yield number


def _mend(name: str, look: Look) -> None:
    """Make the error codes of a sheet texts, and give its formulas without a result a mark for one: both would read as blanks."""
    content = look.parts[name]
    if any(sign in content for sign in _ERROR_SIGNS):
        content = _ERROR.sub(rb'\1"str"', content)
    if any(sign in content for sign in _FORMULA_SIGNS):
        content = _UNSAVED.sub(_marked, content)
    if content != look.parts[name]:
        look.parts[name] = content
        look.mended.add(name)


def _mended(data: bytes, look: Look) -> bytes:
    """The workbook with its mended sheets."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w") as new:
        for member in old.infolist():
            name = part_name(member)
            new.writestr(name, look.parts.pop(name) if name in look.mended else old.read(member))
    return whole.getvalue()


def _marked(cell: re.Match[bytes]) -> bytes:
    prefix, attributes = cell[1], cell[2]
    if _TEXT.search(attributes):
        # An empty text is a result.
        return cell[0]
    attributes = _TYPE.sub(b"", attributes)
    return b'<%bc %b t="str"><%bv>%b</%bv></%bc>' % (prefix, attributes, prefix, UNSAVED.encode(), prefix, prefix)
