"""Everything that was wrong with the input, and what to do about it."""

from __future__ import annotations

from alignment.model import Round
from alignment.reports.book import Book
from alignment.reports.tables import Column, Table
from alignment.reports.words import all_problems

_COLUMNS = (
    Column("id", 14),
    Column("code", 22),
    Column("place", 40),
    Column("message", 66),
    Column("hint", 66),
)


def write_problems(book: Book, round_: Round) -> None:
    """Draw the counts, then the problems, then what the assessments only note."""
    words, sheet, problems = book.words, book.sheets["problems"], all_problems(round_)
    counts = words.say("report.counts", applications=len(round_.assessments), problems=len(problems))
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, counts, book.styles.of("title"))
    table = Table(book, "problems", _COLUMNS, top=1)
    for owner, problem in problems:
        table.add((owner, problem.code, problem.place, problem.message, problem.hint))
    for assessment in round_.assessments:
        for notice in assessment.notices:
            table.add((assessment.application.id, words.say("report.notice"), None, notice, None))
    if table.next_row == 2:
        table.add((None, None, None, words.say("report.no_problems"), None))
    table.close()
