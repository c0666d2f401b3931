"""The lines of a PDF page, put together again from pieces of text and where they stand."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

#: Shares of a letter's size: how far up or down a piece may stand on the same line, and the gap before a cell of its own.
_SAME_LINE, _CELL_GAP = 0.5, 1.0
#: Share of a text's width that justified lines may add to it.
_JUSTIFIED = 0.15
#: Share of a page's height above and below in which lines that repeat are left out.
_EDGE = 0.12
_MARK = re.compile(r"[\u2022\u25aa\u25cf\u25e6\u00b7\uf0b7\uf0a7\uf0d8o\u2013-]|\(?\d{1,2}(?:\.\d{1,2})*[.):]?|[a-z][.)]")
_PAGE_NUMBER = re.compile(
    r"(?:sivu|sida|page|s\.)?\s*[-\u2013]?\s*\d{1,3}\s*(?:(?:/|\(|av|of)\s*\d{1,3}\s*\)?)?\s*[-\u2013]?", re.IGNORECASE
)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BOLD = ("bold", "black", "heavy", "semibold")
_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[] "), frozenset("mwMW@%")


@dataclass
class Piece:
    """Text at one place of a page, measured in points from its lower left corner.

    Attributes:
        end: about where it ends: what letters measure is not told.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool
    end: float = 0.0

    def __post_init__(self) -> None:
        # Ligatures and loose accents belong to print; all other signs stay what they are.
        self.text = unicodedata.normalize("NFC", _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), self.text))
        widths = (0.26 if sign in _NARROW else 0.83 if sign in _WIDE else 0.67 if sign.isupper() else 0.54 for sign in self.text)
        self.end = self.x + self.size * sum(widths)

    def is_apart(self, other: Piece) -> bool:
        """Whether another piece on the same line begins a cell: justified lines are wider than their letters."""
        return other.x - self.end > _CELL_GAP * other.size + _JUSTIFIED * (self.end - self.x)


@dataclass
class PrintedLine:
    """One line of a page, in cells where there are wide gaps.

    Attributes:
        known: whether it is a known heading or label and nothing else.
    """

    page: int
    height: float
    cells: list[Piece] = field(default_factory=list)
    known: bool = False

    @property
    def text(self) -> str:
        """Its text with single blanks."""
        return " ".join(" ".join(cell.text.split()) for cell in self.cells)

    @property
    def look(self) -> tuple[float, bool]:
        """Size and weight of its letters; headings that look the same are of one level."""
        return round(max(cell.size for cell in self.cells), 1), all(cell.bold for cell in self.cells)


def printed_lines(page: PageObject, number: int) -> list[PrintedLine]:
    """The lines of a page in the order of its text."""
    rows: list[PrintedLine] = []
    height = float(page.mediabox.height)

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], font: dict[Any, Any] | None, size: float) -> None:
        x, y = _position(outer, inner)
        scale = math.hypot(inner[2], inner[3]) * math.hypot(outer[2], outer[3]) or 1.0
        name = str(font.get("/BaseFont", "")).lower() if font else ""
        bold = any(word in name for word in _BOLD)
        for index, line in enumerate(text.split("\n")):
            points = abs(size * scale) or 1.0
            _add(rows, Piece(line, x, y - index * points, points, bold), number, height)

    page.extract_text(visitor_text=visit)
    return [row for row in rows if row.text.strip()]


def _position(outer: Sequence[float], inner: Sequence[float]) -> tuple[float, float]:
    x, y = inner[4], inner[5]
    return x * outer[0] + y * outer[2] + outer[4], x * outer[1] + y * outer[3] + outer[5]


def _add(rows: list[PrintedLine], piece: Piece, page: int, height: float) -> None:
    """Put a piece into the last line if it stands there, as a cell of its own when there is a gap before it."""
    last = rows[-1].cells[-1] if rows else None
    if not piece.text.strip():
        if last and piece.text:
            last.text += " "
    elif last is None or abs(last.y - piece.y) > _SAME_LINE * max(last.size, piece.size):
        rows.append(PrintedLine(page, height, [piece]))
    elif _MARK.fullmatch(last.text.strip()):
        # What numbers a heading or begins an item of a list stands apart, and belongs to it.
        last.text, last.bold, last.end = f"{last.text.strip()} {piece.text.strip()}", piece.bold, piece.end
    elif last.is_apart(piece):
        rows[-1].cells.append(piece)
    else:
        last.text, last.bold, last.end = last.text + piece.text, last.bold and piece.bold, piece.end


def without_edges(rows: Iterable[PrintedLine]) -> tuple[list[PrintedLine], list[str]]:
    """Lines without page numbers and without what repeats above and below on most pages; and what was left out, once each."""
    rows = list(rows)
    pages = 1 + max((row.page for row in rows), default=0)
    kinds = Counter(kind for _, kind in {(row.page, _kind(row)) for row in rows if _is_at_edge(row)})
    left = {kind for kind, count in kinds.items() if count > 1 and 2 * count > pages}
    out = [row for row in rows if _is_at_edge(row) and (_kind(row) in left or _PAGE_NUMBER.fullmatch(row.text.strip()))]
    gone = {id(row) for row in out}
    return [row for row in rows if id(row) not in gone], list({_kind(row): row.text for row in reversed(out)}.values())[::-1]


def _is_at_edge(row: PrintedLine) -> bool:
    return not _EDGE * row.height < row.cells[0].y < (1 - _EDGE) * row.height


def _kind(row: PrintedLine) -> str:
    return re.sub(r"\d+", "#", row.text)
