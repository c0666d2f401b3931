"""Makers of bytes that no ordinary program writes: bombs, lying containers, old containers, PDF files by hand; all invented."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.corpus import Expect, Sample

HEADER = ("Tunnus", "Hankkeen nimi", "Hakija", "Alkamispäivä", "Päättymispäivä", "Kokonaisbudjetti", "Tavoitteet")
GOALS = "Kontit siirtyvät kumipyöriltä raiteille."
ROW = ("H-1", "Raide", "Keksitty Satama Oy", "1.3.2026", "31.12.2027", 250_000, GOALS)
SHEET = "Hakemukset"
SHEET_PART, BOOK_PART, STYLES_PART = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
#: The lines of a form, in Word and PDF.
FORM = (("Hakemusnumero", "P-1"), ("Hankkeen nimi", "Raide"), ("Hakija", "Keksitty Satama Oy"), ("Tavoitteet", GOALS))
#: The id of the file that comes after the odd one.
NEIGHBOUR = "N-1"
_MEGABYTE = 2**20


# --- Good files to break


def row(number: int, **changed: object) -> list[object]:
    """A good row with other cells by letter of the column; its id and text are its own."""
    cells = [f"H-{number}", *ROW[1:6], f"{GOALS} Kohde {number}."]
    return [changed.get("ABCDEFG"[index], cell) for index, cell in enumerate(cells)]


def workbook(
    rows: Iterable[Sequence[object]] = (HEADER, ROW), sheet: str = SHEET, more: Callable[[Any, Any], None] | None = None
) -> bytes:
    """An .xlsx; ``more`` may do more to the book and the sheet before they are closed."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    for number, cells in enumerate(rows):
        page.write_row(number, 0, cells)
    if more:
        more(book, page)
    book.close()
    return content.getvalue()


def old_workbook() -> bytes:
    """An .xls."""
    book, content = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet(SHEET)
    for number, cells in enumerate((HEADER, ROW)):
        for column, cell in enumerate(cells):
            sheet.write(number, column, cell)
    book.save(content)
    return content.getvalue()


def open_workbook() -> bytes:
    """An .ods."""
    book, content = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name=SHEET)
    for cells in (HEADER, ROW):
        line = TableRow()
        for cell in cells:
            box = TableCell(valuetype="string")
            box.addElement(P(text=str(cell)))
            line.addElement(box)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(content)
    return content.getvalue()


def word(lines: Sequence[tuple[str, str]] = FORM) -> bytes:
    """A .docx: a table of labels and answers."""
    document, content = docx.Document(), io.BytesIO()
    table = document.add_table(rows=0, cols=2)
    for label, answer in lines:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, answer
    document.save(content)
    return content.getvalue()


def table_text(rows: Iterable[Sequence[object]] = (HEADER, ROW), end: str = "\n") -> str:
    """A comma-separated text with semicolons, nothing quoted."""
    return end.join(";".join(str(cell) for cell in cells) for cells in rows) + end


# --- Zip containers


@dataclass(frozen=True)
class Part:
    """One member of a zip container as it is stored, true or not."""

    name: str
    packed: bytes
    size: int
    crc: int
    flags: int = 0x800
    method: int = 8


def part(name: str, content: bytes) -> Part:
    """A true member."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Part(name, squeezer.compress(content) + squeezer.flush(), len(content), zlib.crc32(content))


def bomb(name: str, head: bytes, block: bytes, times: int, tail: bytes) -> Part:
    """A true member whose block comes many times, packed once: its size costs nothing to make."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = squeezer.compress(head) + squeezer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush the packer remembers nothing, so the same block packs to the same bytes.
    again = squeezer.compress(block) + squeezer.flush(zlib.Z_FULL_FLUSH)
    last = squeezer.compress(tail) + squeezer.flush()
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    return Part(name, first + again * times + last, len(head) + times * len(block) + len(tail), zlib.crc32(tail, crc))


