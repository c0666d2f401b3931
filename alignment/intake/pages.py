"""PDF documents as a flow of paragraphs and tables: lines that belong together are joined."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from alignment.intake.answers import is_sure
from alignment.intake.blocks import Block, Filled, Line, Table
from alignment.intake.desk import LONG_TEXT, Desk, Haul
from alignment.intake.papers import read_paper
from alignment.intake.printing import Piece, PrintedLine, printed_lines, without_edges
from alignment.intake.problems import Spot, shown

if TYPE_CHECKING:
    from pypdf import PdfReader

#: How far apart cells of one column may begin, in sizes of a letter.
_SAME_COLUMN = 1.0
#: How much larger than most letters those of a heading are, and how much wider than usual the space above a paragraph.
_LARGER, _WIDER, _CLOSEST = 1.12, 1.35, 0.9
#: A line that ends before this share of the longest one ends its paragraph, when its sentence ends too.
_FULL_LINE = 0.8
_LONGEST_HEADING = 150
_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2043\u2219\u00b7\uf0b7\uf0a7\uf0d8\u2013\u2014-](?:\s+|$)")
#: An application has some ten pages, and with all that people attach to it a hundred.
_MOST_PAGES = 300
_HYPHENS = ("-", "\u2010", "\u00ad")
#: Words before which a hyphen stands for what follows later: "raide- ja satamahanke".
_JOINING = frozenset({"ja", "tai", "sekä", "eli", "och", "eller", "samt", "and", "or"})
_VOWELS = frozenset("aeiouyäöå")
_HYPHENATED = re.compile(r"([^\W\d_]+)-[^\W\d_]")
_LAST_WORD = re.compile(r"([^\W_]+)\W$")
_OFF = frozenset({"/Off", "", None})
_PLAIN_STATES = frozenset({"yes", "on", "1", "x", "true", "kyllä", "ja", "valittu"})


def read_pdf(data: bytes, file: str, desk: Desk) -> Haul:
    """The application of a PDF document: its form fields where they are filled in, else its text.

    Scripts, attachments and links are never looked at.

    Raises:
        Exception: of many kinds when the document is broken.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(data))
    try:
        opened = not reader.is_encrypted or bool(reader.decrypt(""))
    except DependencyError:
        opened = False
    if not opened:
        return Haul(problems=[desk.problem("password", Spot(file))])
    if len(reader.pages) > _MOST_PAGES:
        return Haul(problems=[desk.problem("too-many-pages", Spot(file), pages=len(reader.pages), most=_MOST_PAGES)])
    title = (reader.metadata.title if reader.metadata else None) or ""
    filled = list(_filled(reader))
    if any(len(answer.text) > LONG_TEXT for answer in filled):
        # What is printed around the fields are the form's own words.
        return read_paper(filled, file, desk, title)
    rows, repeated = without_edges(row for number, page in enumerate(reader.pages) for row in printed_lines(page, number))
    for row in rows:
        row.known = not row.text[:1].islower() and is_sure(desk.meaning(Spot(file), row.text, long=False))
    haul = read_paper([*filled, *_blocks(rows)], file, desk, title)
    haul.mappings += [desk.mapping(Spot(file), shown(text), None, "repeated") for text in repeated]
    return haul


# --- From lines to paragraphs and tables


def _blocks(rows: list[PrintedLine]) -> Iterator[Block]:
    levels = _levels(rows)
    hyphenated = {found.casefold() for row in rows for found in _HYPHENATED.findall(row.text)}
    right = max((row.cells[-1].end for row in rows), default=0.0)
    at = 0
    while at < len(rows):
        end = _table_end(rows, at)
        if end:
            yield _table(rows[at:end], hyphenated)
        else:
            end = next((index for index in range(at + 1, len(rows)) if _parts(rows, index, levels, right)), len(rows))
            text = _joined([row.text for row in rows[at:end]], hyphenated)
            listed = _BULLET.match(text) is not None
            level = levels.get(rows[at].look) if len(text) <= _LONGEST_HEADING and not listed else None
            yield Line(text, level, listed=listed)
        at = end


def _levels(rows: list[PrintedLine]) -> dict[tuple[float, bool], int]:
    """Levels of the looks that headings have: larger or heavier letters than most of the text."""
    letters: Counter[tuple[float, bool]] = Counter()
    for row in rows:
        letters[row.look] += len(row.text)
    if not letters:
        return {}
    (size, bold), _ = letters.most_common(1)[0]
    looks = [look for look in letters if look[0] > _LARGER * size or (look[1] and not bold and look[0] >= size)]
    return {look: level for level, look in enumerate(sorted(looks, reverse=True), start=1)}


def _parts(rows: list[PrintedLine], index: int, levels: dict[tuple[float, bool], int], right: float) -> bool:
    """Whether a new paragraph begins at a line."""
    before, row = rows[index - 1], rows[index]
    if (
        levels.get(before.look) != levels.get(row.look)
        or len(row.cells) > 1
        or _BULLET.match(row.text)
        or row.known
        or before.known
    ):
        return True
    ended = before.text.rstrip().endswith((".", "!", "?", ":"))
    short = before.cells[-1].end < _FULL_LINE * right
    if row.page != before.page:
        return ended or not row.text[:1].islower()
    size = row.cells[0].size
    step = before.cells[0].y - row.cells[0].y
    if not 0 < step <= _usual_step(rows, index) * _WIDER or step > 3 * size:
        return True
    return short and (ended or not row.text[:1].islower())


