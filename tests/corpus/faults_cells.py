"""Single cells and rows with something wrong in them: the application stays, and the cell is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.corpus import Sample
from tests.corpus.faults_making import HEADER, SHEET, SHEET_PART, fault, rewritten, row, table_text, workbook

_SHEET = f", taulukko {SHEET}"
_FILE = "huono.xlsx"
_BOTH = ("H-1", "H-2")


def _cell(name: str, about: str, letter: str, value: object, code: str, more: Any = None) -> Sample:
    """A table of two, one cell of the second odd."""

    def build(folder: Path) -> list[Path]:
        path = folder / _FILE
        path.write_bytes(workbook([HEADER, row(1), row(2, **{letter: value})], more=more))
        return [path]

    return fault(name, about, build, comes=_BOTH, told=[(code, f"{_FILE}{_SHEET}, solu {letter}3")])


def _rows(name: str, about: str, rows: list[list[object]], *told: tuple[str, str], comes: tuple[str, ...] = _BOTH) -> Sample:
    def build(folder: Path) -> list[Path]:
        path = folder / _FILE
        path.write_bytes(workbook([HEADER, *rows]))
        return [path]

    return fault(name, about, build, comes=comes, told=[(code, f"{_FILE}{_SHEET}{place}") for code, place in told])


def _late_date(book: Any, sheet: Any) -> None:
    sheet.write_number(2, 3, 3_000_000, book.add_format({"num_format": "d.m.yyyy"}))


def _date_for_sum(book: Any, sheet: Any) -> None:
    sheet.write_datetime(2, 5, dt.date(2026, 3, 1), book.add_format({"num_format": "d.m.yyyy"}))


def _unsaved_formula(folder: Path) -> list[Path]:
    path = folder / _FILE
    data = workbook([HEADER, row(1), row(2)], more=lambda _, sheet: sheet.write_formula(2, 2, '="a"&"b"', None, 777))
    path.write_bytes(rewritten(data, SHEET_PART, b"<v>777</v>", b""))
    return [path]


def _error_codes(folder: Path) -> list[Path]:
    """Error codes as spreadsheet programs store them: of their own type, and as the result of a formula."""

    def spoil(_: Any, sheet: Any) -> None:
        sheet.write_formula(2, 2, "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
        sheet.write_formula(2, 5, "=Z9/0", None, "#DIV/0!")
        sheet.write_formula(2, 3, "=#REF!", None, "#REF!")

    path = folder / _FILE
    path.write_bytes(workbook([HEADER, row(1), row(2)], more=spoil))
    return [path]


def _two_files(first: list[object], second: list[object]) -> Any:
    def build(folder: Path) -> list[Path]:
        paths = [folder / "eka.csv", folder / "toka.csv"]
        for path, cells in zip(paths, (first, second), strict=True):
            path.write_text(table_text([HEADER, cells]), "utf-8")
        return paths

    return build


_TOLD_ERRORS = [("error-value", f"{_FILE}{_SHEET}, solu {cell}3") for cell in "CDF"]
_CUT = "a" * 32_767
CELLS: tuple[Sample, ...] = (
    fault("error codes", "cells of the type error", _error_codes, comes=_BOTH, told=_TOLD_ERRORS),
    _cell("error code as text", "an error code written as text", "C", "#N/A", "error-value"),
    _cell("Finnish error code", "an error code in Finnish", "F", "#ARVO!", "error-value"),
    fault(
        "formula without value",
        "a formula never calculated",
        _unsaved_formula,
        comes=_BOTH,
        told=[("formula-without-value", f"{_FILE}{_SHEET}, solu C3")],
    ),
    _cell("cut text", "exactly 32,767 characters", "G", _CUT, "text-cut"),
    _cell("date overflow", "a date after the year 9999", "D", 3_000_000, "bad-date", _late_date),
    _cell("impossible date", "31 February", "D", "31.2.2026", "bad-date"),
    _cell("season for a date", "words for a date", "D", "keväällä 2026", "bad-date"),
    _cell("American date", "a month that cannot be", "E", "12/31/2027", "bad-date"),
    _cell("truth for a date", "a ticked box for a date", "D", True, "bad-date"),
    _cell("end before start", "it ends before it starts", "E", "1.1.2020", "end-before-start"),
    _cell("negative sum", "less than nothing", "F", -5, "negative-number"),
    _cell("about five", "a sum no one can read", "F", "noin 5", "bad-number"),
    _cell("date for a sum", "a date among the sums", "F", None, "bad-number", _date_for_sum),
    _cell("misread letters", "UTF-8 read as Windows-1252", "G", "TyÃ¶llisyys paranee", "bad-encoding"),
    _cell("lost letters", "letters that are gone", "G", "Ty\ufffdllisyys", "bad-encoding"),
    _cell("control characters", "a bell in a text", "G", "Raide\x07", "bad-encoding"),
    _rows(
        "id twice", "two applications of one id", [row(1), row(2, A="H-1")], ("duplicate-id", ", rivi 3"), comes=("H-1", "H-1")
    ),
    _rows("text twice", "two applications of one text", [row(1), row(2, G=row(1)[6])], ("duplicate-text", ", rivi 3")),
    fault(
        "id twice in two files",
        "the second file repeats an id",
        _two_files(row(1), row(2, A="H-1")),
        comes=("H-1", "H-1"),
        told=[("duplicate-id", "toka.csv, rivi 2")],
    ),
    fault(
        "text twice in two files",
        "the second file repeats a text",
        _two_files(row(1), row(2, G=row(1)[6])),
        comes=_BOTH,
        told=[("duplicate-text", "toka.csv, rivi 2")],
    ),
    _rows(
        "no id", "a row without an id", [row(1), row(2, A=None)], ("missing-id", ", rivi 3"), comes=("H-1", "huono-Hakemukset-3")
    ),
    _rows("no title", "a row without a name", [row(1), row(2, B=" ")], ("missing-title", ", rivi 3")),
    _rows("no text", "a row without a text", [row(1), row(2, G=None)], ("missing-text", ", rivi 3")),
    _rows(
        "note", "a remark below the table", [row(1), row(2), [], ["Huom! Päivitetty eilen."]], ("not-an-application", ", rivi 5")
    ),
)
