"""A round at a glance: how many got which recommendation, what was read of it, and the problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alignment.model import RECOMMENDATIONS, Match, Problem, Reading, Recommendation, Round
from alignment.reports.plain import one_line
from alignment.reports.words import Words, all_problems

from .marked import safe
from .unread import unread_html

_COUNTED = ("rows", "applications", "joined", "left_out", "refused")
#: A file can have more problems than a page can bear; the workbook has them all.
MOST_PROBLEMS = 200


def counts_html(round_: Round, words: Words) -> str:
    """How many applications got each recommendation that was given at all, and how much they ask for together."""
    items = []
    for each in RECOMMENDATIONS:
        found = [item.application.budget_eur for item in round_.assessments if item.recommendation == each]
        told = [budget for budget in found if budget is not None]
        euros = safe(words.say("report.euros", amount=words.number(sum(told)))) if told else ""
        if found:
            items.append(f'<li>{badge_html(each, words)} <b>{len(found)}</b> <span class="source">{euros}</span></li>')
    return f'<ul class="counts">{"".join(items)}</ul>'


def badge_html(recommendation: Recommendation, words: Words) -> str:
    """A recommendation in words on its own colour."""
    return f'<span class="badge {recommendation}">{safe(words.recommended(recommendation))}</span>'


def level_html(match: Match, words: Words) -> str:
    """A level as five steps, and in words."""
    steps = "".join(f'<i class="{"on" if step < match.level else "off"}"></i>' for step in range(5))
    return f'<span class="level"><span class="steps" aria-hidden="true">{steps}</span> {safe(words.level(match))}</span>'


def table_html(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str, style: str = "") -> str:
    """A table of cells that are HTML already; the caption names it for those who hear the page."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="table {style}" role="region" aria-label="{caption}" tabindex="0">{table}</div>'


def problems_html(round_: Round, words: Words) -> str:
    """All problems by place, with what can be done, after the columns that may be behind them; a sentence where there is none."""
    found, heading, unread = all_problems(round_), safe(words.say("sheet.problems")), unread_html(round_, words)
    if not found:
        return f"<h2>{heading}</h2>{unread}<p>{safe(words.say('report.no_problems'))}</p>"
    header = [safe(words.say(f"column.{key}")) for key in ("place", "id", "message", "hint")]
    table = table_html(header, (_problem(name, problem) for name, problem in found[:MOST_PROBLEMS]), heading)
    more = words.say("round.more_problems", most=MOST_PROBLEMS) if len(found) > MOST_PROBLEMS else ""
    return f'<h2>{heading} ({len(found)})</h2>{unread}{table}<p class="hint">{safe(more)}</p>'


def _problem(name: str, problem: Problem) -> tuple[str, ...]:
    return tuple(safe(one_line(text)) for text in (problem.place, name, problem.message, problem.hint))


def readings_html(round_: Round, words: Words) -> str:
    """The account of every sheet and file: its rows are applications, joined, left out or refused."""
    heading = safe(words.say("round.account"))
    header = [safe(words.say(f"column.{key}")) for key in ("file", "shape", *_COUNTED)]
    table = table_html(header, (_reading(each, words) for each in round_.readings), heading, "readings")
    left_out = [place for each in round_.readings for place in each.left_out]
    items = "".join(f"<li>{safe(one_line(place))}</li>" for place in left_out[:MOST_PROBLEMS])
    folded = f"<summary>{safe(words.say('column.left_out_places'))} ({len(left_out)})</summary><ul>{items}</ul>"
    return f"<h2>{heading}</h2>{table}" + (f"<details>{folded}</details>" if left_out else "")


def _reading(reading: Reading, words: Words) -> tuple[str, ...]:
    file = " · ".join(safe(one_line(name)) for name in (reading.file, reading.sheet) if name)
    counts = (reading.rows, reading.applications, reading.joined, len(reading.left_out), reading.refused)
    return (file, safe(reading.shape), *(words.number(count) for count in counts))
