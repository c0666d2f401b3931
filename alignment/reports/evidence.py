"""The ledgers: for every accepted match the lines that add up to its total, and the passages they rest on."""

from __future__ import annotations

from collections.abc import Iterable

from alignment.model import Assessment, Contribution, Evidence, Match, Round
from alignment.reports.book import Book
from alignment.reports.plain import pieces
from alignment.reports.summary import row_of
from alignment.reports.tables import Column, Link, Repeated, Rich, Sum, Table, Value
from alignment.reports.words import shown

_COLUMNS = (
    Column("id", 12),
    Column("target", 28),
    Column("row_kind", 14),
    Column("content", 88),
    Column("points", 11, "points"),
    Column("passages", 12),
    Column("source", 26),
    Column("characters", 14),
)


def write_evidence(book: Book, round_: Round) -> list[int]:
    """Draw the sheet and return the row at which each application begins."""
    table = Table(book, "evidence", _COLUMNS)
    rows = [_application(book, table, index, assessment) for index, assessment in enumerate(round_.assessments)]
    table.close()
    return rows


def _application(book: Book, table: Table, index: int, assessment: Assessment) -> int:
    words, facts = book.words, assessment.application
    content = words.say("report.application_line", title=facts.title, recommendation=words.recommended(assessment.recommendation))
    back = Link("summary", row_of(index), facts.id)
    row = table.add((back, None, words.say("row.application"), content, None, None, None, None), "band")
    for match in shown(assessment.matches):
        _Ledger(book, table, facts.id, match).write()
    return row


class _Ledger:
    """The rows of one match."""

    def __init__(self, book: Book, table: Table, application: str, match: Match) -> None:
        self._words = book.words
        self._table = table
        self._match = match
        self._names = (application, book.words.target(match))
        self._repeated = tuple(Repeated(name) for name in self._names)

    def write(self) -> None:
        match = self._match
        kind = self._words.say("row.match")
        self._table.add((*self._names, kind, match.sentence, None, None, None, None), "tint", "bold")
        first = self._table.next_row
        for contribution in match.contributions:
            self._contribution(contribution)
        total = Sum(first, self._table.next_row - 1, match.total) if match.contributions else match.total
        self._row("total", (self._words.say("report.log_odds"), total, None, None, None), "sum")
        accepted = self._words.say("report.accepted" if match.accepted else "report.not_accepted")
        outcome = self._words.say("report.outcome", level=self._words.level(match), accepted=accepted)
        self._row("score", (outcome, match.score, None, None, None), "scored")
        for number, evidence in enumerate(match.evidence, start=1):
            self._passage(number, evidence)

    def _contribution(self, line: Contribution) -> None:
        source = self._words.source(line.source)
        self._row("contribution", (line.label, line.amount, passage_numbers(line.evidence), source, None))

    def _passage(self, number: int, evidence: Evidence) -> None:
        # Offsets count from 0 and leave out the end; people count from 1 and mean the last character as well.
        place = f"{evidence.start + 1}–{evidence.end}"
        section = self._words.section(evidence.section)
        self._row("passage", (Rich(tuple(pieces(evidence))), None, str(number), section, place))

    def _row(self, kind: str, values: tuple[Value, ...], *traits: str) -> None:
        self._table.add((*self._repeated, self._words.say(f"row.{kind}"), *values), *traits)


def passage_numbers(indices: Iterable[int]) -> str:
    """Indices of passages as people count them.

    >>> passage_numbers((0, 2))
    '1, 3'
    """
    return ", ".join(str(index + 1) for index in indices)
