"""Word documents as a flow of paragraphs and tables, in the order in which a person reads them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from alignment.intake.blocks import BY_LOOKS, Block, Line, Table
from alignment.intake.desk import Desk, Haul
from alignment.intake.papers import read_paper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_MAIN_PARTS = tuple(
    f"application/vnd.{kind}.main+xml"
    for kind in (
        "openxmlformats-officedocument.wordprocessingml.template",
        "ms-word.document.macroEnabled",
        "ms-word.template.macroEnabledTemplate",
    )
)
_W = f"{{{_NAMES['w']}}}"
_FALLBACK = f"{{{_NAMES['mc']}}}Fallback"
#: What is not part of the text as it stands: deletions, codes of fields, and second versions for older programs.
_PASSED = frozenset(
    {f"{_W}{name}" for name in "del moveFrom instrText delText pPr tblPr tblGrid trPr sectPr sdtPr".split()} | {_FALLBACK}
)
_SIGNS = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad"}
_BOXES = {False: "\u2610", True: "\u2612"}
_HEADING = re.compile(r"(?:heading|otsikko|rubrik|überschrift)\s*([1-9])", re.IGNORECASE)
_TITLE = frozenset({"title", "otsikko", "rubrik"})
_LIST = re.compile(r"list|luettelo", re.IGNORECASE)
_LONGEST_HEADING = 150
_MOST_COLUMNS = 63
_ON = frozenset({None, "1", "true", "on"})


def read_docx(data: bytes, file: str, desk: Desk) -> Haul:
    """The application of a Word document, or those of a table in it.

    Raises:
        Exception: of many kinds when the document is broken.
    """
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart

    # Templates and documents with macros hold the same text; nothing of theirs is run.
    PartFactory.part_type_for |= dict.fromkeys(_MAIN_PARTS, DocumentPart)
    document = cast(DocumentPart, Package.open(io.BytesIO(data)).main_document_part).document
    return read_paper(_Flow(document).blocks(), file, desk, document.core_properties.title or "")


class _Flow:
    """Walks the body of a document. Page headers and footers are no part of it."""

    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._levels, self._lists = _styles(document)
        self._notes = _footnotes(document)

    def blocks(self) -> Iterator[Block]:
        """All paragraphs and tables; a table inside a cell or a text inside a box comes after what holds it."""
        waiting: list[Element] = [self._body]
        while waiting:
            element = waiting.pop()
            if element.tag in _PASSED or _is_placeholder(element):
                continue
            inner: list[Element] = []
            if element.tag == f"{_W}p":
                yield from self._paragraph(element, inner)
            elif element.tag == f"{_W}tbl" and _columns(element) > 1:
                yield self._table(element, inner)
            else:
                # A table of one column is a frame around text.
                inner = list(element)
            waiting += reversed(inner)

    def _paragraph(self, paragraph: Element, inner: list[Element]) -> Iterator[Line]:
        text, notes = _text(paragraph, inner)
        style = _value(paragraph.find("w:pPr/w:pStyle", _NAMES)) or ""
        level = _outline(paragraph.find("w:pPr/w:outlineLvl", _NAMES))
        level = self._levels.get(style) if level is None else level
        listed = style in self._lists or paragraph.find("w:pPr/w:numPr", _NAMES) is not None
        sure = level is not None
        if not sure and not listed and _is_bold(paragraph) and len(text) <= _LONGEST_HEADING:
            level = BY_LOOKS
        yield Line(text, level, sure, listed and not sure)
        yield from (Line(self._notes[note]) for note in notes if note in self._notes)

    def _table(self, table: Element, inner: list[Element]) -> Table:
        rows = []
        for row in _children(table, "tr"):
            cells: list[object] = [None] * _number(row.find("w:trPr/w:gridBefore", _NAMES), 0)
            for cell in _children(row, "tc"):
                cells.append(None if _continues(cell) else self._cell(cell, inner))
                cells += [None] * (_number(cell.find("w:tcPr/w:gridSpan", _NAMES), 1) - 1)
            rows.append(tuple(cells))
        return Table(rows)

    def _cell(self, cell: Element, inner: list[Element]) -> str:
        lines: list[str] = []
        waiting = [cell]
        while waiting:
            element = waiting.pop()
            if element.tag == f"{_W}tbl":
                inner.append(element)
            elif element.tag == f"{_W}p":
                text, notes = _text(element, inner)
                lines += [text, *(self._notes[note] for note in notes if note in self._notes)]
            elif element.tag not in _PASSED and not _is_placeholder(element):
                waiting += reversed(element)
        return "\n".join(line for line in lines if line.strip())


def _text(paragraph: Element, inner: list[Element]) -> tuple[str, list[str]]:
    """The text of a paragraph and the footnotes it points to; boxes of text in it are put aside."""
    parts: list[str] = []
    notes: list[str] = []
    waiting: list[Element] = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}txbxContent":
            inner.append(element)
        elif element.tag == f"{_W}footnoteReference":
            notes.append(element.get(f"{_W}id", ""))
        elif element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag not in _PASSED and not _is_placeholder(element):
            parts.append(_sign(element))
            waiting += reversed(element)
    return "".join(parts), notes


def _sign(element: Element) -> str:
    if element.tag == f"{_W}br":
        return "\n" if element.get(f"{_W}type") in {None, "textWrapping"} else ""
    if element.tag == f"{_W}sym":
        code = element.get(f"{_W}char", "")
        return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    if element.tag == f"{_W}checkBox":
        state = element.find("w:checked", _NAMES)
        state = element.find("w:default", _NAMES) if state is None else state
        return _BOXES[state is not None and _value(state) in _ON]
    return _SIGNS.get(element.tag, "")


def _is_placeholder(element: Element) -> bool:
    """A field that nobody has filled in shows what to write there."""
    return element.tag == f"{_W}sdt" and element.find("w:sdtPr/w:showingPlcHdr", _NAMES) is not None


def _is_bold(paragraph: Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if any((text.text or "").strip() for text in run.iter(f"{_W}t"))]
    marks = [run.find("w:rPr/w:b", _NAMES) for run in runs]
    return bool(marks) and all(mark is not None and _value(mark) in _ON for mark in marks)


def _children(element: Element, name: str) -> Iterator[Element]:
    """Children of a name, also those inside content controls and tracked insertions."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            waiting += reversed(child)


