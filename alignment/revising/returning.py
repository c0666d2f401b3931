"""The workbook as it comes back from an officer: what was changed in it, and what is wrong in it, cell by cell.

Nothing is guessed. What cannot be read as a change of exactly one number or word is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, TypeVar

from alignment.errors import UsageError
from alignment.intake import Given, Quarantine
from alignment.intake.caught import Odd, Sheet
from alignment.intake.grids import letter
from alignment.intake.problems import Spot, problem
from alignment.intake.values import is_blank
from alignment.messages import listed
from alignment.model import LANGUAGES, Language, Problem
from alignment.reports.plain import cell_text
from alignment.revising.changes import Change, folded, number_changed, revised, word_added
from alignment.revising.places import Place, figure
from alignment.revising.rows import COLUMNS, NUMBER, heading, listed_as, number_rows, spoken, word_rows
from alignment.rulebook import Rulebook

Cell = str | float | Odd | None
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_FIGURE = re.compile(r"[-+]?\d{1,9}(?:[.,]\d{1,9})?")
#: A heading stands at most so far down.
_HEADER_ROWS = 10
#: So many ids of missing rows are told.
_IDS = 3
_UNKNOWN = "–"
T = TypeVar("T", bound=str)


def read_book(
    given: Given, rulebook: Rulebook, language: Language, quarantine: Quarantine
) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """What was changed in a workbook that :func:`alignment.revising.book.book` made, and what is wrong in it.

    Where a row of the words has a problem, no word is taken for removed: it could be the one of that row.

    Args:
        given: the workbook.
        rulebook: the one it was made from; of another one nothing is read.
        language: in which problems are told. The workbook may be in any of the three.
        quarantine: where it is opened.
    """
    caught = quarantine.sheets(given.content, given.name, language)
    if caught.problems:
        return (), caught.problems
    reader = _Reader(given.name, rulebook, language)
    sheets = {name: sheet for name in ("guidance", *COLUMNS) if (sheet := _called(caught.sheets, name))}
    if not reader.knows(sheets.get("guidance")):
        return (), tuple(reader.problems)
    changes = [
        *reader.numbers("weights", sheets.get("weights")),
        *reader.words(sheets.get("words")),
        *reader.numbers("limits", sheets.get("limits")),
    ]
    try:
        revised(rulebook, changes, told_in=language)
    except UsageError as error:
        # The words and weights cannot contradict each other.
        reader.tell(error, Spot(given.name, sheets["limits"].title))
    return tuple(changes), tuple(reader.problems)


class _Row(NamedTuple):
    """A filled row: its number as the spreadsheet program shows it, and its cells by column."""

    number: int
    cells: Mapping[str, Cell]


@dataclass
class _Reader:
    """Reads one sheet after another and keeps what is wrong."""

    file: str
    rulebook: Rulebook
    language: Language
    problems: list[Problem] = field(default_factory=list)

    def tell(self, error: UsageError, spot: Spot) -> None:
        """Tell what the rulebook refuses, at its place."""
        place = spot.said(self.language)
        self.problems.append(Problem(code="revising-refused", place=place, message=error.sentence, hint=error.hint))

    def _tell(self, code: str, spot: Spot, **values: object) -> None:
        self.problems.append(problem(self.language, f"revising-{code}", spot, **values))

    def knows(self, sheet: Sheet | None) -> bool:
        """Whether the workbook was made from this very rulebook."""
        cells = [[_text(cell) for cell in row] for row in sheet.rows] if sheet else []
        found = next((cell for row in cells for cell in row if _FINGERPRINT.fullmatch(cell)), None)
        if found is None:
            self._tell("no-book", Spot(self.file))
        elif found != self.rulebook.sha256:
            versions = {heading(each, "version") for each in LANGUAGES}
            theirs = next((row[1] for row in cells if len(row) > 1 and row[0] in versions), _UNKNOWN)
            self._tell("other-book", Spot(self.file), theirs=theirs, ours=self.rulebook.about.version)
        return found == self.rulebook.sha256

    def numbers(self, name: str, sheet: Sheet | None) -> Iterator[Change]:
        """The numbers that were changed in a sheet with one in every row."""
        key, at = COLUMNS[name][0], NUMBER[name]
        places, told = self._known(name)
        seen: set[str] = set()
        read = _Table(self, name, sheet)
        for row in read.rows():
            spot, id_ = read.spot(row, key), _text(row.cells[key])
            if not id_:
                self._tell("no-id", spot)
            elif id_ not in places:
                self._tell("unknown-id", spot, value=id_)
            elif id_ in seen:
                self._tell("twice", spot, value=id_)
            else:
                seen.add(id_)
                for column, texts in told[id_].items():
                    self._unedited(read, row, column, texts)
                yield from self._number(places[id_], row.cells[at], read.spot(row, at))
        if read.readable and (gone := [id_ for id_ in places if id_ not in seen]):
            ids = ", ".join([*gone[:_IDS], *["…"][: len(gone) - _IDS]])
            self._tell("rows-gone", Spot(self.file, read.title), count=len(gone), ids=ids)

    def _known(self, name: str) -> tuple[dict[str, tuple[Place, float]], dict[str, dict[str, list[str]]]]:
        """By id: the number, and what stands beside it in the three languages."""
        places: dict[str, tuple[Place, float]] = {}
        told: dict[str, dict[str, list[str]]] = {}
        # The reader's own language first: that is what is told.
        for language in (self.language, *(each for each in LANGUAGES if each != self.language)):
            for place, texts, value in number_rows(self.rulebook, name, language):
                id_ = texts.pop(COLUMNS[name][0])
                places[id_] = place, value
                for column, text in texts.items():
                    told.setdefault(id_, {}).setdefault(column, []).append(text)
        return places, told

    def _number(self, known: tuple[Place, float], cell: Cell, spot: Spot) -> Iterator[Change]:
        place, old = known
        value = _number(cell)
        if value is None:
            self._tell("no-number", spot, value=_text(cell))
        elif value != old:
            try:
                change = number_changed(self.rulebook, place, value, told_in=self.language)
            except UsageError as error:
                self.tell(error, spot)
            else:
                if change.old != change.new:
                    yield change

    def _unedited(self, read: _Table, row: _Row, column: str, known: Iterable[str]) -> bool:
        """Whether a cell that is only for reading says one of the things it may."""
        texts = [" ".join(cell_text(text).split()) for text in known]
        cell = row.cells[column]
        if isinstance(cell, str) and " ".join(cell.split()) in texts:
            return True
        said = {"column": heading(self.language, column), "value": _text(cell), "known": texts[0]}
        self._tell("edited", read.spot(row, column), **said)
        return False

    def words(self, sheet: Sheet | None) -> Iterator[Change]:
        """The words that were added and removed."""
        known: dict[Place, dict[str, str]] = {}
        for concept, list_, language, entry in word_rows(self.rulebook):
            entries = known.setdefault(("concept", concept, list_, language), {})
            entries |= {cell_text(entry): entry}
            entries.setdefault(folded(entry), entry)
        seen: set[tuple[Place, str]] = set()
        before = len(self.problems)
        read = _Table(self, "words", sheet)
        for row in read.rows():
            told = len(self.problems)
            place, word = self._place(read, row), self._entry(read, row)
            if len(self.problems) > told:
                continue
            entries = known.get(place, {})
            old = entries.get(word) or entries.get(folded(word))
            if (place, old or folded(word)) in seen:
                self._tell("twice", read.spot(row, "entry"), value=word)
                continue
            seen.add((place, old or folded(word)))
            if old is None:
                yield from self._added(place, word, read.spot(row, "entry"))
        if read.readable and not seen and known:
            self._tell("no-rows", Spot(self.file, read.title))
        if len(self.problems) == before:
            for place, entries in known.items():
                gone = (entry for entry in dict.fromkeys(entries.values()) if (place, entry) not in seen)
                yield from (Change(place, entry, None) for entry in gone)

    def _place(self, read: _Table, row: _Row) -> Place:
        """The list a row belongs to; what is wrong is told."""
        id_ = _text(row.cells["concept"])
        if not id_:
            self._tell("no-id", read.spot(row, "concept"))
        elif id_ not in self.rulebook.concepts:
            self._tell("unknown-id", read.spot(row, "concept"), value=id_)
        elif not is_blank(row.cells["label"]):
            label = self.rulebook.concepts[id_].label
            # Nearly all are as they were, and this is quick.
            if row.cells["label"] not in (label.fi, label.sv, label.en):
                self._unedited(read, row, "label", (label.in_(self.language), label.fi, label.sv, label.en))
        return "concept", id_, self._chosen(read, row, "list", listed_as), self._chosen(read, row, "spoken", spoken)

    def _chosen(self, read: _Table, row: _Row, column: str, called: Callable[[Language], Mapping[T, str]]) -> str:
        """A choice, called as in any of the languages; what is none is told."""
        said = _text(row.cells[column])
        found = _choices(called).get(said.casefold())
        if found is None:
            words = listed(self.language, list(called(self.language).values()))
            self._tell("unknown-choice", read.spot(row, column), value=said, choices=words)
        return found or ""

    def _entry(self, read: _Table, row: _Row) -> str:
        cell = row.cells["entry"]
        if is_blank(cell):
            self._tell("no-entry", read.spot(row, "entry"))
        elif not isinstance(cell, str):
            shown = cell.said if isinstance(cell, Odd) else figure(self.language, cell or 0.0)
            self._tell("not-text", read.spot(row, "entry"), value=shown)
        return cell if isinstance(cell, str) else ""

    def _added(self, place: Place, word: str, spot: Spot) -> Iterator[Change]:
        _, concept, list_, language = place
        try:
            yield word_added(self.rulebook, concept, list_, language, word, told_in=self.language)  # type: ignore[arg-type]
        except UsageError as error:
            self.tell(error, spot)


class _Table:
    """The table of a sheet by its headings; what is missing is told."""

    def __init__(self, reader: _Reader, name: str, sheet: Sheet | None) -> None:
        self.title = sheet.title if sheet else heading(reader.language, name)
        self._file = reader.file
        self._rows = sheet.rows if sheet else ()
        self._header, self._columns = _header(name, self._rows)
        missing = [column for column in COLUMNS[name] if column not in self._columns]
        #: Whether there is such a sheet with all its columns.
        self.readable = not missing
        if sheet is None:
            reader._tell("no-sheet", Spot(reader.file), sheet=self.title)
        elif missing:
            columns = listed(reader.language, [heading(reader.language, column) for column in missing])
            reader._tell("no-column", Spot(reader.file, self.title), columns=columns)

    def rows(self) -> Iterator[_Row]:
        """The filled rows below the headings."""
        if self.readable:
            for number, cells in enumerate(self._rows[self._header + 1 :], start=self._header + 2):
                found = {name: cells[at] if at < len(cells) else None for name, at in self._columns.items()}
                if not all(map(is_blank, found.values())):
                    yield _Row(number, found)

    def spot(self, row: _Row, column: str) -> Spot:
        """The place of a cell."""
        return Spot(self._file, self.title, row.number, letter(self._columns[column]))


def _header(name: str, rows: tuple[tuple[Cell, ...], ...]) -> tuple[int, dict[str, int]]:
    """The row with the most headings of a sheet, in any language, and where each column is."""
    named = {heading(language, column).casefold(): column for language in LANGUAGES for column in COLUMNS[name]}
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        found: dict[str, int] = {}
        for at, cell in enumerate(row):
            if column := named.get(_text(cell).casefold()):
                found.setdefault(column, at)
        best = max(best, (number, found), key=lambda pair: len(pair[1]))
    return best


@cache
def _choices(called: Callable[[Language], Mapping[T, str]]) -> Mapping[str, T]:
    """What can be chosen, by its key and by what it is called in each language."""
    found = {word.casefold(): key for language in LANGUAGES for key, word in called(language).items()}
    return found | {key: key for key in found.values()}


def _called(sheets: Iterable[Sheet], name: str) -> Sheet | None:
    titles = {heading(language, name).casefold() for language in LANGUAGES}
    return next((sheet for sheet in sheets if sheet.title.strip().casefold() in titles), None)


def _text(cell: Cell) -> str:
    """A cell on one line."""
    match cell:
        case None:
            return ""
        case Odd():
            return " ".join(cell.said.split())
        case str():
            return " ".join(cell.split())
    return figure("en", cell)


def _number(cell: Cell) -> float | None:
    """A number, also one that is written as text, with a comma or a full stop.

    >>> _number(2.5), _number("2,5"), _number("\u22122.5"), _number("noin 2")
    (2.5, 2.5, -2.5, None)
    """
    if isinstance(cell, str):
        text = cell.replace("\u2212", "-").strip()
        return float(text.replace(",", ".")) if _FIGURE.fullmatch(text) else None
    return None if cell is None or isinstance(cell, Odd) else float(cell)
