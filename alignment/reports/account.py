"""What was read, row by row in sums, and what every column was taken for: nothing lost, nothing guessed in silence."""

from __future__ import annotations

from alignment.model import ColumnMapping, Round
from alignment.reports.book import Book
from alignment.reports.tables import Column, Table, Toned, Value
from alignment.reports.words import Words

_READ = (
    Column("file", 40),
    Column("sheet", 22),
    Column("shape", 26),
    Column("rows", 10, "count"),
    Column("applications", 14, "count"),
    Column("joined", 14, "count"),
    Column("left_out", 14, "count"),
    Column("refused", 14, "count"),
    Column("left_out_places", 70),
)
_MAPPED = (
    Column("file", 30),
    Column("sheet", 20),
    Column("header_row", 10, "count"),
    Column("column_letter", 10),
    Column("header", 44),
    Column("read_as", 26),
    Column("confidence", 12, "share"),
    Column("mapping_reason", 70),
)


def write_account(book: Book, round_: Round) -> None:
    """Draw one row for every sheet and file that was given; each adds up."""
    table = Table(book, "files", _READ)
    for each in round_.readings:
        counts = (each.rows, each.applications, each.joined, len(each.left_out), each.refused)
        table.add((each.file, each.sheet, each.shape, *counts, "\n".join(each.left_out)))
    table.close()


def write_mappings(book: Book, round_: Round) -> None:
    """Draw one row for every column, label and key; those that were not read stand out in words."""
    table = Table(book, "columns", _MAPPED)
    for each in round_.mappings:
        read_as = _read_as(each, book.words)
        table.add((each.file, each.sheet, each.header_row, each.column, each.header, read_as, each.confidence, each.reason))
    table.close()


def _read_as(mapping: ColumnMapping, words: Words) -> Value:
    if mapping.field is None or mapping.kind is None:
        return Toned(words.say("report.not_read"), "cannot_assess")
    return words.say(f"report.read_as_{mapping.kind}", name=mapping.label or mapping.field)


def accounted(words: Words, round_: Round) -> str:
    """The account of all that was read in one line: rows in are applications, joined, left out or refused."""
    readings = round_.readings
    parts = {
        "applications": sum(each.applications for each in readings),
        "joined": sum(each.joined for each in readings),
        "left_out": sum(len(each.left_out) for each in readings),
        "refused": sum(each.refused for each in readings),
    }
    told = " + ".join(words.say(f"account.{name}", count=words.number(count)) for name, count in parts.items() if count)
    files = words.say("account.files", count=words.number(len(round_.files)))
    rows = words.say("account.rows", count=words.number(sum(each.rows for each in readings)))
    unread = sum(not each.rows and not each.left_out for each in readings)
    rest = f" · {words.say('account.nothing', count=words.number(unread))}" if unread else ""
    return f"{files}: {rows} = {told or 0}{rest}"
