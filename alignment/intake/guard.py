"""A cheap look at a file before it is opened, so that none can exhaust the machine or bring code along."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

import olefile

from alignment.intake import biff
from alignment.intake.values import is_blank

Kind = Literal["xlsx", "xls", "ods", "docx", "doc", "pdf", "text", "password", "broken", "other"]

_MOST_MEMBERS = 2_000
#: Bytes that all parts of a file may come to when unpacked, and how many times the packed size that may be.
_LARGEST_INFLATED = 300 * 2**20
_HIGHEST_RATIO = 250
_RATIO_COUNTS_FROM = 20 * 2**20
#: No table of applications reaches further: rows, columns (up to ZZ), and the cells of the rectangle they span.
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 200_000, 702, 5_200_000

_ZIP_MAGIC = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: What the old container holds, by a stream that only such a file has; the last two are presentations and messages.
_STREAMS: Final[dict[str, Kind]] = {
    **dict.fromkeys(biff.STREAMS, "xls"),
    "WordDocument": "doc",
    "PowerPoint Document": "other",
    "__properties_version1.0": "other",
}
_PDF = re.compile(rb"(?<![ -~])%PDF-\d")
# Text, but not of a table: pages and documents that call themselves workbooks.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!doctype|<html|\{\\rtf)", re.IGNORECASE)
_OPENDOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_FAULTS: Final = {"doc": "old-format", "password": "password", "broken": "unreadable-file", "other": "not-a-workbook"}

_CONTAINERS = ("xlsx", "ods", "docx")
_XML = (".xml", ".rels")
#: The parts that workbooks are read by, beside their sheets.
_INDEX = re.compile(r".*\.rels|xl/workbook[^/]*\.xml|content\.xml")
_MACRO = re.compile(r".*vbaproject\.bin|xl/macrosheets/.+|scripts/.*[^/]|basic/[^/]+/(?!script-l[bc]\.xml).+")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_OUTSIDE = re.compile(r"[/\\]|[a-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.IGNORECASE)
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# In an encoding that is no wider form of ASCII the search for a DTD would be blind; no office program writes one.
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding\s*=\s*[\"']([^\"'>]*)")
_ENCODINGS = (b"utf-8", b"us-ascii", b"iso-8859-", b"windows-125")

# A filled cell, looked at only where a sheet of 26 columns and 9,999 rows does not reach; one with a format alone is not filled.
_CELL = re.compile(
    rb"r\s*+=\s*+[\"']([A-Za-z]{2,}(?=\d)|[A-Za-z](?=\d{5}))(\d++)[\"'][^<>]*+(?<!/)>(?!\s*<(?:/|(?:\w+:)?v(?:\s*/>|></)))"
)
_NEAR_ROWS, _NEAR_COLUMNS = 9_999, 26
#: Bytes of rows with nothing but a format, below the last cell, that take longer to read than to cut off.
_LONG_TAIL = 2**20
_FAR_CELL = re.compile(
    rb"<((?:\w+:)?)c\s(?=[^<>]*\br\s*=\s*[\"'](?:[A-Za-z]{3,}\d+|[A-Za-z]+(?:\d{7,}|[2-9]\d{5}))[\"'])"
    rb"([^<>]*)(?<!/)>(.*?)</\1c>",
    re.DOTALL,
)
_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_STRING = re.compile(rb"<(?:\w+:)?si\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_TAG = re.compile(rb"<[^<>]*>")

_REPEATED_ROW = re.compile(
    rb"<((?:\w+:)?)table-row\b[^<>]*\bnumber-rows-repeated=[\"'](\d+)[\"'][^<>]*(?<!/)>(.*?)</\1table-row>", re.DOTALL
)
_REPEATED_CELL = re.compile(rb"<(?:\w+:)?table-cell\b[^<>]*\bnumber-columns-repeated=[\"'](\d{3,})[\"'][^<>]*(?<!/)>")
_OPENDOCUMENT_VALUE = re.compile(rb"value-type\s*=|<(?:\w+:)?p\b")


@dataclass
class Look:
    """What the look found.

    Attributes:
        kind: what the file is, by its content.
        fault: the code of the problem for which the file is not opened, or None.
        macro: whether it holds macros; they are neither run nor read.
        parts: the sheets of a workbook, and what tells where they are, by the names of these parts; of an old one its records.
        mended: names of the parts that are not as they are in the file.
    """

    kind: Kind
    fault: str | None = None
    macro: bool = False
    parts: dict[str, bytes] = field(default_factory=dict)
    mended: set[str] = field(default_factory=set)


def kind_of(data: bytes) -> Kind:
    """What a file is, told by its content: its name does not matter."""
    if data.startswith(_ZIP_MAGIC):
        return _kind_of_zip(data)
    if data.startswith(olefile.MAGIC):
        return _kind_of_ole(data)
    if _PDF.search(data, 0, 1024):
        return "pdf"
    is_text = data.startswith(_UTF_16) or (b"\x00" not in data and not _MARKUP.match(data))
    return "text" if is_text else "other"


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.lower() for name in archive.namelist()]
            if any(name.startswith("xl/workbook") and name.endswith(".xml") for name in names):
                return "xlsx"
            if any(name.startswith("word/document") for name in names):
                return "docx"
            with archive.open("mimetype") as kind:
                return "ods" if kind.read(len(_OPENDOCUMENT)) == _OPENDOCUMENT else "other"
    except KeyError:
        return "other"
    except _BROKEN:
        return "broken"


def _kind_of_ole(data: bytes) -> Kind:
    """The old container of Microsoft: anything with a password, or a file of before 2007."""
    if _ENCRYPTED in data:
        return "password"
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return next((kind for name, kind in _STREAMS.items() if container.exists(name)), "broken")
    except _BROKEN:
        return "broken"


def look(data: bytes, kind: Kind) -> Look:
    """Whether a file may be opened. Every part of a container is unpacked once, which also checks it against its checksum."""
    try:
        if kind == "xls":
            return _look_at_xls(data)
        if kind in _CONTAINERS:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return _look_at_zip(archive, kind)
    except _BROKEN:
        return Look(kind, "unreadable-file")
    return Look(kind, _FAULTS.get(kind))


def _look_at_xls(data: bytes) -> Look:
    stream, macro = biff.stream_of(data)
    if biff.is_locked(stream):
        return Look("xls", "password")
    if not all(_fits(sheet.rows, sheet.columns) for sheet in biff.marks(stream)):
        return Look("xls", "far-cell")
    return Look("xls", macro=macro, parts={biff.STREAMS[0]: stream})


def _look_at_zip(archive: zipfile.ZipFile, kind: Kind) -> Look:
    members = archive.infolist()
    found = Look(kind, _fault_of_list(members) or _fault_of_lock(archive))
    if found.fault:
        return found
    for member in members:
        name, content = part_name(member), archive.read(member)
        if name.lower().endswith(_XML) and not _is_safe(content):
            return Look(kind, "unsafe-file")
        found.macro = found.macro or _MACRO.fullmatch(name.lower()) is not None
        if _INDEX.fullmatch(name.lower()) or b"sheetData" in content:
            found.parts[name] = content
    if not all(_reaches_near(name, found, archive) for name in found.parts):
        return Look(kind, "far-cell")
    return found


def _fault_of_list(members: list[zipfile.ZipInfo]) -> str | None:
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > _MOST_MEMBERS or inflated > _LARGEST_INFLATED:
        return "too-large"
    if inflated > _RATIO_COUNTS_FROM and inflated / packed > _HIGHEST_RATIO:
        return "too-large"
    if any(member.flag_bits & 1 for member in members):
        return "password"
    names = {part_name(member).lower() for member in members}
    # Of two parts with one name, we might look at one and a reader read the other.
    return "unsafe-file" if len(names) < len(members) or any(_OUTSIDE.match(name) for name in names) else None


def _fault_of_lock(archive: zipfile.ZipFile) -> str | None:
    """An OpenDocument file keeps its list of parts readable when it has a password."""
    try:
        return "password" if b"encryption-data" in archive.read("META-INF/manifest.xml") else None
    except KeyError:
        return None


def part_name(member: zipfile.ZipInfo) -> str:
    """The name of a part; some programs on Windows part the names of its folders as they are used to."""
    return member.filename.replace("\\", "/")


def _is_safe(content: bytes) -> bool:
    """Whether a part declares nothing but elements, in an encoding in which that can be seen."""
    encoding = _ENCODING.match(content)
    if encoding and not encoding[1].lower().startswith(_ENCODINGS):
        return False
    return b"\x00" not in content[:100] and not content.startswith(_UTF_16) and not _DTD.search(content)


def _reaches_near(name: str, found: Look, archive: zipfile.ZipFile) -> bool:
    """Whether a part's cells keep to the limits of a table. What nobody sees is taken out where it is far away or much."""
    if found.kind == "ods":
        return _repeats_little(found.parts[name])
    content = _without_tail(found.parts[name])
    is_near = _is_near(content)
    if not is_near:
        content = _without_tail(_FAR_CELL.sub(lambda cell: b"" if _is_blank_cell(cell, archive) else cell[0], content))
        is_near = _is_near(content)
    if content != found.parts[name]:
        found.parts[name] = content
        found.mended.add(name)
    return is_near


