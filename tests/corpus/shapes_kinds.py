"""The same three projects in every kind of file, under true and wrong names, in folders, and on standard input."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alignment.intake import Given
from alignment.model import Application
from tests.corpus import Sample
from tests.corpus.making import FI, FINNISH, GAS, RAIL, SCHOOL, SHEET, Project, came, in_rows, shape, table
from tests.corpus.making_books import ods, xls, xlsx
from tests.corpus.making_pdf import printed
from tests.corpus.shapes_pages import lines_of
from tests.corpus.shapes_texts import separated
from tests.corpus.shapes_words import answered

_SHEETS = {SHEET: table()}
_MAKERS = {"xlsx": xlsx, "xls": xls, "ods": ods}


def _book(kind: str, file: str) -> Any:
    """Builds a workbook of a kind under some name."""

    def build(folder: Path) -> list[Path]:
        # The libraries look at the name they write to; the name that counts is given afterwards.
        made = _MAKERS[kind](folder / f"tehty.{kind}", _SHEETS)
        return [made.rename(folder / file)]

    return build


def _text(file: str, encoding: str = "utf-8") -> Any:
    def build(folder: Path) -> list[Path]:
        (folder / file).write_bytes(separated(table()).encode(encoding))
        return [folder / file]

    return build


def _macros(folder: Path) -> list[Path]:
    def dress(book: Any, _: Any) -> None:
        book.add_vba_project(io.BytesIO(b"Attribute VB_Name"), is_stream=True)

    return [xlsx(folder / "haku.xlsm", _SHEETS, dress)]


def _word(file: str) -> Any:
    def build(folder: Path) -> list[Path]:
        return [answered(folder / "tehty.docx", RAIL).rename(folder / file)]

    return build


def _pdf(file: str) -> Any:
    return lambda folder: [printed(folder / file, [lines_of(RAIL)])]


def _kind(name: str, about: str, build: Any, comes: Sequence[Application], *told: tuple[str, str]) -> Sample:
    return shape(name, about, build, comes, *told)


_KINDS = (
    _kind("xlsx", "a new workbook", _book("xlsx", "haku.xlsx"), in_rows(FINNISH, "haku.xlsx", SHEET)),
    _kind(
        "xlsm", "a workbook with macros: read, and told", _macros, in_rows(FINNISH, "haku.xlsm", SHEET), ("macro", "haku.xlsm")
    ),
    _kind("xlsm without macros", "only its name says so", _book("xlsx", "haku.xlsm"), in_rows(FINNISH, "haku.xlsm", SHEET)),
    _kind("xls", "an old workbook", _book("xls", "haku.xls"), in_rows(FINNISH, "haku.xls", SHEET)),
    _kind("ods", "an open workbook", _book("ods", "haku.ods"), in_rows(FINNISH, "haku.ods", SHEET)),
    _kind("docx", "a Word document", _word("haku.docx"), [came(RAIL, "haku.docx")]),
    _kind("pdf", "a PDF", _pdf("haku.pdf"), [came(RAIL, "haku.pdf")]),
    _kind("xlsx named csv", "a workbook under a wrong name", _book("xlsx", "haku.csv"), in_rows(FINNISH, "haku.csv", SHEET)),
    _kind("xlsx named xls", "a workbook under a wrong name", _book("xlsx", "haku.xls"), in_rows(FINNISH, "haku.xls", SHEET)),
    _kind("xls named xlsx", "a workbook under a wrong name", _book("xls", "haku.xlsx"), in_rows(FINNISH, "haku.xlsx", SHEET)),
    _kind("ods named xlsx", "a workbook under a wrong name", _book("ods", "haku.xlsx"), in_rows(FINNISH, "haku.xlsx", SHEET)),
    _kind("csv named xlsx", "a text under a wrong name", _text("haku.xlsx"), in_rows(FINNISH, "haku.xlsx", None)),
    _kind("csv named xls", "a text as old systems name it", _text("haku.xls", "cp1252"), in_rows(FINNISH, "haku.xls", None)),
    _kind("docx named pdf", "a document under a wrong name", _word("haku.pdf"), [came(RAIL, "haku.pdf")]),
    _kind("pdf named docx", "a PDF under a wrong name", _pdf("haku.docx"), [came(RAIL, "haku.docx")]),
    _kind("a name without an ending", "a workbook without an ending", _book("xlsx", "haku"), in_rows(FINNISH, "haku", SHEET)),
)


# --- Several at once


def _three_files(folder: Path) -> list[Path]:
    """One project in each, given in an order of its own."""
    (folder / "b.csv").write_bytes(separated(table([SCHOOL])).encode("utf-8-sig"))
    return [xlsx(folder / "c.xlsx", {SHEET: table([GAS])}), folder / "b.csv", answered(folder / "a.docx", RAIL)]


def _nested(folder: Path) -> list[Path]:
    """Folders in a folder, beside what programs leave there."""
    deep = folder / "Haku 2026" / "syksy" / "älykäs erikoistuminen"
    deep.mkdir(parents=True)
    root = folder / "Haku 2026"
    xlsx(deep / "haku.xlsx", {SHEET: table([GAS])})
    (root / "a.csv").write_bytes(separated(table([RAIL])).encode())
    (root / "syksy" / "B.csv").write_bytes(separated(table([SCHOOL])).encode())
    for name in ("~$haku.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", ".~lock.haku.ods#"):
        (root / "syksy" / name).write_bytes(b"\x00\x01rubbish")
    return [root]


def _folder_and_file(folder: Path) -> list[Path]:
    """A folder, and a file of it once more: it is read once."""
    inside = folder / "haku"
    inside.mkdir()
    (inside / "a.csv").write_bytes(separated(table([RAIL])).encode())
    return [inside, inside / "a.csv"]


def _given(name: str, *projects: Project) -> Any:
    return lambda _: [Given(name, separated(table(projects or FINNISH)).encode())]


def _given_book(folder: Path) -> list[Given]:
    return [Given("-", xlsx(folder / "haku.xlsx", _SHEETS).read_bytes())]


_NESTED = "syksy/älykäs erikoistuminen/haku.xlsx"
_PLACES = (
    shape(
        "several files",
        "a workbook, a text and a document, in the order given",
        _three_files,
        [came(GAS, "c.xlsx", SHEET, 2), came(SCHOOL, "b.csv", None, 2), came(RAIL, "a.docx")],
    ),
    shape(
        "folder",
        "folders in a folder, and what programs leave there",
        _nested,
        [came(RAIL, "a.csv", None, 2), came(SCHOOL, "syksy/B.csv", None, 2), came(GAS, _NESTED, SHEET, 2)],
    ),
    shape("folder and its file", "a file given twice is read once", _folder_and_file, [came(RAIL, "a.csv", None, 2)]),
    shape("standard input", "a text", _given("-"), in_rows(FINNISH, "-", None)),
    shape("workbook on standard input", "a workbook", _given_book, in_rows(FINNISH, "-", SHEET)),
    shape("upload", "content with a name and no file", _given("Haku (1).csv", RAIL), [came(RAIL, "Haku (1).csv", None, 2)]),
)


# --- The officer has a say


def _odd_headings(folder: Path) -> list[Path]:
    rows = [("Viite", "Otsake", *FI[2:8], "Kuvailu", "Selite"), *table()[1:]]
    return [xlsx(folder / "haku.xlsx", {SHEET: rows})]


_MAP = """
[[table]]
file = "haku.xlsx"
sheet = "Hakemukset"
[table.columns]
"Otsake" = "title"               # the program cannot know it
"Hakija" = ""                    # not read
"Kuvailu" = "section:goals"
"Selite" = "section:measures"
"""
_MAPPED = [
    each.model_copy(update={"applicant": None}) for each in in_rows(FINNISH, "haku.xlsx", SHEET, names=("Kuvailu", "Selite"))
]
_WRONG_MAP = """
[[table]]
[table.columns]
"Alkamispäivä" = "end"
"Päättymispäivä" = "start"
"Hakija" = "title"
"Hankkeen nimi" = "applicant"
"""
_SWAPPED = [[FI[0], FI[2], FI[1], FI[3], FI[5], FI[4], *FI[6:]], *table()[1:]]
_LOW_MAP = """
[[table]]
header_row = 3
[table.columns]
"a" = "id"
"b" = "title"
"c [C]" = "section:goals"
"c [D]" = "section:measures"
"""
_LOW = [
    ["Tunnus", "Hankkeen nimi", "Tavoitteet"],
    ["esimerkki", "näin", "täytetään"],
    ["a", "b", "c", "c"],
    [RAIL.id, RAIL.title, RAIL.goals, RAIL.measures],
]
_BARE = {"applicant": None, "region": None, "start": None, "end": None, "budget_eur": None, "fund": None}
_OWN = {"Otsake": "title", "Kuvailu": "section:goals", "Selite": "section:measures"}


def _sheet(rows: Sequence[Sequence[object]]) -> Any:
    return lambda folder: [xlsx(folder / "haku.xlsx", {SHEET: rows})]


_SAY = (
    shape(
        "map",
        "the officer says what unknown columns are, and which one is not read",
        _odd_headings,
        _MAPPED,
        fixed=_MAP,
        unread=["Hakija"],
    ),
    shape(
        "map against the headings",
        "headings that stand over the wrong columns are put right",
        _sheet(_SWAPPED),
        in_rows(FINNISH, "haku.xlsx", SHEET),
        fixed=_WRONG_MAP,
    ),
    shape(
        "map of a header row",
        "the officer says which row is the header, and tells equal headings apart by their letters",
        _sheet(_LOW),
        [came(RAIL, "haku.xlsx", SHEET, 4, **_BARE, sections=in_rows([RAIL], "", "", names=("c", "c (2)"))[0].sections)],
        fixed=_LOW_MAP,
    ),
    shape(
        "own headings",
        "headings that the officer added to the forms",
        _odd_headings,
        in_rows(FINNISH, "haku.xlsx", SHEET, names=("Kuvailu", "Selite")),
        own=_OWN,
    ),
)

KINDS: tuple[Sample, ...] = (*_KINDS, *_PLACES, *_SAY)
