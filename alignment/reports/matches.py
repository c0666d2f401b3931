"""Every application against every target, accepted or not."""

from __future__ import annotations

from alignment.model import Round
from alignment.reports.book import Book
from alignment.reports.tables import Column, Table, Toned

_COLUMNS = (
    Column("id", 12),
    Column("title", 30),
    Column("target_id", 24),
    Column("target", 34),
    Column("kind", 19),
    Column("plan", 26),
    Column("level", 16),
    Column("score", 11, "score", bar=True),
    Column("accepted", 11),
    Column("total", 10, "points"),
    Column("sentence", 70),
)


def write_matches(book: Book, round_: Round) -> None:
    """Draw one row a match, in the order of the assessments."""
    words, table = book.words, Table(book, "matches", _COLUMNS)
    yes, no = Toned(words.say("report.yes"), "meets"), words.say("report.no")
    for assessment in round_.assessments:
        facts = assessment.application
        for match in assessment.matches:
            guide = words.guide(match)
            table.add(
                (
                    facts.id,
                    facts.title,
                    match.target,
                    guide.name,
                    words.kind(match.kind),
                    guide.plan,
                    words.level(match),
                    match.score,
                    yes if match.accepted else no,
                    match.total,
                    match.sentence,
                )
            )
    table.close()