def blocks(pattern: bytes) -> bytes:
    """A pattern repeated to about a megabyte, whole."""
    return pattern * (_MEGABYTE // len(pattern))


def contents(data: bytes) -> dict[str, bytes]:
    """The members of a container by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def laughs() -> str:
    """Each entity is ten of the next."""
    names = "abcdefghij"
    entities = "".join(f"<!ENTITY {name} '{f'&{inner};' * 10}'>" for name, inner in pairwise(names))
    return f"<!DOCTYPE sst [{entities}<!ENTITY {names[-1]} 'ha'>]>"


def parts_of(data: bytes) -> list[Part]:
    """The members of a container, to be changed."""
    return [part(name, content) for name, content in contents(data).items()]


def zipped(parts: Iterable[Part]) -> bytes:
    """A container of these members, whatever they claim."""
    body, index, count = bytearray(), bytearray(), 0
    for member in parts:
        name, at = member.name.encode(), len(body)
        shared = struct.pack(
            "<HHHHHLLLHH", 20, member.flags, member.method, 0, 0x5A21, member.crc, len(member.packed), member.size, len(name), 0
        )
        body += b"PK\x03\x04" + shared + name + member.packed
        index += b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<HHHLL", 0, 0, 0, 0, at) + name
        count += 1
    return bytes(body + index + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(index), len(body), 0))


def with_parts(data: bytes, *new: Part) -> bytes:
    """A container with members in place of those of the same name, or added."""
    names = {member.name for member in new}
    return zipped([*(member for member in parts_of(data) if member.name not in names), *new])


def rewritten(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A container with a change in one member."""
    content = contents(data)[name]
    if old not in content:
        raise AssertionError(f"{name} has no {old!r}")
    return with_parts(data, part(name, content.replace(old, new, 1)))


def rewritten_all(data: bytes, old: bytes, new: bytes) -> bytes:
    """A container with a change in every member that it fits."""
    return zipped(part(name, content.replace(old, new)) for name, content in contents(data).items())


def lying(member: Part, size: int) -> Part:
    """A member that claims another size."""
    return replace(member, size=size)


# --- PDF


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects; the first one is the catalogue."""
    body, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    last = max(objects) + 1
    rows = (b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n" for number in range(last))
    table = b"xref\n0 %d\n%b" % (last, b"".join(rows))
    return bytes(body + table + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (last, trailer, len(body)))


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), more, content)


def printed(lines: Iterable[str]) -> bytes:
    """The drawing of some lines, one under the other."""
    said = (line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines)
    return b"BT /F1 11 Tf 50 780 Td 16 TL " + b" ".join(b"(%b) Tj T*" % line for line in said) + b" ET"


def form_lines() -> list[str]:
    """The lines of the form on paper: short answers beside their label, the text below its heading."""
    *facts, (heading, text) = FORM
    return [*(f"{label}: {answer}" for label, answer in facts), heading, text]


def paper(
    content: bytes | None = None, page: bytes = b"", catalogue: bytes = b"", more: Mapping[int, bytes] | None = None
) -> bytes:
    """A PDF of one page with the form on it, or with other content; ``more`` are further objects from number 6 on."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>%b>>" % page,
        4: stream(printed(form_lines()) if content is None else content),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    return pdf(objects | dict(more or {}))


# --- Samples


def neighbour(folder: Path) -> list[Path]:
    """A good file that must be read whatever came before it."""
    path = folder / "naapuri.jsonl"
    path.write_text(json.dumps({"id": NEIGHBOUR, "title": "Naapuri", "text": {"goals": "Naapurin oma teksti."}}), "utf-8")
    return [path]


def spoilt(
    name: str,
    about: str,
    make: Callable[[], bytes],
    *told: tuple[str, str],
    file: str = "huono.xlsx",
    comes: Sequence[str] = ("H-1",),
) -> Sample:
    """One odd file and its neighbour: what of it must come, and what must be told, a place being what follows the file's name."""

    def build(folder: Path) -> list[Path]:
        (folder / file).write_bytes(make())
        return [folder / file, *neighbour(folder)]

    return fault(name, about, build, comes=[*comes, NEIGHBOUR], told=[(code, f"{file}{place}") for code, place in told])


def refused(name: str, about: str, make: Callable[[], bytes], code: str, *, file: str = "huono.xlsx") -> Sample:
    """A file of which nothing comes but one problem."""
    return spoilt(name, about, make, (code, ""), file=file, comes=())


def survived(name: str, about: str, make: Callable[[], bytes], *, file: str = "huono.xlsx", comes: str = "H-1") -> Sample:
    """A file that is read as if nothing were odd about it."""
    return spoilt(name, about, make, file=file, comes=(comes,))


def fault(
    name: str,
    about: str,
    build: Callable[[Path], list[Path]],
    *,
    comes: Sequence[str],
    told: Sequence[tuple[str, str]],
    texts: Sequence[str] = (),
) -> Sample:
    """A sample by the ids that must come, what must be told where, and the texts that must stay as they are."""
    return Sample(name, about, build, Expect(tuple(comes), tuple(told), texts=tuple(texts)))
