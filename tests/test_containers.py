"""Workbooks as spreadsheet programs and their enemies make them: what each cell says, and what is not opened at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import time
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
import xlwt

from alignment.intake.grids import Grid, csv_choices, csv_grid
from alignment.intake.guard import Look, kind_of, look
from alignment.intake.values import UNSAVED
from alignment.intake.workbooks import workbook_grids

Parts = dict[str, str | bytes]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OASIS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "table", "text")
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_STYLES = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 20, 46))


def zipped(parts: Parts) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def xlsx(rows: str, strings: str = "", main: str = _MAIN, more: Parts | None = None) -> bytes:
    """A workbook with the XML of the rows of its one sheet."""
    targets = {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    relations = "".join(f'<Relationship Id="{t}" Type="{_RELATIONS}/{t}" Target="{path}"/>' for t, path in targets.items())
    sheets = f'<sheets><sheet name="Haku" sheetId="1" xmlns:r="{_RELATIONS}" r:id="worksheet"/></sheets>'
    whole = f'<Relationship Id="a" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    return zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{whole}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs>{_STYLES}</cellXfs></styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
            **(more or {}),
        }
    )


def ods(rows: str, styles: str = "", more: Parts | None = None) -> bytes:
    table = f'<table:table table:name="Haku" table:style-name="s">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {_OASIS} {_CALC}>{styles}{body}</office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **(more or {})})


def xls(fill: Callable[[xlwt.Worksheet], object]) -> bytes:
    book, content = xlwt.Workbook(), io.BytesIO()
    fill(book.add_sheet("Haku"))
    book.save(content)
    return content.getvalue()


def seen(data: bytes) -> Look:
    return look(data, kind_of(data))


def grid(data: bytes) -> Grid:
    found = seen(data)
    assert found.fault is None
    return workbook_grids(data, "haku", found)[0]


def cell(address: str, value: object, kind: str = "n", more: str = "") -> str:
    return f'<c r="{address}" t="{kind}" {more}><v>{value}</v></c>'


# --- What a cell says

CELLS: list[tuple[str, object]] = [
    (cell("B2", 101), 101.0),
    (cell("B2", "a_x000D_\nb", "str"), "a\r\nb"),
    (cell("B2", 0, "s"), "Kontit raiteille"),
    (cell("B2", 1, "s"), "漢字"),
    (cell("B2", 1, "b"), True),
    (cell("B2", 46082, more='s="1"'), dt.date(2026, 3, 1)),
    (cell("B2", 0.75, more='s="2"'), dt.time(18)),
    (cell("B2", 1.75, more='s="3"'), 1.75),
    (cell("B2", 9999999, more='s="1"'), 9999999.0),
    (cell("B2", "#N/A", "e"), "#N/A"),
    (cell("B2", "#SPILL!", "e"), "#SPILL!"),
    ("<c t='e' r='B2'><f>1/0</f><v>#DIV/0!</v></c>", "#DIV/0!"),
    ('<c r="B2"><f>WEBSERVICE("x")</f></c>', UNSAVED),
    ('<c r="B2" s="1"><f t="shared" si="0"/><v></v></c>', UNSAVED),
    ('<c r="B2" t="str"><f>x</f><v></v></c>', None),
    ('<c r="B2" t="inlineStr"><is><r><t xml:space="preserve">a </t></r><r><t>b</t></r></is></c>', "a b"),
]
RUNS = '<si><r><t xml:space="preserve">Kontit </t></r><r><t>raiteille</t></r></si>'
STRINGS = f'{RUNS}<si><t>漢字</t><rPh sb="0" eb="2"><t>x</t></rPh></si>'


@pytest.mark.parametrize(("xml", "value"), CELLS)
def test_a_cell_says_what_was_saved_and_stands_where_it_was(xml: str, value: object) -> None:
    rows = grid(xlsx(f'<row r="2">{xml}{cell("D2", 7)}</row>', STRINGS)).rows
    assert rows == [(), (None, value, None, 7.0)]
    assert value is not UNSAVED or rows[1][1] is UNSAVED


def test_strict_workbooks_are_read() -> None:
    rows = grid(xlsx(f'<row r="1">{cell("A1", "x", "str")}</row>', main="http://purl.oclc.org/ooxml/spreadsheetml/main")).rows
    assert rows == [("x",)]


def test_hidden_rows_sheets_and_merged_cells_are_told() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_chartsheet("Kaavio").set_chart(chart := book.add_chart({"type": "column"}))
        sheet = book.add_worksheet("Haku")
        chart.add_series({"values": "=Haku!$A$1"})
        sheet.merge_range(0, 1, 1, 2, "yhdistetty")
        sheet.write(3, 0, "piilossa")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})
        book.add_worksheet("Piilo").hide()
    first, second = workbook_grids(content.getvalue(), "haku", seen(content.getvalue()))
    assert (first.sheet, first.hidden, first.merged, first.hidden_rows) == ("Haku", False, ((0, 1, 1, 2),), frozenset({4}))
    assert (second.sheet, second.hidden, second.rows) == ("Piilo", True, [])


def test_an_old_workbook() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(1, 1, "Raide")
        sheet.write(1, 2, dt.date(2026, 3, 1), xlwt.easyxf(num_format_str="d.m.yyyy"))
        sheet.row(1).set_cell_error(3, 0x2A)
        sheet.write_merge(3, 4, 1, 2, "yhdistetty")
        sheet.row(3).hidden = True

    found = grid(xls(fill))
    assert found.rows == [(), (None, "Raide", dt.date(2026, 3, 1), "#N/A"), (), (None, "yhdistetty")]
    assert (found.merged, found.hidden_rows) == (((3, 1, 4, 2),), frozenset({4}))


ODS_CELLS: list[tuple[str, object]] = [
    ('office:value-type="float" office:value="101"><text:p>101</text:p>', 101.0),
    ('office:value-type="date" office:date-value="2026-03-01"><text:p>1.3.</text:p>', dt.date(2026, 3, 1)),
    ('office:value-type="date" office:date-value="29279-01-23"><text:p>23.1.29279</text:p>', "23.1.29279"),
    ('office:value-type="time" office:time-value="PT18H30M00S"><text:p>18:30</text:p>', dt.time(18, 30)),
    ('office:value-type="time" office:time-value="PT42H00M00S"><text:p>42:00</text:p>', 1.75),
    ('office:value-type="boolean" office:boolean-value="true"><text:p>TOSI</text:p>', True),
    (
        'office:value-type="string"><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p><text:p>e</text:p>',
        "a  b\tc\nd\ne",
    ),
    ('office:value-type="string"><office:annotation><text:p>huom</text:p></office:annotation><text:p>x</text:p>', "x"),
    ('table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>', "#N/A"),
    ('table:formula="of:=x" office:value-type="string" calcext:value-type="error"><text:p>Err:502</text:p>', "#VALUE!"),
    ('table:formula="of:=1+1">', UNSAVED),
    ('table:formula="of:=x"><text:p/>', None),
]


@pytest.mark.parametrize(("xml", "value"), ODS_CELLS)
def test_a_cell_of_an_opendocument_workbook(xml: str, value: object) -> None:
    last = '<table:table-cell office:value-type="string"><text:p>z</text:p></table:table-cell>'
    repeated = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'
    )
    row = (
        f'<table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell {xml}</table:table-cell>{last}'
    )
    rows = grid(ods(f"{repeated}{row}</table:table-row>{repeated}")).rows
    assert rows == [(), (), (None, None, value, "z")]


def test_hidden_and_merged_parts_of_an_opendocument_workbook() -> None:
    styles = '<office:automatic-styles><style:style style:name="s"><style:table-properties table:display="false"/></style:style>'
    spanned = 'table:number-columns-spanned="2" table:number-rows-spanned="3"'
    cells = f"<table:table-cell/><table:table-cell {spanned}><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:visibility="filter">{cells}'
    found = grid(ods(f"<table:table-row/>{row}</table:table-row>", f"{styles}</office:automatic-styles>"))
    assert (found.hidden, found.hidden_rows, found.merged) == (True, frozenset({2}), ((1, 1, 3, 2),))


# --- What is not opened, and what only looks large

ROW = f'<row r="1">{cell("A1", "x", "str")}{cell("T1", "y", "str")}</row>'
FILLED = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
REPEATED = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
DTD = '<!DOCTYPE x [<!ENTITY a "b">]><x/>'
REFUSED: list[tuple[str, bytes]] = [
    ("far-cell", xlsx(ROW + f'<row r="1048576">{cell("A1048576", 1)}</row>')),
    ("far-cell", xlsx(ROW + f'<row r="2">{cell("XFD2", 1)}</row>')),
    ("far-cell", xlsx(f'<row r="1">{cell("ZZ1", 1)}</row><row r="99999">{cell("A99999", 1)}</row>')),
    ("far-cell", ods(REPEATED.format(1048576, FILLED.format("")))),
    ("far-cell", ods(REPEATED.format(1, FILLED.format(' table:number-columns-repeated="16384"')))),
    ("far-cell", xls(lambda sheet: [sheet.write(*place, 1) for place in ((65535, 0), (0, 255))])),
    ("too-large", xlsx(ROW, more={"xl/media/a.png": bytes(60 * 2**20)})),
    ("too-large", zipped({"xl/workbook.xml": "", **{f"x/{number}": "" for number in range(2_001)}})),
    ("unsafe-file", xlsx(ROW, more={"docProps/app.xml": DTD})),
    ("unsafe-file", xlsx(ROW, more={"docProps/app.xml": DTD.encode("utf-16")})),
    ("unsafe-file", xlsx(ROW, more={"docProps/app.xml": DTD.encode("utf-16-le")})),
    ("unsafe-file", xlsx(ROW, more={"docProps/app.xml": '<?xml version="1.0" encoding="UTF-7"?><x/>'})),
    ("unsafe-file", xlsx(ROW, more={"../../etc/passwd": "x"})),
    ("unsafe-file", xlsx(ROW, more={"XL/Workbook.xml": "<x/>"})),
    ("unreadable-file", xlsx(ROW)[:-30]),
    ("unreadable-file", b"PK\x03\x04rubbish"),
    ("unreadable-file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rubbish"),
    ("password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    ("password", ods("", more={"META-INF/manifest.xml": "<x><manifest:encryption-data/></x>"})),
    ("not-a-workbook", zipped({"ppt/presentation.xml": "<x/>"})),
    ("not-a-workbook", b"\x89PNG\r\n\x1a\n\x00"),
    ("not-a-workbook", b"<html><table><tr><td>Tunnus</td></tr></table></html>"),
]


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=[f"{code} {number}" for number, (code, _) in enumerate(REFUSED)])
def test_what_is_refused_is_refused_quickly(code: str, data: bytes) -> None:
    start = time.process_time()
    assert seen(data).fault == code
    assert time.process_time() - start < 1


@pytest.mark.parametrize("blank", ['t="s"><v>0</v>', 't="inlineStr"><is><t> </t></is>', 't="str"><v>&#160;</v>'])
def test_a_blank_in_the_last_row_is_as_if_it_were_not_there(blank: str) -> None:
    data = xlsx(f'{ROW}<row r="1048576"><c r="XFD1048576" {blank}</c></row>', '<si><t xml:space="preserve"> </t></si>')
    assert len(grid(data).rows) == 1


def test_rows_that_only_have_a_format_cost_little() -> None:
    formatted = "".join(f'<row r="{number}" s="1"><c r="A{number}" s="1"/></row>' for number in range(2, 300_000))
    data = xlsx(ROW + formatted)
    start = time.process_time()
    assert len(grid(data).rows) == 1
    assert time.process_time() - start < 2
    repeated = REPEATED.format(1, FILLED.format("")) + REPEATED.format(1048575, "<table:table-cell/>")
    assert grid(ods(repeated)).rows == [("x",)]


@pytest.mark.parametrize(
    ("macro", "data"),
    [
        (False, xlsx(ROW)),
        (True, xlsx(ROW, more={"xl/vbaProject.bin": b"x"})),
        (True, xlsx(ROW, more={"xl/macrosheets/sheet1.xml": "<x/>"})),
        (False, ods("", more={"Basic/Standard/script-lb.xml": "<x/>"})),
        (True, ods("", more={"Basic/Standard/Module1.xml": "<x/>"})),
    ],
)
def test_macros_are_told(macro: bool, data: bytes) -> None:
    assert (seen(data).fault, seen(data).macro) == (None, macro)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", zipped({"word/document2.xml": "<x/>"})),
        ("pdf", b"\x00junk\n%PDF-1.7"),
        ("text", b"Tunnus;Kuvaus\n1;tiedosto on %PDF-muodossa"),
        ("text", "Tunnus;Ä".encode("utf-16")),
        ("text", b""),
        ("other", b"{\\rtf1 Hakemus}"),
    ],
)
def test_kinds_are_told_by_content(kind: str, data: bytes) -> None:
    assert kind_of(data) == kind


def test_a_damaged_old_workbook_is_never_taken_for_a_whole_machine() -> None:
    """The sizes it states are not believed: a reader would take 130 GB for these."""
    data = xls(lambda sheet: sheet.write(0, 0, "x"))
    size = bytes.fromhex("0002 0e00 00000000 01000000 0000 0100")
    assert size in data
    assert grid(data.replace(size, size[:4] + b"\x00" * 4 + b"\xff" * 4 + b"\x00\x00\xff\xff")).rows == [("x",)]


@pytest.mark.parametrize(
    "data", [xlsx(ROW), ods(REPEATED.format(1, FILLED.format(""))), xls(lambda sheet: sheet.write(0, 0, "x"))]
)
def test_the_guard_stands_any_damage(data: bytes) -> None:
    chance = random.Random(1)  # noqa: S311  no secret
    for _ in range(200):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert seen(bytes(broken)).kind


# --- Comma-separated files


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_a_record_of_several_lines_is_one_row(delimiter: str, newline: str) -> None:
    text = io.StringIO(newline="")
    rows = [("Tunnus", "Kuvaus"), ("1", f"eka; toka, kolmas|{newline}neljäs\tja 'viides'"), ("2", 'hän sanoi "hei"')]
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows([*rows, (" ", ""), ()])
    assert csv_grid(text.getvalue(), "haku.csv", delimiter).rows == rows
    assert dict(csv_choices(text.getvalue()))[delimiter][:3] == [*rows]


def test_a_mark_that_is_never_closed_swallows_no_rows() -> None:
    text = 'Tunnus;Nimi\nH-1;"Raide"\nH-2;"Rata ja 5" putki\nH-3;"Satama\nH-4;"Tie"\nH-5;"Kaksi\nriviä"\n'
    rows = csv_grid(text, "haku.csv", ";").rows
    assert [row[0] for row in rows][:3] == ["Tunnus", "H-1", "H-2"]
    lone = csv_grid('Tunnus;Nimi\nH-1;"Raide\nH-2;Rata\nH-3;Tie\n', "haku.csv", ";").rows
    assert lone == [("Tunnus", "Nimi"), ("H-1", '"Raide'), ("H-2", "Rata"), ("H-3", "Tie")]


def test_a_cell_of_many_megabytes_is_no_table() -> None:
    with pytest.raises(csv.Error):
        list(csv_choices("Tunnus;Nimi\n1;" + "x" * (17 * 2**20)))
