"""A round at a glance: how many got which recommendation, one row an application, and the problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from alignment.model import RECOMMENDATIONS, Assessment, Kind, Match, Problem, Recommendation, Round
from alignment.reports.plain import one_line
from alignment.reports.words import Words, all_problems, shown

from .marked import safe

_COLUMNS = ("column.id", "column.title", "column.recommendation", "terminal.goal", "terminal.spearhead")
#: A file can have more problems than a page can bear; the workbook has them all.
MOST_PROBLEMS = 200


def counts_html(round_: Round, words: Words) -> str:
    """How many applications got each recommendation that was given at all."""
    counts = Counter(assessment.recommendation for assessment in round_.assessments)
    items = [f"<li>{badge_html(each, words)} <b>{counts[each]}</b></li>" for each in RECOMMENDATIONS if counts[each]]
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


def applications_html(round_: Round, words: Words) -> str:
    """One row an application, in the order of the input."""
    header = [safe(words.say(key)) for key in _COLUMNS]
    rows = (_row(assessment, words) for assessment in round_.assessments)
    return table_html(header, rows, safe(words.say("column.applications")), "applications")


def _row(assessment: Assessment, words: Words) -> tuple[str, ...]:
    facts = assessment.application
    badge = badge_html(assessment.recommendation, words)
    best = (_best(assessment, kind, words) for kind in ("goal", "spearhead"))
    return (safe(one_line(facts.id)), f"<b>{safe(one_line(facts.title))}</b>", badge, *best)


def _best(assessment: Assessment, kind: Kind, words: Words) -> str:
    """The best target of a kind with its level; quietly when it is only the closest of those not accepted."""
    for match in shown(assessment.matches, kind)[:1]:
        if match.accepted:
            return f'<span class="best">{safe(words.target(match))}</span> {level_html(match, words)}'
        return f'<span class="closest">{safe(words.named(match))}</span>'
    return safe(words.say("terminal.none"))


def problems_html(round_: Round, words: Words) -> str:
    """All problems, folded away while there is something else to read; nothing where there is none."""
    found = all_problems(round_)
    if not found:
        return ""
    heading = safe(words.say("sheet.problems"))
    header = [safe(words.say(f"column.{key}")) for key in ("id", "place", "message", "hint")]
    table = table_html(header, (_problem(name, problem) for name, problem in found[:MOST_PROBLEMS]), heading)
    more = words.say("answer.more_problems", most=MOST_PROBLEMS) if len(found) > MOST_PROBLEMS else ""
    opened = "" if round_.assessments else " open"
    return f'<details{opened}><summary>{heading} ({len(found)})</summary>{table}<p class="hint">{safe(more)}</p></details>'


def _problem(name: str, problem: Problem) -> tuple[str, ...]:
    return tuple(safe(one_line(text)) for text in (name, problem.place, problem.message, problem.hint))
