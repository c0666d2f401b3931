"""Papers: documents in words and pages, read as a flow of paragraphs and tables into one application."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from alignment.intake.answers import LONGEST_FACT, Answers, is_left, is_section, is_sure, split_label
from alignment.intake.blocks import BY_LOOKS, Block, Filled, Line, Table
from alignment.intake.columns import LONG, OTHER, Recognition
from alignment.intake.desk import DATES, LONG_TEXT, MONEY, Desk, Haul, Item
from alignment.intake.forms import find_labels, label_rows, put_answers
from alignment.intake.front import Front
from alignment.intake.grids import Grid
from alignment.intake.problems import Spot
from alignment.intake.tables import find_header, read_table
from alignment.intake.values import as_text, is_blank, parse_date, parse_money, parse_period

_LONGEST_HEADING = 150
_MOST_LABEL_WORDS = 8
#: Headings that a table must have to be a list of applications.
_FEWEST_COLUMNS = 3
_NUMBERED = re.compile(r"\(?\d{1,2}((?:\.\d{1,2})*)[.):]?\s+(?=[^\W\d])")
_SUBNUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+[A-ZÅÄÖ]")
_SENTENCE_END = (".", ",", ";", ":")
#: Facts whose answers can be told from other words.
_MEASURED: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(DATES, parse_date),
    MONEY: parse_money,
    "period": parse_period,
}


@dataclass
class _Part:
    """A heading or label with what stands below it.

    Attributes:
        asks: whether one paragraph answers it, and the section around it then goes on.
        marked: whether it looks like a heading.
        above: what an unknown heading stands under.
    """

    label: str
    level: int
    meaning: Recognition | None
    asks: bool
    marked: bool
    above: Recognition | None
    texts: list[str] = field(default_factory=list)

    @property
    def vague(self) -> bool:
        """Whether the heading says nothing of what stands below it."""
        return self.meaning is None or (self.meaning.kind == "section" and self.meaning.name == OTHER)


def read_paper(blocks: Iterable[Block], file: str, desk: Desk, title: str = "") -> Haul:
    """The application that a paper tells of; when it knows no headings but holds a table of applications, all of those.

    Args:
        title: what the file itself calls the document; the project's title when nothing else tells it.
    """
    reader = _Reader(file, desk)
    for block in blocks:
        reader.take(block)
    return reader.finish(title)


class _Reader:
    """Reads block after block; what is open is the heading that the next text belongs to."""

    def __init__(self, file: str, desk: Desk) -> None:
        self._spot, self._desk = Spot(file), desk
        self._answers = Answers(self._spot, desk)
        self._open: _Part | None = None
        #: The last heading of a section: after a fact in it the section goes on.
        self._section: _Part | None = None
        self._parts: list[_Part] = []
        self._front = Front(self._answers, desk)
        self._grids: list[Grid] = []

    def take(self, block: Block) -> None:
        """Read one block."""
        if isinstance(block, Table):
            self._take_table(block)
            return
        if isinstance(block, Filled):
            spot = self._spot._replace(key=block.label)
            self._answers.put(spot, block.label, Item(block.text, spot))
            return
        lines = block.text.split("\n")
        # Line breaks within a paragraph part labels as paragraphs do.
        several = any(split_label(line, self._spot, self._desk) for line in lines[1:])
        for text in lines if several else [block.text]:
            if not is_blank(text):
                self._take_line(block._replace(text=text.strip("\n")))

    def finish(self, title: str) -> Haul:
        """Everything read, as one application or the list of them."""
        self._put_parts()
        draft = self._answers.draft
        lists = [] if draft.sections else [grid for grid in self._grids if self._is_list(grid)]
        if lists:
            return self._listed(lists)
        self._front.put(title)
        self._answers.finish()
        haul = self._answers.haul
        if not haul.drafts:
            haul.problems.append(self._desk.problem("no-text", self._spot))
        haul.readings.append(self._desk.reading(self._spot, "paper", haul, refused=0 if haul.drafts else 1))
        return haul

    def _take_line(self, line: Line) -> None:
        text = line.text.strip()
        waits = self._open is not None and self._open.asks
        if line.level == 0:
            self._front.titles.append(text)
        elif waits and not line.sure and not is_sure(self._meaning(text)):
            self._settle(text)
        elif parts := self._split(line):
            self._begin(parts[0], line, asks=True)
            self._settle(parts[1])
        elif self._is_heading(line):
            self._begin(text, line, asks=False)
        else:
            (self._open.texts if self._open else self._front.lines).append(line.text)

    def _meaning(self, text: str) -> Recognition | None:
        return self._desk.meaning(self._spot, text, long=False)

    @property
    def _among_sentences(self) -> bool:
        """Whether text is being read, and no letterhead or list of facts."""
        section = self._section
        if section is None or is_left(section.meaning):
            return False
        return not section.vague or any(len(text) > LONG_TEXT for text in section.texts)

    def _split(self, line: Line) -> tuple[str, str] | None:
        """A label with its answer in one paragraph; of a heading only a fact, for "Goals: what do we want" is all heading."""
        if line.listed and self._among_sentences:
            return None
        parts = split_label(line.text, self._spot, self._desk)
        if parts and line.level is not None:
            return None if is_section(self._meaning(parts[0])) else parts
        return parts or (None if self._among_sentences else self._fact_in_front(line.text))

    def _fact_in_front(self, text: str) -> tuple[str, str] | None:
        """A label for a fact or a contact detail with its answer right behind it, as printed forms have it."""
        words = text.split()
        if len(text) > _LONGEST_HEADING or text.endswith(_SENTENCE_END) or is_sure(self._meaning(text)):
            return None
        for length in range(min(len(words) - 1, _MOST_LABEL_WORDS), 0, -1):
            meaning = self._meaning(" ".join(words[:length]))
            if is_sure(meaning) and (is_left(meaning) or not is_section(meaning)):
                return " ".join(words[:length]), " ".join(words[length:])
        return None

    def _is_heading(self, line: Line) -> bool:
        text = line.text.strip()
        if line.sure:
            return True
        if line.listed or len(text) > _LONGEST_HEADING or "\n" in text:
            return False
        meaning, marked = self._meaning(text), _is_marked(line)
        if is_sure(meaning):
            # Among sentences a word like "Municipalities" is no label unless it looks like one.
            measured = meaning is not None and meaning.name in _MEASURED
            return is_section(meaning) or marked or not self._among_sentences or text.endswith(":") or measured
        if text.endswith(_SENTENCE_END):
            return False
        return line.level is not None or (meaning is not None and marked) or _SUBNUMBERED.match(text) is not None

    def _begin(self, label: str, line: Line, asks: bool) -> None:
        """Open a heading or label; one for a fact asks for a single answer, and so does a contact detail on the same line."""
        meaning, level = self._meaning(label), _depth(line)
        fact = meaning is not None and (asks if is_left(meaning) else not is_section(meaning))
        self._open = _Part(label, level, meaning, fact, _is_marked(line), self._above(level))
        self._parts.append(self._open)
        if not fact:
            self._section = self._open

    def _above(self, level: int) -> Recognition | None:
        """What the nearest heading of a higher level means."""
        over = next((part for part in reversed(self._parts) if not part.asks and part.level < level), None)
        meaning = (over.meaning or over.above) if over else None
        return meaning if is_section(meaning) and not is_left(meaning) else None

    def _settle(self, text: str) -> None:
        """The first text after a label: it answers, or shows that the label is the heading of a section, or no label at all."""
        part = self._open
        if part is None or not part.asks or part.meaning is None or is_left(part.meaning):
            self._answer(text)
            return
        part.meaning = self._desk.meaning(self._spot, part.label, long=len(text) > LONG_TEXT) or part.meaning
        fits = _fits(part.meaning.name, text)
        if is_section(part.meaning) or (part.marked and not fits):
            part.asks, self._section = False, part
            part.texts.append(text)
        elif fits or not self._among_sentences:
            self._answer(text)
        else:
            self._parts.remove(part)
            self._open = self._section
            self._answer(f"{part.label}\n{text}")

    def _answer(self, text: str) -> None:
        if self._open:
            self._open.texts.append(text)
            if self._open.asks:
                self._open = self._section

    def _take_table(self, table: Table) -> None:
        grid = Grid(self._spot.file, str(len(self._grids) + 1), table.rows)
        self._grids.append(grid)
        column = self._label_column(grid)
        if column is not None:
            put_answers(grid, column, self._answers, self._desk)
        elif self._open:
            self._open.texts += _lines(grid)
        elif not self._is_list(grid):
            self._front.lines += _lines(grid)

    def _label_column(self, grid: Grid) -> int | None:
        """Where the labels of a table stand that is a form, or part of one."""
        column, strength = find_labels(grid, self._desk)
        if strength or label_rows(grid, self._desk):
            return column
        cells = enumerate(grid.rows[0]) if len(grid.rows) == 1 else ()
        first, label = next(((index, cell) for index, cell in cells if not is_blank(cell)), (0, None))
        return first if isinstance(label, str) and is_sure(self._meaning(label)) else None

    def _headline(self) -> _Part | None:
        """The one heading that stands above all others before the first known one, with nothing below it."""
        first = takewhile(lambda part: part.vague, self._parts)
        bare = [part for part in first if part.marked and not part.texts]
        top = min((part.level for part in bare), default=0)
        highest = [part for part in bare if part.level == top]
        return highest[0] if len(highest) == 1 else None

    def _put_parts(self) -> None:
        if headline := self._headline():
            self._front.titles.append(headline.label)
            self._parts.remove(headline)
        known = False
        for part in self._parts:
            known = known or not part.vague
            if part.vague:
                # Under a heading that says nothing may stand anybody's address.
                part.texts = self._front.without_contacts(part.texts)
            text = "\n".join(part.texts).strip("\n")
            if not known and len(text) <= LONG_TEXT:
                # Letterheads stand in large letters too.
                self._front.lines += [part.label, *part.texts]
                continue
            spot = self._spot._replace(key=part.label)
            item = None if is_blank(text) else Item(text, spot)
            otherwise = Recognition("section", part.above.name, LONG.reason) if part.above else LONG
            self._answers.put(spot, part.label, item, otherwise, "under" if part.above else "heading")

    def _is_list(self, grid: Grid) -> bool:
        """Whether a table holds an application a row: the names of projects, and what they are about."""
        row, strength = find_header(grid.rows, self._desk, grid.spot())
        if not strength or row + 1 >= len(grid.rows):
            return False
        found = [meaning for cell in grid.rows[row] if isinstance(cell, str) and (meaning := self._meaning(cell))]
        about = any(meaning.kind == "section" or meaning.name == "id" for meaning in found)
        return len(found) >= _FEWEST_COLUMNS and about and any(meaning.name == "title" for meaning in found)

    def _listed(self, grids: list[Grid]) -> Haul:
        haul = self._front.unread()
        for grid in grids:
            haul.add(read_table(grid, find_header(grid.rows, self._desk, grid.spot())[0], self._desk))
        return haul


def _fits(name: str, text: str) -> bool:
    """Whether a text can be the answer to a question for a fact."""
    parse = _MEASURED.get(name)
    return parse(text) is not None if parse else len(text) <= LONGEST_FACT


def _is_marked(line: Line) -> bool:
    """Whether a paragraph looks like a heading."""
    return line.level is not None or _NUMBERED.match(line.text.strip()) is not None


def _depth(line: Line) -> int:
    """How deep a heading stands: by its mark, else by its number."""
    if line.level is not None and line.level != BY_LOOKS:
        return line.level
    found = _NUMBERED.match(line.text.strip())
    return found[1].count(".") + 1 if found else BY_LOOKS


def _lines(grid: Grid) -> list[str]:
    """A table as text, its cells parted as a word processor does."""
    rows = (["" if is_blank(cell) else as_text(cell) for cell in row] for row in grid.rows)
    return ["\t".join(cells).strip("\t") for cells in rows if any(cells)]