def _usual_step(rows: list[PrintedLine], index: int) -> float:
    """The distance between lines nearby: the smallest one, for paragraphs stand further apart."""
    near = rows[max(0, index - 3) : index + 4]
    steps = (above.cells[0].y - below.cells[0].y for above, below in pairwise(near))
    return min((step for step in steps if step > _CLOSEST * rows[index].cells[0].size), default=0.0)


def _table_end(rows: list[PrintedLine], at: int) -> int:
    """Where a table that begins at a line ends; 0 when none begins there."""
    if len(rows[at].cells) < 2:
        return 0
    starts = [cell.x for cell in rows[at].cells[1:]]
    end = at + 1
    while end < len(rows) and rows[end].page == rows[at].page and _belongs(rows[end], starts):
        starts += [cell.x for cell in rows[end].cells[1:]]
        end += 1
    return end


def _belongs(row: PrintedLine, starts: list[float]) -> bool:
    first = row.cells[0]
    return len(row.cells) > 1 or any(abs(first.x - start) < _SAME_COLUMN * first.size for start in starts)


def _table(rows: list[PrintedLine], hyphenated: set[str]) -> Table:
    """Lines with cells as a table; a line that only goes on in one cell belongs to the row above."""
    columns = _columns(rows)
    texts: list[list[list[str]]] = []
    for row in rows:
        places = {max(index for index, x in enumerate(columns) if x <= cell.x): cell.text for cell in row.cells}
        if 0 in places or not texts:
            texts.append([[] for _ in columns])
        for index, text in places.items():
            texts[-1][index].append(text)
    return Table([tuple(_joined(lines, hyphenated) or None for lines in row) for row in texts])


def _columns(rows: list[PrintedLine]) -> list[float]:
    """Where the columns of a table begin; words set in the middle or at the right of a column begin anywhere in it."""
    found: list[list[Piece]] = []
    for cell in sorted((cell for row in rows for cell in row.cells), key=lambda cell: cell.x):
        if not found or cell.x > max(each.x for each in found[-1]) + _SAME_COLUMN * cell.size:
            found.append([])
        found[-1].append(cell)
    columns: list[list[Piece]] = []
    for cells in found:
        if columns and _is_within(cells, columns[-1], rows):
            columns[-1] += cells
        else:
            columns.append(cells)
    return [min(cell.x for cell in cells) for cells in columns]


def _is_within(cells: list[Piece], column: list[Piece], rows: list[PrintedLine]) -> bool:
    """Whether cells stand where a column is, and never beside a cell of it."""
    end = median(cell.end for cell in column)
    ours, theirs = ({id(cell) for cell in each} for each in (cells, column))
    beside = any(ours & there and theirs & there for row in rows if (there := {id(cell) for cell in row.cells}))
    return not beside and all(cell.end <= end + _SAME_COLUMN * cell.size for cell in cells)


def _joined(lines: list[str], hyphenated: set[str]) -> str:
    """Lines as one paragraph, blanks as text has them; words parted at the end of a line become whole again."""
    text = ""
    for line in (" ".join(line.split()) for line in lines):
        text = _mended(text, line, hyphenated) if text.endswith(_HYPHENS) else f"{text} {line}".strip()
    return text.replace("\u00ad", "")


def _mended(text: str, line: str, hyphenated: set[str]) -> str:
    """A line after one that ends in a hyphen: the hyphen goes unless the word is written with one.

    >>> _mended("Kehittä-", "minen", set()), _mended("EU-", "hanke", set()), _mended("raide-", "ja satamahanke", set())
    ('Kehittäminen', 'EU-hanke', 'raide- ja satamahanke')
    """
    found = _LAST_WORD.search(text)
    left, right = (found[1] if found else ""), line.partition(" ")[0]
    if text.endswith("\u00ad"):
        return f"{text[:-1]}{line}"
    if right.casefold() in _JOINING or not left:
        return f"{text} {line}"
    written = left.isupper() or not left.isalpha() or not right[:1].islower() or left.casefold() in hyphenated
    # Finnish writes a hyphen between two equal vowels of a compound: linja-auto.
    vowels = left[-1] == right[0] and left[-1] in _VOWELS
    return f"{text}{line}" if written or vowels else f"{text[:-1]}{line}"


# --- Form fields


def _filled(reader: PdfReader) -> Iterator[Filled]:
    """What is filled in in the fields of a form."""
    for name, each in (reader.get_fields() or {}).items():
        value = _state(each.get("/V")) if each.get("/FT") == "/Btn" else each.get("/V")
        text = "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
        if text.strip():
            yield Filled(str(each.get("/TU") or each.get("/T") or name), "\n".join(text.splitlines()))


def _state(value: object) -> str | None:
    """What a ticked button says: its own word, or a tick."""
    if value in _OFF:
        return None
    state = str(value).removeprefix("/")
    return "x" if state.casefold() in _PLAIN_STATES else state
