"""How to read the report, what it was made with, and what it cannot say."""

from __future__ import annotations

from itertools import groupby

from alignment.model import MethodLine, Round
from alignment.reports.book import Book
from alignment.reports.tables import Column, Table
from alignment.reports.words import Words

_COLUMNS = (Column("topic", 26), Column("name", 44), Column("value", 42), Column("why", 92))
_GUIDE = ("recommendation", "score", "levels", "ledger", "marks", "characters")
_LIMITS = ("officer", "text_only", "languages", "wording")


def write_method(book: Book, round_: Round) -> None:
    """Draw one table; the first row of each topic stands out."""
    table = Table(book, "method", _COLUMNS, fixed=0)
    for _, lines in groupby(_all_lines(book.words, round_), key=lambda line: line.topic):
        for number, line in enumerate(lines):
            table.add((line.topic, line.name, line.value, line.why), *(() if number else ("tint",)))
    table.close()


def _all_lines(words: Words, round_: Round) -> list[MethodLine]:
    topics = list(dict.fromkeys(line.topic for line in round_.method))
    method = sorted(round_.method, key=lambda line: topics.index(line.topic))
    return [
        *_told(words, "guide", _GUIDE),
        *_told(words, "limits", _LIMITS),
        *_rulebooks(words, round_),
        *method,
        *_targets(words, round_),
        *(MethodLine(topic=words.say("topic.files"), name=file, value="") for file in round_.files),
    ]


def _told(words: Words, topic: str, names: tuple[str, ...]) -> list[MethodLine]:
    """Lines that stand in the catalogue: a name and an explanation each."""
    return [
        MethodLine(
            topic=words.say(f"topic.{topic}"),
            name=words.say(f"{topic}.{name}"),
            value="",
            why=words.say(f"{topic}.{name}_text", levels=words.levels()),
        )
        for name in names
    ]


def _rulebooks(words: Words, round_: Round) -> list[MethodLine]:
    used = dict.fromkeys(assessment.rulebook for assessment in round_.assessments)
    return [
        MethodLine(
            topic=words.say("topic.rulebook"),
            name=", ".join(part for part in (rulebook.programme, rulebook.strategy, rulebook.call) if part),
            value=words.say("report.version", version=rulebook.version),
            why=f"SHA-256 {rulebook.sha256}",
        )
        for rulebook in used
    ]


def _targets(words: Words, round_: Round) -> list[MethodLine]:
    return [
        MethodLine(
            topic=words.say("topic.targets"),
            name=guide.name,
            value=", ".join(part for part in (words.kind(guide.kind), guide.plan, guide.group) if part),
            why="\n".join(part for part in (guide.covers, words.say("report.reference", reference=guide.reference)) if part),
        )
        for guide in round_.targets
    ]
