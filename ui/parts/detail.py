"""One application: its facts, recommendation, conditions and reasons, and all it was compared with, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from alignment.messages import day
from alignment.model import ApplicationFacts, Assessment, Gate, Match
from alignment.reports.plain import one_line
from alignment.reports.words import Words, by_score

from .marked import safe
from .overview import MOST_PROBLEMS, badge_html, level_html, table_html

_GATES = {True: ("passed", "✓"), False: ("failed", "✗"), None: ("open", "?")}


def detail_html(assessment: Assessment, words: Words) -> str:
    """What there is to say of one application before its matches."""
    problems = [f"{each.place}: {each.message} {each.hint}" for each in assessment.problems[:MOST_PROBLEMS]]
    blocks = (
        heading_html(assessment, words),
        _list(words.say("terminal.gates"), (_gate(gate, words) for gate in assessment.gates), "gates"),
        _sentences(words.say("terminal.reasons"), reasons_of(assessment)),
        _sentences(words.say("terminal.notices"), assessment.notices),
        _sentences(words.say("terminal.problems"), problems),
    )
    return f'<article class="application">{"".join(blocks)}</article>'


def heading_html(assessment: Assessment, words: Words) -> str:
    """Title, facts and recommendation."""
    facts = assessment.application
    title = safe(one_line(facts.title) or one_line(facts.id))
    told = " · ".join(safe(one_line(fact)) for fact in _facts(facts, words))
    return f'<h2>{title}</h2><p class="facts">{told}</p><p class="verdict">{badge_html(assessment.recommendation, words)}</p>'


def reasons_of(assessment: Assessment) -> list[str]:
    """The reasons that are no conditions."""
    told = {gate.reason for gate in assessment.gates}
    return [reason for reason in assessment.reasons if reason not in told]


def draft_of(assessment: Assessment, words: Words) -> str:
    """The reasons as plain text, ready to be copied and finished by an officer."""
    facts = assessment.application
    lines = [" ".join(filter(None, (one_line(facts.id), one_line(facts.title))))]
    lines += [words.say("terminal.recommendation", recommendation=words.recommended(assessment.recommendation)), ""]
    lines += [f"– {one_line(reason)}" for reason in assessment.reasons]
    return "\n".join([*lines, "", words.say("report.officer_decides")])


def matches_html(matches: Sequence[Match], words: Words) -> str:
    """All matches, best first, with level, score and whether they are accepted."""
    header = [safe(words.say(f"column.{key}")) for key in ("target", "kind", "level", "score", "accepted")]
    rows = (_match(match, words) for match in by_score(matches))
    return table_html(header, rows, safe(words.say("terminal.matches")), "matches")


def _match(match: Match, words: Words) -> tuple[str, ...]:
    accepted = f"✓ {words.say('report.yes')}" if match.accepted else words.say("report.no")
    name, kind = safe(words.target(match)), safe(words.kind(match.kind))
    return (f"<b>{name}</b>" if match.accepted else name, kind, level_html(match, words), words.number(match.score, 1), accepted)


def _facts(facts: ApplicationFacts, words: Words) -> Iterator[str]:
    yield facts.id
    yield from (text for text in (facts.applicant, facts.region, facts.fund) if text)
    if facts.start or facts.end:
        yield "–".join(day(date) if date else "" for date in (facts.start, facts.end))
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
    return f'<h3>{safe(heading)}</h3><ul class="{style}">{listed}</ul>' if listed else ""
