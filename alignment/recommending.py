"""From matches to a recommendation: gates first, then the best goals, never a sum over all of them.

Officers themselves disagree on matches in the middle of the scale; how wide that middle is follows from what the call holds a
mistake to cost. So every gate is read three times: as the levels stand, and with all such matches taken as not served and as
served. Where the outcome hangs on them, an officer decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Literal, get_args

from alignment.messages import number, say
from alignment.model import Application, Gate, Language, Match, Recommendation
from alignment.rulebook import Choice, Rulebook
from alignment.rulebook.expressions import FACTS, Value, evaluate, parse
from alignment.rulebook.parts import Call, Criterion, GateRule
from alignment.text.prose import UNDETERMINED, Hollow, Prose
from alignment.text.tokens import fold

Reading = Literal["as it stands", "strict", "generous"]
_HIGHEST = 5
_GOALS_NAMED = 3
_SPEARHEADS_NAMED = 2
_LONGEST_QUOTE = 120


@dataclass(frozen=True)
class Advice:
    """The recommendation with its reasons and gates."""

    recommendation: Recommendation
    reasons: tuple[str, ...]
    gates: tuple[Gate, ...]


def cannot_assess(prose: Prose, rulebook: Rulebook, language: Language) -> str | None:
    """Why nothing can be said of a text, or None where something can."""
    if prose.foreign == UNDETERMINED:
        return say(language, "cannot.illegible")
    if prose.foreign is not None:
        return say(language, "cannot.language", code=prose.foreign)
    words, fewest = prose.different, rulebook.scorecard.fewest_words
    if words < fewest:
        hollow = {why: sum(map(len, prose.hollow(why))) for why in get_args(Hollow)}
        why = max(hollow, key=hollow.__getitem__) if any(hollow.values()) else "short"
        return say(language, f"cannot.{why}", words=words, fewest=fewest)
    return None


def recommend(
    application: Application,
    prose: Prose,
    matches: Sequence[Match],
    choice: Choice,
    rulebook: Rulebook,
    language: Language,
    today: dt.date,
) -> Advice:
    """Read the call's gates and criteria over the matches."""
    names = {"start": application.start, "end": application.end, "today": today, "budget": application.budget_eur}
    readings: dict[str, dict[str, Callable[..., Value]]] = {
        reading: _functions(application, matches, choice.call, rulebook, reading)
        for reading in ("as it stands", "strict", "generous")
    }
    outcomes = [_gate(rule, names, readings, language) for rule in choice.call.gate]
    outcomes += _points(choice.call, names, readings, language)
    gates = tuple(gate for gate, _ in outcomes)
    if any(gate.passed is False for gate in gates):
        recommendation: Recommendation = "does_not_meet"
    elif any(gate.passed is None for gate in gates):
        recommendation = "refer"
    else:
        recommendation = "meets"
    hints = tuple(hint for gate, hint in outcomes if gate.passed is not True and hint)
    reasons = (
        *(gate.reason for gate in gates),
        *_carried(matches),
        *_left_out(prose, language),
        *hints,
        *_next(matches, rulebook, language),
    )
    return Advice(recommendation, reasons, gates)


def _gate(
    rule: GateRule,
    names: Mapping[str, Value],
    readings: Mapping[str, Mapping[str, Callable[..., Value]]],
    language: Language,
) -> tuple[Gate, str]:
    tree = parse(rule.expression)
    outcomes = {evaluate(tree, names, functions) for functions in readings.values()}
    passed = bool(outcomes.pop()) if len(outcomes) == 1 and None not in outcomes else None
    said = {True: rule.passed, False: rule.failed, None: rule.open}[passed]
    return Gate(id=rule.id, passed=passed, reason=said.in_(language)), rule.hint.in_(language)


def _functions(
    application: Application, matches: Sequence[Match], call: Call, rulebook: Rulebook, reading: Reading
) -> dict[str, Callable[..., Value]]:
    """What a rulebook's expressions may ask, under one reading of the doubtful matches."""
    levels = {match.target: _level(match, call, rulebook, reading) for match in matches}
    kinds = {match.target: match.kind for match in matches}
    filled = {section.role for section in application.sections if section.text.strip()}
    facts = {name for name in FACTS if getattr(application, name) is not None and getattr(application, name) != ""}
    return {
        "best": lambda kind: max((level for target, level in levels.items() if kinds[target] == kind), default=0),
        "count": lambda kind, least: sum(kinds[target] == kind and level >= least for target, level in levels.items()),
        "level": levels.get,
        "in_region": lambda region: _in_region(application.region, region, rulebook),
        "filled": lambda name: name in filled or name in facts,
        "date": dt.date,
    }


