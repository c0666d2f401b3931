"""PDF files made by hand: lines of text on pages, and forms for filling in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.corpus.faults_making import pdf, stream


class Line(NamedTuple):
    """A line of a page: its text, its size in points, and the gap above it."""

    text: str
    size: int = 11
    gap: int = 4


def heading(text: str) -> Line:
    """A heading as programs print it: larger, with a gap above."""
    return Line(text, 14, 16)


def printed(path: Path, pages: Sequence[Sequence[Line]]) -> Path:
    """A PDF of pages with lines of text on them; a line right at the foot of a page begins with an empty one of a large gap."""
    numbers = range(len(pages))
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in numbers)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(pages)),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    for number, lines in zip(numbers, pages, strict=True):
        at = 10 + 2 * number
        frame = b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        objects[at] = b"<</Type/Page/Parent 2 0 R/Contents %d 0 R%b>>" % (at + 1, frame)
        objects[at + 1] = stream(_drawn(lines))
    path.write_bytes(pdf(objects))
    return path


def _drawn(lines: Iterable[Line]) -> bytes:
    steps = (b"/F1 %d Tf 0 -%d Td (%b) Tj" % (line.size, line.size + line.gap, _escaped(line.text)) for line in lines)
    return b"\n".join([b"BT 50 800 Td", *steps, b"ET"])


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def fillable(path: Path, fields: Mapping[str, str]) -> Path:
    """A PDF form: each field with the words shown to who fills it in, and the answer; nothing is printed on the page."""
    at = range(10, 10 + len(fields))
    listed = b" ".join(b"%d 0 R" % number for number in at)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%b]>>>>" % listed,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[%b]>>" % listed,
    }
    for number, (label, answer) in zip(at, fields.items(), strict=True):
        place = b"/Subtype/Widget/P 3 0 R/Rect[50 %d 500 %d]" % (900 - 20 * number, 915 - 20 * number)
        words = (_hexed(label), _hexed(answer))
        objects[number] = b"<</Type/Annot%b/FT/Tx/T(f%d)/TU%b/V%b>>" % (place, number, *words)
    path.write_bytes(pdf(objects))
    return path


def _hexed(text: str) -> bytes:
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().upper().encode()
