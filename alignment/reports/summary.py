"""The first sheet: how the round came out at a glance, and one row an application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alignment.model import RECOMMENDATIONS, Assessment, Kind, Round
from alignment.reports.account import accounted
from alignment.reports.book import Book
from alignment.reports.plain import one_line
from alignment.reports.styles import CHART_TONES
from alignment.reports.tables import Column, Link, Table, Toned, Value
from alignment.reports.words import all_problems, best, shown

#: The header row of the table, counted from 0: title, one row a recommendation, the account and a gap stand above it.
TOP = 3 + len(RECOMMENDATIONS)
_TARGETS_NAMED = 3
_CHART_PIXELS = (560, 104)
_COLUMNS = (
    Column("id", 12),
    Column("title", 30),
    Column("applicant", 20),
    Column("recommendation", 20),
    Column("goals", 33),
    Column("spearheads", 30),
    Column("best", 10, "score", bar=True),
    Column("level", 16),
    Column("reasons", 76),
    Column("problem_count", 10, "count"),
    Column("budget", 12, "count"),
    Column("language", 9),
    Column("evidence", 12, "link"),
)


def row_of(index: int) -> int:
    """The row of the application at an index of the round."""
    return TOP + 1 + index


def write_summary(book: Book, round_: Round, evidence_rows: Sequence[int]) -> None:
    """Draw the sheet; ``evidence_rows`` says where each application begins in the evidence."""
    _overview(book, round_)
    table = Table(book, "summary", _COLUMNS, top=TOP, fixed=2)
    for assessment, row in zip(round_.assessments, evidence_rows, strict=True):
        table.add(_row(book, assessment, row))
    table.close()


def _row(book: Book, assessment: Assessment, evidence_row: int) -> tuple[Value, ...]:
    words, facts, top = book.words, assessment.application, best(assessment)
    return (
        facts.id,
        facts.title,
        facts.applicant,
        Toned(words.recommended(assessment.recommendation), assessment.recommendation),
        _targets(book, assessment, "goal"),
        _targets(book, assessment, "spearhead"),
        None if top is None else top.score,
        None if top is None else words.level(top),
        _bullets(assessment.reasons),
        len(assessment.problems),
        facts.budget_eur,
        words.say(f"spoken.{facts.language or 'other'}"),
        Link("evidence", evidence_row, words.say("report.open")),
    )


def _targets(book: Book, assessment: Assessment, kind: Kind) -> str:
    return "\n".join(book.words.named(match) for match in shown(assessment.matches, kind)[:_TARGETS_NAMED])


def _bullets(sentences: Iterable[str]) -> str:
    return "\n".join(f"• {one_line(sentence)}" for sentence in sentences)


def _overview(book: Book, round_: Round) -> None:
    """Title, counts and money by recommendation, and their chart, in the rows above the table."""
    sheet, words, style = book.sheets["summary"], book.words, book.styles.of
    sheet.set_row(0, 27)
    sheet.write_string(0, 0, words.say("report.title"), style("title"))
    counts = words.say("report.counts", applications=len(round_.assessments), problems=len(all_problems(round_)))
    sheet.write_string(0, 3, f"{counts} · {words.say('report.officer_decides')}", style("note"))
    sheet.write_string(len(RECOMMENDATIONS) + 1, 0, accounted(words, round_), style("note"))
    count, euros = style("count", "bold", "middle"), style("count", "middle", "note")
    for row, recommendation in enumerate(RECOMMENDATIONS, start=1):
        found = [item for item in round_.assessments if item.recommendation == recommendation]
        sheet.set_row(row, 19.5)
        sheet.write_number(row, 0, len(found), count)
        sheet.write_string(row, 1, words.recommended(recommendation), style(recommendation, "middle"))
        money = words.number(sum(item.application.budget_eur or 0 for item in found))
        sheet.write_string(row, 2, words.say("report.euros", amount=money), euros)
    sheet.set_row(TOP - 1, 6)
    _chart(book, round_)


def _chart(book: Book, round_: Round) -> None:
    words, name, last = book.words, book.words.say("sheet.summary"), len(RECOMMENDATIONS)
    told = "; ".join(
        f"{words.recommended(each)} {sum(item.recommendation == each for item in round_.assessments)}" for each in RECOMMENDATIONS
    )
    chart = book.bar_chart()
    chart.add_series(
        {
            "name": words.say("column.applications"),
            "categories": [name, 1, 1, last, 1],
            "values": [name, 1, 0, last, 0],
            "points": [{"fill": {"color": CHART_TONES[each]}} for each in RECOMMENDATIONS],
            "data_labels": {"value": True, "font": {"size": 9}},
            "gap": 30,
        }
    )
    chart.set_title({"none": True})
    labels = {"num_font": {"size": 9}, "interval_unit": 1}
    chart.set_y_axis({"reverse": True, "line": {"none": True}, "major_tick_mark": "none", **labels})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    width, height = _CHART_PIXELS
    chart.set_size({"width": width, "height": height})
    description = words.say("report.chart_recommendations", counts=told)
    book.sheets["summary"].insert_chart(1, 3, chart, {"description": description, "object_position": 3, "x_offset": 8})
