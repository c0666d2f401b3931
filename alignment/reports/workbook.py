"""A round as an Excel workbook: summary, portfolio, matches, evidence, problems, files, columns and method."""

from __future__ import annotations

from pathlib import Path

from alignment.files import whole_file
from alignment.model import Round
from alignment.reports.account import write_account, write_mappings
from alignment.reports.book import Book
from alignment.reports.evidence import write_evidence
from alignment.reports.matches import write_matches
from alignment.reports.method import write_method
from alignment.reports.portfolio import write_portfolio
from alignment.reports.problems import write_problems
from alignment.reports.summary import write_summary


def write_workbook(round_: Round, path: Path) -> None:
    """Write the workbook, whole or not at all.

    Raises:
        UsageError: when the file cannot be written, or the round is larger than a sheet.
    """
    content = workbook_bytes(round_)
    with whole_file(path, round_.language) as file:
        file.write(content)


def workbook_bytes(round_: Round) -> bytes:
    """The workbook as a file's content, for a download.

    Raises:
        UsageError: when the round is larger than a sheet.
    """
    book = Book(round_)
    evidence_rows = write_evidence(book, round_)
    write_summary(book, round_, evidence_rows)
    write_portfolio(book, round_)
    write_matches(book, round_)
    write_problems(book, round_)
    write_account(book, round_)
    write_mappings(book, round_)
    write_method(book, round_)
    return book.finished()