def _columns(table: Element) -> int:
    return max((sum(1 for _ in _children(row, "tc")) for row in _children(table, "tr")), default=0)


def _continues(cell: Element) -> bool:
    """Whether a cell is the lower part of one that spans several rows."""
    merged = cell.find("w:tcPr/w:vMerge", _NAMES)
    return merged is not None and _value(merged) != "restart"


def _styles(document: Document) -> tuple[dict[str, int], frozenset[str]]:
    """Levels of the styles that are headings, 0 for the title, and the styles of lists; a style may be based on another."""
    styles = {style.get(f"{_W}styleId", ""): style for style in document.styles.element.findall("w:style", _NAMES)}
    levels: dict[str, int] = {}
    lists: set[str] = set()
    for key in styles:
        chain = _chain(key, styles)
        level = next((found for style in chain if (found := _level(style)) is not None), None)
        if level is not None:
            levels[key] = level
        if any(_LIST.match(_name(style)) or style.find("w:pPr/w:numPr", _NAMES) is not None for style in chain):
            lists.add(key)
    return levels, frozenset(lists)


def _chain(key: str, styles: dict[str, Element]) -> list[Element]:
    """A style and those it is based on; a circle of styles ends where it began."""
    chain: dict[str, Element] = {}
    while key in styles and key not in chain:
        chain[key] = styles[key]
        key = _value(styles[key].find("w:basedOn", _NAMES)) or ""
    return list(chain.values())


def _level(style: Element) -> int | None:
    name = _name(style)
    if found := _HEADING.fullmatch(name):
        return int(found[1])
    return 0 if name.casefold() in _TITLE else _outline(style.find("w:pPr/w:outlineLvl", _NAMES))


def _name(style: Element) -> str:
    return _value(style.find("w:name", _NAMES)) or ""


def _outline(element: Element | None) -> int | None:
    """Outline levels are counted from 0, and 9 is ordinary text."""
    level = _number(element, 9)
    return level + 1 if level < 9 else None


def _footnotes(document: Document) -> dict[str, str]:
    """The texts of the footnotes by their ids."""
    from docx.oxml import parse_xml

    parts = [relation.target_part for relation in document.part.rels.values() if relation.reltype.endswith("/footnotes")]
    notes = (note for part in parts for note in parse_xml(part.blob).findall("w:footnote", _NAMES))
    return {note.get(f"{_W}id", ""): _text(note, [])[0].strip() for note in notes if note.get(f"{_W}type") is None}


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(f"{_W}val")


def _number(element: Element | None, otherwise: int) -> int:
    """A small number: Word allows no table more columns."""
    value = _value(element)
    return min(int(value), _MOST_COLUMNS) if value is not None and value.isascii() and value.isdigit() else otherwise
