"""The sum of a match as a picture that is a table: every row draws what it adds, from the base down to the score.

A table wraps on a phone, prints, and is its own text alternative; each row's bar begins where the one above has ended.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from alignment.model import Match
from alignment.reports.plain import one_line
from alignment.reports.words import Words
from alignment.rulebook.parts import Scorecard

from .marked import safe

#: What stays free on both sides of the bars, as a share of their width.
_MARGIN = 0.04
_HEADER = ("row.contribution", "waterfall.sum", "column.points")


@dataclass(frozen=True)
class _Scale:
    """From log-odds points to per cent of the width; ``limit`` is where the tool begins to accept."""

    low: float
    high: float
    limit: float

    def at(self, total: float) -> float:
        return round(100 * (total - self.low) / (self.high - self.low), 2)


def waterfall_html(match: Match, words: Words, card: Scorecard) -> str:
    """Every contribution, their sum, and the score and level the sum means; a dashed line where the tool begins to accept."""
    ends = list(accumulate(line.amount for line in match.contributions))
    accepted = card.level[card.accept_level].from_score
    scale = _scale([match.total, *ends], math.log(accepted / (100 - accepted)))
    rows = "".join(_rows(match, [0.0, *ends], scale, words))
    total = _row(words.say("column.total"), match.total, (0.0, match.total), "sum", scale, words)
    caption = safe(words.say("waterfall.caption", name=one_line(words.target(match))))
    header = "".join(
        f'<th scope="col">{safe(words.say(key))}</th>' for key in ("row.contribution", "waterfall.sum", "column.points")
    )
    outcome = words.say("waterfall.outcome", score=words.number(match.score, 1), level=words.level(match))
    told = words.say("waterfall.limit", score=words.number(accepted))
    if round(sum(round(line.amount, 2) for line in match.contributions) - match.total, 2):
        told = f"{told} {words.say('terminal.rounded')}"
    return (
        f'<figure class="waterfall"><table><caption>{caption}</caption><thead><tr>{header}</tr></thead>'
        f'<tbody>{rows}</tbody><tfoot>{total}<tr><td colspan="3">{safe(outcome)}</td></tr></tfoot></table>'
        f'<figcaption class="hint">{safe(told)}</figcaption></figure>'
    )


def amount(value: float, words: Words) -> str:
    """Points with their sign and two decimals, as the other reports write them."""
    return f"{'+' if round(value, 2) > 0 else ''}{words.number(value, 2)}"


def _scale(totals: list[float], limit: float) -> _Scale:
    low, high = min(0.0, limit, *totals), max(0.0, limit, *totals)
    margin = _MARGIN * (high - low) or 1.0
    return _Scale(low - margin, high + margin, limit)


def _rows(match: Match, ends: list[float], scale: _Scale, words: Words) -> Iterator[str]:
    for line, start, end in zip(match.contributions, ends, ends[1:], strict=False):
        tone = "up" if line.amount > 0 else "down"
        yield _row(
            one_line(line.label), line.amount, (start, end), f"base {tone}" if line.source == "base" else tone, scale, words
        )


def _row(label: str, value: float, span: tuple[float, float], tone: str, scale: _Scale, words: Words) -> str:
    cells = f"{_bar(span, scale)}<td>{safe(amount(value, words))}</td>"
    return f'<tr class="{tone}"><th scope="row">{safe(label)}</th>{cells}</tr>'


def _bar(span: tuple[float, float], scale: _Scale) -> str:
    """A bar from where the sum stood to where it stands; the number beside it says the same. The style sheet draws it."""
    start, end = map(scale.at, span)
    lines = f"--zero: {scale.at(0.0)}%; --limit: {scale.at(scale.limit)}%"
    bar = f'<i style="--from: {min(start, end)}%; --wide: {round(abs(end - start), 2)}%"></i>'
    return f'<td class="bar" style="{lines}">{bar}</td>'
