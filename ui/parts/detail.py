"""One application: recommendation, conditions, reasons, and for each match the sum it rests on with the applicant's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alignment.model import ApplicationFacts, Assessment, Contribution, Evidence, Gate, Match
from alignment.reports.evidence import passage_numbers
from alignment.reports.plain import one_line
from alignment.reports.words import Words, shown

from .marked import marked_html, safe
from .overview import MOST_PROBLEMS, badge_html, level_html, table_html

_GATES = {True: ("passed", "✓"), False: ("failed", "✗"), None: ("open", "?")}


def detail_html(assessment: Assessment, words: Words) -> str:
    """Everything there is to say of one application."""
    told = {gate.reason for gate in assessment.gates}
    problems = [f"{each.place}: {each.message} {each.hint}" for each in assessment.problems[:MOST_PROBLEMS]]
    blocks = (
        _heading(assessment, words),
        _list(words.say("terminal.gates"), (_gate(gate, words) for gate in assessment.gates), "gates"),
        _sentences(words.say("terminal.reasons"), (reason for reason in assessment.reasons if reason not in told)),
        _sentences(words.say("terminal.notices"), assessment.notices),
        _sentences(words.say("terminal.problems"), problems),
        _matches(assessment, words),
    )
    return f'<article class="application">{"".join(blocks)}</article>'


def _heading(assessment: Assessment, words: Words) -> str:
    facts = assessment.application
    title = safe(one_line(facts.title) or one_line(facts.id))
    told = " · ".join(safe(one_line(fact)) for fact in _facts(facts, words))
    return f'<h3>{title}</h3><p class="facts">{told}</p><p class="verdict">{badge_html(assessment.recommendation, words)}</p>'


def _facts(facts: ApplicationFacts, words: Words) -> Iterator[str]:
    yield facts.id
    yield from (text for text in (facts.applicant, facts.region, facts.fund) if text)
    if facts.start or facts.end:
        yield "–".join(f"{day:%d.%m.%Y}" if day else "" for day in (facts.start, facts.end))
    if facts.budget_eur is not None:
        yield words.say("report.euros", amount=words.number(facts.budget_eur))
    yield words.say(f"spoken.{facts.language or 'other'}")


def _gate(gate: Gate, words: Words) -> str:
    outcome, sign = _GATES[gate.passed]
    word = safe(words.say(f"terminal.{outcome}"))
    return f'<span class="gate {outcome}"><span aria-hidden="true">{sign}</span> {word}</span> {safe(gate.reason)}'


def _sentences(heading: str, sentences: Iterable[str]) -> str:
    return _list(heading, (safe(one_line(sentence)) for sentence in sentences))


def _list(heading: str, items: Iterable[str], style: str = "") -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<h4>{safe(heading)}</h4><ul class="{style}">{listed}</ul>' if listed else ""


def _matches(assessment: Assessment, words: Words) -> str:
    """The accepted matches, best first; where there are none the closest, and it says so."""
    matches = shown(assessment.matches)
    if not matches:
        return f"<p>{safe(words.say('terminal.no_matches'))}</p>"
    heading = words.say("answer.accepted" if matches[0].accepted else "answer.closest")
    return f"<h4>{safe(heading)}</h4>" + "".join(_match(match, words, first=match is matches[0]) for match in matches)


def _match(match: Match, words: Words, *, first: bool) -> str:
    kind = f'<span class="kind">{safe(words.kind(match.kind))}</span>'
    summary = f"{kind} <b>{safe(words.target(match))}</b> {level_html(match, words)}"
    inside = f'<p>{safe(one_line(match.sentence))}</p><div class="two">{_ledger(match, words)}{_passages(match, words)}</div>'
    return f'<details class="match"{" open" if first else ""}><summary>{summary}</summary>{inside}</details>'


def _ledger(match: Match, words: Words) -> str:
    """The lines of a ledger over their total, as one adds on paper, and the score the total means."""
    header = [safe(words.say(key)) for key in ("row.contribution", "column.passages", "column.points")]
    total = (f"<b>{safe(words.say('column.total'))}</b>", "", f"<b>{amount(match.total, words)}</b>")
    score = (f"<b>{safe(words.say('column.score'))}</b>", "", f"<b>{safe(words.number(match.score, 1))}</b>")
    rows = [*(_line(line, words) for line in match.contributions), total, score]
    rounded = round(sum(round(line.amount, 2) for line in match.contributions) - match.total, 2)
    note = f'<p class="hint">{safe(words.say("terminal.rounded"))}</p>' if rounded else ""
    caption = safe(words.say("answer.ledger"))
    return f"<section><h5>{caption}</h5>{table_html(header, rows, caption, 'ledger')}{note}</section>"


def _line(line: Contribution, words: Words) -> tuple[str, ...]:
    label, source = safe(one_line(line.label)), safe(words.source(line.source))
    return f'{label} <span class="source">{source}</span>', passage_numbers(line.evidence), amount(line.amount, words)


def amount(value: float, words: Words) -> str:
    """A ledger's amount with its sign and two decimals, as the other reports write it."""
    return f"{'+' if round(value, 2) > 0 else ''}{words.number(value, 2)}"


def _passages(match: Match, words: Words) -> str:
    if not match.evidence:
        return ""
    items = "".join(_passage(evidence, words) for evidence in match.evidence)
    return f'<section><h5>{safe(words.say("answer.passages"))}</h5><ol class="passages">{items}</ol></section>'


def _passage(evidence: Evidence, words: Words) -> str:
    section = safe(one_line(words.section(evidence.section)))
    return f'<li><span class="source">{section}</span><blockquote>{marked_html(evidence)}</blockquote></li>'
