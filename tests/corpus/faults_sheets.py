"""OpenDocument workbooks, Excel of before 2007 and old Word that are broken or hostile."""

from __future__ import annotations

from functools import partial

from tests.corpus import Sample
from tests.corpus.faults_making import (
    contents,
    laughs,
    old_workbook,
    open_workbook,
    part,
    refused,
    rewritten,
    survived,
    with_parts,
)
from tests.corpus.faults_ole import ole

_ODS_ROWS = b"</table:table>"
_ODS_CELL = b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def _ods(more: bytes) -> bytes:
    return rewritten(open_workbook(), "content.xml", _ODS_ROWS, more + _ODS_ROWS)


def _ods_password() -> bytes:
    algorithm = (
        b'><manifest:encryption-data manifest:checksum="x"><manifest:algorithm/></manifest:encryption-data></manifest:file-entry>'
    )
    name = b'manifest:full-path="content.xml"'
    data = open_workbook()
    manifest = contents(data)["META-INF/manifest.xml"]
    at = manifest.index(b"/>", manifest.index(name))
    changed = part("META-INF/manifest.xml", manifest[:at] + algorithm + manifest[at + 2 :])
    return with_parts(data, changed, part("content.xml", bytes(range(256)) * 20))


def _xls_password() -> bytes:
    """The record of the last user's name made into one that says the rest is encrypted."""
    return old_workbook().replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00", 1)


_no_ods = partial(refused, file="huono.ods")
_no_xls = partial(refused, file="huono.xls")
SHEETS: tuple[Sample, ...] = (
    survived(
        "empty rows repeated",
        "a million empty rows at the end",
        lambda: _ods(b'<table:table-row table:number-rows-repeated="1048000"/>'),
        file="h.ods",
    ),
    _no_ods(
        "rows repeated",
        "one row a million times",
        lambda: _ods(b'<table:table-row table:number-rows-repeated="1048570">%b</table:table-row>' % _ODS_CELL),
        "far-cell",
    ),
    _no_ods(
        "rows repeated beyond all",
        "one row 10^15 times",
        lambda: _ods(b'<table:table-row table:number-rows-repeated="%d">%b</table:table-row>' % (10**15, _ODS_CELL)),
        "far-cell",
    ),
    _no_ods(
        "columns repeated",
        "a thousand rows of 16,384 cells",
        lambda: _ods(
            b'<table:table-row table:number-rows-repeated="1000">%b</table:table-row>'
            % _ODS_CELL.replace(b" office", b' table:number-columns-repeated="16384" office')
        ),
        "far-cell",
    ),
    _no_ods(
        "blanks repeated",
        "one element that stands for 10^9 blanks",
        lambda: _ods(b"<table:table-row>%b</table:table-row>" % _ODS_CELL.replace(b">x<", b'><text:s text:c="1000000000"/><')),
        "too-large",
    ),
    _no_ods(
        "ods entities",
        "entities of entities",
        lambda: rewritten(open_workbook(), "content.xml", b"?>", b"?>" + laughs().encode()),
        "unsafe-file",
    ),
    _no_ods("ods password", "an encrypted .ods", _ods_password, "password"),
    _no_ods("ods truncated", "half an .ods", lambda: open_workbook()[:-300], "unreadable-file"),
    _no_xls("xls truncated", "half an .xls", lambda: old_workbook()[:2_500], "unreadable-file"),
    _no_xls(
        "xls damaged",
        "an .xls whose table of sectors points nowhere",
        lambda: old_workbook()[:512] + b"\xfe" * 4_000,
        "unreadable-file",
    ),
    _no_xls("xls password", "an .xls with a password", _xls_password, "password"),
    refused("old Word", "a .doc", lambda: ole({"WordDocument": bytes(9_000), "1Table": b"x"}), "old-format", file="huono.doc"),
)
