"""Workbooks that are broken, hostile or merely odd."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.corpus import Sample
from tests.corpus.faults_making import (
    BOOK_PART,
    FORM,
    HEADER,
    SHEET_PART,
    STYLES_PART,
    blocks,
    bomb,
    contents,
    laughs,
    lying,
    old_workbook,
    paper,
    part,
    parts_of,
    refused,
    rewritten,
    rewritten_all,
    row,
    spoilt,
    survived,
    table_text,
    with_parts,
    word,
    workbook,
    zipped,
)
from tests.corpus.faults_ole import ole

_CELL = ", taulukko Hakemukset, solu "
_SHEET_HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_SHEET_TAIL = b"</sheetData></worksheet>"
_STRINGS = "xl/sharedStrings.xml"


def _with_cells(xml: bytes) -> bytes:
    """The good workbook with more cells below its rows."""
    return rewritten(workbook(), SHEET_PART, b"</sheetData>", xml + b"</sheetData>")


def _note(address: bytes, text: bytes = b"x") -> bytes:
    number = address.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return b'<row r="%b"><c r="%b" t="inlineStr"><is><t xml:space="preserve">%b</t></is></c></row>' % (number, address, text)


def _doctype(text: str, encoding: str = "utf-8") -> bytes:
    """The good workbook whose strings begin with a document type."""
    content = contents(workbook())[_STRINGS].decode()
    head, _, rest = content.partition("?>")
    head = head.replace("UTF-8", encoding.upper())
    return with_parts(workbook(), part(_STRINGS, f"{head}?>{text}{rest.replace('Raide', '&a;')}".encode(encoding)))


def _formatted_rows(count: int) -> bytes:
    """A workbook whose whole height is painted: every row is there, and every cell of it empty."""
    head, _, tail = contents(workbook())[SHEET_PART].partition(b"</sheetData>")
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, count))
    return with_parts(workbook(), part(SHEET_PART, head + rows + b"</sheetData>" + tail))


def _flipped() -> bytes:
    data = bytearray(workbook())
    data[data.index(SHEET_PART.encode()) + 200] ^= 0xFF
    return bytes(data)


def _twice() -> bytes:
    """A container with two members of the same name: which one is read depends on the program."""
    members = parts_of(workbook())
    other = next(m for m in parts_of(workbook([HEADER, row(2)])) if m.name == _STRINGS)
    return zipped([*members, other])


def _with_macro() -> bytes:
    return with_parts(workbook(), part("xl/vbaProject.bin", ole({"VBA": b"Sub Auto_Open()"})))


def _outside_link(book: Any, sheet: Any) -> None:
    sheet.write_formula(1, 1, "='[https://example.org/muu.xlsx]Taul1'!A1", None, "Raide")
    sheet.write_url(1, 8, "https://example.org/")
    book.define_name("Muualla", "='[file:///etc/passwd]Taul1'!$A$1")


def _webservice(_: Any, sheet: Any) -> None:
    sheet.write_formula(1, 2, '=WEBSERVICE("https://example.org/?"&A2)', None, 777)


def _unsaved() -> bytes:
    return rewritten(workbook(more=_webservice), SHEET_PART, b"<v>777</v>", b"")


def _strict() -> bytes:
    data = rewritten_all(
        workbook(), b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return rewritten_all(
        data,
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def _without(name: str) -> bytes:
    return zipped(member for member in parts_of(workbook()) if member.name != name)


def _shared_text_bomb() -> bytes:
    """One text of a megabyte, and 5,000 cells that all point at it."""
    data = rewritten(workbook(), _STRINGS, b"<t>Raide</t>", b"<t>%b</t>" % blocks(b"raide "))
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>8</v></c></row>' % (n, n) for n in range(3, 5_003))
    return rewritten(data, SHEET_PART, b"</sheetData>", rows + b"</sheetData>")


def _deep(depth: int) -> bytes:
    return rewritten(workbook(), SHEET_PART, b"<sheetData>", b"<sheetData>" + b"<x>" * depth + b"</x>" * depth)


def _unclosed() -> bytes:
    """A hundred thousand far cells, none of which ends: a trap for whoever looks for the end of each."""
    return _with_cells(b'<row r="3">' + b'<c r="XFD3">' * 100_000 + b"</row>")


def _sheets_of_one() -> bytes:
    """A thousand sheets that are all the same part."""
    sheet = b'<sheet name="Hakemukset" sheetId="1" r:id="rId1"/>'
    more = b"".join(b'<sheet name="Sama %d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 1_000))
    return rewritten(workbook([HEADER]), BOOK_PART, sheet, sheet + more)


def _merged() -> bytes:
    """Two thousand merged areas, each a whole column high."""
    areas = b"".join(b'<mergeCell ref="H%d:ZZ190000"/>' % n for n in range(3, 2_003))
    return rewritten(workbook(), SHEET_PART, b"</sheetData>", b'</sheetData><mergeCells count="2000">%b</mergeCells>' % areas)


def _encrypted_members() -> bytes:
    return zipped(replace(member, flags=member.flags | 1) for member in parts_of(workbook()))


def _blanks(tail: bytes = _SHEET_TAIL) -> bytes:
    return with_parts(workbook(), bomb(SHEET_PART, _SHEET_HEAD, blocks(b" "), 2_048, tail))


def _one_cell() -> bytes:
    head, tail = _SHEET_HEAD + b'<row r="1"><c r="A1" t="inlineStr"><is><t>', b"</t></is></c></row>" + _SHEET_TAIL
    return with_parts(workbook(), bomb(SHEET_PART, head, blocks(b"aaaaaaaa"), 1_500, tail))


def _rows_bomb() -> bytes:
    return with_parts(workbook(), bomb(SHEET_PART, _SHEET_HEAD, blocks(b"<row><c><v>1</v></c></row>"), 125, _SHEET_TAIL))


def _liar() -> bytes:
    """A bomb that calls itself small."""
    return with_parts(workbook(), lying(bomb(SHEET_PART, _SHEET_HEAD, blocks(b" "), 1_024, _SHEET_TAIL), 1_000))


def _far_size() -> bytes:
    return rewritten(workbook(), SHEET_PART, b'ref="A1:G2"', b'ref="A1:XFD1048576"')


def _near_size() -> bytes:
    return rewritten(workbook(), SHEET_PART, b'ref="A1:G2"', b'ref="A1"')


def _bad_colour() -> bytes:
    return rewritten(
        workbook(), STYLES_PART, b"<fills", b'<colors><indexedColors><rgbColor rgb="KELTAINEN"/></indexedColors></colors><fills'
    )


_FAR = (
    refused("far cell", "one cell at XFD1048576", lambda: _with_cells(_note(b"XFD1048576")), "far-cell"),
    refused("far column", "one cell in the last column", lambda: _with_cells(_note(b"XFD3")), "far-cell"),
    survived("painted rows", "a million rows that are only painted", lambda: _formatted_rows(1_000_000)),
    survived("last row blank", "one blank in the last row", lambda: _with_cells(_note(b"A1048576", b" "))),
    survived("size too large", "the stated size reaches to XFD1048576", _far_size),
    survived("size too small", "the stated size is one cell", _near_size),
    survived("unclosed far cells", "100,000 far cells that never end", _unclosed),
    survived("merged areas", "two thousand merged areas of 190,000 rows", _merged),
)
_BOMBS = (
    refused("blanks", "2 GB of blanks in one sheet", _blanks, "too-large"),
    refused("five million rows", "five million rows packed to nothing", _rows_bomb, "too-large"),
    refused("one huge cell", "a text of 1.5 GB in one cell", _one_cell, "too-large"),
    refused("lying size", "1 GB that says it is 1,000 bytes", _liar, "too-large"),
    refused("sheets of one", "1,000 sheets that are one part", _sheets_of_one, "no-rows"),
    refused("shared text", "5,000 cells that share a text of 1 MB", _shared_text_bomb, "harmful-file"),
    survived("deep elements", "a million elements inside each other", lambda: _deep(1_000_000)),
    refused(
        "many members", "5,000 members", lambda: with_parts(workbook(), *(part(f"x/{n}", b"") for n in range(5_000))), "too-large"
    ),
)
_XML = (
    refused("billion laughs", "entities of entities", lambda: _doctype(laughs()), "unsafe-file"),
    refused(
        "external entity",
        "an entity from a file",
        lambda: _doctype('<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "unsafe-file",
    ),
    refused(
        "document type in UTF-16", "a document type no search for bytes sees", lambda: _doctype(laughs(), "utf-16"), "unsafe-file"
    ),
    survived("bad colour", "a colour that is none", _bad_colour),
    survived("Strict OOXML", "the other name space of the standard", _strict),
    refused("sheet missing", "the part of the only sheet is not there", lambda: _without(SHEET_PART), "unreadable-file"),
    refused("book missing", "no list of sheets", lambda: _without(BOOK_PART), "not-a-workbook"),
)
_CONTAINERS = (
    refused(
        "password",
        "a workbook encrypted with a password",
        lambda: ole({"EncryptedPackage": bytes(9_000), "EncryptionInfo": b"x"}),
        "password",
    ),
    refused("encrypted members", "a container encrypted member by member", _encrypted_members, "password"),
    refused("truncated", "the end is missing", lambda: workbook()[:-200], "unreadable-file"),
    refused("only the head", "the first 100 bytes", lambda: workbook()[:100], "unreadable-file"),
    refused("empty", "no byte at all", lambda: b"", "empty-file"),
    refused("flipped bits", "one byte of a part is another", _flipped, "unreadable-file"),
    refused(
        "path traversal",
        "members that want to be written elsewhere",
        lambda: with_parts(workbook(), part("../../etc/cron.d/x", b"x")),
        "unsafe-file",
    ),
    refused(
        "absolute names",
        "a member with an absolute name",
        lambda: with_parts(workbook(), part("/etc/passwd", b"x")),
        "unsafe-file",
    ),
    refused("members twice", "two members of one name", _twice, "unsafe-file"),
    refused("zip of workbooks", "a zip with workbooks in it", lambda: zipped([part("haku.xlsx", workbook())]), "not-a-workbook"),
    survived(
        "nested zip",
        "an embedded container, never opened",
        lambda: with_parts(workbook(), part("xl/embeddings/o.zip", _blanks())),
    ),
    survived(
        "outside links", "links to other workbooks and the web; the saved values are read", lambda: workbook(more=_outside_link)
    ),
    spoilt("web service", "a formula that asks the web and has no value", _unsaved, ("formula-without-value", f"{_CELL}C2")),
    spoilt("macros", "macros in an .xlsm", _with_macro, ("macro", ""), file="huono.xlsm"),
    refused("hidden macros", "macros in a file that calls itself .xlsx", _with_macro, "macro-hidden"),
)
_NAMES = (
    survived("CSV as xlsx", "a comma-separated file named .xlsx", lambda: table_text().encode()),
    survived("PDF as xlsx", "a PDF named .xlsx", paper, comes=FORM[0][1]),
    survived("Word as xlsx", "a Word document named .xlsx", word, comes=FORM[0][1]),
    survived("xlsx as xls", "a new workbook named .xls", workbook, file="huono.xls"),
    survived("xls as xlsx", "an old workbook named .xlsx", old_workbook),
    refused("picture as xlsx", "a picture named .xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not-a-workbook"),
    refused("program and zip", "a program with a workbook behind it", lambda: b"MZ" + bytes(510) + workbook(), "not-a-workbook"),
)
WORKBOOKS: tuple[Sample, ...] = (*_FAR, *_BOMBS, *_XML, *_CONTAINERS, *_NAMES)
