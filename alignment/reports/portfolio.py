"""The round as a whole: how many applications serve each target, gaps included."""

from __future__ import annotations

from collections import Counter

from alignment.model import Match, Round, TargetGuide
from alignment.reports.book import Book
from alignment.reports.styles import NAVY
from alignment.reports.tables import Column, Table

_COLUMNS = (
    Column("target", 52),
    Column("kind", 19),
    Column("plan", 44),
    Column("accepted_count", 13, "count"),
    Column("share", 13, "share"),
)
_NAME, _COUNT = 0, 3
_CHART_WIDTH, _BAR_HEIGHT, _CHART_FRAME = 760, 26, 70


def write_portfolio(book: Book, round_: Round) -> None:
    """Draw the table of targets that were compared, in the order of their plans, and its chart."""
    table = Table(book, "portfolio", _COLUMNS)
    compared = _compared(book, round_)
    accepted = Counter(match.target for item in round_.assessments for match in item.matches if match.accepted)
    for guide in compared:
        share = accepted[guide.id] / len(round_.assessments)
        table.add((guide.name, book.words.kind(guide.kind), guide.plan, accepted[guide.id], share))
    table.close()
    if compared:
        _chart(book, [(guide.name, accepted[guide.id]) for guide in compared])


def _compared(book: Book, round_: Round) -> list[TargetGuide]:
    matches: dict[str, Match] = {match.target: match for item in round_.assessments for match in item.matches}
    order = {guide.id: number for number, guide in enumerate(round_.targets)}
    found = sorted(matches.values(), key=lambda match: order.get(match.target, len(order)))
    return [book.words.guide(match) for match in found]


def _chart(book: Book, counts: list[tuple[str, int]]) -> None:
    words, name = book.words, book.words.say("sheet.portfolio")
    chart = book.bar_chart()
    chart.add_series(
        {
            "name": words.say("column.accepted_count"),
            "categories": [name, 1, _NAME, len(counts), _NAME],
            "values": [name, 1, _COUNT, len(counts), _COUNT],
            "fill": {"color": NAVY},
            "data_labels": {"value": True, "font": {"size": 9}},
            "gap": 40,
        }
    )
    title_font = {"size": 12, "color": NAVY, "bold": True}
    chart.set_title({"name": words.say("report.chart_title"), "name_font": title_font, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "interval_unit": 1, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": _CHART_WIDTH, "height": _CHART_FRAME + _BAR_HEIGHT * len(counts)})
    told = "; ".join(f"{target} {count}" for target, count in counts)
    description = words.say("report.chart_targets", counts=told)
    place = {"description": description, "object_position": 3, "x_offset": 16}
    book.sheets["portfolio"].insert_chart(0, len(_COLUMNS), chart, place)
