"""The round as a whole: how many applications and how much money serve each target, and where nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from alignment.messages import listed
from alignment.model import Round
from alignment.reports.portfolio import Served, served
from alignment.reports.words import Words

from .marked import safe

#: Less than this share of the round's money is little for a goal.
_LITTLE = 0.05
_WEIGHED = ("goal", "spearhead")


def portfolio_html(round_: Round, words: Words) -> str:
    """The gaps in words first, then a table a plan with bars beside its numbers."""
    lines = served(round_, words)
    budgets = [item.application.budget_eur for item in round_.assessments]
    total = sum(budget for budget in budgets if budget is not None)
    told = words.say("money.total", applications=words.number(len(budgets)), euros=_euros(total, words))
    untold = sum(budget is None for budget in budgets)
    missing = f" {words.say('money.without', count=words.number(untold))}" if untold else ""
    gaps = "".join(f"<li>{safe(sentence)}</li>" for sentence in _gaps(lines, total, words))
    tables = "".join(_table(plan, list(group), total, words) for plan, group in groupby(lines, key=lambda line: line.guide.plan))
    several = f'<p class="hint">{safe(words.say("money.several"))}</p>'
    listing = f"<h2>{safe(words.say('money.gaps'))}</h2><ul>{gaps}</ul>" if gaps else ""
    return f"<p>{safe(told + missing)}</p>{listing}{tables}{several}"


def _gaps(lines: Sequence[Served], total: float, words: Words) -> Iterable[str]:
    weighed = [line for line in lines if line.guide.kind in _WEIGHED]
    nobody = [line.guide.name for line in weighed if not line.accepted]
    if nobody:
        yield words.say("money.nobody", names=listed(words.language, nobody))
    little = [line.guide.name for line in weighed if line.accepted and line.euros < _LITTLE * total]
    if little:
        yield words.say("money.little", names=listed(words.language, little), share=words.number(100 * _LITTLE))


def _table(plan: str, lines: Sequence[Served], total: float, words: Words) -> str:
    header = "".join(
        f'<th scope="col">{safe(words.say(key))}</th>' for key in ("column.target", "column.accepted_count", "money.money")
    )
    rows = "".join(_row(line, total, words) for line in lines)
    name = safe(plan)
    table = f"<table><caption>{name}</caption><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<h2>{name}</h2><div class="table portfolio" role="region" aria-label="{name}" tabindex="0">{table}</div>'


def _row(line: Served, total: float, words: Words) -> str:
    count = f"{words.number(line.accepted)} ({words.number(100 * line.share)} %)"
    part = line.euros / total if total else 0.0
    money = f"{_euros(line.euros, words)} ({words.number(100 * part)} %)"
    kind = f'<span class="source">{safe(words.kind(line.guide.kind))}</span>'
    cells = f"<td>{_bar(line.share, count)}</td><td>{_bar(part, money)}</td>"
    return f'<tr><th scope="row">{safe(line.guide.name)} {kind}</th>{cells}</tr>'


def _bar(part: float, told: str) -> str:
    return f'<span class="gauge"><span>{safe(told)}</span> <i aria-hidden="true" style="--part: {100 * part:.0f}%"></i></span>'


def _euros(amount: float, words: Words) -> str:
    return words.say("report.euros", amount=words.number(amount))
