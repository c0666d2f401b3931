"""Two assessments side by side: of two applications, or of one under two programmes."""

from __future__ import annotations

from collections.abc import Iterator

from alignment.messages import listed
from alignment.model import Assessment, Match
from alignment.reports.words import Words

from .detail import heading_html
from .marked import safe
from .overview import badge_html, level_html, table_html

#: Levels between two matches with one target from which one is called stronger.
_STRONGER = 1


def applications_html(one: Assessment, other: Assessment, words: Words) -> str:
    """Both headings, the differences in words, and every target with the level and score of each."""
    heads = "".join(f"<div>{heading_html(each, words)}</div>" for each in (one, other))
    pairs = _pairs(one, other)
    items = "".join(f"<li>{safe(sentence)}</li>" for sentence in _differences(one, other, pairs, words))
    header = [safe(words.say("column.target")), *(safe(each.application.id) for each in (one, other))]
    rows = (
        (safe(words.target(first or second)), _cell(first, words), _cell(second, words))  # type: ignore[arg-type]
        for first, second in pairs
    )
    name = safe(words.say("compare.differences"))
    return f'<div class="two">{heads}</div><h3>{name}</h3><ul>{items}</ul>{table_html(header, rows, name, "compared")}'


def programmes_html(names: tuple[str, str], found: tuple[Assessment, Assessment], words: tuple[Words, Words]) -> str:
    """One application under two programmes: the recommendation and the accepted targets of each."""
    one, other = found
    same = one.recommendation == other.recommendation
    told = words[0].say(
        "compare.same" if same else "compare.differ",
        one=words[0].recommended(one.recommendation),
        other=words[1].recommended(other.recommendation),
    )
    sides = "".join(_side(*side) for side in zip(names, found, words, strict=True))
    return f'<p>{safe(told)}</p><div class="two">{sides}</div>'


def _side(name: str, assessment: Assessment, words: Words) -> str:
    accepted = sorted((match for match in assessment.matches if match.accepted), key=lambda match: -match.score)
    items = "".join(f"<li>{safe(words.target(match))} {_cell(match, words)}</li>" for match in accepted)
    nothing = f"<p>{safe(words.say('compare.nothing'))}</p>"
    notices = "".join(f'<p class="hint">{safe(notice)}</p>' for notice in assessment.notices)
    told = f"<ul>{items}</ul>" if items else nothing
    return f"<div><h3>{safe(name)}</h3><p>{badge_html(assessment.recommendation, words)}</p>{told}{notices}</div>"


def _pairs(one: Assessment, other: Assessment) -> list[tuple[Match | None, Match | None]]:
    """The matches with each target beside each other, the highest score of the two first."""
    first, second = ({match.target: match for match in each.matches} for each in (one, other))
    pairs = [(first.get(target), second.get(target)) for target in dict.fromkeys((*first, *second))]
    return sorted(pairs, key=lambda pair: -max(match.score for match in pair if match))


def _cell(match: Match | None, words: Words) -> str:
    if match is None:
        return safe(words.say("terminal.none"))
    accepted = f' <b title="{safe(words.say("report.accepted"))}">✓</b>' if match.accepted else ""
    score = safe(words.say("check.score", score=words.number(match.score, 1)))
    return f'{level_html(match, words)} <span class="score">{score}</span>{accepted}'


def _differences(
    one: Assessment, other: Assessment, pairs: list[tuple[Match | None, Match | None]], words: Words
) -> Iterator[str]:
    same = one.recommendation == other.recommendation
    yield words.say(
        "compare.same" if same else "compare.differ",
        one=words.recommended(one.recommendation),
        other=words.recommended(other.recommendation),
    )
    served: dict[tuple[bool, bool], list[str]] = {}
    for first, second in pairs:
        named = first or second
        if named:
            both = (bool(first and first.accepted), bool(second and second.accepted))
            served.setdefault(both, []).append(words.target(named))
    ids = one.application.id, other.application.id
    for both, key, id_ in (((True, True), "both", ""), ((True, False), "only", ids[0]), ((False, True), "only", ids[1])):
        if both in served:
            yield words.say(f"compare.{key}", id=id_, names=listed(words.language, served[both]))
    for first, second in pairs:
        if first and second and first.accepted and second.accepted and abs(first.level - second.level) >= _STRONGER:
            levels = (words.level(first), words.level(second))
            id_ = ids[0] if first.level > second.level else ids[1]
            yield words.say("compare.stronger", name=words.target(first), id=id_, one=levels[0], other=levels[1])
