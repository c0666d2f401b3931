"""A cheap look at a workbook before it is opened, so that no file can exhaust the machine or bring code along."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

#: Bytes of the largest file that is read.
LARGEST_FILE = 100 * 2**20
_MOST_MEMBERS = 2_000
#: Bytes that all parts of a workbook may come to when unpacked, and how many times the packed size that may be.
_LARGEST_INFLATED = 300 * 2**20
_HIGHEST_RATIO = 250
_RATIO_COUNTS_FROM = 20 * 2**20
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# A row of six digits or a column of three letters: no table of applications reaches that far.
_FAR = re.compile(rb"<(?:\w+:)?(?:c|row)\s(?:[^<>]*?\s)?r=[\"'](?:[A-Za-z]{3,}\d+|[A-Za-z]*\d{6,})[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]+\d+)[\"']")


@dataclass
class Look:
    """What the look found.

    Attributes:
        fault: the code of the problem for which the file is not opened, or None.
        unsaved: by workbook part, the cells whose formula has no saved result.
    """

    fault: str | None = None
    unsaved: dict[str, set[str]] = field(default_factory=dict)


def look_at_ole(data: bytes) -> Look:
    """The old container of Microsoft: a workbook with a password, or a file of before 2007."""
    return Look("password" if _ENCRYPTED in data else "old-format")


def look_at_zip(data: bytes) -> Look:
    """Every part of a workbook is unpacked once, which also checks it against its checksum."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _look(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return Look("unreadable-file")


def _look(archive: zipfile.ZipFile) -> Look:
    members = archive.infolist()
    if fault := _fault_of_list(members):
        return Look(fault)
    found = Look()
    for member in members:
        content = archive.read(member)
        name = member.filename.lstrip("/")
        if name.lower().endswith((".xml", ".rels")) and (fault := _fault_of_part(name, content)):
            return Look(fault)
        if _SHEET.fullmatch(name) and _FORMULA.search(content):
            found.unsaved[name] = _unsaved(content)
    return found


def _fault_of_list(members: list[zipfile.ZipInfo]) -> str | None:
    names = [member.filename.lower().lstrip("/") for member in members]
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if any(name.endswith("vbaproject.bin") for name in names):
        return "macro"
    if len(members) > _MOST_MEMBERS or inflated > _LARGEST_INFLATED:
        return "too-large"
    if inflated > _RATIO_COUNTS_FROM and inflated / packed > _HIGHEST_RATIO:
        return "too-large"
    return None if any(name.startswith("xl/workbook") for name in names) else "not-a-workbook"


def _fault_of_part(name: str, content: bytes) -> str | None:
    # In UTF-16 the searches below would be blind; no spreadsheet program writes it.
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:100] or _DTD.search(content):
        return "unsafe-file"
    return "far-cell" if _SHEET.fullmatch(name) and _FAR.search(content) else None


def _unsaved(content: bytes) -> set[str]:
    """Formula cells without a result; an empty text is a result."""
    cells = (found[1] for found in _UNSAVED.finditer(content) if b't="str"' not in found[1])
    return {address[1].decode() for cell in cells if (address := _ADDRESS.search(cell))}
