"""What the columns of a table mean, all of them together: which one holds each fact, and which ones are read as one."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from itertools import count, islice

from alignment.intake.columns import CONTACT, LONG, OTHER, Kind, Recognition, fold
from alignment.intake.desk import MONEY, Desk
from alignment.intake.exports import Known, known_export, service_columns
from alignment.intake.grids import letter
from alignment.intake.headers import Column, Part
from alignment.intake.problems import Spot
from alignment.intake.ticks import Question, Ticks
from alignment.intake.values import is_blank
from alignment.model import ColumnMapping, Problem

#: Why a column that a known shape does not need is left, by what knows it.
_LEFT = {"export": "export-left", "service": "service-left"}
#: Cells of a column that are looked at to tell what it holds.
_SAMPLE = 200
#: From this confidence on a heading is known and not guessed.
_SURE = 0.9
#: Facts that may be told in several languages.
_NAMES = ("title", "applicant")


@dataclass(frozen=True)
class Source:
    """Where one thing of a row comes from: a column, or the columns of a question's options.

    Attributes:
        name: of the section, different from all others of the table.
        column: the index of the column, or of the first one.
        options: of a question, by the indexes of their columns.
    """

    name: str
    kind: Kind
    meaning: str
    column: int
    options: dict[int, str]


class Plan:
    """The columns of one table with their meanings.

    Attributes:
        columns: those with anything in them, in order.
        known: the known export that the table is.
        is_service: whether Microsoft Forms wrote it.
        problems: columns of which only one could be read.
    """

    def __init__(self, part: Part, desk: Desk) -> None:
        self._part, self._desk = part, desk
        exports = desk.headings.exports
        self.columns = self._columns()
        self.problems: list[Problem] = []
        self.known: Known | None = known_export([column.header for column in self.columns], exports)
        self._service = {} if self.known else service_columns(self.columns, exports)
        self.is_service = bool(self._service)
        free = [column for column in self.columns if column.index not in self._service and self._order(column) is None]
        questions = Ticks(exports).questions(free)
        self._questions = {index: question for question in questions for index in question.options}
        self._give_meanings()
        self._settle()

    def spot(self, column: Column) -> Spot:
        """The place of a heading."""
        return self._part.header.grid.spot(self._part.header.last + 1, column.index)

    def mappings(self) -> list[ColumnMapping]:
        """What every column was taken for."""
        return [self._desk.mapping(self.spot(column), column.header, column.meaning, column.reason) for column in self.columns]

    def sources(self) -> list[Source]:
        """What is read of a row; first the facts, and of several columns for one fact the preferred one before the others."""
        read = [column for column in self.columns if column.meaning and column.meaning.kind and column.meaning.name != CONTACT]
        facts = sorted((column for column in read if _field(column)), key=self._preference)
        sources: dict[str, Source] = {}
        for column in (*facts, *(column for column in read if not _field(column))):
            question = self._questions.get(column.index)
            if column.meaning and column.meaning.kind and (question is None or column.index == min(question.options)):
                name = _unique(question.text if question else column.header, sources)
                options = question.options if question else {}
                sources[name] = Source(name, column.meaning.kind, column.meaning.name, column.index, options)
        return list(sources.values())

    def _columns(self) -> list[Column]:
        header, rows = self._part.header, self._part.header.grid.rows
        body = [rows[index] for index in self._part.rows if index not in self._part.left_out]
        columns = []
        for index in range(max(map(len, [*rows[header.first : header.last + 1], *body]))):
            filled = (row[index] for row in body if index < len(row) and not is_blank(row[index]))
            text, sample = header.text(index), list(islice(filled, _SAMPLE))
            if text or sample:
                columns.append(Column(index, text or letter(index), header.group(index), sample))
        return columns

    def _order(self, column: Column) -> int | None:
        return self.known.order(column.header) if self.known else None

    def _give_meanings(self) -> None:
        meanings: dict[int, Recognition] = {}
        for column in self.columns:
            question = self._questions.get(column.index)
            if question:
                meanings[question.first] = meanings.get(question.first) or self._asked(question)
                column.meaning, column.reason = meanings[question.first], "ticks"
            else:
                column.meaning = self._meaning(column)
            if column.meaning and column.meaning.kind is None:
                column.reason = _LEFT.get(column.meaning.reason, column.reason)

    def _meaning(self, column: Column) -> Recognition | None:
        """What an officer said, what a known shape says, what the heading says."""
        shape = (self.known.meaning(column.header) if self.known else None) or self._service.get(column.index)
        if shape:
            return self._desk.fixed_meaning(self.spot(column), column.header) or shape
        whole = f"{column.group.text}: {column.header}" if column.group else column.header
        own = self._desk.meaning(self.spot(column), column.header, column.long)
        grouped = self._desk.fixed_meaning(self.spot(column), whole)
        if grouped is None and column.group and (own is None or own.name == OTHER):
            grouped = self._desk.recognise(whole, column.long)
        if grouped:
            column.header = whole
        return grouped or own or (None if column.long else self._desk.headings.alone(column.header))

    def _asked(self, question: Question) -> Recognition:
        """The meaning of a question with a column for each option; it is fixed by any of these."""
        asked = [column for column in self.columns if column.index in question.options]
        fixed = (self._desk.fixed_meaning(self.spot(column), column.header) for column in asked)
        return next((meaning for meaning in fixed if meaning), None) or self._desk.recognise(question.text, long=False) or LONG

    def _settle(self) -> None:
        """One column for each field, the preferred one; long texts without a meaning become sections."""
        for name in dict.fromkeys(field for column in self.columns if (field := _field(column))):
            rivals = [column for column in self.columns if _field(column) == name]
            best = min(rivals, key=self._preference)
            for column in rivals:
                if not self._stays(column, best):
                    self._give_way(column, best)
        for column in self.columns:
            if column.meaning is None and column.long:
                column.meaning = LONG

    def _preference(self, column: Column) -> tuple[bool, bool, float, bool, float, int]:
        """The smaller, the better: what is fixed, what an export prefers, any question before the number of an answer."""
        meaning, order = column.meaning, self._order(column)
        rank = self._desk.headings.rank(column.header) if _field(column) == "id" else 0
        return (
            _field(column) == "period",
            not _is_fixed(column),
            len(self.columns) if order is None else order,
            meaning is not None and meaning.reason == "service",
            -_confidence(column),
            rank,
        )

    def _stays(self, column: Column, best: Column) -> bool:
        """Whether a column may fill what is empty in a better one: another identifier, a column of an export, an option."""
        question = self._questions.get(column.index)
        if column is best or (question and question is self._questions.get(best.index)):
            return True
        listed = self._order(column) is not None and self._order(best) is not None
        is_id = _field(column) == "id" and _confidence(column) > _SURE
        return (listed or is_id or self._is_translated(column, best)) and _is_fixed(column) == _is_fixed(best)

    def _is_translated(self, column: Column, best: Column) -> bool:
        """Whether two columns ask for the same name in different languages."""
        tongues, others = (self._desk.headings.tongues(each.header) for each in (column, best))
        return _field(column) in _NAMES and bool(tongues and others) and not tongues & others

    def _give_way(self, column: Column, best: Column) -> None:
        alike = _confidence(column) == _confidence(best) and _is_fixed(column) == _is_fixed(best)
        # The whole sum and the part that is applied for stand side by side in many tables: nothing is wrong with them.
        is_other_sum = _field(column) == MONEY and fold(column.header) != fold(best.header)
        if alike and not is_other_sum and column.meaning and column.meaning.reason != "service":
            told = self._desk.problem("duplicate-column", self.spot(column), header=column.header, first=best.header)
            self.problems.append(told)
        column.meaning, column.reason = None, ""


def _unique(name: str, taken: Container[str]) -> str:
    """A name that is not taken, so that evidence points at one text."""
    return next(each for number in count(1) if (each := name if number == 1 else f"{name} ({number})") not in taken)


def _field(column: Column) -> str | None:
    return column.meaning.field if column.meaning else None


def _is_fixed(column: Column) -> bool:
    return column.meaning is not None and column.meaning.reason == "fixed"


def _confidence(column: Column) -> float:
    return column.meaning.confidence if column.meaning else 0.0