def _without_tail(content: bytes) -> bytes:
    """A sheet without the many rows below its last cell that somebody only gave a format."""
    end = content.rfind(b"</sheetData>")
    last = content.find(b"</row>", max(content.rfind(b"</c>", 0, end), 0), end)
    if last < 0 or end - last < _LONG_TAIL:
        return content
    return content[:last] + b"</row>" + content[end:]


def _is_near(content: bytes) -> bool:
    rows, columns = _NEAR_ROWS, _NEAR_COLUMNS
    for cell in _CELL.finditer(content):
        rows, columns = max(rows, int(cell[2])), max(columns, _column(cell[1].upper()))
    return _fits(rows, columns)


def _fits(rows: int, columns: int) -> bool:
    return rows <= _MOST_ROWS and columns <= _MOST_COLUMNS and rows * columns <= _MOST_CELLS


@lru_cache(maxsize=1_000)
def _column(letters: bytes) -> int:
    """The number of a column, from 1; of one without end, more than any sheet has."""
    return sum((sign - 64) * 26**place for place, sign in enumerate(reversed(letters[:5])))


def _is_blank_cell(cell: re.Match[bytes], archive: zipfile.ZipFile) -> bool:
    """Whether a cell holds nothing a person can see: somebody pressed the space bar there."""
    content = _TAG.sub(b"", cell[3])
    if _SHARED.search(cell[2]) and content.strip().isdigit():
        content = _shared_string(int(content), archive)
    return is_blank(html.unescape(content.decode("utf-8", "replace")))


def _shared_string(index: int, archive: zipfile.ZipFile) -> bytes:
    strings = next((archive.read(name) for name in archive.namelist() if name.lower().endswith("sharedstrings.xml")), b"")
    found = next(islice(_STRING.finditer(strings), index, None), None)
    return _TAG.sub(b"", found[1] or b"") if found else b"?"


def _repeats_little(content: bytes) -> bool:
    """Whether the filled rows and cells of an OpenDocument sheet are repeated so seldom that they can be a table."""
    rows = sum(int(row[2]) for row in _REPEATED_ROW.finditer(content) if _OPENDOCUMENT_VALUE.search(row[3]))
    columns = max((int(cell[1]) for cell in _REPEATED_CELL.finditer(content)), default=0)
    return _fits(rows, columns)
