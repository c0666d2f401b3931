"""The records of a workbook of before 2007 (.xls): what a reader of values does not tell of it."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

#: Names of the stream that holds the sheets, newer ones first.
STREAMS = ("Workbook", "Book")
_MACROS = "_VBA_PROJECT_CUR"
_ENCRYPTION, _SHEET, _BEGIN, _SIZE, _ROW, _CODE, _FORMULA = 0x2F, 0x85, 0x809, 0x200, 0x208, 0x205, 0x06
# All that hold a value: formula, number, text (three kinds), truth or error code, small number, several small numbers.
_CELLS = frozenset({_FORMULA, 0x203, 0x204, 0xD6, 0xFD, _CODE, 0x27E, 0xBD})
_HIDDEN = 0x20
_CODES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass
class Marks:
    """Of one sheet.

    Attributes:
        codes: error codes by row and column, both counted from 0.
        hidden_rows: numbers of the hidden rows, counted from 1.
        rows: how many there are down to the last cell with a value.
        columns: the same, across.
    """

    codes: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def stream_of(data: bytes) -> tuple[bytes, bool]:
    """The records of a workbook, and whether macros lie beside them.

    Raises:
        OSError: when the container is broken.
        Exception: of other kinds too; olefile does not say which.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        name = next(name for name in STREAMS if container.exists(name))
        return container.openstream(name).read(), container.exists(_MACROS)


def without_sizes(data: bytes, stream: bytes) -> bytes:
    """The workbook without the sizes that it states for its sheets: readers take memory for all of it, and it may be wrong."""
    for kind, at, body in _records(stream):
        if kind == _SIZE:
            head = stream[at : at + 4]
            data = data.replace(head + body, head + bytes(len(body)))
    return data


def is_locked(stream: bytes) -> bool:
    """Whether the workbook has a password: the records say so before they name the first sheet."""
    for kind, _, _ in _records(stream):
        if kind in (_ENCRYPTION, _SHEET):
            return kind == _ENCRYPTION
    return False


def marks(stream: bytes) -> list[Marks]:
    """What the cells' values do not tell, of every sheet in the order of the workbook."""
    sheets: dict[int, Marks] = {}
    sheet = Marks()
    for kind, at, body in _records(stream):
        if kind == _SHEET:
            sheets[struct.unpack_from("<I", body)[0]] = Marks()
        elif kind == _BEGIN:
            # A chart in a sheet begins anew within it, and is not on the list.
            sheet = sheets.get(at, sheet)
        elif kind == _ROW and len(body) >= 16 and body[12] & _HIDDEN:
            sheet.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)
            if (code := _code(kind, body)) is not None:
                sheet.codes[row, column] = _CODES.get(code, "#VALUE!")
    return list(sheets.values())


def _code(kind: int, body: bytes) -> int | None:
    """The number of the error code that a cell's record holds, if it does."""
    if kind == _CODE and len(body) >= 8 and body[7]:
        return body[6]
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, position and content of each record; the end of a damaged stream is left to the reader of values."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, at, stream[at + 4 : at + 4 + size]
        at += 4 + size
