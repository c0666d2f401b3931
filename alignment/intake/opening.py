"""One file opened: told apart by what it holds and not by its name, and read by the reader of its kind."""

from __future__ import annotations

import csv

from pydantic import JsonValue

from alignment.intake.caught import Answer, Caught, Found, Odd, Sheet, Sheets
from alignment.intake.desk import Desk, Draft, Haul, Item
from alignment.intake.documents import read_documents
from alignment.intake.drafts import finish
from alignment.intake.forms import find_labels, read_form
from alignment.intake.grids import Grid, csv_choices, csv_grid
from alignment.intake.guard import Look, kind_of, look
from alignment.intake.pages import read_pdf
from alignment.intake.problems import Spot, problem
from alignment.intake.tables import find_header, read_table
from alignment.intake.values import UNSAVED, as_text, is_blank, is_error
from alignment.intake.words import read_docx
from alignment.intake.workbooks import workbook_grids
from alignment.model import Language, Problem

_SPREADSHEETS = frozenset({"xlsx", "xls", "ods"})
_PAPERS = {"docx": read_docx, "pdf": read_pdf}
#: Names that say there may be macros inside; under any other name they are hidden.
_MACRO_ENDINGS = (".xlsm", ".xltm", ".docm", ".dotm", ".xls", ".ods")


def open_file(data: bytes, name: str, desk: Desk) -> Caught:
    """All that one file holds; whatever is wrong with it is a problem and not an exception.

    Raises:
        MemoryError: when the file needs more memory than the process may use.
    """
    haul = _read(data, name, desk)
    if not haul.readings:
        haul.readings.append(desk.reading(Spot(name), "unread", haul))
    return Caught(
        found=tuple(_found(draft, desk) for draft in haul.drafts),
        problems=tuple(haul.problems),
        mappings=tuple(haul.mappings),
        readings=tuple(haul.readings),
    )


def open_sheets(data: bytes, name: str, language: Language) -> Sheets:
    """The sheets of a workbook that holds no applications, cell by cell; none when it is no workbook.

    Raises:
        MemoryError: when the file needs more memory than the process may use.
    """
    kind = kind_of(data)
    if kind not in _SPREADSHEETS:
        return Sheets()
    seen = look(data, kind)
    if refusal := _refusal(seen, name, language):
        return Sheets(problems=(refusal,))
    try:
        grids = workbook_grids(data, name, seen)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  a broken file fails in any way it likes
        return Sheets(problems=(problem(language, "unreadable-file", Spot(name)),))
    return Sheets(
        sheets=tuple(
            Sheet(title=grid.sheet or "", rows=tuple(tuple(_cell(cell) for cell in row) for row in grid.rows)) for grid in grids
        )
    )


def _cell(cell: object) -> str | float | Odd | None:
    if cell is UNSAVED:
        return Odd(said="=")
    if isinstance(cell, str):
        return Odd(said=cell) if is_error(cell) else as_text(cell)
    if cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool)):
        return cell
    return Odd(said=as_text(cell))


def _refusal(seen: Look, name: str, language: Language) -> Problem | None:
    """Why a file is not opened, if it is not."""
    if seen.fault:
        return problem(language, seen.fault, Spot(name))
    if seen.macro and not name.lower().endswith(_MACRO_ENDINGS):
        return problem(language, "macro-hidden", Spot(name))
    return None


def _found(draft: Draft, desk: Desk) -> Found:
    application, problems = finish(draft, desk)
    decision = {name: Answer(value=_answer(item), spot=item.spot) for name, item in draft.decision.items()}
    return Found(application=application, spot=draft.spot, problems=problems, decision=decision)


def _answer(item: Item) -> JsonValue:
    value = item.value
    return value if value is None or isinstance(value, (str, float, int, bool, list, dict)) else as_text(value)


def _read(data: bytes, name: str, desk: Desk) -> Haul:
    kind = kind_of(data)
    if kind == "text":
        return _read_text(_decoded(data), name, desk)
    seen = look(data, kind)
    if refusal := _refusal(seen, name, desk.language):
        return _only(refusal)
    haul = Haul()
    if seen.macro:
        haul.problems.append(desk.problem("macro", Spot(name)))
    try:
        if kind in _SPREADSHEETS:
            haul.add(_read_grids(workbook_grids(data, name, seen), name, desk))
        else:
            haul.add(_PAPERS[kind](data, name, desk))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  a broken file fails in any way it likes, and the other files must go on
        haul.problems.append(desk.problem("unreadable-file", Spot(name)))
    return haul


def _read_text(text: str, name: str, desk: Desk) -> Haul:
    if not text.strip():
        return _only(desk.problem("empty-file", Spot(name)))
    if text.lstrip()[0] in "{[":
        return read_documents(text, name, desk)
    try:
        choices = [
            (find_header(rows, desk, Spot(name))[1], max(map(len, rows)), delimiter) for delimiter, rows in csv_choices(text)
        ]
        grid = csv_grid(text, name, max(choices, key=lambda choice: choice[:2])[2])
    except csv.Error:
        return _only(desk.problem("unreadable-file", Spot(name)))
    return _read_grids([grid], name, desk)


def _decoded(data: bytes) -> str:
    """Bytes as text: by the mark at the beginning, else UTF-8, else Windows-1252.

    A UTF-8 text with a few broken characters stays UTF-8: the broken ones are told, and the others keep their umlauts.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    if broken and broken >= sum(not sign.isascii() for sign in text) - broken:
        return data.decode("cp1252", "replace")
    return text


def _read_grids(grids: list[Grid], name: str, desk: Desk) -> Haul:
    """Every sheet as a table or a form. Sheets of notes are listed, and a file without any application is told."""
    filled = [grid for grid in grids if grid.rows]
    haul, known = Haul(), False
    for grid in filled:
        read = _read_grid(grid, desk)
        known = known or read is not None
        haul.add(read or _unknown_sheet(grid, desk))
    if haul.drafts or haul.problems:
        return haul
    code = "no-rows" if known else "no-header" if filled else "empty-file"
    haul.problems.append(desk.problem(code, filled[0].spot() if len(filled) == 1 else Spot(name)))
    return haul


def _read_grid(grid: Grid, desk: Desk) -> Haul | None:
    row, table = find_header(grid.rows, desk, grid.spot())
    column, form = find_labels(grid, desk)
    if form > table:
        return read_form(grid, column, desk)
    return read_table(grid, row, desk) if table else None


def _unknown_sheet(grid: Grid, desk: Desk) -> Haul:
    """A sheet without a known heading: a problem when it looks like a table, for then applications may be lost."""
    wide = sum(sum(not is_blank(cell) for cell in row) > 2 for row in grid.rows)
    if wide > 1:
        return _only(desk.problem("no-header", grid.spot()))
    haul = Haul(mappings=[desk.mapping(grid.spot(), "", None, "notes")])
    haul.readings.append(desk.reading(grid.spot(), "notes", haul))
    return haul


def _only(problem: Problem) -> Haul:
    return Haul(problems=[problem])
