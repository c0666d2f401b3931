"""The round as a whole: how many applications serve each target, gaps included."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from alignment.model import Match, Round, TargetGuide
from alignment.reports.book import Book
from alignment.reports.styles import NAVY
from alignment.reports.tables import Column, Table
from alignment.reports.words import Words

_COLUMNS = (
    Column("target", 52),
    Column("kind", 19),
    Column("plan", 44),
    Column("accepted_count", 13, "count"),
    Column("share", 13, "share"),
)
_NAME, _COUNT = 0, 3
_CHART_WIDTH, _BAR_HEIGHT, _CHART_FRAME = 760, 26, 70


@dataclass(frozen=True)
class Served:
    """What a round does for a target: how many of its applications are accepted for it, their share, and their budgets in all."""

    guide: TargetGuide
    accepted: int
    share: float
    euros: float


def served(round_: Round, words: Words) -> list[Served]:
    """Every target that was compared, in the order of the plans; one that no application serves stands there too."""
    accepted: Counter[str] = Counter()
    euros: dict[str, float] = defaultdict(float)
    compared: dict[str, Match] = {}
    for item in round_.assessments:
        for match in item.matches:
            compared[match.target] = match
            if match.accepted:
                accepted[match.target] += 1
                euros[match.target] += item.application.budget_eur or 0
    order = {guide.id: number for number, guide in enumerate(round_.targets)}
    found = sorted(compared.values(), key=lambda match: order.get(match.target, len(order)))
    total = len(round_.assessments)
    return [
        Served(words.guide(match), accepted[match.target], accepted[match.target] / total, euros[match.target]) for match in found
    ]


def write_portfolio(book: Book, round_: Round) -> None:
    """Draw the table of targets that were compared, and its chart."""
    table = Table(book, "portfolio", _COLUMNS)
    lines = served(round_, book.words)
    for line in lines:
        table.add((line.guide.name, book.words.kind(line.guide.kind), line.guide.plan, line.accepted, line.share))
    table.close()
    if lines:
        _chart(book, [(line.guide.name, line.accepted) for line in lines])


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
