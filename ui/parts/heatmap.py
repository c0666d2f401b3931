"""Applications against targets as a table: the level in every cell, its tone, and a sign where the tool accepts the match."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from alignment.model import Assessment, Match, Round, TargetGuide
from alignment.reports.plain import one_line
from alignment.reports.words import Words

from .marked import safe
from .overview import badge_html

#: What stands in a cell of a match that is accepted, beside its level.
_ACCEPTED = "✓"


def heatmap_html(round_: Round, found: Sequence[int], guides: Sequence[TargetGuide], words: Words) -> str:
    """A row an application, a column a target; the header of both stays in sight."""
    name = safe(words.say("heat.caption"))
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(list(group))}" title="{safe(plan)}"><span>{safe(plan)}</span></th>'
        for plan, group in groupby(guides, key=lambda guide: guide.plan)
    )
    heads = "".join(f'<th scope="col"><span>{safe(guide.name)}</span></th>' for guide in guides)
    corner = safe(words.say("round.application"))
    rows = "".join(_row(round_.assessments[at], guides, words) for at in found)
    table = (
        f'<table><caption>{name}</caption><thead><tr><th scope="col" rowspan="2">{corner}</th>{groups}</tr>'
        f"<tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    legend = safe(words.say("heat.legend", levels=words.levels(), sign=_ACCEPTED))
    return f'<p class="hint">{legend}</p><div class="table heat" role="region" aria-label="{name}" tabindex="0">{table}</div>'


def _row(assessment: Assessment, guides: Sequence[TargetGuide], words: Words) -> str:
    facts, by_target = assessment.application, {match.target: match for match in assessment.matches}
    cells = "".join(_cell(by_target.get(guide.id)) for guide in guides)
    title = f'<span class="name">{safe(one_line(facts.title) or one_line(facts.id))}</span>'
    told = f'<span class="source">{safe(one_line(facts.id))}</span> {badge_html(assessment.recommendation, words)}'
    return f'<tr><th scope="row">{title}{told}</th>{cells}</tr>'


def _cell(match: Match | None) -> str:
    """A level and whether it is accepted; empty where there was no comparison."""
    if match is None:
        return "<td></td>"
    return f'<td class="l{match.level}{" yes" if match.accepted else ""}">{match.level}{_ACCEPTED if match.accepted else ""}</td>'