def _level(match: Match, call: Call, rulebook: Rulebook, reading: Reading) -> int:
    if reading == "as it stands" or not is_doubtful(match, call, rulebook):
        return match.level
    accept = rulebook.scorecard.accept_level
    return min(match.level, accept - 1) if reading == "strict" else max(match.level, accept)


def is_doubtful(match: Match, call: Call, rulebook: Rulebook) -> bool:
    """Whether a match lies where officers themselves disagree, so that one of them has to look at it."""
    disputed = rulebook.target_of[match.target].disputed
    sure = rulebook.scorecard.level[_HIGHEST].from_score if disputed else call.costs.refer_to
    return call.costs.refer_from <= match.score < sure


def _in_region(place: str | None, region: str, rulebook: Rulebook) -> bool | None:
    """Whether a place lies in a region; unknown for a place that names no region the rulebook knows."""
    if not place:
        return None
    said = fold(place)
    named = {name for name, words in rulebook.about.regions.items() if any(word in said for word in words)}
    return True if region in named else False if named else None


def _points(
    call: Call,
    names: Mapping[str, Value],
    readings: Mapping[str, Mapping[str, Callable[..., Value]]],
    language: Language,
) -> list[tuple[Gate, str]]:
    """Criteria as gates: each with its floor, and the pass line over their weighted sum."""
    if call.pass_line is None:
        return []
    gates: list[tuple[Gate, str]] = []
    share = dict.fromkeys(readings, 0.0)
    for criterion in call.criterion:
        points = {reading: _scaled(criterion, names, functions) for reading, functions in readings.items()}
        for reading, value in points.items():
            share[reading] += criterion.weight * value / criterion.scale
        reason = say(
            language,
            "points.criterion",
            name=criterion.names.in_(language),
            points=number(language, points["as it stands"], 1),
            scale=criterion.scale,
            weight=number(language, criterion.weight, 1),
        )
        gates.append((Gate(id=criterion.id, passed=_same(points.values(), criterion.floor), reason=reason), ""))
    line = call.pass_line.percent
    reason = say(language, "points.line", percent=number(language, share["as it stands"], 1), line=number(language, line))
    gates.append((Gate(id="pass-line", passed=_same(share.values(), line), reason=reason), ""))
    return gates


def _scaled(criterion: Criterion, names: Mapping[str, Value], functions: Mapping[str, Callable[..., Value]]) -> float:
    """A criterion's points: the 0–5 level it asks for, brought to its own scale; nothing known gives no points."""
    value = evaluate(parse(criterion.expression), names, functions)
    return float(value) * criterion.scale / _HIGHEST if isinstance(value, int | float) else 0.0


def _same(values: Iterable[float], least: float) -> bool | None:
    """Whether all readings reach a limit; None where they differ."""
    outcomes = {value >= least for value in values}
    return outcomes.pop() if len(outcomes) == 1 else None


def _carried(matches: Sequence[Match]) -> tuple[str, ...]:
    """The sentences of the best accepted goals and spearheads; where none is accepted, of the best match."""
    ranked = sorted(matches, key=lambda match: -match.score)
    goals = [match.sentence for match in ranked if match.accepted and match.kind == "goal"][:_GOALS_NAMED]
    spearheads = [match.sentence for match in ranked if match.accepted and match.kind == "spearhead"][:_SPEARHEADS_NAMED]
    if goals or spearheads:
        return (*goals, *spearheads)
    return tuple(match.sentence for match in ranked if match.kind == "goal")[:1]


def _left_out(prose: Prose, language: Language) -> tuple[str, ...]:
    """What did not count because it is not about a project, by the beginning of its longest passage."""
    found = []
    for why in get_args(Hollow):
        longest = max(prose.hollow(why), key=len, default="")
        if longest:
            quote = shorten(longest, _LONGEST_QUOTE, placeholder=" …")
            found.append(say(language, f"hollow.{why}", quote=say(language, "list.quoted", text=quote)))
    return tuple(found)


def _next(matches: Sequence[Match], rulebook: Rulebook, language: Language) -> tuple[str, ...]:
    """What the best goal still lacks for its next level."""
    goals = [match for match in matches if match.kind == "goal"]
    best = max(goals, key=lambda match: match.score, default=None)
    if best is None or best.level == _HIGHEST:
        return ()
    return (lacking(best, best.level + 1, rulebook, language),)


def lacking(match: Match, level: int, rulebook: Rulebook, language: Language) -> str:
    """What a match still lacks for a level, as a sentence."""
    target = rulebook.target_of[match.target]
    return say(language, "next.level", name=target.names.in_(language).text, level=level, missing=target.missing.in_(language))
